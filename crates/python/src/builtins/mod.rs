//! Native functions and methods.

pub mod bytes;
pub mod classes;
pub mod dicts;
pub mod encodings;
pub mod exceptions;
pub mod format;
pub mod functions;
pub mod lists;
pub mod machine;
pub mod numbers;
pub mod objects;
pub mod sets;
pub mod strings;
pub mod traceback;

use std::rc::Rc;

use ecow::EcoString;

use crate::names::NameId;
use crate::object::{Kind, NO_NATIVE};
use crate::value::{Ref, Value};
use crate::vm::{Args, Fallible, Native, NativeFn, Out, Process, Trouble};

/// Register every native with a new process.
pub fn register_all(process: &mut Process) {
    let machine = process.new_module(&Rc::from("_machine"));
    let host = process.new_module(&Rc::from("_host"));
    let mut registry = Registry {
        process,
        natives: Vec::new(),
        machine,
        host,
    };
    objects::register(&mut registry);
    classes::register(&mut registry);
    functions::register(&mut registry);
    numbers::register(&mut registry);
    strings::register(&mut registry);
    bytes::register(&mut registry);
    encodings::register(&mut registry);
    lists::register(&mut registry);
    dicts::register(&mut registry);
    sets::register(&mut registry);
    exceptions::register(&mut registry);
    traceback::register(&mut registry);
    machine::register(&mut registry);
    let natives = registry.natives;
    process.natives = Rc::new(natives);
    // Built-in classes by name.
    for (i, (name, _)) in crate::classes::CLASSES.iter().enumerate() {
        let module = if crate::classes::is_public(name) {
            process.builtins
        } else {
            machine
        };
        let id = process.names.intern(name);
        if let Kind::Module(module) = &mut process.heap.get_mut(module).kind {
            Rc::make_mut(module)
                .names
                .set(id, Value::Ref(Ref(i as u32)));
        }
    }
    for (name, value) in [
        ("NotImplemented", Value::NotImplemented),
        ("Ellipsis", Value::Ellipsis),
        ("__debug__", Value::Bool(true)),
    ] {
        let id = process.names.intern(name);
        if let Kind::Module(module) = &mut process.heap.get_mut(process.builtins).kind {
            Rc::make_mut(module).names.set(id, value);
        }
    }
    for (alias, of) in [
        ("EnvironmentError", crate::classes::OS_ERROR),
        ("IOError", crate::classes::OS_ERROR),
    ] {
        let id = process.names.intern(alias);
        if let Kind::Module(module) = &mut process.heap.get_mut(process.builtins).kind {
            Rc::make_mut(module).names.set(id, Value::Ref(of));
        }
    }
    let stop = process.names.intern("_STOP");
    if let Kind::Module(module) = &mut process.heap.get_mut(machine).kind {
        Rc::make_mut(module).names.set(stop, Value::Stop);
    }
    process.classes_changed();
}

/// Where natives are entered.
pub struct Registry<'a> {
    process: &'a mut Process,
    natives: Vec<Native>,
    machine: Ref,
    host: Ref,
}

