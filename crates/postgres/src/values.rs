//! Values of PostgreSQL's types: read from text, printed, cast, assigned to columns.

use std::cmp::Ordering;
use std::fmt::Write;

use crate::Value;
use crate::calendar::{self, Interval};
use crate::decimal::Decimal;
use crate::error::PgError;
use crate::json;
use crate::types::Type;

type Result<T> = std::result::Result<T, PgError>;

fn bad(type_: &Type, text: &str) -> PgError {
    let code = match type_ {
        Type::TimestampTz | Type::Timestamp | Type::Date | Type::Time | Type::Interval => "22007",
        _ => "22P02",
    };
    PgError::new(
        code,
        format!("invalid input syntax for type {}: \"{text}\"", type_.name()),
    )
}

fn range(type_: &Type, value: i64) -> Result<i64> {
    let fits = match type_ {
        Type::Int2 => i16::try_from(value).is_ok(),
        Type::Int4 => i32::try_from(value).is_ok(),
        _ => true,
    };
    if fits {
        Ok(value)
    } else {
        Err(PgError::new(
            "22003",
            format!("{} out of range", type_.name()),
        ))
    }
}

/// What is no date or time: whether it looks like one (`DateTimeParseError`).
fn bad_time(type_: &Type, text: &str) -> PgError {
    let mut shape = String::new();
    for char in text.trim().chars() {
        match char {
            '0'..='9' if shape.ends_with('9') => {}
            '0'..='9' => shape.push('9'),
            'T' | 't' => shape.push(' '),
            other => shape.push(other),
        }
    }
    let clock = shape.strip_prefix("9-9-9 ").unwrap_or(&shape);
    if shape == "9-9-9" || ["9:9", "9:9:9", "9:9:9.9"].contains(&clock) {
        let message = format!("date/time field value out of range: \"{text}\"");
        return PgError::new("22008", message);
    }
    bad(type_, text)
}

/// A value from its text: the type's input function.
pub(crate) fn input(type_: &Type, text: &str) -> Result<Value> {
    Ok(match type_ {
        Type::Text | Type::Unknown | Type::Void => Value::text(text),
        Type::Varchar(_) => assign(type_, Value::text(text), true)?,
        Type::Bool => Value::Integer(i64::from(boolean(text).ok_or_else(|| bad(type_, text))?)),
        Type::Int2 | Type::Int4 | Type::Int8 => {
            let trimmed = text.trim();
            let Ok(value) = trimmed.parse::<i64>() else {
                let digits = trimmed.strip_prefix(['-', '+']).unwrap_or(trimmed);
                if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    let message =
                        format!("value \"{text}\" is out of range for type {}", type_.name());
                    return Err(PgError::new("22003", message));
                }
                return Err(bad(type_, text));
            };
            range(type_, value).map(Value::Integer).map_err(|_| {
                PgError::new(
                    "22003",
                    format!("value \"{text}\" is out of range for type {}", type_.name()),
                )
            })?
        }
        Type::Float8 => {
            let lower = text.trim().to_ascii_lowercase();
            let special = matches!(&*lower, "nan" | "infinity" | "-infinity" | "inf" | "-inf");
            if !special
                && lower
                    .bytes()
                    .any(|byte| byte.is_ascii_alphabetic() && byte != b'e')
            {
                return Err(bad(type_, text));
            }
            let value: f64 = lower.parse().map_err(|_| bad(type_, text))?;
            if value.is_nan() {
                return Err(PgError::unsupported("NaN"));
            }
            Value::Real(value)
        }
        Type::Numeric(_) => {
            let number = Decimal::parse(text).ok_or_else(|| bad(type_, text))?;
            fit_numeric(type_, number)?
        }
        Type::TimestampTz | Type::Timestamp => {
            let (micros, _) =
                calendar::parse_timestamp(text).ok_or_else(|| bad_time(type_, text))?;
            Value::text(calendar::print_timestamp(
                micros,
                *type_ == Type::TimestampTz,
            ))
        }
        Type::Date => Value::text(calendar::print_date(
            calendar::parse_date(text).ok_or_else(|| bad_time(type_, text))?,
        )),
        Type::Time => Value::text(calendar::print_time(
            calendar::parse_time(text).ok_or_else(|| bad_time(type_, text))?,
        )),
        Type::Interval => Value::text(
            Interval::parse(text)
                .ok_or_else(|| bad(type_, text))?
                .print(),
        ),
        Type::Uuid => Value::text(uuid(text).ok_or_else(|| bad(type_, text))?),
        Type::Json => json::tidied(text).map(|_| Value::text(text))?,
        Type::Jsonb => Value::text(json::tidied(text)?),
        Type::Bytea => Value::Blob(bytes(text).ok_or_else(|| bad(type_, text))?.into()),
        Type::Array(item) => {
            let items = array_items(text).ok_or_else(|| {
                PgError::new("22P02", format!("malformed array literal: \"{text}\""))
            })?;
            let items = items
                .into_iter()
                .map(|text| text.map_or(Ok(Value::Null), |text| input(item, &text)));
            array(item, &items.collect::<Result<Vec<_>>>()?)
        }
    })
}

