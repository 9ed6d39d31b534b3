//! `list` and `tuple`.

use std::rc::Rc;

use super::functions::sort_values;
use super::objects::class_argument;
use super::{Registry, or, truth};
use crate::classes as c;
use crate::helpers::Helper;
use crate::object::Kind;
use crate::value::{Ref, Value};
use crate::vm::compare::Undecided;
use crate::vm::{Args, Fallible, Out, Process};

pub(super) fn register(r: &mut Registry) {
    r.maker(c::LIST, |p, a| {
        let class = class_argument(p, a.pos[0])?;
        let [_, iterable] = a.between(p, "type.list", 1)?;
        if iterable.is_undef() {
            return Ok(Out::Value(p.alloc(class, Kind::List(Rc::default()))));
        }
        match p.collect_native(iterable)? {
            Some(items) => Ok(Out::Value(p.alloc(class, Kind::List(Rc::new(items))))),
            None => Ok(Out::Call(
                p.helper(Helper::ListFrom),
                vec![iterable, a.pos[0]],
            )),
        }
    });
    r.method(c::LIST, "__init__", |p, a| {
        let [list, iterable] = a.between(p, "list.__init__", 1)?;
        let r = list_ref(p, list)?;
        if let Kind::List(items) = &mut p.heap.get_mut(r).kind {
            *items = Rc::default();
        }
        if iterable.is_undef() {
            Ok(Out::Value(Value::None))
        } else {
            p.list_extend(list, iterable)
        }
    });
    r.maker(c::TUPLE, |p, a| {
        let class = class_argument(p, a.pos[0])?;
        let [_, iterable] = a.between(p, "type.tuple", 1)?;
        if iterable.is_undef() {
            return Ok(Out::Value(p.alloc(class, Kind::Tuple(Rc::from([])))));
        }
        if class == c::TUPLE && p.class_of(iterable) == c::TUPLE {
            return Ok(Out::Value(iterable));
        }
        match p.collect_native(iterable)? {
            Some(items) => Ok(Out::Value(p.alloc(class, Kind::Tuple(Rc::from(items))))),
            None => Ok(Out::Call(
                p.helper(Helper::TupleFrom),
                vec![iterable, a.pos[0]],
            )),
        }
    });
    r.method(c::LIST, "append", |p, a| {
        let [list, item] = a.exactly(p, "list.append")?;
        let r = list_ref(p, list)?;
        p.list_push(r, item)?;
        Ok(Out::Value(Value::None))
    });
    r.method(c::LIST, "extend", |p, a| {
        let [list, iterable] = a.exactly(p, "list.extend")?;
        p.list_extend(list, iterable)
    });
    r.method(c::LIST, "insert", |p, a| {
        let [list, at, item] = a.exactly(p, "list.insert")?;
        let r = list_ref(p, list)?;
        let at = p.int_argument(at)?;
        p.heap.bytes += 16;
        let len = len(p, r);
        p.check_size(len * 4)?;
        p.charge(len / 16)?;
        if let Kind::List(items) = &mut p.heap.get_mut(r).kind {
            let len = items.len() as i64;
            let at = (if at < 0 { at + len } else { at }).clamp(0, len);
            Rc::make_mut(items).insert(at as usize, item);
        }
        Ok(Out::Value(Value::None))
    });
    r.method(c::LIST, "pop", |p, a| {
        let [list, at] = a.between(p, "list.pop", 1)?;
        let r = list_ref(p, list)?;
        let at = p.int_argument(or(at, Value::Int(-1)))?;
        let len = len(p, r);
        if len == 0 {
            return Err(p.raise(c::INDEX_ERROR, "pop from empty list"));
        }
        p.charge(if at == -1 { 0 } else { len / 16 })?;
        let at = if at < 0 { at + len as i64 } else { at };
        if at < 0 || at as usize >= len {
            return Err(p.raise(c::INDEX_ERROR, "pop index out of range"));
        }
        match &mut p.heap.get_mut(r).kind {
            Kind::List(items) => Ok(Out::Value(Rc::make_mut(items).remove(at as usize))),
            _ => Ok(Out::Value(Value::None)),
        }
    });
    r.method(c::LIST, "remove", |p, a| {
        let [list, item] = a.exactly(p, "list.remove")?;
        match position(p, list, item)? {
            Ok(Some(at)) => {
                let r = list_ref(p, list)?;
                p.charge(len(p, r) / 64)?;
                if let Kind::List(items) = &mut p.heap.get_mut(r).kind {
                    Rc::make_mut(items).remove(at);
                }
                Ok(Out::Value(Value::None))
            }
            Ok(None) => Err(p.value_error("list.remove(x): x not in list")),
            Err(()) => Ok(Out::Call(p.helper(Helper::ListRemove), vec![list, item])),
        }
    });
    r.method(c::LIST, "clear", |p, a| {
        let [list] = a.exactly(p, "list.clear")?;
        let r = list_ref(p, list)?;
        if let Kind::List(items) = &mut p.heap.get_mut(r).kind {
            *items = Rc::default();
        }
        Ok(Out::Value(Value::None))
    });
    r.method(c::LIST, "reverse", |p, a| {
        let [list] = a.exactly(p, "list.reverse")?;
        let r = list_ref(p, list)?;
        p.charge(len(p, r) / 16)?;
        if let Kind::List(items) = &mut p.heap.get_mut(r).kind {
            Rc::make_mut(items).reverse();
        }
        Ok(Out::Value(Value::None))
    });
    r.method(c::LIST, "copy", |p, a| {
        let [list] = a.exactly(p, "list.copy")?;
        let r = list_ref(p, list)?;
        p.charge(len(p, r) / 16)?;
        let copy = items(p, r);
        Ok(Out::Value(p.list(copy)))
    });
    r.method(c::LIST, "sort", |p, a| {
        if a.pos.len() > 1 {
            return Err(p.type_error("sort() takes no positional arguments"));
        }
        let rest = Args { pos: &[], ..a };
        let [key, reverse] = rest.parse(p, "sort", ["key", "reverse"], 0)?;
        let r = list_ref(p, a.pos[0])?;
        let reverse = p.truth(or(reverse, Value::Bool(false)))?.unwrap_or(false);
        let key = or(key, Value::None);
        if key.is_none() {
            let all = items(p, r);
            if let Some(sorted) = sort_values(p, &all, &all, reverse)? {
                if let Kind::List(items) = &mut p.heap.get_mut(r).kind {
                    *items = Rc::new(sorted);
                }
                return Ok(Out::Value(Value::None));
            }
        }
        Ok(Out::Call(
            p.helper(Helper::ListSort),
            vec![a.pos[0], key, Value::Bool(reverse)],
        ))
    });
    for class in [c::LIST, c::TUPLE] {
        r.method(class, "index", |p, a| {
            let [list, item, start, end] = a.between(p, "list.index", 2)?;
            if !start.is_undef() {
                return Ok(Out::Call(
                    p.helper(Helper::ListIndex),
                    vec![list, item, start, or(end, Value::None)],
                ));
            }
            match position(p, list, item)? {
                Ok(Some(at)) => Ok(Out::Value(Value::Int(at as i64))),
                Ok(None) => {
                    if matches!(list, Value::Ref(r) if matches!(p.heap.kind(r), Kind::Tuple(_))) {
                        return Err(p.value_error("tuple.index(x): x not in tuple"));
                    }
                    match p.repr_native(item)? {
                        Some(text) => Err(p.value_error(&format!("{text} is not in list"))),
                        None => Ok(Out::Call(
                            p.helper(Helper::ListIndex),
                            vec![list, item, Value::Int(0), Value::None],
                        )),
                    }
                }
                Err(()) => Ok(Out::Call(
                    p.helper(Helper::ListIndex),
                    vec![list, item, Value::Int(0), Value::None],
                )),
            }
        });
        r.method(class, "count", |p, a| {
            let name = match p.heap.kind(a.pos[0].as_ref().unwrap_or_default()) {
                Kind::Tuple(_) => "tuple.count",
                _ => "list.count",
            };
            let [list, item] = a.exactly(p, name)?;
            let all = p.items_of(list).unwrap_or_default();
            p.charge(all.len() / 8)?;
            let mut n = 0;
            for other in all {
                match p.same_key(other, item, 0) {
                    Ok(same) => n += i64::from(same),
                    Err(Undecided::Python) => {
                        return Ok(Out::Call(p.helper(Helper::ListCount), vec![list, item]));
                    }
                    Err(why) => return Err(p.undecided(why)),
                }
            }
            Ok(Out::Value(Value::Int(n)))
        });
        r.method(class, "__len__", |p, a| {
            a.exactly::<1>(p, ".__len__")?;
            Ok(Out::Value(Value::Int(
                p.len_native(a.pos[0]).unwrap_or(0) as i64
            )))
        });
        r.method(class, "__getitem__", |p, a| {
            let [list, key] = a.exactly(p, "__getitem__")?;
            let Value::Ref(r) = list else {
                return Ok(Out::Value(Value::None));
            };
            p.get_item_native(r, key)
        });
        r.method(class, "__contains__", |p, a| {
            let [list, item] = a.exactly(p, "__contains__")?;
            match p.contains_native(list, item)? {
                Some(found) => truth(found),
                None => Ok(Out::Call(
                    p.helper(Helper::Contains),
                    vec![list, item, Value::Bool(false), Value::Bool(true)],
                )),
            }
        });
        r.method(class, "__iter__", |p, a| {
            let [list] = a.exactly(p, "__iter__")?;
            let class = if matches!(list, Value::Ref(r) if matches!(p.heap.kind(r), Kind::List(_)))
            {
                c::LIST_ITERATOR
            } else {
                c::TUPLE_ITERATOR
            };
            Ok(Out::Value(p.alloc(
                class,
                Kind::SequenceIter {
                    sequence: list,
                    at: 0,
                },
            )))
        });
    }
    r.method(c::LIST, "__reversed__", |p, a| {
        let len = p.len_native(a.pos[0]).unwrap_or(0) as u32;
        Ok(Out::Value(p.alloc(
            c::REVERSE_ITERATOR,
            Kind::ReverseIter {
                sequence: a.pos[0],
                at: len,
            },
        )))
    });
    r.method(c::LIST, "__setitem__", |p, a| {
        let [list, key, value] = a.exactly(p, "list.__setitem__")?;
        p.set_item_native(list, key, value)
    });
    r.method(c::LIST, "__delitem__", |p, a| {
        let [list, key] = a.exactly(p, "list.__delitem__")?;
        p.del_item_native(list, key)
    });
    r.method(c::LIST, "__iadd__", |p, a| {
        let [list, other] = a.exactly(p, "list.__iadd__")?;
        match p.list_extend(list, other)? {
            Out::Done => Ok(Out::Value(list)),
            _ => Ok(Out::Call(p.helper(Helper::ListExtend), vec![list, other])),
        }
    });
    r.machine("_sort_by_keys", |p, a| {
        // Sort `list` in place by `keys`; False if Python must compare.
        let [list, keys, reverse] = a.exactly(p, "_sort_by_keys")?;
        let r = list_ref(p, list)?;
        let keys = p.items_of(keys).unwrap_or_default();
        let all = items(p, r);
        match sort_values(p, &keys, &all, matches!(reverse, Value::Bool(true)))? {
            Some(sorted) => {
                if let Kind::List(items) = &mut p.heap.get_mut(r).kind {
                    *items = Rc::new(sorted);
                }
                truth(true)
            }
            None => truth(false),
        }
    });
}

