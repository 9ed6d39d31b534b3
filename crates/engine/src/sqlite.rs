//! SQLite behind the boundary.

use crate::database::{
    ConnectionId, ConnectionState, Database, Done, Failure, Finished, Observed, START_OF_TIME,
    Stepped, Value,
};
use crate::hash::Hasher128;
use crate::processes::Model;
use crate::report::to_json;
use lockstep_scenario::{Row, RowChange, ServerView, Settings, Tables};
use lockstep_sqlite::{Column, Config, ConnId, Journal, Lock, SqlError, Step, Store, Transaction};
use std::collections::HashMap;
use std::hash::Hasher;
use std::rc::Rc;

/// The real SQLite.
pub struct Sqlite {
    store: Store,
    /// What tables are called in results, by their names in the database.
    labels: HashMap<String, String>,
}

impl Sqlite {
    /// An empty database.
    ///
    /// # Errors
    /// If SQLite cannot be started.
    pub fn new(settings: &Settings, models: &[Model]) -> Result<Self, Failure> {
        let journal = match settings.journal {
            lockstep_scenario::Journal::Delete => Journal::Delete,
            lockstep_scenario::Journal::Wal => Journal::Wal,
        };
        let config = Config {
            journal,
            now: START_OF_TIME,
            observe: false,
            ..Config::default()
        };
        Ok(Sqlite {
            store: Store::new(config).map_err(failure)?,
            labels: models
                .iter()
                .map(|model| (model.table.clone(), model.label.clone()))
                .collect(),
        })
    }

    fn stepped(&self, step: Step) -> Stepped {
        let result = match step {
            Step::Done(done) => Some(Finished::Done(Done {
                columns: done.columns.iter().map(ToString::to_string).collect(),
                rows: done.rows,
                rowcount: done.changes,
                last_insert_rowid: done.last_insert_rowid,
                ..Done::default()
            })),
            Step::Failed(error) => Some(Finished::Failed(failure(error))),
            Step::Blocked(_) => None,
        };
        // A waiting statement of SQLite tries again by itself: nobody is woken.
        Stepped {
            result,
            woke: Vec::new(),
        }
    }

    fn label(&self, table: &str) -> String {
        self.labels
            .get(table)
            .cloned()
            .unwrap_or_else(|| table.to_owned())
    }
}

fn id(connection: ConnectionId) -> ConnId {
    ConnId(u32::try_from(connection).unwrap_or(u32::MAX))
}

fn failure(error: SqlError) -> Failure {
    Failure {
        class: exception_class(error.extended_code),
        code: error.name.to_owned(),
        message: error.message.to_string(),
        more: None,
    }
}

/// The class that Python's `sqlite3` module raises for a result code (its `_pysqlite_seterror`).
fn exception_class(extended_code: i32) -> &'static str {
    match extended_code & 0xff {
        2 | 12 => "InternalError",                          // INTERNAL, NOTFOUND
        1 | 3..=6 | 8..=10 | 13..=17 => "OperationalError", // ERROR, PERM … SCHEMA
        11 => "DatabaseError",                              // CORRUPT
        18 => "DataError",                                  // TOOBIG
        19 | 20 => "IntegrityError",                        // CONSTRAINT, MISMATCH
        21 => "InterfaceError",                             // MISUSE
        // RANGE: the number of parameters is wrong, which the driver looks at before it sends anything.
        25 => "ProgrammingError",
        _ => "DatabaseError",
    }
}

impl Database for Sqlite {
    type Snapshot = Rc<lockstep_sqlite::Snapshot>;

