//! Whichever database a scenario asks for, behind one type: the world is built once for all of them.

use crate::database::{
    ConnectionId, ConnectionState, Database, Failure, Finished, Observed, Stepped, Value,
};
#[cfg(feature = "postgres")]
use crate::postgres::Postgres;
use crate::processes::Model;
use crate::sqlite::Sqlite;
use lockstep_scenario::{DatabaseKind, Problem, ServerView, Settings, Tables};

/// The database that the settings name.
pub enum AnyDatabase {
    /// The real SQLite.
    Sqlite(Box<Sqlite>),
    /// The PostgreSQL profile.
    #[cfg(feature = "postgres")]
    Postgres(Box<Postgres>),
}

/// What brings the content of either back.
#[derive(Clone)]
pub enum AnySnapshot {
    /// Of SQLite.
    Sqlite(<Sqlite as Database>::Snapshot),
    /// Of the PostgreSQL profile.
    #[cfg(feature = "postgres")]
    Postgres(<Postgres as Database>::Snapshot),
}

impl AnyDatabase {
    /// An empty database.
    ///
    /// # Errors
    /// If it cannot be started, or this program has been built without it.
    pub fn new(settings: &Settings, models: &[Model]) -> Result<Self, Problem> {
        let failed = |failure: Failure| Problem::new(failure.to_string());
        match settings.database {
            DatabaseKind::Sqlite => Sqlite::new(settings, models)
                .map(|sqlite| AnyDatabase::Sqlite(Box::new(sqlite)))
                .map_err(failed),
            #[cfg(feature = "postgres")]
            DatabaseKind::Postgres => Postgres::new(settings, models)
                .map(|postgres| AnyDatabase::Postgres(Box::new(postgres)))
                .map_err(failed),
            #[cfg(not(feature = "postgres"))]
            DatabaseKind::Postgres => Err(Problem::new(
                "This build of Lockstep has no PostgreSQL profile: choose the database sqlite.",
            )),
        }
    }
}

/// The same call of whichever it is.
macro_rules! either {
    ($self:expr, $database:ident => $call:expr) => {
        match $self {
            AnyDatabase::Sqlite($database) => $call,
            #[cfg(feature = "postgres")]
            AnyDatabase::Postgres($database) => $call,
        }
    };
}

impl Database for AnyDatabase {
    type Snapshot = AnySnapshot;

    fn statements<'a>(&self, sql: &'a str) -> Vec<&'a str> {
        either!(self, database => database.statements(sql))
    }

    fn connect(&mut self, name: &str, timeout: u32) -> Result<ConnectionId, Failure> {
        either!(self, database => database.connect(name, timeout))
    }

    fn close(&mut self, connection: ConnectionId) -> Vec<(ConnectionId, Finished)> {
        either!(self, database => database.close(connection))
    }

    fn execute(&mut self, connection: ConnectionId, sql: &str, params: &[Value]) -> Stepped {
        either!(self, database => database.execute(connection, sql, params))
    }

    fn retry(&mut self, connection: ConnectionId) -> Stepped {
        either!(self, database => database.retry(connection))
    }

    fn choices(&self) -> &[ConnectionId] {
        either!(self, database => database.choices())
    }

    fn timeout(&self, connection: ConnectionId) -> Option<u32> {
        either!(self, database => database.timeout(connection))
    }

    fn time_out(&mut self, connection: ConnectionId) -> Stepped {
        either!(self, database => database.time_out(connection))
    }

    fn cancel(&mut self, connection: ConnectionId) -> Option<Stepped> {
        either!(self, database => database.cancel(connection))
    }

    fn can_proceed(&self, connection: ConnectionId) -> bool {
        either!(self, database => database.can_proceed(connection))
    }

    fn blockers(&self, connection: ConnectionId) -> Vec<ConnectionId> {
        either!(self, database => database.blockers(connection))
    }

    fn set_clock(&mut self, passed: u64) {
        either!(self, database => database.set_clock(passed));
    }

    fn in_transaction(&self, connection: ConnectionId) -> bool {
        either!(self, database => database.in_transaction(connection))
    }

    fn view(&self, connection: ConnectionId) -> ConnectionState {
        either!(self, database => database.view(connection))
    }

    fn observe(&mut self, on: bool) {
        either!(self, database => database.observe(on));
    }

    fn observed(&mut self, connection: ConnectionId) -> Observed {
        either!(self, database => database.observed(connection))
    }

    fn keeps_snapshot(&self, connection: ConnectionId) -> bool {
        either!(self, database => database.keeps_snapshot(connection))
    }

    fn inside(&mut self, name: &dyn Fn(ConnectionId) -> String) -> Option<ServerView> {
        either!(self, database => database.inside(name))
    }

    fn peek(&mut self, sql: &str, params: &[Value]) -> Option<Vec<Vec<Value>>> {
        either!(self, database => database.peek(sql, params))
    }

    fn tables(&mut self) -> Tables {
        either!(self, database => database.tables())
    }

    fn digest(&mut self, connections: &[ConnectionId]) -> u128 {
        either!(self, database => database.digest(connections))
    }

    fn content_digest(&mut self) -> u128 {
        either!(self, database => database.content_digest())
    }

    fn snapshot(&mut self) -> Option<Self::Snapshot> {
        match self {
            AnyDatabase::Sqlite(database) => database.snapshot().map(AnySnapshot::Sqlite),
            #[cfg(feature = "postgres")]
            AnyDatabase::Postgres(database) => database.snapshot().map(AnySnapshot::Postgres),
        }
    }

    fn restore(&mut self, snapshot: &Self::Snapshot) {
        match (self, snapshot) {
            (AnyDatabase::Sqlite(database), AnySnapshot::Sqlite(snapshot)) => {
                database.restore(snapshot);
            }
            #[cfg(feature = "postgres")]
            (AnyDatabase::Postgres(database), AnySnapshot::Postgres(snapshot)) => {
                database.restore(snapshot);
            }
            #[cfg(feature = "postgres")]
            _ => unreachable!("a snapshot goes back to the database that it is of"),
        }
    }
}
