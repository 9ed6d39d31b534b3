//! Calling: binding arguments to parameters, and starting frames.

use std::rc::Rc;

use ecow::EcoString;

use super::thread::{Frame, OnReturn, Thread};
use super::{Args, Fallible, Linked, Out, Process, Resume, Trouble};
use crate::classes;
use crate::compile::code::CodeKind;
use crate::helpers::Helper;
use crate::names::{self, NameId};
use crate::object::{Exception, Function, GeneratorState, Kind, Layout, NO_NATIVE};
use crate::value::{Ref, Value};

/// How many objects deep a callable may be wrapped: bound methods of bound methods, objects whose
/// `__call__` is an object that has a `__call__`.
const MAX_WRAPPED: usize = 100;

/// What the interpreter's loop does next.
pub(crate) enum Next {
    /// The result is on the stack (or was not wanted).
    Go,
    /// Another frame is on top.
    Switch,
    /// The thread stops at a host call.
    Host(Box<super::HostCall>),
}

impl Process {
    /// Call what is at `place` on the stack; `place + 1` is `self` or nothing, the arguments follow
    /// up to the end, the last `keywords.len()` of them by keyword.
    pub(crate) fn call(
        &mut self,
        t: &mut Thread,
        place: usize,
        keywords: &[NameId],
        on_return: OnReturn,
    ) -> Fallible<Next> {
        self.charge(1)?;
        for _ in 0..MAX_WRAPPED {
            let callee = t.stack[place];
            let first = if t.stack[place + 1].is_undef() {
                place + 2
            } else {
                place + 1
            };
            let Value::Ref(r) = callee else {
                let message = format!("'{}' object is not callable", self.type_name(callee));
                return Err(self.type_error(&message));
            };
            match self.heap.kind(r) {
                Kind::Function(_) => {
                    return self.call_function(t, place, first, r, keywords, on_return);
                }
                Kind::Native(id) => {
                    let id = *id;
                    let native = &self.natives[id as usize];
                    let split = t.stack.len() - keywords.len();
                    let args = Args {
                        pos: &t.stack[first..split],
                        names: keywords,
                        named: &t.stack[split..],
                    };
                    if let Some(class) = native.class {
                        let this = args.pos.first().copied();
                        if !this.is_some_and(|this| self.is_subclass(self.class_of(this), class)) {
                            return Err(self.wrong_receiver(id, class, this));
                        }
                        // Methods of texts go through all of them.
                        if class == classes::STR || class == classes::BYTES {
                            let len = this.and_then(|this| self.len_native(this));
                            self.charge_wide(len.unwrap_or(0) / 128)?;
                        }
                    } else if args.pos.is_empty() && native.name == "__new__" {
                        return Err(self.type_error("object.__new__(): not enough arguments"));
                    }
                    let out = match (native.function)(self, args) {
                        // Once more, with the integer.
                        Err(Trouble::Index(value)) => {
                            let mut again = vec![callee, value];
                            again.extend_from_slice(&t.stack[first..split]);
                            let named = t.stack[split..].iter().copied();
                            let named = keywords.iter().copied().zip(named).collect();
                            Out::CallNamed(self.helper(Helper::WithIndex), again, named)
                        }
                        other => other?,
                    };
                    t.stack.truncate(place);
                    return self.finish(t, out, on_return);
                }
                Kind::BoundMethod { function, this } => {
                    let (function, this) = (*function, *this);
                    if first == place + 2 {
                        t.stack[place] = Value::Ref(function);
                        t.stack[place + 1] = this;
                    } else {
                        // A bound method of a bound method: one more argument in front.
                        t.stack[place] = Value::Ref(function);
                        t.stack.insert(place + 1, this);
                    }
                }
                Kind::Class(_) => return self.instantiate(t, place, first, r, keywords, on_return),
                Kind::StaticMethod(function) => t.stack[place] = *function,
                _ => {
                    let class = self.heap.get(r).class;
                    match self.type_lookup(class, names::CALL) {
                        Some(call) if !callee.is_undef() => {
                            if first == place + 2 {
                                t.stack[place + 1] = callee;
                            } else {
                                t.stack.insert(place + 1, callee);
                            }
                            t.stack[place] = call;
                        }
                        _ => {
                            let message =
                                format!("'{}' object is not callable", self.type_name(callee));
                            return Err(self.type_error(&message));
                        }
                    }
                }
            }
        }
        Err(self.recursion_error("maximum recursion depth exceeded"))
    }

