//! Processes and what their threads do next, remembered.
//!
//! A process is a Python memory with one or more threads, or a session of plain SQL, which
//! has one. What it does depends on nothing
//! but its state and the answers it gets, so every state is kept once, and so is every
//! transition between two of them: Python runs only where no earlier exploration of the
//! same states has been. Going back to an earlier state is then a matter of a number.

use crate::database::{Finished, START_OF_TIME, Value};
use crate::session::{Script, Session};
use lockstep_explorer::beat;
use lockstep_python::{
    Data, ExceptionView, HostCall, Process, Stop, ThreadId, random_bytes, random_words,
};
use lockstep_scenario::{Problem, Settings};
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// A state of a process, as a number: equal numbers, equal futures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StateId(u32);

/// Most threads that a process may ever have.
const MAX_THREADS: usize = 64;

/// What a thread does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Pending {
    /// It has not begun.
    Start,
    /// It sends a statement.
    Statement(Rc<Statement>),
    /// It takes an application lock.
    Lock(Rc<Locking>),
    /// It makes or removes a file, which takes no time.
    File(Rc<FileCall>),
    /// It waits for the end of what it has sent.
    Result(Rc<Awaited>),
    /// It waits until somebody in the process announces an event.
    Wait(Rc<Waiting>),
    /// The event has been announced, or there was nothing to wait for: it can go on, in a step of its own.
    Woken,
    /// It sleeps this many virtual milliseconds.
    Sleep(u64),
    /// It has returned this `repr`.
    Returned(Rc<str>),
    /// It has raised.
    Raised(Rc<Raised>),
}

impl Pending {
    /// Has the thread ended?
    pub fn ended(&self) -> bool {
        matches!(self, Pending::Returned(_) | Pending::Raised(_))
    }
}

/// What a thread waits for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Waiting {
    /// The event's number.
    pub event: i64,
    /// At most this many virtual milliseconds.
    pub timeout: Option<u64>,
    /// How it goes on when the event is announced.
    pub wake: Wake,
    /// On whose behalf it goes on when the time is over, if that is not the thread's own task.
    pub timers: Vec<Path>,
}

/// An application lock that a thread takes. All processes share them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Locking {
    /// The lock's name.
    pub name: Rc<str>,
    /// At most this many virtual milliseconds.
    pub timeout: Option<u64>,
    /// A free one is taken within the same step; otherwise that is a step of its own.
    pub at_once: bool,
    /// Others may hold it, too, if they share it.
    pub shared: bool,
}

/// What a thread does to a file. All processes see the same ones.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileCall {
    /// The file's path.
    pub path: Rc<str>,
    /// It is made if there is none; otherwise it is removed.
    pub make: bool,
}

/// A process that its sender waits for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Awaited {
    /// The task that was sent, as its sender calls it.
    pub path: Path,
    /// At most this many virtual milliseconds.
    pub timeout: Option<u64>,
}

/// How a thread goes on when what it waits for has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wake {
    /// Within the same step: nobody can come in between.
    AtOnce,
    /// In a step of its own: others may be after the same thing.
    InTurn,
    /// Within the same step, and nobody misses it if that never happens: it is a library's own thread
    /// or event loop, which waits for something to do.
    Serving,
}

/// For which task something runs, as a number: [`Path::OWN`] for the one that the process was made
/// for, else by name (see [`Processes::path`]). The number depends on nothing but the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Path(u64);

impl Path {
    /// The task that the process was made for.
    pub const OWN: Path = Path(0);

    fn named(name: &str) -> Path {
        if name.is_empty() {
            return Path::OWN;
        }
        let mut hasher = crate::hash::Hasher128::new();
        name.hash(&mut hasher);
        Path(hasher.finish().max(1))
    }
}

/// A statement about to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The process's own number of the connection.
    pub handle: usize,
    /// With `?` for each parameter.
    pub sql: String,
    /// In order.
    pub params: Vec<Value>,
    /// It is sent right after the one before, in the same step.
    pub follows: bool,
}

/// An exception that left a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// Its class's name.
    pub class: String,
    /// Names of all its classes, its own first.
    pub classes: Vec<String>,
    /// `str` of it.
    pub message: String,
    /// As Python prints it.
    pub traceback: String,
    /// Innermost line of the scenario's own code.
    pub line: Option<u32>,
    /// Its column there.
    pub column: Option<u32>,
}

/// What a waiting thread gets.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing but leave to go on.
    Go,
    /// The time it would wait at most is over, for this task.
    TimedOut(Path),
    /// The end of its statement, and whether its connection has a transaction open now.
    Statement(Rc<Finished>, bool),
    /// What the process that it waited for has told.
    Result(Rc<str>),
    /// Whether there was such a file, and how many were removed before.
    File(bool, u32),
}

