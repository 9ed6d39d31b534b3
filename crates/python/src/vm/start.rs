//! Making processes, and running their threads: what the world outside calls.

use std::cell::Cell;
use std::rc::Rc;

use super::call::Next;
use super::run::Pause;
use super::thread::{OnReturn, State, Thread};
use super::{Base, ExceptionView, Process, Stop, ThreadId, Trouble};
use crate::builtins;
use crate::classes;
use crate::compile::code::Code;
use crate::compile::compile_internal;
use crate::data::Data;
use crate::heap::Heap;
use crate::helpers::{HELPER_NAMES, Helper};
use crate::library::Library;
use crate::limits::{LimitError, LimitKind, Limits};
use crate::names::{self, Names};
use crate::object::{Class, Kind, Layout, NO_NATIVE, NameMap};
use crate::value::{Ref, Value};

/// Instructions that making a process may take: a bound on our own code.
const GENESIS_FUEL: i64 = 10_000_000;

impl Process {
    /// A process in which nothing of the program has run.
    pub fn new(library: &Rc<Library>, limits: Limits) -> Process {
        library.genesis(limits)
    }

    /// The built-in classes, functions and the prelude.
    pub(crate) fn genesis() -> Process {
        let mut process = Process {
            heap: Heap::default(),
            names: Names::default(),
            name_values: Rc::default(),
            chars: Rc::default(),
            scratch: String::new(),
            natives: Rc::default(),
            codes: Rc::default(),
            modules: Rc::default(),
            builtins: Ref(0),
            scenario: None,
            helpers: Rc::default(),
            threads: Vec::new(),
            limits: Limits::default(),
            fuel: Cell::new(GENESIS_FUEL),
            running: 0,
            output: String::new(),
            printed: 0,
            errors: None,
            handling: Value::None,
            epoch: 1,
            lookups: Rc::default(),
            library: Rc::new(Library::empty()),
            base: None,
            next_identity: 0,
            may_finalise: false,
            closing: None,
            refused: None,
        };
        for _ in classes::CLASSES {
            process.heap.alloc(classes::TYPE, Kind::Bare);
        }
        for (i, (name, base)) in classes::CLASSES.iter().enumerate() {
            process.built_in_class(Ref(i as u32), name, base);
        }
        process.builtins = process.new_module(&Rc::from("builtins"));
        process.chars = (0..128u8)
            .map(|code| {
                let name = process
                    .names
                    .intern(char::from(code).encode_utf8(&mut [0; 4]));
                process.name_value(name)
            })
            .collect();
        builtins::register_all(&mut process);
        for (name, source) in crate::library::prelude() {
            process.run_prelude(name, source);
        }
        process
    }

    fn built_in_class(&mut self, r: Ref, name: &str, base: &str) {
        let base = classes::CLASSES
            .iter()
            .position(|(n, _)| *n == base)
            .map(|i| Ref(i as u32));
        let mut mro = vec![r];
        if let Some(base) = base
            && let Some(class) = self.class(base)
        {
            mro.extend(class.mro.iter());
        }
        let exception = mro.contains(&classes::BASE_EXCEPTION);
        let layout = if exception {
            Layout::Exception
        } else if r == classes::OBJECT {
            Layout::Instance
        } else {
            Layout::Native
        };
        let id = self.names.intern(name);
        let name = self.name_value(id);
        self.heap.get_mut(r).kind = Kind::Class(Rc::new(Class {
            name,
            qualname: name,
            bases: base.into_iter().collect(),
            mro: Rc::from(mro),
            attributes: NameMap::default(),
            layout,
            builtin: true,
            maker: NO_NATIVE,
            subclasses: Vec::new(),
            has_dict: exception || r == classes::FUNCTION,
            slots: Rc::default(),
            is_abstract: false,
        }));
        if let Some(base) = base
            && let Kind::Class(class) = &mut self.heap.get_mut(base).kind
        {
            Rc::make_mut(class).subclasses.push(r);
        }
    }