    /// A method of a built-in class is called without an object of that class.
    #[cold]
    fn wrong_receiver(&mut self, native: u32, class: Ref, this: Option<Value>) -> Trouble {
        let name = self.natives[native as usize].name;
        let class = self.class_name(class);
        let slot = name.starts_with("__") && name.ends_with("__");
        let message = match this.map(|this| self.type_name(this)) {
            None if slot => format!("descriptor '{name}' of '{class}' object needs an argument"),
            None => format!("unbound method {class}.{name}() needs an argument"),
            Some(other) if slot => {
                format!("descriptor '{name}' requires a '{class}' object but received a '{other}'")
            }
            Some(other) => format!(
                "descriptor '{name}' for '{class}' objects doesn't apply to a '{other}' object"
            ),
        };
        self.type_error(&message)
    }

    /// Put a function and arguments on the stack and call it.
    pub(crate) fn call_values(
        &mut self,
        t: &mut Thread,
        function: Value,
        args: &[Value],
        on_return: OnReturn,
    ) -> Fallible<Next> {
        let place = t.stack.len();
        t.stack.push(function);
        t.stack.push(Value::Undef);
        t.stack.extend_from_slice(args);
        self.call(t, place, &[], on_return)
    }

    /// Do with what a native gave back.
    #[inline]
    pub(crate) fn finish(
        &mut self,
        t: &mut Thread,
        out: Out,
        on_return: OnReturn,
    ) -> Fallible<Next> {
        match out {
            Out::Value(value) => {
                if on_return == OnReturn::Push {
                    t.stack.push(value);
                }
                Ok(Next::Go)
            }
            other => self.finish_slowly(t, other, on_return),
        }
    }

    fn finish_slowly(&mut self, t: &mut Thread, out: Out, on_return: OnReturn) -> Fallible<Next> {
        match out {
            Out::Value(value) => {
                if on_return == OnReturn::Push {
                    t.stack.push(value);
                }
                Ok(Next::Go)
            }
            Out::Done => {
                if on_return == OnReturn::Push {
                    t.stack.push(Value::None);
                }
                Ok(Next::Go)
            }
            Out::Call(function, args) => self.call_values(t, function, &args, on_return),
            Out::Discard(function, args) => {
                if on_return == OnReturn::Push {
                    // A native such as `setattr()` whose result is None: keep None below the call.
                    t.stack.push(Value::None);
                }
                self.call_values(t, function, &args, OnReturn::Discard)
            }
            Out::CallNamed(function, args, named) => {
                let place = t.stack.len();
                t.stack.push(function);
                t.stack.push(Value::Undef);
                t.stack.extend_from_slice(&args);
                t.stack.extend(named.iter().map(|n| n.1));
                let keywords: Vec<NameId> = named.iter().map(|n| n.0).collect();
                self.call(t, place, &keywords, on_return)
            }
            Out::Host(call) => {
                if on_return != OnReturn::Push {
                    // The answer is dropped by whoever waits for nothing: keep it simple.
                    return Err(self.raise(
                        classes::RUNTIME_ERROR,
                        "a host call where no value is expected",
                    ));
                }
                Ok(Next::Host(call))
            }
            Out::ClassBody {
                function,
                namespace,
            } => {
                if !matches!(self.heap.kind(function), Kind::Function(_)) {
                    return Err(self.type_error("class body must be a function"));
                }
                let place = t.stack.len();
                t.stack.push(Value::Ref(function));
                t.stack.push(Value::Undef);
                let next = self.call_function(t, place, place + 2, function, &[], on_return)?;
                if let Some(frame) = t.frames.last_mut() {
                    frame.namespace = Some(namespace);
                }
                Ok(next)
            }
            Out::Resume {
                generator,
                with,
                on_return: how,
            } => self.resume_generator(t, generator, with, how),
        }
    }

    /// Start a frame of the function at `r`, with the arguments from `first` on.
    fn call_function(
        &mut self,
        t: &mut Thread,
        place: usize,
        first: usize,
        r: Ref,
        keywords: &[NameId],
        on_return: OnReturn,
    ) -> Fallible<Next> {
        if t.frames.len() >= self.limits.recursion {
            return Err(self.recursion_error("maximum recursion depth exceeded"));
        }
        let Kind::Function(function) = self.heap.kind(r) else {
            return Err(self.type_error("not a function"));
        };
        let linked = &self.codes[function.code as usize];
        let given = t.stack.len() - first;
        if !(linked.simple && keywords.is_empty() && given == linked.parameters) {
            let (function, linked) = (function.clone(), linked.clone());
            self.bind_arguments(t, first, &linked, &function, keywords)?;
        }
        let Kind::Function(function) = self.heap.kind(r) else {
            return Err(self.type_error("not a function"));
        };
        let linked = &self.codes[function.code as usize];
        t.stack.resize(first + linked.slots, Value::Undef);
        if !function.closure.is_empty() {
            let free = first + linked.code.first_free as usize;
            t.stack[free..free + function.closure.len()].copy_from_slice(&function.closure);
        }
        t.frames.push(Frame {
            code: function.code,
            pc: 0,
            base: first as u32,
            ret: place as u32,
            on_return,
            globals: function.globals,
            function: r,
            namespace: None,
            generator: None,
            saved: Value::Undef,
        });
        Ok(Next::Switch)
    }

