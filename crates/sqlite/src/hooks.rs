//! What SQLite calls back while it runs a statement of one connection.
//!
//! The callbacks only note things down, in cells that the connection reads afterwards.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::rc::Rc;

use rusqlite::ffi;

use crate::changes::{RowChange, copy_value, hash_value, row_hasher, table_hasher};
use crate::content::{Schema, TableSchema};
use crate::files::Files;
use crate::guard::{Footprint, INTERNAL, Verdict};
use crate::hash::Hasher;
use crate::locks::{Lock, Request};
use crate::value::Value;
use crate::vfs::next_random;

/// How many steps of SQLite's virtual machine pass between two looks at the budget.
const BUDGET_STEP: c_int = 1000;

/// One connection's notes.
pub(crate) struct Hooks {
    files: Rc<RefCell<Files>>,
    database: usize,
    /// The connection's entry in the lock table.
    pub(crate) slot: Cell<usize>,
    /// The journal mode's name.
    journal: &'static str,
    /// Whether the busy timeout is above 0.
    pub(crate) waits: Cell<bool>,
    /// Set when a waiting SQLite would have waited, to what it asked for.
    pub(crate) waited: Cell<Option<Request>>,
    /// Its last statement has timed out, and nothing has been run since: SQLite does not wait while it compiles
    /// the next one.
    pub(crate) gave_up: Cell<bool>,
    /// Whether to collect rows.
    pub(crate) observe: Cell<bool>,
    /// Whether to add up `delta`.
    pub(crate) follow: Cell<bool>,
    /// The sum of the hashes of the rows that the open transaction added, less those it removed.
    pub(crate) delta: Cell<u128>,
    /// How many rows the statement wrote.
    pub(crate) row_writes: Cell<u32>,
    /// The rows that the statement wrote, while `observe`.
    pub(crate) written: RefCell<Vec<RowChange>>,
    /// A write transaction was committed by the statement.
    pub(crate) committed: Cell<bool>,
    /// What is left of the statement's budget.
    pub(crate) budget: Cell<u64>,
    /// State of `random()` and `randomblob()`, once one of them has been used. Which stream of numbers a
    /// connection draws from depends on how many have begun before it, and not on its number: until then
    /// nothing tells connections apart that have done the same.
    pub(crate) random: Cell<Option<u64>>,
    /// Where its stream began.
    pub(crate) first_random: Cell<Option<u64>>,
    /// What `changes()` answers until the next write: set when a connection is put back.
    pub(crate) changes: Cell<Option<i64>>,
    /// What `total_changes()` counts from.
    pub(crate) total_changes: Cell<i64>,
    /// What the statement being compiled does.
    pub(crate) footprint: RefCell<Footprint>,
    /// Whether anything was compiled.
    pub(crate) compiled: Cell<bool>,
    /// Why the authorizer refused.
    pub(crate) denied: RefCell<Option<String>>,
    /// The statement is ours and may do anything.
    pub(crate) trusted: Cell<bool>,
    /// `VACUUM` attaches a nameless database.
    pub(crate) vacuuming: Cell<bool>,
    /// The committed schema.
    schema: RefCell<Rc<Schema>>,
    /// Changes whenever statements may have to be compiled differently.
    generation: Cell<u64>,
    /// Tables met since the schema last changed.
    tables: RefCell<Vec<WrittenTable>>,
    /// Rows to reuse.
    spare_rows: RefCell<Vec<Vec<Value>>>,
}

/// What the notes about a table's rows need of it.
struct WrittenTable {
    name: Rc<str>,
    /// Which columns make up the primary key.
    key: Rc<[usize]>,
    /// Holds rows of SQLite's own.
    internal: bool,
    /// Has taken in the name, as the hash of every row begins.
    hasher: Hasher,
}

/// How many rows are kept for reuse.
const SPARE_ROWS: usize = 64;

