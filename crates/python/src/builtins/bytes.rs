//! `bytes`.

use std::rc::Rc;

use super::objects::class_argument;
use super::{Registry, or, truth};
use crate::classes as c;
use crate::helpers::Helper;
use crate::object::Kind;
use crate::value::Value;
use crate::vm::{Args, Fallible, Out, Process};

pub(super) fn register(r: &mut Registry) {
    r.maker(c::BYTES, |p, a| {
        let class = class_argument(p, a.pos[0])?;
        let rest = Args {
            pos: &a.pos[1..],
            ..a
        };
        let [source, encoding, _] = rest.parse(p, "bytes", ["source", "encoding", "errors"], 0)?;
        let bytes: Vec<u8> = if source.is_undef() {
            Vec::new()
        } else if p.as_text(source).is_some() {
            if encoding.is_undef() {
                return Err(p.type_error("string argument without an encoding"));
            }
            let encode = p.names.intern("encode");
            return match p.load_attr(source, encode)? {
                Out::Value(method) => Ok(Out::Call(method, vec![encoding])),
                other => Ok(other),
            };
        } else if let Some(n) = p.as_int(source) {
            if n < 0 {
                return Err(p.value_error("negative count"));
            }
            let n = usize::try_from(n).unwrap_or(usize::MAX);
            p.check_size(n)?;
            vec![0; n]
        } else {
            match p.collect_native(source)? {
                Some(items) => {
                    let mut bytes = Vec::with_capacity(items.len());
                    for item in items {
                        let byte = match p.as_int(item) {
                            None if p.as_big(item).is_some() => None,
                            _ => u8::try_from(p.int_argument(item)?).ok(),
                        };
                        let Some(byte) = byte else {
                            return Err(p.value_error("bytes must be in range(0, 256)"));
                        };
                        bytes.push(byte);
                    }
                    bytes
                }
                None => {
                    let helper = p.helper(Helper::BytesFrom);
                    return Ok(Out::Call(helper, vec![source, a.pos[0]]));
                }
            }
        };
        Ok(Out::Value(p.alloc(class, Kind::Bytes(Rc::from(bytes)))))
    });
    r.method(c::BYTES, "hex", |p, a| {
        let [value] = a.exactly(p, "bytes.hex")?;
        let text: String = content(p, value)?
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        Ok(Out::Value(p.string(text)))
    });
    r.class_method(c::BYTES, "fromhex", |p, a| {
        let [_, text] = a.exactly(p, "bytes.fromhex")?;
        let text: Vec<char> = p
            .text_argument(text, "fromhex() argument")?
            .chars()
            .filter(|ch| !ch.is_whitespace())
            .collect();
        let mut bytes = Vec::new();
        for pair in text.chunks(2) {
            let digits: Option<Vec<u32>> = pair.iter().map(|ch| ch.to_digit(16)).collect();
            match digits.as_deref() {
                Some([high, low]) => bytes.push((high * 16 + low) as u8),
                _ => return Err(p.value_error("non-hexadecimal number found in fromhex() arg")),
            }
        }
        Ok(Out::Value(p.alloc(c::BYTES, Kind::Bytes(Rc::from(bytes)))))
    });
    r.method(c::BYTES, "startswith", |p, a| {
        let [value, prefix] = a.exactly(p, "bytes.startswith")?;
        truth(content(p, value)?.starts_with(&content(p, prefix)?))
    });
    r.method(c::BYTES, "endswith", |p, a| {
        let [value, suffix] = a.exactly(p, "bytes.endswith")?;
        truth(content(p, value)?.ends_with(&content(p, suffix)?))
    });
    r.method(c::BYTES, "find", |p, a| {
        let [value, part] = a.exactly(p, "bytes.find")?;
        let (bytes, part) = (content(p, value)?, content(p, part)?);
        p.charge(bytes.len().saturating_mul(part.len()) / 64)?;
        let at = if part.is_empty() {
            Some(0)
        } else {
            bytes.windows(part.len()).position(|w| w == part.as_ref())
        };
        Ok(Out::Value(Value::Int(at.map_or(-1, |i| i as i64))))
    });
    r.method(c::BYTES, "join", |p, a| {
        let [separator, items] = a.exactly(p, "bytes.join")?;
        let separator = content(p, separator)?;
        let items = p.collect_native(items)?.unwrap_or_default();
        let mut out = Vec::new();
        for (i, item) in items.into_iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(&separator);
            }
            out.extend_from_slice(&content(p, item)?);
        }
        p.check_size(out.len())?;
        Ok(Out::Value(p.alloc(c::BYTES, Kind::Bytes(Rc::from(out)))))
    });
    r.method(c::BYTES, "__len__", |p, a| {
        Ok(Out::Value(Value::Int(
            p.len_native(a.pos[0]).unwrap_or(0) as i64
        )))
    });
    for (name, function) in [
        (
            "upper",
            (|p: &mut Process, a: Args| mapped(p, a, |b| b.to_ascii_uppercase()))
                as crate::vm::NativeFn,
        ),
        ("lower", |p, a| mapped(p, a, |b| b.to_ascii_lowercase())),
        ("strip", |p, a| mapped(p, a, |b| b.trim_ascii().to_vec())),
    ] {
        r.method(c::BYTES, name, function);
    }
    r.method(c::BYTES, "split", |p, a| {
        let [value, separator] = a.between(p, "bytes.split", 1)?;
        let bytes = content(p, value)?;
        let text: String = bytes.iter().map(|&b| char::from(b)).collect();
        let parts: Vec<String> = match or(separator, Value::None) {
            Value::None => text.split_ascii_whitespace().map(str::to_string).collect(),
            other => {
                let separator: String = content(p, other)?.iter().map(|&b| char::from(b)).collect();
                if separator.is_empty() {
                    return Err(p.value_error("empty separator"));
                }
                text.split(separator.as_str()).map(str::to_string).collect()
            }
        };
        let items = parts
            .into_iter()
            .map(|part| {
                let bytes: Vec<u8> = part.chars().map(|ch| ch as u8).collect();
                p.alloc(c::BYTES, Kind::Bytes(Rc::from(bytes)))
            })
            .collect();
        Ok(Out::Value(p.list(items)))
    });
}

fn mapped(p: &mut Process, a: Args, f: fn(&[u8]) -> Vec<u8>) -> Fallible<Out> {
    let [value] = a.exactly(p, "bytes")?;
    let bytes = f(&content(p, value)?);
    Ok(Out::Value(p.alloc(c::BYTES, Kind::Bytes(Rc::from(bytes)))))
}

fn content(p: &mut Process, value: Value) -> Fallible<Rc<[u8]>> {
    if let Value::Ref(r) = value
        && let Kind::Bytes(bytes) = p.heap.kind(r)
    {
        return Ok(bytes.clone());
    }
    let message = format!(
        "a bytes-like object is required, not '{}'",
        p.type_name(value)
    );
    Err(p.type_error(&message))
}
