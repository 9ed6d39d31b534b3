//! What classes answered when they were asked for a name: in a table, and at each instruction.
//!
//! Both are shared by all snapshots of a process. An answer counts only for the epoch it was
//! found in, and no two states of the classes have the same epoch, in whatever process.

use std::cell::Cell;

use super::Process;
use crate::names::NameId;
use crate::value::{Ref, Value};

/// Entries of the table.
const SIZE: usize = 1024;

#[derive(Clone, Copy)]
struct Entry {
    epoch: u64,
    class: Ref,
    name: NameId,
    /// `Undef`: the class has no such name.
    found: Value,
}

/// Names looked up in classes.
pub(crate) struct Lookups([Cell<Entry>; SIZE]);

impl Default for Lookups {
    fn default() -> Self {
        const NEVER: Entry = Entry {
            epoch: 0,
            class: Ref(0),
            name: NameId(0),
            found: Value::Undef,
        };
        Lookups(std::array::from_fn(|_| Cell::new(NEVER)))
    }
}

/// What an instruction found for its name.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Hint {
    /// Of the classes; of a built-in name, the stamp of the module that has no such name.
    pub epoch: u64,
    /// The class of the object. A name of a module needs none.
    pub class: Ref,
    /// Of an attribute or a module's name, where it was; of a method, the function.
    pub place: u32,
}

/// A stamp for a state (of the classes, of a module's names) that has not been there before.
pub(crate) fn new_stamp() -> u64 {
    thread_local!(static LAST: Cell<u64> = const { Cell::new(1) });
    LAST.set(LAST.get() + 1);
    LAST.get()
}

impl Process {
    /// The classes changed: what was looked up may be out of date.
    pub(crate) fn classes_changed(&mut self) {
        self.epoch = new_stamp();
    }

    /// An attribute of a class or its bases, as it stands there.
    #[inline]
    pub(crate) fn type_lookup(&self, class: Ref, name: NameId) -> Option<Value> {
        let slot = (class.0 as usize)
            .wrapping_mul(31)
            .wrapping_add(name.0 as usize)
            % SIZE;
        let cell = &self.lookups.0[slot];
        let entry = cell.get();
        let found = if entry.class == class && entry.name == name && entry.epoch == self.epoch {
            entry.found
        } else {
            let found = self.type_lookup_uncached(class, name);
            let found = found.unwrap_or(Value::Undef);
            cell.set(Entry {
                epoch: self.epoch,
                class,
                name,
                found,
            });
            found
        };
        (!found.is_undef()).then_some(found)
    }

    #[cold]
    fn type_lookup_uncached(&self, class: Ref, name: NameId) -> Option<Value> {
        let class = self.class(class)?;
        if let Some(value) = class.attributes.get(name) {
            return Some(value);
        }
        class
            .mro
            .iter()
            .skip(1)
            .find_map(|&base| self.class(base)?.attributes.get(name))
    }
}
