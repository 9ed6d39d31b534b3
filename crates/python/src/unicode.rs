//! What CPython 3.11 knows about characters: Rust's own tables are of another version of Unicode, and
//! its classes are not Python's.

use crate::unicode_tables as tables;

fn within(table: &[(u32, u32)], c: char) -> bool {
    let code = c as u32;
    let at = table.partition_point(|range| range.1 < code);
    table.get(at).is_some_and(|range| range.0 <= code)
}

/// `str.isalpha`
pub fn is_alphabetic(c: char) -> bool {
    within(tables::ALPHABETIC, c)
}

/// The value of a decimal digit of any script.
pub fn decimal(c: char) -> Option<u32> {
    let code = c as u32;
    let at = tables::DECIMAL.partition_point(|range| range.1 < code);
    let range = tables::DECIMAL.get(at)?;
    (range.0 <= code).then(|| (code - range.0) % 10)
}

/// `str.isdigit`
pub fn is_digit(c: char) -> bool {
    decimal(c).is_some() || within(tables::DIGIT, c)
}

/// `str.isnumeric`
pub fn is_numeric(c: char) -> bool {
    is_digit(c) || within(tables::NUMERIC, c)
}

/// `str.isalnum`
pub fn is_alphanumeric(c: char) -> bool {
    is_alphabetic(c) || is_numeric(c)
}

/// `str.isprintable`: what `repr` shows as it is.
pub fn is_printable(c: char) -> bool {
    !within(tables::HIDDEN, c)
}

/// Capitals that stand for several letters, as `ǅ`.
pub fn is_title(c: char) -> bool {
    within(tables::TITLE, c)
}

/// `str.isupper` of one character.
pub fn is_upper(c: char) -> bool {
    c.is_uppercase() && is_known(c)
}

/// `str.islower` of one character.
pub fn is_lower(c: char) -> bool {
    match c {
        // They have changed since.
        '\u{295}' => true,
        '\u{10fc}' | '\u{a7f2}'..='\u{a7f4}' | '\u{ab69}' => false,
        _ => c.is_lowercase() && is_known(c),
    }
}

/// `str.upper`
pub fn upper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_upper(c, &mut out));
    out
}

fn push_upper(c: char, out: &mut String) {
    if c.to_uppercase().all(is_known) {
        out.extend(c.to_uppercase());
    } else {
        out.push(c);
    }
}

/// `str.lower`
pub fn lower(text: &str) -> String {
    if text.chars().all(is_known) {
        return text.to_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_known(c) {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}

/// The characters of a text, each with what it becomes in lower case there: `Σ` has another one at the
/// end of a word.
pub fn lowered(text: &str) -> impl Iterator<Item = (char, String)> {
    let whole = if text.contains('Σ') {
        text.to_lowercase()
    } else {
        String::new()
    };
    let mut rest = whole.into_bytes().into_iter();
    let mut skip = move |bytes: usize| rest.by_ref().take(bytes).collect::<Vec<u8>>();
    text.chars().map(move |c| {
        let usual: String = c.to_lowercase().collect();
        let there = String::from_utf8(skip(usual.len())).unwrap_or_default();
        let lower = match c {
            'Σ' => there,
            _ if is_known(c) => usual,
            _ => c.to_string(),
        };
        (c, lower)
    })
}

/// `str.casefold`: what is the same but for its case becomes the same.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ı' | '\u{13a0}'..='\u{13f5}' => out.push(c),
            'ẞ' => out.push_str("ss"),
            '\u{13f8}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' => push_upper(c, &mut out),
            _ => {
                let mut capital = String::new();
                push_upper(c, &mut capital);
                for c in capital.chars() {
                    if is_known(c) {
                        out.extend(c.to_lowercase());
                    } else {
                        out.push(c);
                    }
                }
            }
        }
    }
    out
}

/// Title case of one character: of most it is the upper case, and of several letters only the first is
/// a capital.
pub fn push_title(c: char, out: &mut String) {
    match c {
        'Ǆ' | 'ǅ' | 'ǆ' => out.push('ǅ'),
        'Ǉ' | 'ǈ' | 'ǉ' => out.push('ǈ'),
        'Ǌ' | 'ǋ' | 'ǌ' => out.push('ǋ'),
        'Ǳ' | 'ǲ' | 'ǳ' => out.push('ǲ'),
        'ŉ' => out.push_str("ʼN"),
        '\u{10d0}'..='\u{10fa}' | '\u{10fd}'..='\u{10ff}' => out.push(c),
        '\u{1f80}'..='\u{1faf}' => out.extend(char::from_u32(c as u32 | 8)),
        '\u{1fb3}' | '\u{1fbc}' => out.push('\u{1fbc}'),
        '\u{1fc3}' | '\u{1fcc}' => out.push('\u{1fcc}'),
        '\u{1ff3}' | '\u{1ffc}' => out.push('\u{1ffc}'),
        '\u{1fb7}' => out.push_str("Α\u{342}\u{345}"),
        '\u{1fc7}' => out.push_str("Η\u{342}\u{345}"),
        '\u{1ff7}' => out.push_str("Ω\u{342}\u{345}"),
        '\u{1fb2}' | '\u{1fb4}' | '\u{1fc2}' | '\u{1fc4}' | '\u{1ff2}' | '\u{1ff4}' => {
            out.extend(c.to_uppercase().next());
            out.push('\u{345}');
        }
        _ => {
            let mut capital = String::new();
            push_upper(c, &mut capital);
            let mut letters = capital.chars();
            out.extend(letters.next());
            out.extend(letters.flat_map(char::to_lowercase));
        }
    }
}

/// Whether a letter was there already in CPython's version of Unicode.
fn is_known(c: char) -> bool {
    c.is_ascii() || is_printable(c)
}

/// `str.isidentifier`
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(starts_name)
        && chars.all(|c| starts_name(c) || within(tables::NAME_PART, c))
}

fn starts_name(c: char) -> bool {
    (is_alphabetic(c) && !within(tables::NAME_NEVER, c)) || within(tables::NAME_START, c)
}
