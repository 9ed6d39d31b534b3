//! Importing: modules of the library, run when first asked for.

use std::rc::Rc;

use super::call::Next;
use super::thread::{Frame, OnReturn, Thread};
use super::{Fallible, Linked, Out, Process, Trouble};
use crate::classes;
use crate::compile::code::{Code, Const};
use crate::names;
use crate::object::{Kind, Module, NameMap};
use crate::value::{Ref, Value};

/// What `from module import name` found.
pub(crate) enum Found {
    Value(Value),
    /// A module that must be run first.
    Submodule(Rc<str>),
    /// `__getattr__` of the module.
    Call(Out),
}

impl Process {
    pub(crate) fn module(&self, name: &str) -> Option<Ref> {
        self.modules
            .iter()
            .find(|(known, _)| known.as_ref() == name)
            .map(|m| m.1)
    }

    /// The module for `import a.b` (the top one, or with `leaf` the last), if all of it has run.
    pub(crate) fn imported(&self, name: &str, leaf: bool) -> Option<Value> {
        let full = self.module(name)?;
        if leaf {
            return Some(Value::Ref(full));
        }
        let top = name.split('.').next().unwrap_or(name);
        self.module(top).map(Value::Ref)
    }

    /// Start the first module on the way to `name` that has not run yet.
    pub(crate) fn import_module(
        &mut self,
        t: &mut Thread,
        name: &str,
        on_return: OnReturn,
    ) -> Fallible<Next> {
        let mut end = 0;
        let missing = loop {
            end = name[end..].find('.').map_or(name.len(), |i| end + i);
            if self.module(&name[..end]).is_none() {
                break &name[..end];
            }
            if end == name.len() {
                if on_return == OnReturn::Push {
                    let module = self.imported(name, true).unwrap_or(Value::None);
                    t.stack.push(module);
                }
                return Ok(Next::Go);
            }
            end += 1;
        };
        let library = self.library.clone();
        let code = match library.code(missing) {
            Some(Ok(code)) => code,
            Some(Err(error)) => {
                let message = format!("module {missing} of the library does not compile: {error}");
                return Err(self.raise(classes::SYSTEM_ERROR, &message));
            }
            None => {
                let parent_known = missing
                    .rsplit_once('.')
                    .is_some_and(|(parent, _)| self.module(parent).is_some());
                if parent_known && !library.has_package(missing) {
                    let top = missing.rsplit_once('.').map_or("", |p| p.0);
                    let message = format!("No module named '{missing}'; '{top}' is not a package");
                    let text = self.str(missing);
                    return Err(self.raise_named(
                        classes::MODULE_NOT_FOUND_ERROR,
                        &message,
                        &[("name", text)],
                    ));
                }
                return Err(self.no_module(missing));
            }
        };
        let missing: Rc<str> = Rc::from(missing);
        let module = self.new_module(&missing);
        if let Some((parent, child)) = missing.rsplit_once('.')
            && let Some(parent) = self.module(parent)
        {
            let child = self.names.intern(child);
            if let Kind::Module(parent) = &mut self.heap.get_mut(parent).kind {
                Rc::make_mut(parent).names.set(child, Value::Ref(module));
            }
        }
        if t.frames.len() >= self.limits.recursion {
            return Err(self.recursion_error("maximum recursion depth exceeded"));
        }
        let code = self.link(&code);
        if on_return == OnReturn::Push {
            // The value is asked for by name: run it again when the module is there.
            return Err(self.raise(classes::SYSTEM_ERROR, "import in a place that cannot wait"));
        }
        self.push_module_frame(t, code, module);
        Ok(Next::Switch)
    }

    pub(crate) fn no_module(&mut self, name: &str) -> Trouble {
        let message = format!("No module named '{name}'");
        let text = self.str(name);
        self.raise_named(classes::MODULE_NOT_FOUND_ERROR, &message, &[("name", text)])
    }

    /// A module object, entered in the table of modules.
    pub(crate) fn new_module(&mut self, name: &Rc<str>) -> Ref {
        let text = self.str(name);
        let mut names_of = NameMap::default();
        names_of.set(names::NAME, text);
        let module = self.heap.alloc(
            classes::MODULE,
            Kind::Module(Rc::new(Module {
                name: name.clone(),
                names: names_of,
            })),
        );
        Rc::make_mut(&mut self.modules).push((name.clone(), module));
        module
    }

