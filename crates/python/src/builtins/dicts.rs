//! `dict` and its views.

use std::rc::Rc;

use super::objects::class_argument;
use super::{Registry, or, truth};
use crate::classes as c;
use crate::hash_search::HashSearch;
use crate::helpers::Helper;
use crate::object::{Kind, View};
use crate::value::{Ref, Value};
use crate::vm::compare::Found;
use crate::vm::{Args, Fallible, Out, Process};

pub(super) fn register(r: &mut Registry) {
    r.maker(c::DICT, |p, a| {
        let class = class_argument(p, a.pos[0])?;
        let dict = p.alloc(class, Kind::Dict(Rc::default()));
        if class == c::DICT || p.python_method(class, crate::names::INIT).is_none() {
            return fill(
                p,
                "dict",
                dict,
                Args {
                    pos: &a.pos[1..],
                    ..a
                },
            );
        }
        Ok(Out::Value(dict))
    });
    r.method(c::DICT, "__init__", |p, a| {
        let out = fill(
            p,
            "dict",
            a.pos[0],
            Args {
                pos: &a.pos[1..],
                ..a
            },
        )?;
        Ok(match out {
            Out::Value(_) => Out::Value(Value::None),
            Out::Call(function, args) => Out::Discard(function, args),
            other => other,
        })
    });
    r.class_method(c::DICT, "fromkeys", |p, a| {
        let [class, keys, value] = a.between(p, "dict.fromkeys", 2)?;
        Ok(Out::Call(
            p.helper(Helper::FromKeys),
            vec![class, keys, or(value, Value::None)],
        ))
    });
    r.method(c::DICT, "get", |p, a| {
        let [dict, key, default] = a.between(p, "dict.get", 2)?;
        let r = dict_ref(p, dict)?;
        match p.dict_find(r, key)? {
            Found::At(at) => Ok(Out::Value(
                p.dict(r)
                    .and_then(|d| d.entry(at))
                    .map_or(Value::None, |e| e.1),
            )),
            Found::Missing(_) => Ok(Out::Value(or(default, Value::None))),
            Found::Python => Ok(Out::Call(
                p.helper(Helper::DictGet),
                vec![dict, key, or(default, Value::None)],
            )),
        }
    });
    r.method(c::DICT, "setdefault", |p, a| {
        let [dict, key, default] = a.between(p, "dict.setdefault", 2)?;
        let r = dict_ref(p, dict)?;
        let default = or(default, Value::None);
        match p.dict_find(r, key)? {
            Found::At(at) => Ok(Out::Value(
                p.dict(r)
                    .and_then(|d| d.entry(at))
                    .map_or(Value::None, |e| e.1),
            )),
            Found::Missing(hash) => {
                p.dict_push(r, hash, key, default)?;
                Ok(Out::Value(default))
            }
            Found::Python => Ok(Out::Call(
                p.helper(Helper::DictSetdefault),
                vec![dict, key, default],
            )),
        }
    });
    r.method(c::DICT, "pop", |p, a| {
        let [dict, key, default] = a.between(p, "dict.pop", 2)?;
        let r = dict_ref(p, dict)?;
        match p.dict_find(r, key)? {
            Found::At(at) => Ok(Out::Value(
                p.dict_mut(r).map_or(Value::None, |d| d.remove_at(at)),
            )),
            Found::Missing(_) if default.is_undef() => Err(p.key_error(key)),
            Found::Missing(_) => Ok(Out::Value(default)),
            Found::Python => {
                let mut args = vec![dict, key];
                if !default.is_undef() {
                    args.push(default);
                }
                Ok(Out::Call(p.helper(Helper::DictPop), args))
            }
        }
    });
    r.method(c::DICT, "popitem", |p, a| {
        let [dict] = a.exactly(p, "dict.popitem")?;
        let r = dict_ref(p, dict)?;
        let last = p
            .dict(r)
            .and_then(|d| (0..d.slots()).rev().find(|&i| d.entry(i).is_some()));
        match last {
            Some(at) => {
                let (key, value) = p
                    .dict(r)
                    .and_then(|d| d.entry(at))
                    .unwrap_or((Value::None, Value::None));
                if let Some(dict) = p.dict_mut(r) {
                    dict.remove_at(at);
                }
                Ok(Out::Value(p.tuple(&[key, value])))
            }
            None => {
                let text = p.str("popitem(): dictionary is empty");
                Err(p.key_error(text))
            }
        }
    });
    r.method(c::DICT, "update", |p, a| {
        let rest = Args {
            pos: &a.pos[1..],
            ..a
        };
        let out = fill(p, "update", a.pos[0], rest)?;
        Ok(match out {
            Out::Value(_) => Out::Value(Value::None),
            Out::Call(function, args) => Out::Discard(function, args),
            other => other,
        })
    });
    r.method(c::DICT, "clear", |p, a| {
        let [dict] = a.exactly(p, "dict.clear")?;
        let r = dict_ref(p, dict)?;
        if let Some(dict) = p.dict_mut(r) {
            dict.clear();
        }
        Ok(Out::Value(Value::None))
    });
    for class in [c::DICT, c::MAPPING_PROXY] {
        r.method(class, "copy", |p, a| {
            let [dict] = a.exactly(p, "dict.copy")?;
            let r = dict_ref(p, dict)?;
            p.charge(p.dict(r).map_or(0, |d| d.slots()) / 16)?;
            let copy = p.heap.kind(r).clone();
            Ok(Out::Value(p.alloc(c::DICT, copy)))
        });
        r.method(class, "keys", |p, a| view(p, a, View::Keys));
        r.method(class, "values", |p, a| view(p, a, View::Values));
        r.method(class, "items", |p, a| view(p, a, View::Items));
        r.method(class, "__len__", |p, a| {
            a.exactly::<1>(p, ".__len__")?;
            Ok(Out::Value(Value::Int(
                p.len_native(a.pos[0]).unwrap_or(0) as i64
            )))
        });
        r.method(class, "__contains__", |p, a| {
            let [dict, key] = a.exactly(p, "dict.__contains__")?;
            match p.contains_native(dict, key)? {
                Some(found) => truth(found),
                None => Ok(Out::Call(
                    p.helper(Helper::DictFind),
                    vec![dict, key, Value::Bool(true)],
                )),
            }
        });
        r.method(class, "__getitem__", |p, a| {
            let [dict, key] = a.exactly(p, "dict.__getitem__")?;
            let r = dict_ref(p, dict)?;
            p.get_item_native(r, key)
        });
        r.method(class, "__iter__", |p, a| {
            let [dict] = a.exactly(p, "dict.__iter__")?;
            iterate(p, dict, View::Keys, false)
        });
        r.method(class, "__reversed__", |p, a| {
            let [dict] = a.exactly(p, "dict.__reversed__")?;
            iterate(p, dict, View::Keys, true)
        });
    }
    r.method(c::MAPPING_PROXY, "get", |p, a| {
        let [dict, key, default] = a.between(p, "dict.get", 2)?;
        let r = dict_ref(p, dict)?;
        Ok(Out::Value(
            p.dict_get(r, key)?.unwrap_or(or(default, Value::None)),
        ))
    });
    r.method(c::DICT, "__setitem__", |p, a| {
        let [dict, key, value] = a.exactly(p, "dict.__setitem__")?;
        p.dict_set_item(dict, key, value)
    });
    r.method(c::DICT, "__delitem__", |p, a| {
        let [dict, key] = a.exactly(p, "dict.__delitem__")?;
        p.del_item_native(dict, key)
    });
    for class in [c::DICT_KEYS, c::DICT_VALUES, c::DICT_ITEMS] {
        r.method(class, "__len__", |p, a| {
            a.exactly::<1>(p, ".__len__")?;
            Ok(Out::Value(Value::Int(
                p.len_native(a.pos[0]).unwrap_or(0) as i64
            )))
        });
        r.method(class, "__iter__", |p, a| p.iter(a.pos[0]));
        r.method(class, "isdisjoint", |p, a| {
            let name = p.names.intern("isdisjoint");
            let items = p.collect_native(a.pos[0])?.unwrap_or_default();
            match p.set_of(&items)? {
                Some(set) => match p.load_attr(set, name)? {
                    Out::Value(method) => Ok(Out::Call(method, a.pos[1..].to_vec())),
                    other => Ok(other),
                },
                None => Err(p.type_error("these keys need Python to compare")),
            }
        });
    }
    r.machine("_viewed_dict", |p, a| {
        let [view] = a.exactly(p, "_viewed_dict")?;
        Ok(Out::Value(match view {
            Value::Ref(r) => match p.heap.kind(r) {
                Kind::DictView { dict, .. } => Value::Ref(*dict),
                _ => Value::None,
            },
            _ => Value::None,
        }))
    });
    // What the prelude needs for keys that are compared by Python.
    r.machine("_dict_candidates", |p, a| {
        let [dict, hash] = a.exactly(p, "_dict_candidates")?;
        let r = dict_ref(p, dict)?;
        let hash = p.int_argument(hash)? as u64;
        let places = p
            .dict(r)
            .map(|d| d.candidates(hash, &p.fuel))
            .unwrap_or_default();
        let mut pairs = Vec::new();
        for place in places {
            if let Some((key, value)) = p.dict(r).and_then(|d| d.entry(place)) {
                pairs.push(p.tuple(&[Value::Int(place as i64), key, value]));
            }
        }
        Ok(Out::Value(p.list(pairs)))
    });
    r.machine("_dict_set_at", |p, a| {
        let [dict, at, value] = a.exactly(p, "_dict_set_at")?;
        let r = dict_ref(p, dict)?;
        let at = p.int_argument(at)? as usize;
        if let Some(dict) = p.dict_mut(r)
            && dict.entry(at).is_some()
        {
            dict.set_at(at, value);
        }
        Ok(Out::Value(Value::None))
    });
    r.machine("_dict_push", |p, a| {
        let [dict, hash, key, value] = a.exactly(p, "_dict_push")?;
        let r = dict_ref(p, dict)?;
        let hash = p.int_argument(hash)? as u64;
        p.dict_push(r, hash, key, value)?;
        Ok(Out::Value(Value::None))
    });
    r.machine("_dict_remove_at", |p, a| {
        let [dict, at] = a.exactly(p, "_dict_remove_at")?;
        let r = dict_ref(p, dict)?;
        let at = p.int_argument(at)? as usize;
        if let Some(dict) = p.dict_mut(r)
            && dict.entry(at).is_some()
        {
            dict.remove_at(at);
        }
        Ok(Out::Value(Value::None))
    });
}