/// What a transition does outside the process.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Opens its next connection to the database of this name.
    Connect(Rc<Connect>),
    /// Closes a connection.
    Close(usize),
    /// Gives an application lock back.
    Unlock(Rc<str>),
    /// Makes a new process that begins with a message, if there is none yet by this name.
    Send(Path, Rc<str>),
    /// Prints.
    Output(Rc<str>),
    /// Another thread of the process waits no longer for what it waited for.
    Woke(usize),
}

/// How a connection was opened.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Connect {
    /// The database's name.
    pub name: String,
    /// Busy timeout in virtual milliseconds.
    pub timeout: u32,
    /// The thread that opened it.
    pub thread: usize,
}

/// A step of a process from one state to the next.
#[derive(Clone, Debug)]
pub struct Transition {
    /// Where it leads.
    pub to: StateId,
    /// What it does outside, in order.
    pub effects: Rc<[Effect]>,
}

#[derive(Clone)]
struct Thread {
    id: ThreadId,
    /// What thread-local state goes by.
    name: Rc<str>,
    /// What the program calls it, if the program has started it.
    title: Option<Rc<str>>,
    /// The task that it runs for at present.
    path: Path,
    pending: Pending,
}

/// What a process consists of.
#[derive(Clone)]
enum Memory {
    Python(Box<Process>),
    Session(Session),
}

impl Memory {
    /// Of a process that runs Python: the only one that is asked for it.
    fn python(&mut self) -> &mut Process {
        match self {
            Memory::Python(process) => process,
            Memory::Session(_) => unreachable!("a session makes no host calls"),
        }
    }
}

#[derive(Clone)]
struct State {
    memory: Memory,
    threads: Vec<Thread>,
    /// Of each connection opened so far: has it a transaction open?
    connections: Vec<bool>,
    /// Tasks that share a thread and have ended, and how.
    ended: Vec<(Path, Pending)>,
    /// How many tasks have appeared from each, where any have.
    children: Vec<(Path, u32)>,
    /// What the process tells whoever waits for its end.
    result: Option<Rc<str>>,
    /// Which randomness is its own; each of its tasks has a part of it.
    stream: Rc<str>,
    /// How many words of it each task has drawn, where any has.
    drawn: Vec<(Path, u64)>,
}

/// A Django model that the scenario declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Its table's name in the database.
    pub table: String,
    /// What the table is called in results.
    pub label: String,
    /// The statements that create it.
    pub create: Vec<String>,
    /// The statements that connect it with other tables, once these are there.
    pub connect: Vec<String>,
}

/// What host calls that change nothing need to know.
pub struct Surroundings {
    /// How the scenario is run, as [`Settings::plain`] has it.
    pub settings: Settings,
    /// Constants at the top of the scenario that Django reads from its settings.
    pub constants: HashMap<String, Data>,
}

/// A transition's key but for the answer: state, thread, clock.
type From = (StateId, usize, u64);

/// All process states met so far, and how they are linked.
pub struct Processes {
    surroundings: Rc<Surroundings>,
    states: Vec<State>,
    digests: Vec<u128>,
    by_digest: FxHashMap<u128, StateId>,
    transitions: FxHashMap<From, Vec<(Answer, Transition)>>,
    paths: Paths,
}

/// Names of tasks within their processes.
struct Paths(FxHashMap<Path, Rc<str>>);

impl Default for Paths {
    fn default() -> Self {
        Paths(FxHashMap::from_iter([(Path::OWN, "".into())]))
    }
}

impl Paths {
    fn intern(&mut self, name: &str) -> Path {
        let path = Path::named(name);
        self.0.entry(path).or_insert_with(|| name.into());
        path
    }

    fn name(&self, path: Path) -> &Rc<str> {
        &self.0[&path]
    }

    /// The task that is the `number`th to appear from this one.
    fn child(&mut self, of: Path, number: u32) -> Path {
        let parent = self.name(of);
        let name = match parent.is_empty() {
            true => number.to_string(),
            false => format!("{parent}.{number}"),
        };
        self.intern(&name)
    }
}

impl Processes {
    pub fn new(surroundings: Rc<Surroundings>) -> Self {
        Processes {
            surroundings,
            states: Vec::new(),
            digests: Vec::new(),
            by_digest: FxHashMap::default(),
            transitions: FxHashMap::default(),
            paths: Paths::default(),
        }
    }

    /// A task within a process by its name: `""` for the one that the process was made for, `"1.2"` for
    /// the second that has appeared from the first that has appeared from it. A process that several
    /// tasks share has the task's name first.
    pub fn path(&mut self, name: &str) -> Path {
        self.paths.intern(name)
    }

