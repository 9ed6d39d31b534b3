//! What is shown of a suspended thread.

use std::rc::Rc;

use ecow::EcoString;

use super::run::plain_pc;
use super::thread::Frame;
use super::{Process, ThreadId};
use crate::builtins::format::float_repr;
use crate::compile::code::Span;
use crate::names;
use crate::object::{Generator, GeneratorState, Kind, View};
use crate::value::{Ref, Value};

/// One frame of a thread.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameView {
    pub file: Rc<str>,
    pub function: Rc<str>,
    /// Where it is: the instruction under way.
    pub span: Span,
    /// Library code.
    pub internal: bool,
    /// Names and bounded `repr`s of the locals that have a value, in order of first use.
    pub locals: Vec<(Rc<str>, String)>,
}

/// Characters of one shown value, at most.
const MAX_SHOWN: usize = 200;

impl Process {
    /// The frames of a thread, innermost last.
    pub fn frames(&self, thread: ThreadId) -> Vec<FrameView> {
        let Some(t) = self.threads.get(thread.0 as usize) else {
            return Vec::new();
        };
        let view = |frame: &Frame| {
            let slots = t.stack.get(frame.base as usize..).unwrap_or_default();
            self.frame_view(frame.code, frame.pc, slots, frame.globals)
        };
        t.frames.iter().map(view).collect()
    }

    /// The frames of a coroutine that is suspended, and of those that it awaits, innermost last. Of any
    /// other value there are none.
    pub fn suspended_frames(&self, coroutine: Value) -> Vec<FrameView> {
        let mut views = Vec::new();
        let mut next = coroutine;
        while let Value::Ref(r) = next
            && let Kind::Generator(generator) = self.heap.kind(r)
            && generator.state == GeneratorState::Suspended
        {
            let Generator {
                code, pc, globals, ..
            } = **generator;
            views.push(self.frame_view(code, pc, &generator.stack, globals));
            // What it awaits is the last thing on its stack.
            next = generator.stack.last().copied().unwrap_or(Value::None);
        }
        views
    }

    fn frame_view(&self, code: u32, pc: u32, slots: &[Value], globals: Ref) -> FrameView {
        let linked = &self.codes[code as usize];
        let mut locals = Vec::new();
        let mut add = |name: &Rc<str>, value: Value| {
            if !value.is_undef() && !name.starts_with('.') {
                locals.push((name.clone(), self.show(value)));
            }
        };
        if linked.code.is_function {
            for (i, name) in linked.code.slots.iter().enumerate() {
                let mut value = slots.get(i).copied().unwrap_or(Value::Undef);
                if let Value::Ref(r) = value
                    && let Kind::Cell(inner) = self.heap.kind(r)
                    && linked.code.cells[i]
                {
                    value = *inner;
                }
                add(name, value);
            }
        } else if !linked.code.internal
            && let Kind::Module(module) = self.heap.kind(globals)
        {
            for &(name, value) in module.names.entries() {
                let text = self.names.text(name);
                let plain = !matches!(value, Value::Ref(r) if matches!(
                    self.heap.kind(r),
                    Kind::Function(_) | Kind::Class(_) | Kind::Module(_) | Kind::Native(_)
                ));
                if !text.starts_with("__") && plain {
                    add(text, value);
                }
            }
        }
        FrameView {
            file: linked.code.file.clone(),
            function: linked.code.qualname.clone(),
            span: linked.code.span(plain_pc(pc).saturating_sub(1) as usize),
            internal: linked.code.internal,
            locals,
        }
    }

    /// Where a thread's innermost own code is.
    pub fn place(&self, thread: ThreadId) -> Option<Span> {
        self.user_place(self.threads.get(thread.0 as usize)?)
    }

    /// A bounded text for any value, without running Python. Instances show their attributes.
    pub fn repr(&self, value: Value) -> String {
        self.show(value)
    }

    fn show(&self, value: Value) -> String {
        let mut out = String::new();
        self.write_shown(value, &mut out, 0);
        if out.chars().count() > MAX_SHOWN {
            out = out.chars().take(MAX_SHOWN - 1).collect();
            out.push('…');
        }
        out
    }

