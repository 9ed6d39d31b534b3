//! Functions of texts and arrays (`oracle_compat.c`, `varlena.c`).

use rusqlite::functions::Context;

use crate::Value;
use crate::calendar;
use crate::error::PgError;
use crate::executor::owned;
use crate::types::Type;
use crate::values;

type Result<T> = std::result::Result<T, PgError>;

/// Longer texts are refused.
const LONGEST: usize = 1_000_000;

fn text(ctx: &Context, at: usize) -> Option<String> {
    ctx.get_raw(at).as_str().ok().map(str::to_owned)
}

fn number(ctx: &Context, at: usize) -> i64 {
    ctx.get_raw(at).as_i64().unwrap_or(0)
}

/// The function that the first argument names, of the others. NULL is for the caller, but in `concat_ws`,
/// `format` and the functions of arrays.
pub(crate) fn call(ctx: &Context) -> Result<Value> {
    let name = text(ctx, 0).unwrap_or_default();
    let null = |at: usize| ctx.get_raw(at) == rusqlite::types::ValueRef::Null;
    match &*name {
        "concat_ws" => {
            let Some(separator) = text(ctx, 1) else {
                return Ok(Value::Null);
            };
            let parts: Vec<String> = (2..ctx.len())
                .filter(|at| !null(*at))
                .map(|at| values::print(&Type::Text, &owned(ctx.get_raw(at))))
                .collect();
            return Ok(Value::text(parts.join(&separator)));
        }
        "format" => return format(ctx),
        "array_append" | "array_prepend" | "array_cat" => return append(ctx, &name),
        "string_to_array" => return split(ctx),
        _ => {}
    }
    if (1..ctx.len()).any(null) {
        return Ok(Value::Null);
    }
    let subject = text(ctx, 1).unwrap_or_default();
    let other = |at: usize| text(ctx, at).unwrap_or_default();
    Ok(Value::text(match &*name {
        "initcap" => {
            let mut inside = false;
            let mut out = String::with_capacity(subject.len());
            for char in subject.chars() {
                if inside {
                    out.extend(char.to_lowercase());
                } else {
                    out.extend(char.to_uppercase());
                }
                inside = char.is_alphanumeric();
            }
            out
        }
        "ascii" => {
            let first = subject.chars().next();
            return Ok(Value::Integer(
                first.map_or(0, |char| i64::from(u32::from(char))),
            ));
        }
        "chr" => {
            let code = number(ctx, 1);
            if code <= 0 {
                return Err(if code == 0 {
                    PgError::new("54000", "null character not permitted")
                } else {
                    PgError::new("22023", "character number must be positive")
                });
            }
            let char = u32::try_from(code).ok().and_then(char::from_u32);
            let error = || {
                let message = format!("requested character too large for encoding: {code}");
                PgError::new("54000", message)
            };
            char.ok_or_else(error)?.to_string()
        }
        "translate" => {
            let from: Vec<char> = other(2).chars().collect();
            let to: Vec<char> = other(3).chars().collect();
            subject
                .chars()
                .filter_map(|char| match from.iter().position(|from| *from == char) {
                    Some(at) => to.get(at).copied(),
                    None => Some(char),
                })
                .collect()
        }
        "split_part" => {
            let (separator, field) = (other(2), number(ctx, 3));
            if field == 0 {
                return Err(PgError::new("22023", "field position must not be zero"));
            }
            let parts: Vec<&str> = if separator.is_empty() {
                vec![&subject]
            } else {
                subject.split(&*separator).collect()
            };
            let at = if field > 0 {
                field - 1
            } else {
                parts.len() as i64 + field
            };
            let part = usize::try_from(at).ok().and_then(|at| parts.get(at));
            part.copied().unwrap_or_default().to_owned()
        }
        "lpad" | "rpad" => {
            let wanted = usize::try_from(number(ctx, 2)).unwrap_or(0);
            if wanted > LONGEST {
                return Err(PgError::new("54000", "requested length too large"));
            }
            let length = subject.chars().count();
            if length >= wanted {
                subject.chars().take(wanted).collect()
            } else {
                let fill: String = other(3).chars().cycle().take(wanted - length).collect();
                if name == "lpad" {
                    fill + &subject
                } else {
                    subject + &fill
                }
            }
        }
        "overlay" => {
            let with = other(2);
            let from = number(ctx, 3);
            let count = if ctx.len() > 4 {
                number(ctx, 4)
            } else {
                with.chars().count() as i64
            };
            if from <= 0 {
                return Err(PgError::new(
                    "22011",
                    "negative substring length not allowed",
                ));
            }
            let before = usize::try_from(from - 1).unwrap_or(0);
            let after = usize::try_from((from - 1).saturating_add(count)).unwrap_or(0);
            let mut out: String = subject.chars().take(before).collect();
            out.push_str(&with);
            out.extend(subject.chars().skip(after));
            out
        }
        "md5" => md5(subject.as_bytes()),
        "make_date" => {
            let (year, month, day) = (number(ctx, 1), number(ctx, 2), number(ctx, 3));
            let days = calendar::days_from_civil(year, month, day);
            if !(1..10_000).contains(&year) || calendar::civil_from_days(days) != (year, month, day)
            {
                let message = format!("date field value out of range: {year}-{month:02}-{day:02}");
                return Err(PgError::new("22008", message));
            }
            calendar::print_date(days)
        }
        "array_to_string" => {
            let items = values::array_items(&subject).unwrap_or_default();
            let nulls = (ctx.len() > 3).then(|| other(3));
            let items: Vec<String> = items
                .into_iter()
                .filter_map(|item| item.or_else(|| nulls.clone()))
                .collect();
            items.join(&other(2))
        }
        "cardinality" => {
            let items = values::array_items(&subject).unwrap_or_default();
            return Ok(Value::Integer(items.len() as i64));
        }
        _ => return Err(PgError::unsupported(format_args!("the function {name}"))),
    }))
}

