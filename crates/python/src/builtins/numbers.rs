//! `int`, `bool` and `float`.

use std::rc::Rc;

use num_bigint::{BigInt, Sign};

use super::objects::class_argument;
use super::{Registry, or, truth};
use crate::classes as c;
use crate::compile::code::{BinOp, UnOp};
use crate::helpers::Helper;
use crate::names;
use crate::object::Kind;
use crate::value::{Ref, Value};
use crate::vm::operators::{big_to_float, binary_names};
use crate::vm::{Args, Fallible, NativeFn, Out, Process};

/// The operators as methods, `(operator, of arithmetic)`.
macro_rules! operator {
    ($op:expr) => {
        (
            $op,
            (|p: &mut Process, a: Args| operator(p, a, $op, false)) as NativeFn,
            (|p: &mut Process, a: Args| operator(p, a, $op, true)) as NativeFn,
        )
    };
}

pub(super) fn register(r: &mut Registry) {
    let operators = [
        operator!(BinOp::Add),
        operator!(BinOp::Sub),
        operator!(BinOp::Mul),
        operator!(BinOp::Div),
        operator!(BinOp::FloorDiv),
        operator!(BinOp::Mod),
        operator!(BinOp::Pow),
        operator!(BinOp::And),
        operator!(BinOp::Or),
        operator!(BinOp::Xor),
        operator!(BinOp::LShift),
        operator!(BinOp::RShift),
    ];
    for (op, plain, reflected) in operators {
        let (name, reflected_name, _) = binary_names(op);
        let name = static_name(name);
        let reflected_name = static_name(reflected_name);
        let classes: &[Ref] = match op {
            BinOp::Add => &[c::INT, c::FLOAT, c::STR, c::LIST, c::TUPLE, c::BYTES],
            BinOp::Mul => &[c::INT, c::FLOAT, c::STR, c::LIST, c::TUPLE, c::BYTES],
            BinOp::Mod => &[c::INT, c::FLOAT, c::STR],
            BinOp::And | BinOp::Xor => &[c::INT, c::SET, c::FROZENSET],
            BinOp::Or => &[c::INT, c::SET, c::FROZENSET, c::DICT],
            BinOp::Sub => &[c::INT, c::FLOAT, c::SET, c::FROZENSET],
            BinOp::LShift | BinOp::RShift => &[c::INT],
            _ => &[c::INT, c::FLOAT],
        };
        for &class in classes {
            r.method(class, name, plain);
            let sequence = matches!(op, BinOp::Add | BinOp::Mod | BinOp::Mul)
                && !matches!(class, c::INT | c::FLOAT);
            if !sequence || op == BinOp::Mul || (op == BinOp::Mod && class == c::STR) {
                r.method(class, reflected_name, reflected);
            }
        }
    }
    for class in [c::INT, c::FLOAT] {
        r.method(class, "__neg__", |p, a| p.unary(UnOp::Neg, a.pos[0]));
        r.method(class, "__pos__", |p, a| p.unary(UnOp::Pos, a.pos[0]));
        r.method(class, "__abs__", |p, a| {
            if let Some(f) = p.as_float(a.pos[0]) {
                return Ok(Out::Value(Value::Float(f.abs())));
            }
            let big = p.as_big(a.pos[0]).unwrap_or_default();
            let big = BigInt::from(big.magnitude().clone());
            Ok(Out::Value(p.big(big)?))
        });
        r.method(class, "__int__", |p, a| to_int(p, a.pos[0]));
        r.method(class, "__trunc__", |p, a| to_int(p, a.pos[0]));
        r.method(class, "__float__", |p, a| {
            if let Some(f) = p.as_float(a.pos[0]) {
                return Ok(Out::Value(Value::Float(f)));
            }
            let big = p.as_big(a.pos[0]).unwrap_or_default();
            Ok(Out::Value(Value::Float(big_to_float(&big))))
        });
        r.method(class, "__bool__", |p, a| {
            let zero = match p.as_float(a.pos[0]) {
                Some(f) => f == 0.0,
                None => p.as_big(a.pos[0]).is_none_or(|b| b.sign() == Sign::NoSign),
            };
            truth(!zero)
        });
        r.method(class, "conjugate", |_, a| Ok(Out::Value(a.pos[0])));
        r.attribute(class, "real", |_, a| Ok(Out::Value(a.pos[0])), None);
        r.attribute(
            class,
            "imag",
            |p, a| {
                Ok(Out::Value(if p.as_float(a.pos[0]).is_some() {
                    Value::Float(0.0)
                } else {
                    Value::Int(0)
                }))
            },
            None,
        );
    }
    for class in [
        c::INT,
        c::FLOAT,
        c::STR,
        c::LIST,
        c::TUPLE,
        c::BYTES,
        c::SET,
        c::FROZENSET,
    ] {
        use crate::compile::code::CmpOp;
        r.method(class, "__lt__", |p, a| order(p, a, CmpOp::Lt));
        r.method(class, "__le__", |p, a| order(p, a, CmpOp::Le));
        r.method(class, "__gt__", |p, a| order(p, a, CmpOp::Gt));
        r.method(class, "__ge__", |p, a| order(p, a, CmpOp::Ge));
    }
    r.method(c::INT, "__invert__", |p, a| p.unary(UnOp::Invert, a.pos[0]));
    r.method(c::INT, "__index__", |p, a| to_int(p, a.pos[0]));
    r.maker(c::INT, make_int);
    r.maker(c::BOOL, |p, a| {
        let [_, value] = a.between(p, "type.bool", 1)?;
        if value.is_undef() {
            return truth(false);
        }
        match p.truth(value)? {
            Some(result) => truth(result),
            None => Ok(Out::Call(p.helper(Helper::Truth), vec![value])),
        }
    });
    r.maker(c::FLOAT, make_float);
    r.method(c::INT, "bit_length", |p, a| {
        let [value] = a.exactly(p, "int.bit_length")?;
        Ok(Out::Value(Value::Int(
            p.as_big(value).map_or(0, |b| b.bits() as i64),
        )))
    });
    r.method(c::INT, "bit_count", |p, a| {
        let [value] = a.exactly(p, "int.bit_count")?;
        let big = p.as_big(value).unwrap_or_default();
        Ok(Out::Value(Value::Int(
            big.magnitude()
                .iter_u64_digits()
                .map(|d| i64::from(d.count_ones()))
                .sum(),
        )))
    });
    r.attribute(c::INT, "numerator", |_, a| Ok(Out::Value(a.pos[0])), None);
    r.attribute(
        c::INT,
        "denominator",
        |_, _| Ok(Out::Value(Value::Int(1))),
        None,
    );
    r.method(c::INT, "as_integer_ratio", |p, a| {
        let [value] = a.exactly(p, "int.as_integer_ratio")?;
        Ok(Out::Value(p.tuple(&[value, Value::Int(1)])))
    });
    r.method(c::INT, "to_bytes", |p, a| {
        let rest = Args {
            pos: &a.pos[1..],
            ..a
        };
        let [length, order, signed] =
            rest.parse(p, "to_bytes", ["length", "byteorder", "signed"], 0)?;
        let length = p.int_argument(or(length, Value::Int(1)))?.max(0);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        p.check_size(length)?;
        let little = p.as_text(order) == Some("little");
        let signed = matches!(signed, Value::Bool(true));
        let big = p.as_big(a.pos[0]).unwrap_or_default();
        if big.sign() == Sign::Minus && !signed {
            return Err(p.raise(c::OVERFLOW_ERROR, "can't convert negative int to unsigned"));
        }
        let mut bytes = if signed {
            big.to_signed_bytes_le()
        } else {
            big.magnitude().to_bytes_le()
        };
        if big.sign() == Sign::NoSign {
            bytes.clear();
        }
        if bytes.len() > length {
            return Err(p.raise(c::OVERFLOW_ERROR, "int too big to convert"));
        }
        bytes.resize(length, if big.sign() == Sign::Minus { 0xff } else { 0 });
        if !little {
            bytes.reverse();
        }
        Ok(Out::Value(p.alloc(c::BYTES, Kind::Bytes(Rc::from(bytes)))))
    });
    r.class_method(c::INT, "from_bytes", |p, a| {
        let rest = Args {
            pos: &a.pos[1..],
            ..a
        };
        let [bytes, order, signed] =
            rest.parse(p, "from_bytes", ["bytes", "byteorder", "signed"], 1)?;
        let little = p.as_text(order) == Some("little");
        let bytes = match bytes {
            Value::Ref(r) => match p.heap.kind(r) {
                Kind::Bytes(bytes) => bytes.clone(),
                _ => return Err(p.type_error("cannot convert object to bytes")),
            },
            _ => return Err(p.type_error("cannot convert object to bytes")),
        };
        let big = match (matches!(signed, Value::Bool(true)), little) {
            (true, true) => BigInt::from_signed_bytes_le(&bytes),
            (true, false) => BigInt::from_signed_bytes_be(&bytes),
            (false, true) => BigInt::from_bytes_le(Sign::Plus, &bytes),
            (false, false) => BigInt::from_bytes_be(Sign::Plus, &bytes),
        };
        Ok(Out::Value(p.big(big)?))
    });
    r.method(c::FLOAT, "is_integer", |p, a| {
        let [value] = a.exactly(p, "float.is_integer")?;
        let f = p.as_float(value).unwrap_or(0.0);
        truth(f.is_finite() && f == f.floor())
    });
    r.method(c::FLOAT, "as_integer_ratio", |p, a| {
        let [value] = a.exactly(p, "float.as_integer_ratio")?;
        let f = p.as_float(value).unwrap_or(0.0);
        if !f.is_finite() {
            let message = if f.is_nan() {
                "cannot convert NaN to integer ratio"
            } else {
                "cannot convert Infinity to integer ratio"
            };
            return Err(if f.is_nan() {
                p.value_error(message)
            } else {
                p.raise(c::OVERFLOW_ERROR, message)
            });
        }
        let (mantissa, exponent) = crate::vm::compare::frexp(f);
        let mut numerator = BigInt::from((mantissa * 9_007_199_254_740_992.0) as i64);
        let mut denominator = BigInt::from(1);
        let exponent = exponent - 53;
        if exponent > 0 {
            numerator <<= exponent as u32;
        } else {
            denominator <<= (-exponent) as u32;
        }
        let shift = numerator
            .trailing_zeros()
            .unwrap_or(u64::MAX)
            .min(denominator.trailing_zeros().unwrap_or(0));
        numerator >>= shift;
        denominator >>= shift;
        let (n, d) = (p.big(numerator)?, p.big(denominator)?);
        Ok(Out::Value(p.tuple(&[n, d])))
    });
}