    /// The name that [`path`](Self::path) got.
    pub fn path_name(&self, path: Path) -> &Rc<str> {
        self.paths.name(path)
    }

    /// A process with this memory and no thread yet.
    pub fn add(&mut self, memory: Process) -> StateId {
        self.intern(State {
            memory: Memory::Python(Box::new(memory)),
            threads: Vec::new(),
            connections: Vec::new(),
            ended: Vec::new(),
            children: Vec::new(),
            result: None,
            stream: Rc::default(),
            drawn: Vec::new(),
        })
    }

    /// A process as it is, but with randomness of its own.
    pub fn with_stream(&mut self, state: StateId, name: &str) -> StateId {
        let mut state = self.states[state.0 as usize].clone();
        state.stream = name.into();
        self.intern(state)
    }

    /// A session of plain SQL, which is its process's only thread.
    pub fn add_session(&mut self, script: &Rc<Script>) -> StateId {
        self.intern(State {
            memory: Memory::Session(Session::new(script)),
            threads: vec![Thread {
                id: ThreadId(0),
                name: "main".into(),
                title: None,
                path: Path::OWN,
                pending: Pending::Start,
            }],
            connections: vec![false],
            ended: Vec::new(),
            children: Vec::new(),
            result: None,
            stream: Rc::default(),
            drawn: Vec::new(),
        })
    }

    /// Stands for all that a state is, in this program and any other that runs the same scenario.
    pub fn digest(&self, state: StateId) -> u128 {
        self.digests[state.0 as usize]
    }

    /// What a process has told that its sender may be waiting for.
    pub fn result(&self, state: StateId) -> Option<&Rc<str>> {
        self.states[state.0 as usize].result.as_ref()
    }

    /// The session that a state is one of.
    pub fn session(&self, state: StateId) -> Option<&Session> {
        match &self.states[state.0 as usize].memory {
            Memory::Session(session) => Some(session),
            Memory::Python(_) => None,
        }
    }

    /// A state with one thread more, which has not begun; its number is the last one.
    pub fn with_thread(
        &mut self,
        state: StateId,
        name: &str,
        path: Path,
        spawn: impl FnOnce(&mut Process) -> ThreadId,
    ) -> StateId {
        let mut state = self.states[state.0 as usize].clone();
        let id = spawn(state.memory.python());
        state.threads.push(Thread {
            id,
            name: name.into(),
            title: None,
            path,
            pending: Pending::Start,
        });
        self.intern(state)
    }

    /// How a task that shares its thread with others has ended, if it has.
    pub fn ended(&self, state: StateId, path: Path) -> Option<&Pending> {
        let ended = &self.states[state.0 as usize].ended;
        ended.iter().find(|(p, _)| *p == path).map(|(_, end)| end)
    }

    /// The task that a thread runs for at present.
    pub fn path_of(&self, state: StateId, thread: usize) -> Path {
        self.states[state.0 as usize].threads[thread].path
    }

    /// What a thread does next.
    pub fn pending(&self, state: StateId, thread: usize) -> &Pending {
        &self.states[state.0 as usize].threads[thread].pending
    }

    /// How many threads a state has, ended ones included.
    pub fn threads(&self, state: StateId) -> usize {
        self.states[state.0 as usize].threads.len()
    }

    /// The frames of the coroutine that a task runs, if it is suspended, innermost last.
    pub fn coroutine_frames(&self, state: StateId, path: Path) -> Vec<lockstep_python::FrameView> {
        let Memory::Python(memory) = &self.states[state.0 as usize].memory else {
            return Vec::new();
        };
        let coroutine = memory
            .lookup("asyncio._coroutines")
            .and_then(|all| memory.entry(all, self.paths.name(path)));
        coroutine.map_or_else(Vec::new, |value| memory.suspended_frames(value))
    }

    /// A thread's frames, innermost last.
    pub fn frames(&self, state: StateId, thread: usize) -> Vec<lockstep_python::FrameView> {
        let state = &self.states[state.0 as usize];
        match &state.memory {
            Memory::Python(memory) => memory.frames(state.threads[thread].id),
            Memory::Session(session) => session.frame().into_iter().collect(),
        }
    }

    /// Lets a thread go on with an answer until it stops again.
    ///
    /// # Errors
    /// If it reaches a limit, or asks for what there is not.
    pub fn advance(
        &mut self,
        state: StateId,
        thread: usize,
        answer: &Answer,
        clock: u64,
    ) -> Result<Transition, Problem> {
        let from = (state, thread, clock);
        if let Some(known) = self.transitions.get(&from)
            && let Some((_, transition)) = known.iter().find(|(a, _)| a == answer)
        {
            return Ok(transition.clone());
        }
        let mut run = Run {
            surroundings: self.surroundings.clone(),
            state: self.states[state.0 as usize].clone(),
            paths: std::mem::take(&mut self.paths),
            effects: Vec::new(),
            announced: Vec::new(),
            clock,
        };
        let done = run.advance(thread, answer);
        self.paths = std::mem::take(&mut run.paths);
        done?;
        let effects = run.effects.into();
        let to = self.intern(run.state);
        let transition = Transition { to, effects };
        self.transitions
            .entry(from)
            .or_default()
            .push((answer.clone(), transition.clone()));
        Ok(transition)
    }

