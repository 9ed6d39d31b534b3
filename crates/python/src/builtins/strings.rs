//! `str`.

use ecow::EcoString;

use super::objects::class_argument;
use super::{Registry, or, truth};
use crate::classes as c;
use crate::helpers::Helper;
use crate::object::{Kind, Str};
use crate::unicode;
use crate::value::Value;
use crate::vm::{Args, Fallible, NativeFn, Out, Process};

pub(super) fn register(r: &mut Registry) {
    r.maker(c::STR, |p, a| {
        let class = class_argument(p, a.pos[0])?;
        let rest = Args {
            pos: &a.pos[1..],
            ..a
        };
        let [value, encoding, errors] =
            rest.parse(p, "str", ["object", "encoding", "errors"], 0)?;
        if !encoding.is_undef() || !errors.is_undef() {
            let encoding = if encoding.is_undef() {
                p.str("utf-8")
            } else {
                encoding
            };
            if p.as_text(value).is_some() {
                return Err(p.type_error("decoding str is not supported"));
            }
            if !matches!(value, Value::Ref(r) if matches!(p.heap.kind(r), Kind::Bytes(_))) {
                let message = format!(
                    "decoding to str: need a bytes-like object, {} found",
                    p.type_name(value)
                );
                return Err(p.type_error(&message));
            }
            let name = p.names.intern("decode");
            let options = [encoding, errors].into_iter().filter(|v| !v.is_undef());
            return match p.load_attr(value, name)? {
                Out::Value(decode) => Ok(Out::Call(decode, options.collect())),
                other => Ok(other),
            };
        }
        let text = if value.is_undef() {
            String::new()
        } else {
            match p.str_native(value)? {
                Some(text) => text,
                None if class == c::STR => {
                    return Ok(Out::Call(p.helper(Helper::Str), vec![value]));
                }
                None => return Ok(Out::Call(p.helper(Helper::Str), vec![value, a.pos[0]])),
            }
        };
        if class == c::STR
            && let Value::Ref(r) = value
            && p.heap.get(r).class == c::STR
        {
            return Ok(Out::Value(value));
        }
        Ok(Out::Value(
            p.alloc(class, Kind::Str(Str::new(EcoString::from(text)))),
        ))
    });
    let methods: &[(&'static str, NativeFn)] = &[
        ("lower", |p, a| simple(p, a, "str.lower", unicode::lower)),
        ("upper", |p, a| simple(p, a, "str.upper", unicode::upper)),
        ("casefold", |p, a| {
            simple(p, a, "str.casefold", unicode::fold)
        }),
        ("swapcase", |p, a| simple(p, a, "str.swapcase", swapcase)),
        ("title", |p, a| simple(p, a, "str.title", title)),
        ("capitalize", |p, a| {
            simple(p, a, "str.capitalize", capitalize)
        }),
        ("strip", |p, a| strip(p, a, "str.strip", true, true)),
        ("lstrip", |p, a| strip(p, a, "str.lstrip", true, false)),
        ("rstrip", |p, a| strip(p, a, "str.rstrip", false, true)),
        ("split", |p, a| split(p, a, "split", false)),
        ("rsplit", |p, a| split(p, a, "rsplit", true)),
        ("splitlines", splitlines),
        ("join", join),
        ("replace", replace),
        ("find", |p, a| find(p, a, "find", false, false)),
        ("rfind", |p, a| find(p, a, "rfind", true, false)),
        ("index", |p, a| find(p, a, "index", false, true)),
        ("rindex", |p, a| find(p, a, "rindex", true, true)),
        ("count", count),
        ("startswith", |p, a| affix(p, a, "startswith", true)),
        ("endswith", |p, a| affix(p, a, "endswith", false)),
        ("removeprefix", |p, a| {
            let [text, affix] = texts(p, a, "str.removeprefix")?;
            let rest = text
                .strip_prefix(affix.as_str())
                .unwrap_or(&text)
                .to_string();
            Ok(Out::Value(p.string(rest)))
        }),
        ("removesuffix", |p, a| {
            let [text, affix] = texts(p, a, "str.removesuffix")?;
            let rest = text
                .strip_suffix(affix.as_str())
                .unwrap_or(&text)
                .to_string();
            Ok(Out::Value(p.string(rest)))
        }),
        ("partition", |p, a| partition(p, a, "str.partition", false)),
        ("rpartition", |p, a| partition(p, a, "str.rpartition", true)),
        ("center", |p, a| justify(p, a, "center", 0)),
        ("ljust", |p, a| justify(p, a, "ljust", 1)),
        ("rjust", |p, a| justify(p, a, "rjust", 2)),
        ("zfill", |p, a| {
            let [text, width] = a.exactly(p, "str.zfill")?;
            let (text, width) = (p.text_argument(text, "str")?, p.int_argument(width)?);
            let len = text.chars().count() as i64;
            if width <= len {
                return Ok(Out::Value(p.str(&text)));
            }
            p.check_size(usize::try_from(width).unwrap_or(usize::MAX))?;
            let zeros = "0".repeat((width - len) as usize);
            let filled = match text.strip_prefix(['+', '-']) {
                Some(rest) => format!("{}{zeros}{rest}", &text[..1]),
                None => format!("{zeros}{text}"),
            };
            Ok(Out::Value(p.string(filled)))
        }),
        ("expandtabs", |p, a| {
            let rest = Args {
                pos: &a.pos[1..],
                ..a
            };
            let [size] = rest.parse(p, "expandtabs", ["tabsize"], 0)?;
            let size = p.int_argument(or(size, Value::Int(8)))?.clamp(0, 1000) as usize;
            let text = p.text_argument(a.pos[0], "str")?;
            let mut out = String::new();
            let mut column = 0;
            for ch in text.chars() {
                match ch {
                    '\t' if size > 0 => {
                        let n = size - column % size;
                        out.push_str(&" ".repeat(n));
                        column += n;
                    }
                    '\t' => {}
                    '\n' | '\r' => {
                        out.push(ch);
                        column = 0;
                    }
                    _ => {
                        out.push(ch);
                        column += 1;
                    }
                }
            }
            p.check_size(out.len())?;
            Ok(Out::Value(p.string(out)))
        }),
        ("isdigit", |p, a| {
            predicate(p, a, "str.isdigit", unicode::is_digit)
        }),
        ("isdecimal", |p, a| {
            predicate(p, a, "str.isdecimal", |ch| unicode::decimal(ch).is_some())
        }),
        ("isnumeric", |p, a| {
            predicate(p, a, "str.isnumeric", unicode::is_numeric)
        }),
        ("isalpha", |p, a| {
            predicate(p, a, "str.isalpha", unicode::is_alphabetic)
        }),
        ("isalnum", |p, a| {
            predicate(p, a, "str.isalnum", unicode::is_alphanumeric)
        }),
        ("isspace", |p, a| predicate(p, a, "str.isspace", is_space)),
        ("isprintable", |p, a| {
            let [text] = a.exactly(p, "str.isprintable")?;
            let text = p.text_argument(text, "str")?;
            truth(text.chars().all(unicode::is_printable))
        }),
        ("isascii", |p, a| {
            let [text] = a.exactly(p, "str.isascii")?;
            let text = p.text_argument(text, "str")?;
            truth(text.is_ascii())
        }),
        ("isupper", |p, a| {
            let [text] = a.exactly(p, "str.isupper")?;
            let text = p.text_argument(text, "str")?;
            truth(is_cased(&text, unicode::is_upper, unicode::is_lower))
        }),
        ("islower", |p, a| {
            let [text] = a.exactly(p, "str.islower")?;
            let text = p.text_argument(text, "str")?;
            truth(is_cased(&text, unicode::is_lower, unicode::is_upper))
        }),
        ("istitle", |p, a| {
            let [text] = a.exactly(p, "str.istitle")?;
            let text = p.text_argument(text, "str")?;
            truth(is_title(&text))
        }),
        ("isidentifier", |p, a| {
            let [text] = a.exactly(p, "str.isidentifier")?;
            let text = p.text_argument(text, "str")?;
            truth(unicode::is_identifier(&text))
        }),
        ("format", |p, a| {
            let positional = p.tuple(&a.pos[1..]);
            let named: Vec<_> = a
                .names
                .iter()
                .copied()
                .zip(a.named.iter().copied())
                .collect();
            let named = p.name_dict(&named, c::DICT)?;
            Ok(Out::Call(
                p.helper(Helper::StrFormat),
                vec![a.pos[0], positional, named],
            ))
        }),
        ("format_map", |p, a| {
            let [text, mapping] = a.exactly(p, "str.format_map")?;
            Ok(Out::Call(
                p.helper(Helper::StrFormat),
                vec![text, Value::None, mapping],
            ))
        }),
        ("translate", |p, a| {
            let [text, table] = a.exactly(p, "str.translate")?;
            p.text_argument(text, "str")?;
            Ok(Out::Call(p.helper(Helper::Translate), vec![text, table]))
        }),
        ("__len__", |p, a| {
            let [text] = a.exactly(p, "str.__len__")?;
            Ok(Out::Value(Value::Int(
                p.len_native(text).unwrap_or(0) as i64
            )))
        }),
        ("__contains__", |p, a| {
            let [text, part] = a.exactly(p, "str.__contains__")?;
            truth(p.contains_native(text, part)?.unwrap_or(false))
        }),
        ("__getitem__", |p, a| {
            let [text, key] = a.exactly(p, "str.__getitem__")?;
            let Value::Ref(r) = text else {
                return Ok(Out::Value(Value::None));
            };
            p.get_item_native(r, key)
        }),
        ("__iter__", |p, a| {
            let [text] = a.exactly(p, "str.__iter__")?;
            p.text_argument(text, "str")?;
            let plain = match text {
                Value::Ref(r) => matches!(p.heap.kind(r), Kind::Str(text) if text.is_ascii()),
                _ => false,
            };
            let class = if plain {
                c::STR_ASCII_ITERATOR
            } else {
                c::STR_ITERATOR
            };
            Ok(Out::Value(p.alloc(class, Kind::StrIter { text, at: 0 })))
        }),
    ];
    for &(name, function) in methods {
        r.method(c::STR, name, function);
    }
    r.static_method(c::STR, "maketrans", |p, a| {
        let [from, to, delete] = a.between(p, "maketrans", 1)?;
        let mut flat = Vec::new();
        if to.is_undef() {
            let entries: Option<Vec<_>> = match from {
                Value::Ref(r) => p.dict(r).map(|d| d.iter().collect()),
                _ => None,
            };
            let Some(entries) = entries else {
                let message = "if you give only one argument to maketrans it must be a dict";
                return Err(p.type_error(message));
            };
            for (key, value) in entries {
                let key = match p.as_text(key) {
                    Some(text) => {
                        let mut chars = text.chars();
                        match (chars.next(), chars.next()) {
                            (Some(ch), None) => Value::Int(ch as i64),
                            _ => {
                                let message = "string keys in translate table must be of length 1";
                                return Err(p.value_error(message));
                            }
                        }
                    }
                    None if p.as_int(key).is_some() => key,
                    None => {
                        let message = "keys in translate table must be strings or integers";
                        return Err(p.type_error(message));
                    }
                };
                flat.extend([key, value]);
            }
        } else {
            let (from, to) = (
                p.text_argument(from, "maketrans argument")?,
                p.text_argument(to, "maketrans argument")?,
            );
            if from.chars().count() != to.chars().count() {
                return Err(
                    p.value_error("the first two maketrans arguments must have equal length")
                );
            }
            for (x, y) in from.chars().zip(to.chars()) {
                flat.extend([Value::Int(x as i64), Value::Int(y as i64)]);
            }
            if let Some(text) = p.as_str(delete) {
                for ch in text.chars() {
                    flat.extend([Value::Int(ch as i64), Value::None]);
                }
            }
        }
        match p.dict_of(&flat)? {
            Ok(dict) | Err(dict) => Ok(Out::Value(dict)),
        }
    });
    r.machine("_write", |p, a| {
        let [text] = a.exactly(p, "_write")?;
        let text = p.text_argument(text, "text")?;
        super::functions::write_output(p, &text)?;
        Ok(Out::Value(Value::None))
    });
    r.machine("_write_error", |p, a| {
        let [text] = a.exactly(p, "_write_error")?;
        let text = p.text_argument(text, "text")?;
        super::functions::write_error(p, &text)?;
        Ok(Out::Value(Value::None))
    });
}

/// Letters of one case, and none of another: `str.isupper`, `str.islower`.
fn is_cased(text: &str, one: fn(char) -> bool, other: fn(char) -> bool) -> bool {
    text.chars().any(one) && !text.chars().any(|ch| other(ch) || unicode::is_title(ch))
}

/// `str.istitle`
fn is_title(text: &str) -> bool {
    let mut inside = false;
    let mut found = false;
    for ch in text.chars() {
        let capital = unicode::is_upper(ch) || unicode::is_title(ch);
        if capital || unicode::is_lower(ch) {
            if capital == inside {
                return false;
            }
            inside = true;
            found = true;
        } else {
            inside = false;
        }
    }
    found
}

/// Python's white space.
pub(crate) fn is_space(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch as u32, 0x1c..=0x1f)
}

