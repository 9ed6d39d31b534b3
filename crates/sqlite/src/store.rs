//! A set of database files, the connections to them, and what each statement did.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::ffi;

use crate::changes::{Read, RowChange};
use crate::connection::{Compiled, Connection, Setup, Statement, initialize};
use crate::content::{self, Content, HashedRow, Sums, Table, TableSchema};
use crate::error::SqlError;
use crate::files::{DatabaseImage, Files};
use crate::guard::{Kind, Limits};
use crate::hash::Hasher;
use crate::locks::{
    Lock, LockTransition, Request, WAL_CHECKPOINT, WAL_READERS, WAL_RECOVER, WAL_WRITE,
};
use crate::value::Value;
use crate::vfs::Vfs;
use crate::wal_index;

/// How a database survives crashes, which decides how its connections lock it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Journal {
    /// A rollback journal, deleted at every commit: SQLite's default.
    #[default]
    Delete,
    /// A write-ahead log: readers and one writer do not wait for each other.
    Wal,
}

impl Journal {
    fn name(self) -> &'static str {
        match self {
            Journal::Delete => "delete",
            Journal::Wal => "wal",
        }
    }
}

/// What a store is made with.
#[derive(Clone, Debug)]
pub struct Config {
    /// The journal mode of all files.
    pub journal: Journal,
    /// Where random numbers start from.
    pub seed: u64,
    /// What `now` is at first, in milliseconds since 1970.
    pub now: i64,
    /// Whether to collect the rows that statements read and write, and lock transitions.
    pub observe: bool,
    /// Whether `total_changes()` is part of a connection's digest.
    pub total_changes: bool,
    /// What a statement may use.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            journal: Journal::Delete,
            seed: 0,
            // 2026-01-01 00:00:00
            now: 1_767_225_600_000,
            observe: true,
            total_changes: false,
            limits: Limits::default(),
        }
    }
}

/// Names a connection of a store. The lowest free number is taken first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnId(pub u32);

impl ConnId {
    /// Of pooled connections.
    pub(crate) const NOBODY: ConnId = ConnId(u32::MAX);
}

/// How a statement ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// It did what it should.
    Done(Done),
    /// SQLite refused it.
    Failed(SqlError),
    /// It waits for a lock: see [`Store::retry`] and [`Store::cancel`].
    Blocked(Blocked),
}

/// What a statement gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    /// The names of the result's columns; empty if the statement gives no rows.
    pub columns: Rc<[Rc<str>]>,
    /// The result.
    pub rows: Vec<Vec<Value>>,
    /// Rows inserted, updated or deleted by the statement itself (not by triggers or foreign keys).
    pub changes: i64,
    /// The rowid of the connection's last insert, whichever statement that was.
    pub last_insert_rowid: i64,
}

/// What a statement waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// The level asked for.
    pub wants: Lock,
    /// The connections in its way.
    pub blockers: Vec<ConnId>,
}

/// A connection's transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transaction {
    /// None: every statement is its own.
    None,
    /// Begun, nothing read or written yet.
    Deferred,
    /// Has read.
    Read,
    /// Holds the right to write.
    Write,
}

/// The WAL locks of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WalLocks {
    /// The read mark, 0 to 4, of its snapshot. With mark 0 it reads the database file alone.
    pub read_mark: Option<u8>,
    /// It is the writer.
    pub write: bool,
    /// It checkpoints.
    pub checkpoint: bool,
    /// It recovers the log.
    pub recover: bool,
}

/// What the last statement did besides its result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Changes of lock levels, in order.
    pub lock_transitions: Vec<LockTransition>,
    /// Rows written, in order. Of a failed statement: rows that it wrote before it was undone.
    pub written: Vec<RowChange>,
    /// Tables and rows read.
    pub read: Vec<Read>,
    /// Other connections can see what was written: a write transaction was committed.
    pub published: bool,
}

/// A statement that waits.
pub(crate) struct Waiting {
    sql: Rc<str>,
    parameters: Vec<Value>,
    request: Request,
    /// What the statement ends with when it waits no longer.
    on_timeout: Step,
    /// `now` and the random state when the statement began: trying again must not change them.
    now: i64,
    random: Option<u64>,
}

/// A savepoint and the transaction's row changes when it was set.
struct Savepoint {
    name: Box<str>,
    delta: u128,
}

/// A read snapshot under WAL.
struct ReadSnapshot {
    header: [u8; 48],
    content: Content,
}

/// The open transaction of a connection.
#[derive(Default)]
struct OpenTransaction {
    /// A hash of its statements, parameters and outcomes.
    history: u128,
    savepoints: Vec<Savepoint>,
    /// It changed more than its row changes tell.
    beyond_rows: bool,
    /// It may have changed `sqlite_sequence`.
    sequence: bool,
    snapshot: Option<ReadSnapshot>,
}

impl OpenTransaction {
    /// Makes it that of a connection that has none, which it mostly is already.
    fn clear(&mut self) {
        self.history = 0;
        self.savepoints.clear();
        self.beyond_rows = false;
        self.sequence = false;
        if self.snapshot.is_some() {
            self.snapshot = None;
        }
    }
}

