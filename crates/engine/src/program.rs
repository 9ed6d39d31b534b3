//! A scenario read and ready to run: its functions, its models, its first memory.

use crate::processes::{Model, Surroundings, load};
use lockstep_python::{Data, Library, Limits, Process, Stop, Value, compile};
use lockstep_scenario::{Concurrency, DatabaseKind, Language, Problem, Scenario, Settings, Spec};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// The module that a scenario's file becomes; also Django's app label.
const MODULE: &str = "scenario";

/// Largest source that is read, in bytes.
const MAX_SOURCE: usize = 256 * 1024;

/// Most tasks, copies included, that one run may have.
const MAX_TASKS: usize = 16;

/// Work between two statements of a task, in the VM's units: some tenths of a second.
const MAX_WORK: u64 = 3_000_000;

/// Bytes that a process may hold.
const MAX_HEAP: usize = 64 * 1024 * 1024;

/// Bytes that a task may print.
const MAX_OUTPUT: usize = 64 * 1024;

/// Constants that Django reads from its settings, where a scenario may have them at its top.
const CONSTANTS: &[&str] = &["ATOMIC_REQUESTS", "DATABASES"];

/// A scenario read and ready to run.
pub struct Program {
    /// Tasks in the order of the file, copies one after the other.
    pub tasks: Vec<TaskFunction>,
    /// Tasks that run the same function, each in a process of its own: nothing tells them apart but their
    /// names.
    pub copies: Vec<Range<usize>>,
    /// Whether random numbers may be drawn: then no process is like another one.
    pub draws: bool,
    /// Whether somebody may ask what time it is: then states at different times are different, even if
    /// nobody waits for anything.
    pub reads_clock: bool,
    /// Names of the invariants, without `invariant_`.
    pub invariants: Vec<String>,
    /// Whether there is a `setup`.
    pub has_setup: bool,
    /// Models in the order of their declaration.
    pub models: Vec<Model>,
    /// The name of the database in which the models' tables are.
    pub database: String,
    /// What runs.
    pub code: Code,
    /// What host calls need to know.
    pub surroundings: Rc<Surroundings>,
}

/// What a program's processes run.
pub enum Code {
    /// Python: the memory after the file was read. Every process begins with it.
    Python(Box<Process>),
    /// Sessions of plain SQL.
    Sql(Spec),
}

/// A task and the function it runs.
pub struct TaskFunction {
    /// As reports name it.
    pub name: String,
    /// The function's name in the file.
    pub function: String,
    /// It is a coroutine function: all of these share one event loop.
    pub is_async: bool,
}

/// Whether a scenario may ask what time it is, as far as its text tells: it can only if it says so. Sleeping is
/// no asking; threads, event loops and Celery keep times of their own.
fn reads_clock(source: &str) -> bool {
    let sleeps = ["import time\n", "from time import sleep\n", "time.sleep("];
    let rest = sleeps
        .iter()
        .fold(source.to_lowercase(), |text, sleep| text.replace(sleep, ""));
    let words = [
        "time", "clock", "now", "today", "current_", "julian", "epoch", "thread", "async", "celery",
    ];
    words.iter().any(|word| rest.contains(word))
}

