//! The PostgreSQL profile behind the boundary.

use crate::database::{
    ConnectionId, ConnectionState, Database, Done, Failure, Finished, More, Observed,
    START_OF_TIME, Stepped, Value,
};
use crate::processes::Model;
use crate::report::typed_json;
use lockstep_postgres::{
    Cancel, Config, Level, LookRemoval, LookSession, PgError, Server, Snapshot, Step, Table,
    Transaction, Type, Victim, WakeOrder,
};
use lockstep_scenario::{
    DeadlockVictim, LockView, Row, RowChange, RowView, ServerView, Settings, SnapshotView, Tables,
    VersionView, WaitView,
};
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::rc::Rc;

/// The PostgreSQL profile.
pub struct Postgres {
    server: Server,
    /// Names of the databases that have been connected to, in order.
    databases: Vec<String>,
    /// What tables are called in results, by their names in the database.
    labels: HashMap<String, String>,
    /// Waiting sessions one of which has to go on next.
    choices: Vec<ConnectionId>,
    /// Statements with `?` for each parameter, as the server has them.
    numbered: FxHashMap<String, Rc<str>>,
    /// What the last step wrote and read, until it is asked for.
    observed: Option<lockstep_postgres::Observed>,
}

impl Postgres {
    /// An empty server.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn new(settings: &Settings, models: &[Model]) -> Result<Self, Failure> {
        let config = Config {
            now: START_OF_TIME,
            observe: false,
            victim: match settings.deadlock_victim {
                DeadlockVictim::Closer => Victim::Closer,
                DeadlockVictim::Any => Victim::Any,
            },
            wake: match settings.wake_order {
                lockstep_scenario::WakeOrder::Queue => WakeOrder::Queue,
                lockstep_scenario::WakeOrder::Any => WakeOrder::Any,
            },
        };
        Ok(Postgres {
            server: Server::new(config).map_err(failure)?,
            databases: Vec::new(),
            labels: models
                .iter()
                .map(|model| (model.table.clone(), model.label.clone()))
                .collect(),
            choices: Vec::new(),
            numbered: FxHashMap::default(),
            observed: None,
        })
    }

    fn stepped(&mut self, step: Step) -> Stepped {
        Stepped {
            result: step.result.map(finished),
            woke: self.after(step.woke),
        }
    }

    /// Notices what follows from any call that may have changed who waits.
    fn after(
        &mut self,
        woke: Vec<(ConnectionId, lockstep_postgres::Finished)>,
    ) -> Vec<(ConnectionId, Finished)> {
        self.choices = self.server.choices();
        self.observed = None;
        let woke = woke.into_iter();
        woke.map(|(id, result)| (id, finished(result))).collect()
    }

    fn label(&self, table: &str) -> String {
        let known = self.labels.get(table);
        known.cloned().unwrap_or_else(|| table.to_owned())
    }

    fn session(&self, connection: ConnectionId) -> Option<LookSession> {
        let look = self.server.look();
        let mut sessions = look.sessions.into_iter();
        sessions.find(|session| session.session == connection)
    }
}

fn finished(finished: lockstep_postgres::Finished) -> Finished {
    match finished {
        Err(error) => Finished::Failed(failure(error)),
        Ok(done) => Finished::Done(Done {
            columns: done.columns.iter().map(|c| c.name.to_string()).collect(),
            types: done.columns.iter().map(|c| short_name(&c.type_)).collect(),
            rows: done.rows,
            rowcount: done.rowcount,
            last_insert_rowid: 0,
            tag: done.tag,
            notices: done.notices,
            may_abort_more: done.may_abort_more,
        }),
    }
}

fn failure(error: PgError) -> Failure {
    Failure {
        class: exception_class(error.sqlstate),
        code: error.sqlstate.to_owned(),
        message: error.message,
        more: Some(Box::new(More {
            detail: error.detail,
            hint: error.hint,
            constraint: error.constraint,
            table: error.table,
            column: error.column,
        })),
    }
}

/// The DB-API class of an SQLSTATE: psycopg's `get_base_exception`.
fn exception_class(sqlstate: &str) -> &'static str {
    match sqlstate.get(..2).unwrap_or_default() {
        "0A" => "NotSupportedError",
        "20" | "21" | "26" | "34" | "3D" | "3F" | "42" | "44" | "P0" => "ProgrammingError",
        "22" => "DataError",
        "23" => "IntegrityError",
        "24" | "25" | "2B" | "2D" | "XX" => "InternalError",
        "08" | "27" | "28" | "2F" | "38" | "39" | "3B" | "40" | "53" | "54" | "55" | "57"
        | "58" | "F0" | "HV" => "OperationalError",
        _ => "DatabaseError",
    }
}