/// A connection in use.
pub(crate) struct Session {
    pub(crate) connection: Connection,
    transaction: OpenTransaction,
    pub(crate) waiting: Option<Box<Waiting>>,
    /// Milliseconds.
    pub(crate) busy_timeout: u32,
    /// What `changes()` would say.
    pub(crate) changes: i64,
    /// After how many more calls its process is to die.
    dies_after: Option<u32>,
    /// A hash of what has been done to the connection itself, 0 if nothing: pragmas, temporary tables.
    pub(crate) personal: u128,
}

/// A database file and what is kept for it.
pub(crate) struct Database {
    pub(crate) name: Rc<str>,
    /// Belongs to one connection alone.
    pub(crate) private: bool,
    /// Some connection has asked for it; else it only lies ready.
    pub(crate) exists: bool,
    pub(crate) content: Content,
    /// What it is when it has just been created.
    pub(crate) empty: (DatabaseImage, Content),
    pub(crate) observer: Connection,
    pub(crate) pool: Vec<Connection>,
}

/// A set of named in-memory database files and the connections to them.
///
/// A store belongs to one thread; several stores may run in several threads.
pub struct Store {
    // Connections go first: closing them needs the VFS.
    pub(crate) sessions: Vec<Option<Box<Session>>>,
    pub(crate) databases: Vec<Database>,
    pub(crate) names: HashMap<Rc<str>, usize>,
    pub(crate) vfs: Vfs,
    pub(crate) files: Rc<RefCell<Files>>,
    pub(crate) config: Config,
    observed: Observed,
    /// Whether the sums of the contents are kept up to date, row by row: from when a digest is first asked for.
    pub(crate) following: bool,
    /// Numbers snapshots.
    pub(crate) serial: u64,
}

fn no_such_connection() -> SqlError {
    SqlError::new(ffi::SQLITE_MISUSE, "no such connection")
}

impl Store {
    /// An empty store.
    ///
    /// # Errors
    /// If SQLite cannot be started.
    pub fn new(config: Config) -> Result<Store, SqlError> {
        initialize();
        let mut files = Files::default();
        files.now = config.now;
        files.random = config.seed;
        files.seed = config.seed;
        files.temporary_room = config.limits.temporary_bytes;
        let files = Rc::new(RefCell::new(files));
        let vfs = Vfs::register(&files)
            .map_err(|code| SqlError::new(code, "SQLite could not be started"))?;
        Ok(Store {
            sessions: Vec::new(),
            databases: Vec::new(),
            names: HashMap::new(),
            vfs,
            files,
            config,
            observed: Observed::default(),
            following: false,
            serial: 1,
        })
    }

