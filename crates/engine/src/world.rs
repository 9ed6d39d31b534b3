//! The world of a run: processes, connections, application locks, the virtual clock, and
//! whose turn it can be.

use crate::database::{ConnectionId, Database, Failure, Finished, Observed, Stepped};
use crate::ending::{Ending, TaskEnd, is_database_error, is_refusal};
use crate::hash::Hasher128;
use crate::processes::{
    Answer, Connect, Effect, FileCall, Locking, Path, Pending, Processes, Raised, StateId,
    Statement, Wake,
};
use crate::program::{Code, Program};
use crate::session::{Script, ScriptStep, StepEnd, leaves_transaction};
use crate::tasks::Tasks;
use lockstep_explorer::{MAX_TASKS, System, Task, beat};
use lockstep_scenario::{
    Concurrency, DatabaseKind, Problem, ServerView, Spec, SqlBlock, Tables, TaskResult,
};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Most steps that one task may take in one run.
pub const MAX_TASK_STEPS: u32 = 2_000;

/// Exceptions that no other task can be the cause of: the text is wrong, not the timing.
const MISTAKES: &[&str] = &["NameError", "ImportError"];

/// How often a process may go on at once, with a lock that is free or a file, within one step.
const MAX_AT_ONCE: u32 = 10_000;

/// Most statements that setup or an invariant may send.
const MAX_ALONE_STATEMENTS: usize = 20_000;

mod copies;

/// Everything that a run consists of, at one moment.
pub struct World<D: Database> {
    program: Rc<Program>,
    database: D,
    processes: Processes,
    tasks: Tasks,
    now: Situation,
    /// The state of a process that has not begun: for places of those that are sent some time.
    absent: Option<StateId>,
    start: (Situation, D::Snapshot),
    tables: TablesById,
    invariants: FxHashMap<(u128, Option<StateId>), Rc<[bool]>>,
    last: LastStep,
    /// Whether a statement has been run whose refusals may be others than the real server's.
    may_abort_more: bool,
    /// Whether rows written and tables read are noticed.
    observing: bool,
    /// Statements that others' steps have ended, whose threads have not gone on yet.
    woken: VecDeque<Woken>,
    /// Where the copy stands now that took the last step.
    number_after: Option<Task>,
    /// Of sessions of SQL: what the setups gave.
    opening: Vec<(String, StepEnd)>,
}

/// What brings a state back in which no transaction is open.
pub struct Checkpoint<S> {
    situation: Situation,
    database: S,
}

/// A thread of one of the processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct ThreadRef {
    process: usize,
    number: usize,
}

/// What changes from step to step, the database left out.
struct Situation {
    /// Of each process.
    states: Vec<StateId>,
    /// Of each process, by thread.
    waits: Vec<Vec<Option<Wait>>>,
    /// Steps that each task took: only against endless runs, no part of a state's key.
    steps: Vec<u32>,
    /// Of each process, by handle; `None` once closed.
    open: Vec<Vec<Option<Open>>>,
    /// Application locks that are held, in order.
    locks: Vec<Held>,
    /// Files that there are or were, by path: whether there is one now, how many were removed.
    files: BTreeMap<Rc<str>, (bool, u32)>,
    /// Virtual milliseconds since the start.
    clock: u64,
    /// Where copies change places: which of them stands in each task's place now. Otherwise empty.
    who: Vec<Task>,
}

impl Clone for Situation {
    fn clone(&self) -> Self {
        Situation {
            states: self.states.clone(),
            waits: self.waits.clone(),
            steps: self.steps.clone(),
            open: self.open.clone(),
            locks: self.locks.clone(),
            files: self.files.clone(),
            clock: self.clock,
            who: self.who.clone(),
        }
    }

    /// Keeps the lists, which are as long as before: this is what going back mostly is.
    fn clone_from(&mut self, source: &Self) {
        self.states.clone_from(&source.states);
        self.waits.clone_from(&source.waits);
        self.steps.clone_from(&source.steps);
        self.open.clone_from(&source.open);
        self.locks.clone_from(&source.locks);
        self.files.clone_from(&source.files);
        self.clock = source.clock;
        self.who.clone_from(&source.who);
    }
}

/// An application lock that is held.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Held {
    name: Rc<str>,
    by: ThreadRef,
    shared: bool,
}

/// A connection in use.
#[derive(Clone)]
struct Open {
    id: ConnectionId,
    how: Rc<Connect>,
}

/// Why a task is not simply ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Wait {
    /// Its statement waits for a lock, at most until this virtual time.
    Statement { until: Option<u64> },
    /// It sleeps, or waits for an event, at most until this virtual time.
    Timer { until: u64 },
    /// It waits for an application lock or for the end of another process.
    Other { until: Option<u64> },
}

/// What the last step did, for people.
#[derive(Clone, Default)]
pub struct LastStep {
    /// The statement sent or tried again.
    pub statement: Option<Rc<Statement>>,
    /// Its end; `None` if it waits, or if nothing was sent.
    pub finished: Option<Rc<Finished>>,
    /// What the statement wrote and read; only where that is noticed.
    pub observed: Observed,
    /// The statements that the same step sent before.
    pub earlier: Vec<Sent>,
    /// Statements of other tasks that waited and that this step let end, in order, with their tasks.
    pub let_end: Vec<(Option<Task>, Sent)>,
    /// What was printed.
    pub output: String,
    /// In words, if nothing was sent.
    pub event: Option<String>,
    /// Whether a statement met a lock and waits, or had waited before.
    pub blocked: bool,
}

/// A statement and what it did.
#[derive(Clone)]
pub struct Sent {
    /// The statement.
    pub statement: Rc<Statement>,
    /// Its end; `None` if it waits.
    pub finished: Option<Rc<Finished>>,
    /// What it wrote and read.
    pub observed: Observed,
    /// Whether a transaction was open after it.
    pub in_transaction: bool,
    /// Whether it saw what its transaction has seen all the time.
    pub keeps_snapshot: bool,
}

/// A statement that waited and that another connection's step has ended.
struct Woken {
    connection: ConnectionId,
    finished: Rc<Finished>,
    observed: Observed,
}

/// What a person sees of a task that cannot go on or has ended.
pub enum Standing {
    /// Can take a step: in words, what it will do.
    Ready(String),
    /// Cannot: why.
    Waiting(String),
    /// Over.
    Ended(TaskEnd),
}

/// Tables met as final content, numbered by what they hold.
#[derive(Default)]
struct TablesById {
    all: Vec<Tables>,
    by_text: HashMap<String, usize>,
    by_digest: FxHashMap<u128, usize>,
}

impl<D: Database> World<D> {
    /// The world of a program at its start: tables made, `setup` run, every task run up to
    /// its first statement.
    ///
    /// # Errors
    /// If `setup` fails, or a task reaches a limit before its first statement.
    pub fn new(program: Rc<Program>, mut database: D) -> Result<Self, Problem> {
        let processes = Processes::new(program.surroundings.clone());
        let empty = Situation {
            states: Vec::new(),
            waits: Vec::new(),
            steps: Vec::new(),
            open: Vec::new(),
            locks: Vec::new(),
            files: BTreeMap::new(),
            clock: 0,
            who: Vec::new(),
        };
        let left_open = || {
            Problem::new(
                "setup() leaves a transaction, a temporary table or a pragma behind on the connection that the threads share. End it in setup().",
            )
        };
        let mut world = World {
            processes,
            start: (empty.clone(), database.snapshot().ok_or_else(left_open)?),
            database,
            tasks: Tasks::default(),
            now: empty,
            absent: None,
            tables: TablesById::default(),
            invariants: FxHashMap::default(),
            last: LastStep::default(),
            may_abort_more: false,
            observing: false,
            woken: VecDeque::new(),
            number_after: None,
            opening: Vec::new(),
            program: program.clone(),
        };
        let threads = match &program.code {
            Code::Python(image) => world.start_functions(image)?,
            Code::Sql(spec) => world.start_sessions(spec)?,
        };
        for thread in threads {
            world.advance(thread, Answer::Go)?;
        }
        let snapshot = world.database.snapshot().ok_or_else(left_open)?;
        world.start = (world.now.clone(), snapshot);
        if let Code::Sql(spec) = &program.code {
            let opening = world.open_sessions(spec)?;
            world.opening.extend(opening);
        }
        Ok(world)
    }

