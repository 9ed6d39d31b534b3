//! Hashes wide enough to stand for what they were made of.

use crate::database::Value;
use siphasher::sip128::{Hasher128 as _, SipHasher13};
use std::hash::{Hash, Hasher};

/// A hasher of 128 bits: two different things share one with a chance of 2⁻¹²⁸.
pub struct Hasher128(SipHasher13);

impl Hasher128 {
    pub fn new() -> Self {
        Hasher128(SipHasher13::new())
    }

    pub fn finish128(&self) -> u128 {
        self.0.finish128().as_u128()
    }
}

impl Hasher for Hasher128 {
    fn finish(&self) -> u64 {
        self.0.finish()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    // Numbers of a known size need not be taken apart.
    fn write_u8(&mut self, number: u8) {
        self.0.write_u8(number);
    }

    fn write_u32(&mut self, number: u32) {
        self.0.write_u32(number);
    }

    fn write_u64(&mut self, number: u64) {
        self.0.write_u64(number);
    }

    fn write_u128(&mut self, number: u128) {
        self.0.write_u64(number as u64);
        self.0.write_u64((number >> 64) as u64);
    }

    fn write_usize(&mut self, number: usize) {
        self.0.write_usize(number);
    }
}

/// Feeds database values, floats by their bits.
pub fn values(values: &[Value], hasher: &mut impl Hasher) {
    values.len().hash(hasher);
    for value in values {
        std::mem::discriminant(value).hash(hasher);
        match value {
            Value::Null => {}
            Value::Integer(n) => n.hash(hasher),
            Value::Real(x) => x.to_bits().hash(hasher),
            Value::Text(text) => text.hash(hasher),
            Value::Blob(bytes) => bytes.hash(hasher),
        }
    }
}