    /// Arrange the arguments from `first` on as the parameters want them.
    fn bind_arguments(
        &mut self,
        t: &mut Thread,
        first: usize,
        linked: &Rc<Linked>,
        function: &Function,
        keywords: &[NameId],
    ) -> Fallible<()> {
        let given = t.stack.len() - first;
        if linked.simple && keywords.is_empty() && given <= linked.parameters {
            // Only defaults are missing.
            let missing = linked.parameters - given;
            let defaults = &function.defaults;
            if missing > defaults.len() {
                return Err(self.missing_arguments(linked, function, given, &[], keywords));
            }
            t.stack
                .extend_from_slice(&defaults[defaults.len() - missing..]);
            return Ok(());
        }
        let p = linked.code.parameters;
        let positional = p.positional as usize;
        let named_end = positional + p.keyword_only as usize;
        let split = t.stack.len() - keywords.len();
        let given = split - first;
        let mut slots = vec![Value::Undef; named_end];
        let taken = given.min(positional);
        slots[..taken].copy_from_slice(&t.stack[first..first + taken]);
        let mut rest: Vec<Value> = Vec::new();
        if given > positional {
            if !p.star {
                return Err(self.too_many_arguments(linked, function, given, keywords));
            }
            rest = t.stack[first + positional..split].to_vec();
        }
        let mut others: Vec<(NameId, Value)> = Vec::new();
        for (i, &keyword) in keywords.iter().enumerate() {
            let value = t.stack[split + i];
            let at = linked.slot_names[..named_end]
                .iter()
                .position(|&n| n == keyword);
            let known = at.filter(|&at| at >= p.positional_only as usize);
            if known.is_none()
                && !p.double_star
                && let Some(trouble) = self.native_argument_error(linked, function, given, keywords)
            {
                return Err(trouble);
            }
            match known {
                Some(at) => {
                    if !slots[at].is_undef() {
                        let message = format!(
                            "{}() got multiple values for argument '{}'",
                            self.function_name(function),
                            self.names.text(keyword)
                        );
                        return Err(self.type_error(&message));
                    }
                    slots[at] = value;
                }
                None if p.double_star => others.push((keyword, value)),
                None if at.is_some() => {
                    let wrong: Vec<String> = keywords
                        .iter()
                        .filter(|k| linked.slot_names[..p.positional_only as usize].contains(k))
                        .map(|&k| self.names.text(k).to_string())
                        .collect();
                    let message = format!(
                        "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                        self.function_name(function),
                        wrong.join(", ")
                    );
                    return Err(self.type_error(&message));
                }
                None => {
                    let message = format!(
                        "{}() got an unexpected keyword argument '{}'",
                        self.function_name(function),
                        self.names.text(keyword)
                    );
                    return Err(self.type_error(&message));
                }
            }
        }
        // Defaults.
        let defaults = &function.defaults;
        for i in 0..positional.min(defaults.len()) {
            let at = positional - defaults.len() + i;
            if slots[at].is_undef() {
                slots[at] = defaults[i];
            }
        }
        if slots[..positional].iter().any(|v| v.is_undef()) {
            return Err(self.missing_arguments(linked, function, given, &slots, keywords));
        }
        let mut missing = Vec::new();
        for (at, slot) in slots.iter_mut().enumerate().skip(positional) {
            if slot.is_undef() {
                let name = linked.slot_names[at];
                match function.keyword_defaults.iter().find(|d| d.0 == name) {
                    Some(default) => *slot = default.1,
                    None => missing.push(name),
                }
            }
        }
        if !missing.is_empty() {
            let list = self.quoted_list(&missing);
            let message = format!(
                "{}() missing {} required keyword-only argument{}: {}",
                self.function_name(function),
                missing.len(),
                if missing.len() == 1 { "" } else { "s" },
                list
            );
            return Err(self.type_error(&message));
        }
        if p.star {
            let rest = self.tuple(&rest);
            slots.push(rest);
        }
        if p.double_star {
            let dict = self.name_dict(&others, classes::DICT)?;
            slots.push(dict);
        }
        t.stack.truncate(first);
        t.stack.extend_from_slice(&slots);
        Ok(())
    }

    fn function_name(&self, function: &Function) -> EcoString {
        self.as_str(function.qualname)
            .unwrap_or_else(|| EcoString::from("?"))
    }