    fn intern(&mut self, mut state: State) -> StateId {
        let digest = state.digest();
        if let Some(known) = self.by_digest.get(&digest) {
            return *known;
        }
        let id = StateId(u32::try_from(self.states.len()).expect("memory ends before numbers do"));
        self.states.push(state);
        self.digests.push(digest);
        self.by_digest.insert(digest, id);
        id
    }
}

impl State {
    fn digest(&mut self) -> u128 {
        let mut hasher = crate::hash::Hasher128::new();
        match &mut self.memory {
            Memory::Python(memory) => memory.digest().hash(&mut hasher),
            Memory::Session(session) => session.hash(&mut hasher),
        }
        self.connections.hash(&mut hasher);
        self.children.hash(&mut hasher);
        self.result.hash(&mut hasher);
        self.stream.hash(&mut hasher);
        self.drawn.hash(&mut hasher);
        for (path, end) in &self.ended {
            path.hash(&mut hasher);
            end.hash(&mut hasher);
        }
        for thread in &self.threads {
            thread.path.hash(&mut hasher);
            thread.pending.hash(&mut hasher);
        }
        hasher.finish128()
    }
}

impl Hash for Pending {
    fn hash<H: std::hash::Hasher>(&self, hasher: &mut H) {
        std::mem::discriminant(self).hash(hasher);
        match self {
            Pending::Start | Pending::Woken => {}
            Pending::Statement(statement) => {
                statement.handle.hash(hasher);
                statement.sql.hash(hasher);
                crate::hash::values(&statement.params, hasher);
            }
            Pending::Lock(locking) => locking.hash(hasher),
            Pending::File(file) => file.hash(hasher),
            Pending::Result(awaited) => awaited.hash(hasher),
            Pending::Wait(waiting) => waiting.hash(hasher),
            Pending::Sleep(ms) => ms.hash(hasher),
            Pending::Returned(repr) => repr.hash(hasher),
            Pending::Raised(raised) => {
                raised.class.hash(hasher);
                raised.message.hash(hasher);
            }
        }
    }
}

/// A process on its way from one state to the next.
struct Run {
    surroundings: Rc<Surroundings>,
    state: State,
    paths: Paths,
    effects: Vec<Effect>,
    announced: Vec<i64>,
    clock: u64,
}

impl Run {
    /// Runs a thread until it stops, then every thread that goes on at once, in their order.
    fn advance(&mut self, thread: usize, answer: &Answer) -> Result<(), Problem> {
        if let Memory::Session(session) = &mut self.state.memory {
            let (pending, effects) = session.advance(answer)?;
            self.state.threads[thread].pending = pending;
            self.effects = effects;
            return Ok(());
        }
        let id = self.state.threads[thread].id;
        let reply = match (&self.state.threads[thread].pending, answer) {
            (Pending::Start, _) => None,
            (Pending::Woken, _) => Some(Data::Bool(true)),
            (Pending::Lock(_), Answer::Go) => Some(Data::Bool(true)),
            (_, Answer::Go) => Some(Data::None),
            (_, Answer::Result(result)) => Some(Data::Str(result.clone())),
            (Pending::File(file), Answer::File(existed, removed)) => Some(match file.make {
                true => Data::Tuple(vec![Data::Bool(*existed), Data::Int(i64::from(*removed))]),
                false => Data::Bool(*existed),
            }),
            (_, Answer::File(..)) => unreachable!("only what asks for a file is told of it"),
            (Pending::Result(_), Answer::TimedOut(_)) => Some(Data::None),
            (Pending::Wait(waiting), Answer::TimedOut(path)) if waiting.wake == Wake::Serving => {
                Some(Data::Str(self.paths.name(*path).clone()))
            }
            (_, Answer::TimedOut(_)) => Some(Data::Bool(false)),
            (pending, Answer::Statement(finished, in_transaction)) => {
                if let Pending::Statement(statement) = pending {
                    let handle = statement.handle;
                    self.state.connections[handle] = *in_transaction;
                }
                Some(statement_answer(finished))
            }
        };
        let memory = self.state.memory.python();
        beat();
        let stop = match reply {
            None => memory.run(id),
            Some(reply) => memory.resume(id, reply),
        };
        self.settle(thread, stop)?;
        while !self.announced.is_empty() {
            let announced = std::mem::take(&mut self.announced);
            for thread in 0..self.state.threads.len() {
                let Pending::Wait(waiting) = &self.state.threads[thread].pending else {
                    continue;
                };
                if !announced.contains(&waiting.event) {
                    continue;
                }
                self.effects.push(Effect::Woke(thread));
                if waiting.wake != Wake::InTurn {
                    let id = self.state.threads[thread].id;
                    let stop = self.state.memory.python().resume(id, Data::Bool(true));
                    self.settle(thread, stop)?;
                } else {
                    self.state.threads[thread].pending = Pending::Woken;
                }
            }
        }
        Ok(())
    }

