//! What is on the heap.

use std::cell::Cell;
use std::rc::Rc;

use ecow::EcoString;
use num_bigint::BigInt;

use crate::dict::Dict;
use crate::names::NameId;
use crate::set::Set;
use crate::value::{Ref, Value};
use crate::vm::lookup::new_stamp;

/// An object: its class, its `__dict__` if that has become an object of its own, and its content.
/// The class says what it is to Python, the content how it is stored: a `class Mine(dict)` has
/// the content of a dict.
#[derive(Clone, Debug)]
pub struct Object {
    pub class: Ref,
    /// A dict with the attributes, once a program has asked for it, or for contents that have no
    /// room for attributes of their own. `NO_DICT` before that.
    pub dict: Ref,
    /// The number that the object got when the program first asked for its `id()` or its default
    /// hash; 0 before. Unlike its place, it says nothing about the order of allocations.
    pub identity: u32,
    pub kind: Kind,
}

/// No `__dict__` object yet.
pub const NO_DICT: Ref = Ref(u32::MAX);

/// Attributes of an instance, in order of definition.
pub type Attributes = Vec<(NameId, Value)>;

/// The content of an object. Large contents are shared between snapshots until they are written.
#[derive(Clone, Debug)]
pub enum Kind {
    /// An unused place, and the next one.
    Free(u32),
    Instance(Rc<Attributes>),
    Str(Str),
    Bytes(Rc<[u8]>),
    /// Also small ones, for subclasses of `int`.
    Big(Rc<BigInt>),
    /// Only for subclasses of `float`.
    Float(f64),
    Tuple(Rc<[Value]>),
    List(Rc<Vec<Value>>),
    Dict(Rc<Dict>),
    Set(Rc<Set>),
    Function(Rc<Function>),
    Native(u32),
    BoundMethod {
        function: Ref,
        this: Value,
    },
    Class(Rc<Class>),
    Module(Rc<Module>),
    Cell(Value),
    /// Getter, setter, deleter, documentation, and the name that its class gave it.
    Property(Rc<[Value; 5]>),
    ClassMethod(Value),
    StaticMethod(Value),
    /// A native attribute: numbers of the getter and the setter (`u32::MAX`: read only).
    GetSet(u32, u32),
    Generator(Rc<Generator>),
    Exception(Rc<Exception>),
    /// What `super()` gives: attributes of `this` after `class` in the order of its own class.
    Super {
        class: Ref,
        this: Value,
    },
    Range {
        start: i64,
        stop: i64,
        step: i64,
    },
    Slice(Rc<[Value; 3]>),
    DictView {
        dict: Ref,
        what: View,
    },
    /// Over a list, tuple, bytes
    SequenceIter {
        sequence: Value,
        at: u32,
    },
    ReverseIter {
        sequence: Value,
        at: u32,
    },
    StrIter {
        text: Value,
        at: u32,
    },
    RangeIter {
        next: i64,
        step: i64,
        left: u64,
    },
    DictIter {
        dict: Ref,
        at: u32,
        /// Entries that it had at first.
        size: u32,
        /// Entries that have not been given yet.
        left: u32,
        what: View,
        reverse: bool,
    },
    SetIter {
        set: Ref,
        at: u32,
        left: u32,
    },
    /// `enumerate` over a native iterator
    Enumerate {
        iterator: Ref,
        count: i64,
    },
    /// `zip` over native iterators
    Zip(Rc<Vec<Value>>),
    /// The frames that an exception passed, innermost first.
    Traceback(Rc<Vec<TraceEntry>>),
    /// A bare `object()`.
    Bare,
}

/// Which part of a dict.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    Keys,
    Values,
    Items,
}

/// A string with its number of characters and its hash once known.
#[derive(Clone, Debug)]
pub struct Str {
    /// Up to 15 bytes are in the object itself.
    pub text: EcoString,
    pub chars: u32,
    pub hash: Cell<u32>,
}

impl Str {
    pub fn new(text: EcoString) -> Self {
        let chars = if text.is_ascii() {
            text.len()
        } else {
            text.chars().count()
        };
        Str {
            text,
            chars: chars as u32,
            hash: Cell::new(0),
        }
    }

    pub fn is_ascii(&self) -> bool {
        self.chars as usize == self.text.len()
    }

    /// The same for equal texts in every process, never 0.
    pub fn hash(&self) -> u32 {
        let known = self.hash.get();
        if known != 0 {
            return known;
        }
        let hash = short_hash(hash_bytes(self.text.as_bytes()));
        self.hash.set(hash);
        hash
    }
}

/// The hash of a text as its object keeps it: never 0.
pub fn short_hash(hash: u64) -> u32 {
    hash as u32 | 1
}

/// FNV-like hash, eight bytes at a time.
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    }
    let mut last = [0; 8];
    let rest = chunks.remainder();
    last[..rest.len()].copy_from_slice(rest);
    hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 32)
}

