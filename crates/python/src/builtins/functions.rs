//! Built-in functions.

use std::rc::Rc;

use ecow::EcoString;

use super::{Registry, or, truth};
use crate::classes as c;
use crate::compile::code::{BinOp, CmpOp};
use crate::helpers::Helper;
use crate::limits::LimitKind;
use crate::names;
use crate::object::Kind;
use crate::value::{Ref, Value};
use crate::vm::compare::Undecided;
use crate::vm::thread::OnReturn;
use crate::vm::{Args, Fallible, HostCall, Out, Process, Resume, Trouble};

/// Why there is no such character.
pub(super) const SURROGATE: &str = "lone surrogates are not provided here: a str holds characters";

pub(super) fn register(r: &mut Registry) {
    r.function("len", |p, a| {
        let [value] = a.exactly(p, "len")?;
        p.len(value)
    });
    r.function("print", print);
    r.function("repr", |p, a| {
        let [value] = a.exactly(p, "repr")?;
        p.repr_of(value)
    });
    r.function("ascii", |p, a| {
        let [value] = a.exactly(p, "ascii")?;
        Ok(Out::Call(p.helper(Helper::Ascii), vec![value]))
    });
    r.function("format", |p, a| {
        let [value, spec] = a.between(p, "format", 1)?;
        if !spec.is_undef() && p.as_text(spec).is_none() {
            let message = format!("format() argument 2 must be str, not {}", p.type_name(spec));
            return Err(p.type_error(&message));
        }
        p.format_value(value, spec)
    });
    r.function("isinstance", |p, a| {
        let [value, class] = a.exactly(p, "isinstance")?;
        match instance_check(p, p.class_of(value), class) {
            Some(result) => truth(result),
            None => Ok(Out::Call(p.helper(Helper::IsInstance), vec![value, class])),
        }
    });
    r.function("issubclass", |p, a| {
        let [value, class] = a.exactly(p, "issubclass")?;
        let Value::Ref(sub) = value else {
            return Err(p.type_error("issubclass() arg 1 must be a class"));
        };
        if p.class(sub).is_none() {
            return Err(p.type_error("issubclass() arg 1 must be a class"));
        }
        match instance_check(p, sub, class) {
            Some(result) => truth(result),
            None => Ok(Out::Call(p.helper(Helper::IsSubclass), vec![value, class])),
        }
    });
    r.function("getattr", |p, a| {
        let [value, name, default] = a.between(p, "getattr", 2)?;
        let Some(id) = p.name_of(name) else {
            let message = format!("attribute name must be string, not '{}'", p.type_name(name));
            return Err(p.type_error(&message));
        };
        if default.is_undef() {
            return p.load_attr(value, id);
        }
        match p.load_attr(value, id) {
            Ok(Out::Value(found)) => Ok(Out::Value(found)),
            Ok(_) => Ok(Out::Call(
                p.helper(Helper::GetAttrOr),
                vec![Value::None, value, name, default],
            )),
            Err(Trouble::Raise(e)) if p.is_instance_of(e, c::ATTRIBUTE_ERROR) => {
                Ok(Out::Value(default))
            }
            Err(other) => Err(other),
        }
    });
    r.function("hasattr", |p, a| {
        let [value, name] = a.exactly(p, "hasattr")?;
        let Some(id) = p.name_of(name) else {
            let message = format!("attribute name must be string, not '{}'", p.type_name(name));
            return Err(p.type_error(&message));
        };
        match p.load_attr(value, id) {
            Ok(Out::Value(_)) => truth(true),
            Ok(_) => Ok(Out::Call(p.helper(Helper::HasAttr), vec![value, name])),
            Err(Trouble::Raise(e)) if p.is_instance_of(e, c::ATTRIBUTE_ERROR) => truth(false),
            Err(other) => Err(other),
        }
    });
    r.function("setattr", |p, a| {
        let [value, name, new] = a.exactly(p, "setattr")?;
        let Some(name) = p.name_of(name) else {
            let message = format!("attribute name must be string, not '{}'", p.type_name(name));
            return Err(p.type_error(&message));
        };
        p.store_attr(value, name, new)
    });
    r.function("delattr", |p, a| {
        let [value, name] = a.exactly(p, "delattr")?;
        let Some(name) = p.name_of(name) else {
            return Err(p.type_error("attribute name must be string"));
        };
        p.delete_attr(value, name)
    });
    r.function("callable", |p, a| {
        let [value] = a.exactly(p, "callable")?;
        let class = p.class_of(value);
        let callable = match value {
            Value::Ref(r) => {
                matches!(
                    p.heap.kind(r),
                    Kind::Function(_)
                        | Kind::Native(_)
                        | Kind::BoundMethod { .. }
                        | Kind::Class(_)
                        | Kind::StaticMethod(_)
                ) || p.type_lookup(class, names::CALL).is_some()
            }
            _ => false,
        };
        truth(callable)
    });
    r.function("id", |p, a| {
        let [value] = a.exactly(p, "id")?;
        let id = match value {
            Value::Ref(r) => 0x7f00_0000_0000 + i64::from(p.identity(r)) * 16,
            other => 0x5500_0000_0000 + (p.hash(other, 0).unwrap_or(0) & 0xffff_ffff) as i64 * 16,
        };
        Ok(Out::Value(Value::Int(id)))
    });
    r.function("hash", |p, a| {
        let [value] = a.exactly(p, "hash")?;
        match p.hash(value, 0) {
            Ok(hash) => Ok(Out::Value(Value::Int(hash as i64))),
            Err(Undecided::Python) => Ok(Out::Call(p.helper(Helper::Hash), vec![value])),
            Err(other) => Err(p.undecided(other)),
        }
    });
    r.function("iter", |p, a| {
        let [value, sentinel] = a.between(p, "iter", 1)?;
        if !sentinel.is_undef() {
            return Ok(Out::Call(
                p.helper(Helper::CallIterator),
                vec![value, sentinel],
            ));
        }
        p.iter(value)
    });
    r.function("next", |p, a| {
        let [iterator, default] = a.between(p, "next", 1)?;
        if let Value::Ref(r) = iterator
            && let Kind::Generator(_) = p.heap.kind(r)
            && p.heap.get(r).class == c::GENERATOR
            && default.is_undef()
        {
            return Ok(Out::Resume {
                generator: r,
                with: Resume::Send(Value::None),
                on_return: OnReturn::Next,
            });
        }
        if p.is_native_iterator(iterator) {
            return match p.next_native(iterator)? {
                Some(Value::Stop) if default.is_undef() => {
                    Err(Trouble::Raise(p.exception_with(c::STOP_ITERATION, &[])))
                }
                Some(Value::Stop) => Ok(Out::Value(default)),
                Some(item) => Ok(Out::Value(item)),
                None => Ok(Out::Value(Value::None)),
            };
        }
        let mut args = vec![iterator, Value::None];
        if !default.is_undef() {
            args.push(default);
        }
        Ok(Out::Call(p.helper(Helper::Next), args))
    });
    for class in [
        c::LIST_ITERATOR,
        c::TUPLE_ITERATOR,
        c::BYTES_ITERATOR,
        c::STR_ITERATOR,
        c::STR_ASCII_ITERATOR,
        c::RANGE_ITERATOR,
        c::REVERSE_ITERATOR,
        c::DICT_KEY_ITERATOR,
        c::DICT_VALUE_ITERATOR,
        c::DICT_ITEM_ITERATOR,
        c::SET_ITERATOR,
        c::ENUMERATE,
        c::ZIP,
    ] {
        if class != c::ENUMERATE && class != c::ZIP {
            r.method(class, "__length_hint__", |p, a| {
                let [iterator] = a.exactly(p, "iterator.__length_hint__")?;
                Ok(Out::Value(Value::Int(p.items_left(iterator) as i64)))
            });
        }
        r.method(class, "__iter__", |_, a| Ok(Out::Value(a.pos[0])));
        r.method(class, "__next__", |p, a| {
            let [iterator] = a.exactly(p, "iterator.__next__")?;
            match p.next_native(iterator)? {
                Some(Value::Stop) => Err(Trouble::Raise(p.exception_with(c::STOP_ITERATION, &[]))),
                Some(item) => Ok(Out::Value(item)),
                None => Ok(Out::Value(Value::None)),
            }
        });
    }
    r.machine("_builtin", |p, a| {
        // What a name stands for in `builtins`.
        let [name] = a.exactly(p, "_builtin")?;
        let text = p.text_argument(name, "name")?;
        let found = match (p.names.find(&text), p.heap.kind(p.builtins)) {
            (Some(id), Kind::Module(module)) => module.names.get(id),
            _ => None,
        };
        match found {
            Some(value) => Ok(Out::Value(value)),
            None => {
                let message = format!("name '{text}' is not defined");
                Err(p.raise(c::NAME_ERROR, &message))
            }
        }
    });
    r.function("abs", |p, a| {
        let [value] = a.exactly(p, "abs")?;
        match value {
            Value::Int(i) if i != i64::MIN => return Ok(Out::Value(Value::Int(i.abs()))),
            Value::Float(f) => return Ok(Out::Value(Value::Float(f.abs()))),
            _ => {}
        }
        if p.class_of(value).0 < c::COUNT {
            if let Some(f) = p.as_float(value) {
                return Ok(Out::Value(Value::Float(f.abs())));
            }
            if let Some(big) = p.as_big(value) {
                let big = num_bigint::BigInt::from(big.magnitude().clone());
                return Ok(Out::Value(p.big(big)?));
            }
        }
        Ok(Out::Call(p.helper(Helper::Abs), vec![value]))
    });
    r.function("chr", |p, a| {
        let [value] = a.exactly(p, "chr")?;
        let code = match p.as_int(value) {
            None if p.as_big(value).is_some() => None,
            _ => Some(p.int_argument(value)?),
        };
        let Some(code) = code.filter(|code| i32::try_from(*code).is_ok()) else {
            let message = "Python int too large to convert to C int";
            return Err(p.raise(c::OVERFLOW_ERROR, message));
        };
        match u32::try_from(code).ok().filter(|c| *c <= 0x10ffff) {
            Some(code) => match char::from_u32(code) {
                Some(ch) => Ok(Out::Value(p.char(ch))),
                None => Err(p.refuse(SURROGATE)),
            },
            None => Err(p.value_error("chr() arg not in range(0x110000)")),
        }
    });
    r.function("ord", |p, a| {
        let [value] = a.exactly(p, "ord")?;
        if let Some(text) = p.as_text(value) {
            let mut chars = text.chars();
            if let (Some(ch), None) = (chars.next(), chars.next()) {
                return Ok(Out::Value(Value::Int(ch as i64)));
            }
            let message = format!(
                "ord() expected a character, but string of length {} found",
                text.chars().count()
            );
            return Err(p.type_error(&message));
        }
        if let Value::Ref(r) = value
            && let Kind::Bytes(bytes) = p.heap.kind(r)
        {
            if let [byte] = bytes.as_ref() {
                return Ok(Out::Value(Value::Int(i64::from(*byte))));
            }
            let message = format!(
                "ord() expected a character, but string of length {} found",
                bytes.len()
            );
            return Err(p.type_error(&message));
        }
        let message = format!(
            "ord() expected string of length 1, but {} found",
            p.type_name(value)
        );
        Err(p.type_error(&message))
    });
    r.function("hex", |p, a| radix(p, a, "hex", 16, "0x"));
    r.function("oct", |p, a| radix(p, a, "oct", 8, "0o"));
    r.function("bin", |p, a| radix(p, a, "bin", 2, "0b"));
    r.function("sorted", |p, a| {
        if let ([value], []) = (a.pos, a.names)
            && let Some(items) = p.collect_native(*value)?
            && let Some(sorted) = sort_values(p, &items, &items, false)?
        {
            return Ok(Out::Value(p.list(sorted)));
        }
        forward(p, a, Helper::Sorted)
    });
    r.function("min", |p, a| extreme(p, a, CmpOp::Lt, Helper::Minimum));
    r.function("max", |p, a| extreme(p, a, CmpOp::Gt, Helper::Maximum));
    r.function("sum", |p, a| {
        let native = match (a.pos, a.names) {
            ([value] | [value, _], []) => p.collect_native(*value)?,
            _ => None,
        };
        if let Some(items) = native {
            let start = a.pos.get(1).copied().unwrap_or(Value::Int(0));
            if start.as_ref().is_none()
                && items
                    .iter()
                    .all(|i| matches!(i, Value::Int(_) | Value::Float(_) | Value::Bool(_)))
            {
                let mut total = start;
                for &item in &items {
                    total = match (total, item) {
                        (Value::Int(x), Value::Int(y)) if x.checked_add(y).is_some() => {
                            Value::Int(x + y)
                        }
                        (Value::Float(x), Value::Float(y)) => Value::Float(x + y),
                        _ => match p.binary_native(BinOp::Add, total, item)? {
                            Some(Out::Value(value)) => value,
                            _ => return Err(p.unsupported(BinOp::Add, total, item, "")),
                        },
                    };
                }
                return Ok(Out::Value(total));
            }
        }
        forward(p, a, Helper::Sum)
    });
    r.function("any", |p, a| quantifier(p, a, "any", true, Helper::Any));
    r.function("all", |p, a| quantifier(p, a, "all", false, Helper::All));
    r.maker(c::ENUMERATE, |p, a| {
        let rest = Args {
            pos: &a.pos[1..],
            ..a
        };
        let [iterable, start] = rest.parse(p, "enumerate", ["iterable", "start"], 1)?;
        if let Out::Value(iterator @ Value::Ref(r)) = p.iter(iterable)?
            && p.is_native_iterator(iterator)
            && let Some(count) = p.as_int(or(start, Value::Int(0)))
            // Far from where it would no longer fit.
            && count.unsigned_abs() < 1 << 62
        {
            return Ok(Out::Value(
                p.alloc(c::ENUMERATE, Kind::Enumerate { iterator: r, count }),
            ));
        }
        Ok(Out::Call(
            p.helper(Helper::Enumerate),
            vec![iterable, or(start, Value::Int(0))],
        ))
    });
    r.maker(c::ZIP, |p, a| {
        let strict = p.names.intern("strict");
        let strict = a.named(strict).unwrap_or(Value::Bool(false));
        let mut iterators = Vec::new();
        if matches!(strict, Value::Bool(false)) {
            for &iterable in &a.pos[1..] {
                match p.iter(iterable) {
                    Ok(Out::Value(iterator)) if p.is_native_iterator(iterator) => {
                        iterators.push(iterator)
                    }
                    Ok(_) => break,
                    Err(trouble) => {
                        let _ = trouble;
                        let message = format!("'{}' object is not iterable", p.type_name(iterable));
                        return Err(p.type_error(&message));
                    }
                }
            }
            if iterators.len() == a.pos.len() - 1 {
                return Ok(Out::Value(p.alloc(c::ZIP, Kind::Zip(Rc::new(iterators)))));
            }
        }
        let rest = p.tuple(&a.pos[1..]);
        Ok(Out::Call(p.helper(Helper::Zip), vec![rest, strict]))
    });
    r.function("reversed", |p, a| {
        let [value] = a.exactly(p, "reversed")?;
        if let Value::Ref(s) = value
            && p.heap.get(s).class.0 < c::COUNT
        {
            let kind = match p.heap.kind(s) {
                Kind::List(items) => Some(Kind::ReverseIter {
                    sequence: value,
                    at: items.len() as u32,
                }),
                Kind::Tuple(items) => Some(Kind::ReverseIter {
                    sequence: value,
                    at: items.len() as u32,
                }),
                Kind::Range { start, stop, step } => {
                    let n = crate::vm::compare::range_len(*start, *stop, *step);
                    let last = start.wrapping_add((n as i64 - 1).wrapping_mul(*step));
                    Some(Kind::RangeIter {
                        next: last,
                        step: step.wrapping_neg(),
                        left: n,
                    })
                }
                Kind::Dict(dict) => Some(Kind::DictIter {
                    dict: s,
                    at: 0,
                    size: dict.len() as u32,
                    left: dict.len() as u32,
                    what: crate::object::View::Keys,
                    reverse: true,
                }),
                Kind::DictView { dict, what } => {
                    let left = p.dict(*dict).map_or(0, |d| d.len()) as u32;
                    Some(Kind::DictIter {
                        dict: *dict,
                        at: 0,
                        size: left,
                        left,
                        what: *what,
                        reverse: true,
                    })
                }
                _ => None,
            };
            if let Some(kind) = kind {
                let class = match kind {
                    Kind::RangeIter { .. } => c::RANGE_ITERATOR,
                    _ => c::REVERSE_ITERATOR,
                };
                return Ok(Out::Value(p.alloc(class, kind)));
            }
        }
        Ok(Out::Call(p.helper(Helper::Reversed), vec![value]))
    });
    r.maker(c::RANGE, |p, a| {
        let [_, x, y, step] = a.between(p, "type.range", 1)?;
        if x.is_undef() {
            return Err(p.type_error("range expected at least 1 argument, got 0"));
        }
        for value in [x, y, step] {
            if !value.is_undef() && p.as_big(value).is_none() {
                let class = p.class_of(value);
                if p.python_method(class, names::INDEX).is_some() {
                    let args = [x, y, step]
                        .into_iter()
                        .filter(|v| !v.is_undef())
                        .collect::<Vec<_>>();
                    let args = p.tuple(&args);
                    return Ok(Out::Call(p.helper(Helper::Index), vec![args]));
                }
            }
        }
        if [x, y, step]
            .into_iter()
            .any(|value| p.as_int(value).is_none() && p.as_big(value).is_some())
        {
            return Err(p.refuse("ranges beyond 64 bits are not provided here: use a while loop"));
        }
        let x = p.int_argument(x)?;
        let (start, stop) = if y.is_undef() {
            (0, x)
        } else {
            (x, p.int_argument(y)?)
        };
        let step = if step.is_undef() {
            1
        } else {
            p.int_argument(step)?
        };
        if step == 0 {
            return Err(p.value_error("range() arg 3 must not be zero"));
        }
        Ok(Out::Value(
            p.alloc(c::RANGE, Kind::Range { start, stop, step }),
        ))
    });
    r.attribute(c::RANGE, "start", |p, a| range_part(p, a, 0), None);
    r.attribute(c::RANGE, "stop", |p, a| range_part(p, a, 1), None);
    r.attribute(c::RANGE, "step", |p, a| range_part(p, a, 2), None);
    r.maker(c::SLICE, |p, a| {
        let [_, x, y, step] = a.between(p, "type.slice", 2)?;
        let parts = if y.is_undef() {
            [Value::None, x, Value::None]
        } else {
            [x, y, or(step, Value::None)]
        };
        Ok(Out::Value(p.alloc(c::SLICE, Kind::Slice(Rc::new(parts)))))
    });
    r.attribute(c::SLICE, "start", |p, a| slice_part(p, a, 0), None);
    r.attribute(c::SLICE, "stop", |p, a| slice_part(p, a, 1), None);
    r.attribute(c::SLICE, "step", |p, a| slice_part(p, a, 2), None);
    r.function("round", |p, a| {
        let [value, digits] = a.parse(p, "round", ["number", "ndigits"], 1)?;
        match (value, or(digits, Value::None)) {
            (Value::Int(_) | Value::Bool(_), Value::None) => {
                Ok(Out::Value(Value::Int(p.as_int(value).unwrap_or(0))))
            }
            (Value::Float(f), Value::None) => {
                let rounded = round_half_even(f);
                Ok(Out::Value(p.int_from_float(rounded)?))
            }
            (Value::Float(f), digits) => {
                let digits = p.int_argument(digits)?;
                Ok(Out::Value(Value::Float(round_to(f, digits))))
            }
            (value, digits) => Ok(Out::Call(p.helper(Helper::Round), vec![value, digits])),
        }
    });
    r.function("divmod", |p, a| {
        let [x, y] = a.exactly(p, "divmod")?;
        if p.as_float(x).is_some() || p.as_float(y).is_some() {
            let zero = p.as_float(y) == Some(0.0) || p.as_int(y) == Some(0);
            let number = p.as_float(x).is_some() || p.as_big(x).is_some();
            if zero && number {
                return Err(p.raise(c::ZERO_DIVISION_ERROR, "float divmod()"));
            }
        }
        if let (Some(Out::Value(q)), Some(Out::Value(m))) = (
            if x.as_ref().is_none() && y.as_ref().is_none() {
                p.binary_native(BinOp::FloorDiv, x, y)?
            } else {
                None
            },
            if x.as_ref().is_none() && y.as_ref().is_none() {
                p.binary_native(BinOp::Mod, x, y)?
            } else {
                None
            },
        ) {
            return Ok(Out::Value(p.tuple(&[q, m])));
        }
        Ok(Out::Call(p.helper(Helper::Divmod), vec![x, y]))
    });
    r.function("pow", |p, a| {
        let [x, y, modulus] = a.parse(p, "pow", ["base", "exp", "mod"], 2)?;
        if modulus.is_undef() || modulus.is_none() {
            return p.binary(BinOp::Pow, x, y);
        }
        let class = p.class_of(x);
        if let Some(method) = p.python_method(class, names::POW) {
            return Ok(Out::Call(method, vec![x, y, modulus]));
        }
        let (Some(x), Some(y), Some(m)) = (p.as_big(x), p.as_big(y), p.as_big(modulus)) else {
            return Err(
                p.type_error("pow() 3rd argument not allowed unless all arguments are integers")
            );
        };
        use num_bigint::Sign;
        if m.sign() == Sign::NoSign {
            return Err(p.value_error("pow() 3rd argument cannot be 0"));
        }
        let digits = m.bits() / 64 + 1;
        p.charge_wide(x.bits() / 64 * digits / 8)?;
        p.charge_wide(y.bits().saturating_mul(digits * digits) / 8)?;
        let result = if y.sign() == Sign::Minus {
            let base = crate::vm::operators::floor_division(&x, &m).1;
            match base.modinv(&num_bigint::BigInt::from(m.magnitude().clone())) {
                Some(inverse) => inverse.modpow(&-y, &m),
                None => return Err(p.value_error("base is not invertible for the given modulus")),
            }
        } else {
            x.modpow(&y, &m)
        };
        Ok(Out::Value(p.big(result)?))
    });
    r.function("vars", |p, a| {
        let [value] = a.between(p, "vars", 0)?;
        if value.is_undef() {
            return Err(p.type_error("vars() without an argument is not available"));
        }
        match p.load_attr(value, names::DICT) {
            Err(Trouble::Raise(e)) if p.is_instance_of(e, c::ATTRIBUTE_ERROR) => {
                Err(p.type_error("vars() argument must have __dict__ attribute"))
            }
            other => other,
        }
    });
    r.function("dir", |p, a| {
        let [value] = a.exactly(p, "dir")?;
        Ok(Out::Call(p.helper(Helper::Dir), vec![value]))
    });
    r.function("aiter", |p, a| {
        Ok(Out::Call(p.helper(Helper::Aiter), a.pos.to_vec()))
    });
    r.function("anext", |p, a| {
        let _: [Value; 2] = a.between(p, "anext", 1)?;
        Ok(Out::Call(p.helper(Helper::AnextFunction), a.pos.to_vec()))
    });
    r.host("call", |p, a| {
        let Some((&name, rest)) = a.pos.split_first() else {
            return Err(p.type_error("call() needs a name"));
        };
        let name = p.text_argument(name, "call() name")?.to_string();
        let args = rest.iter().map(|&v| p.export_data(v)).collect();
        Ok(Out::Host(Box::new(HostCall { name, args })))
    });
}

