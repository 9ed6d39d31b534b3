//! A growing array that never moves what it holds.
//!
//! A `Vec` of a million states would, while it grows, hold them three times over.

/// log2 of a full chunk's length.
const BITS: usize = 13;
const LEN: usize = 1 << BITS;

#[derive(Clone, Debug)]
pub(crate) struct Chunks<T> {
    chunks: Vec<Vec<T>>,
    len: usize,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self {
            chunks: Vec::new(),
            len: 0,
        }
    }
}

impl<T> Chunks<T> {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn push(&mut self, item: T) {
        let chunk = self.len >> BITS;
        if chunk == self.chunks.len() {
            // The first chunk grows as it needs, so that small explorations stay small.
            let capacity = if chunk == 0 { 0 } else { LEN };
            self.chunks.push(Vec::with_capacity(capacity));
        }
        self.chunks[chunk].push(item);
        self.len += 1;
    }

    pub fn bytes(&self) -> usize {
        let last = self.chunks.last().map_or(0, Vec::capacity);
        (self.chunks.len().saturating_sub(1) * LEN + last) * size_of::<T>()
    }
}

impl<T> std::ops::Index<usize> for Chunks<T> {
    type Output = T;
    #[inline]
    fn index(&self, at: usize) -> &T {
        &self.chunks[at >> BITS][at & (LEN - 1)]
    }
}

impl<T> std::ops::IndexMut<usize> for Chunks<T> {
    #[inline]
    fn index_mut(&mut self, at: usize) -> &mut T {
        &mut self.chunks[at >> BITS][at & (LEN - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_pushed_across_chunks() {
        let mut chunks = Chunks::default();
        for item in 0..3 * LEN + 5 {
            chunks.push(item);
        }
        chunks[LEN] = 7;
        assert_eq!(chunks.len(), 3 * LEN + 5);
        assert_eq!(
            (chunks[LEN - 1], chunks[LEN], chunks[3 * LEN + 4]),
            (LEN - 1, 7, 3 * LEN + 4)
        );
        assert_eq!(chunks.bytes(), 4 * LEN * size_of::<usize>());
    }
}