    /// Answers host calls until the thread has to wait for something outside.
    fn settle(&mut self, thread: usize, mut stop: Stop) -> Result<(), Problem> {
        let id = self.state.threads[thread].id;
        let pending = loop {
            let reply = match stop {
                Stop::Finished { repr, .. } => break Pending::Returned(repr.into()),
                Stop::Raised(exception) => break raised(exception),
                Stop::Limit(limit) => {
                    return Err(Problem {
                        message: limit.message,
                        line: limit.line,
                        column: None,
                    });
                }
                Stop::Call(call) => match self.call(thread, &call)? {
                    Reply::Now(reply) => reply,
                    Reply::Later(pending) => break pending,
                },
            };
            stop = self.state.memory.python().resume(id, reply);
        };
        let mut output = self.state.memory.python().take_output(id);
        // Nobody else learns of it, as in CPython.
        if let (Pending::Raised(raised), Some(title)) =
            (&pending, &self.state.threads[thread].title)
        {
            output += &format!("Exception in thread {title}:\n{}", raised.traceback);
        }
        if !output.is_empty() {
            self.effects.push(Effect::Output(output.into()));
        }
        self.state.threads[thread].pending = pending;
        Ok(())
    }

    fn call(&mut self, thread: usize, call: &HostCall) -> Result<Reply, Problem> {
        let args = &call.args[..];
        let reply = match (call.name.as_str(), args) {
            ("execute", [Data::Int(handle), Data::Str(sql), params]) => {
                let statement = Statement {
                    handle: usize::try_from(*handle).unwrap_or(usize::MAX),
                    sql: sql.to_string(),
                    params: parameters(params)?,
                    follows: false,
                };
                if statement.handle >= self.state.connections.len() {
                    return Err(host_call_problem(&call.name, args));
                }
                return Ok(Reply::Later(Pending::Statement(Rc::new(statement))));
            }
            ("lock", [Data::Str(name)]) => {
                return Ok(Reply::Later(Pending::Lock(Rc::new(Locking {
                    name: name.clone(),
                    timeout: None,
                    at_once: false,
                    shared: false,
                }))));
            }
            ("make-file" | "remove-file", [Data::Str(path)]) => {
                return Ok(Reply::Later(Pending::File(Rc::new(FileCall {
                    path: path.clone(),
                    make: call.name == "make-file",
                }))));
            }
            // Takes no step if the lock is free. Whether it was taken in time.
            ("lock-file", [Data::Str(name), timeout, Data::Bool(shared)]) => {
                return Ok(Reply::Later(Pending::Lock(Rc::new(Locking {
                    name: name.clone(),
                    timeout: number(timeout).map(milliseconds),
                    at_once: true,
                    shared: *shared,
                }))));
            }
            // A message that a process of its own takes; the task that appears.
            ("send", [Data::Str(message)]) => {
                let of = self.state.threads[thread].path;
                let path = self.new_child(of);
                self.effects.push(Effect::Send(path, message.clone()));
                Data::Str(self.paths.name(path).clone())
            }
            // What has become of a message; None if that takes too long.
            ("result", [Data::Str(path), timeout]) => {
                let awaited = Awaited {
                    path: self.paths.intern(path),
                    timeout: number(timeout).map(milliseconds),
                };
                return Ok(Reply::Later(Pending::Result(Rc::new(awaited))));
            }
            ("tell-result", [Data::Str(result)]) => {
                self.state.result = Some(result.clone());
                Data::None
            }
            ("wait", [Data::Int(event), timeout]) => {
                return Ok(Reply::Later(self.wait(*event, timeout, Wake::AtOnce, &[])));
            }
            ("wait-in-turn", [Data::Int(event), timeout]) => {
                return Ok(Reply::Later(self.wait(*event, timeout, Wake::InTurn, &[])));
            }
            // The last argument names the tasks whose time is over when the timeout ends.
            ("serve", [Data::Int(event), timeout, Data::List(timers)]) => {
                return Ok(Reply::Later(self.wait(
                    *event,
                    timeout,
                    Wake::Serving,
                    timers,
                )));
            }
            // Whatever else is at work may come first.
            ("turn", []) => return Ok(Reply::Later(Pending::Woken)),
            ("sleep", [Data::Float(seconds)]) => {
                return Ok(Reply::Later(Pending::Sleep(milliseconds(*seconds))));
            }
            ("notify", [Data::Int(event)]) => {
                self.announced.push(*event);
                Data::None
            }
            ("unlock", [Data::Str(name)]) => {
                self.effects.push(Effect::Unlock(name.to_string().into()));
                Data::None
            }
            ("connect", [Data::Str(name), options]) => {
                let handle = self.state.connections.len();
                self.state.connections.push(false);
                self.effects.push(Effect::Connect(Rc::new(Connect {
                    name: name.to_string(),
                    timeout: timeout(options).unwrap_or(self.surroundings.settings.busy_timeout),
                    thread,
                })));
                Data::Int(handle as i64)
            }
            ("close", [Data::Int(handle)]) => {
                self.effects.push(Effect::Close(
                    usize::try_from(*handle).unwrap_or(usize::MAX),
                ));
                Data::None
            }
            ("in_transaction", [Data::Int(handle)]) => {
                let open = usize::try_from(*handle).ok();
                let open = open.and_then(|handle| self.state.connections.get(handle));
                Data::Bool(open.copied().unwrap_or(false))
            }
            ("task", []) => Data::Str(self.state.threads[thread].name.to_string().into()),
            // The path of the task for which the thread runs; those that follow set it.
            ("path", []) => {
                let path = self.state.threads[thread].path;
                Data::Str(self.paths.name(path).clone())
            }
            ("path", [Data::Str(path)]) => {
                self.state.threads[thread].path = self.paths.intern(path);
                Data::None
            }
            // The path of a new task that appears from this one.
            ("new-path", [Data::Str(path)]) => {
                let path = self.paths.intern(path);
                let path = self.new_child(path);
                Data::Str(self.paths.name(path).clone())
            }
            // A task that shares its thread with others has ended.
            ("returned", [Data::Str(path), Data::Str(repr)]) => {
                let path = self.paths.intern(path);
                let end = Pending::Returned(repr.clone());
                self.state.ended.push((path, end));
                Data::None
            }
            (
                "raised",
                [
                    Data::Str(path),
                    Data::Str(class),
                    classes,
                    Data::Str(message),
                    Data::Str(traceback),
                    line,
                ],
            ) => {
                let path = self.paths.intern(path);
                let end = Pending::Raised(Rc::new(Raised {
                    class: class.to_string(),
                    classes: strings(classes).unwrap_or_default(),
                    message: message.to_string(),
                    traceback: traceback.to_string(),
                    line: number(line).map(|line| line as u32),
                    column: None,
                }));
                self.state.ended.push((path, end));
                Data::None
            }
            ("now", []) => Data::Float(seconds(self.clock)),
            ("random-bytes", [Data::Int(n)]) => {
                let of = self.state.threads[thread].path;
                self.random(of, usize::try_from(*n).unwrap_or(0))
            }
            ("setting", [Data::Str(name)]) => setting(&self.surroundings, name),
            // A class made while a task runs has no table: nothing to tell.
            ("model", _) => Data::None,
            ("start-thread", [Data::Int(id), Data::Str(name), _]) => {
                self.start_thread(thread, *id, name, false)?;
                Data::None
            }
            ("start-server", [Data::Int(id)]) => {
                self.start_thread(thread, *id, "", true)?;
                Data::None
            }
            _ => return Err(host_call_problem(&call.name, args)),
        };
        Ok(Reply::Now(reply))
    }

