//! Dictionaries: entries in insertion order and an open-addressing index. Keys are compared by
//! the caller, because comparing may need the heap.

use std::cell::Cell;

use crate::hash_search::HashSearch;
use crate::value::Value;

const EMPTY: u32 = u32::MAX;
const DELETED: u32 = u32::MAX - 1;
/// One unit of fuel for that many steps of a search.
const FREE_PROBES: usize = 16;
/// Up to here a dict has no index, and is searched from the start.
const SMALL: usize = 8;

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u64,
    /// `Undef` when the entry was removed.
    key: Value,
    value: Value,
}

/// An insertion-ordered hash table.
#[derive(Clone, Debug, Default)]
pub struct Dict {
    entries: Vec<Entry>,
    index: Vec<u32>,
    live: usize,
}

impl Dict {
    pub fn len(&self) -> usize {
        self.live
    }

    /// Entries, removed ones included: positions of iterators.
    pub fn slots(&self) -> usize {
        self.entries.len()
    }

    /// The entry at a position, if it is there.
    pub fn entry(&self, at: usize) -> Option<(Value, Value)> {
        self.entries
            .get(at)
            .filter(|e| !e.key.is_undef())
            .map(|e| (e.key, e.value))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Value, Value)> + '_ {
        self.entries
            .iter()
            .filter(|e| !e.key.is_undef())
            .map(|e| (e.key, e.value))
    }

    /// With hashes, to copy without hashing again.
    pub fn hashed(&self) -> impl Iterator<Item = (u64, Value, Value)> + '_ {
        self.entries
            .iter()
            .filter(|e| !e.key.is_undef())
            .map(|e| (e.hash, e.key, e.value))
    }

    pub fn set_at(&mut self, at: usize, value: Value) {
        self.entries[at].value = value;
    }

    /// Add an entry that is known not to be there.
    pub fn push(&mut self, hash: u64, key: Value, value: Value) {
        if self.entries.len() >= 16 && self.live * 2 < self.entries.len() {
            self.compact();
        }
        self.entries.push(Entry { hash, key, value });
        self.live += 1;
        if self.entries.len() > SMALL {
            if (self.entries.len() + 1) * 3 > self.index.len() * 2 {
                self.reindex();
            } else {
                self.link(self.entries.len() - 1);
            }
        }
    }

    pub fn remove_at(&mut self, at: usize) -> Value {
        if !self.index.is_empty() {
            let mask = self.index.len() - 1;
            let mut slot = spread(self.entries[at].hash) & mask;
            while self.index[slot] != at as u32 {
                if self.index[slot] == EMPTY {
                    break;
                }
                slot = (slot + 1) & mask;
            }
            if self.index[slot] == at as u32 {
                self.index[slot] = DELETED;
            }
        }
        let entry = &mut self.entries[at];
        let value = entry.value;
        entry.key = Value::Undef;
        entry.value = Value::Undef;
        self.live -= 1;
        if at + 1 == self.entries.len() {
            while self.entries.last().is_some_and(|e| e.key.is_undef()) {
                self.entries.pop();
            }
        }
        value
    }

    pub fn clear(&mut self) {
        *self = Dict::default();
    }

    fn compact(&mut self) {
        self.entries.retain(|e| !e.key.is_undef());
        self.reindex();
    }

    fn reindex(&mut self) {
        if self.entries.len() <= SMALL {
            self.index.clear();
            return;
        }
        let size = ((self.entries.len() + 1) * 3).next_power_of_two();
        self.index.clear();
        self.index.resize(size, EMPTY);
        for i in 0..self.entries.len() {
            if !self.entries[i].key.is_undef() {
                self.link(i);
            }
        }
    }

    fn link(&mut self, i: usize) {
        let mask = self.index.len() - 1;
        let mut at = spread(self.entries[i].hash) & mask;
        while self.index[at] != EMPTY {
            at = (at + 1) & mask;
        }
        self.index[at] = i as u32;
    }

    pub fn weight(&self) -> usize {
        self.entries.capacity() * 40 + self.index.capacity() * 4 + 80
    }
}

fn spread(hash: u64) -> usize {
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}

impl HashSearch for Dict {
    #[inline]
    fn search<E>(
        &self,
        hash: u64,
        fuel: &Cell<i64>,
        mut is_it: impl FnMut(usize, Value) -> Result<bool, E>,
    ) -> Result<Option<usize>, E> {
        if self.index.is_empty() {
            for (i, entry) in self.entries.iter().enumerate() {
                if entry.hash == hash && !entry.key.is_undef() && is_it(i, entry.key)? {
                    return Ok(Some(i));
                }
            }
            return Ok(None);
        }
        let mask = self.index.len() - 1;
        let mut at = spread(hash) & mask;
        let mut probes = 0;
        loop {
            match self.index[at] {
                EMPTY => return Ok(None),
                DELETED => {}
                i => {
                    let entry = &self.entries[i as usize];
                    if entry.hash == hash && is_it(i as usize, entry.key)? {
                        return Ok(Some(i as usize));
                    }
                }
            }
            at = (at + 1) & mask;
            probes += 1;
            if probes % FREE_PROBES == 0 {
                fuel.set(fuel.get().saturating_sub(1));
            }
        }
    }
}