impl Hooks {
    pub(crate) fn new(
        files: &Rc<RefCell<Files>>,
        database: usize,
        journal: &'static str,
        schema: Rc<Schema>,
    ) -> Box<Hooks> {
        Box::new(Hooks {
            files: Rc::clone(files),
            database,
            slot: Cell::new(0),
            journal,
            waits: Cell::default(),
            waited: Cell::default(),
            gave_up: Cell::default(),
            observe: Cell::default(),
            follow: Cell::default(),
            delta: Cell::default(),
            row_writes: Cell::default(),
            written: RefCell::default(),
            committed: Cell::default(),
            budget: Cell::new(u64::MAX),
            random: Cell::default(),
            first_random: Cell::default(),
            changes: Cell::default(),
            total_changes: Cell::default(),
            footprint: RefCell::default(),
            compiled: Cell::default(),
            denied: RefCell::default(),
            trusted: Cell::default(),
            vacuuming: Cell::default(),
            schema: RefCell::new(schema),
            generation: Cell::default(),
            tables: RefCell::default(),
            spare_rows: RefCell::default(),
        })
    }

    /// Makes SQLite call back. `self` must not move and must outlive the connection.
    pub(crate) fn install(&self, db: *mut ffi::sqlite3) {
        let this = std::ptr::from_ref(self).cast_mut().cast::<c_void>();
        let flags = ffi::SQLITE_UTF8 | ffi::SQLITE_INNOCUOUS;
        // SAFETY: `db` is open; the callbacks use `this` only as a shared reference.
        unsafe {
            ffi::sqlite3_commit_hook(db, Some(commit), this);
            ffi::sqlite3_rollback_hook(db, Some(rollback), this);
            ffi::sqlite3_progress_handler(db, BUDGET_STEP, Some(progress), this);
            ffi::sqlite3_set_authorizer(db, Some(authorize), this);
            let functions: [(&CStr, c_int, Function); 4] = [
                (c"random", 0, random),
                (c"randomblob", 1, random_blob),
                (c"changes", 0, changes),
                (c"total_changes", 0, total_changes),
            ];
            for (name, arguments, function) in functions {
                ffi::sqlite3_create_function_v2(
                    db,
                    name.as_ptr(),
                    arguments,
                    flags,
                    this,
                    Some(function),
                    None,
                    None,
                    None,
                );
            }
        }
    }

    /// The committed schema.
    pub(crate) fn schema(&self) -> Rc<Schema> {
        Rc::clone(&self.schema.borrow())
    }

    /// There is another committed schema.
    pub(crate) fn set_schema(&self, schema: &Rc<Schema>) {
        if !Rc::ptr_eq(&self.schema.borrow(), schema) {
            *self.schema.borrow_mut() = Rc::clone(schema);
            self.tables.borrow_mut().clear();
            self.outdate_statements();
        }
    }

    /// Statements compiled from now on may differ from those compiled until now.
    pub(crate) fn outdate_statements(&self) {
        self.generation.set(self.generation.get() + 1);
    }