    /// Makes the tables, runs `setup`, and makes a thread of each task's function; one for all those
    /// that share an event loop. Answers with the threads, in the order in which they begin.
    fn start_functions(
        &mut self,
        image: &lockstep_python::Process,
    ) -> Result<Vec<ThreadRef>, Problem> {
        let program = self.program.clone();
        self.create_tables()?;
        let image = self.processes.add(image.clone());
        self.absent = Some(image);
        let threads = program.surroundings.settings.concurrency == Concurrency::Threads;
        let state = self.own_stream(image, "setup");
        let first = self.add_process(state);
        if program.has_setup {
            let state = self
                .processes
                .with_thread(state, "main", Path::OWN, |memory| {
                    let setup = program.function(memory, "setup");
                    memory.spawn(setup, Vec::new())
                });
            self.now.states[first] = state;
            self.run_setup(first)?;
        }
        // The connection that setup used stays open only where its process goes on.
        if !threads {
            self.close_all(first, None);
        }
        let mut begin = Vec::new();
        let mut event_loop: Option<ThreadRef> = None;
        for (task, function) in program.tasks.iter().enumerate() {
            if let Some(known) = event_loop.filter(|_| function.is_async) {
                let path = self.processes.path(&function.name);
                self.tasks.add(&function.name, known.process, path, None);
                continue;
            }
            let process = if threads {
                first
            } else {
                // Tasks that share a process have parts of its randomness by their names.
                let name = if function.is_async {
                    ""
                } else {
                    &function.name
                };
                let state = self.own_stream(image, name);
                self.add_process(state)
            };
            // Within a process of its own a task needs no name.
            let shared = threads || function.is_async;
            let (name, path) = match shared {
                true => (format!("thread-{}", function.name), &function.name[..]),
                false => ("main".to_owned(), ""),
            };
            let path = self.processes.path(path);
            let state = self.now.states[process];
            let state = self.processes.with_thread(state, &name, path, |memory| {
                let (function, args) = match function.is_async {
                    true => program.event_loop_call(memory),
                    false => program.task_call(memory, task),
                };
                memory.spawn(function, args)
            });
            self.now.states[process] = state;
            let number = self.processes.threads(state) - 1;
            let thread = ThreadRef { process, number };
            begin.push(thread);
            if function.is_async {
                event_loop = Some(thread);
            }
            let own = (!function.is_async).then_some(number);
            self.tasks.add(&function.name, process, path, own);
        }
        self.now.steps = vec![0; self.tasks.len()];
        Ok(begin)
    }

    /// Runs the setups of a file of SQL, and makes a process of each session.
    fn start_sessions(&mut self, spec: &Spec) -> Result<Vec<ThreadRef>, Problem> {
        let connect = Rc::new(Connect {
            name: self.program.database.clone(),
            timeout: self.program.surroundings.settings.busy_timeout,
            thread: 0,
        });
        let database = &self.database;
        let step = |sql: &SqlBlock| {
            ScriptStep::new("setup", sql.line, &database.statements(&sql.text), false)
        };
        let setup = Rc::new(Script {
            number: 0,
            connect: connect.clone(),
            steps: spec.setups.iter().map(step).collect(),
            strict: true,
            in_transaction: false,
        });
        let state = self.processes.add_session(&setup);
        let process = self.add_process(state);
        self.run_setup(process)?;
        let setups = self.ended(process).iter();
        self.opening = setups
            .map(|end| (String::new(), StepEnd::clone(end)))
            .collect();
        self.close_all(process, None);
        let mut begin = Vec::new();
        for (number, session) in spec.sessions.iter().enumerate() {
            let script = Rc::new(Script {
                number: number + 1,
                connect: connect.clone(),
                steps: session
                    .steps
                    .iter()
                    .map(|s| {
                        let statements = self.database.statements(&s.sql.text);
                        ScriptStep::new(&s.name, s.sql.line, &statements, self.is_server())
                    })
                    .collect(),
                strict: false,
                in_transaction: session.setup.as_ref().is_some_and(|setup| {
                    leaves_transaction(&self.database.statements(&setup.text))
                }),
            });
            let state = self.processes.add_session(&script);
            let process = self.add_process(state);
            self.tasks.add(&session.name, process, Path::OWN, Some(0));
            begin.push(ThreadRef { process, number: 0 });
        }
        self.now.steps = vec![0; self.tasks.len()];
        Ok(begin)
    }

    /// Runs the setup of each session on its connection. That comes after every reset, since it may leave
    /// a transaction open, which no snapshot holds.
    fn open_sessions(&mut self, spec: &Spec) -> Result<Vec<(String, StepEnd)>, Problem> {
        let mut opening = Vec::new();
        for (task, session) in spec.sessions.iter().enumerate() {
            let Some(setup) = &session.setup else {
                continue;
            };
            let end = self.run_sql(self.connection_of_session(task), setup);
            if let Some(failure) = &end.error {
                return Err(Problem {
                    message: format!("The setup of session {} failed: {failure}", session.name),
                    line: Some(setup.line),
                    column: Some(setup.column),
                });
            }
            opening.push((session.name.clone(), end));
        }
        Ok(opening)
    }

    /// Runs the teardown of each session, drops all connections (open work is rolled back), and answers
    /// with what the teardowns gave. An error in one means nothing.
    pub fn close_sessions(&mut self) -> Vec<(String, StepEnd)> {
        let program = self.program.clone();
        let Code::Sql(spec) = &program.code else {
            return Vec::new();
        };
        let mut closing = Vec::new();
        for (task, session) in spec.sessions.iter().enumerate() {
            if let Some(teardown) = &session.teardown {
                let connection = self.connection_of_session(task);
                let thread = self.thread(task);
                if self.wait_of(thread).is_some() {
                    self.set_wait(thread, None);
                    self.database.time_out(connection);
                }
                closing.push((session.name.clone(), self.run_sql(connection, teardown)));
            }
        }
        for process in 0..self.now.open.len() {
            self.close_all(process, None);
        }
        closing
    }

    /// Runs SQL on a new connection and drops it: the teardown of the file.
    pub fn run_last(&mut self, sql: &SqlBlock) -> Result<StepEnd, Problem> {
        let name = self.program.database.clone();
        let connection = self.database.connect(&name, 0);
        let connection = connection.map_err(|f| Problem::new(f.to_string()))?;
        let end = self.run_sql(connection, sql);
        self.close(connection);
        Ok(end)
    }

    /// Runs statements one after the other while nothing else runs; what is locked times out.
    fn run_sql(&mut self, connection: ConnectionId, sql: &SqlBlock) -> StepEnd {
        let mut end = StepEnd::default();
        for statement in self.database.statements(&sql.text) {
            // libpq hands out what the last one gave.
            end.results.clear();
            let stepped = self.database.execute(connection, statement, &[]);
            let finished = stepped
                .result
                .or_else(|| self.database.time_out(connection).result);
            if !end.add(&finished.expect("a timed-out statement has ended")) {
                break;
            }
        }
        end
    }

    /// Is the database a server, which gets a step's text as a whole?
    fn is_server(&self) -> bool {
        self.program.surroundings.settings.database == DatabaseKind::Postgres
    }

    fn connection_of_session(&self, task: usize) -> ConnectionId {
        let open = self
            .open(self.tasks[task].process, 0)
            .expect("a session keeps its connection to the end");
        open.id
    }

    /// What the setups of a file of SQL gave, in order, each with its session's name; the file's own have none.
    pub fn opening(&self) -> &[(String, StepEnd)] {
        &self.opening
    }

    /// What the steps of a session came to, as far as they have ended.
    pub fn steps_ended(&self, task: usize) -> &[Rc<StepEnd>] {
        self.ended(self.tasks[task].process)
    }

    fn ended(&self, process: usize) -> &[Rc<StepEnd>] {
        let session = self.processes.session(self.now.states[process]);
        session.map_or(&[], |session| session.ended())
    }

    /// Waits this task for a lock or for time to pass?
    pub fn is_waiting(&self, task: usize) -> bool {
        self.wait_of(self.thread(task)).is_some()
    }

    /// The program that runs.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// What the last step did.
    pub fn last(&self) -> &LastStep {
        &self.last
    }

    /// The database.
    pub fn database(&mut self) -> &mut D {
        &mut self.database
    }

    /// Whether to notice, from now on, which rows are written and which tables read.
    pub fn observe(&mut self, on: bool) {
        self.observing = on;
        self.database.observe(on);
    }

    /// Has a statement been run, in any run so far, whose refusals may be others than the real server's?
    pub fn may_abort_more(&self) -> bool {
        self.may_abort_more
    }

    /// The inside of the server, if there is one to look into.
    pub fn inside(&mut self) -> Option<ServerView> {
        let names: FxHashMap<ConnectionId, String> = self
            .open_connections()
            .into_iter()
            .map(|(task, _, id)| (id, self.name(task).to_owned()))
            .collect();
        let name = |id| {
            let known = names.get(&id).cloned();
            known.unwrap_or_else(|| format!("connection {id}"))
        };
        self.database.inside(&name)
    }