/// A type as `pg_type` calls it.
fn short_name(type_: &Type) -> &'static str {
    match type_ {
        Type::Bool => "bool",
        Type::Int2 => "int2",
        Type::Int4 => "int4",
        Type::Int8 => "int8",
        Type::Float8 => "float8",
        Type::Numeric(_) => "numeric",
        Type::Text => "text",
        Type::Varchar(_) => "varchar",
        Type::TimestampTz => "timestamptz",
        Type::Timestamp => "timestamp",
        Type::Date => "date",
        Type::Time => "time",
        Type::Interval => "interval",
        Type::Uuid => "uuid",
        Type::Json => "json",
        Type::Jsonb => "jsonb",
        Type::Bytea => "bytea",
        Type::Void => "void",
        Type::Unknown => "unknown",
        Type::Array(item) => match **item {
            Type::Bool => "bool[]",
            Type::Int2 => "int2[]",
            Type::Int4 => "int4[]",
            Type::Int8 => "int8[]",
            Type::Float8 => "float8[]",
            Type::Numeric(_) => "numeric[]",
            Type::Uuid => "uuid[]",
            _ => "text[]",
        },
    }
}

/// A statement with `$1`, `$2` … for each `?` that stands outside of texts, names and comments.
fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 8);
    let mut number = 0;
    for piece in pieces(sql) {
        match piece {
            Piece::Plain(text) => {
                let mut parts = text.split('?');
                out.push_str(parts.next().unwrap_or_default());
                for part in parts {
                    number += 1;
                    out.push_str(&format!("${number}{part}"));
                }
            }
            Piece::Closed(text) => out.push_str(text),
        }
    }
    out
}

/// A part of a text of SQL.
enum Piece<'a> {
    /// Words and signs.
    Plain(&'a str),
    /// A text, a quoted name or a comment, whole.
    Closed(&'a str),
}

/// Cuts SQL where texts, quoted names and comments begin and end (PostgreSQL's documentation, 4.1).
fn pieces(sql: &str) -> Vec<Piece<'_>> {
    let bytes = sql.as_bytes();
    let mut found = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = match rest {
            [b'\'', ..] => {
                let escapes = matches!(at.checked_sub(1).map(|i| bytes[i]), Some(b'e' | b'E'))
                    && !at.checked_sub(2).is_some_and(|i| is_word(bytes[i]));
                end_of_text(bytes, at + 1, b'\'', escapes)
            }
            [b'"', ..] => end_of_text(bytes, at + 1, b'"', false),
            [b'-', b'-', ..] => rest
                .iter()
                .position(|byte| *byte == b'\n')
                .map_or(bytes.len(), |length| at + length),
            [b'/', b'*', ..] => end_of_comment(bytes, at),
            [b'$', ..] if at == 0 || !is_word(bytes[at - 1]) => match dollar_tag(rest) {
                Some(tag) => sql[at + tag..]
                    .find(&sql[at..at + tag])
                    .map_or(bytes.len(), |length| at + tag + length + tag),
                None => {
                    at += 1;
                    continue;
                }
            },
            _ => {
                at += 1;
                continue;
            }
        };
        if plain < at {
            found.push(Piece::Plain(&sql[plain..at]));
        }
        found.push(Piece::Closed(&sql[at..end]));
        (plain, at) = (end, end);
    }
    if plain < bytes.len() {
        found.push(Piece::Plain(&sql[plain..]));
    }
    found
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || !byte.is_ascii()
}

/// Where a text ends that has begun before `at`; a doubled quote is one of the text.
fn end_of_text(bytes: &[u8], mut at: usize, quote: u8, escapes: bool) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if escapes => at += 2,
            byte if byte == quote && bytes.get(at + 1) == Some(&quote) => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Where a comment ends; there may be others in it.
