//! Strings: making them, and values as text.

use std::fmt::Write as _;
use std::rc::Rc;

use ecow::EcoString;

use super::{Fallible, Out, Process};
use crate::builtins::format::{MAX_DECIMAL_BITS, TOO_MANY_DIGITS, float_repr, format_native};
use crate::classes;
use crate::compile::code::Conversion;
use crate::helpers::Helper;
use crate::names::{self, NameId};
use crate::object::{Kind, Str, View};
use crate::value::{Ref, Value};

/// Depth of nested values in a `repr` or `str`.
const MAX_NESTING: usize = 100;

/// Bytes of a text that are kept for the next one.
const MAX_SCRATCH: usize = 4096;

/// A `repr` that is being written.
#[derive(Default)]
struct Repr {
    out: String,
    /// Collections that are being written: inside of themselves they are dots.
    open: Vec<Ref>,
    depth: usize,
}

impl Process {
    /// A string object.
    pub(crate) fn str(&mut self, text: &str) -> Value {
        self.alloc(classes::STR, Kind::Str(Str::new(EcoString::from(text))))
    }

    pub(crate) fn string(&mut self, text: String) -> Value {
        self.alloc(classes::STR, Kind::Str(Str::new(EcoString::from(text))))
    }

    pub(crate) fn char(&mut self, c: char) -> Value {
        // The same object every time, as in CPython.
        if let Some(&known) = self.chars.get(c as usize) {
            return known;
        }
        let mut buffer = [0; 4];
        self.str(c.encode_utf8(&mut buffer))
    }

