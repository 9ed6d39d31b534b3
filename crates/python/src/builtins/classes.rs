//! `type`: making classes, and what classes know of themselves.

use std::rc::Rc;

use super::Registry;
use super::objects::class_argument;
use crate::classes as c;
use crate::helpers::Helper;
use crate::names;
use crate::object::{Class, Kind, Layout, NameMap};
use crate::value::{Ref, Value};
use crate::vm::{Args, Fallible, Out, Process};

pub(super) fn register(r: &mut Registry) {
    r.maker(c::TYPE, |p, a| match a.pos.len() {
        2 if a.names.is_empty() => {
            let class = p.class_of(a.pos[1]);
            Ok(Out::Value(Value::Ref(class)))
        }
        4 => {
            let named = a
                .names
                .iter()
                .copied()
                .zip(a.named.iter().copied())
                .collect();
            Ok(Out::CallNamed(
                p.helper(Helper::MakeType),
                a.pos.to_vec(),
                named,
            ))
        }
        _ => Err(p.type_error("type() takes 1 or 3 arguments")),
    });
    r.machine("_make_class", make_class);
    r.machine("_set_class_attribute", |p, a| {
        // Past any `__setattr__` of the metaclass.
        let [class, name, value] = a.exactly(p, "_set_class_attribute")?;
        let class = class_argument(p, class)?;
        let Some(name) = p.name_of(name) else {
            return Ok(Out::Value(Value::None));
        };
        p.set_class_attribute(class, name, value);
        Ok(Out::Value(Value::None))
    });
    r.machine("_add_method", |p, a| {
        // A method of a built-in class that is written in Python.
        let [class, name, function] = a.exactly(p, "_add_method")?;
        let class = class_argument(p, class)?;
        let Some(name) = p.name_of(name) else {
            return Ok(Out::Value(Value::None));
        };
        p.set_class_attribute(class, name, function);
        Ok(Out::Value(Value::None))
    });
    r.machine("_type_lookup", |p, a| {
        let [class, name] = a.exactly(p, "_type_lookup")?;
        let class = class_argument(p, class)?;
        let Some(name) = p.name_of(name) else {
            return Ok(Out::Value(Value::None));
        };
        Ok(Out::Value(
            p.type_lookup(class, name).unwrap_or(Value::None),
        ))
    });
    r.attribute(
        c::TYPE,
        "__name__",
        |p, a| class_part(p, a, |class| class.name),
        Some(|p, a| set(p, a, names::NAME)),
    );
    r.attribute(
        c::TYPE,
        "__qualname__",
        |p, a| class_part(p, a, |class| class.qualname),
        Some(|p, a| set(p, a, names::QUALNAME)),
    );
    r.attribute(
        c::TYPE,
        "__module__",
        |p, a| {
            let class = class_argument(p, a.pos[0])?;
            match p
                .class(class)
                .and_then(|class| class.attributes.get(names::MODULE))
                // What functions and the like have for themselves.
                .filter(|&module| p.as_text(module).is_some())
            {
                Some(module) => Ok(Out::Value(module)),
                None => Ok(Out::Value(p.str("builtins"))),
            }
        },
        Some(|p, a| set(p, a, names::MODULE)),
    );
    r.attribute(
        c::TYPE,
        "__doc__",
        |p, a| {
            let class = class_argument(p, a.pos[0])?;
            Ok(Out::Value(
                p.class(class)
                    .and_then(|class| class.attributes.get(names::DOC))
                    .filter(|&doc| p.as_text(doc).is_some())
                    .unwrap_or(Value::None),
            ))
        },
        Some(|p, a| set(p, a, names::DOC)),
    );
    r.attribute(
        c::TYPE,
        "__mro__",
        |p, a| {
            let class = class_argument(p, a.pos[0])?;
            let mro: Vec<Value> = p
                .class(class)
                .map(|class| class.mro.iter().map(|&r| Value::Ref(r)).collect())
                .unwrap_or_default();
            Ok(Out::Value(p.tuple(&mro)))
        },
        None,
    );
    r.attribute(
        c::TYPE,
        "__bases__",
        |p, a| {
            let class = class_argument(p, a.pos[0])?;
            let bases: Vec<Value> = p
                .class(class)
                .map(|class| class.bases.iter().map(|&r| Value::Ref(r)).collect())
                .unwrap_or_default();
            Ok(Out::Value(p.tuple(&bases)))
        },
        None,
    );
    r.attribute(
        c::TYPE,
        "__base__",
        |p, a| {
            let class = class_argument(p, a.pos[0])?;
            Ok(Out::Value(
                p.class(class)
                    .and_then(|class| class.bases.first().copied())
                    .map_or(Value::None, Value::Ref),
            ))
        },
        None,
    );
    r.attribute(
        c::TYPE,
        "__dict__",
        |p, a| {
            let class = class_argument(p, a.pos[0])?;
            let entries = p
                .class(class)
                .map(|class| class.attributes.entries().to_vec())
                .unwrap_or_default();
            Ok(Out::Value(p.name_dict(&entries, c::MAPPING_PROXY)?))
        },
        None,
    );
    r.method(c::TYPE, "mro", |p, a| {
        let class = class_argument(p, a.pos[0])?;
        let mro: Vec<Value> = p
            .class(class)
            .map(|class| class.mro.iter().map(|&r| Value::Ref(r)).collect())
            .unwrap_or_default();
        Ok(Out::Value(p.list(mro)))
    });
    r.method(c::TYPE, "__subclasses__", |p, a| {
        let class = class_argument(p, a.pos[0])?;
        let all: Vec<Value> = p
            .class(class)
            .map(|class| class.subclasses.iter().map(|&r| Value::Ref(r)).collect())
            .unwrap_or_default();
        Ok(Out::Value(p.list(all)))
    });
    r.method(c::TYPE, "__call__", |p, a| {
        let named = a
            .names
            .iter()
            .copied()
            .zip(a.named.iter().copied())
            .collect();
        Ok(Out::CallNamed(
            p.helper(Helper::Instantiate),
            a.pos.to_vec(),
            named,
        ))
    });
    r.method(c::TYPE, "__instancecheck__", |p, a| {
        let [class, value] = a.exactly(p, "type.__instancecheck__")?;
        let class = class_argument(p, class)?;
        super::truth(p.is_subclass(p.class_of(value), class))
    });
    r.method(c::TYPE, "__or__", |p, a| {
        let [x, y] = a.exactly(p, "type.__or__")?;
        Ok(Out::Call(
            p.helper(Helper::SubclassGetItem),
            vec![x, y, Value::Bool(true)],
        ))
    });
    r.method(c::TYPE, "__init__", |_, _| Ok(Out::Value(Value::None)));
}