    fn run_prelude(&mut self, name: &str, source: &str) {
        let code = match compile_internal(source, &format!("<{name}>")) {
            Ok(code) => code,
            Err(error) => panic!("{name}: {error}"),
        };
        let module = match self.module("_prelude") {
            Some(module) => module,
            None => self.new_module(&Rc::from("_prelude")),
        };
        // The prelude uses the machine's own functions as if they were built in.
        if let Some(machine) = self.module("_machine")
            && let Kind::Module(machine) = self.heap.kind(machine)
        {
            let entries = machine.names.entries().to_vec();
            if let Kind::Module(module) = &mut self.heap.get_mut(module).kind {
                for (name, value) in entries {
                    if name != names::NAME {
                        Rc::make_mut(module).names.set(name, value);
                    }
                }
            }
        }
        let code = self.link(&code);
        let mut t = Thread::new();
        self.push_module_frame(&mut t, code, module);
        self.fuel.set(GENESIS_FUEL);
        match self.run_loop(&mut t) {
            Pause::Returned(_) => {}
            Pause::Uncaught(exception) => {
                let text = self
                    .str_native(exception)
                    .ok()
                    .flatten()
                    .unwrap_or_default();
                panic!(
                    "{name}: {}: {text}\n{:?}",
                    self.type_name(exception),
                    self.trace_lines(exception)
                );
            }
            _ => panic!("{name} did not finish"),
        }
        // What the machine asks for is found by number.
        let Kind::Module(module) = self.heap.kind(module) else {
            return;
        };
        let entries = module.names.entries().to_vec();
        let mut helpers: Vec<Value> = self.helpers.to_vec();
        helpers.resize(HELPER_NAMES.len(), Value::None);
        for (name, value) in entries {
            let text = self.names.text(name).clone();
            if let Some(at) = HELPER_NAMES.iter().position(|h| *h == text.as_ref()) {
                helpers[at] = value;
            }
            let public = match text.as_ref() {
                "ExceptionGroup" | "BaseExceptionGroup" | "open" => name,
                "map_iterator" => self.names.intern("map"),
                "filter_iterator" => self.names.intern("filter"),
                _ => continue,
            };
            if let Kind::Module(builtins) = &mut self.heap.get_mut(self.builtins).kind {
                Rc::make_mut(builtins).names.set(public, value);
            }
        }
        self.helpers = Rc::new(helpers);
        // The library may use what the prelude defines.
        let prelude = self.module("_prelude").map(|r| self.heap.kind(r).clone());
        if let (Some(Kind::Module(prelude)), Some(machine)) = (prelude, self.module("_machine"))
            && let Kind::Module(machine) = &mut self.heap.get_mut(machine).kind
        {
            let machine = Rc::make_mut(machine);
            for &(name, value) in prelude.names.entries() {
                if name != names::NAME {
                    machine.names.set(name, value);
                }
            }
        }
    }

    /// Places and functions that an exception passed, innermost first, library code included.
    fn trace_lines(&self, exception: Value) -> Vec<String> {
        let Value::Ref(r) = exception else {
            return Vec::new();
        };
        let Kind::Exception(e) = self.heap.kind(r) else {
            return Vec::new();
        };
        e.traceback
            .iter()
            .map(|entry| {
                let linked = &self.codes[entry.code as usize];
                format!(
                    "{}:{} in {}",
                    linked.code.file,
                    linked.code.span(entry.pc as usize).line,
                    linked.code.name
                )
            })
            .collect()
    }

    /// Make a thread that runs a program's top level as the module `module`.
    pub fn load(&mut self, code: &Rc<Code>, module: &str) -> ThreadId {
        let code = self.link(code);
        let name: Rc<str> = Rc::from(module);
        Rc::make_mut(&mut self.modules).retain(|(known, _)| *known != name);
        let module = self.new_module(&name);
        self.scenario = Some(module);
        let file = self.str(&self.codes[code as usize].code.file.clone());
        let id = self.names.intern("__file__");
        if let Kind::Module(module) = &mut self.heap.get_mut(module).kind {
            Rc::make_mut(module).names.set(id, file);
        }
        let globals = module;
        let mut t = Thread::new();
        // The top level is called as a function of the module, by the same wrapper as other threads.
        let none = Value::None;
        let text = self.str("<module>");
        let function = self.alloc(
            classes::FUNCTION,
            Kind::Function(Rc::new(crate::object::Function {
                code,
                globals,
                name: text,
                qualname: text,
                module: none,
                doc: none,
                defaults: Rc::from([]),
                keyword_defaults: Rc::from([]),
                closure: Rc::from([]),
            })),
        );
        self.start(&mut t, function, &[]);
        self.threads.push(Rc::new(t));
        ThreadId(self.threads.len() as u32 - 1)
    }