impl Registry<'_> {
    fn add(
        &mut self,
        name: &'static str,
        function: NativeFn,
        binds: bool,
        class: Option<Ref>,
    ) -> u32 {
        self.natives.push(Native {
            name,
            function,
            binds,
            class,
        });
        self.natives.len() as u32 - 1
    }

    fn set_in_module(&mut self, module: Ref, name: &str, value: Value) {
        let id = self.process.names.intern(name);
        if let Kind::Module(module) = &mut self.process.heap.get_mut(module).kind {
            Rc::make_mut(module).names.set(id, value);
        }
    }

    fn set_in_class(&mut self, class: Ref, name: &str, value: Value) {
        let id = self.process.names.intern(name);
        if let Kind::Class(class) = &mut self.process.heap.get_mut(class).kind {
            Rc::make_mut(class).attributes.set(id, value);
        }
    }

    /// A built-in function.
    pub fn function(&mut self, name: &'static str, function: NativeFn) {
        let id = self.add(name, function, false, None);
        let value = self.process.alloc(crate::classes::NATIVE, Kind::Native(id));
        self.set_in_module(self.process.builtins, name, value);
    }

    /// A function for the prelude and the library only (`from _machine import …`).
    pub fn machine(&mut self, name: &'static str, function: NativeFn) {
        let id = self.add(name, function, false, None);
        let value = self.process.alloc(crate::classes::NATIVE, Kind::Native(id));
        self.set_in_module(self.machine, name, value);
    }

    /// A function of `_host`.
    pub fn host(&mut self, name: &'static str, function: NativeFn) {
        let id = self.add(name, function, false, None);
        let value = self.process.alloc(crate::classes::NATIVE, Kind::Native(id));
        self.set_in_module(self.host, name, value);
    }

    pub fn method(&mut self, class: Ref, name: &'static str, function: NativeFn) {
        let id = self.add(name, function, true, Some(class));
        let value = self
            .process
            .alloc(crate::classes::METHOD_DESCRIPTOR, Kind::Native(id));
        self.set_in_class(class, name, value);
    }

    pub fn static_method(&mut self, class: Ref, name: &'static str, function: NativeFn) {
        let id = self.add(name, function, false, None);
        let value = self.process.alloc(crate::classes::NATIVE, Kind::Native(id));
        self.set_in_class(class, name, value);
    }

    pub fn class_method(&mut self, class: Ref, name: &'static str, function: NativeFn) {
        let id = self.add(name, function, true, None);
        let value = self.process.alloc(crate::classes::NATIVE, Kind::Native(id));
        let value = self
            .process
            .alloc(crate::classes::CLASSMETHOD, Kind::ClassMethod(value));
        self.set_in_class(class, name, value);
    }

    /// A native attribute.
    pub fn attribute(
        &mut self,
        class: Ref,
        name: &'static str,
        get: NativeFn,
        set: Option<NativeFn>,
    ) {
        let get = self.add(name, get, false, None);
        let set = match set {
            Some(set) => self.add(name, set, false, None),
            None => NO_NATIVE,
        };
        let value = self
            .process
            .alloc(crate::classes::GETSET, Kind::GetSet(get, set));
        self.set_in_class(class, name, value);
    }

    /// What makes instances of a class: called with the class and the arguments.
    pub fn maker(&mut self, class: Ref, function: NativeFn) {
        let id = self.add("__new__", function, false, None);
        if let Kind::Class(content) = &mut self.process.heap.get_mut(class).kind {
            Rc::make_mut(content).maker = id;
        }
        let value = self.process.alloc(crate::classes::NATIVE, Kind::Native(id));
        self.set_in_class(class, "__new__", value);
    }
}

impl<'a> Args<'a> {
    /// The positional arguments, as many as expected; no keywords.
    pub fn exactly<const N: usize>(
        self,
        process: &mut Process,
        name: &str,
    ) -> Fallible<[Value; N]> {
        self.no_keywords(process, name)?;
        match <[Value; N]>::try_from(self.pos) {
            Ok(values) => Ok(values),
            Err(_) => Err(self.count_error(process, name, N, N)),
        }
    }

    /// Between `MIN` and `MAX` positional arguments, absent ones undefined.
    pub fn between<const MAX: usize>(
        self,
        process: &mut Process,
        name: &str,
        min: usize,
    ) -> Fallible<[Value; MAX]> {
        self.no_keywords(process, name)?;
        if self.pos.len() < min || self.pos.len() > MAX {
            return Err(self.count_error(process, name, min, MAX));
        }
        let mut values = [Value::Undef; MAX];
        values[..self.pos.len()].copy_from_slice(self.pos);
        Ok(values)
    }

    pub fn no_keywords(self, process: &mut Process, name: &str) -> Fallible<()> {
        if self.names.is_empty() {
            return Ok(());
        }
        let name = name.strip_prefix("type.").unwrap_or(name);
        let message = format!("{name}() takes no keyword arguments");
        Err(process.type_error(&message))
    }

