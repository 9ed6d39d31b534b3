//! Numbers for distinct values, in the order they first came.

use crate::chunks::Chunks;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::{BuildHasher, Hash};

/// Each value once, in an array; beside it a table of four-byte ids instead of a map that would
/// hold the values, padded, in slots of which a third are empty.
#[derive(Clone, Debug)]
pub(crate) struct Interner<T> {
    items: Chunks<T>,
    ids: HashTable<u32>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self {
            items: Chunks::default(),
            ids: HashTable::new(),
        }
    }
}

impl<T: Eq + Hash> Interner<T> {
    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn get(&self, id: usize) -> &T {
        &self.items[id]
    }

    pub fn find(&self, item: &T) -> Option<u32> {
        self.ids
            .find(FxBuildHasher.hash_one(item), |&id| {
                self.items[id as usize] == *item
            })
            .copied()
    }

    /// The value's number, a new one if it was not there.
    pub fn intern(&mut self, item: T) -> u32 {
        if let Some(id) = self.find(&item) {
            return id;
        }
        let hash = FxBuildHasher.hash_one(&item);
        let id = self.push(item);
        let Self { items, ids } = self;
        ids.insert_unique(hash, id, |&id| FxBuildHasher.hash_one(&items[id as usize]));
        id
    }

    /// Gives the value the next number, under which it can be had but not found.
    pub fn push(&mut self, item: T) -> u32 {
        let id = u32::try_from(self.items.len()).expect("fewer than 2^32 values");
        self.items.push(item);
        id
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        (0..self.len()).map(|id| self.get(id))
    }

    /// Bytes held, without what the values themselves point to.
    pub fn bytes(&self) -> usize {
        self.items.bytes() + self.ids.allocation_size()
    }
}