fn texts<const N: usize>(p: &mut Process, a: Args, name: &str) -> Fallible<[EcoString; N]> {
    let values: [Value; N] = a.exactly(p, name)?;
    let mut out = [const { EcoString::new() }; N];
    for (slot, value) in out.iter_mut().zip(values) {
        *slot = match p.as_str(value) {
            Some(text) => text,
            None => {
                let short = name.rsplit('.').next().unwrap_or(name);
                let message = format!("{short}() argument must be str, not {}", p.type_name(value));
                return Err(p.type_error(&message));
            }
        };
    }
    Ok(out)
}

fn simple(p: &mut Process, a: Args, name: &str, f: fn(&str) -> String) -> Fallible<Out> {
    let [text] = texts(p, a, name)?;
    p.charge(text.len() / 16)?;
    let result = f(&text);
    Ok(Out::Value(p.string(result)))
}

fn swapcase(text: &str) -> String {
    let mut out = String::new();
    for (at, ch) in text.char_indices() {
        if unicode::is_upper(ch) {
            unicode::push_lower(text, at, ch, &mut out);
        } else if unicode::is_lower(ch) {
            unicode::push_upper(ch, &mut out);
        } else {
            out.push(ch);
        }
    }
    out
}

fn title(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for (at, ch) in text.char_indices() {
        if inside {
            unicode::push_lower(text, at, ch, &mut out);
        } else {
            unicode::push_title(ch, &mut out);
        }
        inside = unicode::is_upper(ch) || unicode::is_lower(ch) || unicode::is_title(ch);
    }
    out
}