    /// Virtual milliseconds since the start.
    pub fn clock(&self) -> u64 {
        self.now.clock
    }

    /// Open connections: the task that uses each, the database's name, its number.
    pub fn open_connections(&self) -> Vec<(usize, String, ConnectionId)> {
        let mut all = Vec::new();
        for (process, open) in self.now.open.iter().enumerate() {
            for open in open.iter().flatten() {
                let state = self.now.states[process];
                let path = self.processes.path_of(state, open.how.thread);
                if let Some(task) = self.tasks.at(process, path) {
                    all.push((task, open.how.name.clone(), open.id));
                }
            }
        }
        all.sort_by_key(|(task, ..)| *task);
        all
    }

    /// Frames of a task, innermost last, library code included.
    pub fn frames(&self, task: usize) -> Vec<lockstep_python::FrameView> {
        let (thread, info) = (self.thread(task), &self.tasks[task]);
        let state = self.now.states[thread.process];
        let mut frames = self.processes.frames(state, thread.number);
        let mut coroutine = self.processes.coroutine_frames(state, info.path);
        // On its own thread stands the event loop; on another what it waits for is done.
        let at = if info.thread == Some(thread.number) {
            frames.len()
        } else {
            0
        };
        frames.splice(at..at, coroutine.drain(..));
        frames
    }

    /// How many tasks have been met: those of the start, then those that have appeared.
    pub fn tasks_met(&self) -> usize {
        self.tasks.len()
    }

    /// A task's name.
    pub fn name(&self, task: Task) -> &str {
        &self.tasks[task].name
    }

    /// Is there anything that this task does, or has it come to an end?
    pub fn exists(&self, task: Task) -> bool {
        task < self.tasks.first() || self.has_ended(task) || self.threads(task).next().is_some()
    }

    /// Tables by the number that an [`Ending`] has for them.
    pub fn tables(&self, number: usize) -> &Tables {
        &self.tables.all[number]
    }

    /// What a task does next, cannot do, or came to.
    pub fn standing(&self, task: usize) -> Standing {
        if let Some(end) = self.end(task) {
            return Standing::Ended(end);
        }
        let mut enabled = Vec::new();
        self.enabled(&mut enabled);
        let ready = enabled.contains(&task);
        let blockers = |open: Option<&Open>| {
            let ids = open.map_or_else(Vec::new, |open| self.database.blockers(open.id));
            let names: Vec<_> = ids.iter().filter_map(|id| self.user(*id)).collect();
            match names.len() {
                0 => "another connection".to_owned(),
                _ => names.join(" and "),
            }
        };
        let thread = self.thread(task);
        match (self.pending_of(thread), self.wait_of(thread)) {
            (Pending::Statement(statement), None) => {
                Standing::Ready(crate::short::statement(&statement.sql, &statement.params))
            }
            (Pending::Statement(statement), Some(_)) => {
                let short = crate::short::statement(&statement.sql, &statement.params);
                let open = self.open(thread.process, statement.handle);
                let can_proceed = open.is_some_and(|open| self.database.can_proceed(open.id));
                match (ready, can_proceed) {
                    (true, true) => Standing::Ready(format!("{short}: the lock is free now")),
                    (true, false) => Standing::Ready(format!("{short}: its timeout ends")),
                    _ => {
                        Standing::Waiting(format!("waits for a lock that {} holds", blockers(open)))
                    }
                }
            }
            (Pending::Lock(locking), _) => match self.holder(locking) {
                None => Standing::Ready(format!("take the lock {:?}", locking.name)),
                Some(_) if ready => {
                    Standing::Ready(format!("the lock {:?}: its timeout ends", locking.name))
                }
                Some(holder) => Standing::Waiting(format!(
                    "waits for the lock {:?}, which {} holds",
                    locking.name,
                    self.name_of(holder)
                )),
            },
            (Pending::Result(_), _) if ready => {
                Standing::Ready("wait no longer: its timeout ends".to_owned())
            }
            (Pending::Result(awaited), _) => Standing::Waiting(format!(
                "waits for the result of {}",
                self.awaited(thread.process, awaited.path)
                    .map_or("another task", |task| self.name(task))
            )),
            (Pending::Sleep(ms), _) if ready => Standing::Ready(format!("wake up after {ms} ms")),
            (Pending::Sleep(ms), _) => Standing::Waiting(format!("sleeps for {ms} ms")),
            (Pending::Wait(_), _) if ready => {
                Standing::Ready("wait no longer: its timeout ends".to_owned())
            }
            (Pending::Woken, _) => {
                Standing::Ready("go on: what it waited for has happened".to_owned())
            }
            (Pending::Wait(waiting), _) if waiting.timeout.is_some() => {
                Standing::Waiting("waits for time to pass".to_owned())
            }
            _ => Standing::Waiting("waits for an event that another task must set".to_owned()),
        }
    }