    /// Make a thread that calls `function(*args)`.
    pub fn spawn(&mut self, function: Value, args: Vec<Value>) -> ThreadId {
        let mut t = Thread::new();
        self.start(&mut t, function, &args);
        self.threads.push(Rc::new(t));
        ThreadId(self.threads.len() as u32 - 1)
    }

    fn start(&mut self, t: &mut Thread, function: Value, args: &[Value]) {
        let args = self.tuple(args);
        self.fuel.set(i64::MAX);
        let main = self.helper(Helper::ThreadMain);
        if let Err(
            Trouble::Raise(exception) | Trouble::Reraise(exception) | Trouble::Thrown(exception),
        ) = self.call_values(t, main, &[function, args], OnReturn::Push)
        {
            // Only if the prelude is broken.
            t.stack.push(exception);
        }
    }

    /// Start a thread, or continue one that has not stopped at a host call.
    pub fn run(&mut self, thread: ThreadId) -> Stop {
        self.advance(thread, |_, _| Ok(()))
    }

    /// Answer the host call at which a thread stopped, and run on.
    pub fn resume(&mut self, thread: ThreadId, result: Data) -> Stop {
        self.advance(thread, |process, t| {
            let value = process.import_data(&result);
            t.stack.push(value);
            Ok(())
        })
    }

    /// Answer the host call at which a thread stopped with an exception, and run on. `class` is a
    /// built-in one, or `module.Class` of a module that has been imported.
    pub fn resume_raise(&mut self, thread: ThreadId, class: &str, args: Vec<Data>) -> Stop {
        let class = class.to_string();
        self.advance(thread, move |process, t| {
            let Some(class) = process.find_class(&class) else {
                return Err(process.raise(
                    classes::SYSTEM_ERROR,
                    &format!("no exception class {class}"),
                ));
            };
            let args: Vec<Value> = args.iter().map(|arg| process.import_data(arg)).collect();
            // Its `__init__` may be Python: raise it in a frame of the prelude.
            let helper = process.helper(Helper::ExceptionText);
            let tuple = process.tuple(&args);
            match process.call_values(t, helper, &[Value::Ref(class), tuple], OnReturn::Push)? {
                Next::Go | Next::Switch | Next::Host(_) => Ok(()),
            }
        })
    }

    fn find_class(&self, name: &str) -> Option<Ref> {
        let found = match name.rsplit_once('.') {
            Some((module, class)) => {
                let module = self.module(module)?;
                let Kind::Module(module) = self.heap.kind(module) else {
                    return None;
                };
                module.names.get(self.names.find(class)?)?
            }
            None => {
                let Kind::Module(builtins) = self.heap.kind(self.builtins) else {
                    return None;
                };
                builtins.names.get(self.names.find(name)?)?
            }
        };
        match found {
            Value::Ref(r) if self.is_exception_class(found) => Some(r),
            _ => None,
        }
    }