fn capitalize(text: &str) -> String {
    let mut out = String::new();
    for (at, ch) in text.char_indices() {
        if at == 0 {
            unicode::push_title(ch, &mut out);
        } else {
            unicode::push_lower(text, at, ch, &mut out);
        }
    }
    out
}

fn strip(p: &mut Process, a: Args, name: &str, left: bool, right: bool) -> Fallible<Out> {
    let [text, chars] = a.between(p, name, 1)?;
    let whole = p.text_argument(text, "str")?;
    let set: Option<Vec<char>> = match or(chars, Value::None) {
        Value::None => None,
        other => match p.as_text(other) {
            Some(set) => Some(set.chars().collect()),
            None => {
                let short = name.rsplit('.').next().unwrap_or(name);
                let message = format!("{short} arg must be None or str");
                return Err(p.type_error(&message));
            }
        },
    };
    let goes = |ch: char| {
        set.as_ref()
            .map_or_else(|| is_space(ch), |set| set.contains(&ch))
    };
    let mut part: &str = &whole;
    if left {
        part = part.trim_start_matches(goes);
    }
    if right {
        part = part.trim_end_matches(goes);
    }
    if part.len() == whole.len() && p.class_of(text) == c::STR {
        return Ok(Out::Value(text));
    }
    Ok(Out::Value(p.str(part)))
}

