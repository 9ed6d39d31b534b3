//! One SQLite connection: opened warm, statements cached, each run to its end within one call.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int};
use std::rc::Rc;

use rusqlite::ffi;

use crate::changes::{Read, copy_value};
use crate::content::Schema;
use crate::error::SqlError;
use crate::files::Files;
use crate::guard::{Footprint, Limits, first_word, note, skip_blank};
use crate::hash::{TextHash, of_bytes};
use crate::hooks::Hooks;
use crate::statements::has_word;
use crate::value::Value;
use crate::vfs::Vfs;

/// How many statements a connection keeps prepared.
const CACHED_STATEMENTS: usize = 256;

/// Words that make one row of a result out of several, or one result out of two.
const COMBINING: &[&str] = &["GROUP", "DISTINCT", "UNION", "EXCEPT", "INTERSECT"];

/// A prepared statement and what is known of it.
pub(crate) struct Statement {
    raw: *mut ffi::sqlite3_stmt,
    pub(crate) sql: Rc<str>,
    pub(crate) sql_hash: u128,
    parameters: usize,
    pub(crate) readonly: bool,
    /// It is a `VACUUM`.
    pub(crate) vacuum: bool,
    generation: u64,
    /// What SQLite tells anew whenever it compiles the statement again.
    compiled: RefCell<Rc<Compiled>>,
}

/// The part of a statement that depends on the schema.
#[derive(Default)]
pub(crate) struct Compiled {
    pub(crate) columns: Rc<[Rc<str>]>,
    pub(crate) footprint: Footprint,
    /// For columns that show a table's rowid: an index into `footprint.reads` and the column.
    rowids: Vec<(usize, usize)>,
    /// It empties this table as a whole, without telling its rows.
    pub(crate) empties: Option<Rc<str>>,
}

impl Statement {
    pub(crate) fn compiled(&self) -> Rc<Compiled> {
        Rc::clone(&self.compiled.borrow())
    }

    /// The table that it empties as a whole, without telling its rows.
    pub(crate) fn empties(&self) -> Option<Rc<str>> {
        self.compiled.borrow().empties.clone()
    }
}

impl Compiled {
    /// Notes the tables that a statement read, with the rows of its result.
    pub(crate) fn note_reads(&self, rows: &[Vec<Value>], reads: &mut Vec<Read>) {
        reads.extend(self.footprint.reads.iter().map(|table| Read {
            table: Rc::clone(table),
            rows: None,
        }));
        for (read, column) in &self.rowids {
            let rowids = rows.iter().filter_map(|row| match row.get(*column) {
                Some(Value::Integer(rowid)) => Some(*rowid),
                _ => None,
            });
            let noted = reads[*read].rows.get_or_insert_default();
            noted.extend(rowids);
            noted.sort_unstable();
            noted.dedup();
        }
    }
}

impl Drop for Statement {
    fn drop(&mut self) {
        // SAFETY: prepared once; its connection is still open.
        unsafe { ffi::sqlite3_finalize(self.raw) };
    }
}

/// A result row while it is current.
pub(crate) struct Row(*mut ffi::sqlite3_stmt);

impl Row {
    pub(crate) fn len(&self) -> usize {
        // SAFETY: the statement stands on a row.
        unsafe { ffi::sqlite3_data_count(self.0) as usize }
    }

    pub(crate) fn value(&self, column: usize) -> *mut ffi::sqlite3_value {
        // SAFETY: as above; SQLite answers NULL for a column that is not there.
        unsafe { ffi::sqlite3_column_value(self.0, column as c_int) }
    }

    pub(crate) fn integer(&self, column: usize) -> i64 {
        // SAFETY: as above.
        unsafe { ffi::sqlite3_column_int64(self.0, column as c_int) }
    }
}