    /// The text of a string, borrowed.
    pub(crate) fn as_text(&self, value: Value) -> Option<&str> {
        match value {
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Str(text) => Some(&text.text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The text of a string, shared.
    pub(crate) fn as_str(&self, value: Value) -> Option<EcoString> {
        match value {
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Str(text) => Some(text.text.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The string object of a name, the same one every time.
    pub(crate) fn name_value(&mut self, name: NameId) -> Value {
        let at = name.0 as usize;
        if let Some(&known) = self.name_values.get(at)
            && !known.is_undef()
        {
            return known;
        }
        let text = EcoString::from(&**self.names.text(name));
        let value = self.alloc(classes::STR, Kind::Str(Str::new(text)));
        let known = Rc::make_mut(&mut self.name_values);
        if known.len() <= at {
            known.resize(at + 1, Value::Undef);
        }
        known[at] = value;
        value
    }

    /// The name that a string stands for.
    pub(crate) fn name_of(&mut self, value: Value) -> Option<NameId> {
        let text = self.as_str(value)?;
        Some(self.names.intern(&text))
    }

    /// The names of a constant tuple of strings.
    pub(crate) fn keyword_names(&mut self, tuple: Value) -> Fallible<Vec<NameId>> {
        let items = self.items_of(tuple).unwrap_or_default();
        Ok(items
            .into_iter()
            .filter_map(|item| self.name_of(item))
            .collect())
    }

    /// The strings on the stack, joined.
    pub(crate) fn concatenate(&mut self, parts: &[Value]) -> Fallible<Value> {
        let size: usize = parts
            .iter()
            .map(|&p| self.as_text(p).map_or(0, str::len))
            .sum();
        self.check_size(size)?;
        let mut text = self.take_scratch();
        for &part in parts {
            text.push_str(self.as_text(part).unwrap_or(""));
        }
        Ok(self.str_of_scratch(text))
    }

    /// An empty text to write into, which keeps its memory from use to use.
    pub(crate) fn take_scratch(&mut self) -> String {
        std::mem::take(&mut self.scratch)
    }

    /// A string object of what was written into [`Process::take_scratch`]'s text.
    pub(crate) fn str_of_scratch(&mut self, mut text: String) -> Value {
        let value = self.str(&text);
        if text.capacity() <= MAX_SCRATCH {
            text.clear();
            self.scratch = text;
        }
        value
    }

    /// `str()`, `repr()` or `ascii()` of an f-string field.
    pub(crate) fn convert(&mut self, conversion: Conversion, value: Value) -> Fallible<Out> {
        match conversion {
            Conversion::Str => self.str_of(value),
            Conversion::Repr => self.repr_of(value),
            Conversion::Ascii => Ok(Out::Call(self.helper(Helper::Ascii), vec![value])),
        }
    }

    /// `str(value)`.
    pub(crate) fn str_of(&mut self, value: Value) -> Fallible<Out> {
        if let Value::Ref(r) = value
            && self.heap.get(r).class == classes::STR
        {
            return Ok(Out::Value(value));
        }
        if let Value::Int(i) = value {
            let mut text = self.take_scratch();
            let _ = write!(text, "{i}");
            return Ok(Out::Value(self.str_of_scratch(text)));
        }
        match self.str_native(value)? {
            Some(text) => Ok(Out::Value(self.string(text))),
            None => Ok(Out::Call(self.helper(Helper::Str), vec![value])),
        }
    }

    /// `repr(value)`.
    pub(crate) fn repr_of(&mut self, value: Value) -> Fallible<Out> {
        match self.repr_native(value)? {
            Some(text) => Ok(Out::Value(self.string(text))),
            None => Ok(Out::Call(self.helper(Helper::Repr), vec![value])),
        }
    }

    /// `format(value, spec)`.
    pub(crate) fn format_value(&mut self, value: Value, spec: Value) -> Fallible<Out> {
        let text = self.as_str(spec).unwrap_or_default();
        let class = self.class_of(value);
        if self.python_method(class, names::FORMAT).is_none() {
            if text.is_empty() {
                return self.str_of(value);
            }
            if let Some(result) = format_native(self, value, &text)? {
                return Ok(Out::Value(self.string(result)));
            }
        }
        let spec = if spec.is_undef() { self.str("") } else { spec };
        Ok(Out::Call(self.helper(Helper::Format), vec![value, spec]))
    }

    /// `str(value)` if no Python is needed.
    pub(crate) fn str_native(&mut self, value: Value) -> Fallible<Option<String>> {
        self.str_native_at(value, 0)
    }

    fn str_native_at(&mut self, value: Value, depth: usize) -> Fallible<Option<String>> {
        if depth > MAX_NESTING {
            return Err(self.recursion_error(
                "maximum recursion depth exceeded while getting the str of an object",
            ));
        }
        let Value::Ref(r) = value else {
            return self.repr_native(value);
        };
        let class = self.heap.get(r).class;
        if class.0 >= classes::COUNT {
            if self.python_method(class, names::STR).is_some() {
                return Ok(None);
            }
            let content = matches!(self.heap.kind(r), Kind::Str(_) | Kind::Exception(_));
            if !content && self.python_method(class, names::REPR).is_some() {
                return Ok(None);
            }
        }
        self.str_content(value, depth)
    }

    /// The same, as if the class had no method of its own for it.
    pub(crate) fn str_native_plain(&mut self, value: Value) -> Fallible<Option<String>> {
        self.str_content(value, 0)
    }

    fn str_content(&mut self, value: Value, depth: usize) -> Fallible<Option<String>> {
        let Value::Ref(r) = value else {
            return self.repr_native(value);
        };
        let class = self.heap.get(r).class;
        match self.heap.kind(r) {
            Kind::Str(text) => {
                self.charge(text.text.len() / 64)?;
                Ok(Some(text.text.to_string()))
            }
            Kind::Exception(exception) => {
                let args = self.items_of(exception.args).unwrap_or_default();
                if self.is_subclass(class, classes::KEY_ERROR) && args.len() == 1 {
                    return self.repr_native(args[0]);
                }
                if self.is_subclass(class, classes::OS_ERROR) && args.len() == 2 {
                    let a = self.str_native_at(args[0], depth + 1)?;
                    let b = self.str_native_at(args[1], depth + 1)?;
                    let (Some(a), Some(b)) = (a, b) else {
                        return Ok(None);
                    };
                    let filename = self.names.find("filename");
                    return match filename.and_then(|id| self.own_attribute(r, id)) {
                        // With the file's name: the prelude.
                        Some(name) if !name.is_none() => Ok(None),
                        _ => Ok(Some(format!("[Errno {a}] {b}"))),
                    };
                }
                if (self.is_subclass(class, classes::UNICODE_ENCODE_ERROR)
                    || self.is_subclass(class, classes::UNICODE_DECODE_ERROR))
                    && let Some(text) = self.unicode_error_text(r)
                {
                    return Ok(Some(text));
                }
                match args.len() {
                    0 => Ok(Some(String::new())),
                    1 => self.str_native_at(args[0], depth + 1),
                    _ => {
                        let args = match self.heap.kind(r) {
                            Kind::Exception(exception) => exception.args,
                            _ => Value::None,
                        };
                        self.repr_native(args)
                    }
                }
            }
            _ => self.repr_native(value),
        }
    }

    /// `repr(value)`, as if its class had no method of its own for it.
    pub(crate) fn repr_plain(&mut self, value: Value) -> Fallible<Option<String>> {
        let Value::Ref(r) = value else {
            return self.repr_native(value);
        };
        let mut repr = Repr::default();
        let class = self.heap.get(r).class;
        let done = self.write_content(r, class, &mut repr)?;
        Ok(done.then_some(repr.out))
    }

    /// `repr(value)` if no Python is needed.
    pub(crate) fn repr_native(&mut self, value: Value) -> Fallible<Option<String>> {
        let mut repr = Repr::default();
        let done = self.write_repr(value, &mut repr)?;
        Ok(done.then_some(repr.out))
    }

    /// False: Python is needed.
    fn write_repr(&mut self, value: Value, repr: &mut Repr) -> Fallible<bool> {
        if repr.depth > MAX_NESTING {
            return Err(self.recursion_error(
                "maximum recursion depth exceeded while getting the repr of an object",
            ));
        }
        if repr.out.len() > self.limits.object_size {
            self.check_size(repr.out.len())?;
        }
        self.charge(1)?;
        let out = &mut repr.out;
        let r = match value {
            Value::None => {
                out.push_str("None");
                return Ok(true);
            }
            Value::Bool(b) => {
                out.push_str(if b { "True" } else { "False" });
                return Ok(true);
            }
            Value::Int(i) => {
                out.push_str(&i.to_string());
                return Ok(true);
            }
            Value::Float(f) => {
                out.push_str(&float_repr(f));
                return Ok(true);
            }
            Value::NotImplemented => {
                out.push_str("NotImplemented");
                return Ok(true);
            }
            Value::Ellipsis => {
                out.push_str("Ellipsis");
                return Ok(true);
            }
            Value::Code(code) => {
                let code = &self.codes[code as usize].code;
                out.push_str(&format!(
                    "<code object {} at 0x7f0000000000, file \"{}\", line {}>",
                    code.name, code.file, code.first_line
                ));
                return Ok(true);
            }
            Value::Undef | Value::Stop => {
                out.push_str("<internal>");
                return Ok(true);
            }
            Value::Ref(r) => r,
        };
        let class = self.heap.get(r).class;
        if class.0 >= classes::COUNT && self.python_method(class, names::REPR).is_some() {
            return Ok(false);
        }
        repr.depth += 1;
        let done = self.write_content(r, class, repr)?;
        repr.depth -= 1;
        Ok(done)
    }

    fn write_content(&mut self, r: Ref, class: Ref, repr: &mut Repr) -> Fallible<bool> {
        match self.heap.kind(r).clone() {
            Kind::Str(text) => {
                self.charge(text.text.len() / 16)?;
                str_repr(&text.text, &mut repr.out);
            }
            Kind::Bytes(bytes) => {
                self.charge(bytes.len() / 16)?;
                bytes_repr(&bytes, &mut repr.out);
            }
            Kind::Big(big) => {
                self.charge_wide(big.bits() / 8)?;
                if big.bits() > MAX_DECIMAL_BITS {
                    return Err(self.value_error(TOO_MANY_DIGITS));
                }
                repr.out.push_str(&big.to_string());
            }
            Kind::Float(f) => repr.out.push_str(&float_repr(f)),
            Kind::List(items) => {
                if repr.open.contains(&r) {
                    repr.out.push_str("[...]");
                    return Ok(true);
                }
                repr.open.push(r);
                repr.out.push('[');
                if !self.write_items(&items, repr)? {
                    return Ok(false);
                }
                repr.out.push(']');
                repr.open.pop();
            }
            Kind::Tuple(items) => {
                if repr.open.contains(&r) {
                    repr.out.push_str("(...)");
                    return Ok(true);
                }
                repr.open.push(r);
                repr.out.push('(');
                if !self.write_items(&items, repr)? {
                    return Ok(false);
                }
                repr.out.push_str(if items.len() == 1 { ",)" } else { ")" });
                repr.open.pop();
            }
            Kind::Dict(dict) => {
                if repr.open.contains(&r) {
                    repr.out.push_str("{...}");
                    return Ok(true);
                }
                repr.open.push(r);
                let proxy = class == classes::MAPPING_PROXY;
                repr.out
                    .push_str(if proxy { "mappingproxy({" } else { "{" });
                for (i, (key, value)) in dict.iter().enumerate() {
                    if i > 0 {
                        repr.out.push_str(", ");
                    }
                    if !self.write_repr(key, repr)? {
                        return Ok(false);
                    }
                    repr.out.push_str(": ");
                    if !self.write_repr(value, repr)? {
                        return Ok(false);
                    }
                }
                repr.out.push_str(if proxy { "})" } else { "}" });
                repr.open.pop();
            }
            Kind::Set(set) => {
                let items: Vec<Value> = set.iter().collect();
                let frozen = self.is_subclass(class, classes::FROZENSET);
                let name = self.class_name(class);
                if items.is_empty() {
                    repr.out.push_str(&format!("{name}()"));
                    return Ok(true);
                }
                if repr.open.contains(&r) {
                    repr.out.push_str(&format!("{name}(...)"));
                    return Ok(true);
                }
                repr.open.push(r);
                let named = frozen || class != classes::SET;
                if named {
                    repr.out.push_str(&format!("{name}("));
                }
                repr.out.push('{');
                if !self.write_items(&items, repr)? {
                    return Ok(false);
                }
                repr.out.push('}');
                if named {
                    repr.out.push(')');
                }
                repr.open.pop();
            }
            Kind::Exception(exception) => {
                let args = self.items_of(exception.args).unwrap_or_default();
                repr.out.push_str(&self.class_name(class));
                repr.out.push('(');
                if !self.write_items(&args, repr)? {
                    return Ok(false);
                }
                repr.out.push(')');
            }
            Kind::Range { start, stop, step } => {
                if step == 1 {
                    repr.out.push_str(&format!("range({start}, {stop})"));
                } else {
                    repr.out
                        .push_str(&format!("range({start}, {stop}, {step})"));
                }
            }
            Kind::Slice(parts) => {
                repr.out.push_str("slice(");
                if !self.write_items(parts.as_slice(), repr)? {
                    return Ok(false);
                }
                repr.out.push(')');
            }
            Kind::DictView { dict, what } => {
                let name = self.class_name(class);
                if repr.open.contains(&r) {
                    repr.out.push_str("...");
                    return Ok(true);
                }
                repr.open.push(r);
                repr.out.push_str(&format!("{name}(["));
                let entries: Vec<(Value, Value)> = self
                    .dict(dict)
                    .map(|d| d.iter().collect())
                    .unwrap_or_default();
                for (i, (key, value)) in entries.into_iter().enumerate() {
                    if i > 0 {
                        repr.out.push_str(", ");
                    }
                    let done = match what {
                        View::Keys => self.write_repr(key, repr)?,
                        View::Values => self.write_repr(value, repr)?,
                        View::Items => {
                            repr.out.push('(');
                            let done = self.write_items(&[key, value], repr)?;
                            repr.out.push(')');
                            done
                        }
                    };
                    if !done {
                        return Ok(false);
                    }
                }
                repr.out.push_str("])");
                repr.open.pop();
            }
            Kind::Class(_) => {
                if class != classes::TYPE && self.python_method(class, names::REPR).is_some() {
                    return Ok(false);
                }
                repr.out
                    .push_str(&format!("<class '{}'>", self.qualified_name(r)));
            }
            Kind::Function(function) => {
                let name = self
                    .as_str(function.qualname)
                    .unwrap_or_else(|| EcoString::from("?"));
                repr.out
                    .push_str(&format!("<function {name} at {}>", self.address(r)));
            }
            Kind::Native(id) => {
                let native = self.natives[id as usize].clone();
                match native.class {
                    Some(class) => {
                        repr.out.push_str(&format!(
                            "<method '{}' of '{}' objects>",
                            native.name,
                            self.class_name(class)
                        ));
                    }
                    None => repr
                        .out
                        .push_str(&format!("<built-in function {}>", native.name)),
                }
            }
            Kind::BoundMethod { function, this } => match self.heap.kind(function) {
                Kind::Function(f) => {
                    let name = self
                        .as_str(f.qualname)
                        .unwrap_or_else(|| EcoString::from("?"));
                    repr.out.push_str(&format!("<bound method {name} of "));
                    if !self.write_repr(this, repr)? {
                        return Ok(false);
                    }
                    repr.out.push('>');
                }
                Kind::Native(id) => {
                    let name = self.natives[*id as usize].name;
                    let class = self.type_name(this);
                    let address = match this {
                        Value::Ref(this) => self.address(this),
                        _ => "0x0".to_string(),
                    };
                    repr.out.push_str(&format!(
                        "<built-in method {name} of {class} object at {address}>"
                    ));
                }
                _ => repr.out.push_str("<bound method>"),
            },
            Kind::Module(module) => repr.out.push_str(&format!("<module '{}'>", module.name)),
            Kind::Super { class, this } => {
                let name = self.class_name(class);
                let this = self.type_name(this);
                repr.out
                    .push_str(&format!("<super: <class '{name}'>, <{this} object>>"));
            }
            Kind::Generator(generator) => {
                let what = match class {
                    classes::COROUTINE => "coroutine",
                    classes::ASYNC_GENERATOR => "async_generator",
                    _ => "generator",
                };
                let name = self
                    .as_str(generator.qualname)
                    .unwrap_or_else(|| EcoString::from("?"));
                repr.out
                    .push_str(&format!("<{what} object {name} at {}>", self.address(r)));
            }
            _ => {
                let name = self.qualified_name(class);
                repr.out
                    .push_str(&format!("<{name} object at {}>", self.address(r)));
            }
        }
        Ok(true)
    }

    fn write_items(&mut self, items: &[Value], repr: &mut Repr) -> Fallible<bool> {
        for (i, &item) in items.iter().enumerate() {
            if i > 0 {
                repr.out.push_str(", ");
            }
            if !self.write_repr(item, repr)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What stands for an object's address: its number, which does not depend on the machine.
    pub(crate) fn address(&mut self, r: Ref) -> String {
        format!(
            "0x{:012x}",
            0x7f00_0000_0000u64 + u64::from(self.identity(r)) * 16
        )
    }

    /// `module.Qualname` of a class; built-in ones without module.
    pub(crate) fn qualified_name(&self, class: Ref) -> String {
        let Some(c) = self.class(class) else {
            return "?".to_string();
        };
        let name = self
            .as_str(c.qualname)
            .unwrap_or_else(|| EcoString::from("?"));
        match c.attributes.get(names::MODULE).and_then(|m| self.as_str(m)) {
            Some(module) if module != "builtins" => format!("{module}.{name}"),
            _ => name.to_string(),
        }
    }
}

/// A string with quotes and escapes, as Python writes it.
pub(crate) fn str_repr(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if (c as u32) < 0x20 || c as u32 == 0x7f => {
                out.push_str(&format!("\\x{:02x}", c as u32))
            }
            c if c.is_ascii() => out.push(c),
            c if !crate::unicode::is_printable(c) => {
                let code = c as u32;
                out.push_str(&match code {
                    0..=0xff => format!("\\x{code:02x}"),
                    0x100..=0xffff => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                });
            }
            c => out.push(c),
        }
    }
    out.push(quote);
}

pub(crate) fn bytes_repr(bytes: &[u8], out: &mut String) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        b'"'
    } else {
        b'\''
    };
    out.push('b');
    out.push(char::from(quote));
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b if b == quote => {
                out.push('\\');
                out.push(char::from(b));
            }
            0x20..=0x7e => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(char::from(quote));
}
