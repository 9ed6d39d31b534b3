//! Processes and what their threads do next, remembered.
//!
//! A process is a Python memory with one or more threads, or a session of plain SQL, which
//! has one. What it does depends on nothing
//! but its state and the answers it gets, so every state is kept once, and so is every
//! transition between two of them: Python runs only where no earlier exploration of the
//! same states has been. Going back to an earlier state is then a matter of a number.

use crate::database::{Finished, START_OF_TIME, Value};
use crate::session::{Script, Session};
use lockstep_python::{Data, Process, Stop, ThreadId};
use lockstep_scenario::{Problem, Settings};
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

/// A state of a process, as a number: equal numbers, equal futures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StateId(u32);

/// What a thread does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Pending {
    /// It has not begun.
    Start,
    /// It sends a statement.
    Statement(Rc<Statement>),
    /// It takes an application lock of this name.
    Lock(Rc<str>),
    /// It waits until somebody in the process announces this event, at most this many virtual
    /// milliseconds.
    Wait(i64, Option<u64>),
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
    /// The time it would wait at most is over.
    TimedOut,
    /// The end of its statement, and whether its connection has a transaction open now.
    Statement(Finished, bool),
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
}

/// What host calls that change nothing need to know.
pub struct Surroundings {
    /// How the scenario is run.
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
    by_digest: HashMap<u128, StateId>,
    transitions: HashMap<From, Vec<(Answer, Transition)>>,
}

impl Processes {
    pub fn new(surroundings: Rc<Surroundings>) -> Self {
        Processes {
            surroundings,
            states: Vec::new(),
            by_digest: HashMap::new(),
            transitions: HashMap::new(),
        }
    }

    /// A process with this memory and no thread yet.
    pub fn add(&mut self, memory: Process) -> StateId {
        self.intern(State {
            memory: Memory::Python(Box::new(memory)),
            threads: Vec::new(),
            connections: Vec::new(),
        })
    }

    /// A session of plain SQL, which is its process's only thread.
    pub fn add_session(&mut self, script: &Rc<Script>) -> StateId {
        self.intern(State {
            memory: Memory::Session(Session::new(script)),
            threads: vec![Thread {
                id: ThreadId(0),
                name: "main".into(),
                pending: Pending::Start,
            }],
            connections: vec![false],
        })
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
        spawn: impl FnOnce(&mut Process) -> ThreadId,
    ) -> StateId {
        let mut state = self.states[state.0 as usize].clone();
        let id = spawn(state.memory.python());
        state.threads.push(Thread {
            id,
            name: name.into(),
            pending: Pending::Start,
        });
        self.intern(state)
    }

    /// What a thread does next.
    pub fn pending(&self, state: StateId, thread: usize) -> &Pending {
        &self.states[state.0 as usize].threads[thread].pending
    }

    /// How many threads a state has, ended ones included.
    pub fn threads(&self, state: StateId) -> usize {
        self.states[state.0 as usize].threads.len()
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
            effects: Vec::new(),
            announced: Vec::new(),
            clock,
        };
        run.advance(thread, answer)?;
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
        for thread in &self.threads {
            std::mem::discriminant(&thread.pending).hash(&mut hasher);
            match &thread.pending {
                Pending::Start => {}
                Pending::Statement(statement) => {
                    statement.handle.hash(&mut hasher);
                    statement.sql.hash(&mut hasher);
                    crate::hash::values(&statement.params, &mut hasher);
                }
                Pending::Lock(name) => name.hash(&mut hasher),
                Pending::Wait(event, timeout) => (event, timeout).hash(&mut hasher),
                Pending::Sleep(ms) => ms.hash(&mut hasher),
                Pending::Returned(repr) => repr.hash(&mut hasher),
                Pending::Raised(raised) => {
                    raised.class.hash(&mut hasher);
                    raised.message.hash(&mut hasher);
                }
            }
        }
        hasher.finish128()
    }
}

/// A process on its way from one state to the next.
struct Run {
    surroundings: Rc<Surroundings>,
    state: State,
    effects: Vec<Effect>,
    announced: Vec<i64>,
    clock: u64,
}

