//! The boundary to databases: all that the engine knows of SQLite, and of whatever
//! database comes beside it.
//!
//! Nothing above this boundary may assume that all connections see one content, that a
//! lock belongs to a file, or that only the stepping task changes state: a step names the
//! connections it woke, with their results.

use lockstep_scenario::{RowChange, ServerView, Tables};
pub use lockstep_sqlite::Value;
use std::fmt;

/// What the virtual clock shows at the start of every run, in milliseconds since 1970:
/// 2026-01-01 00:00:00 UTC.
pub const START_OF_TIME: i64 = 1_767_225_600_000;

/// A connection's number: the lowest free one when it was opened.
pub type ConnectionId = usize;

/// A database that several connections use at once.
pub trait Database {
    /// What brings the content back when nothing is open.
    type Snapshot: Clone;

    /// The statements of a text, without what stands between them.
    fn statements<'a>(&self, sql: &'a str) -> Vec<&'a str>;

    /// Opens a connection to a database by name. Opening sends nothing and waits for nothing.
    ///
    /// A statement that meets a lock waits, for as long as the caller lets it, unless
    /// `timeout` (milliseconds) is 0.
    ///
    /// # Errors
    /// If the name cannot be opened at all.
    fn connect(&mut self, name: &str, timeout: u32) -> Result<ConnectionId, Failure>;

    /// The client goes away: what it left open is rolled back, its number becomes free. Answers with the
    /// statements of other connections that this finished, in order.
    fn close(&mut self, connection: ConnectionId) -> Vec<(ConnectionId, Finished)>;

    /// Sends a statement and runs it to its end, or to where it must wait.
    fn execute(&mut self, connection: ConnectionId, sql: &str, params: &[Value]) -> Stepped;

    /// Lets a waiting statement try again, or go on if it is one of the [`choices`](Self::choices).
    fn retry(&mut self, connection: ConnectionId) -> Stepped;

    /// Waiting connections one of which has to go on before anything else is done: where the database
    /// leaves it open which of several is next. Usually there are none.
    fn choices(&self) -> &[ConnectionId];

    /// Most virtual milliseconds that a statement of this connection waits: what [`connect`](Self::connect)
    /// was told, unless a statement has set another timeout since. `None` if it waits for ever.
    fn timeout(&self, connection: ConnectionId) -> Option<u32>;

    /// Ends a waiting statement as its timeout would.
    fn time_out(&mut self, connection: ConnectionId) -> Stepped;

    /// Ends a waiting statement as its user would; `None` if the database knows no such thing.
    fn cancel(&mut self, connection: ConnectionId) -> Option<Stepped>;

    /// Would a waiting statement get on now?
    fn can_proceed(&self, connection: ConnectionId) -> bool;

    /// Whose locks a waiting statement waits for.
    fn blockers(&self, connection: ConnectionId) -> Vec<ConnectionId>;

    /// Virtual milliseconds that have passed since the start.
    fn set_clock(&mut self, passed: u64);

    /// Has this connection a transaction open, one that an error has ended included?
    fn in_transaction(&self, connection: ConnectionId) -> bool;

    /// Lock and transaction of a connection, for people.
    fn view(&self, connection: ConnectionId) -> ConnectionState;

    /// Whether to notice, from now on, what [`Database::observed`] tells: an exploration has no use for it.
    fn observe(&mut self, on: bool);

    /// Rows that this connection's statement wrote in the last step and tables that it read, for people.
    fn observed(&mut self, connection: ConnectionId) -> Observed;

    /// Does every statement of a transaction see the same content?
    fn keeps_snapshot(&self, connection: ConnectionId) -> bool;

    /// The inside of a server that keeps versions of rows, where this is one. `name` tells whose a
    /// connection is.
    fn inside(&mut self, name: &dyn Fn(ConnectionId) -> String) -> Option<ServerView>;

    /// What a SELECT would find in the committed content, without a lock and without leaving
    /// a trace; `None` if it fails.
    fn peek(&mut self, sql: &str, params: &[Value]) -> Option<Vec<Vec<Value>>>;

    /// Committed content for people; equal content gives equal tables.
    fn tables(&mut self) -> Tables;

    /// Everything that decides what future statements on these connections do.
    fn digest(&mut self, connections: &[ConnectionId]) -> u128;

    /// Committed content alone, page layout left out.
    fn content_digest(&mut self) -> u128;

    /// What brings this state back, if no connection has anything open.
    fn snapshot(&mut self) -> Option<Self::Snapshot>;

    /// Back to a snapshot, connections with their numbers included; what is open is rolled back.
    fn restore(&mut self, snapshot: &Self::Snapshot);
}

