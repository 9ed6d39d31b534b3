//! A plain program: a process with its threads, and a virtual clock that moves when all of them wait, and a
//! little at every look, so that loops until a moment end.
//! What `lockstep python` and the corpus run; scenarios have the engine instead.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use crate::compile::code::Code;
use crate::data::Data;
use crate::library::Library;
use crate::limits::{LimitError, Limits};
use crate::random::{random_bytes, random_words};
use crate::vm::{ExceptionView, HostCall, Process, Stop, ThreadId};

/// Seconds since 1970 when every program starts.
const START: f64 = 1_700_000_000.0;
/// How much later it is each time somebody asks: two moments are never the same.
const TICK: f64 = 1e-6;

/// Where a program prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
}

/// How a plain program ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// Its last line was run, and all of its threads have ended.
    Finished,
    /// An exception reached the top. Its traceback has not been printed.
    Raised(ExceptionView),
    Limit(LimitError),
    /// Every thread waits for another one: CPython would hang.
    Stuck,
}

/// Run a program to its end. `print` gets all that it prints, in order.
pub fn run_plain(
    library: &Rc<Library>,
    code: &Rc<Code>,
    limits: Limits,
    print: &mut dyn FnMut(Stream, &str),
) -> Ending {
    let mut process = Process::new(library, limits);
    process.keep_errors_apart();
    let main = process.load(code, "__main__");
    let mut program = Plain {
        process,
        clock: START,
        drawn: 0,
        files: HashMap::new(),
        ready: VecDeque::from([(main, None)]),
        waiting: Vec::new(),
        others: Vec::new(),
        main,
        ended: None,
        closed: false,
        print,
    };
    program.run()
}

/// A thread that waits: for a key, or only until a moment.
struct Waiting {
    thread: ThreadId,
    key: Option<i64>,
    until: Option<f64>,
}

/// A thread that the program started.
struct Started {
    thread: ThreadId,
    name: String,
    daemon: bool,
}

struct Plain<'a> {
    process: Process,
    clock: f64,
    /// Words of randomness that have been drawn.
    drawn: u64,
    /// By path: is there a file, and how many were removed?
    files: HashMap<Rc<str>, (bool, i64)>,
    /// Threads that can go on, each with the answer that it waits for.
    ready: VecDeque<(ThreadId, Option<Data>)>,
    waiting: Vec<Waiting>,
    /// Threads besides the main one that have not ended.
    others: Vec<Started>,
    main: ThreadId,
    ended: Option<Ending>,
    /// Whether the generators that were left open have been closed.
    closed: bool,
    print: &'a mut dyn FnMut(Stream, &str),
}