fn boolean(text: &str) -> Option<bool> {
    let text = text.trim().to_ascii_lowercase();
    match &*text {
        "t" | "tr" | "tru" | "true" | "y" | "ye" | "yes" | "on" | "1" => Some(true),
        "f" | "fa" | "fal" | "fals" | "false" | "n" | "no" | "of" | "off" | "0" => Some(false),
        _ => None,
    }
}

fn uuid(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('{').trim_end_matches('}');
    let digits: String = text
        .chars()
        .filter(|char| *char != '-')
        .map(|char| char.to_ascii_lowercase())
        .collect();
    if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    Some(parts.join("-"))
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let Some(hex) = text.strip_prefix("\\x") else {
        return (!text.contains('\\')).then(|| text.as_bytes().to_vec());
    };
    let digits: Option<Vec<u32>> = hex.chars().map(|char| char.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(
        digits
            .chunks(2)
            .map(|pair| (pair[0] * 16 + pair[1]) as u8)
            .collect(),
    )
}

/// The items of an array's text; `None` for NULL.
pub(crate) fn array_items(text: &str) -> Option<Vec<Option<String>>> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut items = Vec::new();
    if inner.trim().is_empty() {
        return Some(items);
    }
    let mut chars = inner.chars().peekable();
    loop {
        let (mut item, mut quoted) = (String::new(), false);
        while chars.peek().is_some_and(|char| char.is_whitespace()) {
            chars.next();
        }
        if chars.peek() == Some(&'"') {
            quoted = true;
            chars.next();
            loop {
                match chars.next()? {
                    '"' => break,
                    '\\' => item.push(chars.next()?),
                    char => item.push(char),
                }
            }
            while chars.peek().is_some_and(|char| char.is_whitespace()) {
                chars.next();
            }
        } else {
            while let Some(char) = chars.peek().copied().filter(|char| *char != ',') {
                if char == '{' || char == '}' || char == '"' {
                    return None;
                }
                chars.next();
                item.push(if char == '\\' { chars.next()? } else { char });
            }
            item.truncate(item.trim_end().len());
            if item.is_empty() {
                return None;
            }
        }
        items.push(if !quoted && item.eq_ignore_ascii_case("null") {
            None
        } else {
            Some(item)
        });
        match chars.next() {
            None => return Some(items),
            Some(',') => {}
            Some(_) => return None,
        }
    }
}