    /// Tasks whose locks keep this task waiting.
    pub fn waits_for(&self, task: usize) -> Vec<String> {
        let thread = self.thread(task);
        match (self.pending_of(thread), self.wait_of(thread)) {
            (Pending::Statement(statement), Some(_)) => {
                let open = self.open(thread.process, statement.handle);
                let ids = open.map_or_else(Vec::new, |open| self.database.blockers(open.id));
                ids.iter().filter_map(|id| self.user(*id)).collect()
            }
            (Pending::Lock(locking), _) => {
                let holder = self.holder(locking);
                holder
                    .map(|thread| self.name_of(thread))
                    .into_iter()
                    .collect()
            }
            (Pending::Result(awaited), _) => {
                let task = self.awaited(thread.process, awaited.path);
                task.map(|task| self.name(task).to_owned())
                    .into_iter()
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// A thread whose application lock is in the way of another one's.
    fn holder(&self, wanted: &Locking) -> Option<ThreadRef> {
        let against = |held: &&Held| held.name == wanted.name && !(held.shared && wanted.shared);
        self.now.locks.iter().find(against).map(|held| held.by)
    }

    /// Makes or removes a file, and tells what there was.
    fn touch(&mut self, call: &FileCall) -> Answer {
        let (exists, removed) = self.now.files.entry(call.path.clone()).or_default();
        let (existed, before) = (*exists, *removed);
        *exists = call.make;
        *removed += u32::from(existed && !call.make);
        Answer::File(existed, before)
    }

    /// The task that a message has begun, as long as it has not ended.
    fn awaited(&self, process: usize, path: Path) -> Option<Task> {
        let task = self.tasks.sent(process, path);
        task.filter(|task| !self.has_ended(*task))
    }

    /// The task that uses a connection.
    fn user(&self, connection: ConnectionId) -> Option<String> {
        self.open_connections()
            .into_iter()
            .find(|(_, _, id)| *id == connection)
            .map(|(task, ..)| self.name(task).to_owned())
    }

    /// The task for which a thread runs.
    fn name_of(&self, thread: ThreadRef) -> String {
        let path = self
            .processes
            .path_of(self.now.states[thread.process], thread.number);
        let task = self.tasks.at(thread.process, path);
        task.map_or_else(
            || "another task".to_owned(),
            |task| self.name(task).to_owned(),
        )
    }

    fn pending_of(&self, thread: ThreadRef) -> &Pending {
        self.processes
            .pending(self.now.states[thread.process], thread.number)
    }

    fn wait_of(&self, thread: ThreadRef) -> Option<Wait> {
        let waits = &self.now.waits[thread.process];
        waits.get(thread.number).copied().flatten()
    }

    fn set_wait(&mut self, thread: ThreadRef, wait: Option<Wait>) {
        let waits = &mut self.now.waits[thread.process];
        if waits.len() <= thread.number {
            waits.resize(thread.number + 1, None);
        }
        waits[thread.number] = wait;
    }

    /// The threads that do something for a task and have not ended.
    fn threads(&self, task: Task) -> impl Iterator<Item = ThreadRef> {
        let info = &self.tasks[task];
        let (process, path) = (info.process, info.path);
        let state = self.now.states[process];
        (0..self.processes.threads(state))
            .filter(move |number| match self.processes.pending(state, *number) {
                Pending::Returned(_) | Pending::Raised(_) => false,
                // Time passes for others than the one that ran there last.
                Pending::Wait(waiting) if !waiting.timers.is_empty() => {
                    waiting.timers.contains(&path)
                }
                _ => self.processes.path_of(state, *number) == path,
            })
            .map(move |number| ThreadRef { process, number })
    }

    /// The thread that takes the task's next step, or would if it could.
    fn thread(&self, task: Task) -> ThreadRef {
        let ready = self.threads(task).find(|thread| self.can_go_on(*thread));
        let in_time = || {
            let timed = self
                .threads(task)
                .filter(|t| self.deadline_of(*t).is_some());
            timed.min_by_key(|thread| self.deadline_of(*thread))
        };
        // A library's thread that serves nobody at present is not what the task is at.
        let other = || {
            self.threads(task).min_by_key(
                |t| matches!(self.pending_of(*t), Pending::Wait(w) if w.wake == Wake::Serving),
            )
        };
        ready.or_else(in_time).or_else(other).unwrap_or(ThreadRef {
            process: self.tasks[task].process,
            number: self.tasks[task].thread.unwrap_or(0),
        })
    }

    fn open(&self, process: usize, handle: usize) -> Option<&Open> {
        self.now.open[process].get(handle)?.as_ref()
    }

    /// A process that begins with this memory, and the randomness that is its own.
    fn own_stream(&mut self, state: StateId, name: &str) -> StateId {
        match self.program.draws {
            true => self.processes.with_stream(state, name),
            false => state,
        }
    }

    fn add_process(&mut self, state: StateId) -> usize {
        self.now.states.push(state);
        self.now.open.push(Vec::new());
        self.now.waits.push(Vec::new());
        self.now.states.len() - 1
    }

    /// Has every process that may be sent some time its place.
    fn make_room(&mut self) {
        if let Some(absent) = self.absent {
            while self.now.states.len() < self.tasks.processes() {
                self.add_process(absent);
            }
        }
    }

    fn create_tables(&mut self) -> Result<(), Problem> {
        let failed = |f: Failure| Problem::new(format!("The tables cannot be created: {f}"));
        if self.program.models.is_empty() {
            return Ok(());
        }
        let connection = self
            .database
            .connect(&self.program.database, 0)
            .map_err(failed)?;
        let models = || self.program.models.iter();
        let statements = models().flat_map(|model| &model.create);
        for sql in statements.chain(models().flat_map(|model| &model.connect)) {
            let stepped = self.database.execute(connection, sql, &[]);
            if let Some(Finished::Failed(failure)) = stepped.result {
                return Err(failed(failure));
            }
        }
        self.close(connection);
        Ok(())
    }

    /// Runs `setup`, the first thread of a process, to its end.
    fn run_setup(&mut self, process: usize) -> Result<(), Problem> {
        let what = match self.program.code {
            Code::Python(_) => "setup() raised",
            Code::Sql(_) => "The setup failed with",
        };
        match self.run_alone(process, 0, "setup()")? {
            Pending::Raised(raised) => Err(Problem {
                message: format!("{what} {}: {}", raised.class, raised.message),
                line: raised.line,
                column: None,
            }),
            _ => Ok(()),
        }
    }

    /// Runs a thread to its end, with those that it starts, while no task runs; what it sends is no
    /// step, and of several threads the first goes on that can.
    fn run_alone(&mut self, process: usize, number: usize, what: &str) -> Result<Pending, Problem> {
        let main = ThreadRef { process, number };
        let mut begin = Some(Answer::Go);
        for _ in 0..MAX_ALONE_STATEMENTS {
            let thread = match &begin {
                Some(_) => main,
                None => match self.next_alone(process) {
                    Some(thread) => thread,
                    None => {
                        return Err(Problem::new(format!(
                            "{what} waits for something that no task can do: it runs alone."
                        )));
                    }
                },
            };
            let answer = match begin.take() {
                Some(answer) => answer,
                None => self.answer_alone(thread)?,
            };
            let state = self.now.states[process];
            let transition =
                self.processes
                    .advance(state, thread.number, &answer, self.now.clock)?;
            self.now.states[process] = transition.to;
            self.set_wait(thread, None);
            if transition
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Send(..)))
            {
                return Err(Problem::new(format!(
                    "{what} sends a message that no worker takes: it runs alone. Call the task as a function there."
                )));
            }
            self.take_effects(thread, &transition.effects)?;
            self.settle_threads(process)?;
            let pending = self.pending_of(main);
            if pending.ended() {
                return Ok(pending.clone());
            }
        }
        Err(Problem::new(format!(
            "{what} sent {MAX_ALONE_STATEMENTS} statements and did not end. Is there a loop in it?"
        )))
    }

    /// The thread of a process that goes on while nothing else does: the first that can, or the first
    /// for which time is to pass.
    fn next_alone(&self, process: usize) -> Option<ThreadRef> {
        let threads = 0..self.processes.threads(self.now.states[process]);
        let threads = threads.map(|number| ThreadRef { process, number });
        let ready = |thread: &ThreadRef| {
            let sends = matches!(self.pending_of(*thread), Pending::Statement(_));
            sends || self.can_go_on(*thread)
        };
        let timed = || {
            let timed = threads.clone().filter(|t| self.deadline_of(*t).is_some());
            timed.min_by_key(|thread| self.deadline_of(*thread))
        };
        threads.clone().find(ready).or_else(timed)
    }

    /// What a thread is answered that runs alone. A statement that would wait times out.
    fn answer_alone(&mut self, thread: ThreadRef) -> Result<Answer, Problem> {
        Ok(match self.pending_of(thread).clone() {
            Pending::Statement(statement) => {
                let Some(open) = self.open(thread.process, statement.handle) else {
                    return Err(closed_connection());
                };
                let id = open.id;
                let stepped = self.database.execute(id, &statement.sql, &statement.params);
                let finished = stepped.result.or_else(|| self.database.time_out(id).result);
                let finished = finished.expect("a timed-out statement has ended");
                Answer::Statement(Rc::new(finished), self.database.in_transaction(id))
            }
            Pending::Wait(waiting) => {
                self.let_time_pass(thread);
                Answer::TimedOut(waiting.timers.first().copied().unwrap_or(Path::OWN))
            }
            Pending::Sleep(_) => {
                self.let_time_pass(thread);
                Answer::Go
            }
            Pending::File(call) => self.touch(&call),
            _ => Answer::Go,
        })
    }

    /// Lets a thread go on with an answer, up to where it next waits for something outside.
    fn advance(&mut self, thread: ThreadRef, answer: Answer) -> Result<(), Problem> {
        self.answer(thread, answer)?;
        self.go_on_at_once(thread.process)
    }

    /// Lets a thread go on with an answer, up to where it next waits for anything.
    fn answer(&mut self, thread: ThreadRef, answer: Answer) -> Result<(), Problem> {
        let ThreadRef { process, number } = thread;
        let state = self.now.states[process];
        let advanced = self
            .processes
            .advance(state, number, &answer, self.now.clock);
        let transition = match advanced {
            Ok(transition) => transition,
            Err(problem) => {
                return Err(Problem {
                    message: format!("Task {}: {}", self.name_of(thread), problem.message),
                    ..problem
                });
            }
        };
        self.now.states[process] = transition.to;
        self.set_wait(thread, None);
        self.take_effects(thread, &transition.effects)?;
        self.settle_threads(process)
    }

    /// Lets those threads of a process go on that need not wait, and those that have waited for its end.
    fn go_on_at_once(&mut self, process: usize) -> Result<(), Problem> {
        let mut times = 0;
        while let Some(thread) = self.one_goes_on_at_once(process)? {
            times += 1;
            if times > MAX_AT_ONCE {
                return Err(Problem::new(format!(
                    "Task {} takes locks or makes files {MAX_AT_ONCE} times without a statement in between. Is there a loop that never stops?",
                    self.name_of(thread)
                )));
            }
        }
        let ended = self
            .tasks
            .at(process, Path::OWN)
            .filter(|task| self.tasks[*task].owner >= self.tasks.first() && self.has_ended(*task));
        let waiting = ended.and_then(|task| self.waiting_for(task));
        match (ended, waiting) {
            (Some(task), Some(thread)) => self.advance(thread, self.result(task)),
            _ => Ok(()),
        }
    }

    /// Lets the first thread of a process go on that need not wait; `None` if there is none.
    fn one_goes_on_at_once(&mut self, process: usize) -> Result<Option<ThreadRef>, Problem> {
        for number in 0..self.processes.threads(self.now.states[process]) {
            let thread = ThreadRef { process, number };
            if self.wait_of(thread).is_some() {
                continue;
            }
            let answer = match self.pending_of(thread).clone() {
                Pending::File(call) => self.touch(&call),
                Pending::Lock(locking) => match self.holder(&locking) {
                    None if locking.at_once => {
                        self.lock(&locking, thread);
                        Answer::Go
                    }
                    Some(_) if locking.timeout == Some(0) => Answer::TimedOut(Path::OWN),
                    _ => {
                        self.wait_until(thread, locking.timeout);
                        continue;
                    }
                },
                Pending::Result(awaited) => match self.tasks.sent(process, awaited.path) {
                    Some(task) if self.has_ended(task) => self.result(task),
                    _ => {
                        self.wait_until(thread, awaited.timeout);
                        continue;
                    }
                },
                _ => continue,
            };
            self.answer(thread, answer)?;
            return Ok(Some(thread));
        }
        Ok(None)
    }

    /// The thread that waits for the end of what it has sent.
    fn waiting_for(&self, task: Task) -> Option<ThreadRef> {
        let processes = 0..self.now.states.len();
        let mut threads = processes.flat_map(|process| {
            let threads = 0..self.processes.threads(self.now.states[process]);
            threads.map(move |number| ThreadRef { process, number })
        });
        threads.find(|thread| match self.pending_of(*thread) {
            Pending::Result(a) => self.tasks.sent(thread.process, a.path) == Some(task),
            _ => false,
        })
    }

    fn result(&self, task: Task) -> Answer {
        let state = self.now.states[self.tasks[task].process];
        Answer::Result(self.processes.result(state).cloned().unwrap_or_default())
    }

    fn lock(&mut self, locking: &Locking, by: ThreadRef) {
        self.now.locks.push(Held {
            name: locking.name.clone(),
            by,
            shared: locking.shared,
        });
        self.now.locks.sort_unstable();
    }

    /// Gives a lock back: the thread's own, else one of its process's, which has handed it over.
    fn unlock(&mut self, name: &str, by: ThreadRef) {
        let held = |by: &dyn Fn(ThreadRef) -> bool| {
            let mut locks = self.now.locks.iter();
            locks.position(|held| &*held.name == name && by(held.by))
        };
        let own = held(&|thread| thread == by);
        if let Some(at) = own.or_else(|| held(&|thread| thread.process == by.process)) {
            self.now.locks.remove(at);
        }
    }

    fn wait_until(&mut self, thread: ThreadRef, timeout: Option<u64>) {
        let until = timeout.map(|ms| self.now.clock + ms);
        self.set_wait(thread, Some(Wait::Other { until }));
    }

    /// Makes the process that takes a message, and runs it up to its first statement.
    fn send(&mut self, from: usize, path: Path, message: &Rc<str>) -> Result<(), Problem> {
        let name = self.processes.path_name(path).clone();
        let process = self.now.states.len().max(self.tasks.processes());
        let sent = self.tasks.send((from, path), &name, process);
        let (Some(task), Some(absent)) = (sent, self.absent) else {
            return Err(Problem::new("A message was sent by no task."));
        };
        self.refuse_too_many(task)?;
        self.make_room();
        let program = self.program.clone();
        let process = self.tasks[task].process;
        let name = self.tasks[task].name.clone();
        let state = self.own_stream(absent, &name);
        let state = self
            .processes
            .with_thread(state, "main", Path::OWN, |memory| {
                let (function, args) = program.worker_call(memory, message);
                memory.spawn(function, args)
            });
        self.now.states[process] = state;
        self.advance(ThreadRef { process, number: 0 }, Answer::Go)
    }

    /// A step can carry on several threads of a process: notices what they have come to.
    fn settle_threads(&mut self, process: usize) -> Result<(), Problem> {
        let state = self.now.states[process];
        for number in 0..self.processes.threads(state) {
            let thread = ThreadRef { process, number };
            self.meet(process, self.processes.path_of(state, number))?;
            match self.processes.pending(state, number) {
                Pending::Sleep(ms) if self.wait_of(thread).is_none() => {
                    let until = self.now.clock + ms;
                    self.set_wait(thread, Some(Wait::Timer { until }));
                }
                Pending::Wait(waiting) => {
                    let waiting = waiting.clone();
                    if let (Some(ms), None) = (waiting.timeout, self.wait_of(thread)) {
                        let until = self.now.clock + ms;
                        self.set_wait(thread, Some(Wait::Timer { until }));
                    }
                    for path in &waiting.timers {
                        self.meet(process, *path)?;
                    }
                }
                ended @ (Pending::Returned(_) | Pending::Raised(_)) => {
                    if let Pending::Raised(raised) = ended {
                        self.refuse_mistake(raised, || self.name_of(thread))?;
                    }
                    self.now.locks.retain(|held| held.by != thread);
                    // A session keeps its connection, and its open transaction, until all have ended;
                    // what setup() has opened is closed with its process.
                    let path = self.processes.path_of(state, number);
                    if self.is_python() && self.tasks.at(process, path).is_some() {
                        self.close_all(process, Some(number));
                    }
                }
                _ => {}
            }
        }
        for task in 0..self.tasks.first() {
            let (process, path) = (self.tasks[task].process, self.tasks[task].path);
            if let Some(Pending::Raised(raised)) =
                self.processes.ended(self.now.states[process], path)
            {
                self.refuse_mistake(raised, || self.name(task).to_owned())?;
            }
        }
        Ok(())
    }

    fn refuse_mistake(
        &self,
        raised: &Raised,
        name: impl FnOnce() -> String,
    ) -> Result<(), Problem> {
        let classes = &raised.classes;
        if !MISTAKES
            .iter()
            .any(|m| classes.iter().any(|class| class == m))
        {
            return Ok(());
        }
        Err(Problem {
            message: format!("Task {}: {}: {}", name(), raised.class, raised.message),
            line: raised.line,
            column: raised.column,
        })
    }

    /// Gives a number to what may be a task that has not been met before.
    fn meet(&mut self, process: usize, path: Path) -> Result<(), Problem> {
        let name = self.processes.path_name(path).clone();
        let met = self.tasks.meet(process, path, &name);
        met.map_or(Ok(()), |task| self.refuse_too_many(task))
    }

    fn refuse_too_many(&self, task: Task) -> Result<(), Problem> {
        if task >= MAX_TASKS {
            return Err(Problem::new(format!(
                "More than {MAX_TASKS} tasks appear in the course of all runs; {} is one of them.",
                self.tasks[task].name
            )));
        }
        Ok(())
    }

    fn take_effects(&mut self, by: ThreadRef, effects: &[Effect]) -> Result<(), Problem> {
        let process = by.process;
        for effect in effects {
            match effect {
                Effect::Connect(how) => {
                    let id = self
                        .database
                        .connect(&how.name, how.timeout)
                        .map_err(|f| Problem::new(f.to_string()))?;
                    self.now.open[process].push(Some(Open {
                        id,
                        how: how.clone(),
                    }));
                }
                Effect::Close(handle) => {
                    if let Some(slot) = self.now.open[process].get_mut(*handle)
                        && let Some(open) = slot.take()
                    {
                        self.close(open.id);
                    }
                }
                Effect::Unlock(name) => self.unlock(name, by),
                Effect::Send(path, message) => self.send(process, *path, message)?,
                Effect::Output(text) => self.last.output.push_str(text),
                Effect::Woke(number) => {
                    let number = *number;
                    self.set_wait(ThreadRef { process, number }, None);
                }
            }
        }
        Ok(())
    }

    /// Closes a process's connections, or those that one of its threads opened.
    fn close_all(&mut self, process: usize, thread: Option<usize>) {
        for handle in 0..self.now.open[process].len() {
            let ours = |open: &mut Open| thread.is_none_or(|thread| open.how.thread == thread);
            if let Some(open) = self.now.open[process][handle].take_if(ours) {
                self.close(open.id);
            }
        }
    }

    fn close(&mut self, connection: ConnectionId) {
        let woke = self.database.close(connection);
        self.note_woken(woke);
    }

    /// The threads of these go on when the one that steps has.
    fn note_woken(&mut self, woke: Vec<(ConnectionId, Finished)>) {
        for (connection, finished) in woke {
            let observed = match self.observing {
                true => self.database.observed(connection),
                false => Observed::default(),
            };
            self.woken.push_back(Woken {
                connection,
                finished: Rc::new(finished),
                observed,
            });
        }
    }

    /// Lets those go on whose statements have ended within this step, each up to its next statement;
    /// that may end statements of others.
    fn let_woken_go_on(&mut self) -> Result<(), Problem> {
        while let Some(woken) = self.woken.pop_front() {
            let Some(thread) = self.sender(woken.connection) else {
                continue;
            };
            let Pending::Statement(statement) = self.pending_of(thread).clone() else {
                continue;
            };
            self.may_abort_more |= woken.finished.may_abort_more();
            let in_transaction = self.database.in_transaction(woken.connection);
            let path = self
                .processes
                .path_of(self.now.states[thread.process], thread.number);
            let task = self.tasks.at(thread.process, path);
            self.last.let_end.push((
                task,
                Sent {
                    statement,
                    finished: Some(woken.finished.clone()),
                    observed: woken.observed,
                    in_transaction,
                    keeps_snapshot: self.database.keeps_snapshot(woken.connection),
                },
            ));
            self.advance(thread, Answer::Statement(woken.finished, in_transaction))?;
            self.send_following_elsewhere(thread)?;
        }
        Ok(())
    }

    fn statement_ended(
        &mut self,
        thread: ThreadRef,
        connection: ConnectionId,
        stepped: Stepped,
    ) -> Result<(), Problem> {
        if self.observing {
            self.last.observed = self.database.observed(connection);
        }
        self.note_woken(stepped.woke);
        match stepped.result {
            None => {
                self.last.blocked = true;
                self.wait_for_lock(thread, connection);
                Ok(())
            }
            Some(finished) => {
                self.may_abort_more |= finished.may_abort_more();
                let finished = Rc::new(finished);
                self.last.finished = Some(finished.clone());
                let in_transaction = self.database.in_transaction(connection);
                self.advance(thread, Answer::Statement(finished, in_transaction))
            }
        }
    }

    fn wait_for_lock(&mut self, thread: ThreadRef, connection: ConnectionId) {
        if self.wait_of(thread).is_none() {
            let timeout = self.database.timeout(connection);
            let until = timeout.map(|timeout| self.now.clock + u64::from(timeout));
            self.set_wait(thread, Some(Wait::Statement { until }));
        }
    }

    /// The thread whose statement runs on a connection.
    fn sender(&self, connection: ConnectionId) -> Option<ThreadRef> {
        (0..self.now.states.len()).find_map(|process| {
            let threads = 0..self.processes.threads(self.now.states[process]);
            let mut threads = threads.map(|number| ThreadRef { process, number });
            threads.find(|thread| match self.pending_of(*thread) {
                Pending::Statement(statement) => self
                    .open(process, statement.handle)
                    .is_some_and(|open| open.id == connection),
                _ => false,
            })
        })
    }

    /// Those of some tasks that may take the next step, if only they do. Time passes only when nothing
    /// else can happen; the earliest timers are due.
    fn next(&self, tasks: impl Iterator<Item = Task> + Clone, into: &mut Vec<Task>) {
        into.extend(tasks.clone().filter(|task| self.is_ready(*task)));
        if into.is_empty() {
            let earliest = tasks.clone().filter_map(|task| self.deadline(task)).min();
            if let Some(earliest) = earliest {
                into.extend(tasks.filter(|task| self.deadline(*task) == Some(earliest)));
            }
        }
    }

    fn is_python(&self) -> bool {
        matches!(self.program.code, Code::Python(_))
    }

    /// Sends what belongs to the same step as the statement that has just ended.
    fn send_following(&mut self, thread: ThreadRef) -> Result<(), Problem> {
        while let Pending::Statement(statement) = self.pending_of(thread)
            && statement.follows
            && self.wait_of(thread).is_none()
        {
            let statement = statement.clone();
            let Some(open) = self.open(thread.process, statement.handle) else {
                return Err(closed_connection());
            };
            let id = open.id;
            if let Some(earlier) = self.last.statement.take() {
                self.last.earlier.push(Sent {
                    statement: earlier,
                    finished: self.last.finished.take(),
                    observed: std::mem::take(&mut self.last.observed),
                    in_transaction: self.database.in_transaction(id),
                    keeps_snapshot: self.database.keeps_snapshot(id),
                });
            }
            let stepped = self.database.execute(id, &statement.sql, &statement.params);
            self.last.statement = Some(statement);
            self.statement_ended(thread, id, stepped)?;
        }
        Ok(())
    }

    /// As [`send_following`](Self::send_following), of a thread whose statement ended within another's step.
    fn send_following_elsewhere(&mut self, thread: ThreadRef) -> Result<(), Problem> {
        let (statement, finished, observed, blocked) = (
            self.last.statement.take(),
            self.last.finished.take(),
            std::mem::take(&mut self.last.observed),
            self.last.blocked,
        );
        let earlier = std::mem::take(&mut self.last.earlier);
        self.send_following(thread)?;
        let task = self.last.let_end.last().and_then(|(task, _)| *task);
        let sent = std::mem::replace(&mut self.last.earlier, earlier);
        let sent = sent.into_iter().map(|sent| (task, sent));
        self.last.let_end.extend(sent);
        if let Some(statement) = self.last.statement.take() {
            let id = self.open(thread.process, statement.handle).map(|o| o.id);
            let sent = Sent {
                statement,
                finished: self.last.finished.take(),
                observed: std::mem::take(&mut self.last.observed),
                in_transaction: id.is_some_and(|id| self.database.in_transaction(id)),
                keeps_snapshot: id.is_some_and(|id| self.database.keeps_snapshot(id)),
            };
            self.last.let_end.push((task, sent));
        }
        self.last.statement = statement;
        self.last.finished = finished;
        self.last.observed = observed;
        self.last.blocked = blocked;
        Ok(())
    }

    /// The statements that the last step, one of this task, sent or let end, in order, each with its task.
    pub fn sent(&mut self, task: Task) -> Vec<(Task, Sent)> {
        let mut sent: Vec<_> = std::mem::take(&mut self.last.earlier)
            .into_iter()
            .map(|sent| (task, sent))
            .collect();
        if let Some(statement) = self.last.statement.clone() {
            let open = self.open_connections().into_iter();
            let own: Vec<_> = open.filter(|(owner, ..)| *owner == task).collect();
            let any = |what: &dyn Fn(ConnectionId) -> bool| own.iter().any(|(.., id)| what(*id));
            let last = Sent {
                statement,
                finished: self.last.finished.clone(),
                observed: self.last.observed.clone(),
                in_transaction: any(&|id| self.database.in_transaction(id)),
                keeps_snapshot: any(&|id| self.database.keeps_snapshot(id)),
            };
            sent.push((task, last));
        }
        let let_end = std::mem::take(&mut self.last.let_end).into_iter();
        sent.extend(let_end.filter_map(|(task, sent)| Some((task?, sent))));
        sent
    }

    /// What the statements that the last step sent wrote and read, for people.
    pub fn observed(&mut self) -> Observed {
        let mut observed = Observed::default();
        let last = std::mem::take(&mut self.last.observed);
        let earlier = self.last.earlier.drain(..).map(|sent| sent.observed);
        for part in earlier.chain([last]) {
            observed.changes.extend(part.changes);
            observed.read.extend(part.read);
            observed.published |= part.published;
        }
        observed
    }

    /// Can this task go on without time passing?
    pub fn is_ready(&self, task: usize) -> bool {
        self.threads(task).any(|thread| self.can_go_on(thread))
    }

    /// Can this thread go on without time passing?
    fn can_go_on(&self, thread: ThreadRef) -> bool {
        let choices = self.database.choices();
        if !choices.is_empty() {
            // Nothing else happens before one of them has gone on.
            return match self.pending_of(thread) {
                Pending::Statement(statement) => self
                    .open(thread.process, statement.handle)
                    .is_some_and(|open| choices.contains(&open.id)),
                _ => false,
            };
        }
        match self.pending_of(thread) {
            Pending::Returned(_) | Pending::Raised(_) => false,
            // What is over is over, for the second of two timers as well.
            Pending::Wait(_) | Pending::Sleep(_) | Pending::Result(_) => self
                .deadline_of(thread)
                .is_some_and(|deadline| deadline <= self.now.clock),
            Pending::Start | Pending::Woken | Pending::File(_) => true,
            Pending::Lock(locking) => {
                let deadline = self.deadline_of(thread);
                self.holder(locking).is_none()
                    || deadline.is_some_and(|deadline| deadline <= self.now.clock)
            }
            Pending::Statement(statement) => {
                self.wait_of(thread).is_none()
                    || self
                        .open(thread.process, statement.handle)
                        .is_some_and(|open| self.database.can_proceed(open.id))
            }
        }
    }

    /// What the run has come to, if it is over.
    pub fn ending_if_over(&mut self) -> Result<Option<Ending>, Problem> {
        let mut enabled = Vec::new();
        self.enabled(&mut enabled);
        if enabled.is_empty() {
            return self.ending().map(Some);
        }
        Ok(None)
    }

    /// When waiting would end by itself, if it would.
    pub fn deadline(&self, task: usize) -> Option<u64> {
        self.threads(task)
            .filter_map(|thread| self.deadline_of(thread))
            .min()
    }

    fn deadline_of(&self, thread: ThreadRef) -> Option<u64> {
        match self.wait_of(thread)? {
            Wait::Timer { until } => Some(until),
            Wait::Statement { until } | Wait::Other { until } => until,
        }
    }

    /// The clock goes on to where this thread waits no longer.
    fn let_time_pass(&mut self, thread: ThreadRef) {
        if let Some(deadline) = self.deadline_of(thread)
            && deadline > self.now.clock
        {
            self.now.clock = deadline;
            self.database.set_clock(deadline);
        }
    }

    /// What a task stands at, if that can be its end.
    fn last_pending(&self, task: usize) -> Option<&Pending> {
        let info = &self.tasks[task];
        let state = self.now.states[info.process];
        match info.thread {
            // One that has not been sent has no thread yet.
            Some(thread) => (thread < self.processes.threads(state))
                .then(|| self.processes.pending(state, thread)),
            None => self.processes.ended(state, info.path),
        }
    }

    fn has_ended(&self, task: usize) -> bool {
        self.last_pending(task).is_some_and(Pending::ended)
    }

    /// How a task ended, if it has.
    pub fn result_if_ended(&self, task: usize) -> Option<TaskResult> {
        self.end(task).map(|end| end.result)
    }

    fn end(&self, task: usize) -> Option<TaskEnd> {
        let state = self.now.states[self.tasks[task].process];
        Some(match self.last_pending(task)? {
            Pending::Returned(repr) => {
                let session = self.processes.session(state);
                TaskEnd {
                    result: TaskResult::Returned {
                        value: repr.to_string(),
                        steps: session.map_or_else(Vec::new, |session| session.json()),
                    },
                    refused: session.is_some_and(|session| session.refused()),
                    failed: session.is_some_and(|session| session.failed()),
                }
            }
            Pending::Raised(raised) => TaskEnd {
                refused: is_refusal(&raised.classes, &raised.message),
                failed: is_database_error(&raised.classes),
                result: TaskResult::Raised {
                    class: raised.class.clone(),
                    // Details of the database's are about the way, not about what it led to.
                    message: match is_database_error(&raised.classes) {
                        true => raised.message.lines().next().unwrap_or_default().to_owned(),
                        false => raised.message.clone(),
                    },
                },
            },
            _ => return None,
        })
    }

    fn check_invariants(&mut self, content: u128) -> Result<Rc<[bool]>, Problem> {
        let program = self.program.clone();
        let Code::Python(image) = &program.code else {
            return Ok(Rc::default());
        };
        let threads = program.surroundings.settings.concurrency == Concurrency::Threads;
        let shared = threads.then(|| self.now.states[0]);
        if let Some(known) = self.invariants.get(&(content, shared)) {
            return Ok(known.clone());
        }
        let before = self.now.clone();
        let snapshot = self.database.snapshot();
        self.make_room();
        let process = if threads {
            0
        } else {
            let image = self.processes.add((**image).clone());
            let state = self.own_stream(image, "invariants");
            self.add_process(state)
        };
        let mut holds = Vec::with_capacity(program.invariants.len());
        for name in &program.invariants {
            let state = self.now.states[process];
            let state = self
                .processes
                .with_thread(state, "main", Path::OWN, |memory| {
                    let function = program.function(memory, &format!("invariant_{name}"));
                    memory.spawn(function, Vec::new())
                });
            self.now.states[process] = state;
            let thread = self.processes.threads(state) - 1;
            let what = format!("invariant_{name}()");
            holds.push(match self.run_alone(process, thread, &what)? {
                Pending::Returned(repr) => &*repr != "False",
                _ => false,
            });
        }
        if !threads {
            self.close_all(process, None);
        }
        self.now = before;
        if let Some(snapshot) = snapshot {
            self.database.restore(&snapshot);
        }
        let holds: Rc<[bool]> = holds.into();
        self.invariants.insert((content, shared), holds.clone());
        Ok(holds)
    }

    fn take_step(&mut self, task: Task) -> Result<(), Problem> {
        if self.now.steps.len() <= task {
            self.now.steps.resize(task + 1, 0);
        }
        self.now.steps[task] += 1;
        if self.now.steps[task] > MAX_TASK_STEPS {
            return Err(Problem::new(format!(
                "Task {} took {MAX_TASK_STEPS} steps and did not end. Is there a loop that never stops?",
                self.name(task)
            )));
        }
        self.last = LastStep::default();
        self.go_on(task)?;
        self.let_woken_go_on()
    }

    /// Ends the statement that a task waits at as its user would; whether the database can do that.
    pub fn cancel(&mut self, task: Task) -> Result<bool, Problem> {
        let thread = self.thread(task);
        let Pending::Statement(statement) = self.pending_of(thread).clone() else {
            return Ok(false);
        };
        let Some(open) = self.open(thread.process, statement.handle) else {
            return Err(closed_connection());
        };
        let id = open.id;
        let Some(stepped) = self.database.cancel(id) else {
            return Ok(false);
        };
        if stepped.result.is_none() {
            return Ok(false);
        }
        self.last = LastStep::default();
        self.last.statement = Some(statement);
        self.last.blocked = true;
        self.statement_ended(thread, id, stepped)?;
        self.send_following(thread)?;
        self.let_woken_go_on()?;
        Ok(true)
    }

    fn go_on(&mut self, task: Task) -> Result<(), Problem> {
        let thread = self.thread(task);
        let ready = self.can_go_on(thread);
        match self.pending_of(thread).clone() {
            Pending::Statement(statement) => {
                self.last.statement = Some(statement.clone());
                let Some(open) = self.open(thread.process, statement.handle) else {
                    return Err(closed_connection());
                };
                let id = open.id;
                self.last.blocked = self.wait_of(thread).is_some();
                let stepped = match (self.wait_of(thread), ready) {
                    (None, _) => self.database.execute(id, &statement.sql, &statement.params),
                    (Some(_), true) => self.database.retry(id),
                    (Some(_), false) => {
                        self.let_time_pass(thread);
                        self.database.time_out(id)
                    }
                };
                self.statement_ended(thread, id, stepped)?;
                self.send_following(thread)
            }
            Pending::Lock(locking) => {
                let name = &locking.name;
                if self.holder(&locking).is_some() {
                    self.last.event = Some(format!("waited no longer for the lock {name:?}"));
                    self.let_time_pass(thread);
                    return self.advance(thread, Answer::TimedOut(Path::OWN));
                }
                self.last.event = Some(format!("took the lock {name:?}"));
                self.lock(&locking, thread);
                self.advance(thread, Answer::Go)
            }
            Pending::File(call) => {
                let answer = self.touch(&call);
                self.advance(thread, answer)
            }
            Pending::Result(_) => {
                self.last.event = Some("waited no longer: its timeout ended".to_owned());
                self.let_time_pass(thread);
                self.advance(thread, Answer::TimedOut(Path::OWN))
            }
            Pending::Sleep(ms) => {
                self.last.event = Some(format!("woke up after {ms} ms"));
                self.let_time_pass(thread);
                self.advance(thread, Answer::Go)
            }
            Pending::Start => self.advance(thread, Answer::Go),
            Pending::Woken => {
                self.last.event = Some("went on: what it waited for had happened".to_owned());
                self.advance(thread, Answer::Go)
            }
            Pending::Wait(waiting) => {
                let (ms, path) = (waiting.timeout.unwrap_or(0), self.tasks[task].path);
                self.last.event = Some(match waiting.wake == Wake::Serving {
                    true => format!("woke up after {ms} ms"),
                    false => "waited no longer: its timeout ended".to_owned(),
                });
                self.let_time_pass(thread);
                let whose = waiting.timers.contains(&path);
                let path = if whose { path } else { Path::OWN };
                self.advance(thread, Answer::TimedOut(path))
            }
            Pending::Returned(_) | Pending::Raised(_) => Ok(()),
        }
    }

    /// The tasks that a schedule names. It is run if one of them has not been met yet: some appear only on
    /// the way.
    ///
    /// # Errors
    /// If it cannot be run.
    pub fn tasks_of_schedule(&mut self, schedule: &[String]) -> Result<Vec<Task>, Problem> {
        let met = |name: &String| (0..self.tasks.len()).find(|task| self.name(*task) == name);
        if let Some(tasks) = schedule.iter().map(met).collect() {
            return Ok(tasks);
        }
        self.reset();
        let mut tasks = Vec::with_capacity(schedule.len());
        for name in schedule {
            let mut enabled = Vec::new();
            self.enabled(&mut enabled);
            let task = enabled.into_iter().find(|task| self.name(*task) == name);
            let task =
                task.ok_or_else(|| Problem::new(format!("The schedule's {name} cannot go on.")))?;
            self.step(task)?;
            tasks.push(task);
        }
        Ok(tasks)
    }

    /// The processes that there are now: those of the start, then those that messages have begun, by name,
    /// as their numbers depend on which of them was met first.
    fn processes_in_order(&self) -> Vec<usize> {
        let states = self.now.states.iter().enumerate();
        let present = states.filter(|(_, state)| Some(**state) != self.absent);
        let mut order: Vec<usize> = present.map(|(process, _)| process).collect();
        order.sort_by_key(|process| self.tasks.begun_by_message(*process));
        order
    }

    fn hash_waits(&self, process: usize, hasher: &mut Hasher128) {
        for (thread, wait) in self.now.waits[process].iter().enumerate() {
            let Some(wait) = wait else { continue };
            // Only how long is left matters.
            let left = match wait {
                Wait::Statement { until: None } => (4, 0),
                Wait::Statement { until: Some(until) } => (0, until.saturating_sub(self.now.clock)),
                Wait::Timer { until } => (1, until.saturating_sub(self.now.clock)),
                Wait::Other { until: None } => (2, 0),
                Wait::Other { until: Some(until) } => (3, until.saturating_sub(self.now.clock)),
            };
            (thread, left).hash(hasher);
        }
        // Tells the list from what follows.
        usize::MAX.hash(hasher);
    }

    /// What the run has come to, each copy with its own end.
    pub fn ending(&mut self) -> Result<Ending, Problem> {
        let mut enabled = Vec::new();
        self.enabled(&mut enabled);
        let mut stuck = false;
        let sent = self.tasks.first()..self.tasks.len();
        let sent = sent.filter(|task| self.tasks[*task].owner == *task && self.exists(*task));
        let mut tasks = Vec::with_capacity(self.tasks.first());
        for task in (0..self.tasks.first()).chain(sent) {
            let end = self.end(task).unwrap_or_else(|| {
                let steps = self.now.steps.get(task).copied().unwrap_or(0);
                let result = if steps == 0 && !enabled.is_empty() {
                    TaskResult::Unstarted
                } else {
                    stuck = enabled.is_empty();
                    let what = match self.standing(task) {
                        Standing::Waiting(why) => why,
                        Standing::Ready(_) | Standing::Ended(_) => String::new(),
                    };
                    TaskResult::Waiting { what }
                };
                TaskEnd {
                    result,
                    refused: false,
                    failed: false,
                }
            });
            tasks.push((task, end));
        }
        self.close_sessions();
        if stuck {
            // Whoever ends such processes ends their statements and transactions.
            let open: Vec<_> = self.now.open.iter().flatten().flatten().collect();
            let open: Vec<_> = open.iter().map(|open| open.id).collect();
            for id in &open {
                if !self.database.blockers(*id).is_empty() {
                    self.database.time_out(*id);
                }
            }
            for id in open {
                self.database.close(id);
            }
        }
        // Nobody is left who would go on.
        self.woken.clear();
        let content = self.database.content_digest();
        let tables = match self.tables.by_digest.get(&content) {
            Some(number) => *number,
            None => {
                let tables = self.database.tables();
                self.tables.number(content, tables)
            }
        };
        let invariants = self.check_invariants(content)?;
        Ok(Ending {
            tables,
            tasks: tasks.into(),
            invariants,
            stuck,
        })
    }
}

fn closed_connection() -> Problem {
    Problem::new("A statement was sent on a connection that is closed.")
}

impl<D: Database> System for World<D> {
    type Key = u128;
    type Outcome = Ending;
    type Checkpoint = Checkpoint<D::Snapshot>;
    type Problem = Problem;