    fn statements<'a>(&self, sql: &'a str) -> Vec<&'a str> {
        lockstep_sqlite::statements(sql)
    }

    fn connect(&mut self, name: &str, timeout: u32) -> Result<ConnectionId, Failure> {
        let id = self.store.connect(name, timeout).map_err(failure)?;
        Ok(id.0 as usize)
    }

    fn close(&mut self, connection: ConnectionId) -> Vec<(ConnectionId, Finished)> {
        self.store.close(id(connection));
        Vec::new()
    }

    fn execute(&mut self, connection: ConnectionId, sql: &str, params: &[Value]) -> Stepped {
        let step = self.store.execute(id(connection), sql, params);
        self.stepped(step)
    }

    fn retry(&mut self, connection: ConnectionId) -> Stepped {
        let step = self.store.retry(id(connection));
        self.stepped(step)
    }

    fn choices(&self) -> &[ConnectionId] {
        &[]
    }

    fn timeout(&self, connection: ConnectionId) -> Option<u32> {
        Some(self.store.busy_timeout(id(connection)))
    }

    fn time_out(&mut self, connection: ConnectionId) -> Stepped {
        let step = self.store.cancel(id(connection));
        self.stepped(step)
    }

    fn cancel(&mut self, _: ConnectionId) -> Option<Stepped> {
        None
    }

    fn can_proceed(&self, connection: ConnectionId) -> bool {
        self.store.can_proceed(id(connection))
    }

    fn blockers(&self, connection: ConnectionId) -> Vec<ConnectionId> {
        let blockers = self.store.blockers(id(connection));
        blockers.into_iter().map(|id| id.0 as usize).collect()
    }

    fn set_clock(&mut self, passed: u64) {
        let passed = i64::try_from(passed).unwrap_or(i64::MAX);
        self.store.set_now(START_OF_TIME.saturating_add(passed));
    }

    fn in_transaction(&self, connection: ConnectionId) -> bool {
        self.store.transaction(id(connection)) != Transaction::None
    }

    fn view(&self, connection: ConnectionId) -> ConnectionState {
        let connection = id(connection);
        ConnectionState {
            lock: match self.store.lock(connection) {
                Lock::Unlocked => "UNLOCKED",
                Lock::Shared => "SHARED",
                Lock::Reserved => "RESERVED",
                Lock::Pending => "PENDING",
                Lock::Exclusive => "EXCLUSIVE",
            },
            transaction: match self.store.transaction(connection) {
                Transaction::None => "none",
                Transaction::Deferred => "deferred",
                Transaction::Read => "read",
                Transaction::Write => "write",
            },
            savepoints: self.store.savepoints(connection),
            snapshot_age: self.store.snapshot_age(connection),
        }
    }

    fn observe(&mut self, on: bool) {
        self.store.set_observe(on);
    }

    fn observed(&mut self, _: ConnectionId) -> Observed {
        let observed = self.store.observed().clone();
        let changes = observed
            .written
            .iter()
            .map(|change| {
                let columns = self.store.columns(&change.table);
                let row = |values: &Vec<Value>| row(&columns, values);
                RowChange {
                    table: self.label(&change.table),
                    rowid: change.rowid,
                    before: change.before.as_ref().map(row),
                    after: change.after.as_ref().map(row),
                }
            })
            .collect();
        let mut read: Vec<_> = observed.read.iter().map(|r| self.label(&r.table)).collect();
        read.dedup();
        Observed {
            changes,
            read,
            published: observed.published,
        }
    }

    fn keeps_snapshot(&self, _: ConnectionId) -> bool {
        true
    }

    fn inside(&mut self, _: &dyn Fn(ConnectionId) -> String) -> Option<ServerView> {
        None
    }

    fn peek(&mut self, sql: &str, params: &[Value]) -> Option<Vec<Vec<Value>>> {
        let files = self.store.files();
        files
            .iter()
            .find_map(|file| self.store.peek(file, sql, params).ok())
    }

    fn tables(&mut self) -> Tables {
        let mut tables = Tables::new();
        for file in self.store.files() {
            for table in self.store.tables(&file).unwrap_or_default() {
                let columns = self.store.columns(&table.name);
                let rows = table
                    .rows
                    .iter()
                    .map(|values| row(&columns, values))
                    .collect();
                tables.insert(self.label(&table.name), rows);
            }
        }
        tables
    }

    fn digest(&mut self, connections: &[ConnectionId]) -> u128 {
        let mut hasher = Hasher128::new();
        hasher.write_u128(self.store.content_digest());
        hasher.write_u64(self.store.random_streams());
        for connection in connections {
            hasher.write_u128(self.store.connection_digest(id(*connection)));
        }
        hasher.finish128()
    }

    fn content_digest(&mut self) -> u128 {
        self.store.content_digest()
    }

    fn snapshot(&mut self) -> Option<Self::Snapshot> {
        if !self.store.is_idle() {
            return None;
        }
        self.store.snapshot().ok().map(Rc::new)
    }

    fn restore(&mut self, snapshot: &Self::Snapshot) {
        self.store
            .restore(snapshot)
            .expect("a snapshot of this store can be restored");
    }
}

fn row(columns: &[Column], values: &[Value]) -> Row {
    columns
        .iter()
        .zip(values)
        .map(|(column, value)| {
            // SQLite has no booleans: Django's columns say so by their declared type.
            let json = match value {
                Value::Integer(n @ (0 | 1)) if &*column.declared == "bool" => (*n == 1).into(),
                _ => to_json(value),
            };
            (column.name.to_string(), json)
        })
        .collect()
}