/// An array's text.
pub(crate) fn array(item: &Type, values: &[Value]) -> Value {
    let mut text = String::from("{");
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        if *value == Value::Null {
            text.push_str("NULL");
            continue;
        }
        let printed = print(item, value);
        let plain = !printed.is_empty()
            && !printed.eq_ignore_ascii_case("null")
            && !printed.contains(|char: char| char.is_whitespace() || "{},\"\\".contains(char));
        if plain {
            text.push_str(&printed);
        } else {
            text.push('"');
            for char in printed.chars() {
                if char == '"' || char == '\\' {
                    text.push('\\');
                }
                text.push(char);
            }
            text.push('"');
        }
    }
    text.push('}');
    Value::text(text)
}

/// A value's text: the type's output function. NULL is empty.
pub fn print(type_: &Type, value: &Value) -> String {
    match (type_, value) {
        (_, Value::Null) => String::new(),
        (Type::Bool, Value::Integer(value)) => if *value == 0 { "f" } else { "t" }.into(),
        (_, Value::Integer(value)) => value.to_string(),
        (_, Value::Real(value)) => print_float(*value),
        (_, Value::Text(text)) => text.to_string(),
        (_, Value::Blob(bytes)) => bytes.iter().fold(String::from("\\x"), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }),
    }
}

/// The shortest digits that read back equal, as `float8out` prints them.
fn print_float(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    let exponent = if value == 0.0 {
        0
    } else {
        value.abs().log10().floor() as i32
    };
    if (-5..=15).contains(&exponent) || value == 0.0 {
        return value.to_string();
    }
    let text = format!("{value:e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) => {
            let (sign, digits) = match exponent.strip_prefix('-') {
                Some(digits) => ('-', digits),
                None => ('+', exponent),
            };
            format!("{mantissa}e{sign}{digits:0>2}")
        }
        None => text,
    }
}

fn fit_numeric(type_: &Type, number: Decimal) -> Result<Value> {
    let Type::Numeric(Some((precision, scale))) = type_ else {
        return Ok(Value::text(number.to_string()));
    };
    let rounded = number.round(i32::from(*scale))?;
    let limit = 10i128
        .checked_pow(u32::from(*precision))
        .unwrap_or(i128::MAX);
    if rounded.digits.abs() >= limit {
        let detail = format!(
            "A field with precision {precision}, scale {scale} must round to an absolute value less than 10^{}.",
            i32::from(*precision) - i32::from(*scale)
        );
        return Err(PgError::new("22003", "numeric field overflow").detail(detail));
    }
    Ok(Value::text(rounded.to_string()))
}

fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Integer(value) => Some(Decimal::from(*value)),
        Value::Real(value) => Decimal::from_f64(*value),
        Value::Text(text) => Decimal::parse(text),
        _ => None,
    }
}

/// Fits a value that has a column's kind of type into its length or precision. A cast cuts where an assignment
/// refuses.
pub(crate) fn assign(type_: &Type, value: Value, cast: bool) -> Result<Value> {
    match (type_, &value) {
        (Type::Varchar(Some(length)), Value::Text(text)) => {
            let length = *length as usize;
            let Some((end, _)) = text.char_indices().nth(length) else {
                return Ok(value);
            };
            if cast || text[end..].chars().all(|char| char == ' ') {
                return Ok(Value::text(&text[..end]));
            }
            Err(PgError::new(
                "22001",
                format!("value too long for type {type_}"),
            ))
        }
        (Type::Numeric(Some(_)), Value::Text(text)) => {
            let number = Decimal::parse(text).ok_or_else(|| bad(type_, text))?;
            fit_numeric(type_, number)
        }
        (Type::Int2 | Type::Int4, Value::Integer(value)) => {
            range(type_, *value).map(Value::Integer)
        }
        _ => Ok(value),
    }
}

/// How strongly a cast must be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Context {
    Implicit,
    Assignment,
    Explicit,
}