/// An open connection.
pub(crate) struct Connection {
    db: *mut ffi::sqlite3,
    pub(crate) hooks: Box<Hooks>,
    statements: HashMap<Rc<str>, Rc<Statement>, TextHash>,
    limits: Limits,
    pub(crate) database: usize,
    /// The entry in the lock table.
    pub(crate) slot: usize,
    observer: bool,
    /// It may not know the schema. SQLite forgets it when it rolls back a change of it, and with VACUUM, even a
    /// refused one; and another connection may have changed it.
    pub(crate) cold: bool,
}

/// What a connection is opened with.
pub(crate) struct Setup<'a> {
    pub(crate) vfs: &'a Vfs,
    pub(crate) files: &'a Rc<RefCell<Files>>,
    pub(crate) database: usize,
    pub(crate) journal: &'static str,
    pub(crate) limits: Limits,
    pub(crate) schema: Rc<Schema>,
    /// Reads for us, unseen, instead of for the scenario.
    pub(crate) observer: bool,
}

impl Connection {
    /// Opens a connection, sets what differs between builds of SQLite, and reads the schema.
    pub(crate) fn open(setup: &Setup) -> Result<Connection, SqlError> {
        {
            let mut files = setup.files.borrow_mut();
            files.opening.connection = crate::ConnId::NOBODY;
            // Opening reads the header, which must work whoever has the file locked; a real connection
            // would be opened without touching the file.
            files.opening.observer = true;
        }
        let name = std::ffi::CString::new(format!("db{}", setup.database)).unwrap_or_default();
        let flags = ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE | ffi::SQLITE_OPEN_NOMUTEX;
        let mut db = std::ptr::null_mut();
        // SAFETY: all strings end with a zero byte.
        let code = unsafe {
            ffi::sqlite3_open_v2(name.as_ptr(), &mut db, flags, setup.vfs.name().as_ptr())
        };
        let hooks = Hooks::new(
            setup.files,
            setup.database,
            setup.journal,
            Rc::clone(&setup.schema),
        );
        let slot = setup.files.borrow().opening.slot;
        hooks.slot.set(slot);
        // From here on dropping it closes `db`.
        let mut connection = Connection {
            db,
            hooks,
            statements: HashMap::default(),
            limits: setup.limits,
            database: setup.database,
            slot,
            observer: true,
            cold: true,
        };
        if code != ffi::SQLITE_OK {
            return Err(connection.error(code));
        }
        // SAFETY: `db` is open.
        unsafe { ffi::sqlite3_extended_result_codes(db, 1) };
        connection.set_up(setup)?;
        connection.warm()?;
        if !setup.observer {
            connection.observer = false;
            connection.hooks.install(db);
            let mut files = setup.files.borrow_mut();
            files
                .database_mut(setup.database)
                .locks
                .set_observer(slot, false);
        }
        Ok(connection)
    }

