//! `set` and `frozenset`. What needs more than one step is in the prelude.

use std::rc::Rc;

use super::objects::class_argument;
use super::{Registry, truth};
use crate::classes as c;
use crate::hash_search::HashSearch;
use crate::helpers::Helper;
use crate::object::Kind;
use crate::value::{Ref, Value};
use crate::vm::compare::Found;
use crate::vm::{Args, Fallible, Out, Process};

pub(super) fn register(r: &mut Registry) {
    for class in [c::SET, c::FROZENSET] {
        r.maker(class, |p, a| {
            let class = class_argument(p, a.pos[0])?;
            let [_, iterable] = a.between(p, "type.set", 1)?;
            if iterable.is_undef() {
                return Ok(Out::Value(p.alloc(class, Kind::Set(Rc::default()))));
            }
            if let Value::Ref(s) = iterable
                && let Kind::Set(set) = p.heap.kind(s)
            {
                p.charge(set.slots() / 8)?;
                if class == c::FROZENSET && p.heap.get(s).class == c::FROZENSET {
                    return Ok(Out::Value(iterable));
                }
                let copy = crate::set::Set::copy_of(set);
                return Ok(Out::Value(p.alloc(class, Kind::Set(Rc::new(copy)))));
            }
            let native = match p.collect_native(iterable)? {
                Some(items) => p.set_of(&items)?,
                None => None,
            };
            match native {
                Some(Value::Ref(set)) => {
                    p.heap.get_mut(set).class = class;
                    Ok(Out::Value(Value::Ref(set)))
                }
                _ => {
                    let helper = if p.is_subclass(class, c::FROZENSET) {
                        Helper::FrozensetFrom
                    } else {
                        Helper::SetFrom
                    };
                    Ok(Out::Call(p.helper(helper), vec![iterable, a.pos[0]]))
                }
            }
        });
        r.method(class, "__len__", |p, a| {
            a.exactly::<1>(p, ".__len__")?;
            Ok(Out::Value(Value::Int(
                p.len_native(a.pos[0]).unwrap_or(0) as i64
            )))
        });
        r.method(class, "__contains__", |p, a| {
            let [set, item] = a.exactly(p, "set.__contains__")?;
            match p.contains_native(set, item)? {
                Some(found) => truth(found),
                None => Ok(Out::Call(
                    p.helper(Helper::Contains),
                    vec![set, item, Value::Bool(false)],
                )),
            }
        });
        r.method(class, "__iter__", |p, a| {
            let [set] = a.exactly(p, "set.__iter__")?;
            let r = set_ref(p, set)?;
            let left = p.set(r).map_or(0, |s| s.len()) as u32;
            Ok(Out::Value(p.alloc(
                c::SET_ITERATOR,
                Kind::SetIter {
                    set: r,
                    at: 0,
                    left,
                },
            )))
        });
        r.method(class, "copy", |p, a| {
            let [set] = a.exactly(p, "set.copy")?;
            let r = set_ref(p, set)?;
            p.charge(p.set(r).map_or(0, |s| s.slots()) / 8)?;
            let copy = Kind::Set(Rc::new(
                p.set(r)
                    .map(|s| crate::set::Set::copy_of(s))
                    .unwrap_or_default(),
            ));
            let class = p.class_of(set);
            let class = if p.is_subclass(class, c::FROZENSET) {
                c::FROZENSET
            } else {
                c::SET
            };
            Ok(Out::Value(p.alloc(class, copy)))
        });
    }
    r.method(c::SET, "add", |p, a| {
        let [set, item] = a.exactly(p, "set.add")?;
        Ok(match p.set_add(set, item)? {
            Out::Done => Out::Value(Value::None),
            other => other,
        })
    });
    r.method(c::SET, "discard", |p, a| remove(p, a, "set.discard", false));
    r.method(c::SET, "remove", |p, a| remove(p, a, "set.remove", true));
    r.method(c::SET, "clear", |p, a| {
        let [set] = a.exactly(p, "set.clear")?;
        let r = set_ref(p, set)?;
        if let Some(set) = p.set_mut(r) {
            set.clear();
        }
        Ok(Out::Value(Value::None))
    });
    r.method(c::SET, "pop", |p, a| {
        let [set] = a.exactly(p, "set.pop")?;
        let r = set_ref(p, set)?;
        let first = p
            .set(r)
            .and_then(|s| (0..s.slots()).find_map(|i| s.at(i).map(|key| (i, key))));
        match first {
            Some((slot, key)) => {
                p.charge(slot / 16)?;
                if let Some(set) = p.set_mut(r) {
                    set.remove_at(slot);
                }
                Ok(Out::Value(key))
            }
            None => {
                let text = p.str("pop from an empty set");
                Err(p.key_error(text))
            }
        }
    });
    r.machine("_set_replace", |p, a| {
        let [set, other] = a.exactly(p, "_set_replace")?;
        let (r, o) = (set_ref(p, set)?, set_ref(p, other)?);
        let content = p.heap.kind(o).clone();
        p.heap.get_mut(r).kind = content;
        Ok(Out::Value(Value::None))
    });
    r.machine("_set_candidates", |p, a| {
        let [set, hash] = a.exactly(p, "_set_candidates")?;
        let r = set_ref(p, set)?;
        let hash = p.int_argument(hash)? as u64;
        let places = p
            .set(r)
            .map(|s| s.candidates(hash, &p.fuel))
            .unwrap_or_default();
        let mut pairs = Vec::new();
        for place in places {
            if let Some(key) = p.set(r).and_then(|s| s.at(place)) {
                pairs.push(p.tuple(&[Value::Int(place as i64), key]));
            }
        }
        Ok(Out::Value(p.list(pairs)))
    });
    r.machine("_set_push", |p, a| {
        let [set, hash, key] = a.exactly(p, "_set_push")?;
        let r = set_ref(p, set)?;
        let hash = p.int_argument(hash)? as u64;
        p.set_push(r, hash, key)?;
        Ok(Out::Value(Value::None))
    });
    r.machine("_set_remove_at", |p, a| {
        let [set, at] = a.exactly(p, "_set_remove_at")?;
        let r = set_ref(p, set)?;
        let at = p.int_argument(at)? as usize;
        if let Some(set) = p.set_mut(r)
            && set.at(at).is_some()
        {
            set.remove_at(at);
        }
        Ok(Out::Value(Value::None))
    });
    r.machine("_set_class", |p, a| {
        // Make a fresh built-in object one of a subclass with the same layout.
        let [value, class] = a.exactly(p, "_set_class")?;
        let class = class_argument(p, class)?;
        if let Value::Ref(r) = value {
            p.heap.get_mut(r).class = class;
        }
        Ok(Out::Value(value))
    });
}

fn set_ref(p: &mut Process, value: Value) -> Fallible<Ref> {
    match value {
        Value::Ref(r) if matches!(p.heap.kind(r), Kind::Set(_)) => Ok(r),
        _ => {
            let message = format!(
                "descriptor requires a 'set' object but received a '{}'",
                p.type_name(value)
            );
            Err(p.type_error(&message))
        }
    }
}

fn remove(p: &mut Process, a: Args, name: &str, must: bool) -> Fallible<Out> {
    let [set, item] = a.exactly(p, name)?;
    let r = set_ref(p, set)?;
    match p.set_find_frozen(r, item)? {
        Found::At(at) => {
            if let Some(set) = p.set_mut(r) {
                set.remove_at(at);
            }
            Ok(Out::Value(Value::None))
        }
        Found::Missing(_) if must => Err(p.key_error(item)),
        Found::Missing(_) => Ok(Out::Value(Value::None)),
        Found::Python => {
            let helper = if must {
                Helper::SetRemove
            } else {
                Helper::SetDiscard
            };
            Ok(Out::Call(p.helper(helper), vec![set, item]))
        }
    }
}