fn list_ref(p: &mut Process, value: Value) -> Fallible<Ref> {
    match value {
        Value::Ref(r) if matches!(p.heap.kind(r), Kind::List(_)) => Ok(r),
        _ => {
            let message = format!(
                "descriptor requires a 'list' object but received a '{}'",
                p.type_name(value)
            );
            Err(p.type_error(&message))
        }
    }
}

fn len(p: &Process, r: Ref) -> usize {
    match p.heap.kind(r) {
        Kind::List(items) => items.len(),
        _ => 0,
    }
}

fn items(p: &Process, r: Ref) -> Vec<Value> {
    p.items_of(Value::Ref(r)).unwrap_or_default()
}

/// Where an item is; `Err(())` inside: Python must compare.
fn position(p: &mut Process, list: Value, item: Value) -> Fallible<Result<Option<usize>, ()>> {
    let all = p.items_of(list).unwrap_or_default();
    p.charge(all.len() / 8)?;
    for (i, other) in all.into_iter().enumerate() {
        match p.same_key(other, item, 0) {
            Ok(true) => return Ok(Ok(Some(i))),
            Ok(false) => {}
            Err(Undecided::Python) => return Ok(Err(())),
            Err(why) => return Err(p.undecided(why)),
        }
    }
    Ok(Ok(None))
}
