//! Hashes that are the same in every process and on every machine.

/// A 128-bit hash, fed piece by piece.
#[derive(Clone, Debug)]
pub struct Hasher {
    a: u64,
    b: u64,
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

impl Hasher {
    pub fn new() -> Self {
        Hasher {
            a: 0x243f_6a88_85a3_08d3,
            b: 0x1319_8a2e_0370_7344,
        }
    }

    #[inline]
    pub fn number(&mut self, value: u64) {
        let product = u128::from(self.a ^ value) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
        self.a = (product as u64) ^ self.b.rotate_left(23);
        self.b = ((product >> 64) as u64)
            .wrapping_add(value)
            .wrapping_mul(0xff51_afd7_ed55_8ccd)
            ^ self.b.rotate_left(31);
    }

    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.number(u64::from_le_bytes(word));
        }
    }

    pub fn finish(&self) -> u128 {
        let mut last = self.clone();
        last.number(0x5851_f42d_4c95_7f2d);
        last.number(0x1405_7b7e_f767_814f);
        (u128::from(last.a) << 64) | u128::from(last.b)
    }
}

/// So that anything that is `Hash` can be part of a digest.
impl std::hash::Hasher for Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.bytes(bytes);
    }

    fn write_u8(&mut self, value: u8) {
        self.number(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.number(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.number(value);
    }

    fn write_i64(&mut self, value: i64) {
        self.number(value as u64);
    }

    fn write_isize(&mut self, value: isize) {
        self.number(value as u64);
    }

    fn write_usize(&mut self, value: usize) {
        self.number(value as u64);
    }

    fn finish(&self) -> u64 {
        Hasher::finish(self) as u64
    }
}
