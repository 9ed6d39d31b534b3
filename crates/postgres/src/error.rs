//! Errors as the server reports them.

use std::fmt;

/// The kind of an error, for those who decide whether to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// 55P03: `NOWAIT`, or `lock_timeout`.
    LockNotAvailable,
    /// 40001.
    Serialization,
    /// 40P01.
    Deadlock,
    /// 23505.
    Unique,
    /// 23503.
    ForeignKey,
    /// 23514.
    Check,
    /// 23502.
    NotNull,
    /// 25P02: the transaction has failed before.
    AbortedTransaction,
    /// 25006.
    ReadOnly,
    /// 57014: cancelled from outside.
    Cancelled,
    /// 22xxx.
    Data,
    /// 42xxx: a mistake in the statement.
    Syntax,
    /// 0A000: what the server, or this profile of it, does not support.
    NotSupported,
    /// Everything else.
    Other,
}

/// A refused statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PgError {
    /// Its kind.
    pub class: Class,
    /// The five characters of the SQLSTATE.
    pub sqlstate: &'static str,
    /// The server's message.
    pub message: String,
    /// What the server adds as `DETAIL`.
    pub detail: Option<String>,
    /// What the server adds as `HINT`.
    pub hint: Option<String>,
    /// The violated constraint.
    pub constraint: Option<String>,
    /// The table concerned.
    pub table: Option<String>,
    /// The column concerned.
    pub column: Option<String>,
    /// Where in the statement, in characters, counted from 1.
    pub position: Option<usize>,
}

impl PgError {
    /// An error with nothing but its code and message.
    pub fn new(sqlstate: &'static str, message: impl Into<String>) -> PgError {
        let class = match sqlstate {
            "55P03" => Class::LockNotAvailable,
            "40001" => Class::Serialization,
            "40P01" => Class::Deadlock,
            "23505" => Class::Unique,
            "23503" => Class::ForeignKey,
            "23514" => Class::Check,
            "23502" => Class::NotNull,
            "25P02" => Class::AbortedTransaction,
            "25006" => Class::ReadOnly,
            "57014" => Class::Cancelled,
            "0A000" => Class::NotSupported,
            code if code.starts_with("22") => Class::Data,
            code if code.starts_with("42") => Class::Syntax,
            _ => Class::Other,
        };
        PgError {
            class,
            sqlstate,
            message: message.into(),
            detail: None,
            hint: None,
            constraint: None,
            table: None,
            column: None,
            position: None,
        }
    }

    /// What this profile leaves out, in a sentence.
    pub(crate) fn unsupported(what: impl fmt::Display) -> PgError {
        PgError::new(
            "0A000",
            format!("{what} is not supported by the PostgreSQL profile"),
        )
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> PgError {
        self.detail = Some(detail.into());
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> PgError {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn constraint(mut self, table: &str, constraint: &str) -> PgError {
        self.table = Some(table.into());
        self.constraint = Some(constraint.into());
        self
    }

    pub(crate) fn at(mut self, position: usize) -> PgError {
        self.position.get_or_insert(position);
        self
    }
}

impl fmt::Display for PgError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.sqlstate)
    }
}

impl std::error::Error for PgError {}