fn forward(p: &mut Process, a: Args, helper: Helper) -> Fallible<Out> {
    let named = a
        .names
        .iter()
        .copied()
        .zip(a.named.iter().copied())
        .collect();
    Ok(Out::CallNamed(p.helper(helper), a.pos.to_vec(), named))
}

fn range_part(p: &mut Process, a: Args, i: usize) -> Fallible<Out> {
    match a.pos[0] {
        Value::Ref(r) => match p.heap.kind(r) {
            Kind::Range { start, stop, step } => {
                Ok(Out::Value(Value::Int([*start, *stop, *step][i])))
            }
            _ => Ok(Out::Value(Value::None)),
        },
        _ => Ok(Out::Value(Value::None)),
    }
}

fn slice_part(p: &mut Process, a: Args, i: usize) -> Fallible<Out> {
    match a.pos[0] {
        Value::Ref(r) => match p.heap.kind(r) {
            Kind::Slice(parts) => Ok(Out::Value(parts[i])),
            _ => Ok(Out::Value(Value::None)),
        },
        _ => Ok(Out::Value(Value::None)),
    }
}

/// `isinstance`/`issubclass`, if no class has a check of its own.
pub(crate) fn instance_check(p: &Process, class: Ref, of: Value) -> Option<bool> {
    instance_check_in(p, class, of, 0)
}

