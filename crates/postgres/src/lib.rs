//! The PostgreSQL profile: a database that behaves as PostgreSQL 15 does for what concurrent code can
//! observe. It is not PostgreSQL.
//!
//! A [`Server`] holds row versions, snapshots and locks of its own; SQLite only evaluates single
//! statements over the versions that are visible to them. Nothing sleeps: a statement that must wait
//! answers so, and the step of another session that lets it go on brings its result along.
//!
//! What is left out is refused with SQLSTATE 0A000 and a sentence.
#![warn(missing_docs)]
#![expect(
    clippy::result_large_err,
    reason = "an error ends a statement: its size is no matter of speed"
)]

mod api;
mod ast;
mod calendar;
mod catalogue;
mod deadlock;
mod decimal;
mod define;
mod digest;
mod error;
mod executor;
mod foreign_keys;
mod functions;
mod json;
mod lex;
mod locks;
mod look;
mod ordered;
mod parse;
mod plan;
mod planner;
mod regex;
mod row_locks;
mod sequences;
mod server;
mod session;
mod ssi;
mod statement;
mod strings;
mod transaction;
mod translate;
mod types;
mod unique;
mod utility;
mod values;
mod versions;
mod writes;
mod xacts;

pub use api::*;
pub use error::{Class, PgError};
pub use lockstep_sqlite::Value;
pub use server::{Server, Snapshot};
pub use types::Type;
pub use values::print;