    fn advance(
        &mut self,
        thread: ThreadId,
        prepare: impl FnOnce(&mut Process, &mut Thread) -> Result<(), Trouble>,
    ) -> Stop {
        let Some(slot) = self.threads.get_mut(thread.0 as usize) else {
            return limit_stop(LimitKind::Fuel, "there is no such thread");
        };
        if let Some(result) = &slot.result {
            return result.as_ref().clone();
        }
        // Take the thread out; a snapshot that shares it keeps its own.
        let shared = std::mem::replace(slot, Rc::new(Thread::new()));
        let mut t = Rc::try_unwrap(shared).unwrap_or_else(|shared| shared.as_ref().clone());
        self.fuel
            .set(i64::try_from(self.limits.fuel).unwrap_or(i64::MAX));
        self.running = thread.0;
        self.handling = t.handling;
        self.output = std::mem::take(&mut t.output);
        self.printed = t.printed;
        let prepared = prepare(self, &mut t);
        let pause = match prepared {
            Ok(()) => self.run_loop(&mut t),
            Err(trouble) => match self.unwind(&mut t, trouble) {
                super::unwind::Unwound::Handler => self.run_loop(&mut t),
                super::unwind::Unwound::Uncaught(exception) => Pause::Uncaught(exception),
                super::unwind::Unwound::Limit(error) => Pause::Limit(error),
            },
        };
        t.handling = self.handling;
        t.output = std::mem::take(&mut self.output);
        t.printed = self.printed;
        self.handling = Value::None;
        let stop = match pause {
            Pause::Host(call) => {
                t.state = State::Waiting;
                Stop::Call(call)
            }
            Pause::Returned(value) => self.finished(value),
            Pause::Uncaught(exception) => self.uncaught(exception),
            Pause::Limit(error) => Stop::Limit(error),
        };
        if !matches!(stop, Stop::Call(_)) {
            t.state = State::Done;
            t.stack = Vec::new();
            t.frames = Vec::new();
            t.handling = Value::None;
            t.result = Some(Rc::new(stop.clone()));
        }
        self.threads[thread.0 as usize] = Rc::new(t);
        stop
    }

    /// `_thread_main` returns `(value, repr)`, or a tuple that describes an exception.
    fn finished(&mut self, value: Value) -> Stop {
        let items = self.items_of(value).unwrap_or_default();
        if let [value, repr] = items[..] {
            let repr = self.as_str(repr).map(|t| t.to_string()).unwrap_or_default();
            return Stop::Finished {
                value: self.export_data(value),
                repr,
            };
        }
        if let [exception, message, traceback] = items[..] {
            return self.describe(exception, message, traceback);
        }
        Stop::Finished {
            value: self.export_data(value),
            repr: String::new(),
        }
    }

    fn describe(&mut self, exception: Value, message: Value, traceback: Value) -> Stop {
        let text = |process: &Process, value: Value| {
            process
                .as_str(value)
                .map(|t| t.to_string())
                .unwrap_or_default()
        };
        let class = self.class_of(exception);
        let mro = self.class(class).map(|c| c.mro.clone()).unwrap_or_default();
        let span = self.raised_at(exception);
        let (exit_status, traceback) = match self.exit_code(exception) {
            None => (None, text(self, traceback)),
            Some(Value::None) => (Some(0), String::new()),
            Some(Value::Bool(b)) => (Some(u8::from(b)), String::new()),
            Some(Value::Int(status)) => (Some(status as u8), String::new()),
            Some(_) => (Some(1), format!("{}\n", text(self, message))),
        };
        Stop::Raised(ExceptionView {
            class: self.class_name(class).to_string(),
            qualified: self.qualified_name(class),
            mro: mro
                .iter()
                .map(|&c| self.class_name(c).to_string())
                .collect(),
            message: text(self, message),
            traceback,
            exit_status,
            line: span.map(|s| s.line),
            column: span.map(|s| s.column),
        })
    }

    /// The `code` of a `SystemExit`.
    fn exit_code(&self, exception: Value) -> Option<Value> {
        let Value::Ref(r) = exception else {
            return None;
        };
        if !self.is_instance_of(exception, classes::SYSTEM_EXIT) {
            return None;
        }
        self.own_attribute(r, self.names.find("code")?)
    }

    /// The innermost place of the program's own code that an exception passed.
    fn raised_at(&self, exception: Value) -> Option<crate::compile::code::Span> {
        let Value::Ref(r) = exception else {
            return None;
        };
        let Kind::Exception(e) = self.heap.kind(r) else {
            return None;
        };
        e.traceback.iter().find_map(|entry| {
            let linked = &self.codes[entry.code as usize];
            (!linked.code.internal).then(|| linked.code.span(entry.pc as usize))
        })
    }

    fn uncaught(&mut self, exception: Value) -> Stop {
        let message = self
            .str_native(exception)
            .ok()
            .flatten()
            .unwrap_or_default();
        let message = self.string(message);
        let empty = self.str("");
        self.describe(exception, message, empty)
    }