/// The same, inside of that many tuples.
fn instance_check_in(p: &Process, class: Ref, of: Value, depth: usize) -> Option<bool> {
    /// The prelude, whose recursion is Python's, goes on where this gives up.
    const MAX_NESTING: usize = 20;
    let Value::Ref(r) = of else { return None };
    match p.heap.kind(r) {
        Kind::Class(_) => {
            if p.is_subclass(class, r) {
                return Some(true);
            }
            let meta = p.heap.get(r).class;
            if meta == c::TYPE { Some(false) } else { None }
        }
        Kind::Tuple(items) if depth < MAX_NESTING && p.has_fuel_for(items.len()) => {
            for &item in items.iter() {
                if instance_check_in(p, class, item, depth + 1)? {
                    return Some(true);
                }
            }
            Some(false)
        }
        _ => None,
    }
}

fn radix(p: &mut Process, a: Args, name: &str, radix: u32, prefix: &str) -> Fallible<Out> {
    let [value] = a.exactly(p, name)?;
    match p.as_big(value) {
        Some(big) => {
            let sign = if big.sign() == num_bigint::Sign::Minus {
                "-"
            } else {
                ""
            };
            let text = format!("{sign}{prefix}{}", big.magnitude().to_str_radix(radix));
            Ok(Out::Value(p.string(text)))
        }
        None if {
            let class = p.class_of(value);
            p.python_method(class, names::INDEX).is_some()
        } =>
        {
            let name = p.str(name);
            Ok(Out::Call(p.helper(Helper::Radix), vec![value, name]))
        }
        None => {
            let message = format!(
                "'{}' object cannot be interpreted as an integer",
                p.type_name(value)
            );
            Err(p.type_error(&message))
        }
    }
}