/// Whether a cast exists, and in which context it applies (`pg_cast`).
pub(crate) fn castable(from: &Type, to: &Type) -> Option<Context> {
    use Type::*;
    if from.same_kind(to) || *from == Unknown {
        return Some(Context::Implicit);
    }
    let rank = |type_: &Type| match type_ {
        Int2 => Some(0),
        Int4 => Some(1),
        Int8 => Some(2),
        Numeric(_) => Some(3),
        Float8 => Some(4),
        _ => None,
    };
    if let (Some(a), Some(b)) = (rank(from), rank(to)) {
        return Some(if a < b {
            Context::Implicit
        } else {
            Context::Assignment
        });
    }
    match (from, to) {
        (Text | Varchar(_), Text | Varchar(_)) => Some(Context::Implicit),
        (Bool, Int4) | (Int4, Bool) => Some(Context::Explicit),
        (Date, Timestamp | TimestampTz) | (Timestamp, TimestampTz) => Some(Context::Implicit),
        (TimestampTz, Timestamp | Date | Time) | (Timestamp, Date | Time) => {
            Some(Context::Assignment)
        }
        (Time, Interval) => Some(Context::Implicit),
        (Interval, Time) => Some(Context::Assignment),
        (Json, Jsonb) | (Jsonb, Json) => Some(Context::Assignment),
        (Array(a), Array(b)) => castable(a, b),
        (Void, _) | (_, Void) => None,
        (_, Text | Varchar(_)) => Some(Context::Assignment),
        (Text | Varchar(_), _) => Some(Context::Explicit),
        _ => None,
    }
}

/// Casts a value.
pub(crate) fn cast(from: &Type, to: &Type, value: Value) -> Result<Value> {
    use Type::*;
    if value == Value::Null {
        return Ok(value);
    }
    let out_of_range = || PgError::new("22003", format!("{} out of range", to.name()));
    match (from, to) {
        (Text | Varchar(_) | Unknown, Text | Varchar(_)) => match value {
            Value::Text(_) => assign(to, value, true),
            other => assign(to, Value::text(print(&guess(&other), &other)), true),
        },
        // A parameter that has come as a number already.
        (Unknown, _) if !matches!(value, Value::Text(_)) => {
            let from = guess(&value);
            if from.same_kind(to) || (from == Int8 && *to == Bool) {
                return assign(to, value, true);
            }
            cast(&from, to, value)
        }
        (Text | Varchar(_) | Unknown, _) => match &value {
            Value::Text(text) => input(to, text),
            _ => Ok(value),
        },
        (Bool, Text | Varchar(_)) => {
            let text = if value == Value::Integer(0) {
                "false"
            } else {
                "true"
            };
            assign(to, Value::text(text), true)
        }
        (_, Text | Varchar(_)) => assign(to, Value::text(print(from, &value)), true),
        (Bool, Int4) => Ok(value),
        (Int4, Bool) => Ok(Value::Integer(i64::from(value != Value::Integer(0)))),
        (Int2 | Int4 | Int8, Int2 | Int4 | Int8) => assign(to, value, true),
        (Int2 | Int4 | Int8 | Numeric(_), Float8) => Ok(Value::Real(
            decimal(&value).ok_or_else(out_of_range)?.to_f64(),
        )),
        (Int2 | Int4 | Int8 | Numeric(_) | Float8, Numeric(_)) => {
            fit_numeric(to, decimal(&value).ok_or_else(out_of_range)?)
        }
        (Float8, Int2 | Int4 | Int8) => {
            let Value::Real(real) = value else {
                return Ok(value);
            };
            let rounded = real.round_ties_even();
            if !(-9.2e18..9.2e18).contains(&rounded) {
                return Err(out_of_range());
            }
            assign(to, Value::Integer(rounded as i64), true)
        }
        (Numeric(_), Int2 | Int4 | Int8) => {
            let number = decimal(&value)
                .and_then(Decimal::to_i64)
                .ok_or_else(out_of_range)?;
            assign(to, Value::Integer(number), true)
        }
        (Float8, Float8) => Ok(value),
        (Array(from), Array(to)) => {
            let Value::Text(text) = &value else {
                return Ok(value);
            };
            let items = array_items(text).unwrap_or_default();
            let items = items.into_iter().map(|item| match item {
                None => Ok(Value::Null),
                Some(text) => cast(from, to, input(from, &text)?),
            });
            Ok(array(to, &items.collect::<Result<Vec<_>>>()?))
        }
        _ if from.same_kind(to) => Ok(value),
        _ => match &value {
            Value::Text(text) => input(to, text),
            _ => Ok(value),
        },
    }
}