    pub(crate) fn push_module_frame(&mut self, t: &mut Thread, code: u32, module: Ref) {
        let ret = t.stack.len();
        let slots = self.codes[code as usize].slots;
        t.stack.resize(ret + slots, Value::Undef);
        t.frames.push(Frame {
            code,
            pc: 0,
            base: ret as u32,
            ret: ret as u32,
            on_return: OnReturn::Module,
            globals: module,
            function: module,
            namespace: None,
            generator: None,
            saved: Value::Undef,
        });
    }

    /// `from module import name`.
    pub(crate) fn import_from(&mut self, module: Value, name: &str) -> Fallible<Found> {
        let Value::Ref(r) = module else {
            return Err(self.type_error("not a module"));
        };
        let Kind::Module(content) = self.heap.kind(r) else {
            return Err(self.type_error("not a module"));
        };
        let module_name = content.name.clone();
        let id = self.names.intern(name);
        if let Kind::Module(content) = self.heap.kind(r) {
            if let Some(value) = content.names.get(id) {
                return Ok(Found::Value(value));
            }
            let getattr = content.names.get(names::GETATTR);
            let full = format!("{module_name}.{name}");
            if let Some(found) = self.module(&full) {
                return Ok(Found::Value(Value::Ref(found)));
            }
            if self.library.has(&full) {
                return Ok(Found::Submodule(Rc::from(full)));
            }
            if let Some(getattr) = getattr {
                let text = self.name_value(id);
                return Ok(Found::Call(Out::Call(getattr, vec![text])));
            }
        }
        if let Some(refusal) = self.absent(module, name) {
            return Err(refusal);
        }
        let message =
            format!("cannot import name '{name}' from '{module_name}' (<library {module_name}>)");
        let text = self.str(&module_name);
        Err(self.raise_named(classes::IMPORT_ERROR, &message, &[("name", text)]))
    }

    /// Link a code object and those inside of it into this process.
    pub(crate) fn link(&mut self, code: &Rc<Code>) -> u32 {
        let mut consts = Vec::with_capacity(code.consts.len());
        for constant in &code.consts {
            consts.push(self.constant(constant));
        }
        let names: Vec<_> = code
            .names
            .iter()
            .map(|name| self.names.intern(name))
            .collect();
        let slot_names: Vec<_> = code
            .slots
            .iter()
            .map(|name| self.names.intern(name))
            .collect();
        let p = code.parameters;
        let linked = Linked {
            ops: Rc::from(code.ops.as_slice()),
            consts,
            names,
            slot_names,
            slots: code.slots.len(),
            hints: vec![Default::default(); code.ops.len()],
            simple: p.keyword_only == 0 && !p.star && !p.double_star,
            parameters: p.positional as usize,
            code: code.clone(),
        };
        let codes = Rc::make_mut(&mut self.codes);
        codes.push(Rc::new(linked));
        codes.len() as u32 - 1
    }

    fn constant(&mut self, constant: &Const) -> Value {
        match constant {
            Const::None => Value::None,
            Const::Bool(b) => Value::Bool(*b),
            Const::Ellipsis => Value::Ellipsis,
            Const::Int(i) => Value::Int(*i),
            Const::Float(f) => Value::Float(*f),
            Const::Big(big) => self.alloc(classes::INT, Kind::Big(Rc::new(big.clone()))),
            Const::Str(text) => {
                // Strings that look like names are the same object everywhere, as in CPython.
                if text.len() <= 40 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                {
                    let name = self.names.intern(text);
                    return self.name_value(name);
                }
                self.str(text)
            }
            Const::Bytes(bytes) => self.alloc(classes::BYTES, Kind::Bytes(bytes.clone())),
            Const::Tuple(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.constant(item)).collect();
                self.tuple(&items)
            }
            Const::FrozenSet(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.constant(item)).collect();
                match self.set_of(&items) {
                    Ok(Some(Value::Ref(set))) => {
                        self.heap.get_mut(set).class = classes::FROZENSET;
                        Value::Ref(set)
                    }
                    _ => Value::None,
                }
            }
            Const::Code(code) => Value::Code(self.link(code)),
        }
    }
}