    /// What `now` is, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.files.borrow().now
    }

    /// Sets what `now` is.
    pub fn set_now(&mut self, milliseconds: i64) {
        self.files.borrow_mut().now = milliseconds;
    }

    // ---- connections

    /// Opens a connection to `file`, which is created if need be; `:memory:` is private to the
    /// connection. `busy_timeout` is in milliseconds; 0 means that a locked database is an error at
    /// once, anything else that statements wait ([`Step::Blocked`]) until the caller cancels them.
    ///
    /// # Errors
    /// If SQLite cannot open it.
    pub fn connect(&mut self, file: &str, busy_timeout: u32) -> Result<ConnId, SqlError> {
        let database = self.database_for(file)?;
        let free = self.sessions.iter().position(Option::is_none);
        let index = free.unwrap_or(self.sessions.len());
        let session = self.open_session(ConnId(index as u32), database)?;
        if index == self.sessions.len() {
            self.sessions.push(None);
        }
        self.sessions[index] = Some(session);
        let id = ConnId(index as u32);
        self.set_busy_timeout(id, busy_timeout);
        Ok(id)
    }

    /// Takes a connection from the pool, or opens one, and makes it as good as new.
    pub(crate) fn open_session(
        &mut self,
        id: ConnId,
        database: usize,
    ) -> Result<Box<Session>, SqlError> {
        let mut connection = match self.databases[database].pool.pop() {
            Some(connection) => connection,
            None => self.open(database, false)?,
        };
        connection.warm_up(&self.files)?;
        let mut files = self.files.borrow_mut();
        let locks = &mut files.database_mut(database).locks;
        locks.rename(connection.slot, id);
        connection.set_last_insert_rowid(0);
        connection.watch_rows(self.config.observe, self.following);
        let hooks = &connection.hooks;
        hooks.changes.set(Some(0));
        hooks.total_changes.set(connection.total_changes());
        hooks.waits.set(false);
        hooks.gave_up.set(false);
        hooks.delta.set(0);
        hooks.random.set(None);
        hooks.first_random.set(None);
        Ok(Box::new(Session {
            connection,
            transaction: OpenTransaction::default(),
            waiting: None,
            busy_timeout: 0,
            changes: 0,
            dies_after: None,
            personal: 0,
        }))
    }

    fn open(&self, database: usize, observer: bool) -> Result<Connection, SqlError> {
        let schema = self
            .databases
            .get(database)
            .map(|known| Rc::clone(&known.content.schema));
        let connection = Connection::open(&Setup {
            vfs: &self.vfs,
            files: &self.files,
            database,
            journal: self.config.journal.name(),
            limits: self.config.limits,
            schema: schema.unwrap_or_default(),
            observer,
        })?;
        Ok(connection)
    }

    /// The number of the database behind a file name.
    fn database_for(&mut self, file: &str) -> Result<usize, SqlError> {
        let private = file == ":memory:";
        let known = if private {
            self.databases
                .iter()
                .position(|database| database.private && !database.exists)
        } else {
            self.names.get(file).copied()
        };
        let number = match known {
            Some(number) => number,
            None => self.create_database(file, private)?,
        };
        self.databases[number].exists = true;
        Ok(number)
    }

    fn create_database(&mut self, file: &str, private: bool) -> Result<usize, SqlError> {
        let number = self.files.borrow_mut().add();
        // The names given to SQLite are numbers: keep the two lists in step whatever happens.
        let mut observer = self.open(number, true)?;
        let content = content::look(&mut observer)?;
        self.serial += 1;
        let image = self.files.borrow_mut().image(number, self.serial);
        let name: Rc<str> = Rc::from(file);
        if !private {
            self.names.insert(Rc::clone(&name), number);
        }
        self.databases.push(Database {
            name,
            private,
            exists: true,
            content: content.clone(),
            empty: (image, content),
            observer,
            pool: Vec::new(),
        });
        Ok(number)
    }

    fn session(&self, id: ConnId) -> Option<&Session> {
        self.sessions.get(id.0 as usize)?.as_deref()
    }

    fn session_mut(&mut self, id: ConnId) -> Option<&mut Session> {
        self.sessions.get_mut(id.0 as usize)?.as_deref_mut()
    }

    /// Sets a connection's busy timeout in milliseconds; see [`Store::connect`].
    pub fn set_busy_timeout(&mut self, id: ConnId, milliseconds: u32) {
        if let Some(session) = self.session_mut(id) {
            session.busy_timeout = milliseconds;
            session.connection.hooks.waits.set(milliseconds > 0);
        }
    }

    /// A connection's busy timeout in milliseconds, which `PRAGMA busy_timeout` may have set.
    pub fn busy_timeout(&self, id: ConnId) -> u32 {
        self.session(id).map_or(0, |session| session.busy_timeout)
    }

    /// Closes a connection; what it has not committed is rolled back.
    pub fn close(&mut self, id: ConnId) {
        self.recording(false);
        if let Some(session) = self.sessions.get_mut(id.0 as usize).and_then(Option::take) {
            self.retire(session);
        }
    }

    /// Puts a session's connection into the pool.
    pub(crate) fn retire(&mut self, mut session: Box<Session>) {
        self.abandon(&mut session);
        let number = session.connection.database;
        let last_of_log = {
            let mut files = self.files.borrow_mut();
            let database = files.database_mut(number);
            let locks = &mut database.locks;
            locks.rename(session.connection.slot, ConnId::NOBODY);
            !locks.is_in_use() && database.wal.as_ref().is_some_and(|wal| wal.len() > 0)
        };
        let mut usable = session.personal == 0;
        if last_of_log {
            // The last to close a database empties its log into the file.
            usable &= session.connection.empty_log().is_ok();
        }
        let database = &mut self.databases[number];
        if database.private {
            database.exists = false;
            let (image, content) = &database.empty;
            self.files.borrow_mut().restore(number, image);
            database.content = content.clone();
            session.connection.hooks.set_schema(&content.schema);
            usable &= database.observer.reload_schema().is_ok()
                && session.connection.reload_schema().is_ok();
        }
        if usable {
            database.pool.push(session.connection);
        }
    }

    /// Rolls back whatever a session has open.
    pub(crate) fn abandon(&mut self, session: &mut Session) {
        let connection = &mut session.connection;
        if session.waiting.take().is_some() {
            let mut files = self.files.borrow_mut();
            files.drop_kept_locks(connection.database, connection.slot);
        }
        if !connection.autocommit() {
            // Nothing to do about an error: the connection is closed or used no more.
            let _ = connection.query("ROLLBACK");
        }
        connection.hooks.delta.set(0);
        if session.transaction.beyond_rows {
            connection.hooks.outdate_statements();
            connection.cold = true;
        }
        session.transaction = OpenTransaction::default();
    }

    /// The process behind a connection dies: it does nothing any more, not even roll back; its locks are
    /// gone. Whoever comes next to the file finds its journal or log and recovers.
    pub fn kill(&mut self, id: ConnId) {
        let Some(session) = self.sessions.get_mut(id.0 as usize).and_then(Option::take) else {
            return;
        };
        let (number, slot) = (session.connection.database, session.connection.slot);
        {
            let mut files = self.files.borrow_mut();
            files.dies_after = None;
            files.running_dead = true;
            files.die(number, slot);
        }
        drop(session);
        self.files.borrow_mut().running_dead = false;
        if self.databases[number].private {
            self.databases[number].exists = false;
        }
        // The dead may have committed or not.
        self.look_anew(number);
    }

    /// Makes a connection's process die during its next statements, when it has made `calls` more calls
    /// that write, sync, delete or lock files. That statement then fails with `SQLITE_IOERR`, and the
    /// connection is no more.
    pub fn kill_after(&mut self, id: ConnId, calls: u32) {
        if let Some(session) = self.session_mut(id) {
            session.dies_after = Some(calls);
        }
    }

    // ---- statements

    /// Runs one statement to its end.
    pub fn execute(&mut self, id: ConnId, sql: &str, parameters: &[Value]) -> Step {
        match self.session(id) {
            None => Step::Failed(no_such_connection()),
            Some(session) if session.waiting.is_some() => Step::Failed(SqlError::new(
                ffi::SQLITE_MISUSE,
                "the connection's last statement is still waiting",
            )),
            Some(_) => self.run(id, sql, parameters),
        }
    }

    /// Tries a blocked statement again.
    pub fn retry(&mut self, id: ConnId) -> Step {
        let Some(waiting) = self
            .session_mut(id)
            .and_then(|session| session.waiting.take())
        else {
            return Step::Failed(SqlError::new(ffi::SQLITE_MISUSE, "nothing waits"));
        };
        let now = self.now();
        self.set_now(waiting.now);
        if let Some(session) = self.session(id) {
            session.connection.hooks.random.set(waiting.random);
        }
        let step = self.run(id, &waiting.sql, &waiting.parameters);
        self.set_now(now);
        step
    }

    /// Ends a blocked statement as if its busy timeout had passed.
    pub fn cancel(&mut self, id: ConnId) -> Step {
        let Some(waiting) = self
            .session_mut(id)
            .and_then(|session| session.waiting.take())
        else {
            return Step::Failed(SqlError::new(ffi::SQLITE_MISUSE, "nothing waits"));
        };
        self.begin_observation();
        if let Some(session) = self.session(id) {
            let (number, slot) = (session.connection.database, session.connection.slot);
            self.files.borrow_mut().drop_kept_locks(number, slot);
            session.connection.hooks.gave_up.set(true);
        }
        self.end_observation();
        waiting.on_timeout
    }

    /// Whether a blocked statement's request would be granted now.
    pub fn can_proceed(&self, id: ConnId) -> bool {
        self.session(id).is_some_and(|session| {
            session.waiting.as_ref().is_some_and(|waiting| {
                let files = self.files.borrow();
                let locks = &files.database(session.connection.database).locks;
                locks.would_grant(session.connection.slot, waiting.request)
            })
        })
    }

    /// The connections in the way of a blocked statement, in ascending order.
    pub fn blockers(&self, id: ConnId) -> Vec<ConnId> {
        match self.session(id) {
            Some(session) => match &session.waiting {
                Some(waiting) => self.in_the_way(session, waiting.request),
                None => Vec::new(),
            },
            None => Vec::new(),
        }
    }

    fn in_the_way(&self, session: &Session, request: Request) -> Vec<ConnId> {
        let files = self.files.borrow();
        let locks = &files.database(session.connection.database).locks;
        let mut blockers: Vec<ConnId> = locks
            .in_the_way(session.connection.slot, request)
            .map(|slot| locks.connection(slot))
            .collect();
        blockers.sort_unstable();
        blockers
    }

    /// Whether to collect, from now on, what [`Store::observed`] tells.
    pub fn set_observe(&mut self, observe: bool) {
        self.config.observe = observe;
        for session in self.sessions.iter().flatten() {
            session.connection.watch_rows(observe, self.following);
        }
    }

    /// What the last statement, retry or cancellation did.
    pub fn observed(&self) -> &Observed {
        &self.observed
    }

    fn recording(&self, on: bool) {
        self.files.borrow_mut().recording = on;
    }

    fn begin_observation(&mut self) {
        let mut files = self.files.borrow_mut();
        files.transitions.clear();
        files.recording = self.config.observe;
        drop(files);
        self.observed.lock_transitions.clear();
        self.observed.written.clear();
        self.observed.read.clear();
        self.observed.published = false;
    }

    fn end_observation(&mut self) {
        let mut files = self.files.borrow_mut();
        files.recording = false;
        std::mem::swap(&mut files.transitions, &mut self.observed.lock_transitions);
    }

    fn run(&mut self, id: ConnId, sql: &str, parameters: &[Value]) -> Step {
        // The session is taken out while the rest of the store is needed too.
        let slot = self.sessions.get_mut(id.0 as usize);
        let Some(mut session) = slot.and_then(Option::take) else {
            return Step::Failed(no_such_connection());
        };
        let step = self.run_session(&mut session, sql, parameters);
        self.sessions[id.0 as usize] = Some(session);
        step.unwrap_or_else(|| {
            self.kill(id);
            Step::Failed(SqlError::new(ffi::SQLITE_IOERR, "the process has died"))
        })
    }

    /// Runs a statement and draws the consequences. `None`: the session's process has died.
    fn run_session(
        &mut self,
        session: &mut Session,
        sql: &str,
        parameters: &[Value],
    ) -> Option<Step> {
        let hooks = &session.connection.hooks;
        hooks.begin_statement(self.config.limits.operations, &mut self.observed.written);
        self.begin_observation();
        let hooks = &session.connection.hooks;
        let delta = hooks.delta.get();
        let random = hooks.random.get();
        let (statement, result) = match session.connection.prepare(sql) {
            Err(error) => (None, Err(error)),
            Ok(statement) => {
                let emptied = self.rows_to_be_deleted(session, &statement);
                if session.dies_after.is_some() {
                    self.files.borrow_mut().dies_after = session.dies_after.take();
                }
                let result = session.connection.run(&statement, parameters);
                if let Some((table, rows)) = emptied
                    && result.is_ok()
                {
                    let hooks = &session.connection.hooks;
                    for (rowid, hash, row) in rows {
                        hooks.note_deleted(&table, rowid, hash, row);
                    }
                }
                (Some(statement), result)
            }
        };
        let waited = session.connection.hooks.waited.get();
        {
            let mut files = self.files.borrow_mut();
            if let Some(left) = files.dies_after.take() {
                session.dies_after = Some(left);
            }
            if waited.is_none() {
                files.drop_kept_locks(session.connection.database, session.connection.slot);
            }
            files.recording = false;
            std::mem::swap(&mut files.transitions, &mut self.observed.lock_transitions);
            if files.running_dead {
                return None;
            }
        }
        let compiled = statement.as_deref().map(Statement::compiled);
        let known = statement.as_deref().zip(compiled.as_deref());
        let Some(request) = waited else {
            self.follow(session, parameters, known, &result, delta);
            let step = match result {
                Ok(rows) => Step::Done(self.done(session, known, rows)),
                Err(error) => Step::Failed(error),
            };
            if self.config.observe {
                let written = &session.connection.hooks.written;
                std::mem::swap(&mut *written.borrow_mut(), &mut self.observed.written);
            }
            return Some(step);
        };
        if session.connection.autocommit() {
            session.connection.hooks.delta.set(0);
        }
        let on_timeout = match result {
            Ok(rows) => Step::Done(self.done(session, known, rows)),
            Err(error) => Step::Failed(error),
        };
        let blocked = Blocked {
            wants: request.level(),
            blockers: self.in_the_way(session, request),
        };
        session.waiting = Some(Box::new(Waiting {
            sql: statement.map_or_else(|| Rc::from(sql), |statement| Rc::clone(&statement.sql)),
            parameters: parameters.to_vec(),
            request,
            on_timeout,
            now: self.files.borrow().now,
            // If its stream began with this very statement, it begins so again.
            random: random.or(session.connection.hooks.first_random.get()),
        }));
        Some(Step::Blocked(blocked))
    }

    /// The rows that a statement is going to delete at one go, without SQLite's telling: those that its
    /// transaction sees, or the committed ones if it sees none yet.
    fn rows_to_be_deleted(
        &mut self,
        session: &mut Session,
        statement: &Statement,
    ) -> Option<(Rc<TableSchema>, Vec<HashedRow>)> {
        let name = statement.empties()?;
        if !session.connection.hooks.wants_rows() {
            return None;
        }
        let database = &mut self.databases[session.connection.database];
        let rows = database.content.schema.table(&name).and_then(|table| {
            let reader = if session.connection.transaction_state() == ffi::SQLITE_TXN_NONE {
                &mut database.observer
            } else {
                &mut session.connection
            };
            let rows = content::hashed_rows(reader, table).ok()?;
            Some((Rc::clone(table), rows))
        });
        if rows.is_none() {
            // A table of this very transaction: there is more than rows to find out anyway.
            session.transaction.beyond_rows = true;
        }
        rows
    }

    fn done(
        &mut self,
        session: &mut Session,
        known: Option<(&Statement, &Compiled)>,
        mut rows: Vec<Vec<Value>>,
    ) -> Done {
        let mut changes = 0;
        // An empty `Rc` costs an allocation: only where nothing is known.
        let mut columns =
            known.map_or_else(Rc::default, |(_, compiled)| Rc::clone(&compiled.columns));
        if let Some((statement, compiled)) = known {
            let footprint = &compiled.footprint;
            if footprint.writes && !statement.readonly && !footprint.beyond_rows {
                changes = session.connection.changes();
                session.changes = changes;
                session.connection.hooks.changes.set(None);
            }
            if let Some(set) = footprint.busy_timeout {
                if let Some(milliseconds) = set {
                    session.busy_timeout = milliseconds;
                    session.connection.hooks.waits.set(milliseconds > 0);
                }
                columns = Rc::from([Rc::from("timeout")]);
                rows = vec![vec![Value::Integer(i64::from(session.busy_timeout))]];
            }
            if self.config.observe && !footprint.reads.is_empty() {
                compiled.note_reads(&rows, &mut self.observed.read);
            }
        }
        Done {
            columns,
            rows,
            changes,
            last_insert_rowid: session.connection.last_insert_rowid(),
        }
    }

    /// Follows what a statement did to its connection's transaction and to what is committed.
    fn follow(
        &mut self,
        session: &mut Session,
        parameters: &[Value],
        known: Option<(&Statement, &Compiled)>,
        result: &Result<Vec<Vec<Value>>, SqlError>,
        delta: u128,
    ) {
        let number = session.connection.database;
        let statement = known.map(|(statement, _)| statement);
        let footprint = known.map(|(_, compiled)| &compiled.footprint);
        let autocommit = session.connection.autocommit();
        let committed = session.connection.hooks.committed.get();
        let transaction = &mut session.transaction;
        if let Some(footprint) = footprint {
            transaction.beyond_rows |= footprint.beyond_rows || footprint.unseen_rows;
            transaction.sequence |= footprint.sequence
                || footprint.inserts.iter().any(|table| {
                    self.databases[number]
                        .content
                        .schema
                        .is_autoincrement(table)
                });
            if footprint.temporary || footprint.session {
                let mut hasher = Hasher::new(6);
                hasher.wide(session.personal);
                hash_statement(&mut hasher, statement, parameters, result);
                session.personal = hasher.finish();
            }
        }
        if transaction.beyond_rows {
            session.connection.hooks.outdate_statements();
            session.connection.cold = true;
        }
        let wrote = session.connection.hooks.row_writes.get() > 0;
        if committed {
            // Of a statement that failed and was committed nevertheless (OR FAIL) some rows are there.
            transaction.beyond_rows |= result.is_err();
            self.publish(session);
        } else if autocommit {
            let hooks = &session.connection.hooks;
            hooks.delta.set(0);
            session.transaction.clear();
            if result.is_ok() && statement.is_some_and(|statement| statement.vacuum) {
                self.observed.published = true;
                self.look_anew(number);
            }
        } else {
            match result {
                Err(error) if error.code == ffi::SQLITE_BUSY => {}
                Err(_) => {
                    session.connection.hooks.delta.set(delta);
                    // Undone as a whole, unless the conflict clause was OR FAIL.
                    transaction.beyond_rows |= wrote;
                }
                Ok(_) => {
                    let delta = session.connection.hooks.delta.get();
                    if let Some(footprint) = footprint {
                        transaction.follow(&footprint.kind, delta, &session.connection);
                    }
                }
            }
            let busy = result
                .as_ref()
                .is_err_and(|error| error.code == ffi::SQLITE_BUSY);
            let matters = statement.is_some_and(|statement| !statement.readonly)
                || footprint.is_some_and(|footprint| footprint.kind != Kind::Ordinary);
            if matters && !busy {
                let mut hasher = Hasher::new(7);
                hasher.wide(session.transaction.history);
                hash_statement(&mut hasher, statement, parameters, result);
                session.transaction.history = hasher.finish();
            }
        }
        // The session is out of the store while its schema may have been found to be another one.
        let schema = &self.databases[number].content.schema;
        session.connection.hooks.set_schema(schema);
        self.follow_snapshot(session);
    }

    /// Under WAL: notes which content a transaction sees from now on.
    fn follow_snapshot(&self, session: &mut Session) {
        if self.config.journal == Journal::Delete || session.transaction.snapshot.is_some() {
            return;
        }
        let number = session.connection.database;
        if !session.connection.autocommit()
            && session.connection.transaction_state() != ffi::SQLITE_TXN_NONE
        {
            session.transaction.snapshot = Some(ReadSnapshot {
                header: self.files.borrow().database(number).wal_index.header(),
                content: self.databases[number].content.clone(),
            });
        }
    }

    /// A transaction has been committed: brings what is known of the content up to date.
    fn publish(&mut self, session: &mut Session) {
        self.observed.published = true;
        let number = session.connection.database;
        let transaction = std::mem::take(&mut session.transaction);
        let delta = session.connection.hooks.delta.replace(0);
        if transaction.beyond_rows {
            self.look_anew(number);
            return;
        }
        let content = &mut self.databases[number].content;
        let sums = content.sums().filter(|_| self.following);
        content.set_sums(sums.and_then(|sums| {
            Some(Sums {
                rows: sums.rows.wrapping_add(delta),
                sequence: if transaction.sequence {
                    // The hooks do not tell what SQLite writes there; the connection has the page in its cache.
                    content::scan_sequence(&mut session.connection).ok()?
                } else {
                    sums.sequence
                },
            })
        }));
    }

    /// Looks anew at all that is committed.
    pub(crate) fn look_anew(&mut self, number: usize) {
        let database = &mut self.databases[number];
        if let Ok(content) = content::look(&mut database.observer) {
            database.content = content;
            self.share_schema(number);
        }
    }

    /// Tells all connections to a database its schema.
    pub(crate) fn share_schema(&mut self, number: usize) {
        let database = &mut self.databases[number];
        let sessions = self.sessions.iter_mut().flatten();
        for connection in sessions
            .map(|session| &mut session.connection)
            .filter(|connection| connection.database == number)
            .chain(&mut database.pool)
        {
            connection.hooks.set_schema(&database.content.schema);
            connection.cold = true;
        }
    }

    // ---- looking

    /// A connection's lock level.
    pub fn lock(&self, id: ConnId) -> Lock {
        self.session(id).map_or(Lock::Unlocked, |session| {
            let files = self.files.borrow();
            let locks = &files.database(session.connection.database).locks;
            locks.shown(session.connection.slot)
        })
    }

    /// A connection's WAL locks; none without WAL.
    pub fn wal_locks(&self, id: ConnId) -> WalLocks {
        let Some(session) = self.session(id) else {
            return WalLocks::default();
        };
        let files = self.files.borrow();
        let held = files.holds(session.connection.database, session.connection.slot);
        let marks = held.shared & WAL_READERS;
        WalLocks {
            read_mark: (marks != 0).then(|| (marks.trailing_zeros() - 3) as u8),
            write: held.exclusive & WAL_WRITE != 0,
            checkpoint: held.exclusive & WAL_CHECKPOINT != 0,
            recover: held.exclusive & WAL_RECOVER != 0,
        }
    }

    /// A connection's transaction.
    pub fn transaction(&self, id: ConnId) -> Transaction {
        match self.session(id) {
            Some(session) if !session.connection.autocommit() => {
                match session.connection.transaction_state() {
                    ffi::SQLITE_TXN_WRITE => Transaction::Write,
                    ffi::SQLITE_TXN_READ => Transaction::Read,
                    _ => Transaction::Deferred,
                }
            }
            _ => Transaction::None,
        }
    }

    /// The names of a connection's savepoints, outermost first.
    pub fn savepoints(&self, id: ConnId) -> Vec<String> {
        self.session(id).map_or_else(Vec::new, |session| {
            let savepoints = session.transaction.savepoints.iter();
            savepoints
                .map(|savepoint| savepoint.name.to_string())
                .collect()
        })
    }

    /// Under WAL: whether a connection's open transaction sees a content that is no longer the latest, so
    /// that it cannot write any more.
    pub fn is_stale(&self, id: ConnId) -> bool {
        self.session(id).is_some_and(|session| {
            let files = self.files.borrow();
            let header = files
                .database(session.connection.database)
                .wal_index
                .header();
            let snapshot = session.transaction.snapshot.as_ref();
            snapshot.is_some_and(|snapshot| snapshot.header != header)
        })
    }

    /// Under WAL: how many commits have come since a connection's open transaction took its snapshot of
    /// the content; `None` if it has taken none.
    pub fn snapshot_age(&self, id: ConnId) -> Option<u32> {
        let session = self.session(id)?;
        let snapshot = session.transaction.snapshot.as_ref()?;
        let files = self.files.borrow();
        let index = &files.database(session.connection.database).wal_index;
        Some(wal_index::commits_between(
            &snapshot.header,
            &index.header(),
        ))
    }

    /// The names of a statement's parameters, with their `:`, `@` or `$`; `None` for a bare `?`.
    ///
    /// # Errors
    /// If the statement cannot be compiled.
    pub fn parameter_names(
        &mut self,
        id: ConnId,
        sql: &str,
    ) -> Result<Vec<Option<String>>, SqlError> {
        self.recording(false);
        match self.session_mut(id) {
            Some(session) => session.connection.parameter_names(sql),
            None => Err(no_such_connection()),
        }
    }

    /// The names of the files that have been opened, `:memory:` aside, in the order of their creation.
    pub fn files(&self) -> Vec<Rc<str>> {
        let named = self
            .databases
            .iter()
            .filter(|database| database.exists && !database.private);
        named.map(|database| Rc::clone(&database.name)).collect()
    }

    /// The committed user tables of a file, ordered by name; none if there is no such file.
    ///
    /// # Errors
    /// If SQLite cannot read them, which a damaged file would bring about.
    pub fn tables(&mut self, file: &str) -> Result<Vec<Table>, SqlError> {
        self.recording(false);
        match self.names.get(file) {
            Some(number) => {
                let database = &mut self.databases[*number];
                content::tables(&mut database.observer, &database.content.schema)
            }
            None => Ok(Vec::new()),
        }
    }

    /// A digest of all committed content: schemas, rows with their rowids, `sqlite_sequence`. Equal
    /// contents have equal digests, however they came about.
    ///
    /// The first one reads all rows, and from then on every statement tells what it changes.
    pub fn content_digest(&mut self) -> u128 {
        self.follow_rows();
        let mut hasher = Hasher::new(8);
        for (number, database) in self.databases.iter_mut().enumerate() {
            if database.exists {
                hasher.word(number as u64);
                // Only a damaged file cannot be read.
                let digest = database.content.digest(&mut database.observer);
                hasher.wide(digest.unwrap_or_default());
            }
        }
        hasher.finish()
    }

    /// From now on keeps the sums of the contents up to date.
    fn follow_rows(&mut self) {
        self.recording(false);
        if std::mem::replace(&mut self.following, true) {
            return;
        }
        for session in self.sessions.iter_mut().flatten() {
            session
                .connection
                .watch_rows(self.config.observe, self.following);
            // Nobody has told what it has written so far.
            session.transaction.beyond_rows |=
                session.connection.transaction_state() == ffi::SQLITE_TXN_WRITE;
        }
    }

    /// [`Store::content_digest`], computed from what is really in the files. For tests.
    ///
    /// # Errors
    /// If SQLite cannot read a file.
    pub fn scanned_digest(&mut self) -> Result<u128, SqlError> {
        self.recording(false);
        let mut hasher = Hasher::new(8);
        for (number, database) in self.databases.iter_mut().enumerate() {
            if database.exists {
                hasher.word(number as u64);
                let content = content::look(&mut database.observer)?;
                hasher.wide(content.digest(&mut database.observer)?);
            }
        }
        Ok(hasher.finish())
    }

    /// A digest of all of a connection's state that later statements can depend on, given equal committed
    /// content.
    pub fn connection_digest(&mut self, id: ConnId) -> u128 {
        let snapshot = self.snapshot_digest(id);
        let mut hasher = Hasher::new(9);
        let Some(session) = self.session(id) else {
            return hasher.finish();
        };
        let connection = &session.connection;
        let hooks = &connection.hooks;
        let files = self.files.borrow();
        let held = files.holds(connection.database, connection.slot);
        hasher.word(connection.database as u64);
        hasher.word(u64::from(session.busy_timeout) << 1 | u64::from(hooks.gave_up.get()));
        hasher.word(connection.last_insert_rowid() as u64);
        hasher.word(session.changes as u64);
        if self.config.total_changes {
            hasher.word((connection.total_changes() - hooks.total_changes.get()) as u64);
        }
        hasher.word(u64::from(hooks.random.get().is_some()));
        hasher.word(hooks.random.get().unwrap_or(0));
        hasher.wide(session.personal);
        let autocommit = connection.autocommit();
        hasher.word(u64::from(autocommit) << 32 | held.level as u64);
        // Which read mark a WAL snapshot has is SQLite's own business.
        hasher.word(u64::from(held.exclusive & !WAL_READERS));
        if !autocommit {
            hasher.word(connection.transaction_state() as u64);
            hasher.wide(session.transaction.history);
            hasher.word(session.transaction.savepoints.len() as u64);
            if let Some((stale, content)) = snapshot {
                hasher.word(u64::from(stale));
                hasher.wide(content);
            }
        }
        if let Some(waiting) = &session.waiting {
            hasher.bytes(waiting.sql.as_bytes());
            for value in &waiting.parameters {
                value.hash_into(&mut hasher);
            }
            hasher.word(waiting.now as u64);
            hasher.word(waiting.random.unwrap_or(0));
            hasher.bytes(format!("{:?}", waiting.request).as_bytes());
        }
        hasher.finish()
    }

    /// Under WAL: whether a connection's snapshot is stale, and the digest of what it sees.
    fn snapshot_digest(&mut self, id: ConnId) -> Option<(bool, u128)> {
        if self.config.journal == Journal::Delete {
            return None;
        }
        self.follow_rows();
        let stale = self.is_stale(id);
        let session = self.sessions.get_mut(id.0 as usize)?.as_deref_mut()?;
        let snapshot = session.transaction.snapshot.as_ref()?;
        let connection = &mut session.connection;
        let digest = if stale {
            // It has not written anything, and never will: what it sees is its snapshot.
            snapshot.content.digest(connection)
        } else {
            let database = &mut self.databases[connection.database];
            database.content.digest(&mut database.observer)
        };
        Some((stale, digest.unwrap_or_default()))
    }

    /// How many connections have drawn random numbers so far: what the next one to do so draws depends
    /// on it.
    pub fn random_streams(&self) -> u64 {
        self.files.borrow().streams
    }

    /// Whether no connection has a transaction open or waits.
    pub fn is_idle(&self) -> bool {
        self.sessions
            .iter()
            .flatten()
            .all(|session| session.waiting.is_none() && session.connection.autocommit())
    }

    /// The connections that are open.
    pub fn connections(&self) -> Vec<ConnId> {
        (0..self.sessions.len() as u32)
            .map(ConnId)
            .filter(|id| self.session(*id).is_some())
            .collect()
    }
}