    fn tasks(&self) -> usize {
        self.tasks.first()
    }

    fn owner(&self, task: Task) -> Task {
        self.tasks[task].owner
    }

    fn reset(&mut self) {
        let (situation, snapshot) = &self.start;
        self.now.clone_from(situation);
        self.database.restore(snapshot);
        self.make_room();
        let program = self.program.clone();
        if let Code::Sql(spec) = &program.code {
            // It went well when the world was made, from this same state.
            let _ = self.open_sessions(spec);
        }
    }

    fn enabled(&self, into: &mut Vec<Task>) {
        self.next(0..self.tasks.len(), into);
    }

    fn enabled_alone(&self, owner: Task, into: &mut Vec<Task>) {
        // Whoever waits for what it has sent lets that run.
        let mut owners = vec![owner];
        let mut at = 0;
        while let Some(owner) = owners.get(at).copied() {
            at += 1;
            let own = (0..self.tasks.len()).filter(|task| self.tasks[*task].owner == owner);
            for thread in own.flat_map(|task| self.threads(task)) {
                if let Pending::Result(awaited) = self.pending_of(thread) {
                    let task = self.awaited(thread.process, awaited.path);
                    owners.extend(task.filter(|task| !owners.contains(task)));
                }
            }
        }
        let tasks = 0..self.tasks.len();
        let tasks = tasks.filter(|task| owners.contains(&self.tasks[*task].owner));
        self.next(tasks, into);
    }