impl Run {
    /// Runs a thread until it stops, then every thread that it woke, in their order.
    fn advance(&mut self, thread: usize, answer: &Answer) -> Result<(), Problem> {
        if let Memory::Session(session) = &mut self.state.memory {
            let (pending, effects) = session.advance(answer)?;
            self.state.threads[thread].pending = pending;
            self.effects = effects;
            return Ok(());
        }
        let id = self.state.threads[thread].id;
        let stop = match (&self.state.threads[thread].pending, answer) {
            (Pending::Start, _) => self.state.memory.python().run(id),
            (_, Answer::Go) => self.state.memory.python().resume(id, Data::None),
            (_, Answer::TimedOut) => self.state.memory.python().resume(id, Data::Bool(false)),
            (pending, Answer::Statement(finished, in_transaction)) => {
                if let Pending::Statement(statement) = pending {
                    let handle = statement.handle;
                    self.state.connections[handle] = *in_transaction;
                }
                self.state
                    .memory
                    .python()
                    .resume(id, statement_answer(finished))
            }
        };
        self.settle(thread, stop)?;
        while !self.announced.is_empty() {
            let announced = std::mem::take(&mut self.announced);
            for thread in 0..self.state.threads.len() {
                let Pending::Wait(event, _) = self.state.threads[thread].pending else {
                    continue;
                };
                if announced.contains(&event) {
                    let id = self.state.threads[thread].id;
                    self.effects.push(Effect::Woke(thread));
                    let stop = self.state.memory.python().resume(id, Data::Bool(true));
                    self.settle(thread, stop)?;
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
                Stop::Raised(exception) => {
                    break Pending::Raised(Rc::new(Raised {
                        class: exception.class,
                        classes: exception.mro,
                        message: exception.message,
                        traceback: exception.traceback,
                        line: exception.line,
                        column: exception.column,
                    }));
                }
                Stop::Limit(limit) => {
                    return Err(Problem {
                        message: limit.message,
                        line: limit.line,
                        column: None,
                    });
                }
                Stop::Call(call) => {
                    let args = &call.args[..];
                    match (call.name.as_str(), args) {
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
                            break Pending::Statement(Rc::new(statement));
                        }
                        ("lock", [Data::Str(name)]) => {
                            break Pending::Lock(name.to_string().into());
                        }
                        ("wait", [Data::Int(event), Data::None]) => {
                            break Pending::Wait(*event, None);
                        }
                        ("wait", [Data::Int(event), Data::Float(timeout)]) => {
                            break Pending::Wait(*event, Some(milliseconds(*timeout)));
                        }
                        ("sleep", [Data::Float(seconds)]) => {
                            break Pending::Sleep(milliseconds(*seconds));
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
                                timeout: timeout(options)
                                    .unwrap_or(self.surroundings.settings.busy_timeout),
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
                        ("task", []) => {
                            Data::Str(self.state.threads[thread].name.to_string().into())
                        }
                        ("now", []) => Data::Float(seconds(self.clock)),
                        ("setting", [Data::Str(name)]) => setting(&self.surroundings, name),
                        // A class made while a task runs has no table: nothing to tell.
                        ("model", _) => Data::None,
                        ("start-thread", _) => {
                            return Err(Problem {
                                line: user_line(self.state.memory.python(), id),
                                ..Problem::new(
                                    "Threads that a task starts are not supported yet. Write a task_* function for each thing that happens at the same time.",
                                )
                            });
                        }
                        _ => return Err(host_call_problem(&call.name, args)),
                    }
                }
            };
            stop = self.state.memory.python().resume(id, reply);
        };
        let output = self.state.memory.python().take_output(id);
        if !output.is_empty() {
            self.effects.push(Effect::Output(output.into()));
        }
        self.state.threads[thread].pending = pending;
        Ok(())
    }
}

/// The longest wait in virtual milliseconds, some thirty years: a clock that waits add up on
/// never overflows.
const MAX_WAIT: f64 = 1e12;

/// Virtual time has whole milliseconds.
fn milliseconds(seconds: f64) -> u64 {
    (seconds * 1000.0).round().clamp(0.0, MAX_WAIT) as u64
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
                ("model", [Data::Str(table), Data::Str(label), create]) => {
                    let statements =
                        strings(create).ok_or_else(|| host_call_problem(&call.name, &call.args))?;
                    models.push(Model {
                        table: table.to_string(),
                        label: label.to_string(),
                        create: statements,
                    });
                    Data::None
                }
                ("setting", [Data::Str(name)]) => setting(surroundings, name),
                ("task", []) => Data::Str("main".into()),
                ("now", []) => Data::Float(seconds(0)),
                (name, _) => {
                    let what = match name {
                        "connect" | "execute" => "talks to the database",
                        "lock" | "wait" | "sleep" => "waits",
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
        // These two strategies are `atomic` with another way to begin.
        "begin" if matches!(&settings.strategy[..], "immediate" | "exclusive") => {
            Data::Str(settings.strategy.as_str().into())
        }
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
    match finished {
        Finished::Failed(failure) => Data::Tuple(vec![
            text("error"),
            text(failure.class),
            text(&failure.message),
            text(&failure.code),
        ]),
        Finished::Done(done) => Data::Tuple(vec![
            text("ok"),
            Data::List(done.columns.iter().map(|c| text(c)).collect()),
            Data::List(
                done.rows
                    .iter()
                    .map(|row| Data::List(row.iter().map(value_data).collect()))
                    .collect(),
            ),
            Data::Int(done.rowcount),
            Data::Int(done.last_insert_rowid),
        ]),
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