fn print(p: &mut Process, a: Args) -> Fallible<Out> {
    let mut separator = EcoString::from(" ");
    let mut end = EcoString::from("\n");
    for (&name, &value) in a.names.iter().zip(a.named) {
        let text = p.names.text(name).clone();
        match text.as_ref() {
            "sep" | "end" => {
                if !value.is_none() {
                    let Some(given) = p.as_str(value) else {
                        let message = format!(
                            "{text} must be None or a string, not {}",
                            p.type_name(value)
                        );
                        return Err(p.type_error(&message));
                    };
                    if text.as_ref() == "sep" {
                        separator = given;
                    } else {
                        end = given;
                    }
                }
            }
            "flush" | "file" => {}
            _ => {
                let message = format!("'{text}' is an invalid keyword argument for print()");
                return Err(p.type_error(&message));
            }
        }
    }
    let file = p.names.intern("file");
    let to_file = a.named(file).is_some_and(|f| !f.is_none());
    let mut line = String::new();
    let mut native = !to_file;
    for (i, &value) in a.pos.iter().enumerate() {
        if i > 0 {
            line.push_str(&separator);
        }
        match p.str_native(value)? {
            Some(text) => line.push_str(&text),
            None => {
                native = false;
                break;
            }
        }
    }
    if !native {
        let values = p.tuple(a.pos);
        let (separator, end) = (p.str(&separator), p.str(&end));
        let target = a.named(file).unwrap_or(Value::None);
        return Ok(Out::Call(
            p.helper(Helper::Print),
            vec![values, separator, end, target],
        ));
    }
    line.push_str(&end);
    write_output(p, &line)?;
    Ok(Out::Value(Value::None))
}

