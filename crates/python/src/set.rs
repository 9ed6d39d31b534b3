//! Sets, with the table of CPython 3.11: the order in which a set of numbers is iterated is then
//! the same, because it follows from hashes and the history of the table alone.

use std::cell::Cell;

use crate::hash_search::HashSearch;
use crate::value::Value;

const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u64,
    /// `Undef`: never used; `Stop`: removed.
    key: Value,
}

const UNUSED: Slot = Slot {
    hash: 0,
    key: Value::Undef,
};

/// A hash table as CPython's `set`.
#[derive(Clone, Debug)]
pub struct Set {
    table: Vec<Slot>,
    /// Used and removed slots.
    fill: usize,
    used: usize,
}

impl Default for Set {
    fn default() -> Self {
        Set {
            table: vec![UNUSED; 8],
            fill: 0,
            used: 0,
        }
    }
}

impl Set {
    pub fn len(&self) -> usize {
        self.used
    }

    pub fn slots(&self) -> usize {
        self.table.len()
    }

    pub fn at(&self, slot: usize) -> Option<Value> {
        self.table
            .get(slot)
            .map(|s| s.key)
            .filter(|k| !matches!(k, Value::Undef | Value::Stop))
    }

    pub fn iter(&self) -> impl Iterator<Item = Value> + '_ {
        self.hashed().map(|(_, key)| key)
    }

    /// Every slot that is not unused: its place, and its key or the mark of a removed one.
    pub fn layout(&self) -> impl Iterator<Item = (usize, Value)> + '_ {
        self.table
            .iter()
            .enumerate()
            .filter(|(_, s)| !s.key.is_undef())
            .map(|(i, s)| (i, s.key))
    }

    pub fn hashed(&self) -> impl Iterator<Item = (u64, Value)> + '_ {
        self.table
            .iter()
            .filter(|s| !matches!(s.key, Value::Undef | Value::Stop))
            .map(|s| (s.hash, s.key))
    }

    /// Add a key that is known not to be there.
    pub fn push(&mut self, hash: u64, key: Value) {
        let mask = self.table.len() - 1;
        let mut perturb = hash;
        let mut i = hash as usize & mask;
        'search: loop {
            let probes = if i + LINEAR_PROBES <= mask {
                LINEAR_PROBES
            } else {
                0
            };
            for slot in i..=i + probes {
                if matches!(self.table[slot].key, Value::Undef) {
                    self.table[slot] = Slot { hash, key };
                    break 'search;
                }
            }
            perturb >>= PERTURB_SHIFT;
            i = i
                .wrapping_mul(5)
                .wrapping_add(1)
                .wrapping_add(perturb as usize)
                & mask;
        }
        self.fill += 1;
        self.used += 1;
        if self.fill * 5 >= mask * 3 {
            let wanted = if self.used > 50_000 {
                self.used * 2
            } else {
                self.used * 4
            };
            self.resize(wanted);
        }
    }

    fn resize(&mut self, wanted: usize) {
        let mut size = 8;
        while size <= wanted {
            size *= 2;
        }
        let old = std::mem::replace(&mut self.table, vec![UNUSED; size]);
        self.fill = self.used;
        let mask = size - 1;
        for slot in old {
            if matches!(slot.key, Value::Undef | Value::Stop) {
                continue;
            }
            let mut perturb = slot.hash;
            let mut i = slot.hash as usize & mask;
            'search: loop {
                let probes = if i + LINEAR_PROBES <= mask {
                    LINEAR_PROBES
                } else {
                    0
                };
                for at in i..=i + probes {
                    if matches!(self.table[at].key, Value::Undef) {
                        self.table[at] = slot;
                        break 'search;
                    }
                }
                perturb >>= PERTURB_SHIFT;
                i = i
                    .wrapping_mul(5)
                    .wrapping_add(1)
                    .wrapping_add(perturb as usize)
                    & mask;
            }
        }
    }

    pub fn remove_at(&mut self, slot: usize) {
        self.table[slot] = Slot {
            hash: u64::MAX,
            key: Value::Stop,
        };
        self.used -= 1;
    }

    pub fn clear(&mut self) {
        *self = Set::default();
    }

    /// A copy with a table of its own, as CPython makes it: removed slots are not copied.
    pub fn copy_of(other: &Set) -> Set {
        let mut copy = Set::default();
        copy.reserve_for(other.used);
        if copy.table.len() == other.table.len() && other.fill == other.used {
            return other.clone();
        }
        for (hash, key) in other.hashed() {
            copy.push(hash, key);
        }
        copy
    }

    /// Make room as CPython does before a set is filled from another set or a dict.
    pub fn reserve_for(&mut self, others: usize) {
        let mask = self.table.len() - 1;
        if (self.fill + others) * 5 >= mask * 3 {
            self.resize((self.used + others) * 2);
        }
    }

    pub fn weight(&self) -> usize {
        self.table.capacity() * 24 + 64
    }
}

impl HashSearch for Set {
    #[inline]
    fn search<E>(
        &self,
        hash: u64,
        fuel: &Cell<i64>,
        mut is_it: impl FnMut(usize, Value) -> Result<bool, E>,
    ) -> Result<Option<usize>, E> {
        let mask = self.table.len() - 1;
        let mut perturb = hash;
        let mut i = hash as usize & mask;
        loop {
            let probes = if i + LINEAR_PROBES <= mask {
                LINEAR_PROBES
            } else {
                0
            };
            for slot in i..=i + probes {
                let entry = &self.table[slot];
                match entry.key {
                    Value::Undef => return Ok(None),
                    Value::Stop => {}
                    key => {
                        if entry.hash == hash && is_it(slot, key)? {
                            return Ok(Some(slot));
                        }
                    }
                }
            }
            fuel.set(fuel.get().saturating_sub(1));
            perturb >>= PERTURB_SHIFT;
            i = i
                .wrapping_mul(5)
                .wrapping_add(1)
                .wrapping_add(perturb as usize)
                & mask;
        }
    }
}
