//! What callers of a [`Server`](crate::Server) give and get.

use std::rc::Rc;

use crate::Value;
use crate::error::PgError;
use crate::types::Type;

/// A session's number: the lowest free one when it was opened.
pub type SessionId = usize;

/// How a server behaves where the real one leaves it to chance.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// What the clock shows, in milliseconds since 1970.
    pub now: i64,
    /// Whether to notice what [`Server::observed`](crate::Server::observed) tells.
    pub observe: bool,
    /// Who gives way in a deadlock.
    pub victim: Victim,
    /// Who goes on first when several wake at once.
    pub wake: WakeOrder,
}

impl Default for Config {
    /// 2026-01-01 00:00:00 UTC, nothing observed, everything in a fixed order.
    fn default() -> Self {
        Config {
            now: 1_767_225_600_000,
            observe: false,
            victim: Victim::Closer,
            wake: WakeOrder::Queue,
        }
    }
}

/// Who gives way in a deadlock. The real server's victim is whoever's `deadlock_timeout` passes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Victim {
    /// The session whose wait closes the cycle.
    Closer,
    /// Any of the cycle's sessions: a choice.
    Any,
}

/// Who goes on first when one release wakes several sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WakeOrder {
    /// Who has waited longest.
    Queue,
    /// Any of them: a choice, for processes that wake at the same time run in any order.
    Any,
}

/// Why a waiting statement is ended from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancel {
    /// `lock_timeout` has passed: 55P03.
    LockTimeout,
    /// `statement_timeout` has passed: 57014.
    StatementTimeout,
    /// Somebody asked for it: 57014.
    User,
}

/// What a step of one session did.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// How the statement of the session that stepped ended; `None` if it waits.
    pub result: Option<Finished>,
    /// Statements of other sessions that this step finished, in order.
    pub woke: Vec<(SessionId, Finished)>,
}

/// How a statement ended.
pub type Finished = Result<Done, PgError>;

/// A statement's results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    /// The result's columns; none if the statement returns no rows.
    pub columns: Rc<[Column]>,
    /// The result's rows.
    pub rows: Vec<Vec<Value>>,
    /// Rows written or returned; -1 where the statement does neither.
    pub rowcount: i64,
    /// The server's command tag: `INSERT 0 1`.
    pub tag: String,
    /// `SERIALIZABLE`: the statement has a shape for which the real server may abort more transactions.
    pub may_abort_more: bool,
    /// What the server says besides, for example "WARNING:  there is already a transaction in progress", as far as
    /// `client_min_messages` lets it through.
    pub notices: Vec<String>,
}

/// A column of a result or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: Rc<str>,
    /// Its type.
    pub type_: Type,
}

/// The isolation levels; `READ UNCOMMITTED` is `READ COMMITTED`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// A new snapshot for each statement.
    ReadCommitted,
    /// One snapshot for the whole transaction.
    RepeatableRead,
    /// The same, and aborted if it might not be serializable.
    Serializable,
}

/// Where a session's transaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transaction {
    /// None is open.
    None,
    /// One is open.
    Open {
        /// Its isolation level.
        level: Level,
        /// Whether it may only read.
        read_only: bool,
    },
    /// One has failed and waits for its ROLLBACK.
    Failed,
}

/// What the last step wrote and read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Rows written, in order.
    pub written: Vec<Written>,
    /// Tables read, with their sessions.
    pub read: Vec<Read>,
    /// Whether something became visible to others.
    pub published: bool,
}

/// A row that a statement wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Whose statement.
    pub session: SessionId,
    /// The table.
    pub table: Rc<str>,
    /// The row's number: the same for all its versions.
    pub row: u64,
    /// The version before; `None` if it was inserted.
    pub before: Option<Rc<[Value]>>,
    /// The version after; `None` if it was deleted.
    pub after: Option<Rc<[Value]>>,
    /// Positions of the primary key's columns.
    pub key: Rc<[usize]>,
}

/// A table that a statement read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// Whose statement.
    pub session: SessionId,
    /// The table.
    pub table: Rc<str>,
    /// The rows it got to see.
    pub rows: Vec<u64>,
}

/// Everything there is to look at, for people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// The tables with their rows' versions.
    pub tables: Vec<LookTable>,
    /// Row locks.
    pub row_locks: Vec<LookRowLock>,
    /// Table locks, granted ones first, then the queue in its order.
    pub table_locks: Vec<LookLock>,
    /// Advisory locks.
    pub advisory_locks: Vec<LookLock>,
    /// Who waits for whom, and for what.
    pub waits: Vec<LookWait>,
    /// The sessions.
    pub sessions: Vec<LookSession>,
}

/// A table's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct LookTable {
    /// The database it is in.
    pub database: Rc<str>,
    /// Its name.
    pub name: Rc<str>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with its versions, oldest first.
    pub rows: Vec<LookRow>,
}

/// A row with its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct LookRow {
    /// The row's number.
    pub row: u64,
    /// Its versions, oldest first.
    pub versions: Vec<LookVersion>,
}

/// One version of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct LookVersion {
    /// Its values.
    pub values: Rc<[Value]>,
    /// Whose open transaction created it; `None` once that is committed.
    pub created_by: Option<SessionId>,
    /// What removed it, if anything did.
    pub removed_by: Option<LookRemoval>,
    /// Sessions that see it: with their snapshot, or with the one that their next statement would take.
    pub seen_by: Vec<SessionId>,
}

/// What removed a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookRemoval {
    /// A transaction that has committed.
    Committed,
    /// This session's open transaction.
    Session(SessionId),
}

/// A lock on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookRowLock {
    /// The table.
    pub table: Rc<str>,
    /// The row's number.
    pub row: u64,
    /// `FOR UPDATE`, `FOR NO KEY UPDATE`, `FOR SHARE`, `FOR KEY SHARE`.
    pub mode: &'static str,
    /// Who holds it, or wants it.
    pub session: SessionId,
    /// Whether it waits for it.
    pub waiting: bool,
}

/// A table lock or an advisory lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookLock {
    /// The table, or the advisory lock's key.
    pub on: Rc<str>,
    /// The mode's name: `AccessShareLock`.
    pub mode: &'static str,
    /// Who holds it, or wants it.
    pub session: SessionId,
    /// Whether it has been granted.
    pub granted: bool,
}

/// One session waits for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookWait {
    /// Who waits.
    pub session: SessionId,
    /// For whom.
    pub blocker: SessionId,
    /// For what: `row of account`, `table account`, `key of account`, `advisory lock 1`.
    pub what: String,
}

/// A session.
#[derive(Clone, Debug, PartialEq)]
pub struct LookSession {
    /// Its number.
    pub session: SessionId,
    /// Its transaction.
    pub transaction: Transaction,
    /// Whether it holds a snapshot that later statements will use, too.
    pub snapshot: bool,
    /// How many transactions that wrote something have committed since that snapshot was taken.
    pub snapshot_age: Option<u64>,
    /// Names of its savepoints, outermost first.
    pub savepoints: Vec<Rc<str>>,
    /// Whether its statement waits.
    pub waiting: bool,
}

/// Committed content of a table, for people.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The database it is in.
    pub database: Rc<str>,
    /// Its name.
    pub name: Rc<str>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Positions of the primary key's columns.
    pub key: Rc<[usize]>,
    /// Its rows, ordered by the primary key if there is one.
    pub rows: Vec<Rc<[Value]>>,
}