fn static_name(name: names::NameId) -> &'static str {
    names::fixed_text(name)
}

fn operator(p: &mut Process, a: Args, op: BinOp, reflected: bool) -> Fallible<Out> {
    let [x, y] = a.exactly(p, "operator")?;
    let (x, y) = if reflected { (y, x) } else { (x, y) };
    Ok(p.binary_native(op, x, y)?
        .unwrap_or(Out::Value(Value::NotImplemented)))
}

fn order(p: &mut Process, a: Args, op: crate::compile::code::CmpOp) -> Fallible<Out> {
    let [x, y] = a.exactly(p, "comparison")?;
    if p.as_big(x).is_some() && p.as_float(y).is_some() {
        return Ok(Out::Value(Value::NotImplemented));
    }
    match p.ordered_plain(op, x, y) {
        Ok(result) => truth(result),
        Err(crate::vm::compare::Undecided::Python) => p.compare(op, x, y),
        Err(_) => Ok(Out::Value(Value::NotImplemented)),
    }
}

fn to_int(p: &mut Process, value: Value) -> Fallible<Out> {
    match p.as_float(value) {
        Some(f) => Ok(Out::Value(p.int_from_float(f)?)),
        None => {
            let big = p.as_big(value).unwrap_or_default();
            Ok(Out::Value(p.big(big)?))
        }
    }
}