    /// Equal for statements that were compiled under the same schema.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.get()
    }

    /// Makes SQLite ask again before it gives up on a lock, which it does not while a statement is compiled
    /// right after one that gave up. Here every one that waits gives up, whether it comes to a timeout or not.
    pub(crate) fn ask_again(&self, db: *mut ffi::sqlite3) {
        let this = std::ptr::from_ref(self).cast_mut().cast::<c_void>();
        // SAFETY: as in `install`.
        unsafe { ffi::sqlite3_busy_handler(db, Some(busy), this) };
    }

    /// Turns the notes of written rows on, if anybody wants them, or off.
    ///
    /// A statement must be compiled while they are off, or SQLite would not use its short cut for
    /// `DELETE FROM table`, which differs from deleting row by row in the pages it writes.
    pub(crate) fn note_rows(&self, db: *mut ffi::sqlite3, on: bool) {
        let this = std::ptr::from_ref(self).cast_mut().cast::<c_void>();
        let callback: Option<PreUpdate> = if on && self.wants_rows() {
            Some(before_update)
        } else {
            None
        };
        // SAFETY: as in `install`.
        unsafe { ffi::sqlite3_preupdate_hook(db, callback, this) };
    }

    /// Whether anybody wants to know which rows are written.
    pub(crate) fn wants_rows(&self) -> bool {
        self.observe.get() || self.follow.get()
    }

    /// Notes that a row was deleted by the short cut for `DELETE FROM table`.
    pub(crate) fn note_deleted(
        &self,
        table: &TableSchema,
        rowid: i64,
        hash: u128,
        row: Vec<Value>,
    ) {
        self.row_writes.set(self.row_writes.get() + 1);
        self.delta.set(self.delta.get().wrapping_sub(hash));
        if self.observe.get() {
            self.written.borrow_mut().push(RowChange {
                table: Rc::clone(&table.name),
                rowid,
                key: Rc::clone(&table.primary_key),
                before: Some(row),
                after: None,
            });
        }
    }

    /// Forgets what the last statement noted. `told` is what has been told of another one, for reuse.
    pub(crate) fn begin_statement(&self, budget: u64, told: &mut Vec<RowChange>) {
        self.waited.set(None);
        self.row_writes.set(0);
        self.committed.set(false);
        self.budget.set(budget);
        if self.observe.get() {
            self.reuse_rows(told);
            self.reuse_rows(&mut self.written.borrow_mut());
        }
    }

    fn reuse_rows(&self, changes: &mut Vec<RowChange>) {
        if changes.is_empty() {
            return;
        }
        let mut spare = self.spare_rows.borrow_mut();
        for change in &mut *changes {
            for row in [&mut change.before, &mut change.after] {
                if let Some(mut row) = row.take()
                    && spare.len() < SPARE_ROWS
                {
                    row.clear();
                    spare.push(row);
                }
            }
        }
        changes.clear();
    }

    /// Runs `note` on a table, which is usually known from the last time.
    fn with_table<R>(&self, name: &[u8], note: impl FnOnce(&WrittenTable) -> R) -> R {
        let mut tables = self.tables.borrow_mut();
        let known = tables
            .iter()
            .position(|known| known.name.as_bytes() == name);
        let known = known.unwrap_or_else(|| {
            if tables.len() >= 256 {
                tables.clear();
            }
            tables.push(self.look_up_table(name));
            tables.len() - 1
        });
        note(&tables[known])
    }

    fn look_up_table(&self, name: &[u8]) -> WrittenTable {
        let hasher = table_hasher(name);
        let internal = name.starts_with(INTERNAL);
        let name: Rc<str> = Rc::from(String::from_utf8_lossy(name));
        let schema = self.schema.borrow();
        let key = schema
            .table(&name)
            .map(|table| Rc::clone(&table.primary_key));
        WrittenTable {
            key: key.unwrap_or_default(),
            name,
            internal,
            hasher,
        }
    }

    /// Copies a row that is about to be written or to go, if rows are collected, and hashes it, if its hash is
    /// wanted.
    ///
    /// # Safety
    /// `value_of` must be the function of `db` that tells the row's values; only within the pre-update callback.
    #[inline]
    unsafe fn take_row(
        &self,
        mut value_of: impl FnMut(c_int, *mut *mut ffi::sqlite3_value) -> c_int,
        columns: c_int,
        table: &WrittenTable,
        rowid: i64,
    ) -> (u128, Option<Vec<Value>>) {
        let mut value_at = |column| {
            let mut value = std::ptr::null_mut();
            let code = value_of(column, &mut value);
            // A generated column that is not stored has no value (SQLITE_RANGE).
            (code == ffi::SQLITE_OK && !value.is_null()).then_some(value)
        };
        let values = self.observe.get().then(|| {
            let mut values = self.spare_rows.borrow_mut().pop().unwrap_or_default();
            // SAFETY: as above.
            values.extend((0..columns).map(|column| {
                value_at(column).map_or(Value::Null, |value| unsafe { copy_value(value) })
            }));
            values
        });
        if !self.follow.get() {
            return (0, values);
        }
        let mut hasher = row_hasher(table.hasher, rowid);
        for value in (0..columns).filter_map(value_at) {
            // SAFETY: as above.
            unsafe { hash_value(value, &mut hasher) };
        }
        (hasher.finish(), values)
    }
}

type PreUpdate = unsafe extern "C" fn(
    *mut c_void,
    *mut ffi::sqlite3,
    c_int,
    *const c_char,
    *const c_char,
    i64,
    i64,
);

type Function =
    unsafe extern "C" fn(*mut ffi::sqlite3_context, c_int, *mut *mut ffi::sqlite3_value);

