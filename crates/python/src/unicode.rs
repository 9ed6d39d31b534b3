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
    c.is_lowercase() && is_known(c)
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