fn split(p: &mut Process, a: Args, name: &str, from_right: bool) -> Fallible<Out> {
    let rest = Args {
        pos: &a.pos[1..],
        ..a
    };
    let [separator, limit] = rest.parse(p, name, ["sep", "maxsplit"], 0)?;
    let text = p.text_argument(a.pos[0], "str")?;
    let limit = p.int_argument(or(limit, Value::Int(-1)))?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    p.charge(text.len() / 8)?;
    let mut parts: Vec<&str> = Vec::new();
    match or(separator, Value::None) {
        Value::None => {
            if from_right {
                let mut rest = text.trim_end_matches(is_space);
                while !rest.is_empty() {
                    if parts.len() == limit {
                        parts.push(rest);
                        break;
                    }
                    let start = rest.rfind(is_space).map_or(0, |i| {
                        i + rest[i..].chars().next().map_or(1, char::len_utf8)
                    });
                    parts.push(&rest[start..]);
                    rest = rest[..start].trim_end_matches(is_space);
                }
                parts.reverse();
            } else {
                let mut rest = text.trim_start_matches(is_space);
                while !rest.is_empty() {
                    if parts.len() == limit {
                        parts.push(rest);
                        break;
                    }
                    let end = rest.find(is_space).unwrap_or(rest.len());
                    parts.push(&rest[..end]);
                    rest = rest[end..].trim_start_matches(is_space);
                }
            }
        }
        other => {
            let Some(separator) = p.as_str(other) else {
                let message = format!("must be str or None, not {}", p.type_name(other));
                return Err(p.type_error(&message));
            };
            if separator.is_empty() {
                return Err(p.value_error("empty separator"));
            }
            let whole: &str = &text;
            let pieces: Vec<&str> = if from_right {
                let mut pieces: Vec<&str> = whole
                    .rsplitn(limit.saturating_add(1), separator.as_str())
                    .collect();
                pieces.reverse();
                pieces
            } else {
                whole
                    .splitn(limit.saturating_add(1), separator.as_str())
                    .collect()
            };
            let items: Vec<Value> = pieces.into_iter().map(|part| p.str(part)).collect();
            return Ok(Out::Value(p.list(items)));
        }
    }
    let items: Vec<Value> = parts.into_iter().map(|part| p.str(part)).collect();
    Ok(Out::Value(p.list(items)))
}

