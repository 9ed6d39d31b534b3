//! Numbers as text: `repr` of floats and the format mini-language.

use num_bigint::{BigInt, Sign};

use crate::value::Value;
use crate::vm::{Fallible, Process};

/// `repr(float)`: the shortest text that reads back as the same number.
pub fn float_repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_string();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_string();
    }
    let (digits, exponent) = shortest(value);
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if (-4..16).contains(&exponent) {
        format!("{sign}{}", positional(&digits, exponent, true))
    } else {
        format!("{sign}{}", scientific(&digits, exponent, "e"))
    }
}

/// Shortest digits and decimal exponent of the first one.
fn shortest(value: f64) -> (String, i32) {
    let text = format!("{:e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

fn positional(digits: &str, exponent: i32, with_point: bool) -> String {
    let point = exponent + 1;
    if point <= 0 {
        return format!("0.{}{digits}", "0".repeat(-point as usize));
    }
    let point = point as usize;
    if digits.len() <= point {
        let zeros = "0".repeat(point - digits.len());
        return if with_point {
            format!("{digits}{zeros}.0")
        } else {
            format!("{digits}{zeros}")
        };
    }
    format!("{}.{}", &digits[..point], &digits[point..])
}

fn scientific(digits: &str, exponent: i32, e: &str) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    let mantissa = if digits.len() > 1 {
        format!("{}.{}", &digits[..1], &digits[1..])
    } else {
        digits.to_string()
    };
    format!("{mantissa}{e}{sign}{:02}", exponent.abs())
}

/// Integers of more bits have more decimal digits than are converted: 4300.
pub(crate) const MAX_DECIMAL_BITS: u64 = 14_285;
pub(crate) const TOO_MANY_DIGITS: &str = "Exceeds the limit (4300 digits) for integer string \
    conversion; use sys.set_int_max_str_digits() to increase the limit";

/// A parsed format specification.
#[derive(Clone, Debug)]
pub struct Spec {
    pub fill: char,
    pub align: Option<char>,
    pub sign: char,
    pub explicit_sign: bool,
    pub alternate: bool,
    /// `z`: no negative zero.
    pub no_negative_zero: bool,
    pub zero: bool,
    pub width: usize,
    pub grouping: Option<char>,
    pub precision: Option<usize>,
    pub kind: Option<char>,
}

/// Read `[[fill]align][sign][#][0][width][grouping][.precision][type]`.
pub fn parse_spec(spec: &str) -> Result<Spec, String> {
    let chars: Vec<char> = spec.chars().collect();
    let mut i = 0;
    let mut out = Spec {
        fill: ' ',
        align: None,
        sign: '-',
        explicit_sign: false,
        alternate: false,
        no_negative_zero: false,
        zero: false,
        width: 0,
        grouping: None,
        precision: None,
        kind: None,
    };
    let is_align = |c: char| matches!(c, '<' | '>' | '=' | '^');
    if chars.len() >= 2 && is_align(chars[1]) {
        out.fill = chars[0];
        out.align = Some(chars[1]);
        i = 2;
    } else if chars.first().is_some_and(|&c| is_align(c)) {
        out.align = Some(chars[0]);
        i = 1;
    }
    if let Some(&c @ ('+' | '-' | ' ')) = chars.get(i) {
        out.sign = c;
        out.explicit_sign = true;
        i += 1;
    }
    if chars.get(i) == Some(&'z') {
        out.no_negative_zero = true;
        i += 1;
    }
    if chars.get(i) == Some(&'#') {
        out.alternate = true;
        i += 1;
    }
    if chars.get(i) == Some(&'0') {
        out.zero = true;
        if out.align.is_none() {
            out.fill = '0';
            out.align = Some('=');
        }
        i += 1;
    }
    let number = |i: &mut usize| -> Result<Option<usize>, String> {
        let start = *i;
        let mut value = 0usize;
        while let Some(digit) = chars.get(*i).and_then(|c| c.to_digit(10)) {
            value = value.saturating_mul(10).saturating_add(digit as usize);
            *i += 1;
        }
        if value > 10_000_000 {
            return Err("Too many decimal digits in format string".to_string());
        }
        Ok((*i > start).then_some(value))
    };
    out.width = number(&mut i)?.unwrap_or(0);
    if let Some(&c @ (',' | '_')) = chars.get(i) {
        out.grouping = Some(c);
        i += 1;
        if let Some(&d @ (',' | '_')) = chars.get(i) {
            return Err(if d == c {
                format!("Cannot specify '{c}' with '{d}'.")
            } else {
                "Cannot specify both ',' and '_'.".to_string()
            });
        }
    }
    if chars.get(i) == Some(&'.') {
        i += 1;
        match number(&mut i)? {
            Some(precision) => out.precision = Some(precision),
            None => return Err("Format specifier missing precision".to_string()),
        }
    }
    if i + 1 < chars.len() {
        return Err("Invalid format specifier".to_string());
    }
    out.kind = chars.get(i).copied();
    if let (Some(grouping), Some(kind)) = (out.grouping, out.kind) {
        let grouped = "defgEG%F".contains(kind) || (grouping == '_' && "boxX".contains(kind));
        if !grouped {
            return Err(format!("Cannot specify '{grouping}' with '{kind}'."));
        }
    }
    Ok(out)
}

/// Fill to the width. `prefix` (sign, `0x`) stays left of the filling for `=`.
fn pad(spec: &Spec, prefix: &str, body: &str, default: char) -> String {
    let len = prefix.chars().count() + body.chars().count();
    if len >= spec.width {
        return format!("{prefix}{body}");
    }
    let missing = spec.width - len;
    let fill = |n: usize| spec.fill.to_string().repeat(n);
    match spec.align.unwrap_or(default) {
        '<' => format!("{prefix}{body}{}", fill(missing)),
        '^' => format!(
            "{}{prefix}{body}{}",
            fill(missing / 2),
            fill(missing - missing / 2)
        ),
        '=' => format!("{prefix}{}{body}", fill(missing)),
        _ => format!("{}{prefix}{body}", fill(missing)),
    }
}

/// Insert separators into the digits before the point, filling with zeros up to `width`.
fn group(digits: &str, separator: char, every: usize, width: usize) -> String {
    let length = |digits: usize| digits + digits.saturating_sub(1) / every;
    // As many digits as reach the width: a separator does not stand in front.
    let mut count = digits.len();
    if length(count) < width {
        count = count.max(width - width / (every + 1));
        while length(count) < width {
            count += 1;
        }
        while count > digits.len() && length(count - 1) >= width {
            count -= 1;
        }
    }
    let mut text = String::with_capacity(length(count));
    let zeros = std::iter::repeat_n('0', count - digits.len());
    for (i, digit) in zeros.chain(digits.chars()).enumerate() {
        if i > 0 && (count - i).is_multiple_of(every) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Format a string.
pub fn format_text(text: &str, spec: &Spec) -> Result<String, String> {
    match spec.kind {
        None | Some('s') => {}
        Some(kind) => {
            return Err(format!(
                "Unknown format code '{kind}' for object of type 'str'"
            ));
        }
    }
    if let Some(grouping) = spec.grouping {
        return Err(format!("Cannot specify '{grouping}' with 's'."));
    }
    if spec.sign == ' ' {
        return Err("Space not allowed in string format specifier".to_string());
    }
    if spec.explicit_sign || spec.sign != '-' {
        return Err("Sign not allowed in string format specifier".to_string());
    }
    if spec.no_negative_zero {
        return Err(
            "Negative zero coercion (z) not allowed in string format specifier".to_string(),
        );
    }
    if spec.alternate {
        return Err("Alternate form (#) not allowed in string format specifier".to_string());
    }
    if spec.align == Some('=') && !spec.zero {
        return Err("'=' alignment not allowed in string format specifier".to_string());
    }
    let cut: String = match spec.precision {
        Some(precision) => text.chars().take(precision).collect(),
        None => text.to_string(),
    };
    let mut spec = spec.clone();
    if spec.align == Some('=') {
        spec.align = Some('<');
    }
    Ok(pad(&spec, "", &cut, '<'))
}

const TOO_LARGE_FOR_A_CHARACTER: &str = "Python int too large to convert to C long";

/// Format an integer.
pub fn format_int(value: &BigInt, spec: &Spec) -> Result<String, String> {
    let kind = spec.kind.unwrap_or('d');
    if spec.precision.is_some() && !matches!(kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') {
        return Err("Precision not allowed in integer format specifier".to_string());
    }
    let number = matches!(kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%');
    if spec.no_negative_zero && !number {
        return Err(
            "Negative zero coercion (z) not allowed in integer format specifier".to_string(),
        );
    }
    if kind == 'c' {
        if spec.explicit_sign {
            return Err("Sign not allowed with integer format specifier 'c'".to_string());
        }
        if spec.alternate {
            return Err(
                "Alternate form (#) not allowed with integer format specifier 'c'".to_string(),
            );
        }
        if let Some(grouping) = spec.grouping {
            return Err(format!("Cannot specify '{grouping}' with 'c'."));
        }
    }
    let (digits, prefix, every) = match kind {
        'd' | 'n' => (value.magnitude().to_str_radix(10), "", 3),
        'b' => (value.magnitude().to_str_radix(2), "0b", 4),
        'o' => (value.magnitude().to_str_radix(8), "0o", 4),
        'x' => (value.magnitude().to_str_radix(16), "0x", 4),
        'X' => (value.magnitude().to_str_radix(16).to_uppercase(), "0X", 4),
        'c' => {
            if i64::try_from(value).is_err() {
                return Err(TOO_LARGE_FOR_A_CHARACTER.to_string());
            }
            let code = u32::try_from(value).ok().and_then(char::from_u32);
            let Some(c) = code else {
                return Err("%c arg not in range(0x110000)".to_string());
            };
            return Ok(pad(spec, "", &c.to_string(), '<'));
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            return format_float(crate::vm::operators::big_to_float(value), spec);
        }
        other => {
            return Err(format!(
                "Unknown format code '{other}' for object of type 'int'"
            ));
        }
    };
    let negative = value.sign() == Sign::Minus;
    let mut front = sign_text(negative, spec.sign).to_string();
    if spec.alternate {
        front.push_str(prefix);
    }
    let body = match spec.grouping {
        Some(',') if every == 4 => return Err(format!("Cannot specify ',' with '{kind}'.")),
        Some(separator) => {
            let width = if spec.fill == '0' && spec.align == Some('=') {
                spec.width.saturating_sub(front.len())
            } else {
                0
            };
            group(&digits, separator, every, width)
        }
        None => digits,
    };
    Ok(pad(spec, &front, &body, '>'))
}

fn sign_text(negative: bool, sign: char) -> &'static str {
    match (negative, sign) {
        (true, _) => "-",
        (false, '+') => "+",
        (false, ' ') => " ",
        _ => "",
    }
}

/// Format a float.
pub fn format_float(value: f64, spec: &Spec) -> Result<String, String> {
    let kind = spec.kind;
    let upper = matches!(kind, Some('E' | 'F' | 'G'));
    let magnitude = value.abs();
    if let Some(other) = kind
        && !matches!(other, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%')
    {
        return Err(format!(
            "Unknown format code '{other}' for object of type 'float'"
        ));
    }
    let mut body = if !value.is_finite() {
        if value.is_nan() {
            "nan".to_string()
        } else {
            "inf".to_string()
        }
    } else {
        let precision = spec.precision;
        match kind {
            Some('f' | 'F') => fixed(magnitude, precision.unwrap_or(6), spec.alternate),
            Some('%') => fixed(magnitude * 100.0, precision.unwrap_or(6), spec.alternate),
            Some('e' | 'E') => {
                let precision = precision.unwrap_or(6);
                let text = format!("{:.*e}", precision.min(ALL_DIGITS), magnitude);
                let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
                let exponent: i32 = exponent.parse().unwrap_or(0);
                let zeros = "0".repeat(precision.saturating_sub(ALL_DIGITS));
                format!(
                    "{mantissa}{zeros}e{}{:02}",
                    if exponent < 0 { '-' } else { '+' },
                    exponent.abs()
                )
            }
            Some('g' | 'G' | 'n') => {
                general(magnitude, precision.unwrap_or(6), false, spec.alternate)
            }
            None => match precision {
                Some(precision) => general(magnitude, precision, true, spec.alternate),
                None => float_repr(magnitude),
            },
            Some(other) => {
                return Err(format!(
                    "Unknown format code '{other}' for object of type 'float'"
                ));
            }
        }
    };
    let rounds_to_zero = !body.contains(|c: char| c.is_ascii_digit() && c != '0');
    let negative = value.is_sign_negative()
        && !value.is_nan()
        && !(spec.no_negative_zero && value.is_finite() && rounds_to_zero);
    let front = sign_text(negative, spec.sign);
    if upper {
        body = body.to_uppercase();
    }
    if let Some(separator) = spec.grouping.filter(|_| value.is_finite()) {
        let end = body.find(['.', 'e', 'E']).unwrap_or(body.len());
        let rest = body[end..].to_string();
        let width = if spec.fill == '0' && spec.align == Some('=') {
            spec.width
                .saturating_sub(front.len() + rest.len() + usize::from(kind == Some('%')))
        } else {
            0
        };
        body = format!("{}{rest}", group(&body[..end], separator, 3, width));
    }
    if kind == Some('%') {
        body.push('%');
    }
    Ok(pad(spec, front, &body, '>'))
}

/// More digits than any float has; whatever comes after them is zeros.
const ALL_DIGITS: usize = 1100;

fn fixed(value: f64, precision: usize, alternate: bool) -> String {
    let mut text = format!("{value:.*}", precision.min(ALL_DIGITS));
    text.push_str(&"0".repeat(precision.saturating_sub(ALL_DIGITS)));
    if alternate && precision == 0 {
        text.push('.');
    }
    text
}

/// The `g` format; with `point`, as an unformatted float with a precision (always a fraction).
fn general(value: f64, precision: usize, point: bool, alternate: bool) -> String {
    // With `#`, the zeros after the last digit stay, all of them.
    let wanted = precision.max(1);
    let precision = wanted.min(ALL_DIGITS);
    if value == 0.0 {
        return if alternate {
            format!("0.{}", "0".repeat(precision - 1))
        } else if point {
            "0.0".to_string()
        } else {
            "0".to_string()
        };
    }
    let text = format!("{:.*e}", precision - 1, value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let mut digits = mantissa.replace('.', "");
    if alternate {
        digits.push_str(&"0".repeat(wanted - precision));
    } else {
        while digits.len() > 1 && digits.ends_with('0') {
            digits.pop();
        }
    }
    let limit = if point {
        precision as i32 - 1
    } else {
        precision as i32
    };
    if exponent < -4 || exponent >= limit.max(if point { 1 } else { 0 }) {
        scientific(&digits, exponent, "e")
    } else {
        let mut text = positional(&digits, exponent, point);
        if alternate && !text.contains('.') {
            text.push('.');
        }
        text
    }
}

/// `format(value, spec)` of built-in numbers and strings; `None`: not one of them.
pub(crate) fn format_native(
    process: &mut Process,
    value: Value,
    text: &str,
) -> Fallible<Option<String>> {
    let number = process.as_big(value);
    let float = process.as_float(value);
    let string = process.as_str(value);
    if number.is_none() && float.is_none() && string.is_none() {
        return Ok(None);
    }
    let class = process.class_of(value);
    if class.0 >= crate::classes::COUNT
        && process.python_method(class, crate::names::STR).is_some()
        && string.is_none()
    {
        return Ok(None);
    }
    format_content(process, value, text)
}

/// The same, as if the class of the value had no methods of its own.
pub(crate) fn format_content(
    process: &mut Process,
    value: Value,
    text: &str,
) -> Fallible<Option<String>> {
    let number = process.as_big(value);
    let float = process.as_float(value);
    let string = process.as_str(value);
    let spec = match parse_spec(text) {
        Ok(spec) => spec,
        Err(message) => {
            let message = if message == "Invalid format specifier" {
                format!(
                    "Invalid format specifier '{text}' for object of type '{}'",
                    process.type_name(value)
                )
            } else {
                message
            };
            return Err(process.value_error(&message));
        }
    };
    process.check_size(spec.width + spec.precision.unwrap_or(0))?;
    if let Some(number) = &number {
        process.charge_wide(number.bits() / 8)?;
        if number.bits() > MAX_DECIMAL_BITS && matches!(spec.kind, None | Some('d' | 'n')) {
            return Err(process.value_error(TOO_MANY_DIGITS));
        }
    }
    let result = match (number, float, string) {
        (Some(number), _, _) => format_int(&number, &spec),
        (_, Some(float), _) => format_float(float, &spec),
        (_, _, Some(string)) => format_text(&string, &spec),
        _ => return Ok(None),
    };
    match result {
        Ok(text) => Ok(Some(text)),
        Err(message) if message.starts_with("%c arg") || message == TOO_LARGE_FOR_A_CHARACTER => {
            Err(process.raise(crate::classes::OVERFLOW_ERROR, &message))
        }
        Err(mut message) => {
            // Booleans are formatted as integers, under their own name.
            if matches!(value, Value::Bool(_)) {
                message = message.replace("of type 'int'", "of type 'bool'");
            }
            Err(process.value_error(&message))
        }
    }
}