/// An `int` or an instance of a subclass of it.
fn of_class(p: &mut Process, class: Ref, value: Value) -> Value {
    if class == c::INT {
        return match value {
            Value::Bool(b) => Value::Int(i64::from(b)),
            other => other,
        };
    }
    let big = p.as_big(value).unwrap_or_default();
    p.alloc(class, Kind::Big(Rc::new(big)))
}

fn make_int(p: &mut Process, a: Args) -> Fallible<Out> {
    let class = class_argument(p, a.pos[0])?;
    let rest = Args {
        pos: &a.pos[1..],
        ..a
    };
    let [value, base] = rest.parse(p, "int", ["", "base"], 0)?;
    if value.is_undef() {
        if !base.is_undef() {
            return Err(p.type_error("int() missing string argument"));
        }
        return Ok(Out::Value(of_class(p, class, Value::Int(0))));
    }
    if let Some(text) = p.as_str(value) {
        let base = if base.is_undef() {
            10
        } else {
            p.int_argument(base)?
        };
        if base != 0 && !(2..=36).contains(&base) {
            return Err(p.value_error("int() base must be >= 2 and <= 36, or 0"));
        }
        p.charge(text.len())?;
        // Base 0 is 10, unless a prefix says otherwise.
        let digits = text.trim_start_matches(|c: char| c.is_whitespace() || c == '+' || c == '-');
        let prefixed =
            digits.starts_with('0') && digits[1..].starts_with(['x', 'X', 'o', 'O', 'b', 'B']);
        let decimal = base == 0 && !prefixed;
        if text.len() > 4300 && (decimal || (base & (base - 1)) != 0) {
            let message = format!(
                "Exceeds the limit (4300 digits) for integer string conversion: value has {} digits; use sys.set_int_max_str_digits() to increase the limit",
                text.trim().len()
            );
            return Err(p.value_error(&message));
        }
        return match parse_int(&text, base as u32) {
            Some(big) => {
                let value = p.big(big)?;
                Ok(Out::Value(of_class(p, class, value)))
            }
            None => {
                let mut repr = String::new();
                crate::vm::text::str_repr(&text, &mut repr);
                let message = format!("invalid literal for int() with base {base}: {repr}");
                Err(p.value_error(&message))
            }
        };
    }
    if let Value::Ref(r) = value
        && let Kind::Bytes(bytes) = p.heap.kind(r)
    {
        let text: String = bytes.iter().map(|&b| char::from(b)).collect();
        let number = if base.is_undef() {
            10
        } else {
            p.int_argument(base)?
        };
        p.charge(text.len())?;
        let parsed = match u32::try_from(number) {
            Ok(base @ (0 | 2..=36)) if text.len() <= 4300 => parse_int(&text, base),
            _ => None,
        };
        return match parsed {
            Some(big) => {
                let number = p.big(big)?;
                Ok(Out::Value(of_class(p, class, number)))
            }
            None => {
                let shown = p.repr_plain(value)?.unwrap_or_default();
                let message = format!("invalid literal for int() with base {number}: {shown}");
                Err(p.value_error(&message))
            }
        };
    }
    if !base.is_undef() {
        return Err(p.type_error("int() can't convert non-string with explicit base"));
    }
    let own = p.class_of(value);
    if own.0 < c::COUNT
        || (p.as_big(value).is_some() && p.python_method(own, names::INDEX).is_none())
    {
        if p.as_big(value).is_some() {
            let plain = if own.0 >= c::COUNT || matches!(value, Value::Bool(_)) {
                let big = p.as_big(value).unwrap_or_default();
                p.big(big)?
            } else {
                value
            };
            return Ok(Out::Value(of_class(p, class, plain)));
        }
        if let Some(f) = p.as_float(value) {
            let value = p.int_from_float(f)?;
            return Ok(Out::Value(of_class(p, class, value)));
        }
        if let Value::Ref(r) = value
            && let Kind::Bytes(bytes) = p.heap.kind(r)
        {
            let text = String::from_utf8_lossy(bytes).to_string();
            let text = p.string(text);
            return make_int(
                p,
                Args {
                    pos: &[a.pos[0], text],
                    names: &[],
                    named: &[],
                },
            );
        }
        let message = format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            p.type_name(value)
        );
        return Err(p.type_error(&message));
    }
    Ok(Out::Call(
        p.helper(Helper::Int),
        vec![Value::Ref(class), value],
    ))
}