    fn new_child(&mut self, of: Path) -> Path {
        let children = &mut self.state.children;
        let number = match children.iter_mut().find(|(path, _)| *path == of) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                children.push((of, 1));
                1
            }
        };
        self.paths.child(of, number)
    }

    /// The next `n` random bytes of a task's own.
    fn random(&mut self, of: Path, n: usize) -> Data {
        let stream = format!("{}/{}", self.state.stream, self.paths.name(of));
        let drawn = &mut self.state.drawn;
        let at = drawn.iter().position(|(path, _)| *path == of);
        let at = at.unwrap_or_else(|| {
            drawn.push((of, 0));
            drawn.len() - 1
        });
        let bytes = random_bytes(&stream, drawn[at].1, n);
        drawn[at].1 += random_words(n);
        Data::Bytes(bytes.into())
    }

    fn wait(&mut self, event: i64, timeout: &Data, wake: Wake, timers: &[Data]) -> Pending {
        let mut paths = Vec::new();
        for name in timers {
            if let Data::Str(name) = name {
                paths.push(self.paths.intern(name));
            }
        }
        Pending::Wait(Rc::new(Waiting {
            event,
            timeout: number(timeout).map(milliseconds),
            wake,
            timers: paths,
        }))
    }

    /// Runs a new thread until it first waits: the one that starts it waits for that, as in CPython.
    /// One that `serves` is a library's own: it runs for whoever asks it for something.
    fn start_thread(
        &mut self,
        by: usize,
        id: i64,
        title: &str,
        serves: bool,
    ) -> Result<(), Problem> {
        let starter = self.state.threads[by].id;
        if self.state.threads.len() >= MAX_THREADS {
            return Err(Problem {
                line: user_line(self.state.memory.python(), starter),
                ..Problem::new(format!(
                    "More than {MAX_THREADS} threads are started in one process."
                ))
            });
        }
        let parent = &self.state.threads[by];
        let (path, number) = (parent.path, self.state.threads.len());
        let thread = Thread {
            id: ThreadId(u32::try_from(id).unwrap_or(u32::MAX)),
            name: format!("{}.{number}", parent.name).into(),
            title: Some(title.into()),
            path: if serves { path } else { self.new_child(path) },
            pending: Pending::Start,
        };
        let id = thread.id;
        self.state.threads.push(thread);
        beat();
        let stop = self.state.memory.python().run(id);
        self.settle(number, stop)
    }
}

