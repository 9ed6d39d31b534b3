//! `str.encode` and `bytes.decode`.

use std::rc::Rc;

use ecow::EcoString;

use super::{Args, Registry};
use crate::classes as c;
use crate::object::Kind;
use crate::value::{Ref, Value};
use crate::vm::{Fallible, Out, Process, Trouble};

pub(super) fn register(r: &mut Registry) {
    r.method(c::STR, "encode", |p, a| {
        let [encoding, errors] = options(p, a, "encode")?;
        let text = p.text_argument(a.pos[0], "str")?;
        p.charge(text.len() / 16)?;
        let codec = codec(p, encoding)?;
        let bytes = encode(p, codec, &text, a.pos[0], &Handler::new(p, errors))?;
        p.check_size(bytes.len())?;
        Ok(Out::Value(p.alloc(c::BYTES, Kind::Bytes(Rc::from(bytes)))))
    });
    r.method(c::BYTES, "decode", |p, a| {
        let [encoding, errors] = options(p, a, "decode")?;
        let bytes = match a.pos[0] {
            Value::Ref(r) => match p.heap.kind(r) {
                Kind::Bytes(bytes) => bytes.clone(),
                _ => Rc::from([]),
            },
            _ => Rc::from([]),
        };
        p.charge(bytes.len() / 16)?;
        let codec = codec(p, encoding)?;
        let text = decode(p, codec, &bytes, a.pos[0], &Handler::new(p, errors))?;
        p.check_size(text.len())?;
        Ok(Out::Value(p.string(text)))
    });
}

fn options(p: &mut Process, a: Args, function: &str) -> Fallible<[Value; 2]> {
    let rest = Args {
        pos: &a.pos[1..],
        ..a
    };
    let options = rest.parse(p, function, ["encoding", "errors"], 0)?;
    for (option, name) in options.into_iter().zip(["encoding", "errors"]) {
        if !option.is_undef() && p.as_text(option).is_none() {
            let message = format!(
                "{function}() argument '{name}' must be str, not {}",
                p.type_name(option)
            );
            return Err(p.type_error(&message));
        }
    }
    Ok(options)
}

#[derive(Clone, Copy, PartialEq)]
enum Codec {
    Utf8,
    /// With a mark in front.
    Utf8Sig,
    Ascii,
    Latin1,
    Utf16(Order),
    Utf32(Order),
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    Little,
    Big,
    /// As the mark in front says.
    Marked,
}

impl Codec {
    /// As errors call it.
    fn name(self) -> &'static str {
        match self {
            Codec::Utf8 | Codec::Utf8Sig => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Utf16(Order::Marked) => "utf-16",
            Codec::Utf16(Order::Little) => "utf-16-le",
            Codec::Utf16(Order::Big) => "utf-16-be",
            Codec::Utf32(Order::Marked) => "utf-32",
            Codec::Utf32(Order::Little) => "utf-32-le",
            Codec::Utf32(Order::Big) => "utf-32-be",
        }
    }
}

/// Beginnings of the names of encodings that CPython has besides.
const OTHERS: &[&str] = &[
    "ansi",
    "arabic",
    "asmo",
    "base64",
    "base_64",
    "big5",
    "bz2",
    "charmap",
    "chinese",
    "cp",
    "csascii",
    "csbig5",
    "csgb",
    "cshproman8",
    "csibm",
    "csiso",
    "cskoi8r",
    "cspc",
    "csptcp154",
    "csshiftjis",
    "cyrillic",
    "dbcs",
    "ebcdic",
    "ecma",
    "elot",
    "euc",
    "gb1",
    "gb2",
    "gbk",
    "gb_",
    "greek",
    "hebrew",
    "hex",
    "hkscs",
    "hp_roman",
    "hz",
    "ibm",
    "idna",
    "iso",
    "jis",
    "johab",
    "koi8",
    "korean",
    "ks_c",
    "ks_x",
    "ksc5601",
    "ksx1001",
    "kz",
    "l10",
    "l2",
    "l3",
    "l4",
    "l5",
    "l6",
    "l7",
    "l8",
    "l9",
    "latin",
    "mac",
    "mbcs",
    "ms_kanji",
    "mskanji",
    "ms932",
    "ms936",
    "ms949",
    "ms950",
    "ms1361",
    "oem",
    "palmos",
    "pt154",
    "ptcp154",
    "punycode",
    "quopri",
    "quoted",
    "r8",
    "raw_unicode_escape",
    "rk1048",
    "roman8",
    "rot13",
    "rot_13",
    "ruscii",
    "s_jis",
    "shift",
    "sjis",
    "strk1048",
    "thai",
    "tis",
    "u7",
    "u_jis",
    "uhc",
    "ujis",
    "undefined",
    "unicode_1_1",
    "unicode_escape",
    "unicodebig",
    "unicodelittle",
    "utf7",
    "utf8_ucs",
    "utf_7",
    "uu",
    "windows",
    "x_mac",
    "zip",
    "zlib",
];

