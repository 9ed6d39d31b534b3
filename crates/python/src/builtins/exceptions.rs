//! `BaseException` and what every exception has.

use std::rc::Rc;

use super::{Registry, truth};
use crate::classes as c;
use crate::object::{Exception, Kind};
use crate::value::Value;
use crate::vm::{Args, Fallible, Out, Process};

pub(super) fn register(r: &mut Registry) {
    r.method(c::BASE_EXCEPTION, "__init__", |p, a| {
        let args = p.tuple(&a.pos[1..]);
        if let Value::Ref(r) = a.pos[0] {
            if let Kind::Exception(e) = &mut p.heap.get_mut(r).kind {
                Rc::make_mut(e).args = args;
            }
            p.exception_extras(r)?;
            p.exception_keywords(r, a.names, a.named)?;
        }
        Ok(Out::Value(Value::None))
    });
    r.static_method(c::BASE_EXCEPTION, "__new__", |p, a| {
        let class = super::objects::class_argument(p, a.pos[0])?;
        let value = p.exception_with(class, &a.pos[1..]);
        if let Value::Ref(r) = value {
            p.exception_extras(r)?;
        }
        Ok(Out::Value(value))
    });
    r.attribute(
        c::BASE_EXCEPTION,
        "args",
        |p, a| part(p, a, |e| e.args),
        Some(|p, a| {
            let items = p.collect_native(a.pos[1])?.unwrap_or_default();
            let args = p.tuple(&items);
            with(p, a.pos[0], |e| e.args = args)
        }),
    );
    r.attribute(
        c::BASE_EXCEPTION,
        "__cause__",
        |p, a| part(p, a, |e| e.cause),
        Some(|p, a| {
            let cause = a.pos[1];
            with(p, a.pos[0], |e| {
                e.cause = cause;
                e.suppress_context = true;
            })
        }),
    );
    r.attribute(
        c::BASE_EXCEPTION,
        "__context__",
        |p, a| part(p, a, |e| e.context),
        Some(|p, a| {
            let context = a.pos[1];
            with(p, a.pos[0], |e| e.context = context)
        }),
    );
    r.attribute(
        c::BASE_EXCEPTION,
        "__suppress_context__",
        |p, a| part(p, a, |e| Value::Bool(e.suppress_context)),
        Some(|p, a| {
            let suppress = matches!(a.pos[1], Value::Bool(true));
            with(p, a.pos[0], |e| e.suppress_context = suppress)
        }),
    );
    r.attribute(
        c::BASE_EXCEPTION,
        "__traceback__",
        |p, a| Ok(Out::Value(p.traceback_of(a.pos[0]))),
        Some(|p, a| {
            let entries = match a.pos[1] {
                Value::Ref(r) => match p.heap.kind(r) {
                    Kind::Traceback(entries) => entries.clone(),
                    _ => Rc::default(),
                },
                _ => Rc::default(),
            };
            with(p, a.pos[0], |e| e.traceback = entries)
        }),
    );
    r.method(c::BASE_EXCEPTION, "with_traceback", |p, a| {
        let [exception, traceback] = a.exactly(p, "with_traceback")?;
        let entries = match traceback {
            Value::Ref(r) => match p.heap.kind(r) {
                Kind::Traceback(entries) => entries.clone(),
                _ => Rc::default(),
            },
            _ => Rc::default(),
        };
        with(p, exception, |e| e.traceback = entries)?;
        Ok(Out::Value(exception))
    });
    r.attribute(
        c::TRACEBACK,
        "tb_lineno",
        |p, a| {
            let line = match a.pos[0] {
                Value::Ref(r) => match p.heap.kind(r) {
                    Kind::Traceback(entries) => entries
                        .last()
                        .map(|e| p.codes[e.code as usize].code.span(e.pc as usize).line),
                    _ => None,
                },
                _ => None,
            };
            Ok(Out::Value(
                line.map_or(Value::None, |l| Value::Int(i64::from(l))),
            ))
        },
        None,
    );
    r.method(c::BASE_EXCEPTION, "add_note", |p, a| {
        let [exception, note] = a.exactly(p, "add_note")?;
        if p.as_text(note).is_none() {
            let message = format!("note must be a str, not '{}'", p.type_name(note));
            return Err(p.type_error(&message));
        }
        let name = p.names.intern("__notes__");
        if let Value::Ref(r) = exception {
            match p.own_attribute(r, name) {
                Some(Value::Ref(list)) => p.list_push(list, note)?,
                _ => {
                    let list = p.list(vec![note]);
                    p.store_attr_plain(exception, name, list)?;
                }
            }
        }
        Ok(Out::Value(Value::None))
    });
    // What the machine did not set is None.
    for (class, name) in [
        (c::NAME_ERROR, "name"),
        (c::ATTRIBUTE_ERROR, "name"),
        (c::ATTRIBUTE_ERROR, "obj"),
        (c::IMPORT_ERROR, "name"),
        (c::IMPORT_ERROR, "path"),
        (c::IMPORT_ERROR, "msg"),
        (c::OS_ERROR, "errno"),
        (c::OS_ERROR, "strerror"),
        (c::OS_ERROR, "filename"),
        (c::OS_ERROR, "filename2"),
    ] {
        r.set_in_class(class, name, Value::None);
    }
    r.machine("_handling", |p, _| Ok(Out::Value(p.handling)));
    r.machine("_is_exception", |p, a| {
        let [value] = a.exactly(p, "_is_exception")?;
        truth(p.is_exception(value))
    });
}

fn part(p: &mut Process, a: Args, part: fn(&Exception) -> Value) -> Fallible<Out> {
    match a.pos[0] {
        Value::Ref(r) => match p.heap.kind(r) {
            Kind::Exception(e) => Ok(Out::Value(part(e))),
            _ => Ok(Out::Value(Value::None)),
        },
        _ => Ok(Out::Value(Value::None)),
    }
}

fn with(p: &mut Process, value: Value, set: impl FnOnce(&mut Exception)) -> Fallible<Out> {
    if let Value::Ref(r) = value
        && let Kind::Exception(e) = &mut p.heap.get_mut(r).kind
    {
        set(Rc::make_mut(e));
    }
    Ok(Out::Done)
}

impl Process {
    /// An exception's `__traceback__`.
    pub(crate) fn traceback_of(&mut self, exception: Value) -> Value {
        let entries = match exception {
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Exception(e) => e.traceback.clone(),
                _ => return Value::None,
            },
            _ => return Value::None,
        };
        if entries.is_empty() {
            return Value::None;
        }
        self.alloc(c::TRACEBACK, Kind::Traceback(entries))
    }
}