    fn write_shown(&self, value: Value, out: &mut String, depth: usize) {
        if out.len() > MAX_SHOWN * 4 || depth > 5 {
            out.push('…');
            return;
        }
        let r = match value {
            Value::None => return out.push_str("None"),
            Value::Bool(b) => return out.push_str(if b { "True" } else { "False" }),
            Value::Int(i) => return out.push_str(&i.to_string()),
            Value::Float(f) => return out.push_str(&float_repr(f)),
            Value::Ellipsis => return out.push_str("Ellipsis"),
            Value::NotImplemented => return out.push_str("NotImplemented"),
            Value::Undef | Value::Stop | Value::Code(_) => return,
            Value::Ref(r) => r,
        };
        match self.heap.kind(r) {
            Kind::Str(text) => {
                let short: String = text.text.chars().take(MAX_SHOWN).collect();
                super::text::str_repr(&short, out);
            }
            Kind::Bytes(bytes) => {
                super::text::bytes_repr(&bytes[..bytes.len().min(MAX_SHOWN)], out)
            }
            Kind::Big(big) => {
                if big.bits() > 1024 {
                    out.push_str(&format!("<int of {} bits>", big.bits()));
                } else {
                    out.push_str(&big.to_string());
                }
            }
            Kind::Float(f) => out.push_str(&float_repr(*f)),
            Kind::List(items) => self.write_shown_items(items, '[', ']', out, depth),
            Kind::Tuple(items) => {
                self.write_shown_items(items, '(', ')', out, depth);
                if items.len() == 1 {
                    out.insert(out.len() - 1, ',');
                }
            }
            Kind::Set(set) => {
                let items: Vec<Value> = set.iter().take(MAX_SHOWN).collect();
                if items.is_empty() {
                    out.push_str("set()");
                } else {
                    self.write_shown_items(&items, '{', '}', out, depth);
                }
            }
            Kind::Dict(dict) => {
                out.push('{');
                for (i, (key, value)) in dict.iter().enumerate() {
                    if out.len() > MAX_SHOWN * 4 {
                        break;
                    }
                    if i > 0 {
                        out.push_str(", ");
                    }
                    self.write_shown(key, out, depth + 1);
                    out.push_str(": ");
                    self.write_shown(value, out, depth + 1);
                }
                out.push('}');
            }
            Kind::Class(_) => out.push_str(&format!("<class '{}'>", self.qualified_name(r))),
            Kind::Function(f) => {
                out.push_str(&format!(
                    "<function {}>",
                    self.as_str(f.qualname)
                        .unwrap_or_else(|| EcoString::from("?"))
                ));
            }
            Kind::Native(id) => out.push_str(&format!(
                "<built-in function {}>",
                self.natives[*id as usize].name
            )),
            Kind::Module(module) => out.push_str(&format!("<module '{}'>", module.name)),
            Kind::Exception(e) => {
                out.push_str(&self.type_name(value));
                match self.items_of(e.args) {
                    Some(args) => self.write_shown_items(&args, '(', ')', out, depth),
                    None => out.push_str("()"),
                }
            }
            Kind::Range { start, stop, step } => {
                out.push_str(&if *step == 1 {
                    format!("range({start}, {stop})")
                } else {
                    format!("range({start}, {stop}, {step})")
                });
            }
            Kind::DictView { dict, what } => {
                let name = match what {
                    View::Keys => "dict_keys",
                    View::Values => "dict_values",
                    View::Items => "dict_items",
                };
                out.push_str(name);
                out.push('(');
                self.write_shown(Value::Ref(*dict), out, depth + 1);
                out.push(')');
            }
            Kind::Instance(_) => self.write_shown_instance(r, out, depth),
            _ => out.push_str(&format!("<{} object>", self.type_name(value))),
        }
    }

    fn write_shown_instance(&self, r: Ref, out: &mut String, depth: usize) {
        out.push_str(&format!("<{}", self.type_name(Value::Ref(r))));
        if let Kind::Instance(attributes) = self.heap.kind(r) {
            let shown = attributes
                .iter()
                .filter(|a| !self.names.text(a.0).starts_with('_') && a.0 != names::DICT);
            for (i, &(name, value)) in shown.take(12).enumerate() {
                out.push_str(if i == 0 { " " } else { ", " });
                out.push_str(self.names.text(name));
                out.push('=');
                if depth >= 2 {
                    out.push('…');
                } else {
                    self.write_shown(value, out, depth + 2);
                }
            }
        }
        out.push('>');
    }

    fn write_shown_items(
        &self,
        items: &[Value],
        open: char,
        close: char,
        out: &mut String,
        depth: usize,
    ) {
        out.push(open);
        for (i, &item) in items.iter().enumerate() {
            if out.len() > MAX_SHOWN * 4 {
                break;
            }
            if i > 0 {
                out.push_str(", ");
            }
            self.write_shown(item, out, depth + 1);
        }
        out.push(close);
    }
}