    fn count_error(self, process: &mut Process, name: &str, min: usize, max: usize) -> Trouble {
        // Methods are called with their object first, which people do not count.
        let method = name.contains('.');
        let (given, min, max) = if method {
            (
                self.pos.len().saturating_sub(1),
                min.saturating_sub(1),
                max.saturating_sub(1),
            )
        } else {
            (self.pos.len(), min, max)
        };
        let short = name.rsplit('.').next().unwrap_or(name);
        let s = |n: usize| if n == 1 { "" } else { "s" };
        let message = if min == max && method && short.starts_with("__") {
            format!("expected {min} argument{}, got {given}", s(min))
        } else if min == max {
            match min {
                0 => format!("{name}() takes no arguments ({given} given)"),
                1 => format!("{name}() takes exactly one argument ({given} given)"),
                n => format!("{short} expected {n} arguments, got {given}"),
            }
        } else if given < min {
            format!(
                "{short} expected at least {min} argument{}, got {given}",
                s(min)
            )
        } else {
            format!(
                "{short} expected at most {max} argument{}, got {given}",
                s(max)
            )
        };
        process.type_error(&message)
    }

    /// A keyword argument.
    pub fn named(self, name: NameId) -> Option<Value> {
        self.names
            .iter()
            .position(|&n| n == name)
            .map(|i| self.named[i])
    }

    /// Positional and keyword arguments by name, in this order, absent ones undefined.
    pub fn parse<const N: usize>(
        self,
        process: &mut Process,
        function: &str,
        names: [&str; N],
        required: usize,
    ) -> Fallible<[Value; N]> {
        let mut values = [Value::Undef; N];
        if self.pos.len() > N {
            let message = format!(
                "{function}() takes at most {N} arguments ({} given)",
                self.pos.len() + self.names.len()
            );
            return Err(process.type_error(&message));
        }
        values[..self.pos.len()].copy_from_slice(self.pos);
        for (&name, &value) in self.names.iter().zip(self.named) {
            let text = process.names.text(name).clone();
            match names
                .iter()
                .position(|n| *n == text.as_ref() && !n.is_empty())
            {
                Some(at) if values[at].is_undef() => values[at] = value,
                Some(_) => {
                    let message =
                        format!("argument for {function}() given by name ('{text}') and position");
                    return Err(process.type_error(&message));
                }
                None => {
                    let message =
                        format!("'{text}' is an invalid keyword argument for {function}()");
                    return Err(process.type_error(&message));
                }
            }
        }
        for (i, name) in names.iter().enumerate().take(required) {
            if values[i].is_undef() {
                let message = format!(
                    "{function}() missing required argument '{name}' (pos {})",
                    i + 1
                );
                return Err(process.type_error(&message));
            }
        }
        Ok(values)
    }
}

/// An argument, or what stands for its absence.
pub fn or(value: Value, default: Value) -> Value {
    if value.is_undef() { default } else { value }
}

/// Done, with a boolean.
pub fn truth(value: bool) -> Fallible<Out> {
    Ok(Out::Value(Value::Bool(value)))
}

impl Process {
    /// An integer argument.
    pub(crate) fn int_argument(&mut self, value: Value) -> Fallible<i64> {
        match self.as_int(value) {
            Some(i) => Ok(i),
            None if self.as_big(value).is_some() => Err(self.raise(
                crate::classes::OVERFLOW_ERROR,
                "Python int too large to convert to C ssize_t",
            )),
            None => {
                let class = self.class_of(value);
                if self.python_method(class, crate::names::INDEX).is_some() {
                    return Err(Trouble::Index(value));
                }
                Err(Trouble::Raise(self.not_an_integer(value)))
            }
        }
    }

    pub(crate) fn not_an_integer(&mut self, value: Value) -> Value {
        let message = format!(
            "'{}' object cannot be interpreted as an integer",
            self.type_name(value)
        );
        self.exception(crate::classes::TYPE_ERROR, &message)
    }

    /// A string argument.
    pub(crate) fn text_argument(&mut self, value: Value, what: &str) -> Fallible<EcoString> {
        match self.as_str(value) {
            Some(text) => Ok(text),
            None => {
                let message = format!("{what} must be str, not {}", self.type_name(value));
                Err(self.type_error(&message))
            }
        }
    }
}