fn end_of_comment(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => {
                depth += 1;
                at += 2;
            }
            b"*/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// How long the `$tag$` is with which a text begins here.
fn dollar_tag(bytes: &[u8]) -> Option<usize> {
    let length = bytes[1..].iter().position(|byte| *byte == b'$')?;
    let tag = &bytes[1..=length];
    let is_tag = tag.first().is_none_or(|byte| !byte.is_ascii_digit())
        && tag.iter().all(|byte| is_word(*byte));
    is_tag.then_some(length + 2)
}

impl Database for Postgres {
    type Snapshot = (Rc<Snapshot>, usize);

    fn statements<'a>(&self, sql: &'a str) -> Vec<&'a str> {
        let (mut found, mut begin, mut at) = (Vec::new(), 0, 0);
        let mut something = false;
        for piece in pieces(sql) {
            match piece {
                Piece::Closed(text) => {
                    something |= !(text.starts_with("--") || text.starts_with("/*"));
                    at += text.len();
                }
                Piece::Plain(text) => {
                    for part in text.split_inclusive(';') {
                        at += part.len();
                        something |= !part.trim_matches([' ', '\t', '\n', '\r', ';']).is_empty();
                        if part.ends_with(';') {
                            if something {
                                found.push(sql[begin..at - 1].trim());
                            }
                            (begin, something) = (at, false);
                        }
                    }
                }
            }
        }
        if something {
            found.push(sql[begin..].trim());
        }
        found
    }

    fn connect(&mut self, name: &str, _: u32) -> Result<ConnectionId, Failure> {
        let id = self.server.connect(name).map_err(failure)?;
        if !self.databases.iter().any(|known| known == name) {
            self.databases.push(name.to_owned());
        }
        Ok(id)
    }

    fn close(&mut self, connection: ConnectionId) -> Vec<(ConnectionId, Finished)> {
        let woke = self.server.close(connection);
        self.after(woke)
    }

    fn execute(&mut self, connection: ConnectionId, sql: &str, params: &[Value]) -> Stepped {
        let step = if params.is_empty() || sql.contains("$1") {
            self.server.execute(connection, sql, params)
        } else {
            if !self.numbered.contains_key(sql) {
                self.numbered.insert(sql.to_owned(), numbered(sql).into());
            }
            let sql = self.numbered[sql].clone();
            self.server.execute(connection, &sql, params)
        };
        self.stepped(step)
    }

    fn retry(&mut self, connection: ConnectionId) -> Stepped {
        // Whoever waits here goes on by itself, but for choices.
        let step = self.server.choose(connection);
        self.stepped(step)
    }

    fn choices(&self) -> &[ConnectionId] {
        &self.choices
    }

    fn timeout(&self, connection: ConnectionId) -> Option<u32> {
        self.server.lock_timeout(connection)
    }

    fn time_out(&mut self, connection: ConnectionId) -> Stepped {
        let step = self.server.cancel(connection, Cancel::LockTimeout);
        self.stepped(step)
    }

    fn cancel(&mut self, connection: ConnectionId) -> Option<Stepped> {
        let step = self.server.cancel(connection, Cancel::User);
        Some(self.stepped(step))
    }

    fn can_proceed(&self, connection: ConnectionId) -> bool {
        self.choices.contains(&connection)
    }

    fn blockers(&self, connection: ConnectionId) -> Vec<ConnectionId> {
        self.server.blockers(connection)
    }

    fn set_clock(&mut self, passed: u64) {
        let passed = i64::try_from(passed).unwrap_or(i64::MAX);
        self.server.set_now(START_OF_TIME.saturating_add(passed));
    }

    fn in_transaction(&self, connection: ConnectionId) -> bool {
        self.server.transaction(connection) != Transaction::None
    }

    fn view(&self, connection: ConnectionId) -> ConnectionState {
        let look = self.server.look();
        let held = look.table_locks.iter();
        let held = held.filter(|lock| lock.session == connection && lock.granted);
        let rank = |mode| MODES.iter().position(|(name, _)| *name == mode);
        let strongest = held.max_by_key(|lock| rank(lock.mode));
        let session = self.session(connection);
        ConnectionState {
            lock: strongest.map_or("none", |lock| mode_name(lock.mode)),
            transaction: match self.server.transaction(connection) {
                Transaction::None => "none",
                Transaction::Open { level, .. } => level_name(level),
                Transaction::Failed => "failed",
            },
            savepoints: session.as_ref().map_or_else(Vec::new, |session| {
                let names = session.savepoints.iter();
                names.map(ToString::to_string).collect()
            }),
            snapshot_age: session.and_then(|session| age(&session)),
        }
    }

    fn observe(&mut self, on: bool) {
        self.server.set_observe(on);
    }

    fn observed(&mut self, connection: ConnectionId) -> Observed {
        if self.observed.is_none() {
            self.observed = Some(self.server.observed());
        }
        let observed = self.observed.clone().unwrap_or_default();
        let tables = self.server.tables();
        let of = |name: &str| tables.iter().find(|table| *table.name == *name);
        let written = observed.written.iter();
        let changes = written
            .filter(|written| written.session == connection)
            .map(|written| {
                let table = of(&written.table);
                let row = |values: &Rc<[Value]>| table.map(|table| row(table, values));
                RowChange {
                    table: self.label(&written.table),
                    rowid: i64::try_from(written.row).unwrap_or(i64::MAX),
                    before: written.before.as_ref().and_then(row),
                    after: written.after.as_ref().and_then(row),
                }
            })
            .collect();
        let read = observed.read.iter();
        let read = read.filter(|read| read.session == connection);
        let mut read: Vec<_> = read.map(|read| self.label(&read.table)).collect();
        read.dedup();
        Observed {
            changes,
            read,
            // What is written outside of a transaction, or before its end, is visible when that is over.
            published: observed.published
                && self.server.transaction(connection) == Transaction::None,
        }
    }

    fn keeps_snapshot(&self, connection: ConnectionId) -> bool {
        match self.server.transaction(connection) {
            Transaction::Open { level, .. } => level != Level::ReadCommitted,
            Transaction::None | Transaction::Failed => false,
        }
    }

    fn inside(&mut self, name: &dyn Fn(ConnectionId) -> String) -> Option<ServerView> {
        let look = self.server.look();
        let content = self.server.tables();
        let names = |ids: &[ConnectionId]| ids.iter().map(|id| name(*id)).collect::<Vec<_>>();
        let mut called = HashMap::new();
        let mut rows = Vec::new();
        for table in &look.tables {
            let known = content.iter().find(|one| one.name == table.name);
            for looked in &table.rows {
                let title = row_title(known, looked);
                called.insert((table.name.clone(), looked.row), title.clone());
                let locks = look.row_locks.iter();
                let is_locked =
                    { locks.into_iter() }.any(|l| l.table == table.name && l.row == looked.row);
                let is_settled = |version: &lockstep_postgres::LookVersion| {
                    version.created_by.is_none() && version.removed_by.is_none()
                };
                let settled = matches!(&looked.versions[..], [one] if is_settled(one));
                if settled && !is_locked {
                    continue;
                }
                let versions = looked.versions.iter().map(|version| VersionView {
                    values: columns_of(&table.columns, &version.values),
                    uncommitted_by: version.created_by.map(name),
                    ended_by: match version.removed_by {
                        Some(LookRemoval::Session(session)) => Some(name(session)),
                        Some(LookRemoval::Committed) | None => None,
                    },
                    old: version.removed_by == Some(LookRemoval::Committed),
                    seen_by: names(&version.seen_by),
                });
                rows.push(RowView {
                    table: self.label(&table.name),
                    row: title,
                    versions: versions.collect(),
                });
            }
        }
        let mut locks: Vec<LockView> = Vec::new();
        for lock in &look.row_locks {
            let title = called.get(&(lock.table.clone(), lock.row));
            let title = title
                .cloned()
                .unwrap_or_else(|| format!("row {}", lock.row));
            locks.push(LockView {
                on: format!("{} {title}", self.label(&lock.table)),
                mode: lock.mode.to_owned(),
                task: name(lock.session),
                waits: lock.waiting,
            });
        }
        for lock in &look.table_locks {
            locks.push(LockView {
                on: format!("table {}", self.label(&lock.on)),
                mode: mode_name(lock.mode).to_owned(),
                task: name(lock.session),
                waits: !lock.granted,
            });
        }
        for lock in &look.advisory_locks {
            locks.push(LockView {
                on: format!("advisory {}", lock.on),
                mode: match lock.mode {
                    "ShareLock" => "shared",
                    _ => "exclusive",
                }
                .to_owned(),
                task: name(lock.session),
                waits: !lock.granted,
            });
        }
        locks.sort_by_key(|lock| lock.waits);
        let mut waits: Vec<WaitView> = Vec::new();
        for wait in &look.waits {
            let task = name(wait.session);
            let blocker = name(wait.blocker);
            match waits.iter_mut().find(|known| known.task == task) {
                Some(known) => known.waits_for.push(blocker),
                None => waits.push(WaitView {
                    task,
                    waits_for: vec![blocker],
                    what: wait.what.clone(),
                }),
            }
        }
        let sessions = look.sessions.iter();
        let snapshots = sessions.filter_map(|session| {
            let (isolation, failed) = match session.transaction {
                Transaction::None => return None,
                Transaction::Open { level, .. } => (level_name(level), false),
                Transaction::Failed => ("", true),
            };
            Some(SnapshotView {
                task: name(session.session),
                isolation: isolation.to_owned(),
                age: age(session),
                failed,
            })
        });
        Some(ServerView {
            snapshots: snapshots.collect(),
            rows,
            locks,
            waits,
        })
    }

    fn peek(&mut self, sql: &str, params: &[Value]) -> Option<Vec<Vec<Value>>> {
        let sql = match params.is_empty() || sql.contains("$1") {
            true => sql.to_owned(),
            false => numbered(sql),
        };
        let mut databases = self.databases.iter();
        databases.find_map(|database| self.server.peek(database, &sql, params).ok())
    }

    fn tables(&mut self) -> Tables {
        let tables = self.server.tables();
        let tables = tables.iter().map(|table| {
            let rows = table.rows.iter().map(|values| row(table, values));
            (self.label(&table.name), rows.collect())
        });
        tables.collect()
    }

    fn digest(&mut self, connections: &[ConnectionId]) -> u128 {
        self.server.digest(connections)
    }

    fn content_digest(&mut self) -> u128 {
        self.server.content_digest()
    }

    fn snapshot(&mut self) -> Option<Self::Snapshot> {
        Some((Rc::new(self.server.snapshot()), self.databases.len()))
    }

    fn restore(&mut self, snapshot: &Self::Snapshot) {
        self.server.restore(&snapshot.0);
        self.databases.truncate(snapshot.1);
        self.after(Vec::new());
    }
}