/// # Safety
/// `this` must be what `install` gave SQLite.
unsafe fn hooks<'a>(this: *mut c_void) -> &'a Hooks {
    // SAFETY: the connection keeps the box alive and in place until it is closed.
    unsafe { &*this.cast::<Hooks>() }
}

fn text<'a>(text: *const c_char) -> Option<&'a str> {
    if text.is_null() {
        return None;
    }
    // SAFETY: a string of SQLite's, which lives as long as the callback.
    unsafe { CStr::from_ptr(text) }.to_str().ok()
}

/// SQLite would wait now. We note it and give up.
unsafe extern "C" fn busy(this: *mut c_void, _count: c_int) -> c_int {
    let hooks = unsafe { hooks(this) };
    if hooks.waits.get() && !hooks.gave_up.get() {
        let mut files = hooks.files.borrow_mut();
        let slot = hooks.slot.get();
        let refused = files.refused.filter(|refusal| refusal.slot == slot);
        let request = refused.map_or(Request::File(Lock::Shared), |refusal| refusal.request);
        hooks.waited.set(Some(request));
        // A SQLite that really waits holds on to its locks meanwhile.
        files.keep_locks(hooks.database, slot);
    }
    0
}

unsafe extern "C" fn before_update(
    this: *mut c_void,
    db: *mut ffi::sqlite3,
    operation: c_int,
    schema: *const c_char,
    table: *const c_char,
    old_rowid: i64,
    new_rowid: i64,
) {
    let hooks = unsafe { hooks(this) };
    hooks.row_writes.set(hooks.row_writes.get() + 1);
    // SAFETY: SQLite's names, which live as long as the callback. They are compared as bytes: this runs for
    // every row.
    let (schema, table) = unsafe { (CStr::from_ptr(schema), CStr::from_ptr(table).to_bytes()) };
    if schema == c"temp" {
        return;
    }
    hooks.with_table(table, |table| {
        if table.internal {
            return;
        }
        // SAFETY: within the callback, on its own connection.
        let columns = unsafe { ffi::sqlite3_preupdate_count(db) };
        let mut delta = hooks.delta.get();
        let (mut before, mut after) = (None, None);
        if operation != ffi::SQLITE_INSERT {
            // SAFETY: a row that is updated or deleted has been there.
            let (hash, values) = unsafe {
                let value_of = |column, value| ffi::sqlite3_preupdate_old(db, column, value);
                hooks.take_row(value_of, columns, table, old_rowid)
            };
            delta = delta.wrapping_sub(hash);
            before = values;
        }
        if operation != ffi::SQLITE_DELETE {
            // SAFETY: a row that is inserted or updated will be there.
            let (hash, values) = unsafe {
                let value_of = |column, value| ffi::sqlite3_preupdate_new(db, column, value);
                hooks.take_row(value_of, columns, table, new_rowid)
            };
            delta = delta.wrapping_add(hash);
            after = values;
        }
        hooks.delta.set(delta);
        if before.is_some() || after.is_some() {
            hooks.written.borrow_mut().push(RowChange {
                table: Rc::clone(&table.name),
                rowid: if after.is_some() {
                    new_rowid
                } else {
                    old_rowid
                },
                before,
                after,
                key: Rc::clone(&table.key),
            });
        }
    });
}

unsafe extern "C" fn commit(this: *mut c_void) -> c_int {
    unsafe { hooks(this) }.committed.set(true);
    0
}

unsafe extern "C" fn rollback(this: *mut c_void) {
    unsafe { hooks(this) }.committed.set(false);
}

unsafe extern "C" fn progress(this: *mut c_void) -> c_int {
    let budget = &unsafe { hooks(this) }.budget;
    match budget.get().checked_sub(BUDGET_STEP as u64) {
        Some(left) => {
            budget.set(left);
            0
        }
        None => {
            budget.set(0);
            1
        }
    }
}