impl Program {
    /// Reads a scenario.
    ///
    /// # Errors
    /// What is wrong with it, with a place where there is one.
    pub fn read(scenario: &Scenario) -> Result<Program, Problem> {
        let settings = &scenario.settings;
        refuse_unsupported(scenario)?;
        if scenario.source.len() > MAX_SOURCE {
            return Err(Problem::new(format!(
                "The file has {} KB; a scenario may have {} KB. Keep only what the race needs.",
                scenario.source.len() / 1000,
                MAX_SOURCE / 1024
            )));
        }
        if scenario.language == Language::Spec {
            return Program::of_sessions(Spec::parse(&scenario.source)?, settings);
        }
        let library = library();
        let code = library
            .compile(&scenario.source, "scenario.py")
            .map_err(|e| Problem::at(e.message, e.line, e.column))?;
        let mut image = first_memory(&library, &scenario.source, settings.database);
        let mut surroundings = Surroundings {
            settings: settings.plain(),
            constants: HashMap::new(),
        };
        let thread = image.load(&code, MODULE);
        let models = load(&mut image, thread, &surroundings)?;
        for name in CONSTANTS {
            if let Some(value) = image.lookup(&format!("{MODULE}.{name}")) {
                surroundings
                    .constants
                    .insert((*name).to_owned(), image.data(value));
            }
        }
        let (tasks, invariants, has_setup) = functions(&image, &scenario.source, settings)?;
        if tasks.iter().any(|task| task.is_async) {
            check_async_strategy(&settings.strategy, &tasks)?;
            let event_loop =
                compile("import _tasks\n", "tasks.py").map_err(|e| Problem::new(e.message))?;
            let thread = image.load(&event_loop, "_lockstep");
            load(&mut image, thread, &surroundings)?;
        }
        if settings.strategy != "as-written" {
            let wrappers = match tasks.iter().any(|task| task.is_async) {
                true => "import _strategies, _async_strategies\n",
                false => "import _strategies\n",
            };
            let wrappers =
                compile(wrappers, "strategies.py").map_err(|e| Problem::new(e.message))?;
            let thread = image.load(&wrappers, "_lockstep");
            load(&mut image, thread, &surroundings)?;
        }
        image.freeze();
        // All that is random has one of these names. (Celery's messages have random ids.)
        let draws = ["random", "uuid", "celery"];
        let draws = draws.iter().any(|name| scenario.source.contains(name));
        Ok(Program {
            // Copies that draw are told apart by their numbers; and the processes that a message begins do
            // not change places with its sender.
            copies: match draws {
                true => Vec::new(),
                false => copies(&tasks, surroundings.settings.concurrency),
            },
            draws,
            reads_clock: reads_clock(&scenario.source),
            tasks,
            invariants,
            has_setup,
            database: default_database(&surroundings),
            models,
            code: Code::Python(Box::new(image)),
            surroundings: Rc::new(surroundings),
        })
    }

    /// A program of sessions of plain SQL, each a task.
    ///
    /// # Errors
    /// If there are too many, or a setting asks for what is for Python only.
    pub fn of_sessions(spec: Spec, settings: &Settings) -> Result<Program, Problem> {
        if settings.strategy != "as-written" {
            return Err(Problem::new(format!(
                "The strategy {:?} wraps Python functions; sessions of SQL run as they are written.",
                settings.strategy
            )));
        }
        if let Some(task) = settings.copies.keys().next() {
            return Err(Problem::new(format!(
                "Copies of {task:?} are asked for; a session of SQL runs once, since its steps have names."
            )));
        }
        if spec.sessions.len() > MAX_TASKS {
            return Err(Problem::new(format!(
                "There are {} sessions; at most {MAX_TASKS} can run at once.",
                spec.sessions.len()
            )));
        }
        let session = |session: &lockstep_scenario::SpecSession| TaskFunction {
            name: session.name.clone(),
            function: session.name.clone(),
            is_async: false,
        };
        Ok(Program {
            tasks: spec.sessions.iter().map(session).collect(),
            copies: Vec::new(),
            draws: false,
            reads_clock: true,
            invariants: Vec::new(),
            has_setup: !spec.setups.is_empty(),
            models: Vec::new(),
            database: "default".to_owned(),
            code: Code::Sql(spec),
            surroundings: Rc::new(Surroundings {
                settings: settings.plain(),
                constants: HashMap::new(),
            }),
        })
    }
}

fn copies(tasks: &[TaskFunction], concurrency: Concurrency) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut begin = 0;
    for same in tasks.chunk_by(|one, other| one.function == other.function) {
        let end = begin + same.len();
        if same.len() > 1 && !same[0].is_async && concurrency == Concurrency::Processes {
            found.push(begin..end);
        }
        begin = end;
    }
    found
}

/// What a process may use.
fn limits() -> Limits {
    Limits {
        fuel: MAX_WORK,
        heap_bytes: MAX_HEAP,
        output_bytes: MAX_OUTPUT,
        ..Limits::default()
    }
}

/// Does now what the first scenario that a thread reads would have to wait for.
pub fn warm_up() {
    first_memory(&library(), "django", DatabaseKind::Sqlite);
}

/// What can be imported. Compiled once a thread, shared by all runs in it.
fn library() -> Rc<Library> {
    thread_local! {
        static LIBRARY: Rc<Library> = {
            let mut library = Library::new();
            for (name, source) in lockstep_django::modules() {
                library.module(name, source);
            }
            library.module("_strategies", include_str!("strategies.py"));
            library.module("_async_strategies", include_str!("async_strategies.py"));
            library.module("_tasks", include_str!("tasks.py"));
            Rc::new(library)
        };
    }
    LIBRARY.with(Rc::clone)
}

