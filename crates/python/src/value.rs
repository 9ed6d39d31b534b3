//! What a variable holds: 16 bytes, copied freely. Everything larger is on the heap.

/// The place of an object on the heap of its process.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Debug)]
pub struct Ref(pub u32);

/// A Python value. `==` is identity for objects: Python's own equality is in `vm::compare`.
///
/// Its tag is as wide as its content: a narrow one makes the compiler copy values in overlapping
/// pieces, and the processor wait at the next read.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub enum Value {
    /// A local variable without a value, an absent argument. Never visible to a program.
    Undef,
    /// What an exhausted iterator answers inside the machine. Never visible to a program.
    Stop,
    /// `None`
    None,
    /// `NotImplemented`
    NotImplemented,
    /// `...`
    Ellipsis,
    /// `True`, `False`
    Bool(bool),
    /// An integer that fits
    Int(i64),
    /// A float
    Float(f64),
    /// An object on the heap
    Ref(Ref),
    /// A code object of the process.
    Code(u32),
}

impl Value {
    /// Python's `is`.
    pub fn is(self, other: Value) -> bool {
        match (self, other) {
            (Value::None, Value::None)
            | (Value::Undef, Value::Undef)
            | (Value::Stop, Value::Stop)
            | (Value::NotImplemented, Value::NotImplemented)
            | (Value::Ellipsis, Value::Ellipsis) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::Ref(a), Value::Ref(b)) => a == b,
            (Value::Code(a), Value::Code(b)) => a == b,
            _ => false,
        }
    }

    /// Whether this is `None`.
    pub fn is_none(self) -> bool {
        matches!(self, Value::None)
    }

    /// Whether there is a value at all.
    pub fn is_undef(self) -> bool {
        matches!(self, Value::Undef)
    }

    /// The object, if this is one.
    pub fn as_ref(self) -> Option<Ref> {
        match self {
            Value::Ref(r) => Some(r),
            _ => None,
        }
    }
}