    fn sent(&self, into: &mut Vec<Task>) {
        let met = self.tasks.first()..self.tasks.len();
        let alone = met.filter(|task| self.tasks[*task].owner == *task && self.exists(*task));
        into.extend(alone.filter(|task| !self.finished(*task)));
    }

    fn reset_symmetric(&mut self) {
        self.reset();
        if !self.program.copies.is_empty() {
            self.now.who = (0..self.tasks.first()).collect();
        }
    }

    fn number_after(&self, task: Task) -> Task {
        self.number_after.unwrap_or(task)
    }

    fn twins(&mut self, one: Task, other: Task) -> bool {
        let mut copies = self.program.copies.iter();
        copies.any(|copies| copies.contains(&one) && copies.contains(&other))
            && self.digest_of(one) == self.digest_of(other)
    }

    fn step(&mut self, task: Task) -> Result<(), Problem> {
        beat();
        self.take_step(task)?;
        self.number_after = None;
        if !self.now.who.is_empty() {
            self.number_after = Some(self.arrange(task)?);
        }
        Ok(())
    }

    fn blocked(&self) -> bool {
        self.last.blocked
    }

    fn finished(&self, task: Task) -> bool {
        let serves = |thread: &ThreadRef| matches!(self.pending_of(*thread), Pending::Wait(w) if w.wake == Wake::Serving && w.timeout.is_none());
        let mut all = (0..self.tasks.len()).filter(|other| self.tasks[*other].owner == task);
        self.has_ended(task) && all.all(|task| self.threads(task).all(|t| serves(&t)))
    }

