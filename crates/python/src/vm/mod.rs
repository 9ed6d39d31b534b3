//! The virtual machine: a process with its heap, modules and threads.

pub mod attribute;
pub mod call;
pub mod collect;
pub mod compare;
pub mod digest;
pub mod errors;
pub mod finalise;
pub mod frames;
pub mod import;
pub mod iterate;
pub mod lookup;
pub mod operators;
pub mod run;
pub mod start;
pub mod text;
pub mod thread;
pub mod transfer;
pub mod unwind;

use std::cell::Cell;
use std::rc::Rc;

use crate::compile::code::{Code, Op};
use crate::data::Data;
use crate::heap::{Heap, Page};
use crate::helpers::Helper;
use crate::library::Library;
use crate::limits::{LimitError, LimitKind, Limits};
use crate::names::{NameId, Names};
use crate::value::{Ref, Value};
use lookup::{Hint, Lookups};
use thread::{OnReturn, Thread};

/// A thread of a process, by number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct ThreadId(pub u32);

/// A call out of the machine, which library code makes with `_host.call(name, *args)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HostCall {
    pub name: String,
    pub args: Vec<Data>,
}

/// An exception that nobody caught.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct ExceptionView {
    /// `OperationalError`
    pub class: String,
    /// `django.db.utils.OperationalError`; built-in ones have no module.
    pub qualified: String,
    /// The names of the class and its bases, in the order of method resolution.
    pub mro: Vec<String>,
    /// `str(exception)`
    pub message: String,
    /// As CPython prints it.
    pub traceback: String,
    /// Of a `SystemExit`: the exit status it asks for.
    pub exit_status: Option<u8>,
    /// The innermost line of the program's own code.
    pub line: Option<u32>,
    pub column: Option<u32>,
}

/// Why a thread stopped.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Stop {
    /// At a host call: continue with [`Process::resume`] or [`Process::resume_raise`].
    Call(HostCall),
    /// It returned.
    Finished {
        value: Data,
        /// Python's `repr()` of the value.
        repr: String,
    },
    /// An exception reached the top.
    Raised(ExceptionView),
    /// A limit was reached; the thread is dead.
    Limit(LimitError),
}

/// What can go wrong inside.
#[derive(Clone, Copy, Debug)]
pub enum Trouble {
    /// An exception, raised here.
    Raise(Value),
    /// An exception on its way on: no new traceback entry, no new context.
    Reraise(Value),
    /// An exception thrown into a generator: it has its context already.
    Thrown(Value),
    /// A native needs this argument as an integer, and its class has an `__index__` in Python.
    Index(Value),
    Limit(LimitKind),
}

/// Result of anything that may raise.
pub type Fallible<T> = Result<T, Trouble>;

/// What a native, or an operation, comes to.
#[derive(Debug)]
pub enum Out {
    Value(Value),
    /// Call this instead, and its result is ours.
    Call(Value, Vec<Value>),
    /// The same with keyword arguments.
    CallNamed(Value, Vec<Value>, Vec<(NameId, Value)>),
    /// The same, and the result is dropped.
    Discard(Value, Vec<Value>),
    /// Nothing to push.
    Done,
    Host(Box<HostCall>),
    /// Run a class body in this namespace.
    ClassBody {
        function: Ref,
        namespace: Ref,
    },
    Resume {
        generator: Ref,
        with: Resume,
        on_return: OnReturn,
    },
}

/// How a generator is resumed.
#[derive(Clone, Copy, Debug)]
pub enum Resume {
    Send(Value),
    Throw(Value),
}

impl From<Value> for Out {
    fn from(value: Value) -> Self {
        Out::Value(value)
    }
}

/// The arguments of a native.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    pub pos: &'a [Value],
    pub names: &'a [NameId],
    pub named: &'a [Value],
}

/// A native function.
pub type NativeFn = fn(&mut Process, Args) -> Fallible<Out>;

/// A native with its name.
#[derive(Clone)]
pub struct Native {
    pub name: &'static str,
    pub function: NativeFn,
    /// Whether it binds to an instance as a method.
    pub binds: bool,
    /// The class it is a method of.
    pub class: Option<Ref>,
}