fn splitlines(p: &mut Process, a: Args) -> Fallible<Out> {
    let rest = Args {
        pos: &a.pos[1..],
        ..a
    };
    let [keep] = rest.parse(p, "splitlines", ["keepends"], 0)?;
    let keep = p.truth(or(keep, Value::Bool(false)))?.unwrap_or(false);
    let text = p.text_argument(a.pos[0], "str")?;
    let mut lines = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((i, ch)) = chars.next() {
        if !matches!(
            ch,
            '\n' | '\r'
                | '\x0b'
                | '\x0c'
                | '\x1c'
                | '\x1d'
                | '\x1e'
                | '\u{85}'
                | '\u{2028}'
                | '\u{2029}'
        ) {
            continue;
        }
        let mut end = i + ch.len_utf8();
        if ch == '\r' && chars.peek().is_some_and(|n| n.1 == '\n') {
            chars.next();
            end += 1;
        }
        lines.push(&text[start..if keep { end } else { i }]);
        start = end;
    }
    if start < text.len() {
        lines.push(&text[start..]);
    }
    let items: Vec<Value> = lines.into_iter().map(|line| p.str(line)).collect();
    Ok(Out::Value(p.list(items)))
}

fn join(p: &mut Process, a: Args) -> Fallible<Out> {
    let [separator, iterable] = a.exactly(p, "str.join")?;
    let text = p.text_argument(separator, "str")?;
    let Some(items) = p.collect_native(iterable)? else {
        if p.class_of(iterable).0 < c::COUNT
            && !matches!(iterable, Value::Ref(r) if matches!(p.heap.kind(r), Kind::Generator(_) | Kind::Enumerate { .. } | Kind::Zip(_) | Kind::Class(_)))
        {
            return Err(p.type_error("can only join an iterable"));
        }
        return Ok(Out::Call(p.helper(Helper::Join), vec![separator, iterable]));
    };
    let mut size = 0;
    for (i, &item) in items.iter().enumerate() {
        match p.as_text(item) {
            Some(part) => size += part.len() + text.len(),
            None => {
                let message = format!(
                    "sequence item {i}: expected str instance, {} found",
                    p.type_name(item)
                );
                return Err(p.type_error(&message));
            }
        }
    }
    p.check_size(size)?;
    let mut out = String::with_capacity(size);
    for (i, &item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(&text);
        }
        out.push_str(p.as_text(item).unwrap_or(""));
    }
    Ok(Out::Value(p.string(out)))
}