    fn key(&mut self) -> u128 {
        let mut hasher = Hasher128::new();
        hasher.write_u128(self.timeless_key());
        if self.program.reads_clock {
            self.now.clock.hash(&mut hasher);
        }
        hasher.finish128()
    }

    fn timeless_key(&mut self) -> u128 {
        let mut hasher = Hasher128::new();
        let order = self.processes_in_order();
        let mut ids = Vec::new();
        for &process in &order {
            if let Some(name) = self.tasks.begun_by_message(process) {
                name.hash(&mut hasher);
            }
            hasher.write_u128(self.processes.digest(self.now.states[process]));
            self.hash_waits(process, &mut hasher);
            for slot in &self.now.open[process] {
                slot.is_some().hash(&mut hasher);
                ids.extend(slot.as_ref().map(|open| open.id));
            }
        }
        let place = |process| order.iter().position(|other| *other == process);
        let locks = self.now.locks.iter();
        let mut locks: Vec<_> = locks
            .map(|held| {
                (
                    &held.name,
                    place(held.by.process),
                    held.by.number,
                    held.shared,
                )
            })
            .collect();
        locks.sort_unstable();
        locks.hash(&mut hasher);
        self.now.files.hash(&mut hasher);
        hasher.write_u128(self.database.digest(&ids));
        hasher.finish128()
    }

    fn outcome(&mut self) -> Result<Ending, Problem> {
        let ending = self.ending()?;
        Ok(ending.with_copies_in_order(&self.program))
    }

    fn checkpoint(&mut self) -> Option<Self::Checkpoint> {
        let database = self.database.snapshot()?;
        Some(Checkpoint {
            situation: self.now.clone(),
            database,
        })
    }

    fn restore(&mut self, checkpoint: &Self::Checkpoint) {
        self.now.clone_from(&checkpoint.situation);
        self.database.restore(&checkpoint.database);
        self.make_room();
    }
}

impl TablesById {
    fn number(&mut self, content: u128, tables: Tables) -> usize {
        // Content can differ where nobody looks (sequences of deleted rows): the rows decide.
        let text = serde_json::to_string(&tables).unwrap_or_default();
        let number = *self.by_text.entry(text).or_insert_with(|| {
            self.all.push(tables);
            self.all.len() - 1
        });
        self.by_digest.insert(content, number);
        number
    }
}
