//! Why a scenario cannot be run: a message and, where there is one, a place in the source.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a scenario cannot be run, said so that its author knows what to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// One or more sentences.
    pub message: String,
    /// 1-based line of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// 1-based column in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl Problem {
    /// A problem of the scenario as a whole.
    pub fn new(message: impl Into<String>) -> Self {
        Problem {
            message: message.into(),
            line: None,
            column: None,
        }
    }

    /// A problem at a place.
    pub fn at(message: impl Into<String>, line: u32, column: u32) -> Self {
        Problem {
            message: message.into(),
            line: Some(line),
            column: Some(column),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => {
                write!(f, "line {line}, column {column}: {}", self.message)
            }
            (Some(line), None) => write!(f, "line {line}: {}", self.message),
            _ => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Problem {}