fn replace(p: &mut Process, a: Args) -> Fallible<Out> {
    let [text, old, new, count] = a.between(p, "str.replace", 3)?;
    let text = p.text_argument(text, "str")?;
    for (i, value) in [old, new].into_iter().enumerate() {
        if p.as_text(value).is_none() {
            let message = format!(
                "replace() argument {} must be str, not {}",
                i + 1,
                p.type_name(value)
            );
            return Err(p.type_error(&message));
        }
    }
    let (old, new) = (p.text_argument(old, "")?, p.text_argument(new, "")?);
    let count = p.int_argument(or(count, Value::Int(-1)))?;
    let hits = if old.is_empty() {
        text.chars().count() + 1
    } else {
        text.matches(old.as_str()).count()
    };
    let longer = new.len().saturating_sub(old.len());
    p.check_size(hits.saturating_mul(longer).saturating_add(text.len()))?;
    let result = match usize::try_from(count) {
        Ok(n) => text.as_str().replacen(old.as_str(), &new, n),
        Err(_) => text.as_str().replace(old.as_str(), &new),
    };
    Ok(Out::Value(p.string(result)))
}

/// The part of a text between two character positions, and the position it begins at.
fn window<'t>(
    p: &mut Process,
    text: &'t str,
    start: Value,
    end: Value,
) -> Fallible<Option<(&'t str, usize)>> {
    let len = text.chars().count() as i64;
    let place = |p: &mut Process, value: Value, default: i64| -> Fallible<i64> {
        if value.is_undef() || value.is_none() {
            return Ok(default);
        }
        let Some(i) = p.as_int(value) else {
            if let Some(big) = p.as_big(value) {
                // Further away than any string is long.
                return Ok(if big.sign() == num_bigint::Sign::Minus {
                    0
                } else {
                    i64::MAX
                });
            }
            return Err(
                p.type_error("slice indices must be integers or None or have an __index__ method")
            );
        };
        Ok(if i < 0 { (i + len).max(0) } else { i })
    };
    let from = place(p, start, 0)?;
    let to = place(p, end, len)?.min(len);
    if from > to {
        return Ok(None);
    }
    let (from, to) = (from as usize, to as usize);
    let byte = |chars: usize| {
        if text.is_ascii() {
            chars
        } else {
            text.char_indices().nth(chars).map_or(text.len(), |c| c.0)
        }
    };
    Ok(Some((&text[byte(from)..byte(to)], from)))
}

/// `find(sub[, start[, end]])` and its like.
fn finds(p: &mut Process, a: Args, name: &str) -> Fallible<[Value; 4]> {
    a.no_keywords(p, name)?;
    let given = a.pos.len().saturating_sub(1);
    if given == 0 || given > 3 {
        let bound = if given == 0 {
            "at least 1 argument"
        } else {
            "at most 3 arguments"
        };
        let message = format!("{name}() takes {bound} ({given} given)");
        return Err(p.type_error(&message));
    }
    let mut values = [Value::Undef; 4];
    values[..a.pos.len()].copy_from_slice(a.pos);
    Ok(values)
}

fn find(p: &mut Process, a: Args, name: &str, from_right: bool, must: bool) -> Fallible<Out> {
    let [text, part, start, end] = finds(p, a, name)?;
    let text = p.text_argument(text, "str")?;
    let Some(part) = p.as_str(part) else {
        let message = format!("must be str, not {}", p.type_name(part));
        return Err(p.type_error(&message));
    };
    p.charge(text.len() / 16)?;
    let found = match window(p, &text, start, end)? {
        Some((within, offset)) => {
            let at = if from_right {
                within.rfind(part.as_str())
            } else {
                within.find(part.as_str())
            };
            at.map(|i| within[..i].chars().count() + offset)
        }
        None => None,
    };
    match found {
        Some(i) => Ok(Out::Value(Value::Int(i as i64))),
        None if must => Err(p.value_error("substring not found")),
        None => Ok(Out::Value(Value::Int(-1))),
    }
}