    /// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`
    fn quoted_list(&self, list: &[NameId]) -> String {
        let quoted: Vec<String> = list
            .iter()
            .map(|&n| format!("'{}'", self.names.text(n)))
            .collect();
        match quoted.len() {
            0 => String::new(),
            1 => quoted[0].clone(),
            2 => format!("{} and {}", quoted[0], quoted[1]),
            n => format!("{}, and {}", quoted[..n - 1].join(", "), quoted[n - 1]),
        }
    }

    fn missing_arguments(
        &mut self,
        linked: &Linked,
        function: &Function,
        given: usize,
        slots: &[Value],
        keywords: &[NameId],
    ) -> Trouble {
        if let Some(trouble) = self.native_argument_error(linked, function, given, keywords) {
            return trouble;
        }
        let positional = linked.code.parameters.positional as usize;
        let required = positional - function.defaults.len().min(positional);
        let missing: Vec<NameId> = (0..required)
            .filter(|&i| {
                if slots.is_empty() {
                    i >= given
                } else {
                    slots[i].is_undef()
                }
            })
            .map(|i| linked.slot_names[i])
            .collect();
        let list = self.quoted_list(&missing);
        let message = format!(
            "{}() missing {} required positional argument{}: {}",
            self.function_name(function),
            missing.len(),
            if missing.len() == 1 { "" } else { "s" },
            list
        );
        self.type_error(&message)
    }

    /// What is wrong with the arguments of a function that is written in C for CPython, in its words.
    fn native_argument_error(
        &mut self,
        linked: &Linked,
        function: &Function,
        given: usize,
        keywords: &[NameId],
    ) -> Option<Trouble> {
        let p = linked.code.parameters;
        if !linked.code.internal || p.star || p.double_star {
            return None;
        }
        let module = self.as_str(function.module)?;
        let module = match &*module {
            "math" | "itertools" => module,
            "operator" => EcoString::from("_operator"),
            _ => return None,
        };
        let name = self.function_name(function);
        // The object of a method is not counted.
        let first = usize::from(name.contains('.'));
        let makes = name.ends_with(".__init__");
        let name = name.strip_suffix(".__init__").unwrap_or(&name);
        let takes = p.positional as usize - first;
        let required = takes.saturating_sub(function.defaults.len());
        let given = given.saturating_sub(first);
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let one = takes == 1 && (&*module != "itertools" || (first == 1 && !makes));
        let full = match first {
            0 => format!("{module}.{name}"),
            _ => name.to_string(),
        };
        let message = if p.keyword_only == 0 && p.positional_only == p.positional {
            if !keywords.is_empty() && &*module == "itertools" {
                format!("{name}() takes no keyword arguments")
            } else if !keywords.is_empty() {
                format!("{full}() takes no keyword arguments")
            } else if required == takes && one {
                format!("{full}() takes exactly one argument ({given} given)")
            } else if required == takes {
                format!(
                    "{name} expected {takes} argument{}, got {given}",
                    plural(takes)
                )
            } else if given < required {
                format!(
                    "{name} expected at least {required} argument{}, got {given}",
                    plural(required)
                )
            } else {
                format!(
                    "{name} expected at most {takes} argument{}, got {given}",
                    plural(takes)
                )
            }
        } else {
            let names = &linked.slot_names[first..takes + first + p.keyword_only as usize];
            let all = given + keywords.len();
            let unknown = keywords.iter().find(|k| !names.contains(k));
            let absent = (given..required).find(|&i| !keywords.contains(&names[i]));
            if p.keyword_only == 0 && all > takes {
                format!("{name}() takes at most {takes} arguments ({all} given)")
            } else if given > takes || (p.positional_only > 0 && given < required) {
                let bound = if required == takes {
                    "exactly"
                } else {
                    "at most"
                };
                format!(
                    "{name}() takes {bound} {takes} positional argument{} ({given} given)",
                    plural(takes)
                )
            } else if let Some(at) = absent {
                let argument = self.names.text(names[at]);
                format!(
                    "{name}() missing required argument '{argument}' (pos {})",
                    at + 1
                )
            } else {
                let keyword = self.names.text(*unknown?);
                format!("'{keyword}' is an invalid keyword argument for {name}()")
            }
        };
        Some(self.type_error(&message))
    }

    fn too_many_arguments(
        &mut self,
        linked: &Linked,
        function: &Function,
        given: usize,
        keywords: &[NameId],
    ) -> Trouble {
        if let Some(trouble) = self.native_argument_error(linked, function, given, keywords) {
            return trouble;
        }
        let p = linked.code.parameters;
        let positional = p.positional as usize;
        let defaults = function.defaults.len();
        let takes = if defaults > 0 {
            format!("from {} to {}", positional - defaults, positional)
        } else {
            positional.to_string()
        };
        let plural = if defaults > 0 || positional != 1 {
            "s"
        } else {
            ""
        };
        let named_end = positional + p.keyword_only as usize;
        let named = keywords
            .iter()
            .filter(|k| linked.slot_names[positional..named_end].contains(k))
            .count();
        let were = if named > 0 {
            format!(
                "{given} positional argument{} (and {named} keyword-only argument{}) were",
                if given == 1 { "" } else { "s" },
                if named == 1 { "" } else { "s" }
            )
        } else {
            format!("{given} {}", if given == 1 { "was" } else { "were" })
        };
        let message = format!(
            "{}() takes {takes} positional argument{plural} but {were} given",
            self.function_name(function)
        );
        self.type_error(&message)
    }