/// A code object in a process: constants are values, names are interned.
#[derive(Debug)]
pub struct Linked {
    pub code: Rc<Code>,
    pub ops: Rc<[Op]>,
    pub consts: Vec<Value>,
    pub names: Vec<NameId>,
    /// Names of the slots (parameters are found by name).
    pub slot_names: Vec<NameId>,
    pub slots: usize,
    /// For each instruction, what its name was last.
    pub hints: Vec<Cell<Hint>>,
    /// Plain parameters only, no generator, no cells of closures to copy.
    pub simple: bool,
    pub parameters: usize,
}

/// What a process was when it was frozen.
#[derive(Clone)]
pub(crate) struct Base {
    pub pages: Rc<Vec<Rc<Page>>>,
    pub len: u32,
    /// How much code there was: its constants lead to nothing newer.
    pub codes: usize,
}

/// A Python process: heap, modules and threads. Cloning it is a snapshot, which runs on
/// independently; it copies tables, not objects.
#[derive(Clone)]
pub struct Process {
    pub(crate) heap: Heap,
    pub(crate) names: Names,
    /// String objects of names, where a program has seen them.
    pub(crate) name_values: Rc<Vec<Value>>,
    /// The strings of one ASCII character.
    pub(crate) chars: Rc<[Value]>,
    /// Memory for texts that are being put together.
    pub(crate) scratch: String,
    pub(crate) natives: Rc<Vec<Native>>,
    pub(crate) codes: Rc<Vec<Rc<Linked>>>,
    pub(crate) modules: Rc<Vec<(Rc<str>, Ref)>>,
    pub(crate) builtins: Ref,
    pub(crate) scenario: Option<Ref>,
    pub(crate) helpers: Rc<Vec<Value>>,
    pub(crate) threads: Vec<Rc<Thread>>,
    pub(crate) limits: Limits,
    /// What is left of [`Limits::fuel`]. A cell, since comparing and hashing take work, too.
    pub(crate) fuel: Cell<i64>,
    /// The thread that runs.
    pub(crate) running: u32,
    pub(crate) output: String,
    pub(crate) printed: usize,
    /// What went to standard error, if that is kept apart.
    pub(crate) errors: Option<String>,
    /// The exception that the running thread is handling.
    pub(crate) handling: Value,
    /// Changes whenever a class does: what was looked up before may be out of date.
    pub(crate) epoch: u64,
    pub(crate) lookups: Rc<Lookups>,
    pub(crate) library: Rc<Library>,
    pub(crate) base: Option<Base>,
    pub(crate) next_identity: u32,
    /// Whether a generator has stopped inside of a `try` or `with`: from then on one may have to be closed.
    pub(crate) may_finalise: bool,
    /// Generators to close before a thread goes on, as a list.
    pub(crate) closing: Option<Value>,
    /// What was refused, of a [`LimitKind::Refused`].
    pub(crate) refused: Option<Rc<str>>,
}

impl Process {
    pub(crate) fn helper(&self, helper: Helper) -> Value {
        self.helpers
            .get(helper as usize)
            .copied()
            .unwrap_or(Value::None)
    }

    /// Account for work done by a native.
    #[inline]
    pub(crate) fn charge(&self, work: usize) -> Fallible<()> {
        if self.has_fuel_for(work) {
            Ok(())
        } else {
            Err(Trouble::Limit(LimitKind::Fuel))
        }
    }

    /// The same for work whose amount may be larger than a `usize`.
    pub(crate) fn charge_wide(&self, work: u64) -> Fallible<()> {
        self.charge(usize::try_from(work).unwrap_or(usize::MAX))
    }

    /// Account for work, and tell whether it is allowed.
    #[inline]
    pub(crate) fn has_fuel_for(&self, work: usize) -> bool {
        let left = self.fuel.get().saturating_sub_unsigned(work as u64);
        self.fuel.set(left);
        left >= 0
    }

    /// Check the size of something about to be made.
    pub(crate) fn check_size(&mut self, size: usize) -> Fallible<()> {
        if size > self.limits.object_size {
            return Err(Trouble::Limit(LimitKind::Size));
        }
        self.charge(size / 16)
    }

    pub(crate) fn alloc(&mut self, class: Ref, kind: crate::object::Kind) -> Value {
        Value::Ref(self.heap.alloc(class, kind))
    }
}