/// The type of a parameter that has come as something other than text.
pub(crate) fn guess(value: &Value) -> Type {
    match value {
        Value::Integer(_) => Type::Int8,
        Value::Real(_) => Type::Float8,
        Value::Blob(_) => Type::Bytea,
        Value::Null | Value::Text(_) => Type::Unknown,
    }
}

/// How two values of one type compare. NULLs are equal, and greater than all else.
pub(crate) fn compare(type_: &Type, a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Greater,
        (_, Value::Null) => Ordering::Less,
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Real(a), Value::Real(b)) => a.total_cmp(b),
        (Value::Text(a), Value::Text(b)) if matches!(type_, Type::Numeric(_)) => {
            match (Decimal::parse(a), Decimal::parse(b)) {
                (Some(a), Some(b)) => a.compare(b),
                _ => a.cmp(b),
            }
        }
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Blob(a), Value::Blob(b)) => a.cmp(b),
        (Value::Integer(_), _) => Ordering::Less,
        (_, Value::Integer(_)) => Ordering::Greater,
        (Value::Real(_), _) => Ordering::Less,
        (_, Value::Real(_)) => Ordering::Greater,
        (Value::Text(_), _) => Ordering::Less,
        (_, Value::Text(_)) => Ordering::Greater,
    }
}

/// Whether two values of one type are equal, and neither is NULL.
pub(crate) fn equal(type_: &Type, a: &Value, b: &Value) -> bool {
    *a != Value::Null && *b != Value::Null && compare(type_, a, b) == Ordering::Equal
}

/// Values as the server lists them in a DETAIL: `(1, x)`.
pub(crate) fn list(types: &[Type], values: &[Value]) -> String {
    let printed: Vec<String> = types
        .iter()
        .zip(values)
        .map(|(type_, value)| {
            if *value == Value::Null {
                "null".into()
            } else {
                print(type_, value)
            }
        })
        .collect();
    format!("({})", printed.join(", "))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[test]
    fn inputs_are_canonical() {
        for (type_, text, expected) in [
            (Type::Bool, "yes", Value::Integer(1)),
            (Type::Int4, " 12 ", Value::Integer(12)),
            (Type::Numeric(Some((5, 2))), "1.005", Value::text("1.01")),
            (Type::Varchar(Some(2)), "abc", Value::text("ab")),
            (
                Type::Array(Box::new(Type::Int4)),
                "{1, 2,NULL}",
                Value::text("{1,2,NULL}"),
            ),
            (
                Type::Array(Box::new(Type::Text)),
                "{\"a b\",c}",
                Value::text("{\"a b\",c}"),
            ),
            (Type::Bytea, "\\x00ff", Value::Blob(Rc::from([0u8, 255]))),
        ] {
            assert_eq!(input(&type_, text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn messages_are_the_servers() {
        let message = |type_: &Type, text: &str| input(type_, text).unwrap_err().message;
        assert_eq!(
            message(&Type::Int4, "x"),
            "invalid input syntax for type integer: \"x\""
        );
        assert_eq!(
            message(&Type::Int4, "3000000000"),
            "value \"3000000000\" is out of range for type integer"
        );
        assert_eq!(
            message(&Type::Numeric(Some((3, 1))), "100"),
            "numeric field overflow"
        );
        let long = assign(&Type::Varchar(Some(1)), Value::text("ab"), false).unwrap_err();
        assert_eq!(long.message, "value too long for type character varying(1)");
    }
}
