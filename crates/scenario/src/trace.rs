//! What happened along one schedule: one event a step, and the world after each.

use crate::report::{Outcome, Row, Tables};
use crate::server::{EndedElsewhere, ServerView};
use serde::{Deserialize, Serialize};

/// What happened along a schedule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Version of this format: 1.
    pub lockstep: u32,
    /// Task names in the order of the file, then those that appeared during the run, as they did.
    pub tasks: Vec<String>,
    /// The schedule as it was run: a task name a step.
    pub schedule: Vec<String>,
    /// The world before the first step.
    pub start: View,
    /// One event a step.
    pub steps: Vec<Step>,
    /// How it ended; absent while some task can still go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// One step of one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// 1 for the first.
    pub number: u32,
    /// Who took it.
    pub task: String,
    /// Line of the scenario's source that sent the statement, 1-based.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What was sent; absent for a step that sends nothing (taking an application lock, a timer).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Statement>,
    /// The step in short, for a card: `SELECT account id = 1`.
    pub short: String,
    /// How it ended.
    pub status: StepStatus,
    /// Column names of `rows`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Result rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Vec<serde_json::Value>>,
    /// Rows that an INSERT, UPDATE or DELETE counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rowcount: Option<i64>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<StepError>,
    /// Rows written by this step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<RowChange>,
    /// Names of the tables read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<String>,
    /// Tasks whose locks are in the way, if it is blocked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits_for: Vec<String>,
    /// Whether this step made changes visible to the others.
    pub published: bool,
    /// Statements of other tasks that waited and that this step let end, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub let_end: Vec<EndedElsewhere>,
    /// What the task printed during it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub output: String,
    /// The world after it.
    pub after: View,
}

/// A statement with its parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// As sent, with placeholders.
    pub sql: String,
    /// In the order of the placeholders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<serde_json::Value>,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepStatus {
    /// The statement succeeded (or there was none).
    Done,
    /// It failed.
    Error,
    /// It waits for a lock.
    Blocked,
}

/// Why a statement failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepError {
    /// Exception class that the code sees, as in `OperationalError`.
    #[serde(rename = "type")]
    pub class: String,
    /// The database's own name for it, as in `SQLITE_BUSY_SNAPSHOT`.
    pub code: String,
    /// Its message.
    pub message: String,
}

/// A row written: no `before` is an insert, no `after` a delete.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowChange {
    /// The table, named as in [`Tables`].
    pub table: String,
    /// SQLite's rowid.
    pub rowid: i64,
    /// The row as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Row>,
    /// The row as it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Row>,
}

/// The world between two steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// Committed content: what a newcomer would read.
    pub tables: Tables,
    /// Every task, in the order of the file.
    pub tasks: Vec<TaskView>,
    /// Every open connection.
    pub connections: Vec<ConnectionView>,
    /// Virtual milliseconds since the start.
    pub clock_ms: u64,
    /// The inside of a server that keeps versions of rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<ServerView>,
}

/// A task between two steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskView {
    /// Its name.
    pub task: String,
    /// Where it stands.
    pub status: TaskStatus,
    /// Line of the scenario's source it stands at, 1-based; the last one it was at, if it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What its next step will do, in short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Why it cannot go on now: a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `repr` of what it returned, or `Type: message` of what it raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Its frames of the scenario's own code, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<Frame>,
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaskStatus {
    /// It can take a step.
    Ready,
    /// It waits for another task or for time to pass.
    Waiting,
    /// It returned.
    Returned,
    /// It raised.
    Raised,
}

/// A function call in progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The function's name.
    pub function: String,
    /// 1-based line.
    pub line: u32,
    /// Local variables: name and shortened `repr`.
    pub locals: Vec<(String, String)>,
}

/// A connection between two steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionView {
    /// The task that opened it.
    pub task: String,
    /// The database file.
    pub file: String,
    /// `UNLOCKED`, `SHARED`, `RESERVED`, `PENDING` or `EXCLUSIVE`.
    pub lock: String,
    /// `none`, `deferred`, `read` or `write`.
    pub transaction: String,
    /// Names of open savepoints, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub savepoints: Vec<String>,
    /// Where its transaction reads from a snapshot (WAL): how many commits have come since that was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot_age: Option<u32>,
}