fn array(items: &[Option<String>]) -> Value {
    let item = |item: &Option<String>| item.clone().map_or(Value::Null, Value::text);
    values::array(&Type::Text, &items.iter().map(item).collect::<Vec<_>>())
}

fn append(ctx: &Context, name: &str) -> Result<Value> {
    let side = |at: usize| text(ctx, at).and_then(|text| values::array_items(&text));
    let item = |at: usize| match owned(ctx.get_raw(at)) {
        Value::Null => None,
        value => Some(values::print(&Type::Text, &value)),
    };
    let items = match name {
        "array_append" => {
            let mut items = side(1).unwrap_or_default();
            items.push(item(2));
            items
        }
        "array_prepend" => {
            let mut items = vec![item(1)];
            items.extend(side(2).unwrap_or_default());
            items
        }
        _ => match (side(1), side(2)) {
            (None, None) => return Ok(Value::Null),
            (left, right) => {
                let mut items = left.unwrap_or_default();
                items.extend(right.unwrap_or_default());
                items
            }
        },
    };
    Ok(array(&items))
}

fn split(ctx: &Context) -> Result<Value> {
    let Some(subject) = text(ctx, 1) else {
        return Ok(Value::Null);
    };
    let nulls = (ctx.len() > 3).then(|| text(ctx, 3)).flatten();
    let parts: Vec<String> = match text(ctx, 2) {
        _ if subject.is_empty() => Vec::new(),
        None => subject.chars().map(String::from).collect(),
        Some(separator) if separator.is_empty() => vec![subject],
        Some(separator) => subject.split(&*separator).map(str::to_owned).collect(),
    };
    let items: Vec<Option<String>> = parts
        .into_iter()
        .map(|part| (Some(&part) != nulls.as_ref()).then_some(part))
        .collect();
    Ok(array(&items))
}

