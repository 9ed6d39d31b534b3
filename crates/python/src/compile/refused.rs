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
        "open" => "is refused: there are no files here; use a string or a list of lines",
        "input" => "is refused: nobody can type here; use a variable",
        "breakpoint" | "help" => "is refused: use print()",
        "memoryview" | "bytearray" => "is refused: use bytes or a list of integers",
        "complex" => "is refused: use two floats",
        "exit" | "quit" => "is refused: return, or raise SystemExit",
        _ => return None,
    })
}

/// The refusal of a name that is not [plain](super::plain_names::is_plain).
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

/// Whether a string literal's text has an escape like `\N{BULLET}`.
pub fn named_character(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i + 2 < bytes.len() {
        if bytes[i] == b'\\' {
            if bytes[i + 1] == b'N' && bytes[i + 2] == b'{' {
                return true;
            }
            i += 1;
        }
        i += 1;
    }
    false
}

/// The refusal of such an escape.
pub fn named_character_error(line: u32, column: u32) -> SourceError {
    SourceError {
        line,
        column,
        message: "\\N{…} escapes are refused: write the character itself, or \\u with its number"
            .to_string(),
        kind: SourceErrorKind::Refused,
    }
}