/// What a step of one connection did.
#[derive(Clone, Debug, PartialEq)]
pub struct Stepped {
    /// Of the connection that stepped; `None` if its statement waits.
    pub result: Option<Finished>,
    /// Statements of other connections that this step finished, in order.
    pub woke: Vec<(ConnectionId, Finished)>,
}

/// How a statement ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Finished {
    /// It succeeded.
    Done(Done),
    /// It failed.
    Failed(Failure),
}

impl Finished {
    /// See [`Done::may_abort_more`].
    pub fn may_abort_more(&self) -> bool {
        matches!(self, Finished::Done(done) if done.may_abort_more)
    }
}

/// A statement's results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    /// Names of the result's columns.
    pub columns: Vec<String>,
    /// The result's rows.
    pub rows: Vec<Vec<Value>>,
    /// Rows inserted, updated or deleted; -1 where the statement is none of these.
    pub rowcount: i64,
    /// SQLite's `last_insert_rowid()`.
    pub last_insert_rowid: i64,
    /// Names of the columns' types, where the database has types of its own.
    pub types: Vec<&'static str>,
    /// What the server calls what it has done: `INSERT 0 1`.
    pub tag: String,
    /// What the server says besides, as it is printed: `WARNING:  there is no transaction in progress`.
    pub notices: Vec<String>,
    /// The result is right, but the real server may have refused the transaction where this one has not, or
    /// the other way round.
    pub may_abort_more: bool,
}

/// Why a statement failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The DB-API exception class: `OperationalError`, `IntegrityError` …
    pub class: &'static str,
    /// The database's own name: `SQLITE_BUSY_SNAPSHOT`, an SQLSTATE …
    pub code: String,
    /// The database's message.
    pub message: String,
    /// What else it says, for those that say more.
    pub more: Option<Box<More>>,
}

/// What an error says beside its message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Details, one sentence.
    pub detail: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// The constraint that is violated.
    pub constraint: Option<String>,
    /// The table that it is about.
    pub table: Option<String>,
    /// The column that it is about.
    pub column: Option<String>,
}

impl Failure {
    /// The message as drivers tell it, with details and hint in lines of their own.
    pub fn whole_message(&self) -> String {
        let mut whole = self.message.clone();
        if let Some(more) = &self.more {
            for (what, text) in [("DETAIL", &more.detail), ("HINT", &more.hint)] {
                if let Some(text) = text {
                    whole += &format!("\n{what}:  {text}");
                }
            }
        }
        whole
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.class, self.message)
    }
}

/// Lock and transaction of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionState {
    /// The database's name for the strongest lock it holds.
    pub lock: &'static str,
    /// `none`, `deferred`, `read` or `write`.
    pub transaction: &'static str,
    /// Open savepoints, outermost first.
    pub savepoints: Vec<String>,
    /// Where transactions read from snapshots: how many commits have come since its own was taken.
    pub snapshot_age: Option<u32>,
}

/// What the last step wrote and read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Rows written, in order.
    pub changes: Vec<RowChange>,
    /// Tables read.
    pub read: Vec<String>,
    /// Whether something became visible to others.
    pub published: bool,
}