/// Digits with underscores, sign, spaces and prefix, as `int()` reads them.
pub(crate) fn parse_int(text: &str, base: u32) -> Option<BigInt> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = digits.to_ascii_lowercase();
    let (base, digits, prefixed) = match (lower.get(..2), base) {
        (Some("0x"), 0 | 16) => (16, &lower[2..], true),
        (Some("0o"), 0 | 8) => (8, &lower[2..], true),
        (Some("0b"), 0 | 2) => (2, &lower[2..], true),
        (_, 0) => {
            if lower.len() > 1
                && lower.starts_with('0')
                && lower.bytes().any(|b| b != b'0' && b != b'_')
            {
                return None;
            }
            (10, lower.as_str(), false)
        }
        (_, base) => (base, lower.as_str(), false),
    };
    let digits = if prefixed {
        digits.strip_prefix('_').unwrap_or(digits)
    } else {
        digits
    };
    if digits.is_empty()
        || digits.starts_with('_')
        || digits.ends_with('_')
        || digits.contains("__")
    {
        return None;
    }
    let plain: String = digits
        .chars()
        .filter(|c| *c != '_')
        .map(|c| {
            c.to_digit(36)
                .and_then(|d| char::from_digit(d, 36))
                .or_else(|| char::from_digit(crate::unicode::decimal(c)?, 10))
        })
        .collect::<Option<_>>()?;
    let value = BigInt::parse_bytes(plain.as_bytes(), base)?;
    Some(if negative { -value } else { value })
}