    /// What a thread stopped with for good, if it has.
    pub fn result(&self, thread: ThreadId) -> Option<&Stop> {
        self.threads.get(thread.0 as usize)?.result.as_deref()
    }

    /// What a thread printed since this was asked last.
    pub fn take_output(&mut self, thread: ThreadId) -> String {
        match self.threads.get_mut(thread.0 as usize) {
            Some(t) if !t.output.is_empty() => std::mem::take(&mut Rc::make_mut(t).output),
            _ => String::new(),
        }
    }

    /// Keep what is written to standard error out of the threads' output, for
    /// [`Process::take_errors`]. Otherwise it is output as well.
    pub fn keep_errors_apart(&mut self) {
        self.errors = Some(String::new());
    }

    /// What was written to standard error since this was asked last.
    pub fn take_errors(&mut self) -> String {
        self.errors.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The names of the loaded program, in order of definition, with their values.
    pub fn globals(&self) -> Vec<(Rc<str>, Value)> {
        let Some(module) = self.scenario else {
            return Vec::new();
        };
        let Kind::Module(module) = self.heap.kind(module) else {
            return Vec::new();
        };
        module
            .names
            .entries()
            .iter()
            .map(|&(name, value)| (self.names.text(name).clone(), value))
            .filter(|(name, _)| name.as_ref() != "__file__")
            .collect()
    }

    /// A name of the loaded program, or (`module.name`, dots in the module allowed) of an imported
    /// module.
    pub fn lookup(&self, dotted: &str) -> Option<Value> {
        let (module, name) = match dotted.rsplit_once('.') {
            Some((module, name)) => (self.module(module)?, name),
            None => (self.scenario?, dotted),
        };
        let Kind::Module(module) = self.heap.kind(module) else {
            return None;
        };
        module.names.get(self.names.find(name)?)
    }

    /// What a dict of the program has under a text; `None` also if it is no dict.
    pub fn entry(&self, dict: Value, key: &str) -> Option<Value> {
        let Value::Ref(r) = dict else {
            return None;
        };
        let Kind::Dict(dict) = self.heap.kind(r) else {
            return None;
        };
        let mut entries = dict.iter();
        entries
            .find(|(known, _)| self.as_text(*known) == Some(key))
            .map(|(_, value)| value)
    }

    /// Whether a value is a function written with `def` or `lambda`.
    pub fn is_function(&self, value: Value) -> bool {
        matches!(value, Value::Ref(r) if matches!(self.heap.kind(r), Kind::Function(_)))
    }

    /// Whether a value is a function whose call gives a coroutine (`async def`).
    pub fn is_coroutine_function(&self, value: Value) -> bool {
        match value {
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Function(f) => {
                    self.codes[f.code as usize].code.kind
                        == crate::compile::code::CodeKind::Coroutine
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Line of a function's definition in its file.
    pub fn line_of(&self, function: Value) -> Option<u32> {
        match function {
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Function(f) => Some(self.codes[f.code as usize].code.first_line),
                _ => None,
            },
            _ => None,
        }
    }

    /// A value as data that can leave the process.
    pub fn data(&self, value: Value) -> Data {
        self.export_data(value)
    }

    /// Data as a value of this process, for arguments of [`Process::spawn`].
    pub fn value(&mut self, data: &Data) -> Value {
        self.import_data(data)
    }

    /// What a thread waits for: nothing if it has not stopped at a host call.
    pub fn is_waiting(&self, thread: ThreadId) -> bool {
        self.threads
            .get(thread.0 as usize)
            .is_some_and(|t| t.state == State::Waiting)
    }

    /// Number of threads made so far.
    pub fn thread_count(&self) -> usize {
        self.threads.len()
    }

    /// Make this the base image: collect garbage; from now on digests name the objects that have
    /// not changed since by their places. Can be done again later, which then costs what is new.
    pub fn freeze(&mut self) {
        self.collect_idle();
        self.heap.freeze();
        self.base = Some(Base {
            pages: Rc::new(self.heap.pages().to_vec()),
            len: self.heap.len(),
            codes: self.codes.len(),
        });
    }
}

fn limit_stop(kind: LimitKind, message: &str) -> Stop {
    Stop::Limit(LimitError {
        kind,
        message: message.to_string(),
        line: None,
    })
}