/// The memory that a scenario is read into: with Django in it already, if the file names it.
/// Importing it takes much longer than reading a scenario, and gives the same every time.
fn first_memory(library: &Rc<Library>, source: &str, database: DatabaseKind) -> Process {
    thread_local! {
        static WITH_DJANGO: RefCell<HashMap<DatabaseKind, Process>> = RefCell::default();
    }
    if !source.contains("django") {
        return Process::new(library, limits());
    }
    WITH_DJANGO.with_borrow_mut(|known| {
        let memory = known
            .entry(database)
            .or_insert_with(|| with_django(library, database));
        memory.clone()
    })
}

/// Django imported, and what its models and the first query of each process import later.
fn with_django(library: &Rc<Library>, database: DatabaseKind) -> Process {
    let backend = match database {
        DatabaseKind::Sqlite => "sqlite3",
        DatabaseKind::Postgres => "postgresql",
    };
    let imports = format!(
        "import django.db.models, django.db.models.schema, django.db.backends.{backend}.base\n"
    );
    let mut memory = Process::new(library, limits());
    if let Ok(code) = library.compile(&imports, "django") {
        let thread = memory.load(&code, "_lockstep_django");
        // Whatever is wrong with the import, the scenario's own will say so.
        if !matches!(memory.run(thread), Stop::Finished { .. }) {
            memory = Process::new(library, limits());
        }
    }
    // What is frozen already need not be gone through again for each scenario.
    memory.freeze();
    memory
}

/// The name of Django's default database: `DATABASES["default"]["NAME"]` if the file has it.
fn default_database(surroundings: &Surroundings) -> String {
    fn entry<'a>(data: &'a Data, name: &str) -> Option<&'a Data> {
        let Data::Dict(entries) = data else {
            return None;
        };
        let found = entries
            .iter()
            .find(|(key, _)| matches!(key, Data::Str(key) if &**key == name));
        found.map(|(_, value)| value)
    }
    let databases = surroundings.constants.get("DATABASES");
    let name = databases
        .and_then(|databases| entry(databases, "default"))
        .and_then(|default| entry(default, "NAME"));
    match name {
        Some(Data::Str(name)) => name.to_string(),
        _ => "default".to_owned(),
    }
}

/// Says so where settings do not fit each other.
fn refuse_unsupported(scenario: &Scenario) -> Result<(), Problem> {
    use lockstep_scenario::Isolation;
    let settings = &scenario.settings;
    if settings.database == DatabaseKind::Sqlite && settings.isolation != Isolation::ReadCommitted {
        return Err(Problem::new(
            "--isolation is for the PostgreSQL profile (--database postgres); SQLite is always serializable.",
        ));
    }
    if let Some(strategy) = lockstep_scenario::strategy(&settings.strategy)
        && let Some(only) = strategy.only.filter(|_| !strategy.fits(settings.database))
    {
        return Err(Problem::new(format!(
            "The strategy {:?} is one of the database {} only; this runs on {}.",
            strategy.id,
            only.as_str(),
            settings.database.as_str()
        )));
    }
    settings.validate().map_err(Problem::new)
}

type Functions = (Vec<TaskFunction>, Vec<String>, bool);

fn functions(image: &Process, source: &str, settings: &Settings) -> Result<Functions, Problem> {
    let mut tasks = Vec::new();
    let mut names = Vec::new();
    let mut invariants = Vec::new();
    let mut has_setup = false;
    for (name, value) in image.globals() {
        if !image.is_function(value) {
            continue;
        }
        let is_async = image.is_coroutine_function(value);
        if is_async && (&*name == "setup" || name.starts_with("invariant_")) {
            return Err(async_problem(source, &name));
        }
        if &*name == "setup" {
            has_setup = true;
        } else if let Some(invariant) = name.strip_prefix("invariant_") {
            invariants.push(invariant.to_owned());
        } else if let Some(task) = name.strip_prefix("task_") {
            names.push(task.to_owned());
            let copies = settings.copies.get(task).copied().unwrap_or(1);
            for copy in 1..=copies {
                tasks.push(TaskFunction {
                    name: if copies == 1 {
                        task.to_owned()
                    } else {
                        format!("{task}-{copy}")
                    },
                    function: name.to_string(),
                    is_async,
                });
            }
        }
    }
    if tasks.is_empty() {
        return Err(Problem::new(
            "There is no task. Write a function for each thing that happens at the same time, and let its name begin with task_, as in def task_alice():",
        ));
    }
    if tasks.len() > MAX_TASKS {
        return Err(Problem::new(format!(
            "There are {} tasks; at most {MAX_TASKS} can run at once.",
            tasks.len()
        )));
    }
    if let Some(unknown) = settings.copies.keys().find(|name| !names.contains(name)) {
        return Err(Problem::new(format!(
            "Copies of {unknown:?} are asked for, but there is no such task; there are {}.",
            names.join(", ")
        )));
    }
    Ok((tasks, invariants, has_setup))
}

