//! How much a program may use. Exhausting a limit is not a Python exception: no `except` can
//! swallow it, the thread just stops with [`crate::Stop::Limit`].

use std::fmt;

/// What a process may use. Every limit is a plain number, so that equal programs stop at the
/// same place on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Work between two stops of a thread: about one unit per call, jump back or element handled.
    pub fuel: u64,
    /// Bytes that the heap of the process may hold (an estimate, checked after collecting garbage).
    pub heap_bytes: usize,
    /// Nested calls; beyond it Python's own `RecursionError` is raised.
    pub recursion: usize,
    /// Length of one string or bytes, in bytes; of one list, tuple, set or dict, in elements; of
    /// one integer, in bits.
    pub object_size: usize,
    /// Bytes that one thread may print in all.
    pub output_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            fuel: 20_000_000,
            heap_bytes: 128 << 20,
            recursion: 1000,
            object_size: 16 << 20,
            output_bytes: 1 << 20,
        }
    }
}

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitKind {
    /// Too much work without reaching a host call: most likely an endless loop.
    Fuel,
    /// Too much memory.
    Heap,
    /// One string, list, or integer became too large.
    Size,
    /// Too much was printed.
    Output,
    /// Something was used that this language does not have.
    Refused,
}

impl fmt::Display for LimitKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LimitKind::Fuel => "ran too long without stopping (an endless loop?)",
            LimitKind::Heap => "used too much memory",
            LimitKind::Size => "made a string, collection or integer that is too large",
            LimitKind::Output => "printed too much",
            LimitKind::Refused => "used what is not provided here",
        })
    }
}

/// A limit that ended a thread.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LimitError {
    /// Which one.
    pub kind: LimitKind,
    /// The sentence to show.
    pub message: String,
    /// Line of the program's own code at which it happened, if any was running.
    pub line: Option<u32>,
}