    /// Call a class.
    fn instantiate(
        &mut self,
        t: &mut Thread,
        place: usize,
        first: usize,
        class: Ref,
        keywords: &[NameId],
        on_return: OnReturn,
    ) -> Fallible<Next> {
        let meta = self.heap.get(class).class;
        if meta != classes::TYPE
            && let Some(call) = self.python_method(meta, names::CALL)
        {
            if first == place + 2 {
                t.stack[place + 1] = Value::Ref(class);
            } else {
                t.stack.insert(place + 1, Value::Ref(class));
            }
            t.stack[place] = call;
            return self.call(t, place, keywords, on_return);
        }
        let (layout, maker) = match self.class(class) {
            Some(c) => (c.layout, c.maker),
            None => (Layout::Instance, NO_NATIVE),
        };
        let new = self.python_method(class, names::NEW);
        let init = self.python_method(class, names::INIT);
        if let Some(_new) = new {
            // `__new__` is Python's: the general protocol is too.
            let split = t.stack.len() - keywords.len();
            let mut args = vec![Value::Ref(class)];
            args.extend_from_slice(&t.stack[first..split]);
            let named: Vec<(NameId, Value)> = keywords
                .iter()
                .copied()
                .zip(t.stack[split..].iter().copied())
                .collect();
            t.stack.truncate(place);
            let helper = self.helper(Helper::Instantiate);
            return self.finish(t, Out::CallNamed(helper, args, named), on_return);
        }
        let instance = match layout {
            Layout::Instance => {
                if self.class(class).is_some_and(|c| c.is_abstract) {
                    t.stack.truncate(place);
                    let helper = self.helper(Helper::AbstractError);
                    return self.call_values(t, helper, &[Value::Ref(class)], on_return);
                }
                self.heap.alloc(class, Kind::Instance(Rc::default()))
            }
            Layout::Exception => {
                let split = t.stack.len() - keywords.len();
                let args: Vec<Value> = t.stack[first..split].to_vec();
                let args = self.tuple(&args);
                let r = self.heap.alloc(
                    class,
                    Kind::Exception(Rc::new(Exception {
                        args,
                        cause: Value::None,
                        context: Value::None,
                        suppress_context: false,
                        traceback: Rc::default(),
                        attributes: Vec::new(),
                    })),
                );
                if init.is_none() {
                    self.exception_extras(r)?;
                    let named: Vec<Value> = t.stack[split..].to_vec();
                    self.exception_keywords(r, keywords, &named)?;
                }
                r
            }
            Layout::Native => {
                if maker == NO_NATIVE {
                    let message = format!("cannot create '{}' instances", self.class_name(class));
                    return Err(self.type_error(&message));
                }
                let native = self.natives[maker as usize].function;
                let split = t.stack.len() - keywords.len();
                let mut pos = vec![Value::Ref(class)];
                if init.is_none() || self.made_by_new(class) {
                    pos.extend_from_slice(&t.stack[first..split]);
                }
                let args = if init.is_none() {
                    Args {
                        pos: &pos,
                        names: keywords,
                        named: &t.stack[split..],
                    }
                } else {
                    Args {
                        pos: &pos,
                        names: &[],
                        named: &[],
                    }
                };
                let out = native(self, args)?;
                match (init, out) {
                    (Some(_), Out::Value(Value::Ref(r))) => r,
                    (_, out) => {
                        t.stack.truncate(place);
                        return self.finish(t, out, on_return);
                    }
                }
            }
        };
        match init {
            Some(init) => {
                // `[class, undef, args]` becomes `[instance, instance, args]` with `__init__` called on it.
                let instance = Value::Ref(instance);
                let Value::Ref(function_ref) = init else {
                    return Err(self.type_error("__init__ is not a function"));
                };
                let shift = first == place + 1;
                if shift {
                    t.stack.insert(place + 1, instance);
                } else {
                    t.stack[place + 1] = instance;
                }
                t.stack[place] = instance;
                match self.heap.kind(function_ref) {
                    Kind::Function(_) if on_return == OnReturn::Push => self.call_function(
                        t,
                        place,
                        place + 1,
                        function_ref,
                        keywords,
                        OnReturn::Init,
                    ),
                    _ => {
                        // Anything else is called through the prelude, which returns the instance.
                        let split = t.stack.len() - keywords.len();
                        let mut args = vec![init];
                        args.extend_from_slice(&t.stack[place + 1..split]);
                        let named: Vec<(NameId, Value)> = keywords
                            .iter()
                            .copied()
                            .zip(t.stack[split..].iter().copied())
                            .collect();
                        t.stack.truncate(place);
                        let helper = self.helper(Helper::SuperInit);
                        self.finish(t, Out::CallNamed(helper, args, named), on_return)
                    }
                }
            }
            None => {
                let given = t.stack.len() - first;
                if given > 0 && layout == Layout::Instance {
                    let message = format!("{}() takes no arguments", self.class_name(class));
                    return Err(self.type_error(&message));
                }
                t.stack.truncate(place);
                if on_return == OnReturn::Push {
                    t.stack.push(Value::Ref(instance));
                }
                Ok(Next::Go)
            }
        }
    }