fn codec(p: &mut Process, encoding: Value) -> Fallible<Codec> {
    let Some(given) = p.as_str(encoding) else {
        return Ok(Codec::Utf8);
    };
    let name = given.as_str().to_ascii_lowercase().replace(['-', ' '], "_");
    Ok(match name.as_str() {
        "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => Codec::Utf8,
        "utf_8_sig" | "utf8_sig" => Codec::Utf8Sig,
        "ascii" | "us_ascii" | "646" | "us" => Codec::Ascii,
        "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "iso8859" | "8859"
        | "cp819" => Codec::Latin1,
        "utf_16" | "utf16" | "u16" => Codec::Utf16(Order::Marked),
        "utf_16_le" | "utf_16le" => Codec::Utf16(Order::Little),
        "utf_16_be" | "utf_16be" => Codec::Utf16(Order::Big),
        "utf_32" | "utf32" | "u32" => Codec::Utf32(Order::Marked),
        "utf_32_le" | "utf_32le" => Codec::Utf32(Order::Little),
        "utf_32_be" | "utf_32be" => Codec::Utf32(Order::Big),
        other => {
            if other.bytes().all(|b| b.is_ascii_digit())
                || OTHERS.iter().any(|start| other.starts_with(start))
            {
                return Err(p.refuse(&format!("the encoding '{given}' is not provided here")));
            }
            let message = format!("unknown encoding: {given}");
            return Err(p.raise(c::LOOKUP_ERROR, &message));
        }
    })
}

/// What is done about what cannot be encoded or decoded.
struct Handler {
    name: EcoString,
}

/// What cannot be encoded or decoded: from where to where, and why.
struct Wrong {
    class: Ref,
    codec: &'static str,
    object: Value,
    start: usize,
    end: usize,
    reason: &'static str,
}

impl Handler {
    fn new(p: &Process, errors: Value) -> Self {
        Handler {
            name: p
                .as_str(errors)
                .unwrap_or_else(|| EcoString::from("strict")),
        }
    }

    fn refuse(&self, p: &mut Process, wrong: &Wrong) -> Trouble {
        match &*self.name {
            "strict" => raise(p, wrong),
            "namereplace" | "surrogateescape" | "surrogatepass" => {
                let message = format!("the error handler '{}' is not provided here", self.name);
                p.refuse(&message)
            }
            other => {
                let message = format!("unknown error handler name '{other}'");
                p.raise(c::LOOKUP_ERROR, &message)
            }
        }
    }

    /// What stands for these characters.
    fn instead_of(&self, p: &mut Process, chars: &[char], wrong: &Wrong) -> Fallible<String> {
        match &*self.name {
            "ignore" => Ok(String::new()),
            "replace" => Ok("?".repeat(chars.len())),
            "backslashreplace" => Ok(chars.iter().map(|&ch| escape(ch)).collect()),
            "xmlcharrefreplace" => Ok(chars
                .iter()
                .map(|&ch| format!("&#{};", ch as u32))
                .collect()),
            _ => Err(self.refuse(p, wrong)),
        }
    }

    /// What stands for these bytes.
    fn instead_of_bytes(&self, p: &mut Process, bytes: &[u8], wrong: &Wrong) -> Fallible<String> {
        match &*self.name {
            "ignore" => Ok(String::new()),
            "replace" => Ok('\u{fffd}'.to_string()),
            "backslashreplace" => Ok(bytes.iter().map(|b| format!("\\x{b:02x}")).collect()),
            "xmlcharrefreplace" => {
                Err(p.type_error("don't know how to handle UnicodeDecodeError in error callback"))
            }
            _ => Err(self.refuse(p, wrong)),
        }
    }
}

fn escape(ch: char) -> String {
    let code = ch as u32;
    match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}

fn raise(p: &mut Process, wrong: &Wrong) -> Trouble {
    let encoding = p.str(wrong.codec);
    let reason = p.str(wrong.reason);
    let (start, end) = (Value::Int(wrong.start as i64), Value::Int(wrong.end as i64));
    let error = p.exception_with(wrong.class, &[encoding, wrong.object, start, end, reason]);
    if let Value::Ref(r) = error
        && let Err(trouble) = p.exception_extras(r)
    {
        return trouble;
    }
    Trouble::Raise(error)
}

