//! Going back: a store's files and connections as they were.

use crate::content::Content;
use crate::error::SqlError;
use crate::files::DatabaseImage;
use crate::store::{ConnId, Session, Store};
use std::rc::Rc;

use rusqlite::ffi;

/// A store's state at a moment when nothing was going on.
///
/// It shares its pages with the store; taking one and going back to it costs what has changed.
pub struct Snapshot {
    now: i64,
    random_streams: u64,
    /// By the number of the database; `None` if it did not exist.
    databases: Vec<Option<(DatabaseImage, Content)>>,
    connections: Vec<Option<ConnectionState>>,
}

struct ConnectionState {
    database: usize,
    busy_timeout: u32,
    last_insert_rowid: i64,
    changes: i64,
    total_changes: i64,
    random: Option<u64>,
    gave_up: bool,
}

impl Store {
    /// Remembers the state of all files and connections.
    ///
    /// # Errors
    /// If a connection has a transaction open, waits, or has temporary tables or pragmas of its own:
    /// those cannot be put back.
    pub fn snapshot(&mut self) -> Result<Snapshot, SqlError> {
        let refuse = |what| Err(SqlError::new(ffi::SQLITE_MISUSE, what));
        if !self.is_idle() {
            return refuse("a snapshot needs all connections to be idle");
        }
        if self
            .sessions
            .iter()
            .flatten()
            .any(|session| session.personal != 0)
        {
            return refuse("a snapshot cannot hold temporary tables or changed pragmas");
        }
        // Who has not read the latest schema when the file is locked answers "no such table".
        self.files.borrow_mut().recording = false;
        let pooled = self.databases.iter_mut();
        let pooled = pooled.flat_map(|database| &mut database.pool);
        let sessions = self.sessions.iter_mut().flatten();
        for connection in sessions
            .map(|session| &mut session.connection)
            .chain(pooled)
            .filter(|connection| connection.cold)
        {
            connection.warm()?;
        }
        self.serial += 1;
        let mut files = self.files.borrow_mut();
        let databases = self
            .databases
            .iter()
            .enumerate()
            .map(|(number, database)| {
                database
                    .exists
                    .then(|| (files.image(number, self.serial), database.content.clone()))
            })
            .collect();
        let connections = self
            .sessions
            .iter()
            .map(|session| {
                session.as_ref().map(|session| ConnectionState {
                    database: session.connection.database,
                    busy_timeout: session.busy_timeout,
                    last_insert_rowid: session.connection.last_insert_rowid(),
                    changes: session.changes,
                    total_changes: session.connection.total_changes()
                        - session.connection.hooks.total_changes.get(),
                    random: session.connection.hooks.random.get(),
                    gave_up: session.connection.hooks.gave_up.get(),
                })
            })
            .collect();
        Ok(Snapshot {
            now: files.now,
            random_streams: files.streams,
            databases,
            connections,
        })
    }

    /// Goes back to a snapshot of this store, whatever is going on now.
    ///
    /// # Errors
    /// If a connection that has been closed since cannot be opened again.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), SqlError> {
        {
            let mut files = self.files.borrow_mut();
            files.recording = false;
            files.dies_after = None;
            files.now = snapshot.now;
            files.streams = snapshot.random_streams;
        }
        for index in 0..self.sessions.len() {
            let Some(mut session) = self.sessions[index].take() else {
                continue;
            };
            let state = snapshot.connections.get(index).and_then(Option::as_ref);
            if state.is_some_and(|state| state.database == session.connection.database)
                && session.personal == 0
            {
                self.abandon(&mut session);
                self.sessions[index] = Some(session);
            } else {
                self.retire(session);
            }
        }
        for number in 0..self.databases.len() {
            self.restore_database(number, snapshot)?;
        }
        for (index, state) in snapshot.connections.iter().enumerate() {
            let Some(state) = state else { continue };
            if self.sessions[index].is_none() {
                let id = ConnId(index as u32);
                self.sessions[index] = Some(self.open_session(id, state.database)?);
            }
            if let Some(session) = &mut self.sessions[index] {
                session.connection.warm_up(&self.files)?;
                session.put_back(state);
            }
        }
        while self.sessions.len() > snapshot.connections.len() {
            self.sessions.pop();
        }
        Ok(())
    }

    fn restore_database(&mut self, number: usize, snapshot: &Snapshot) -> Result<(), SqlError> {
        let database = &mut self.databases[number];
        let wanted = snapshot.databases.get(number).and_then(Option::as_ref);
        let (image, content) = wanted.unwrap_or(&database.empty);
        database.exists = wanted.is_some();
        let changed = self.files.borrow_mut().restore(number, image);
        let same_schema = Rc::ptr_eq(&database.content.schema, &content.schema);
        database.content = content.clone();
        if changed && !same_schema {
            self.share_schema(number);
            let database = &mut self.databases[number];
            database.observer.reload_schema()?;
            for connection in &mut database.pool {
                connection.reload_schema()?;
            }
            for session in self.sessions.iter_mut().flatten() {
                if session.connection.database == number {
                    session.connection.reload_schema()?;
                }
            }
        }
        let database = &mut self.databases[number];
        if self.following && database.exists && database.content.sums().is_none() {
            // Once for all that comes after this snapshot: commits add to what is known, else every
            // content that they lead to is read anew. Only a damaged file cannot be read.
            let _ = database.content.digest(&mut database.observer);
        }
        Ok(())
    }
}

impl Session {
    fn put_back(&mut self, state: &ConnectionState) {
        let connection = &self.connection;
        let hooks = &connection.hooks;
        connection.set_last_insert_rowid(state.last_insert_rowid);
        hooks.changes.set(Some(state.changes));
        hooks
            .total_changes
            .set(connection.total_changes() - state.total_changes);
        hooks.random.set(state.random);
        hooks.first_random.set(None);
        hooks.gave_up.set(state.gave_up);
        hooks.waits.set(state.busy_timeout > 0);
        self.busy_timeout = state.busy_timeout;
        self.changes = state.changes;
    }
}