    /// Immutable built-ins get their value from `__new__`, so a subclass with its own `__init__`
    /// still passes the arguments on.
    fn made_by_new(&self, class: Ref) -> bool {
        [
            classes::INT,
            classes::FLOAT,
            classes::STR,
            classes::BYTES,
            classes::TUPLE,
            classes::FROZENSET,
        ]
        .iter()
        .any(|&base| self.is_subclass(class, base))
    }

    /// Attributes that some exceptions get from their arguments.
    pub(crate) fn exception_extras(&mut self, r: Ref) -> Fallible<()> {
        let class = self.heap.get(r).class;
        if self.is_subclass(class, classes::STOP_ITERATION)
            || self.is_subclass(class, classes::SYSTEM_EXIT)
        {
            let Kind::Exception(exception) = self.heap.kind(r) else {
                return Ok(());
            };
            let args = self.items_of(exception.args).unwrap_or_default();
            let stop = self.is_subclass(class, classes::STOP_ITERATION);
            let value = match args.as_slice() {
                [] => Value::None,
                [_, _, ..] if !stop => exception.args,
                [first, ..] => *first,
            };
            let name = if self.is_subclass(class, classes::STOP_ITERATION) {
                names::VALUE
            } else {
                self.names.intern("code")
            };
            self.set_exception_attribute(r, name, value);
        }
        if self.is_subclass(class, classes::UNICODE_ENCODE_ERROR)
            || self.is_subclass(class, classes::UNICODE_DECODE_ERROR)
        {
            let args = match self.heap.kind(r) {
                Kind::Exception(e) => self.items_of(e.args).unwrap_or_default(),
                _ => Vec::new(),
            };
            if args.len() != 5 {
                let message = format!("function takes exactly 5 arguments ({} given)", args.len());
                return Err(self.type_error(&message));
            }
            let parts = ["encoding", "object", "start", "end", "reason"];
            let parts: crate::object::Attributes = parts
                .map(|name| self.names.intern(name))
                .into_iter()
                .zip(args)
                .collect();
            if let Kind::Exception(exception) = &mut self.heap.get_mut(r).kind {
                Rc::make_mut(exception).attributes.extend(parts);
            }
        }
        if self.is_subclass(class, classes::IMPORT_ERROR) {
            let msg = match self.heap.kind(r) {
                Kind::Exception(e) => match self.items_of(e.args).as_deref() {
                    Some([msg]) => *msg,
                    _ => Value::None,
                },
                _ => Value::None,
            };
            let id = self.names.intern("msg");
            self.set_exception_attribute(r, id, msg);
        }
        if self.is_subclass(class, classes::OS_ERROR) {
            self.os_error_extras(r);
        }
        Ok(())
    }

    /// The keyword arguments that a built-in exception takes.
    pub(crate) fn exception_keywords(
        &mut self,
        r: Ref,
        keywords: &[NameId],
        values: &[Value],
    ) -> Fallible<()> {
        if keywords.is_empty() {
            return Ok(());
        }
        let class = self.heap.get(r).class;
        let known: [(Ref, &[&str]); 3] = [
            (classes::IMPORT_ERROR, &["name", "path"]),
            (classes::ATTRIBUTE_ERROR, &["name", "obj"]),
            (classes::NAME_ERROR, &["name"]),
        ];
        let known = known.iter().find(|known| self.is_subclass(class, known.0));
        let Some((base, known)) = known else {
            let message = format!("{}() takes no keyword arguments", self.class_name(class));
            return Err(self.type_error(&message));
        };
        for (&name, &value) in keywords.iter().zip(values) {
            let text = self.names.text(name).clone();
            if !known.contains(&&*text) {
                let base = self.class_name(*base);
                let message = format!("'{text}' is an invalid keyword argument for {base}()");
                return Err(self.type_error(&message));
            }
            self.set_exception_attribute(r, name, value);
        }
        Ok(())
    }