    fn set_up(&mut self, setup: &Setup) -> Result<(), SqlError> {
        let pages = self.limits.database_pages;
        for pragma in [
            // Only the first connection to a file has a say in its page size.
            "PRAGMA page_size = 4096",
            "PRAGMA foreign_keys = ON",
            "PRAGMA recursive_triggers = OFF",
            "PRAGMA synchronous = FULL",
            // Changed pages stay in memory until the commit: nothing half-written is ever in a file.
            "PRAGMA cache_size = 4000",
            "PRAGMA cache_spill = OFF",
            // In files of ours, whose size is bounded.
            "PRAGMA temp_store = FILE",
            "PRAGMA automatic_index = ON",
            &format!("PRAGMA max_page_count = {pages}"),
        ] {
            self.query(pragma)?;
        }
        let created = {
            let files = setup.files.borrow();
            files.database(setup.database).main.len() > 0
        };
        if !created {
            self.query(&format!("PRAGMA journal_mode = {}", setup.journal))?;
            // A first page, so that the change counter has a place from the beginning.
            self.query("BEGIN IMMEDIATE")?;
            self.query("COMMIT")?;
        }
        let limits = &self.limits;
        for (limit, value) in [
            (ffi::SQLITE_LIMIT_LENGTH, limits.value_bytes),
            (ffi::SQLITE_LIMIT_SQL_LENGTH, limits.sql_bytes),
            (ffi::SQLITE_LIMIT_COLUMN, 200),
            (ffi::SQLITE_LIMIT_EXPR_DEPTH, 200),
            (ffi::SQLITE_LIMIT_COMPOUND_SELECT, 100),
            (ffi::SQLITE_LIMIT_VDBE_OP, 100_000),
            (ffi::SQLITE_LIMIT_FUNCTION_ARG, 100),
            // One for VACUUM.
            (ffi::SQLITE_LIMIT_ATTACHED, 1),
            (ffi::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
            (ffi::SQLITE_LIMIT_VARIABLE_NUMBER, 32_766),
            (ffi::SQLITE_LIMIT_TRIGGER_DEPTH, 50),
            (ffi::SQLITE_LIMIT_WORKER_THREADS, 0),
        ] {
            // SAFETY: `db` is open.
            unsafe { ffi::sqlite3_limit(self.db, limit, value as c_int) };
        }
        Ok(())
    }

    /// Reads the schema if it is not known or has changed.
    pub(crate) fn warm(&mut self) -> Result<(), SqlError> {
        self.query("SELECT 1 FROM sqlite_schema LIMIT 1")?;
        self.cold = false;
        Ok(())
    }

    /// Makes a connection as good as new: it knows the schema, whoever has the file locked.
    pub(crate) fn warm_up(&mut self, files: &RefCell<Files>) -> Result<(), SqlError> {
        if !self.cold {
            return Ok(());
        }
        let (database, slot) = (self.database, self.slot);
        let observe = |observer| {
            let mut files = files.borrow_mut();
            files
                .database_mut(database)
                .locks
                .set_observer(slot, observer);
        };
        observe(true);
        let result = self.query("SELECT 1 FROM sqlite_schema LIMIT 1");
        observe(false);
        self.cold = result.is_err();
        result.map(drop)
    }

    /// Writes everything in the log to the database file and cuts the log off.
    pub(crate) fn empty_log(&mut self) -> Result<(), SqlError> {
        self.query("PRAGMA wal_checkpoint(TRUNCATE)").map(drop)
    }

    /// Forgets the schema and reads it anew.
    ///
    /// A schema is known by a number that a database never has twice, except when it is put back: then
    /// the same number may come to stand for another schema.
    pub(crate) fn reload_schema(&mut self) -> Result<(), SqlError> {
        self.hooks.trusted.set(true);
        let compiled = self.compile("PRAGMA writable_schema = RESET");
        self.hooks.trusted.set(false);
        // SAFETY: a statement of this connection, which has done its work when it was compiled.
        unsafe { ffi::sqlite3_finalize(compiled?.0) };
        self.warm()
    }

    fn error(&self, code: c_int) -> SqlError {
        // SAFETY: SQLite copes with a null `db`; the message is ours to read until the next call.
        let message = unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(self.db)) };
        let message = message.to_string_lossy();
        // SAFETY: `db` is open.
        let extended = match unsafe { ffi::sqlite3_extended_errcode(self.db) } {
            ffi::SQLITE_OK | ffi::SQLITE_ROW | ffi::SQLITE_DONE => code,
            extended => extended,
        };
        if let Some(reason) = self.hooks.denied.borrow_mut().take() {
            return SqlError::new(ffi::SQLITE_AUTH, reason);
        }
        match extended {
            ffi::SQLITE_INTERRUPT => SqlError::new(
                extended,
                format!(
                    "the statement was stopped: it takes more than {} steps of SQLite's virtual machine",
                    self.limits.operations
                ),
            ),
            _ => SqlError::new(extended, message),
        }
    }

    /// The cached statement for `sql`, compiled now if need be.
    pub(crate) fn prepare(&mut self, sql: &str) -> Result<Rc<Statement>, SqlError> {
        if let Some(statement) = self.statements.get(sql) {
            if statement.generation == self.hooks.generation() {
                return Ok(Rc::clone(statement));
            }
            // SQLite would compile it again by itself, but only after taking locks that it would not take
            // to compile a new one: what was run before must not show.
            self.statements.remove(sql);
        }
        if sql.contains('\0') {
            return Err(SqlError::new(
                ffi::SQLITE_MISUSE,
                "the query contains a null character",
            ));
        }
        if sql.len() > self.limits.sql_bytes {
            return Err(SqlError::new(
                ffi::SQLITE_TOOBIG,
                format!(
                    "the statement is longer than {} bytes",
                    self.limits.sql_bytes
                ),
            ));
        }
        let (raw, tail) = self.compile(sql)?;
        // SAFETY: `raw` is null for a comment or nothing, which these functions cope with.
        let (parameters, readonly) = unsafe {
            (
                ffi::sqlite3_bind_parameter_count(raw) as usize,
                raw.is_null() || ffi::sqlite3_stmt_readonly(raw) != 0,
            )
        };
        let footprint = self.hooks.footprint.take();
        let statement = Statement {
            raw,
            sql: Rc::from(sql),
            sql_hash: of_bytes(5, sql.as_bytes()),
            parameters,
            readonly,
            vacuum: !readonly && first_word(sql).eq_ignore_ascii_case("VACUUM"),
            generation: self.hooks.generation(),
            compiled: RefCell::default(),
        };
        if !skip_blank(tail).is_empty() {
            return Err(SqlError::new(
                ffi::SQLITE_MISUSE,
                "You can only execute one statement at a time.",
            ));
        }
        let mut compiled = self.look_at(raw, sql, footprint);
        if !compiled.footprint.deletes.is_empty() && self.clears(sql) {
            // Only a DELETE without triggers empties a table at one go; a trigger's DELETE may too.
            match &compiled.footprint.deletes[..] {
                [table] if first_word(sql).eq_ignore_ascii_case("DELETE") => {
                    compiled.empties = Some(Rc::clone(table));
                }
                _ => compiled.footprint.unseen_rows = true,
            }
        }
        *statement.compiled.borrow_mut() = Rc::new(compiled);
        if self.statements.len() >= CACHED_STATEMENTS {
            self.statements.clear();
        }
        let statement = Rc::new(statement);
        self.statements
            .insert(Rc::clone(&statement.sql), Rc::clone(&statement));
        Ok(statement)
    }

    fn compile<'a>(&mut self, sql: &'a str) -> Result<(*mut ffi::sqlite3_stmt, &'a str), SqlError> {
        *self.hooks.footprint.borrow_mut() = Footprint::default();
        *self.hooks.denied.borrow_mut() = None;
        let start = sql.as_ptr().cast::<c_char>();
        let mut raw = std::ptr::null_mut();
        let mut tail = start;
        if !self.observer {
            self.hooks.ask_again(self.db);
        }
        self.note_rows(false);
        let bound = crate::heap::bound(self.limits.heap_bytes);
        // SAFETY: the length is given, so no zero byte is needed at the end.
        let code = unsafe {
            ffi::sqlite3_prepare_v3(
                self.db,
                start,
                sql.len() as c_int,
                ffi::SQLITE_PREPARE_PERSISTENT,
                &mut raw,
                &mut tail,
            )
        };
        drop(bound);
        self.note_rows(true);
        if code != ffi::SQLITE_OK {
            return Err(self.error(code));
        }
        // SAFETY: `tail` points into `sql` or at its end.
        let consumed = unsafe { tail.offset_from(start) } as usize;
        Ok((raw, sql.get(consumed..).unwrap_or_default()))
    }

    fn note_rows(&self, on: bool) {
        if !self.observer {
            self.hooks.note_rows(self.db, on);
        }
    }

    /// Whether to collect the rows that statements write, and whether to add up what they change.
    pub(crate) fn watch_rows(&self, observe: bool, follow: bool) {
        self.hooks.observe.set(observe);
        self.hooks.follow.set(follow);
        self.note_rows(true);
    }

    /// Whether a statement's program clears a whole table of the database.
    fn clears(&mut self, sql: &str) -> bool {
        let Ok((raw, _)) = self.compile(&format!("EXPLAIN {sql}")) else {
            return false;
        };
        let mut clears = false;
        // SAFETY: a statement of this connection; its rows are read while they are current.
        unsafe {
            while ffi::sqlite3_step(raw) == ffi::SQLITE_ROW {
                let row = Row(raw);
                clears |= copy_value(row.value(1)) == Value::from("Clear") && row.integer(3) == 0;
            }
            ffi::sqlite3_finalize(raw);
        }
        clears
    }

    fn look_at(
        &self,
        raw: *mut ffi::sqlite3_stmt,
        sql: &str,
        mut footprint: Footprint,
    ) -> Compiled {
        // SAFETY: `raw` is a statement of this connection or null.
        let count = unsafe { ffi::sqlite3_column_count(raw) };
        let string = |text: *const c_char| {
            if text.is_null() {
                return Rc::from("");
            }
            // SAFETY: a string of SQLite's, copied at once.
            Rc::from(unsafe { CStr::from_ptr(text) }.to_string_lossy())
        };
        let mut columns: Vec<Rc<str>> = Vec::new();
        let mut rowids: Vec<(usize, usize)> = Vec::new();
        let schema = self.hooks.schema();
        for mention in std::mem::take(&mut footprint.mentions) {
            if let Some(table) = schema.table_spelt(&mention) {
                note(&mut footprint.reads, &table.name);
            }
        }
        for column in 0..count {
            // SAFETY: as above.
            let (name, table, origin) = unsafe {
                (
                    string(ffi::sqlite3_column_name(raw, column)),
                    string(ffi::sqlite3_column_table_name(raw, column)),
                    string(ffi::sqlite3_column_origin_name(raw, column)),
                )
            };
            columns.push(name);
            let read = footprint.reads.iter().position(|read| *read == table);
            let key = schema
                .table(&table)
                .and_then(|table| table.columns.get(table.rowid_column?));
            if let Some(read) = read
                && (key == Some(&origin) || &*origin == "rowid")
            {
                rowids.push((read, column as usize));
            }
        }
        if !rowids.is_empty() && (footprint.aggregates || has_word(sql, COMBINING)) {
            // A row of the result stands for several that were read.
            rowids.clear();
        }
        Compiled {
            columns: columns.into(),
            footprint,
            rowids,
            empties: None,
        }
    }

    /// Runs one statement to its end.
    pub(crate) fn run(
        &mut self,
        statement: &Statement,
        parameters: &[Value],
    ) -> Result<Vec<Vec<Value>>, SqlError> {
        if parameters.len() != statement.parameters {
            return Err(SqlError::new(
                ffi::SQLITE_RANGE,
                format!(
                    "Incorrect number of bindings supplied. The current statement uses {}, and there are {} supplied.",
                    statement.parameters,
                    parameters.len()
                ),
            ));
        }
        if statement.raw.is_null() {
            return Ok(Vec::new());
        }
        self.bind(statement.raw, parameters)?;
        self.hooks.gave_up.set(false);
        if self.hooks.compiled.replace(false) {
            *self.hooks.footprint.borrow_mut() = Footprint::default();
        }
        if statement.vacuum {
            self.hooks.vacuuming.set(true);
        }
        let empties = statement.compiled.borrow().empties.is_some();
        if empties {
            // Should SQLite compile it again, then with its short cut.
            self.note_rows(false);
        }
        let bound = crate::heap::bound(self.limits.heap_bytes);
        let mut rows = Vec::new();
        let mut room = Room {
            rows: self.limits.result_rows,
            bytes: self.limits.result_bytes,
        };
        let result = loop {
            // SAFETY: the parameters that are bound outlive the loop.
            match unsafe { ffi::sqlite3_step(statement.raw) } {
                ffi::SQLITE_ROW => {
                    let row = copy_row(&Row(statement.raw));
                    if !room.take(&row) {
                        break Err(SqlError::new(
                            ffi::SQLITE_TOOBIG,
                            format!(
                                "the result is larger than {} rows or {} bytes",
                                self.limits.result_rows, self.limits.result_bytes
                            ),
                        ));
                    }
                    if rows.is_empty() {
                        // Most results have one row.
                        rows.reserve_exact(1);
                    }
                    rows.push(row);
                }
                ffi::SQLITE_DONE => break Ok(rows),
                code => break Err(self.error(code)),
            }
        };
        // SAFETY: a statement of this connection.
        unsafe { ffi::sqlite3_reset(statement.raw) };
        drop(bound);
        if statement.vacuum {
            self.hooks.vacuuming.set(false);
            self.cold = true;
        } else if self.hooks.compiled.get() && was_compiled_again(statement.raw) {
            // The schema has changed and SQLite has compiled the statement again.
            let mut footprint = self.hooks.footprint.take();
            // A table without triggers may have got some, whose rows were not told.
            footprint.unseen_rows |= empties;
            let again = self.look_at(statement.raw, &statement.sql, footprint);
            *statement.compiled.borrow_mut() = Rc::new(again);
            // Compiled with the short cut off: better anew.
            self.statements.remove(&statement.sql);
        }
        if empties {
            self.note_rows(true);
        }
        result
    }

    fn bind(&self, raw: *mut ffi::sqlite3_stmt, parameters: &[Value]) -> Result<(), SqlError> {
        for (index, value) in parameters.iter().enumerate() {
            let index = index as c_int + 1;
            // SAFETY: no destructor: SQLite uses the bytes in place, and nobody steps the statement
            // again before other values are bound.
            let code = unsafe {
                match value {
                    Value::Null => ffi::sqlite3_bind_null(raw, index),
                    Value::Integer(value) => ffi::sqlite3_bind_int64(raw, index, *value),
                    Value::Real(value) => ffi::sqlite3_bind_double(raw, index, *value),
                    Value::Text(text) => ffi::sqlite3_bind_text(
                        raw,
                        index,
                        text.as_ptr().cast(),
                        text.len() as c_int,
                        None,
                    ),
                    Value::Blob(bytes) => ffi::sqlite3_bind_blob(
                        raw,
                        index,
                        bytes.as_ptr().cast(),
                        bytes.len() as c_int,
                        None,
                    ),
                }
            };
            if code != ffi::SQLITE_OK {
                return Err(self.error(code));
            }
        }
        Ok(())
    }

    /// Runs a query of our own and collects its rows.
    pub(crate) fn query(&mut self, sql: &str) -> Result<Vec<Vec<Value>>, SqlError> {
        let mut rows = Vec::new();
        self.for_each_row(sql, |row| rows.push(copy_row(row)))?;
        Ok(rows)
    }

    /// Runs a query of our own.
    pub(crate) fn for_each_row(
        &mut self,
        sql: &str,
        mut each: impl FnMut(&Row),
    ) -> Result<(), SqlError> {
        let statement = self.prepare(sql)?;
        let result = loop {
            // SAFETY: nothing is bound.
            match unsafe { ffi::sqlite3_step(statement.raw) } {
                ffi::SQLITE_ROW => each(&Row(statement.raw)),
                ffi::SQLITE_DONE => break Ok(()),
                code => break Err(self.error(code)),
            }
        };
        // SAFETY: a statement of this connection.
        unsafe { ffi::sqlite3_reset(statement.raw) };
        result
    }

    pub(crate) fn autocommit(&self) -> bool {
        // SAFETY: `db` is open.
        unsafe { ffi::sqlite3_get_autocommit(self.db) != 0 }
    }

    /// One of `SQLITE_TXN_NONE`, `_READ` and `_WRITE`.
    pub(crate) fn transaction_state(&self) -> c_int {
        // SAFETY: `db` is open.
        unsafe { ffi::sqlite3_txn_state(self.db, c"main".as_ptr()) }
    }

    pub(crate) fn changes(&self) -> i64 {
        // SAFETY: `db` is open.
        unsafe { ffi::sqlite3_changes64(self.db) }
    }

    pub(crate) fn total_changes(&self) -> i64 {
        // SAFETY: `db` is open.
        unsafe { ffi::sqlite3_total_changes64(self.db) }
    }

    pub(crate) fn last_insert_rowid(&self) -> i64 {
        // SAFETY: `db` is open.
        unsafe { ffi::sqlite3_last_insert_rowid(self.db) }
    }

    pub(crate) fn set_last_insert_rowid(&self, rowid: i64) {
        // SAFETY: `db` is open.
        unsafe { ffi::sqlite3_set_last_insert_rowid(self.db, rowid) };
    }

    /// The names of a statement's parameters, `None` for `?`.
    pub(crate) fn parameter_names(&mut self, sql: &str) -> Result<Vec<Option<String>>, SqlError> {
        let statement = self.prepare(sql)?;
        Ok((1..=statement.parameters)
            .map(|index| {
                // SAFETY: a statement of this connection; null is a nameless parameter.
                unsafe {
                    let name = ffi::sqlite3_bind_parameter_name(statement.raw, index as c_int);
                    (!name.is_null()).then(|| CStr::from_ptr(name).to_string_lossy().into_owned())
                }
            })
            .collect())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.statements.clear();
        // SAFETY: opened by `open`; all its statements are finalized.
        unsafe { ffi::sqlite3_close(self.db) };
    }
}

