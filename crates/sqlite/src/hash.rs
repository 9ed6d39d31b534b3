//! A fast 128-bit hash for digests: two independent folded multiplications a word.
//!
//! Not meant to withstand an attacker, only chance: what is digested comes from the scenario whose
//! author would be the only one fooled.

/// Accumulates words and byte strings into 128 bits.
#[derive(Clone, Copy)]
pub(crate) struct Hasher {
    low: u64,
    high: u64,
}

fn fold(x: u64, y: u64) -> u64 {
    let product = u128::from(x) * u128::from(y);
    (product as u64) ^ ((product >> 64) as u64)
}

impl Hasher {
    /// A hasher of its own family for each `seed`, so that equal bytes of different kinds differ.
    pub(crate) fn new(seed: u64) -> Self {
        Hasher {
            low: seed ^ 0x9E37_79B9_7F4A_7C15,
            high: seed.rotate_left(32) ^ 0xD1B5_4A32_D192_ED03,
        }
    }

    pub(crate) fn word(&mut self, word: u64) {
        self.low = fold(self.low ^ word, 0xA076_1D64_78BD_642F).wrapping_add(word);
        self.high = fold(self.high ^ word.rotate_left(29), 0xE703_7ED1_A0B4_28DB) ^ word;
    }

    pub(crate) fn wide(&mut self, word: u128) {
        self.word(word as u64);
        self.word((word >> 64) as u64);
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let (words, tail) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        self.word(u64::from_le_bytes(last));
        self.word(bytes.len() as u64);
    }

    pub(crate) fn finish(self) -> u128 {
        let mut last = self;
        last.word(0x5851_F42D_4C95_7F2D);
        let low = fold(last.low ^ last.high.rotate_left(17), 0x8EBC_6AF0_9C88_C6E3);
        let high = fold(last.high ^ last.low.rotate_left(43), 0x5899_65CC_7537_4CC3);
        (u128::from(high ^ last.low) << 64) | u128::from(low ^ last.high)
    }
}

/// The hash of one byte string.
pub(crate) fn of_bytes(seed: u64, bytes: &[u8]) -> u128 {
    let mut hasher = Hasher::new(seed);
    hasher.bytes(bytes);
    hasher.finish()
}

/// A hasher for maps keyed by SQL text, where the standard one would take as long as the statement.
#[derive(Clone, Copy, Default)]
pub(crate) struct TextHasher(u64);

impl std::hash::Hasher for TextHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut state = self.0 ^ 0x9E37_79B9_7F4A_7C15;
        let (words, tail) = bytes.as_chunks::<8>();
        for word in words {
            state = fold(state ^ u64::from_le_bytes(*word), 0xA076_1D64_78BD_642F);
        }
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        self.0 = fold(
            state ^ u64::from_le_bytes(last),
            0xE703_7ED1_A0B4_28DB ^ bytes.len() as u64,
        );
    }
}

/// Builds [`TextHasher`]s.
pub(crate) type TextHash = std::hash::BuildHasherDefault<TextHasher>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_differences_change_both_halves() {
        let mut seen = std::collections::HashSet::new();
        for length in 0..40 {
            for bit in 0..(length * 8usize).max(1) {
                let mut bytes = vec![0u8; length];
                if length > 0 {
                    bytes[bit / 8] |= 1 << (bit % 8);
                }
                let hash = of_bytes(1, &bytes);
                assert!(seen.insert(hash as u64));
                assert!(seen.insert((hash >> 64) as u64));
            }
        }
        assert_ne!(of_bytes(1, b"a"), of_bytes(2, b"a"));
    }
}
