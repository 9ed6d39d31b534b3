//! What is wrong with a source text, and where.

use std::fmt;

/// Why a source text does not become a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceErrorKind {
    /// Not Python.
    Syntax,
    /// Python, but outside of what this language runs. The message says what to write instead.
    Refused,
}

/// An error of the source text, found before anything runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// Line, counted from 1.
    pub line: u32,
    /// Column in characters, counted from 1.
    pub column: u32,
    /// One sentence or two, for people.
    pub message: String,
    /// Whether this is no Python, or Python that is refused.
    pub kind: SourceErrorKind,
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {}",
            self.line, self.column, self.message
        )
    }
}

impl std::error::Error for SourceError {}