/// `format`: `%s`, `%I`, `%L` and `%%`, with the number of an argument or without.
fn format(ctx: &Context) -> Result<Value> {
    let Some(template) = text(ctx, 1) else {
        return Ok(Value::Null);
    };
    let mut out = String::new();
    let mut chars = template.chars().peekable();
    let mut next = 2;
    while let Some(char) = chars.next() {
        if char != '%' {
            out.push(char);
            continue;
        }
        let mut digits = String::new();
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        if !digits.is_empty() {
            let number = digits.parse::<usize>().ok();
            match number.filter(|_| chars.next_if_eq(&'$').is_some()) {
                Some(0) => {
                    return Err(PgError::new(
                        "22023",
                        "format specifies argument 0, but arguments are numbered from 1",
                    ));
                }
                Some(number) => next = number.saturating_add(1),
                None => return Err(PgError::unsupported("a width in format()")),
            }
        }
        let kind = match chars.next() {
            None => {
                return Err(
                    PgError::new("22023", "unterminated format() type specifier")
                        .hint("For a single \"%\" use \"%%\"."),
                );
            }
            Some('%') => {
                out.push('%');
                continue;
            }
            Some('-') => return Err(PgError::unsupported("a width in format()")),
            Some(kind @ ('s' | 'I' | 'L')) => kind,
            Some(other) => {
                let message = format!("unrecognized format() type specifier \"{other}\"");
                return Err(PgError::new("22023", message).hint("For a single \"%\" use \"%%\"."));
            }
        };
        if next >= ctx.len() {
            return Err(PgError::new("22023", "too few arguments for format()"));
        }
        let value = owned(ctx.get_raw(next));
        next += 1;
        let printed = values::print(&Type::Text, &value);
        match (kind, value) {
            ('s', _) => out.push_str(&printed),
            ('L', Value::Null) => out.push_str("NULL"),
            ('L', _) if printed.contains('\\') => {
                let quoted = printed.replace('\'', "''").replace('\\', "\\\\");
                out.push_str(&format!(" E'{quoted}'"));
            }
            ('L', _) => out.push_str(&format!("'{}'", printed.replace('\'', "''"))),
            (_, Value::Null) => {
                return Err(PgError::new(
                    "22004",
                    "null values cannot be formatted as an SQL identifier",
                ));
            }
            _ => {
                let plain = printed
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
                    && printed.bytes().next().is_some_and(|b| !b.is_ascii_digit());
                if plain {
                    out.push_str(&printed);
                } else {
                    out.push_str(&format!("\"{}\"", printed.replace('"', "\"\"")));
                }
            }
        }
    }
    Ok(Value::text(out))
}

/// RFC 1321.
fn md5(bytes: &[u8]) -> String {
    const TURNS: [[u32; 4]; 4] = [
        [7, 12, 17, 22],
        [5, 9, 14, 20],
        [4, 11, 16, 23],
        [6, 10, 15, 21],
    ];
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    let mut message = bytes.to_vec();
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend_from_slice(&(bytes.len() as u64 * 8).to_le_bytes());
    for block in message.chunks_exact(64) {
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64 {
            let (mixed, at) = match step / 16 {
                0 => (d ^ (b & (c ^ d)), step),
                1 => (c ^ (d & (b ^ c)), (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), 7 * step % 16),
            };
            let at = at * 4;
            let word = u32::from_le_bytes([block[at], block[at + 1], block[at + 2], block[at + 3]]);
            let constant = (((step + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
            let sum = a
                .wrapping_add(mixed)
                .wrapping_add(constant)
                .wrapping_add(word);
            (a, d, c) = (d, c, b);
            b = b.wrapping_add(sum.rotate_left(TURNS[step / 16][step % 4]));
        }
        for (state, value) in state.iter_mut().zip([a, b, c, d]) {
            *state = state.wrapping_add(value);
        }
    }
    state
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn md5_is_that_of_the_rfc() {
        assert_eq!(super::md5(b""), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(super::md5(b"abc"), "900150983cd24fb0d6963f7d28e17f72");
        let long =
            b"12345678901234567890123456789012345678901234567890123456789012345678901234567890";
        assert_eq!(super::md5(long), "57edf4a22be3c955ac49da2e2107b67a");
    }
}