    fn set_exception_attribute(&mut self, r: Ref, name: NameId, value: Value) {
        if let Kind::Exception(exception) = &mut self.heap.get_mut(r).kind {
            let attributes = &mut Rc::make_mut(exception).attributes;
            match attributes.iter_mut().find(|a| a.0 == name) {
                Some(attribute) => attribute.1 = value,
                None => attributes.push((name, value)),
            }
        }
    }

    /// `OSError(errno, text[, filename])`: the class of the error number, and attributes.
    fn os_error_extras(&mut self, r: Ref) {
        let Kind::Exception(exception) = self.heap.kind(r) else {
            return;
        };
        let args = self.items_of(exception.args).unwrap_or_default();
        let two = (2..=5).contains(&args.len());
        let (errno, strerror) = if two {
            (args[0], args[1])
        } else {
            (Value::None, Value::None)
        };
        let ids = ["errno", "strerror"].map(|name| self.names.intern(name));
        let mut extras = vec![(ids[0], errno), (ids[1], strerror)];
        let mut kept = None;
        if two && args.len() > 2 {
            extras.push((self.names.intern("filename"), args[2]));
            if let Some(&second) = args.get(4) {
                extras.push((self.names.intern("filename2"), second));
            }
            kept = Some(self.tuple(&args[..2]));
        }
        if self.heap.get(r).class == classes::OS_ERROR
            && two
            && let Value::Int(number) = errno
        {
            let class = match number {
                1 | 13 => classes::PERMISSION_ERROR,
                2 => classes::FILE_NOT_FOUND_ERROR,
                3 => classes::PROCESS_LOOKUP_ERROR,
                4 => classes::INTERRUPTED_ERROR,
                10 => classes::CHILD_PROCESS_ERROR,
                11 | 114 | 115 => classes::BLOCKING_IO_ERROR,
                17 => classes::FILE_EXISTS_ERROR,
                20 => classes::NOT_A_DIRECTORY_ERROR,
                21 => classes::IS_A_DIRECTORY_ERROR,
                32 | 108 => classes::BROKEN_PIPE_ERROR,
                103 => classes::CONNECTION_ABORTED_ERROR,
                104 => classes::CONNECTION_RESET_ERROR,
                110 => classes::TIMEOUT_ERROR,
                111 => classes::CONNECTION_REFUSED_ERROR,
                _ => classes::OS_ERROR,
            };
            self.heap.get_mut(r).class = class;
        }
        for (name, value) in extras {
            self.set_exception_attribute(r, name, value);
        }
        if let Some(kept) = kept
            && let Kind::Exception(exception) = &mut self.heap.get_mut(r).kind
        {
            Rc::make_mut(exception).args = kept;
        }
    }

    /// Turn the frame on top, which has just started, into a generator object.
    pub(crate) fn make_generator(&mut self, t: &mut Thread) -> Fallible<()> {
        let Some(frame) = t.frames.pop() else {
            return Ok(());
        };
        let linked = self.codes[frame.code as usize].clone();
        let stack = t.stack.split_off(frame.base as usize);
        t.stack.truncate(frame.ret as usize);
        let class = match linked.code.kind {
            CodeKind::Coroutine => classes::COROUTINE,
            CodeKind::AsyncGenerator => classes::ASYNC_GENERATOR,
            _ => classes::GENERATOR,
        };
        let (name, qualname) = match self.heap.kind(frame.function) {
            Kind::Function(f) => (f.name, f.qualname),
            _ => (Value::None, Value::None),
        };
        let generator = self.alloc(
            class,
            Kind::Generator(Rc::new(crate::object::Generator {
                code: frame.code,
                pc: frame.pc,
                globals: frame.globals,
                function: frame.function,
                stack,
                state: GeneratorState::Created,
                handling: Value::Undef,
                name,
                qualname,
            })),
        );
        match frame.on_return {
            OnReturn::Discard => {}
            _ => t.stack.push(generator),
        }
        Ok(())
    }