fn encode(
    p: &mut Process,
    codec: Codec,
    text: &str,
    object: Value,
    handler: &Handler,
) -> Fallible<Vec<u8>> {
    Ok(match codec {
        Codec::Utf8 => text.as_bytes().to_vec(),
        Codec::Utf8Sig => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Codec::Ascii => encode_narrow(p, codec, 128, text, object, handler)?,
        Codec::Latin1 => encode_narrow(p, codec, 256, text, object, handler)?,
        Codec::Utf16(order) => {
            let mark = (order == Order::Marked).then_some(0xfeff);
            let units = mark.into_iter().chain(text.encode_utf16());
            match order {
                Order::Big => units.flat_map(u16::to_be_bytes).collect(),
                _ => units.flat_map(u16::to_le_bytes).collect(),
            }
        }
        Codec::Utf32(order) => {
            let mark = (order == Order::Marked).then_some(0xfeff);
            let units = mark.into_iter().chain(text.chars().map(u32::from));
            match order {
                Order::Big => units.flat_map(u32::to_be_bytes).collect(),
                _ => units.flat_map(u32::to_le_bytes).collect(),
            }
        }
    })
}

/// One byte for each character.
fn encode_narrow(
    p: &mut Process,
    codec: Codec,
    limit: u32,
    text: &str,
    object: Value,
    handler: &Handler,
) -> Fallible<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut chars = text.chars().enumerate().peekable();
    while let Some((start, ch)) = chars.next() {
        if (ch as u32) < limit {
            bytes.push(ch as u32 as u8);
            continue;
        }
        let mut run = vec![ch];
        while let Some((_, next)) = chars.next_if(|next| next.1 as u32 >= limit) {
            run.push(next);
        }
        let wrong = Wrong {
            class: c::UNICODE_ENCODE_ERROR,
            codec: codec.name(),
            object,
            start,
            end: start + run.len(),
            reason: if limit == 128 {
                "ordinal not in range(128)"
            } else {
                "ordinal not in range(256)"
            },
        };
        bytes.extend_from_slice(handler.instead_of(p, &run, &wrong)?.as_bytes());
    }
    Ok(bytes)
}

fn decode(
    p: &mut Process,
    codec: Codec,
    bytes: &[u8],
    object: Value,
    handler: &Handler,
) -> Fallible<String> {
    match codec {
        Codec::Latin1 => return Ok(bytes.iter().map(|&b| char::from(b)).collect()),
        Codec::Utf8Sig if bytes.starts_with(b"\xef\xbb\xbf") => {
            return decode_steps(p, codec, bytes, 3, object, handler, utf8_step);
        }
        _ => {}
    }
    let (order, at) = match codec {
        Codec::Utf16(Order::Marked) => match bytes {
            [0xfe, 0xff, ..] => (Order::Big, 2),
            [0xff, 0xfe, ..] => (Order::Little, 2),
            _ => (Order::Little, 0),
        },
        Codec::Utf32(Order::Marked) => match bytes {
            [0, 0, 0xfe, 0xff, ..] => (Order::Big, 4),
            [0xff, 0xfe, 0, 0, ..] => (Order::Little, 4),
            _ => (Order::Little, 0),
        },
        Codec::Utf16(order) | Codec::Utf32(order) => (order, 0),
        _ => (Order::Little, 0),
    };
    // Errors say which order it turned out to be.
    let codec = match codec {
        Codec::Utf16(_) => Codec::Utf16(order),
        Codec::Utf32(_) => Codec::Utf32(order),
        other => other,
    };
    let step: Step = match (codec, order) {
        (Codec::Ascii, _) => ascii_step,
        (Codec::Utf16(_), Order::Big) => |bytes| utf16_step(bytes, u16::from_be_bytes),
        (Codec::Utf16(_), _) => |bytes| utf16_step(bytes, u16::from_le_bytes),
        (Codec::Utf32(_), Order::Big) => |bytes| utf32_step(bytes, u32::from_be_bytes),
        (Codec::Utf32(_), _) => |bytes| utf32_step(bytes, u32::from_le_bytes),
        _ => utf8_step,
    };
    decode_steps(p, codec, bytes, at, object, handler, step)
}

/// What the bytes begin with: a text and its bytes, or bytes that are wrong and why.
type Step = for<'b> fn(&'b [u8]) -> (std::borrow::Cow<'b, str>, usize, &'static str);