impl Plain<'_> {
    fn run(&mut self) -> Ending {
        loop {
            // As CPython at its exit: wait for the threads that are no daemons.
            if self.ended.is_some() && self.others.iter().all(|other| other.daemon) {
                if !std::mem::replace(&mut self.closed, true)
                    && let Some(thread) = self.process.close_rest()
                {
                    self.others.push(Started {
                        thread,
                        name: String::new(),
                        daemon: false,
                    });
                    self.ready.push_front((thread, None));
                    continue;
                }
                return self.ended.take().unwrap_or(Ending::Finished);
            }
            let Some((thread, answer)) = self.ready.pop_front() else {
                if !self.pass_time() {
                    return self.ended.take().unwrap_or(Ending::Stuck);
                }
                continue;
            };
            let stop = match answer {
                Some(answer) => self.process.resume(thread, answer),
                None => self.process.run(thread),
            };
            self.settle(thread, stop);
            if let Some(Ending::Limit(_)) = self.ended {
                return self.ended.take().unwrap_or(Ending::Finished);
            }
        }
    }

    /// Run a thread until it waits or ends.
    fn settle(&mut self, thread: ThreadId, mut stop: Stop) {
        loop {
            self.show(thread);
            let call = match stop {
                Stop::Call(call) => call,
                ended => return self.end(thread, ended),
            };
            match self.answer(thread, &call) {
                Some(answer) => stop = self.process.resume(thread, answer),
                None => return,
            }
        }
    }

    /// The answer to a host call; `None` if the thread waits.
    fn answer(&mut self, thread: ThreadId, call: &HostCall) -> Option<Data> {
        let number = |data: &Data| match data {
            Data::Float(f) => Some(*f),
            Data::Int(i) => Some(*i as f64),
            _ => None,
        };
        match (call.name.as_str(), &call.args[..]) {
            ("now", []) => {
                self.clock += TICK;
                Some(Data::Float(self.clock))
            }
            ("random-bytes", [Data::Int(n)]) => {
                let n = usize::try_from(*n).unwrap_or(0);
                let bytes = random_bytes("main", self.drawn, n);
                self.drawn += random_words(n);
                Some(Data::Bytes(bytes.into()))
            }
            ("make-file", [Data::Str(path)]) => {
                let (exists, removed) = self.files.entry(path.clone()).or_default();
                let existed = std::mem::replace(exists, true);
                Some(Data::Tuple(vec![Data::Bool(existed), Data::Int(*removed)]))
            }
            ("remove-file", [Data::Str(path)]) => {
                let (exists, removed) = self.files.entry(path.clone()).or_default();
                let existed = std::mem::take(exists);
                *removed += i64::from(existed);
                Some(Data::Bool(existed))
            }
            ("sleep", [seconds]) => {
                let seconds = number(seconds).unwrap_or(0.0).max(0.0);
                self.waiting.push(Waiting {
                    thread,
                    key: None,
                    until: Some(self.clock + seconds),
                });
                None
            }
            ("wait" | "wait-in-turn", [Data::Int(key), timeout])
            | ("serve", [Data::Int(key), timeout, _]) => {
                self.waiting.push(Waiting {
                    thread,
                    key: Some(*key),
                    until: number(timeout).map(|seconds| self.clock + seconds.max(0.0)),
                });
                None
            }
            ("notify", [Data::Int(key)]) => {
                let (woken, rest) = std::mem::take(&mut self.waiting)
                    .into_iter()
                    .partition(|waiting| waiting.key == Some(*key));
                self.waiting = rest;
                let woken: Vec<Waiting> = woken;
                for waiting in woken {
                    self.ready
                        .push_back((waiting.thread, Some(Data::Bool(true))));
                }
                Some(Data::None)
            }
            ("start-server", [Data::Int(id)]) => {
                let started = ThreadId(u32::try_from(*id).unwrap_or(u32::MAX));
                self.ready.push_front((thread, Some(Data::None)));
                self.ready.push_front((started, None));
                None
            }
            ("start-thread", [Data::Int(id), Data::Str(name), Data::Bool(daemon)]) => {
                let started = ThreadId(u32::try_from(*id).unwrap_or(u32::MAX));
                self.others.push(Started {
                    thread: started,
                    name: name.to_string(),
                    daemon: *daemon,
                });
                // In CPython `start()` waits until the new thread runs, which then keeps the lock.
                self.ready.push_front((thread, Some(Data::None)));
                self.ready.push_front((started, None));
                None
            }
            _ => Some(Data::None),
        }
    }

    fn end(&mut self, thread: ThreadId, stop: Stop) {
        let ending = match stop {
            Stop::Limit(limit) => {
                self.ended = Some(Ending::Limit(limit));
                return;
            }
            Stop::Raised(exception) => Ending::Raised(exception),
            Stop::Finished { .. } | Stop::Call(_) => Ending::Finished,
        };
        if thread == self.main {
            if let Ending::Raised(exception) = &ending
                && self.others.iter().any(|other| !other.daemon)
            {
                // It is told before the other threads go on.
                (self.print)(Stream::Err, &exception.traceback);
                let told = ExceptionView {
                    traceback: String::new(),
                    ..exception.clone()
                };
                self.ended = Some(Ending::Raised(told));
            } else {
                self.ended = Some(ending);
            }
            return;
        }
        let Some(at) = self.others.iter().position(|other| other.thread == thread) else {
            return;
        };
        let other = self.others.remove(at);
        if let Ending::Raised(exception) = ending {
            let text = format!(
                "Exception in thread {}:\n{}",
                other.name, exception.traceback
            );
            (self.print)(Stream::Err, &text);
        }
    }

    /// Everybody waits: move the clock to the first moment at which somebody can go on.
    fn pass_time(&mut self) -> bool {
        let first = self
            .waiting
            .iter()
            .filter_map(|waiting| waiting.until)
            .min_by(f64::total_cmp);
        let Some(first) = first else {
            return false;
        };
        self.clock = self.clock.max(first);
        let (due, rest) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|waiting| waiting.until.is_some_and(|until| until <= first));
        self.waiting = rest;
        let due: Vec<Waiting> = due;
        for waiting in due {
            let answer = match waiting.key {
                Some(_) => Data::Bool(false),
                None => Data::None,
            };
            self.ready.push_back((waiting.thread, Some(answer)));
        }
        true
    }

    fn show(&mut self, thread: ThreadId) {
        let printed = self.process.take_output(thread);
        if !printed.is_empty() {
            (self.print)(Stream::Out, &printed);
        }
        let errors = self.process.take_errors();
        if !errors.is_empty() {
            (self.print)(Stream::Err, &errors);
        }
    }
}