/// What a host call comes to.
enum Reply {
    /// The thread goes on with this.
    Now(Data),
    /// It has to wait.
    Later(Pending),
}

fn raised(exception: ExceptionView) -> Pending {
    Pending::Raised(Rc::new(Raised {
        class: exception.class,
        classes: exception.mro,
        message: exception.message,
        traceback: exception.traceback,
        line: exception.line,
        column: exception.column,
    }))
}

/// The longest wait in virtual milliseconds, some thirty years: a clock that waits add up on
/// never overflows.
const MAX_WAIT: f64 = 1e12;

/// Virtual time has whole milliseconds; a wait that is none of them is one, or it would never be over.
fn milliseconds(seconds: f64) -> u64 {
    let least = if seconds > 0.0 { 1.0 } else { 0.0 };
    (seconds * 1000.0).round().clamp(least, MAX_WAIT) as u64
}

/// Virtual seconds since 1970.
fn seconds(clock: u64) -> f64 {
    (START_OF_TIME as f64 + clock as f64) / 1000.0
}

/// What a scenario's import of a library asks of the engine before anything runs.
///
/// Runs the scenario's top level to its end and collects the models it declares.
///
/// # Errors
/// If the top level raises, reaches a limit, or sends a statement.
pub fn load(
    memory: &mut Process,
    thread: ThreadId,
    surroundings: &Surroundings,
) -> Result<Vec<Model>, Problem> {
    let mut models = Vec::new();
    let mut drawn = 0;
    let mut stop = memory.run(thread);
    loop {
        let reply = match stop {
            Stop::Finished { .. } => return Ok(models),
            Stop::Raised(exception) => {
                return Err(Problem {
                    message: format!("{}: {}", exception.class, exception.message),
                    line: exception.line,
                    column: exception.column,
                });
            }
            Stop::Limit(limit) => {
                return Err(Problem {
                    message: limit.message,
                    line: limit.line,
                    column: None,
                });
            }
            Stop::Call(call) => match (call.name.as_str(), &call.args[..]) {
                ("model", [Data::Str(table), Data::Str(label), create, later]) => {
                    let statements = |data| {
                        strings(data).ok_or_else(|| host_call_problem(&call.name, &call.args))
                    };
                    models.push(Model {
                        table: table.to_string(),
                        label: label.to_string(),
                        create: statements(create)?,
                        connect: statements(later)?,
                    });
                    Data::None
                }
                ("setting", [Data::Str(name)]) => setting(surroundings, name),
                ("task", []) => Data::Str("main".into()),
                ("now", []) => Data::Float(seconds(0)),
                ("random-bytes", [Data::Int(n)]) => {
                    let n = usize::try_from(*n).unwrap_or(0);
                    let bytes = random_bytes("reading", drawn, n);
                    drawn += random_words(n);
                    Data::Bytes(bytes.into())
                }
                (name, _) => {
                    let what = match name {
                        "connect" | "execute" => "talks to the database",
                        "lock" | "lock-file" | "wait" | "sleep" | "result" => "waits",
                        _ => "does something that only a task can do",
                    };
                    return Err(Problem {
                        message: format!(
                            "This runs while the file is read, before setup(), and {what}. Move it into setup() or into a task."
                        ),
                        line: user_line(memory, thread),
                        column: None,
                    });
                }
            },
        };
        stop = memory.resume(thread, reply);
    }
}

