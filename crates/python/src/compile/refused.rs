//! What is refused by name, and what to write instead.

use super::SourceError;
use crate::source_error::SourceErrorKind;

/// Built-in functions of CPython that this language does not have.
pub fn builtin(name: &str) -> Option<&'static str> {
    Some(match name {
        "eval" | "exec" | "compile" => {
            "is refused: write the code out instead of building it as a string"
        }
        "__import__" => "is refused: use an import statement",
        "globals" | "locals" => "is refused: use the names themselves, or a dict of your own",
        "input" => "is refused: nobody can type here; use a variable",
        "breakpoint" | "help" => "is refused: use print()",
        "memoryview" | "bytearray" => "is refused: use bytes or a list of integers",
        "complex" => "is refused: use two floats",
        "exit" | "quit" => "is refused: return, or raise SystemExit",
        _ => return None,
    })
}

/// Attributes that a program cannot ask for, unless it says that annotations are texts.
pub fn attribute(name: &str) -> Option<&'static str> {
    (name == "__annotations__").then_some(
        "__annotations__ is refused: annotations are not run; use a dict of your own, or from __future__ import annotations",
    )
}

/// The refusal of a name that is not [plain](crate::unicode::is_plain_name).
pub fn name(name: &str, line: u32, column: u32) -> SourceError {
    SourceError {
        line,
        column,
        message: format!(
            "the name {name} is refused: Python replaces some of its characters by others; write them as Python would"
        ),
        kind: SourceErrorKind::Refused,
    }
}

/// The refusal of an escape in a string literal's text: `\N{BULLET}`, or half of a character.
pub fn escape(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i + 2 < bytes.len() {
        if bytes[i] == b'\\' {
            let digits = match bytes[i + 1] {
                b'N' if bytes[i + 2] == b'{' => return Some(NAMED_CHARACTER),
                b'u' => text.get(i + 2..i + 6),
                b'U' => text.get(i + 2..i + 10),
                _ => None,
            };
            let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
            if code.is_some_and(|code| (0xd800..0xe000).contains(&code)) {
                return Some(
                    "lone surrogates are refused: a str holds characters; write the character itself, or \\U with its number",
                );
            }
            i += 1;
        }
        i += 1;
    }
    None
}

/// The refusal of `\N{BULLET}`.
pub const NAMED_CHARACTER: &str =
    "\\N{…} escapes are refused: write the character itself, or \\u with its number";

/// A refusal with its place.
pub fn error(line: u32, column: u32, message: &str) -> SourceError {
    SourceError {
        line,
        column,
        message: message.to_string(),
        kind: SourceErrorKind::Refused,
    }
}
