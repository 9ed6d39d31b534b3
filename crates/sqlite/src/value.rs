//! The values that SQLite stores.

use std::rc::Rc;

use crate::hash::Hasher;

/// One value of one of SQLite's five storage classes.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `NULL`.
    Null,
    /// A 64-bit integer.
    Integer(i64),
    /// A double.
    Real(f64),
    /// Text. SQLite lets a blob be cast to text that is no UTF-8: such bytes come out as U+FFFD.
    Text(Rc<str>),
    /// Bytes.
    Blob(Rc<[u8]>),
}

impl Value {
    /// Text from anything that is a string.
    pub fn text(text: impl AsRef<str>) -> Self {
        Value::Text(Rc::from(text.as_ref()))
    }

    pub(crate) fn hash_into(&self, hasher: &mut Hasher) {
        match self {
            Value::Null => hasher.word(0),
            Value::Integer(value) => {
                hasher.word(1);
                hasher.word(*value as u64);
            }
            Value::Real(value) => {
                hasher.word(2);
                hasher.word(value.to_bits());
            }
            Value::Text(text) => {
                hasher.word(3);
                hasher.bytes(text.as_bytes());
            }
            Value::Blob(bytes) => {
                hasher.word(4);
                hasher.bytes(bytes);
            }
        }
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Integer(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::text(value)
    }
}