fn class_part(p: &mut Process, a: Args, part: fn(&Class) -> Value) -> Fallible<Out> {
    let class = class_argument(p, a.pos[0])?;
    Ok(Out::Value(p.class(class).map_or(Value::None, part)))
}

fn set(p: &mut Process, a: Args, name: names::NameId) -> Fallible<Out> {
    let class = class_argument(p, a.pos[0])?;
    if p.class(class).is_some_and(|class| class.builtin) {
        let message = format!(
            "cannot set '{}' attribute of immutable type '{}'",
            p.names.text(name),
            p.class_name(class)
        );
        return Err(p.type_error(&message));
    }
    p.set_class_attribute(class, name, a.pos[1]);
    Ok(Out::Done)
}

/// `_make_class(metaclass, name, bases, namespace)`: the bare class, no hooks run.
fn make_class(p: &mut Process, a: Args) -> Fallible<Out> {
    let [meta, name, bases, namespace] = a.exactly(p, "_make_class")?;
    let meta = class_argument(p, meta)?;
    if p.as_text(name).is_none() {
        let message = format!(
            "type.__new__() argument 1 must be str, not {}",
            p.type_name(name)
        );
        return Err(p.type_error(&message));
    }
    let mut base_classes = Vec::new();
    for base in p.items_of(bases).unwrap_or_default() {
        match base {
            Value::Ref(r) if p.class(r).is_some() => {
                if base_classes.contains(&r) {
                    let message = format!("duplicate base class {}", p.class_name(r));
                    return Err(p.type_error(&message));
                }
                base_classes.push(r);
            }
            _ => return Err(p.type_error("bases must be types")),
        }
    }
    if base_classes.is_empty() {
        base_classes.push(c::OBJECT);
    }
    for &base in &base_classes {
        if matches!(
            base,
            c::BOOL
                | c::NONE
                | c::FUNCTION
                | c::RANGE
                | c::SLICE
                | c::GENERATOR
                | c::METHOD
                | c::SUPER
                | c::NATIVE
                | c::NOT_IMPLEMENTED
                | c::ELLIPSIS
        ) {
            let message = format!(
                "type '{}' is not an acceptable base type",
                p.class_name(base)
            );
            return Err(p.type_error(&message));
        }
    }
    // How instances are stored: as the one base that says something says.
    let mut layout = Layout::Instance;
    let mut maker = crate::object::NO_NATIVE;
    let mut solid = None;
    for &base in &base_classes {
        let Some(class) = p.class(base) else { continue };
        if class.layout == Layout::Instance {
            continue;
        }
        let own_solid = class
            .mro
            .iter()
            .copied()
            .find(|m| m.0 < c::COUNT && *m != c::OBJECT);
        match (solid, own_solid) {
            (None, _) => {
                layout = class.layout;
                maker = class.maker;
                solid = own_solid;
            }
            (Some(known), Some(other)) if known != other => {
                if class.layout == Layout::Exception && layout == Layout::Exception {
                    continue;
                }
                if p.is_subclass(other, known) {
                    layout = class.layout;
                    maker = class.maker;
                    solid = own_solid;
                } else if !p.is_subclass(known, other) {
                    return Err(p.type_error("multiple bases have instance lay-out conflict"));
                }
            }
            _ => {}
        }
    }
    let mut attributes = NameMap::default();
    let mut qualname = name;
    let entries: Vec<(Value, Value)> = match namespace {
        Value::Ref(r) => p.dict(r).map(|d| d.iter().collect()).unwrap_or_default(),
        _ => Vec::new(),
    };
    for (key, value) in entries {
        let Some(id) = p.name_of(key) else { continue };
        match id {
            names::QUALNAME => qualname = value,
            names::CLASSCELL | names::DICT => {}
            _ => {
                // These two are class methods without saying so.
                let value = match value {
                    Value::Ref(f)
                        if matches!(id, names::INIT_SUBCLASS | names::CLASS_GETITEM)
                            && matches!(p.heap.kind(f), Kind::Function(_)) =>
                    {
                        p.alloc(c::CLASSMETHOD, Kind::ClassMethod(value))
                    }
                    Value::Ref(f)
                        if id == names::NEW && matches!(p.heap.kind(f), Kind::Function(_)) =>
                    {
                        p.alloc(c::STATICMETHOD, Kind::StaticMethod(value))
                    }
                    other => other,
                };
                attributes.set(id, value);
            }
        }
    }
    if attributes.get(names::EQ).is_some() && attributes.get(names::HASH).is_none() {
        attributes.set(names::HASH, Value::None);
    }
    let mut slots = false;
    let mut slot_names: Vec<names::NameId> = Vec::new();
    for &base in &base_classes {
        if let Some(class) = p.class(base) {
            slot_names.extend_from_slice(&class.slots);
        }
    }
    if let Some(found) = attributes.get(names::SLOTS) {
        slots = true;
        for slot in p.slot_names(found) {
            let Some(slot) = p.name_of(slot) else {
                let message = format!(
                    "__slots__ items must be strings, not '{}'",
                    p.type_name(slot)
                );
                return Err(p.type_error(&message));
            };
            if slot == names::DICT {
                slots = false;
            } else if attributes.get(slot).is_some() {
                let slot = p.names.text(slot);
                let message = format!("'{slot}' in __slots__ conflicts with class variable");
                return Err(p.value_error(&message));
            } else {
                // As the name is called inside of the class.
                let owner = p.as_str(name);
                let text = p.names.text(slot).clone();
                let text = crate::compile::symbols::mangle(owner.as_deref(), &text);
                slot_names.push(p.names.intern(&text));
            }
        }
    }
    if attributes.get(names::DOC).is_none() {
        attributes.set(names::DOC, Value::None);
    }
    let base_dict = base_classes
        .iter()
        .any(|&b| p.class(b).is_some_and(|class| class.has_dict));
    // Every class holds the order of all its bases.
    let length: usize = base_classes
        .iter()
        .map(|&base| p.class(base).map_or(0, |class| class.mro.len()))
        .sum();
    p.charge(length.saturating_mul(base_classes.len()))?;
    p.heap.bytes += 300 + length * 4;
    let class = p.heap.alloc(meta, Kind::Bare);
    let mro = linearise(p, class, &base_classes)?;
    p.heap.get_mut(class).kind = Kind::Class(Rc::new(Class {
        name,
        qualname,
        bases: base_classes.clone(),
        mro: Rc::from(mro),
        attributes,
        layout,
        builtin: false,
        maker,
        subclasses: Vec::new(),
        has_dict: base_dict || !slots,
        slots: Rc::from(slot_names),
        is_abstract: false,
    }));
    for base in base_classes {
        if let Kind::Class(content) = &mut p.heap.get_mut(base).kind {
            Rc::make_mut(content).subclasses.push(class);
        }
    }
    p.classes_changed();
    // `__class__` in methods.
    if let Value::Ref(r) = namespace {
        let key = p.name_value(names::CLASSCELL);
        if let Some(Value::Ref(cell)) = p.dict_get(r, key)?
            && let Kind::Cell(_) = p.heap.kind(cell)
        {
            p.heap.get_mut(cell).kind = Kind::Cell(Value::Ref(class));
        }
    }
    Ok(Out::Value(Value::Ref(class)))
}

/// The order of method resolution (C3).
fn linearise(p: &mut Process, class: Ref, bases: &[Ref]) -> Fallible<Vec<Ref>> {
    let mut lists: Vec<Vec<Ref>> = bases
        .iter()
        .map(|&b| {
            p.class(b)
                .map(|class| class.mro.to_vec())
                .unwrap_or_default()
        })
        .collect();
    lists.push(bases.to_vec());
    let mut mro = vec![class];
    loop {
        lists.retain(|list| !list.is_empty());
        if lists.is_empty() {
            return Ok(mro);
        }
        let head = lists.iter().map(|list| list[0]).find(|head| {
            !lists
                .iter()
                .any(|list| list.len() > 1 && list[1..].contains(head))
        });
        let Some(head) = head else {
            let mut names: Vec<String> = Vec::new();
            for list in &lists {
                let name = p.class_name(list[0]).to_string();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            let message = format!(
                "Cannot create a consistent method resolution\norder (MRO) for bases {}",
                names.join(", ")
            );
            return Err(p.type_error(&message));
        };
        mro.push(head);
        for list in &mut lists {
            if list[0] == head {
                list.remove(0);
            }
        }
    }
}
