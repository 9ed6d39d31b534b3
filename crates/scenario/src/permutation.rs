//! What happened along one permutation of a `.spec` file: a line of `lockstep run FILE.spec --format json`.

use crate::report::Tables;
use serde::{Deserialize, Serialize};

/// A permutation that was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PermutationRun {
    /// The names of its steps, in the order in which they were sent.
    pub permutation: Vec<String>,
    /// A statement was run that the PostgreSQL profile does not track as exactly as the real server does:
    /// at the level serializable either may refuse a transaction that the other one accepts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_abort_more: bool,
    /// What each came to, in the same order.
    pub steps: Vec<StepRun>,
    /// Committed content when all sessions have gone: after their teardowns, before that of the file.
    pub tables: Tables,
}

/// What a step came to.
///
/// A step may hold several statements. They are run in order and end at the first that fails: `rows` are
/// those of all of them, one after the other, `changes` adds up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepRun {
    /// Whose it is.
    pub session: String,
    /// Its name.
    pub step: String,
    /// How it ended.
    pub status: StepRunStatus,
    /// The result, if it has one. A blob is an object, `{"blob": "00FF"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<Vec<serde_json::Value>>>,
    /// How many rows its INSERT, UPDATE and DELETE statements changed; absent if it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<i64>,
    /// Why it failed: the name of the database's extended result code, as in `SQLITE_BUSY_SNAPSHOT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The database's message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Whether it had to wait for a lock before it ended as it did.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waited: bool,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepRunStatus {
    /// With a result, which may be empty.
    Rows,
    /// Without one.
    Done,
    /// It failed.
    Error,
    /// It waits and will never get on.
    Blocked,
}