/// Add to what the running thread has printed.
pub(crate) fn write_output(p: &mut Process, text: &str) -> Fallible<()> {
    p.printed += text.len();
    if p.printed > p.limits.output_bytes {
        return Err(Trouble::Limit(LimitKind::Output));
    }
    p.charge(text.len() / 16)?;
    p.output.push_str(text);
    Ok(())
}

/// The same for standard error.
pub(crate) fn write_error(p: &mut Process, text: &str) -> Fallible<()> {
    if p.errors.is_none() {
        return write_output(p, text);
    }
    p.printed += text.len();
    if p.printed > p.limits.output_bytes {
        return Err(Trouble::Limit(LimitKind::Output));
    }
    p.charge(text.len() / 16)?;
    if let Some(errors) = &mut p.errors {
        errors.push_str(text);
    }
    Ok(())
}

fn extreme(p: &mut Process, a: Args, op: CmpOp, helper: Helper) -> Fallible<Out> {
    if a.names.is_empty() {
        let items = match a.pos {
            [one] => p.collect_native(*one)?,
            [] => None,
            many => Some(many.to_vec()),
        };
        if let Some(items) = items
            && let Some((&first, rest)) = items.split_first()
        {
            let mut best = first;
            let mut decided = true;
            for &item in rest {
                match p.ordered(op, item, best, 0) {
                    Ok(true) => best = item,
                    Ok(false) => {}
                    Err(_) => {
                        decided = false;
                        break;
                    }
                }
            }
            if decided {
                return Ok(Out::Value(best));
            }
        }
    }
    forward(p, a, helper)
}