/// Modes of locks on tables, the weakest first: as `pg_locks` has them, and as LOCK TABLE says them.
const MODES: [(&str, &str); 8] = [
    ("AccessShareLock", "ACCESS SHARE"),
    ("RowShareLock", "ROW SHARE"),
    ("RowExclusiveLock", "ROW EXCLUSIVE"),
    ("ShareUpdateExclusiveLock", "SHARE UPDATE EXCLUSIVE"),
    ("ShareLock", "SHARE"),
    ("ShareRowExclusiveLock", "SHARE ROW EXCLUSIVE"),
    ("ExclusiveLock", "EXCLUSIVE"),
    ("AccessExclusiveLock", "ACCESS EXCLUSIVE"),
];

fn mode_name(mode: &'static str) -> &'static str {
    let known = MODES.iter().find(|(name, _)| *name == mode);
    known.map_or(mode, |(_, said)| said)
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::ReadCommitted => "read committed",
        Level::RepeatableRead => "repeatable read",
        Level::Serializable => "serializable",
    }
}

fn age(session: &LookSession) -> Option<u32> {
    let age = session.snapshot_age.filter(|_| session.snapshot)?;
    Some(u32::try_from(age).unwrap_or(u32::MAX))
}

fn row(table: &Table, values: &[Value]) -> Row {
    columns_of(&table.columns, values)
}

