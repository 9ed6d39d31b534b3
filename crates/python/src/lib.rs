//! The language of Lockstep: Python text → bytecode → threads of execution that can stop at any
//! primitive. It knows no database.
//!
//! ```
//! use std::rc::Rc;
//! use lockstep_python::{Data, Library, Limits, Process, Stop};
//!
//! let mut library = Library::new();
//! // Library code is Python too, and the only one that can leave the machine.
//! library.module("bank", "from _host import call\ndef balance(who):\n    return call('balance', who)\n");
//! let library = Rc::new(library);
//! let code = library.compile("import bank\nprint(bank.balance('alice') + 1)\n", "demo.py").unwrap();
//!
//! let mut process = Process::new(&library, Limits::default());
//! let main = process.load(&code, "scenario");
//! let Stop::Call(call) = process.run(main) else { panic!() };
//! assert_eq!((call.name.as_str(), &call.args[..]), ("balance", &[Data::from("alice")][..]));
//! let mut other = process.clone(); // a snapshot, which goes its own way
//! assert!(matches!(process.resume(main, Data::Int(41)), Stop::Finished { .. }));
//! assert!(matches!(other.resume(main, Data::Int(0)), Stop::Finished { .. }));
//! assert_eq!(process.take_output(main), "42\n");
//! assert_eq!(other.take_output(main), "1\n");
//! ```
//!
//! What the engine uses:
//!
//! * [`Library`]: `new()`, `empty()`, `module(name, source)`, `compile(source, file) -> Result<Rc<Code>, SourceError>`
//!   (also refuses imports of modules that are not provided).
//! * [`Process`]: `new(&Rc<Library>, Limits)`, `load(&Rc<Code>, module) -> ThreadId`,
//!   `spawn(function, args) -> ThreadId`, `run`, `resume(thread, Data)`,
//!   `resume_raise(thread, class, args)` (each gives a [`Stop`]), `lookup(dotted)`, `globals()`,
//!   `is_function`, `is_coroutine_function`, `data(value)`, `value(&data)`, `take_output(thread)`,
//!   `frames(thread)`, `place(thread)`, `repr(value)`, `freeze()`, `digest()`,
//!   `digest_thread(thread)`; `clone()` is a snapshot.

mod absent;
mod builtins;
mod classes;
mod compile;
mod data;
mod dict;
mod digest;
mod hash_search;
mod heap;
mod helpers;
mod letters;
mod library;
mod limits;
mod liveness;
mod names;
mod object;
mod plain;
mod random;
mod set;
mod source;
mod source_error;
mod unicode;
mod unicode_tables;
mod value;
mod vm;

pub use compile::code::{Code, ImportSite, Span};
pub use compile::compile;
pub use data::Data;
pub use library::Library;
pub use limits::{LimitError, LimitKind, Limits};
pub use plain::{Ending, Stream, run_plain};
pub use random::{random_bytes, random_words};
pub use source_error::{SourceError, SourceErrorKind};
pub use value::Value;
pub use vm::frames::FrameView;
pub use vm::{ExceptionView, HostCall, Process, Stop, ThreadId};