fn decode_steps(
    p: &mut Process,
    codec: Codec,
    bytes: &[u8],
    mut at: usize,
    object: Value,
    handler: &Handler,
    step: Step,
) -> Fallible<String> {
    let mut text = String::new();
    while at < bytes.len() {
        let (part, length, reason) = step(&bytes[at..]);
        let end = at + length.max(1);
        if reason.is_empty() {
            text.push_str(&part);
        } else {
            let wrong = Wrong {
                class: c::UNICODE_DECODE_ERROR,
                codec: codec.name(),
                object,
                start: at,
                end,
                reason,
            };
            text.push_str(&handler.instead_of_bytes(p, &bytes[at..end], &wrong)?);
        }
        at = end;
    }
    Ok(text)
}

fn utf8_step(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, usize, &'static str) {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return (text.into(), bytes.len(), ""),
        Err(error) => error,
    };
    let valid = error.valid_up_to();
    if valid > 0 {
        let text = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
        return (text.into(), valid, "");
    }
    match error.error_len() {
        None => ("".into(), bytes.len(), "unexpected end of data"),
        Some(length) => {
            let starts = matches!(bytes[0], 0xc2..=0xf4);
            let reason = if starts {
                "invalid continuation byte"
            } else {
                "invalid start byte"
            };
            ("".into(), length, reason)
        }
    }
}

fn ascii_step(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, usize, &'static str) {
    let valid = bytes.iter().take_while(|b| b.is_ascii()).count();
    if valid == 0 {
        return ("".into(), 1, "ordinal not in range(128)");
    }
    let text = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
    (text.into(), valid, "")
}

fn utf16_step(
    bytes: &[u8],
    read: fn([u8; 2]) -> u16,
) -> (std::borrow::Cow<'_, str>, usize, &'static str) {
    let unit = |at: usize| match bytes.get(at..at + 2) {
        Some(&[a, b]) => Some(read([a, b])),
        _ => None,
    };
    let Some(first) = unit(0) else {
        return ("".into(), bytes.len(), "truncated data");
    };
    match first {
        0xd800..=0xdbff => match unit(2) {
            Some(second @ 0xdc00..=0xdfff) => {
                let pair = char::decode_utf16([first, second]).flatten().next();
                (pair.unwrap_or('\u{fffd}').to_string().into(), 4, "")
            }
            Some(_) => ("".into(), 2, "illegal UTF-16 surrogate"),
            None => ("".into(), bytes.len(), "unexpected end of data"),
        },
        0xdc00..=0xdfff => ("".into(), 2, "illegal encoding"),
        _ => {
            let ch = char::from_u32(u32::from(first)).unwrap_or('\u{fffd}');
            (ch.to_string().into(), 2, "")
        }
    }
}

fn utf32_step(
    bytes: &[u8],
    read: fn([u8; 4]) -> u32,
) -> (std::borrow::Cow<'_, str>, usize, &'static str) {
    let Some(&[a, b, c, d]) = bytes.get(..4) else {
        return ("".into(), bytes.len(), "truncated data");
    };
    let code = read([a, b, c, d]);
    match char::from_u32(code) {
        Some(ch) => (ch.to_string().into(), 4, ""),
        None if code < 0x11_0000 => {
            let reason = "code point in surrogate code point range(0xd800, 0xe000)";
            ("".into(), 4, reason)
        }
        None => ("".into(), 4, "code point not in range(0x110000)"),
    }
}

impl Process {
    /// What `str()` shows of a `UnicodeEncodeError` or `UnicodeDecodeError`.
    pub(crate) fn unicode_error_text(&mut self, error: Ref) -> Option<String> {
        let mut part = |name: &str| {
            let name = self.names.intern(name);
            self.own_attribute(error, name).unwrap_or(Value::None)
        };
        let [encoding, object, start, end, reason] =
            ["encoding", "object", "start", "end", "reason"].map(&mut part);
        let (start, end) = (self.as_int(start)?, self.as_int(end)?);
        let encoding = self.as_str(encoding)?;
        let reason = self.as_str(reason)?;
        let at = usize::try_from(start).ok();
        let Value::Ref(object) = object else {
            return None;
        };
        let what = match self.heap.kind(object) {
            Kind::Str(text) => {
                let one = at.and_then(|at| text.text.chars().nth(at));
                match one.filter(|_| end == start + 1) {
                    Some(ch) => format!("encode character '{}' in position {start}", escape(ch)),
                    None => format!("encode characters in position {start}-{}", end - 1),
                }
            }
            Kind::Bytes(bytes) => {
                let one = at.and_then(|at| bytes.get(at).copied());
                match one.filter(|_| end == start + 1) {
                    Some(byte) => format!("decode byte 0x{byte:02x} in position {start}"),
                    None => format!("decode bytes in position {start}-{}", end - 1),
                }
            }
            _ => return None,
        };
        Some(format!("'{encoding}' codec can't {what}: {reason}"))
    }
}
