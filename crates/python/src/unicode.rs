//! What CPython 3.11 knows about characters: Rust's own tables are of another version of Unicode, its
//! classes are not Python's, and they are larger.

use unicode_ident::Ranges;

use crate::letters::Letters;
use crate::unicode_tables as tables;

static ALPHABETIC: Ranges = Ranges::new(tables::ALPHABETIC);
static DECIMAL: Ranges = Ranges::new(tables::DECIMAL);
static DIGIT: Ranges = Ranges::new(tables::DIGIT);
static NUMERIC: Ranges = Ranges::new(tables::NUMERIC);
static HIDDEN: Ranges = Ranges::new(tables::HIDDEN);
static TITLE: Ranges = Ranges::new(tables::TITLE);
static IS_UPPER: Ranges = Ranges::new(tables::IS_UPPER);
static IS_LOWER: Ranges = Ranges::new(tables::IS_LOWER);
static CASED: Ranges = Ranges::new(tables::CASED);
static IGNORED: Ranges = Ranges::new(tables::IGNORED);
static UPPER: Letters = Letters::new(tables::UPPER, tables::UPPER_TEXTS);
static LOWER: Letters = Letters::new(tables::LOWER, tables::LOWER_TEXTS);
static TITLE_CASE: Letters = Letters::new(tables::TITLE_LETTERS, tables::TITLE_TEXTS);
static FOLD: Letters = Letters::new(tables::FOLD, tables::FOLD_TEXTS);
static PLAIN: Ranges = Ranges::new(tables::PLAIN);

/// `str.isalpha`
pub fn is_alphabetic(c: char) -> bool {
    ALPHABETIC.have(c)
}

/// The value of a decimal digit of any script.
pub fn decimal(c: char) -> Option<u32> {
    let (zero, _) = DECIMAL.range(c)?;
    Some((c as u32 - zero) % 10)
}

/// `str.isdigit`
pub fn is_digit(c: char) -> bool {
    decimal(c).is_some() || DIGIT.have(c)
}

/// `str.isnumeric`
pub fn is_numeric(c: char) -> bool {
    is_digit(c) || NUMERIC.have(c)
}

/// `str.isalnum`
pub fn is_alphanumeric(c: char) -> bool {
    is_alphabetic(c) || is_numeric(c)
}

/// `str.isprintable`: what `repr` shows as it is.
pub fn is_printable(c: char) -> bool {
    !HIDDEN.have(c)
}

/// Capitals that stand for several letters, as `ǅ`.
pub fn is_title(c: char) -> bool {
    TITLE.have(c)
}

/// `str.isupper` of one character.
pub fn is_upper(c: char) -> bool {
    IS_UPPER.have(c)
}

/// `str.islower` of one character.
pub fn is_lower(c: char) -> bool {
    IS_LOWER.have(c)
}

/// `str.upper`
pub fn upper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_upper(c, &mut out));
    out
}

/// Adds the upper case of a character.
pub fn push_upper(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_uppercase());
    } else if !UPPER.push(c, out) {
        out.push(c);
    }
}

/// `str.lower`
pub fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        push_lower(text, at, c, &mut out);
    }
    out
}

/// Adds the lower case of a character that stands at a byte of a text: `Σ` has another one at the end of
/// a word.
pub fn push_lower(text: &str, at: usize, c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else if c == 'Σ' && ends_word(text, at, c) {
        out.push('ς');
    } else if !LOWER.push(c, out) {
        out.push(c);
    }
}

/// Whether a letter has one before it and none after it; accents and the like do not count.
fn ends_word(text: &str, at: usize, c: char) -> bool {
    let before = text[..at].chars().rev().find(|&c| !IGNORED.have(c));
    let after = text[at + c.len_utf8()..]
        .chars()
        .find(|&c| !IGNORED.have(c));
    before.is_some_and(|c| CASED.have(c)) && !after.is_some_and(|c| CASED.have(c))
}

/// `str.casefold`: what is the same but for its case becomes the same.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if !FOLD.push(c, &mut out) && !LOWER.push(c, &mut out) {
            out.push(c);
        }
    }
    out
}

/// Adds the title case of one character: of most it is the upper case, and of several letters only the
/// first is a capital.
pub fn push_title(c: char, out: &mut String) {
    if c.is_ascii() || !TITLE_CASE.push(c, out) {
        push_upper(c, out);
    }
}

/// `str.isidentifier`
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    let first = |c| c == '_' || unicode_ident::is_xid_start(c);
    chars.next().is_some_and(first) && chars.all(unicode_ident::is_xid_continue)
}

/// Whether a name stays as it is in the form NFKC, whatever stands beside it: Python compares names in
/// that form; [UAX 15](https://www.unicode.org/reports/tr15/).
pub fn is_plain_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii() || PLAIN.have(c))
}