/// Innermost line of the scenario's own code at which a thread stands.
pub fn user_line(memory: &Process, thread: ThreadId) -> Option<u32> {
    let frames = memory.frames(thread);
    frames
        .iter()
        .rev()
        .find(|f| !f.internal)
        .map(|f| f.span.line)
}

fn host_call_problem(name: &str, args: &[Data]) -> Problem {
    Problem::new(format!(
        "A library made the call {name:?} with {} arguments that the engine does not know; please report this.",
        args.len()
    ))
}

fn setting(surroundings: &Surroundings, name: &str) -> Data {
    let settings = &surroundings.settings;
    if let Some(constant) = surroundings.constants.get(name) {
        return constant.clone();
    }
    match name {
        "busy-timeout" => Data::Int(i64::from(settings.busy_timeout)),
        _ => settings
            .get(name)
            .map_or(Data::None, |value| Data::Str(value.into())),
    }
}

fn timeout(options: &Data) -> Option<u32> {
    let Data::Dict(entries) = options else {
        return None;
    };
    let (_, value) = entries
        .iter()
        .find(|(key, _)| matches!(key, Data::Str(key) if &**key == "timeout"))?;
    Some(number(value)?.clamp(0.0, f64::from(u32::MAX)) as u32)
}

fn number(data: &Data) -> Option<f64> {
    match data {
        Data::Int(n) => Some(*n as f64),
        Data::Float(x) if x.is_finite() => Some(*x),
        _ => None,
    }
}

fn strings(data: &Data) -> Option<Vec<String>> {
    let (Data::List(items) | Data::Tuple(items)) = data else {
        return None;
    };
    items
        .iter()
        .map(|item| match item {
            Data::Str(text) => Some(text.to_string()),
            _ => None,
        })
        .collect()
}

fn parameters(data: &Data) -> Result<Vec<Value>, Problem> {
    let (Data::List(items) | Data::Tuple(items)) = data else {
        return Err(Problem::new("A statement's parameters are not a list."));
    };
    items
        .iter()
        .map(|item| {
            Ok(match item {
                Data::None => Value::Null,
                Data::Bool(b) => Value::Integer(i64::from(*b)),
                Data::Int(n) => Value::Integer(*n),
                Data::Float(x) => Value::Real(*x),
                Data::Str(text) => Value::Text(text.to_string().into()),
                Data::Bytes(bytes) => Value::Blob(bytes.to_vec().into()),
                _ => {
                    return Err(Problem::new(
                        "A statement has a parameter that the database has no type for.",
                    ));
                }
            })
        })
        .collect()
}

fn statement_answer(finished: &Finished) -> Data {
    let text = |s: &str| Data::Str(s.into());
    let maybe = |s: &Option<String>| s.as_deref().map_or(Data::None, text);
    match finished {
        Finished::Failed(failure) => {
            let mut answer = vec![
                text("error"),
                text(failure.class),
                text(&failure.whole_message()),
                text(&failure.code),
            ];
            if let Some(more) = &failure.more {
                // In the order in which libraries take them out.
                answer.extend([
                    text(&failure.message),
                    maybe(&more.detail),
                    maybe(&more.hint),
                ]);
                answer.extend([
                    maybe(&more.constraint),
                    maybe(&more.table),
                    maybe(&more.column),
                ]);
            }
            Data::Tuple(answer)
        }
        Finished::Done(done) => {
            let row = |row: &Vec<Value>| {
                let value = |(column, value)| typed_data(value, done.types.get(column));
                Data::List(row.iter().enumerate().map(value).collect())
            };
            let mut answer = vec![
                text("ok"),
                Data::List(done.columns.iter().map(|c| text(c)).collect()),
                Data::List(done.rows.iter().map(row).collect()),
                Data::Int(done.rowcount),
                Data::Int(done.last_insert_rowid),
            ];
            if !done.tag.is_empty() {
                let types = done.types.iter().map(|name| text(name));
                answer.extend([Data::List(types.collect()), text(&done.tag)]);
            }
            Data::Tuple(answer)
        }
    }
}

/// A value of a column of this type.
fn typed_data(value: &Value, type_: Option<&&'static str>) -> Data {
    match (value, type_) {
        (Value::Integer(n), Some(&"bool")) => Data::Bool(*n != 0),
        _ => value_data(value),
    }
}

fn value_data(value: &Value) -> Data {
    match value {
        Value::Null => Data::None,
        Value::Integer(n) => Data::Int(*n),
        Value::Real(x) => Data::Float(*x),
        Value::Text(text) => Data::Str(text.to_string().into()),
        Value::Blob(bytes) => Data::Bytes(bytes.to_vec().into()),
    }
}
