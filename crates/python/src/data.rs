//! What crosses the border of the machine: values of host calls and their answers.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use num_bigint::BigInt;

/// A Python value outside of its process. Equality of floats is by their bits.
#[derive(Clone, Debug)]
pub enum Data {
    None,
    Bool(bool),
    Int(i64),
    BigInt(BigInt),
    Float(f64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    List(Vec<Data>),
    Tuple(Vec<Data>),
    Dict(Vec<(Data, Data)>),
    /// Something that cannot cross: the name of its type.
    Opaque(Rc<str>),
}

impl PartialEq for Data {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Data::None, Data::None) => true,
            (Data::Bool(a), Data::Bool(b)) => a == b,
            (Data::Int(a), Data::Int(b)) => a == b,
            (Data::BigInt(a), Data::BigInt(b)) => a == b,
            (Data::Float(a), Data::Float(b)) => a.to_bits() == b.to_bits(),
            (Data::Str(a), Data::Str(b)) | (Data::Opaque(a), Data::Opaque(b)) => a == b,
            (Data::Bytes(a), Data::Bytes(b)) => a == b,
            (Data::List(a), Data::List(b)) | (Data::Tuple(a), Data::Tuple(b)) => a == b,
            (Data::Dict(a), Data::Dict(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Data {}

impl Hash for Data {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Data::None => {}
            Data::Bool(v) => v.hash(state),
            Data::Int(v) => v.hash(state),
            Data::BigInt(v) => v.hash(state),
            Data::Float(v) => v.to_bits().hash(state),
            Data::Str(v) | Data::Opaque(v) => v.hash(state),
            Data::Bytes(v) => v.hash(state),
            Data::List(v) | Data::Tuple(v) => v.hash(state),
            Data::Dict(v) => v.hash(state),
        }
    }
}

impl Data {
    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Data::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if this is an integer that fits (booleans count, as in Python).
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Data::Int(value) => Some(*value),
            Data::Bool(value) => Some(i64::from(*value)),
            _ => None,
        }
    }

    /// The items, if this is a list or tuple.
    pub fn as_items(&self) -> Option<&[Data]> {
        match self {
            Data::List(items) | Data::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// Whether this is `None`.
    pub fn is_none(&self) -> bool {
        matches!(self, Data::None)
    }
}

impl From<&str> for Data {
    fn from(text: &str) -> Self {
        Data::Str(Rc::from(text))
    }
}

impl From<String> for Data {
    fn from(text: String) -> Self {
        Data::Str(Rc::from(text))
    }
}

impl From<i64> for Data {
    fn from(value: i64) -> Self {
        Data::Int(value)
    }
}

impl From<bool> for Data {
    fn from(value: bool) -> Self {
        Data::Bool(value)
    }
}