fn quantifier(p: &mut Process, a: Args, name: &str, stop: bool, helper: Helper) -> Fallible<Out> {
    let [value] = a.exactly(p, name)?;
    let is_collection = matches!(value, Value::Ref(r) if matches!(p.heap.kind(r), Kind::List(_) | Kind::Tuple(_) | Kind::Set(_) | Kind::Dict(_) | Kind::DictView { .. }));
    if is_collection && let Some(items) = p.collect_native(value)? {
        let mut decided = true;
        for item in items {
            match p.truth(item)? {
                Some(truth) if truth == stop => return Ok(Out::Value(Value::Bool(stop))),
                Some(_) => {}
                None => {
                    decided = false;
                    break;
                }
            }
        }
        if decided {
            return Ok(Out::Value(Value::Bool(!stop)));
        }
    }
    Ok(Out::Call(p.helper(helper), vec![value]))
}

/// Sort values by keys, stably; `None` if Python must compare.
pub(crate) fn sort_values(
    p: &mut Process,
    keys: &[Value],
    values: &[Value],
    reverse: bool,
) -> Fallible<Option<Vec<Value>>> {
    p.charge(keys.len() * 2)?;
    let mut order: Vec<usize> = (0..keys.len()).collect();
    let mut failed: Option<(Value, Value, Undecided)> = None;
    // A merge sort of our own: the standard one may panic on an inconsistent order (NaN).
    let mut less = |x: usize, y: usize| -> bool {
        if failed.is_some() {
            return false;
        }
        let (a, b) = (keys[x], keys[y]);
        if let (Value::Int(a), Value::Int(b)) = (a, b) {
            return a < b;
        }
        match p.ordered(CmpOp::Lt, a, b, 0) {
            Ok(result) => result,
            Err(why) => {
                failed = Some((a, b, why));
                false
            }
        }
    };
    if reverse {
        order.reverse();
    }
    merge_sort(&mut order, &mut less);
    if reverse {
        order.reverse();
    }
    if let Some((a, b, why)) = failed {
        return match why {
            Undecided::Python => Ok(None),
            _ => match p.compare(CmpOp::Lt, a, b) {
                Err(trouble) => Err(trouble),
                Ok(_) => Ok(None),
            },
        };
    }
    Ok(Some(order.into_iter().map(|i| values[i]).collect()))
}