fn count(p: &mut Process, a: Args) -> Fallible<Out> {
    let [text, part, start, end] = finds(p, a, "count")?;
    let text = p.text_argument(text, "str")?;
    let Some(part) = p.as_str(part) else {
        let message = format!("must be str, not {}", p.type_name(part));
        return Err(p.type_error(&message));
    };
    let n = match window(p, &text, start, end)? {
        Some((within, _)) if part.is_empty() => within.chars().count() + 1,
        Some((within, _)) => within.matches(part.as_str()).count(),
        None => 0,
    };
    Ok(Out::Value(Value::Int(n as i64)))
}

fn affix(p: &mut Process, a: Args, name: &str, prefix: bool) -> Fallible<Out> {
    let [text, affixes, start, end] = finds(p, a, name)?;
    let text = p.text_argument(text, "str")?;
    let candidates = match affixes {
        Value::Ref(r) if matches!(p.heap.kind(r), Kind::Tuple(_)) => {
            p.items_of(affixes).unwrap_or_default()
        }
        other => vec![other],
    };
    let Some((within, _)) = window(p, &text, start, end)? else {
        return truth(false);
    };
    for candidate in candidates {
        let Some(part) = p.as_text(candidate) else {
            let message = format!(
                "{name} first arg must be str or a tuple of str, not {}",
                p.type_name(candidate)
            );
            return Err(p.type_error(&message));
        };
        if if prefix {
            within.starts_with(part)
        } else {
            within.ends_with(part)
        } {
            return truth(true);
        }
    }
    truth(false)
}

fn partition(p: &mut Process, a: Args, name: &str, from_right: bool) -> Fallible<Out> {
    let [whole, separator] = a.exactly(p, name)?;
    let text = p.text_argument(whole, "str")?;
    let Some(separator) = p.as_str(separator) else {
        let message = format!("must be str, not {}", p.type_name(separator));
        return Err(p.type_error(&message));
    };
    if separator.is_empty() {
        return Err(p.value_error("empty separator"));
    }
    let found = if from_right {
        text.rsplit_once(separator.as_str())
    } else {
        text.split_once(separator.as_str())
    };
    let parts: [&str; 3] = match found {
        Some((left, right)) => [left, &separator, right],
        None if from_right => ["", "", &text],
        None => [&text, "", ""],
    };
    let values = parts.map(|part| p.str(part));
    Ok(Out::Value(p.tuple(&values)))
}

fn justify(p: &mut Process, a: Args, name: &str, how: u8) -> Fallible<Out> {
    let dotted = format!("str.{name}");
    let [text, width, fill] = a.between(p, &dotted, 2)?;
    let text = p.text_argument(text, "str")?;
    let width = p.int_argument(width)?;
    let fill = match p.as_str(fill) {
        Some(fill) if fill.chars().count() == 1 => fill.to_string(),
        Some(_) => {
            return Err(p.type_error("The fill character must be exactly one character long"));
        }
        None if fill.is_undef() => " ".to_string(),
        None => {
            let message = format!(
                "The fill character must be a unicode character, not {}",
                p.type_name(fill)
            );
            return Err(p.type_error(&message));
        }
    };
    let len = text.chars().count();
    let width = usize::try_from(width.max(0)).unwrap_or(usize::MAX);
    if width <= len {
        return Ok(Out::Value(p.str(&text)));
    }
    p.check_size(width)?;
    let missing = width - len;
    let (left, right) = match how {
        0 => {
            let left = missing / 2 + (missing & width & 1);
            (left, missing - left)
        }
        1 => (0, missing),
        _ => (missing, 0),
    };
    let result = format!("{}{text}{}", fill.repeat(left), fill.repeat(right));
    Ok(Out::Value(p.string(result)))
}

fn predicate(p: &mut Process, a: Args, name: &str, f: fn(char) -> bool) -> Fallible<Out> {
    let [text] = a.exactly(p, name)?;
    let text = p.text_argument(text, "str")?;
    truth(!text.is_empty() && text.chars().all(f))
}