pub(crate) fn dict_ref(p: &mut Process, value: Value) -> Fallible<Ref> {
    match value {
        Value::Ref(r) if matches!(p.heap.kind(r), Kind::Dict(_)) => Ok(r),
        _ => {
            let message = format!(
                "descriptor requires a 'dict' object but received a '{}'",
                p.type_name(value)
            );
            Err(p.type_error(&message))
        }
    }
}

/// `dict(…)` and `dict.update(…)` into a dict.
fn fill(p: &mut Process, name: &str, dict: Value, a: Args) -> Fallible<Out> {
    let r = dict_ref(p, dict)?;
    if a.pos.len() > 1 {
        let message = format!("{name} expected at most 1 argument, got {}", a.pos.len());
        return Err(p.type_error(&message));
    }
    if let Some(&source) = a.pos.first() {
        let plain = matches!(source, Value::Ref(s) if matches!(p.heap.kind(s), Kind::Dict(_)) && p.heap.get(s).class.0 < c::COUNT);
        if !plain {
            let named: Vec<_> = a
                .names
                .iter()
                .copied()
                .zip(a.named.iter().copied())
                .collect();
            let named = p.name_dict(&named, c::DICT)?;
            return Ok(Out::Call(
                p.helper(Helper::DictUpdate),
                vec![dict, source, named],
            ));
        }
        let Value::Ref(s) = source else {
            return Ok(Out::Value(dict));
        };
        p.charge(p.dict(s).map_or(0, |d| d.slots()))?;
        if p.dict(r).is_some_and(|d| d.slots() == 0) {
            // A copy keeps the hashes, so nothing needs to be compared.
            let copy: Vec<_> = p.dict(s).map(|d| d.hashed().collect()).unwrap_or_default();
            for (hash, key, value) in copy {
                p.dict_push(r, hash, key, value)?;
            }
        } else {
            let entries: Vec<_> = p.dict(s).map(|d| d.iter().collect()).unwrap_or_default();
            for (key, value) in entries {
                match p.dict_find(r, key)? {
                    Found::At(at) => {
                        if let Some(dict) = p.dict_mut(r) {
                            dict.set_at(at, value);
                        }
                    }
                    Found::Missing(hash) => p.dict_push(r, hash, key, value)?,
                    Found::Python => {
                        let named: Vec<_> = a
                            .names
                            .iter()
                            .copied()
                            .zip(a.named.iter().copied())
                            .collect();
                        let named = p.name_dict(&named, c::DICT)?;
                        return Ok(Out::Call(
                            p.helper(Helper::DictUpdate),
                            vec![dict, source, named],
                        ));
                    }
                }
            }
        }
    }
    for (&name, &value) in a.names.iter().zip(a.named) {
        let key = p.name_value(name);
        p.dict_set(r, key, value)?;
    }
    Ok(Out::Value(dict))
}

fn view(p: &mut Process, a: Args, what: View) -> Fallible<Out> {
    let [dict] = a.exactly(p, "dict view")?;
    let dict = dict_ref(p, dict)?;
    let class = match what {
        View::Keys => c::DICT_KEYS,
        View::Values => c::DICT_VALUES,
        View::Items => c::DICT_ITEMS,
    };
    Ok(Out::Value(p.alloc(class, Kind::DictView { dict, what })))
}

fn iterate(p: &mut Process, dict: Value, what: View, reverse: bool) -> Fallible<Out> {
    let dict = dict_ref(p, dict)?;
    let left = p.dict(dict).map_or(0, |d| d.len()) as u32;
    Ok(Out::Value(p.alloc(
        c::DICT_KEY_ITERATOR,
        Kind::DictIter {
            dict,
            at: 0,
            size: left,
            left,
            what,
            reverse,
        },
    )))
}
