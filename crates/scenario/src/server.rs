//! What a database server that keeps versions of rows looks like inside: the PostgreSQL profile.

use crate::report::Row;
use crate::trace::{RowChange, StepError};
use serde::{Deserialize, Serialize};

/// The inside of a server between two steps. Tasks stand for their sessions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ServerView {
    /// The rows of which not everybody sees the same, and those with a lock; by table and row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowView>,
    /// Locks, those that are held first, then those that are waited for in the order of their queues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<LockView>,
    /// Who waits for whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<WaitView>,
    /// What each open transaction sees, in the order of the tasks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub snapshots: Vec<SnapshotView>,
}

/// A row with its versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowView {
    /// Its table, named as in [`Tables`](crate::Tables).
    pub table: String,
    /// What it is called: `id = 1`, or `row 3` where there is no primary key.
    pub row: String,
    /// Oldest first. A row that nobody can see any more is not shown.
    pub versions: Vec<VersionView>,
}

/// A version of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionView {
    /// Its columns.
    pub values: Row,
    /// The task that has written it and not committed yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncommitted_by: Option<String>,
    /// The task that has replaced or deleted it and not committed yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<String>,
    /// It has been replaced or deleted, and that is committed: only older snapshots see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub old: bool,
    /// Tasks that would read it if they sent a SELECT now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen_by: Vec<String>,
}

/// A lock that a task holds or waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockView {
    /// What is locked: `account id = 1`, `table account`, `advisory 42`.
    pub on: String,
    /// As the server calls it: `FOR UPDATE`, `ACCESS EXCLUSIVE`, `exclusive`.
    pub mode: String,
    /// Whose it is.
    pub task: String,
    /// It is waited for, not held.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
}

/// A task that waits for others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitView {
    /// Who waits.
    pub task: String,
    /// For whom, in order.
    pub waits_for: Vec<String>,
    /// What for, as in [`LockView::on`]: `account id = 1`, `key (name)=(x) of tag`.
    pub what: String,
}

/// What an open transaction sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotView {
    /// Whose transaction it is.
    pub task: String,
    /// `read committed`, `repeatable read` or `serializable`.
    pub isolation: String,
    /// Commits of others that it does not see as its snapshot is older; `None` where each statement
    /// takes a new snapshot, or before the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u32>,
    /// An error has ended it: nothing but ROLLBACK is accepted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
}

/// A statement that ended within another task's step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EndedElsewhere {
    /// Whose statement it is.
    pub task: String,
    /// The statement in short.
    pub short: String,
    /// Its rows, if it gave some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Vec<serde_json::Value>>,
    /// Column names of `rows`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Rows that it inserted, updated or deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rowcount: Option<i64>,
    /// Why it failed, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<StepError>,
    /// Rows that it wrote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<RowChange>,
    /// Whether others see them: it was no part of a longer transaction.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub published: bool,
}