/// What a result may still take.
struct Room {
    rows: usize,
    bytes: usize,
}

impl Room {
    fn take(&mut self, row: &[Value]) -> bool {
        let bytes: usize = row
            .iter()
            .map(|value| match value {
                Value::Text(text) => text.len(),
                Value::Blob(bytes) => bytes.len(),
                _ => size_of::<Value>(),
            })
            .sum();
        let fits = self.rows > 0 && bytes <= self.bytes;
        if fits {
            self.rows -= 1;
            self.bytes -= bytes;
        }
        fits
    }
}

fn copy_row(row: &Row) -> Vec<Value> {
    (0..row.len())
        // SAFETY: the row is current.
        .map(|column| unsafe { copy_value(row.value(column)) })
        .collect()
}

fn was_compiled_again(raw: *mut ffi::sqlite3_stmt) -> bool {
    // SAFETY: a prepared statement; the counter is set to zero.
    unsafe { ffi::sqlite3_stmt_status(raw, ffi::SQLITE_STMTSTATUS_REPREPARE, 1) > 0 }
}

/// Sets what is global to the process, once. Errors mean that SQLite already runs, with its defaults.
pub(crate) fn initialize() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        crate::heap::install();
        // SAFETY: before any other use of SQLite here. No memory statistics: they cost a lock for every
        // allocation.
        unsafe {
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_MEMSTATUS, 0 as c_int);
            ffi::sqlite3_initialize();
        }
        // SAFETY: a function that copies nothing and lives for ever. Local time is UTC, whatever the
        // machine's time zone.
        #[cfg(not(target_arch = "wasm32"))]
        unsafe {
            ffi::sqlite3_test_control(
                ffi::SQLITE_TESTCTRL_LOCALTIME_FAULT,
                2 as c_int,
                Some(local_time as LocalTime),
            );
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
type LocalTime = unsafe extern "C" fn(*const i64, *mut c_int) -> c_int;

/// `localtime_r` for a machine in UTC. `out` is a `struct tm`, which begins with these nine numbers on
/// every platform.
#[cfg(not(target_arch = "wasm32"))]
unsafe extern "C" fn local_time(seconds: *const i64, out: *mut c_int) -> c_int {
    // SAFETY: SQLite gives a `time_t` and room for a `struct tm`.
    unsafe {
        let date = crate::calendar::Date::at(*seconds);
        let fields = [
            date.second,
            date.minute,
            date.hour,
            date.day,
            date.month - 1,
            date.year - 1900,
            date.weekday,
            date.yearday,
            0,
        ];
        out.copy_from_nonoverlapping(fields.as_ptr(), fields.len());
    }
    0
}