fn make_float(p: &mut Process, a: Args) -> Fallible<Out> {
    let class = class_argument(p, a.pos[0])?;
    let [_, value] = a.between(p, "type.float", 1)?;
    let number = if value.is_undef() {
        0.0
    } else if let Some(text) = p.as_str(value) {
        match parse_float(&text) {
            Some(f) if f.is_nan() => p.new_nan(),
            Some(f) => f,
            None => {
                let mut repr = String::new();
                crate::vm::text::str_repr(&text, &mut repr);
                return Err(p.value_error(&format!("could not convert string to float: {repr}")));
            }
        }
    } else if let Value::Ref(r) = value
        && let Kind::Bytes(bytes) = p.heap.kind(r)
    {
        match std::str::from_utf8(bytes).ok().and_then(parse_float) {
            Some(f) if f.is_nan() => p.new_nan(),
            Some(f) => f,
            None => {
                let mut repr = String::new();
                crate::vm::text::bytes_repr(bytes, &mut repr);
                return Err(p.value_error(&format!("could not convert string to float: {repr}")));
            }
        }
    } else if let Some(f) = p.as_float(value) {
        f
    } else if let Some(big) = p.as_big(value) {
        let f = big_to_float(&big);
        if f.is_infinite() {
            return Err(p.raise(c::OVERFLOW_ERROR, "int too large to convert to float"));
        }
        f
    } else if p.class_of(value).0 < c::COUNT {
        let message = format!(
            "float() argument must be a string or a real number, not '{}'",
            p.type_name(value)
        );
        return Err(p.type_error(&message));
    } else {
        return Ok(Out::Call(
            p.helper(Helper::Float),
            vec![Value::Ref(class), value],
        ));
    };
    if class == c::FLOAT {
        return Ok(Out::Value(Value::Float(number)));
    }
    Ok(Out::Value(p.alloc(class, Kind::Float(number))))
}

impl Process {
    /// A NaN that is no other NaN: collections look for the very one that they were given.
    fn new_nan(&mut self) -> f64 {
        self.next_identity += 1;
        f64::from_bits(f64::NAN.to_bits() | u64::from(self.next_identity))
    }
}

/// A float as `float()` reads it.
pub(crate) fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.starts_with('_') || text.ends_with('_') || text.contains("__") {
        return None;
    }
    let plain = text.replace('_', "").to_ascii_lowercase();
    let body = plain.trim_start_matches(['+', '-']);
    if plain.len() - body.len() > 1 {
        return None;
    }
    let known = matches!(body, "inf" | "infinity" | "nan");
    if !known
        && !body
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'+' | b'-'))
    {
        return None;
    }
    if body.is_empty() {
        return None;
    }
    plain.parse().ok()
}