fn columns_of(columns: &[lockstep_postgres::Column], values: &[Value]) -> Row {
    let columns = columns.iter().zip(values);
    let columns = columns.map(|(column, value)| {
        let json = typed_json(value, Some(&short_name(&column.type_)));
        (column.name.to_string(), json)
    });
    columns.collect()
}

/// What people call a row: by its primary key.
fn row_title(table: Option<&Table>, row: &lockstep_postgres::LookRow) -> String {
    let key = table.map_or(&[][..], |table| &table.key[..]);
    let newest = row.versions.last();
    let part = |place: &usize| {
        let column = &table?.columns.get(*place)?.name;
        let value = crate::report::to_json(newest?.values.get(*place)?);
        Some(format!("{column} = {value}"))
    };
    match key.iter().map(part).collect::<Option<Vec<_>>>() {
        Some(parts) if !parts.is_empty() => parts.join(", "),
        _ => format!("row {}", row.row),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(sql: &str) -> Vec<String> {
        let postgres = Postgres::new(&Settings::default(), &[]).unwrap();
        let statements = postgres.statements(sql).into_iter();
        statements.map(ToOwned::to_owned).collect()
    }

    #[test]
    fn statements_end_at_semicolons_that_are_none_of_a_text() {
        assert_eq!(statements(" ; -- nothing\n ;/* ; */"), [""; 0]);
        assert_eq!(
            statements("SELECT ';', E'\\';', \"a;\"; SELECT $x$;$x$ ; SELECT 1 /* ; /* ; */ ; */"),
            [
                "SELECT ';', E'\\';', \"a;\"",
                "SELECT $x$;$x$",
                "SELECT 1 /* ; /* ; */ ; */"
            ]
        );
        assert_eq!(statements("SELECT 'it''s;'; x'"), ["SELECT 'it''s;'", "x'"]);
    }

    #[test]
    fn parameters_are_numbered_outside_of_texts() {
        assert_eq!(
            numbered("SELECT ?, '?', \"?\", $$?$$ -- ?\n, ? /* ? */"),
            "SELECT $1, '?', \"?\", $$?$$ -- ?\n, $2 /* ? */"
        );
    }
}
