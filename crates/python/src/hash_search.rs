//! What dicts and sets offer for a key whose equality only the caller can decide.

use std::cell::Cell;
use std::convert::Infallible;

use crate::value::Value;

/// A hash table that is searched by hash. A long search, where hashes collide, takes from the fuel.
pub trait HashSearch {
    /// The place of the first key with this hash that `is_it` accepts by place and key. `is_it` may
    /// refuse to decide with an error.
    fn search<E>(
        &self,
        hash: u64,
        fuel: &Cell<i64>,
        is_it: impl FnMut(usize, Value) -> Result<bool, E>,
    ) -> Result<Option<usize>, E>;

    /// The place of the first key with this hash that `same` accepts.
    #[inline]
    fn find<E>(
        &self,
        hash: u64,
        fuel: &Cell<i64>,
        mut same: impl FnMut(Value) -> Result<bool, E>,
    ) -> Result<Option<usize>, E> {
        self.search(hash, fuel, |_, key| same(key))
    }

    /// The places of all keys with this hash.
    fn candidates(&self, hash: u64, fuel: &Cell<i64>) -> Vec<usize> {
        let mut found = Vec::new();
        let all = self.search(hash, fuel, |at, _| {
            found.push(at);
            Ok::<_, Infallible>(false)
        });
        debug_assert_eq!(all, Ok(None));
        found
    }
}