    /// Put a generator's frame back on top.
    pub(crate) fn resume_generator(
        &mut self,
        t: &mut Thread,
        r: Ref,
        with: Resume,
        on_return: OnReturn,
    ) -> Fallible<Next> {
        let Kind::Generator(generator) = self.heap.kind(r) else {
            return Err(self.type_error("not a generator"));
        };
        let is_coroutine = self.heap.get(r).class == classes::COROUTINE;
        match generator.state {
            GeneratorState::Running => {
                let message = match self.heap.get(r).class {
                    classes::COROUTINE => "coroutine already executing",
                    classes::ASYNC_GENERATOR => "asynchronous generator is already running",
                    _ => "generator already executing",
                };
                return Err(self.value_error(message));
            }
            GeneratorState::Finished => {
                if let Resume::Throw(exception) = with {
                    if is_coroutine {
                        return Err(self.raise(
                            classes::RUNTIME_ERROR,
                            "cannot reuse already awaited coroutine",
                        ));
                    }
                    return Err(Trouble::Raise(exception));
                }
                if is_coroutine {
                    return Err(self.raise(
                        classes::RUNTIME_ERROR,
                        "cannot reuse already awaited coroutine",
                    ));
                }
                return self.generator_ended(t, Value::None, on_return);
            }
            GeneratorState::Created => {
                if let Resume::Send(value) = with
                    && !value.is_none()
                {
                    let what = match self.heap.get(r).class {
                        classes::COROUTINE => "coroutine",
                        classes::ASYNC_GENERATOR => "async generator",
                        _ => "generator",
                    };
                    let message = format!("can't send non-None value to a just-started {what}");
                    return Err(self.type_error(&message));
                }
            }
            GeneratorState::Suspended => {}
        }
        if t.frames.len() >= self.limits.recursion {
            return Err(self.recursion_error("maximum recursion depth exceeded"));
        }
        let ret = t.stack.len();
        let Kind::Generator(generator) = &mut self.heap.get_mut(r).kind else {
            return Err(self.type_error("not a generator"));
        };
        let generator = Rc::make_mut(generator);
        let started = generator.state == GeneratorState::Suspended;
        generator.state = GeneratorState::Running;
        let values = std::mem::take(&mut generator.stack);
        t.stack.extend_from_slice(&values);
        let frame = Frame {
            code: generator.code,
            pc: generator.pc,
            base: ret as u32,
            ret: ret as u32,
            on_return,
            globals: generator.globals,
            function: generator.function,
            namespace: None,
            generator: Some(r),
            saved: self.handling,
        };
        let handled = generator.handling;
        if !matches!(handled, Value::Undef) {
            self.handling = handled;
        }
        t.frames.push(frame);
        match with {
            Resume::Send(value) => {
                if started {
                    t.stack.push(value);
                }
                Ok(Next::Switch)
            }
            Resume::Throw(exception) => {
                let linked = self.codes[frame.code as usize].clone();
                let at = frame.pc.saturating_sub(1) as usize;
                let delegating = started
                    && matches!(
                        linked.ops.get(at),
                        Some(crate::compile::code::Op::Yield(true))
                    );
                if delegating && let Some(&inner) = t.stack.last() {
                    // It is waiting for an inner iterator: that one gets the exception. What the inner
                    // one yields then is yielded again, by the same instruction.
                    if let Some(frame) = t.frames.last_mut() {
                        frame.pc |= super::run::PENDING_BACK;
                    }
                    let helper = self.helper(Helper::ThrowInto);
                    return self.call_values(t, helper, &[inner, exception], OnReturn::Push);
                }
                // What is thrown in has no context but what the generator itself is handling.
                let outside = std::mem::replace(
                    &mut self.handling,
                    match handled {
                        Value::Undef => Value::None,
                        handled => handled,
                    },
                );
                self.set_context(exception);
                self.handling = match handled {
                    Value::Undef => outside,
                    handled => handled,
                };
                Err(Trouble::Thrown(exception))
            }
        }
    }

    /// A generator returned: tell whoever resumed it.
    pub(crate) fn generator_ended(
        &mut self,
        t: &mut Thread,
        value: Value,
        on_return: OnReturn,
    ) -> Fallible<Next> {
        match on_return {
            OnReturn::Loop => {
                t.stack.push(Value::Stop);
                Ok(Next::Go)
            }
            OnReturn::Delegate => {
                // `[iterator]` and the pc after `Send(end)`.
                t.stack.pop();
                t.stack.push(value);
                if let Some(frame) = t.frames.last_mut() {
                    let linked = &self.codes[frame.code as usize];
                    if let Some(crate::compile::code::Op::Send(end)) =
                        linked.ops.get(frame.pc as usize - 1)
                    {
                        frame.pc = *end;
                    }
                }
                Ok(Next::Switch)
            }
            OnReturn::Close => {
                t.stack.push(Value::None);
                Ok(Next::Go)
            }
            OnReturn::AsyncStep => {
                let stop = self.exception_with(classes::STOP_ASYNC_ITERATION, &[]);
                Err(Trouble::Raise(stop))
            }
            _ => {
                let args: &[Value] = if value.is_none() { &[] } else { &[value] };
                let stop = self.exception_with(classes::STOP_ITERATION, args);
                if let Value::Ref(r) = stop {
                    self.exception_extras(r)?;
                }
                Err(Trouble::Raise(stop))
            }
        }
    }
}