impl OpenTransaction {
    /// Follows a statement that succeeded.
    fn follow(&mut self, kind: &Kind, delta: u128, connection: &Connection) {
        let position = |savepoints: &[Savepoint], name: &str| {
            savepoints
                .iter()
                .rposition(|savepoint| savepoint.name.eq_ignore_ascii_case(name))
        };
        match kind {
            Kind::Savepoint(name) => self.savepoints.push(Savepoint {
                name: name.clone(),
                delta,
            }),
            Kind::Release(name) => {
                if let Some(index) = position(&self.savepoints, name) {
                    self.savepoints.truncate(index);
                }
            }
            Kind::RollbackTo(name) => {
                if let Some(index) = position(&self.savepoints, name) {
                    connection.hooks.delta.set(self.savepoints[index].delta);
                    self.savepoints.truncate(index + 1);
                }
            }
            Kind::Ordinary | Kind::Begin | Kind::Commit | Kind::Rollback => {}
        }
    }
}

fn hash_statement(
    hasher: &mut Hasher,
    statement: Option<&Statement>,
    parameters: &[Value],
    result: &Result<Vec<Vec<Value>>, SqlError>,
) {
    hasher.wide(statement.map_or(0, |statement| statement.sql_hash));
    for value in parameters {
        value.hash_into(hasher);
    }
    hasher.word(
        result
            .as_ref()
            .map_or_else(|error| error.extended_code as u64, |_| 0),
    );
}