unsafe extern "C" fn authorize(
    this: *mut c_void,
    action: c_int,
    first: *const c_char,
    second: *const c_char,
    schema: *const c_char,
    _trigger: *const c_char,
) -> c_int {
    let hooks = unsafe { hooks(this) };
    hooks.compiled.set(true);
    if hooks.trusted.get() {
        return ffi::SQLITE_OK;
    }
    let first = text(first);
    let vacuum = action == ffi::SQLITE_DETACH || first.is_none_or(str::is_empty);
    if hooks.vacuuming.get()
        && (action == ffi::SQLITE_ATTACH || action == ffi::SQLITE_DETACH)
        && vacuum
    {
        return ffi::SQLITE_OK;
    }
    let verdict = hooks.footprint.borrow_mut().judge(
        action,
        first,
        text(second),
        text(schema),
        hooks.journal,
    );
    match verdict {
        Verdict::Allow => ffi::SQLITE_OK,
        Verdict::Ignore => ffi::SQLITE_IGNORE,
        Verdict::Deny(reason) => {
            *hooks.denied.borrow_mut() = Some(reason);
            ffi::SQLITE_DENY
        }
    }
}

impl Hooks {
    /// Where random numbers go on; a stream begins if none has.
    fn random_state(&self) -> u64 {
        self.random.get().unwrap_or_else(|| {
            let state = self.files.borrow_mut().begin_random();
            self.first_random.set(Some(state));
            state
        })
    }
}

/// # Safety
/// `context` must be that of one of the functions that `install` creates.
unsafe fn hooks_of<'a>(context: *mut ffi::sqlite3_context) -> &'a Hooks {
    unsafe { hooks(ffi::sqlite3_user_data(context)) }
}

unsafe extern "C" fn random(
    context: *mut ffi::sqlite3_context,
    _count: c_int,
    _arguments: *mut *mut ffi::sqlite3_value,
) {
    let hooks = unsafe { hooks_of(context) };
    let mut state = hooks.random_state();
    let number = next_random(&mut state) as i64;
    hooks.random.set(Some(state));
    unsafe { ffi::sqlite3_result_int64(context, number) };
}

unsafe extern "C" fn random_blob(
    context: *mut ffi::sqlite3_context,
    _count: c_int,
    arguments: *mut *mut ffi::sqlite3_value,
) {
    let hooks = unsafe { hooks_of(context) };
    // SAFETY: SQLite gives one argument.
    let wanted = unsafe { ffi::sqlite3_value_int64(*arguments) }.max(1);
    let db = unsafe { ffi::sqlite3_context_db_handle(context) };
    let limit = unsafe { ffi::sqlite3_limit(db, ffi::SQLITE_LIMIT_LENGTH, -1) };
    if wanted > i64::from(limit) {
        unsafe { ffi::sqlite3_result_error_toobig(context) };
        return;
    }
    let mut state = hooks.random_state();
    let mut bytes = vec![0u8; wanted as usize];
    for chunk in bytes.chunks_mut(8) {
        let word = next_random(&mut state).to_le_bytes();
        chunk.copy_from_slice(&word[..chunk.len()]);
    }
    hooks.random.set(Some(state));
    // SAFETY: SQLITE_TRANSIENT makes SQLite copy the bytes.
    unsafe {
        ffi::sqlite3_result_blob(
            context,
            bytes.as_ptr().cast(),
            wanted as c_int,
            ffi::SQLITE_TRANSIENT(),
        );
    }
}

unsafe extern "C" fn changes(
    context: *mut ffi::sqlite3_context,
    _count: c_int,
    _arguments: *mut *mut ffi::sqlite3_value,
) {
    let hooks = unsafe { hooks_of(context) };
    unsafe {
        let db = ffi::sqlite3_context_db_handle(context);
        let live = ffi::sqlite3_changes64(db);
        ffi::sqlite3_result_int64(context, hooks.changes.get().unwrap_or(live));
    }
}

unsafe extern "C" fn total_changes(
    context: *mut ffi::sqlite3_context,
    _count: c_int,
    _arguments: *mut *mut ffi::sqlite3_value,
) {
    let hooks = unsafe { hooks_of(context) };
    unsafe {
        let db = ffi::sqlite3_context_db_handle(context);
        let total = ffi::sqlite3_total_changes64(db);
        ffi::sqlite3_result_int64(context, total - hooks.total_changes.get());
    }
}
