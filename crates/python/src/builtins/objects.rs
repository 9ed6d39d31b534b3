//! `object`, functions, methods, modules, properties, generators, `super`.

use std::rc::Rc;

use ecow::EcoString;

use super::{Registry, or, truth};
use crate::classes as c;
use crate::compile::code::Code;
use crate::helpers::Helper;
use crate::names;
use crate::object::{Function, Kind};
use crate::value::{Ref, Value};
use crate::vm::compare::Undecided;
use crate::vm::thread::OnReturn;
use crate::vm::{Args, Fallible, Out, Process, Resume, Trouble};

pub(super) fn register(r: &mut Registry) {
    r.static_method(c::OBJECT, "__new__", object_new);
    r.method(c::OBJECT, "__init__", object_init);
    r.method(c::OBJECT, "__repr__", |p, a| {
        // Not what classes of built-in contents have of their own.
        match a.pos {
            [Value::Int(_) | Value::Bool(_) | Value::Float(_)] => {}
            [Value::Ref(r)]
                if matches!(
                    p.heap.kind(*r),
                    Kind::Str(_)
                        | Kind::Bytes(_)
                        | Kind::Big(_)
                        | Kind::Float(_)
                        | Kind::Tuple(_)
                        | Kind::List(_)
                        | Kind::Dict(_)
                        | Kind::Set(_)
                        | Kind::Exception(_)
                ) => {}
            _ => return object_repr(p, a),
        }
        let name = p.qualified_name(p.class_of(a.pos[0]));
        let address = match a.pos[0] {
            Value::Ref(r) => p.address(r),
            _ => "0x0".to_string(),
        };
        Ok(Out::Value(p.str(&format!("<{name} object at {address}>"))))
    });
    r.method(c::OBJECT, "__str__", object_str);
    r.method(c::OBJECT, "__eq__", object_eq);
    r.method(c::OBJECT, "__ne__", object_ne);
    for name in ["__lt__", "__le__", "__gt__", "__ge__"] {
        r.method(c::OBJECT, name, |_, _| {
            Ok(Out::Value(Value::NotImplemented))
        });
    }
    r.class_method(c::OBJECT, "__subclasshook__", |_, _| {
        Ok(Out::Value(Value::NotImplemented))
    });
    r.method(c::OBJECT, "__dir__", |p, a| {
        let [value] = a.exactly(p, "object.__dir__")?;
        Ok(Out::Call(p.helper(Helper::DirList), vec![value]))
    });
    r.method(c::OBJECT, "__hash__", object_hash);
    r.method(c::OBJECT, "__format__", object_format);
    // The same, found on the classes themselves, so that they come before those of later bases.
    for class in [
        c::INT,
        c::FLOAT,
        c::STR,
        c::BYTES,
        c::TUPLE,
        c::LIST,
        c::DICT,
        c::SET,
        c::FROZENSET,
    ] {
        r.method(class, "__eq__", object_eq);
        r.method(class, "__ne__", object_ne);
        r.method(class, "__repr__", object_repr);
        if !matches!(class, c::LIST | c::DICT | c::SET) {
            r.method(class, "__hash__", object_hash);
        }
    }
    for class in [c::INT, c::FLOAT, c::STR] {
        r.method(class, "__format__", content_format);
    }
    r.method(c::STR, "__str__", object_str);
    r.method(c::BASE_EXCEPTION, "__str__", object_str);
    r.method(c::BASE_EXCEPTION, "__repr__", object_repr);
    r.method(c::OBJECT, "__getattribute__", |p, a| {
        let [value, name] = a.exactly(p, "object.__getattribute__")?;
        let Some(name) = p.name_of(name) else {
            return Err(p.type_error("attribute name must be string"));
        };
        p.load_attr_plain(value, name)
    });
    r.method(c::OBJECT, "__setattr__", |p, a| {
        let [value, name, new] = a.exactly(p, "object.__setattr__")?;
        let Some(name) = p.name_of(name) else {
            return Err(p.type_error("attribute name must be string"));
        };
        p.store_attr_plain(value, name, new)
    });
    r.method(c::OBJECT, "__delattr__", |p, a| {
        let [value, name] = a.exactly(p, "object.__delattr__")?;
        let Some(name) = p.name_of(name) else {
            return Err(p.type_error("attribute name must be string"));
        };
        p.delete_attr_plain(value, name)
    });
    r.class_method(c::OBJECT, "__init_subclass__", |p, a| {
        if !a.names.is_empty() {
            let message = format!(
                "{}.__init_subclass__() takes no keyword arguments",
                match a.pos.first() {
                    Some(Value::Ref(r)) => p.class_name(*r),
                    _ => EcoString::from("object"),
                }
            );
            return Err(p.type_error(&message));
        }
        Ok(Out::Value(Value::None))
    });
    r.attribute(
        c::OBJECT,
        "__class__",
        |p, a| Ok(Out::Value(Value::Ref(p.class_of(a.pos[0])))),
        Some(|p, a| {
            let (Value::Ref(r), Value::Ref(class)) = (a.pos[0], a.pos[1]) else {
                return Err(p.type_error("__class__ must be set to a class"));
            };
            let compatible = matches!(p.heap.kind(r), Kind::Instance(_))
                && p.class(class)
                    .is_some_and(|class| class.layout == crate::object::Layout::Instance);
            if !compatible {
                return Err(p.type_error(
                    "__class__ assignment only supported for instances of ordinary classes",
                ));
            }
            p.heap.get_mut(r).class = class;
            Ok(Out::Done)
        }),
    );
    r.attribute(
        c::OBJECT,
        "__dict__",
        |p, a| {
            let value = a.pos[0];
            if let Value::Ref(r) = value
                && p.class(p.class_of(value))
                    .is_some_and(|class| class.has_dict)
            {
                return Ok(Out::Value(Value::Ref(p.attribute_dict(r)?)));
            }
            Err(p.attribute_error(value, names::DICT))
        },
        Some(|p, a| {
            let (Value::Ref(r), Value::Ref(d)) = (a.pos[0], a.pos[1]) else {
                return Err(not_a_dict(p, a.pos[1]));
            };
            if p.dict(d).is_none() {
                return Err(not_a_dict(p, a.pos[1]));
            }
            p.attribute_dict(r)?;
            p.heap.get_mut(r).dict = d;
            Ok(Out::Done)
        }),
    );
    r.set_in_class(c::OBJECT, "__doc__", Value::None);

    r.attribute(
        c::FUNCTION,
        "__name__",
        |p, a| function(p, a.pos[0], |f| f.name),
        Some(|p, a| with_function(p, a, |f, value| f.name = value)),
    );
    r.attribute(
        c::FUNCTION,
        "__qualname__",
        |p, a| function(p, a.pos[0], |f| f.qualname),
        Some(|p, a| with_function(p, a, |f, value| f.qualname = value)),
    );
    r.attribute(
        c::FUNCTION,
        "__module__",
        |p, a| function(p, a.pos[0], |f| f.module),
        Some(|p, a| with_function(p, a, |f, value| f.module = value)),
    );
    r.attribute(
        c::FUNCTION,
        "__doc__",
        |p, a| function(p, a.pos[0], |f| f.doc),
        Some(|p, a| with_function(p, a, |f, value| f.doc = value)),
    );
    r.attribute(
        c::FUNCTION,
        "__defaults__",
        |p, a| {
            let Some(f) = as_function(p, a.pos[0]) else {
                return Ok(Out::Value(Value::None));
            };
            if f.defaults.is_empty() {
                Ok(Out::Value(Value::None))
            } else {
                Ok(Out::Value(p.tuple(&f.defaults)))
            }
        },
        None,
    );
    r.attribute(
        c::FUNCTION,
        "__kwdefaults__",
        |p, a| {
            let Some(f) = as_function(p, a.pos[0]) else {
                return Ok(Out::Value(Value::None));
            };
            if f.keyword_defaults.is_empty() {
                return Ok(Out::Value(Value::None));
            }
            Ok(Out::Value(p.name_dict(&f.keyword_defaults, c::DICT)?))
        },
        None,
    );
    r.attribute(
        c::FUNCTION,
        "__closure__",
        |p, a| match as_function(p, a.pos[0]) {
            Some(f) if !f.closure.is_empty() => {
                let cells: Vec<Value> = f.closure.to_vec();
                Ok(Out::Value(p.tuple(&cells)))
            }
            _ => Ok(Out::Value(Value::None)),
        },
        None,
    );
    for class in [c::FUNCTION, c::NATIVE, c::METHOD, c::METHOD_DESCRIPTOR] {
        r.attribute(class, "__call__", |_, a| Ok(Out::Value(a.pos[0])), None);
    }
    r.method(c::NONE, "__bool__", |_, _| truth(false));
    r.attribute(
        c::GENERATOR,
        "gi_code",
        |p, a| {
            Ok(Out::Value(match a.pos[0] {
                Value::Ref(r) => match p.heap.kind(r) {
                    Kind::Generator(g) => Value::Code(g.code),
                    _ => Value::None,
                },
                _ => Value::None,
            }))
        },
        None,
    );
    r.attribute(
        c::FUNCTION,
        "__code__",
        |p, a| {
            Ok(Out::Value(match as_function(p, a.pos[0]) {
                Some(f) => Value::Code(f.code),
                None => Value::None,
            }))
        },
        None,
    );
    r.attribute(
        c::CELL,
        "cell_contents",
        |p, a| {
            let content = match a.pos[0] {
                Value::Ref(r) => match p.heap.kind(r) {
                    Kind::Cell(value) => *value,
                    _ => Value::Undef,
                },
                _ => Value::Undef,
            };
            if content.is_undef() {
                return Err(p.value_error("Cell is empty"));
            }
            Ok(Out::Value(content))
        },
        None,
    );
    let code_attributes: [(&'static str, crate::vm::NativeFn); 13] = [
        ("co_name", |p, a| code_text(p, a, |code| code.name.clone())),
        ("co_qualname", |p, a| {
            code_text(p, a, |code| code.qualname.clone())
        }),
        ("co_filename", |p, a| {
            code_text(p, a, |code| code.file.clone())
        }),
        ("co_firstlineno", |p, a| {
            code_number(p, a, |code| code.first_line)
        }),
        ("co_argcount", |p, a| {
            code_number(p, a, |code| code.parameters.positional)
        }),
        ("co_posonlyargcount", |p, a| {
            code_number(p, a, |code| code.parameters.positional_only)
        }),
        ("co_kwonlyargcount", |p, a| {
            code_number(p, a, |code| code.parameters.keyword_only)
        }),
        ("co_nlocals", |p, a| {
            code_number(p, a, |code| code.local_names().len() as u32)
        }),
        ("co_flags", |p, a| code_number(p, a, Code::flags)),
        ("co_varnames", |p, a| code_names(p, a, Code::local_names)),
        ("co_cellvars", |p, a| code_names(p, a, Code::cell_names)),
        ("co_freevars", |p, a| code_names(p, a, Code::free_names)),
        ("__doc__", |_, _| Ok(Out::Value(Value::None))),
    ];
    for (name, get) in code_attributes {
        r.attribute(c::CODE, name, get, None);
    }
    r.attribute(
        c::FUNCTION,
        "__annotations__",
        |p, a| {
            let Some(f) = as_function(p, a.pos[0]) else {
                return Ok(Out::Value(Value::None));
            };
            let code = p.codes[f.code as usize].code.clone();
            let mut entries = Vec::new();
            for (name, text) in &code.annotations {
                let name = p.names.intern(name);
                entries.push((name, p.str(text)));
            }
            Ok(Out::Value(p.name_dict(&entries, c::DICT)?))
        },
        Some(|_, _| Ok(Out::Done)),
    );
    r.attribute(
        c::FUNCTION,
        "__globals__",
        |p, a| {
            let Some(f) = as_function(p, a.pos[0]) else {
                return Ok(Out::Value(Value::None));
            };
            p.load_attr(Value::Ref(f.globals), names::DICT)
        },
        None,
    );
    r.method(c::FUNCTION, "__get__", |p, a| {
        let [f, this, _] = a.between(p, "function.__get__", 2)?;
        let Value::Ref(function) = f else {
            return Ok(Out::Value(f));
        };
        if this.is_none() {
            return Ok(Out::Value(f));
        }
        Ok(Out::Value(
            p.alloc(c::METHOD, Kind::BoundMethod { function, this }),
        ))
    });
    for class in [c::NATIVE, c::METHOD_DESCRIPTOR, c::METHOD_WRAPPER] {
        r.attribute(
            class,
            "__name__",
            |p, a| native_name(p, a.pos[0], false),
            None,
        );
        r.attribute(
            class,
            "__qualname__",
            |p, a| native_name(p, a.pos[0], true),
            None,
        );
    }
    for class in [
        c::FUNCTION,
        c::NATIVE,
        c::METHOD_DESCRIPTOR,
        c::METHOD,
        c::METHOD_WRAPPER,
    ] {
        r.method(class, "__call__", |_, a| {
            let named = a.names.iter().copied().zip(a.named.iter().copied());
            Ok(Out::CallNamed(
                a.pos[0],
                a.pos[1..].to_vec(),
                named.collect(),
            ))
        });
    }
    r.attribute(
        c::METHOD,
        "__func__",
        |p, a| {
            Ok(Out::Value(match method_parts(p, a.pos[0]) {
                Some((function, _)) => Value::Ref(function),
                None => Value::None,
            }))
        },
        None,
    );
    for class in [c::METHOD, c::NATIVE, c::METHOD_WRAPPER] {
        r.attribute(
            class,
            "__self__",
            |p, a| {
                Ok(Out::Value(
                    method_parts(p, a.pos[0]).map_or(Value::None, |m| m.1),
                ))
            },
            None,
        );
    }
    for name in [
        "__name__",
        "__qualname__",
        "__doc__",
        "__module__",
        "__defaults__",
        "__annotations__",
        "__wrapped__",
    ] {
        // Methods answer for their functions.
        let getter: crate::vm::NativeFn = match name {
            "__name__" => |p, a| through(p, a, names::NAME),
            "__qualname__" => |p, a| through(p, a, names::QUALNAME),
            "__doc__" => |p, a| through(p, a, names::DOC),
            "__module__" => |p, a| through(p, a, names::MODULE),
            "__annotations__" => |p, a| through(p, a, names::ANNOTATIONS),
            "__wrapped__" => |p, a| {
                let name = p.names.intern("__wrapped__");
                through(p, a, name)
            },
            _ => |p, a| {
                let name = p.names.intern("__defaults__");
                through(p, a, name)
            },
        };
        r.attribute(c::METHOD, name, getter, None);
    }

    r.maker(c::PROPERTY, |p, a| {
        let class = class_argument(p, a.pos[0])?;
        let rest = Args {
            pos: &a.pos[1..],
            ..a
        };
        let [get, set, delete, doc] =
            rest.parse(p, "property", ["fget", "fset", "fdel", "doc"], 0)?;
        let doc = match or(doc, Value::None) {
            Value::None => as_function(p, get).map_or(Value::None, |f| f.doc),
            doc => doc,
        };
        let parts = [
            or(get, Value::None),
            or(set, Value::None),
            or(delete, Value::None),
            doc,
            Value::None,
        ];
        Ok(Out::Value(p.alloc(class, Kind::Property(Rc::new(parts)))))
    });
    r.method(c::PROPERTY, "__get__", |p, a| {
        let [property, this, _] = a.between(p, "property.__get__", 2)?;
        if this.is_none() {
            return Ok(Out::Value(property));
        }
        match property_parts(p, property)[0] {
            Value::None => Err(p.raise(c::ATTRIBUTE_ERROR, "property has no getter")),
            getter => Ok(Out::Call(getter, vec![this])),
        }
    });
    r.method(c::PROPERTY, "__set_name__", |p, a| {
        let [property, _, name] = a.exactly(p, "property.__set_name__")?;
        if let Value::Ref(r) = property
            && let Kind::Property(parts) = &mut p.heap.get_mut(r).kind
        {
            Rc::make_mut(parts)[4] = name;
        }
        Ok(Out::Value(Value::None))
    });
    r.method(c::PROPERTY, "__set__", |p, a| {
        let [property, this, value] = a.exactly(p, "property.__set__")?;
        match property_parts(p, property)[1] {
            Value::None => Err(p.raise(c::ATTRIBUTE_ERROR, "property has no setter")),
            setter => Ok(Out::Discard(setter, vec![this, value])),
        }
    });
    r.method(c::PROPERTY, "__delete__", |p, a| {
        let [property, this] = a.exactly(p, "property.__delete__")?;
        match property_parts(p, property)[2] {
            Value::None => Err(p.raise(c::ATTRIBUTE_ERROR, "property has no deleter")),
            deleter => Ok(Out::Discard(deleter, vec![this])),
        }
    });
    for class in [c::CLASSMETHOD, c::STATICMETHOD] {
        r.method(class, "__get__", |p, a| {
            let [method, this, class] = a.between(p, "classmethod.__get__", 2)?;
            let Value::Ref(m) = method else {
                return Ok(Out::Value(method));
            };
            match p.heap.kind(m) {
                Kind::StaticMethod(function) => Ok(Out::Value(*function)),
                Kind::ClassMethod(Value::Ref(function)) => {
                    let function = *function;
                    let class = if class.is_undef() || class.is_none() {
                        Value::Ref(p.class_of(this))
                    } else {
                        class
                    };
                    Ok(Out::Value(p.alloc(
                        c::METHOD,
                        Kind::BoundMethod {
                            function,
                            this: class,
                        },
                    )))
                }
                _ => Ok(Out::Value(method)),
            }
        });
    }
    for class in [c::LIST, c::DICT, c::SET] {
        r.set_in_class(class, "__hash__", Value::None);
    }
    for (i, name) in ["getter", "setter", "deleter"].into_iter().enumerate() {
        let function: crate::vm::NativeFn = match i {
            0 => |p, a| property_with(p, a, 0),
            1 => |p, a| property_with(p, a, 1),
            _ => |p, a| property_with(p, a, 2),
        };
        r.method(c::PROPERTY, name, function);
    }
    r.attribute(c::PROPERTY, "fget", |p, a| property_part(p, a, 0), None);
    r.attribute(c::PROPERTY, "fset", |p, a| property_part(p, a, 1), None);
    r.attribute(c::PROPERTY, "fdel", |p, a| property_part(p, a, 2), None);
    r.attribute(c::PROPERTY, "__doc__", |p, a| property_part(p, a, 3), None);
    r.maker(c::CLASSMETHOD, |p, a| {
        let [_, function] = a.exactly(p, "classmethod")?;
        Ok(Out::Value(
            p.alloc(c::CLASSMETHOD, Kind::ClassMethod(function)),
        ))
    });
    r.maker(c::STATICMETHOD, |p, a| {
        let [_, function] = a.exactly(p, "staticmethod")?;
        Ok(Out::Value(
            p.alloc(c::STATICMETHOD, Kind::StaticMethod(function)),
        ))
    });
    for class in [c::CLASSMETHOD, c::STATICMETHOD] {
        r.attribute(
            class,
            "__func__",
            |p, a| match a.pos[0] {
                Value::Ref(r) => match p.heap.kind(r) {
                    Kind::ClassMethod(f) | Kind::StaticMethod(f) => Ok(Out::Value(*f)),
                    _ => Ok(Out::Value(Value::None)),
                },
                _ => Ok(Out::Value(Value::None)),
            },
            None,
        );
    }
    r.maker(c::SUPER, |p, a| {
        let [_, class, this] = a.between(p, "super", 1)?;
        if class.is_undef() {
            return Err(p.raise(c::RUNTIME_ERROR, "super(): no arguments"));
        }
        let class = class_argument(p, class)?;
        let this = or(this, Value::None);
        let is_instance = p.is_subclass(p.class_of(this), class)
            || matches!(this, Value::Ref(r) if p.class(r).is_some() && p.is_subclass(r, class));
        if !is_instance {
            return Err(
                p.type_error("super(type, obj): obj must be an instance or subtype of type")
            );
        }
        Ok(Out::Value(p.alloc(c::SUPER, Kind::Super { class, this })))
    });

    for class in [c::GENERATOR, c::COROUTINE] {
        r.method(class, "send", |p, a| {
            let [generator, value] = a.exactly(p, "generator.send")?;
            resume(p, generator, Resume::Send(value), OnReturn::Next)
        });
        r.method(class, "throw", |p, a| {
            let [generator, class, value, _] = a.between(p, "generator.throw", 2)?;
            let exception = if p.is_exception(class) {
                class
            } else if p.is_exception(value) {
                value
            } else if p.is_exception_class(class) {
                let mut args = vec![generator, class];
                if !value.is_undef() && !value.is_none() {
                    args.push(value);
                }
                return Ok(Out::Call(p.helper(Helper::ThrowInto), args));
            } else {
                let message = format!(
                    "exceptions must be classes or instances deriving from BaseException, not {}",
                    p.type_name(class)
                );
                return Err(p.type_error(&message));
            };
            resume(p, generator, Resume::Throw(exception), OnReturn::Next)
        });
        r.method(class, "close", |p, a| {
            let [generator] = a.exactly(p, "generator.close")?;
            close(p, generator)
        });
        r.attribute(
            class,
            "__name__",
            |p, a| generator_part(p, a.pos[0], |g| g.name),
            None,
        );
        r.attribute(
            class,
            "__qualname__",
            |p, a| generator_part(p, a.pos[0], |g| g.qualname),
            None,
        );
    }
    r.method(c::GENERATOR, "__next__", |p, a| {
        let [generator] = a.exactly(p, "generator.__next__")?;
        resume(p, generator, Resume::Send(Value::None), OnReturn::Next)
    });
    for (class, name) in [
        (c::GENERATOR, "gi_running"),
        (c::COROUTINE, "cr_running"),
        (c::ASYNC_GENERATOR, "ag_running"),
    ] {
        r.attribute(
            class,
            name,
            |p, a| in_state(p, a, crate::object::GeneratorState::Running),
            None,
        );
    }
    for (class, name) in [
        (c::GENERATOR, "gi_frame"),
        (c::COROUTINE, "cr_frame"),
        (c::ASYNC_GENERATOR, "ag_frame"),
    ] {
        // Whether there is still one is what programs ask.
        r.attribute(
            class,
            name,
            |p, a| {
                let ended = matches!(a.pos[0], Value::Ref(r) if matches!(p.heap.kind(r), Kind::Generator(g) if g.state == crate::object::GeneratorState::Finished));
                Ok(Out::Value(if ended { Value::None } else { a.pos[0] }))
            },
            None,
        );
    }
    for (class, name) in [
        (c::GENERATOR, "gi_suspended"),
        (c::COROUTINE, "cr_suspended"),
    ] {
        r.attribute(
            class,
            name,
            |p, a| in_state(p, a, crate::object::GeneratorState::Suspended),
            None,
        );
    }
    r.method(c::GENERATOR, "__iter__", |_, a| Ok(Out::Value(a.pos[0])));
    r.method(c::COROUTINE, "__await__", |p, a| {
        Ok(Out::Call(p.helper(Helper::CoroutineSteps), vec![a.pos[0]]))
    });
    r.method(c::ASYNC_GENERATOR, "__aiter__", |_, a| {
        Ok(Out::Value(a.pos[0]))
    });
    for (name, function) in [
        (
            "__anext__",
            (|p, a| async_step(p, a, 0)) as crate::vm::NativeFn,
        ),
        ("asend", |p, a| async_step(p, a, 1)),
        ("athrow", |p, a| async_step(p, a, 2)),
        ("aclose", |p, a| async_step(p, a, 3)),
    ] {
        r.method(c::ASYNC_GENERATOR, name, function);
    }
    r.machine("_resume_async", |p, a| {
        let [generator, value] = a.exactly(p, "_resume_async")?;
        resume(p, generator, Resume::Send(value), OnReturn::AsyncStep)
    });
    r.machine("_throw_async", |p, a| {
        let [generator, value] = a.exactly(p, "_throw_async")?;
        resume(p, generator, Resume::Throw(value), OnReturn::AsyncStep)
    });
    r.machine("_generator_state", |p, a| {
        let [generator] = a.exactly(p, "_generator_state")?;
        let Value::Ref(r) = generator else {
            return Ok(Out::Value(Value::None));
        };
        match p.heap.kind(r) {
            Kind::Generator(g) => Ok(Out::Value(Value::Int(g.state as i64))),
            _ => Ok(Out::Value(Value::None)),
        }
    });
}

fn object_str(p: &mut Process, a: Args) -> Fallible<Out> {
    let [value] = a.exactly(p, "object.__str__")?;
    let class = p.class_of(value);
    let content = matches!(value, Value::Ref(r) if matches!(p.heap.kind(r), Kind::Str(_) | Kind::Exception(_)));
    if !content && p.python_method(class, names::REPR).is_some() {
        return Ok(Out::Call(p.helper(Helper::Repr), vec![value]));
    }
    match p.str_native_plain(value)? {
        Some(text) => Ok(Out::Value(p.string(text))),
        None => Ok(Out::Call(p.helper(Helper::Repr), vec![value])),
    }
}

fn code_of(p: &Process, a: Args) -> Rc<Code> {
    let number = match a.pos[0] {
        Value::Code(code) => code as usize,
        _ => 0,
    };
    p.codes[number].code.clone()
}

fn code_text(p: &mut Process, a: Args, part: fn(&Code) -> Rc<str>) -> Fallible<Out> {
    let text = part(&code_of(p, a));
    Ok(Out::Value(p.str(&text)))
}

fn code_number(p: &mut Process, a: Args, part: fn(&Code) -> u32) -> Fallible<Out> {
    Ok(Out::Value(Value::Int(i64::from(part(&code_of(p, a))))))
}

fn code_names(p: &mut Process, a: Args, part: fn(&Code) -> Vec<Rc<str>>) -> Fallible<Out> {
    let names: Vec<Value> = part(&code_of(p, a))
        .iter()
        .map(|name| p.str(name))
        .collect();
    Ok(Out::Value(p.tuple(&names)))
}

fn not_a_dict(p: &mut Process, value: Value) -> Trouble {
    let name = p.type_name(value);
    p.type_error(&format!(
        "__dict__ must be set to a dictionary, not a '{name}'"
    ))
}

fn object_eq(p: &mut Process, a: Args) -> Fallible<Out> {
    let [x, y] = a.exactly(p, "object.__eq__")?;
    let is_comparable = comparable(p, x, y);
    match p.equal_plain(x, y) {
        Ok(same) if is_comparable => truth(same),
        Ok(true) if x.is(y) => truth(true),
        Err(Undecided::Python) if is_comparable => {
            let kind = match x {
                Value::Ref(r) => p.heap.kind(r),
                _ => return Ok(Out::Value(Value::NotImplemented)),
            };
            Ok(match kind {
                Kind::List(_) | Kind::Tuple(_) => {
                    Out::Call(p.helper(Helper::SequenceEqual), vec![x, y])
                }
                Kind::Dict(_) => Out::Call(p.helper(Helper::MappingEqual), vec![x, y]),
                Kind::Set(_) => Out::Call(p.helper(Helper::SetCompare), vec![x, y, Value::Int(0)]),
                _ => Out::Value(Value::NotImplemented),
            })
        }
        _ => Ok(Out::Value(Value::NotImplemented)),
    }
}

/// Whether a built-in content can say that it differs from another one: what is of another type
/// does not belong to it.
fn comparable(p: &Process, x: Value, y: Value) -> bool {
    let (is_int, is_float) = (p.as_big(x).is_some(), p.as_float(x).is_some());
    if is_int || is_float {
        return p.as_big(y).is_some() || (is_float && p.as_float(y).is_some());
    }
    let (Value::Ref(x), Value::Ref(y)) = (x, y) else {
        return false;
    };
    match (p.heap.kind(x), p.heap.kind(y)) {
        (Kind::Instance(_) | Kind::Bare | Kind::Exception(_) | Kind::Class(_), _) => false,
        (Kind::Set(_) | Kind::DictView { .. }, Kind::Set(_) | Kind::DictView { .. }) => true,
        (x, y) => std::mem::discriminant(x) == std::mem::discriminant(y),
    }
}

/// `__name__` or `__qualname__` of a native, or of what is bound to an object.
fn native_name(p: &mut Process, value: Value, qualified: bool) -> Fallible<Out> {
    let function = method_parts(p, value).map_or(value, |parts| Value::Ref(parts.0));
    let Value::Ref(r) = function else {
        return Ok(Out::Value(Value::None));
    };
    let Kind::Native(id) = p.heap.kind(r) else {
        let name = if qualified {
            names::QUALNAME
        } else {
            names::NAME
        };
        return p.load_attr(function, name);
    };
    let native = &p.natives[*id as usize];
    let name = native.name;
    let text = match native.class {
        Some(class) if qualified => format!("{}.{name}", p.class_name(class)),
        _ => name.to_string(),
    };
    Ok(Out::Value(p.str(&text)))
}

fn object_ne(p: &mut Process, a: Args) -> Fallible<Out> {
    let [x, y] = a.exactly(p, "object.__ne__")?;
    Ok(Out::Call(
        p.helper(Helper::Equal),
        vec![x, y, Value::Bool(true)],
    ))
}

fn object_hash(p: &mut Process, a: Args) -> Fallible<Out> {
    let [value] = a.exactly(p, "object.__hash__")?;
    let Value::Ref(r) = value else {
        let hash = p.hash(value, 0).unwrap_or(0);
        return Ok(Out::Value(Value::Int(hash as i64)));
    };
    let hash = match p.heap.kind(r) {
        Kind::Instance(_) | Kind::Bare | Kind::Exception(_) => i64::from(p.identity(r)) * 16,
        _ => match p.hash_plain(value) {
            Ok(hash) => hash as i64,
            Err(why) => return Err(p.undecided(why)),
        },
    };
    Ok(Out::Value(Value::Int(hash)))
}

fn object_format(p: &mut Process, a: Args) -> Fallible<Out> {
    let [value, spec] = a.exactly(p, "object.__format__")?;
    if p.as_text(spec) != Some("") {
        let message = format!(
            "unsupported format string passed to {}.__format__",
            p.type_name(value)
        );
        return Err(p.type_error(&message));
    }
    p.str_of(value)
}

fn content_format(p: &mut Process, a: Args) -> Fallible<Out> {
    let [value, spec] = a.exactly(p, "__format__")?;
    let text = p.text_argument(spec, "format spec")?;
    if text.is_empty() {
        return match p.str_native_plain(value)? {
            Some(text) => Ok(Out::Value(p.string(text))),
            None => p.str_of(value),
        };
    }
    match super::format::format_content(p, value, &text)? {
        Some(text) => Ok(Out::Value(p.string(text))),
        None => object_format(p, a),
    }
}

fn async_step(p: &mut Process, a: Args, how: i64) -> Fallible<Out> {
    let [generator, value, more] = a.between(p, "async_generator.asend", 1)?;
    let args = vec![
        generator,
        Value::Int(how),
        or(value, Value::None),
        or(more, Value::None),
    ];
    Ok(Out::Call(p.helper(Helper::AsyncGenStep), args))
}

/// Resume a generator object.
pub(crate) fn resume(
    p: &mut Process,
    generator: Value,
    with: Resume,
    on_return: OnReturn,
) -> Fallible<Out> {
    match generator {
        Value::Ref(r) if matches!(p.heap.kind(r), Kind::Generator(_)) => Ok(Out::Resume {
            generator: r,
            with,
            on_return,
        }),
        _ => Err(p.type_error("not a generator")),
    }
}

fn close(p: &mut Process, generator: Value) -> Fallible<Out> {
    use crate::object::GeneratorState;
    let Value::Ref(r) = generator else {
        return Ok(Out::Value(Value::None));
    };
    let Kind::Generator(g) = self_kind(p, r) else {
        return Ok(Out::Value(Value::None));
    };
    match g.state {
        GeneratorState::Finished => Ok(Out::Value(Value::None)),
        GeneratorState::Created => {
            if let Kind::Generator(g) = &mut p.heap.get_mut(r).kind {
                Rc::make_mut(g).state = GeneratorState::Finished;
            }
            Ok(Out::Value(Value::None))
        }
        _ => {
            let exit = p.exception_with(c::GENERATOR_EXIT, &[]);
            resume(p, generator, Resume::Throw(exit), OnReturn::Close)
        }
    }
}

fn in_state(p: &mut Process, a: Args, state: crate::object::GeneratorState) -> Fallible<Out> {
    truth(
        matches!(a.pos[0], Value::Ref(r) if matches!(p.heap.kind(r), Kind::Generator(g) if g.state == state)),
    )
}

fn self_kind(p: &Process, r: Ref) -> &Kind {
    p.heap.kind(r)
}

fn generator_part(
    p: &mut Process,
    value: Value,
    part: fn(&crate::object::Generator) -> Value,
) -> Fallible<Out> {
    match value {
        Value::Ref(r) => match p.heap.kind(r) {
            Kind::Generator(g) => Ok(Out::Value(part(g))),
            _ => Ok(Out::Value(Value::None)),
        },
        _ => Ok(Out::Value(Value::None)),
    }
}

/// A class as an argument.
pub(crate) fn class_argument(p: &mut Process, value: Value) -> Fallible<Ref> {
    match value {
        Value::Ref(r) if p.class(r).is_some() => Ok(r),
        _ => Err(p.type_error("argument must be a class")),
    }
}

fn object_new(p: &mut Process, a: Args) -> Fallible<Out> {
    let class = match a.pos.first() {
        Some(&class) if p.is_class(class) => class_argument(p, class)?,
        Some(&other) => {
            let message = format!(
                "object.__new__(X): X is not a type object ({})",
                p.type_name(other)
            );
            return Err(p.type_error(&message));
        }
        None => return Err(p.type_error("object.__new__(): not enough arguments")),
    };
    let excess = a.pos.len() > 1 || !a.names.is_empty();
    let own_new = p.python_method(class, names::NEW).is_some();
    let own_init = p.python_method(class, names::INIT).is_some();
    if excess && own_new {
        return Err(
            p.type_error("object.__new__() takes exactly one argument (the type to instantiate)")
        );
    }
    if excess && !own_init {
        let message = format!("{}() takes no arguments", p.class_name(class));
        return Err(p.type_error(&message));
    }
    if p.class(class).is_some_and(|c| c.is_abstract) {
        return Ok(Out::Call(
            p.helper(Helper::AbstractError),
            vec![Value::Ref(class)],
        ));
    }
    use crate::object::Layout;
    let layout = p
        .class(class)
        .map_or(Layout::Instance, |class| class.layout);
    if class == c::OBJECT {
        return Ok(Out::Value(p.alloc(class, Kind::Bare)));
    }
    match layout {
        Layout::Instance => Ok(Out::Value(p.alloc(class, Kind::Instance(Rc::default())))),
        Layout::Exception => {
            let args: Vec<Value> = a.pos[1..].to_vec();
            let value = p.exception_with(class, &args);
            if let Value::Ref(r) = value {
                p.exception_extras(r)?;
            }
            Ok(Out::Value(value))
        }
        Layout::Native => {
            let maker = p
                .class(class)
                .map_or(crate::object::NO_NATIVE, |class| class.maker);
            if maker == crate::object::NO_NATIVE {
                let message = format!("cannot create '{}' instances", p.class_name(class));
                return Err(p.type_error(&message));
            }
            let function = p.natives[maker as usize].function;
            function(p, a)
        }
    }
}

fn object_init(p: &mut Process, a: Args) -> Fallible<Out> {
    let excess = a.pos.len() > 1 || !a.names.is_empty();
    if excess && let Some(&this) = a.pos.first() {
        let class = p.class_of(this);
        let native = !matches!(this, Value::Ref(r) if matches!(p.heap.kind(r), Kind::Instance(_) | Kind::Bare));
        let own_new = p.python_method(class, names::NEW).is_some();
        if !native && !own_new {
            let own_init = p.python_method(class, names::INIT).is_some();
            let message = if own_init {
                "object.__init__() takes exactly one argument (the instance to initialize)"
                    .to_string()
            } else {
                format!(
                    "{}.__init__() takes exactly one argument (the instance to initialize)",
                    p.class_name(class)
                )
            };
            return Err(p.type_error(&message));
        }
    }
    Ok(Out::Value(Value::None))
}

fn object_repr(p: &mut Process, a: Args) -> Fallible<Out> {
    let [value] = a.exactly(p, "object.__repr__")?;
    match p.repr_plain(value)? {
        Some(text) => Ok(Out::Value(p.string(text))),
        None => Ok(Out::Call(
            p.helper(Helper::Repr),
            vec![value, Value::Bool(true)],
        )),
    }
}

pub(crate) fn as_function(p: &Process, value: Value) -> Option<Rc<Function>> {
    match value {
        Value::Ref(r) => match p.heap.kind(r) {
            Kind::Function(f) => Some(f.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn function(p: &mut Process, value: Value, part: fn(&Function) -> Value) -> Fallible<Out> {
    Ok(Out::Value(
        as_function(p, value).map_or(Value::None, |f| part(&f)),
    ))
}

fn with_function(p: &mut Process, a: Args, set: fn(&mut Function, Value)) -> Fallible<Out> {
    if let Value::Ref(r) = a.pos[0]
        && let Kind::Function(f) = &mut p.heap.get_mut(r).kind
    {
        set(Rc::make_mut(f), a.pos[1]);
    }
    Ok(Out::Done)
}

fn method_parts(p: &Process, value: Value) -> Option<(Ref, Value)> {
    match value {
        Value::Ref(r) => match p.heap.kind(r) {
            Kind::BoundMethod { function, this } => Some((*function, *this)),
            _ => None,
        },
        _ => None,
    }
}

fn through(p: &mut Process, a: Args, name: names::NameId) -> Fallible<Out> {
    match method_parts(p, a.pos[0]) {
        Some((function, _)) => p.load_attr(Value::Ref(function), name),
        None => Ok(Out::Value(Value::None)),
    }
}

fn property_parts(p: &Process, value: Value) -> [Value; 5] {
    match value {
        Value::Ref(r) => match p.heap.kind(r) {
            Kind::Property(parts) => **parts,
            _ => [Value::None; 5],
        },
        _ => [Value::None; 5],
    }
}

fn property_part(p: &mut Process, a: Args, i: usize) -> Fallible<Out> {
    Ok(Out::Value(property_parts(p, a.pos[0])[i]))
}

fn property_with(p: &mut Process, a: Args, i: usize) -> Fallible<Out> {
    let [property, function] = a.exactly(p, "property.setter")?;
    let mut parts = property_parts(p, property);
    parts[i] = function;
    let class = p.class_of(property);
    Ok(Out::Value(p.alloc(class, Kind::Property(Rc::new(parts)))))
}