/// A coroutine function would give a coroutine that nobody runs.
/// Says which strategies cannot protect async tasks, and why.
fn check_async_strategy(strategy: &str, tasks: &[TaskFunction]) -> Result<(), Problem> {
    let why = match strategy {
        "as-written" | "retry" => return Ok(()),
        "mutex" if tasks.iter().all(|task| task.is_async) => return Ok(()),
        "mutex" => {
            "one lock cannot hold up both an event loop's tasks and other processes; make all tasks async, or none"
        }
        _ => {
            "transaction.atomic() is for plain functions; call one that uses it through sync_to_async, or use the transaction of the async library"
        }
    };
    Err(Problem::new(format!(
        "The strategy {strategy:?} does not fit async tasks: {why}."
    )))
}

fn async_problem(source: &str, name: &str) -> Problem {
    let head = format!("async def {name}(");
    let line = source.lines().position(|line| line.starts_with(&head));
    Problem {
        message: format!(
            "{name} is an async def; it runs alone, so make it a plain def that calls asyncio.run()."
        ),
        line: line.and_then(|line| u32::try_from(line + 1).ok()),
        column: None,
    }
}

impl Program {
    /// The function of the scenario that has this name, and what it is called with: the
    /// strategy's wrapper gets the task as its argument.
    pub fn task_call(&self, memory: &Process, task: usize) -> (Value, Vec<Value>) {
        let function = self.function(memory, &self.tasks[task].function);
        let wrapper = match &self.surroundings.settings.strategy[..] {
            "as-written" => return (function, Vec::new()),
            "mutex" => "_strategies.mutex",
            "retry" => "_strategies.retry",
            "select-for-update" => "_strategies.select_for_update",
            "lock-table" => "_strategies.lock_table",
            "advisory-lock" => "_strategies.advisory_lock",
            "repeatable-read-retry" => "_strategies.repeatable_read_retry",
            "serializable-retry" => "_strategies.serializable_retry",
            _ => "_strategies.atomic",
        };
        let wrapper = memory.lookup(wrapper).expect("loaded with the image");
        (wrapper, vec![function])
    }

    /// The function with which a process begins that a message was sent to, and what it is called with.
    pub fn worker_call(&self, memory: &mut Process, message: &Rc<str>) -> (Value, Vec<Value>) {
        let message = memory.value(&Data::Str(message.clone()));
        let work = memory.lookup("celery._worker.work");
        (work.expect("only Celery sends messages"), vec![message])
    }

    /// The function that runs all async tasks on one event loop, and what it is called with.
    pub fn event_loop_call(&self, memory: &mut Process) -> (Value, Vec<Value>) {
        let tasks = || self.tasks.iter().filter(|task| task.is_async);
        let names = tasks().map(|task| Data::Str(task.name.as_str().into()));
        let wrapper = match &self.surroundings.settings.strategy[..] {
            "mutex" => memory.lookup("_async_strategies.mutex"),
            "retry" => memory.lookup("_async_strategies.retry"),
            _ => None,
        };
        let wrapper = wrapper.unwrap_or_else(|| memory.value(&Data::None));
        let mut args = vec![memory.value(&Data::List(names.collect())), wrapper];
        args.extend(tasks().map(|task| self.function(memory, &task.function)));
        let run = memory.lookup("_tasks.run").expect("loaded with the image");
        (run, args)
    }

    /// A function of the scenario that was there when the file was read.
    pub fn function(&self, memory: &Process, name: &str) -> Value {
        memory
            .lookup(&format!("{MODULE}.{name}"))
            .expect("found when the file was read")
    }
}