/// Sorts fewer than [`SMALL`] items with the comparisons that CPython makes, in its order: the run at the
/// beginning, turned round if it descends, then binary insertions (`binarysort` in `listobject.c`).
fn small_sort(order: &mut [usize], less: &mut impl FnMut(usize, usize) -> bool) {
    if order.len() < 2 {
        return;
    }
    let descends = less(order[1], order[0]);
    let mut run = 2;
    while run < order.len() && less(order[run], order[run - 1]) == descends {
        run += 1;
    }
    if descends {
        order[..run].reverse();
    }
    for start in run..order.len() {
        let pivot = order[start];
        let (mut left, mut right) = (0, start);
        while left < right {
            let middle = left + (right - left) / 2;
            if less(pivot, order[middle]) {
                right = middle;
            } else {
                left = middle + 1;
            }
        }
        order[left..=start].rotate_right(1);
    }
}

/// From here on CPython merges runs.
const SMALL: usize = 64;

fn merge_sort(order: &mut Vec<usize>, less: &mut impl FnMut(usize, usize) -> bool) {
    let n = order.len();
    if n < SMALL {
        return small_sort(order, less);
    }
    // Runs of insertion sort, then merges.
    const RUN: usize = 16;
    for start in (0..n).step_by(RUN) {
        let end = (start + RUN).min(n);
        for i in start + 1..end {
            let item = order[i];
            let mut j = i;
            while j > start && less(item, order[j - 1]) {
                order[j] = order[j - 1];
                j -= 1;
            }
            order[j] = item;
        }
    }
    let mut width = RUN;
    let mut buffer = order.clone();
    while width < n {
        let mut start = 0;
        while start < n {
            let middle = (start + width).min(n);
            let end = (start + 2 * width).min(n);
            let (mut i, mut j) = (start, middle);
            for slot in &mut buffer[start..end] {
                if i < middle && (j >= end || !less(order[j], order[i])) {
                    *slot = order[i];
                    i += 1;
                } else {
                    *slot = order[j];
                    j += 1;
                }
            }
            start = end;
        }
        std::mem::swap(order, &mut buffer);
        width *= 2;
    }
}

/// Half to even.
pub(crate) fn round_half_even(value: f64) -> f64 {
    value.round_ties_even()
}

/// `round(float, digits)`, correctly: through the decimal digits of the float.
pub(crate) fn round_to(value: f64, digits: i64) -> f64 {
    if !value.is_finite() || digits > 323 {
        return value;
    }
    if digits < -308 {
        return 0.0 * value;
    }
    if digits >= 0 {
        return format!("{value:.*}", digits as usize)
            .parse()
            .unwrap_or(value);
    }
    let scale = 10f64.powi(-digits as i32);
    round_half_even(value / scale) * scale
}