/// A function made by `def` or `lambda`.
#[derive(Clone, Debug)]
pub struct Function {
    pub code: u32,
    pub globals: Ref,
    pub name: Value,
    pub qualname: Value,
    pub module: Value,
    pub doc: Value,
    pub defaults: Rc<[Value]>,
    pub keyword_defaults: Rc<[(NameId, Value)]>,
    pub closure: Rc<[Value]>,
}

/// A class.
#[derive(Clone, Debug)]
pub struct Class {
    pub name: Value,
    pub qualname: Value,
    pub bases: Vec<Ref>,
    /// Method resolution order, itself first.
    pub mro: Rc<[Ref]>,
    pub attributes: NameMap,
    /// How instances are stored.
    pub layout: Layout,
    /// Made by the machine: attributes cannot be set.
    pub builtin: bool,
    /// The native that makes instances, if the layout needs one.
    pub maker: u32,
    /// Direct subclasses, for `__subclasses__`.
    pub subclasses: Vec<Ref>,
    /// Whether instances may have attributes.
    pub has_dict: bool,
    /// Attributes that instances have outside of their `__dict__`: `__slots__`, also those of bases.
    pub slots: Rc<[NameId]>,
    /// Whether abstract methods are left, so that there can be no instances.
    pub is_abstract: bool,
}

/// How the instances of a class are stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    Instance,
    Exception,
    Native,
}

/// No native.
pub const NO_NATIVE: u32 = u32::MAX;

/// A module and its names.
#[derive(Clone, Debug)]
pub struct Module {
    pub name: Rc<str>,
    pub names: NameMap,
}

/// A suspended call.
#[derive(Clone, Debug)]
pub struct Generator {
    pub code: u32,
    pub pc: u32,
    pub globals: Ref,
    pub function: Ref,
    /// Slots and operand stack.
    pub stack: Vec<Value>,
    pub state: GeneratorState,
    /// The exception that it is handling, while suspended inside an `except`.
    pub handling: Value,
    pub name: Value,
    pub qualname: Value,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorState {
    Created,
    Suspended,
    Running,
    Finished,
}

/// An exception.
#[derive(Clone, Debug)]
pub struct Exception {
    pub args: Value,
    pub cause: Value,
    pub context: Value,
    pub suppress_context: bool,
    /// Innermost first.
    pub traceback: Rc<Vec<TraceEntry>>,
    pub attributes: Attributes,
}

/// One frame that an exception passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TraceEntry {
    pub code: u32,
    pub pc: u32,
}

/// Names and values in order of definition: module globals and class attributes.
#[derive(Clone, Debug, Default)]
pub struct NameMap {
    /// Another one whenever a name comes or goes.
    stamp: u64,
    entries: Vec<(NameId, Value)>,
    index: std::collections::HashMap<NameId, u32, std::hash::BuildHasherDefault<NameHasher>>,
}

/// Names are small numbers already.
#[derive(Clone, Copy, Default, Debug)]
pub struct NameHasher(u64);

impl std::hash::Hasher for NameHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 << 8) | u64::from(byte);
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = u64::from(value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

const SMALL: usize = 8;

impl NameMap {
    pub fn position(&self, name: NameId) -> Option<usize> {
        if self.entries.len() <= SMALL {
            self.entries.iter().position(|entry| entry.0 == name)
        } else {
            self.index.get(&name).map(|&i| i as usize)
        }
    }

    pub fn get(&self, name: NameId) -> Option<Value> {
        self.position(name).map(|i| self.entries[i].1)
    }

    /// Stands for the names that there are: equal stamps, equal names.
    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    /// The value at a place where the name is expected.
    pub fn at(&self, place: usize, name: NameId) -> Option<Value> {
        match self.entries.get(place) {
            Some(entry) if entry.0 == name => Some(entry.1),
            _ => None,
        }
    }

    pub fn set(&mut self, name: NameId, value: Value) {
        match self.position(name) {
            Some(i) => self.entries[i].1 = value,
            None => {
                self.entries.push((name, value));
                self.stamp = new_stamp();
                if self.entries.len() > SMALL {
                    self.reindex();
                }
            }
        }
    }

    pub fn remove(&mut self, name: NameId) -> Option<Value> {
        let at = self.position(name)?;
        let (_, value) = self.entries.remove(at);
        self.stamp = new_stamp();
        self.index.clear();
        if self.entries.len() > SMALL {
            self.reindex();
        }
        Some(value)
    }

    fn reindex(&mut self) {
        let from = self.index.len();
        for (i, entry) in self.entries.iter().enumerate().skip(from) {
            self.index.insert(entry.0, i as u32);
        }
    }

    pub fn entries(&self) -> &[(NameId, Value)] {
        &self.entries
    }
}
