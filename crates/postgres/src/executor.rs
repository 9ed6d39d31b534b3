//! SQLite as the evaluator of single queries. It stores nothing: its tables are virtual, and show the rows that a
//! query's references stand for at that moment.
//!
//! The text that it gets is all ours (see `translate`): no name, no function and no pragma of the scenario's gets
//! through, so an authorizer would have nothing to refuse. What remains are bounds on work and size.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::{CStr, CString, c_int};
use std::rc::Rc;

use rusqlite::limits::Limit;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::vtab::{
    Context, CreateVTab, Filters, IndexConstraintOp, IndexInfo, Module, VTab, VTabConnection,
    VTabCursor, VTabKind,
};
use rusqlite::{Connection, ToSql, ffi};

use crate::Value;
use crate::api::SessionId;
use crate::catalogue::Sequences;
use crate::error::PgError;
use crate::functions;
use crate::locks::Oid;
use crate::plan::Query;
use crate::versions::{Row, Version};

/// Steps of SQLite's virtual machine that one query may take, in thousands.
const BUDGET: u64 = 5_000;
/// Rows of a result.
const ROWS: usize = 100_000;
/// Bytes of a value.
const VALUE_BYTES: i32 = 1_000_000;
/// Bytes of a result.
const RESULT_BYTES: usize = 16_000_000;

/// The rows of a reference.
#[derive(Clone, Debug)]
pub(crate) enum Data {
    Versions(Vec<Rc<Version>>),
    Rows(Vec<Row>),
}

impl Data {
    fn len(&self) -> usize {
        match self {
            Data::Versions(versions) => versions.len(),
            Data::Rows(rows) => rows.len(),
        }
    }

    fn values(&self, at: usize) -> &[Value] {
        match self {
            Data::Versions(versions) => &versions[at].values,
            Data::Rows(rows) => &rows[at],
        }
    }

    fn place(&self, at: usize) -> i64 {
        match self {
            Data::Versions(versions) => versions[at].place as i64,
            Data::Rows(_) => at as i64 + 1,
        }
    }
}

/// What functions of a query read and change besides its rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    pub(crate) session: SessionId,
    pub(crate) database: Rc<str>,
    /// Milliseconds since 1970, when the transaction began.
    pub(crate) now: i64,
    pub(crate) sequences: Rc<Sequences>,
    /// `currval` of the session's sequences; the last one used is first.
    pub(crate) used: Rc<Vec<(Oid, i64)>>,
    pub(crate) random: u64,
    pub(crate) settings: crate::session::Settings,
    pub(crate) level: Option<crate::api::Level>,
    pub(crate) read_only: bool,
}

/// How much of a reference a query has read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Touched {
    pub(crate) scanned: bool,
    /// It came to the end.
    pub(crate) whole: bool,
    pub(crate) rows: usize,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) around: Around,
    data: Vec<Rc<Data>>,
    touched: Vec<Touched>,
    error: Option<PgError>,
    budget: u64,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Runs something on the state of the query that is being evaluated.
pub(crate) fn with_state<R>(run: impl FnOnce(&mut State) -> R) -> R {
    STATE.with_borrow_mut(run)
}

/// Keeps an error for the query's caller, and gives the one that ends the query.
pub(crate) fn raise(error: PgError) -> rusqlite::Error {
    with_state(|state| state.error.get_or_insert(error).clone());
    rusqlite::Error::UserFunctionError("raised".into())
}

/// A connection to SQLite.
pub(crate) struct Executor {
    connection: Connection,
    widths: RefCell<BTreeSet<usize>>,
}

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(borrow(self.0)))
    }
}

fn borrow(value: &Value) -> ValueRef<'_> {
    match value {
        Value::Null => ValueRef::Null,
        Value::Integer(value) => ValueRef::Integer(*value),
        Value::Real(value) => ValueRef::Real(*value),
        Value::Text(text) => ValueRef::Text(text.as_bytes()),
        Value::Blob(bytes) => ValueRef::Blob(bytes),
    }
}

/// A value out of SQLite.
pub(crate) fn owned(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Integer(value),
        ValueRef::Real(value) => Value::Real(value),
        ValueRef::Text(text) => Value::text(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => Value::Blob(bytes.into()),
    }
}

/// A value into SQLite.
pub(crate) fn give(value: Value) -> ToSqlOutput<'static> {
    use rusqlite::types::Value as Owned;
    ToSqlOutput::Owned(match value {
        Value::Null => Owned::Null,
        Value::Integer(value) => Owned::Integer(value),
        Value::Real(value) => Owned::Real(value),
        Value::Text(text) => Owned::Text(text.to_string()),
        Value::Blob(bytes) => Owned::Blob(bytes.to_vec()),
    })
}

/// What SQLite itself complained about. It should have nothing to complain about but bounds.
fn complaint(error: &rusqlite::Error) -> PgError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::OperationInterrupted) => PgError::new(
            "57014",
            "canceling statement: it takes too many steps for a playground",
        ),
        Some(rusqlite::ErrorCode::TooBig) => {
            PgError::new("54000", "a value is too large for a playground")
        }
        Some(rusqlite::ErrorCode::OutOfMemory) => PgError::new("53200", "out of memory"),
        _ => PgError::new(
            "0A000",
            format!("not supported by the PostgreSQL profile: {error}"),
        ),
    }
}

impl Executor {
    pub(crate) fn new() -> Result<Executor, PgError> {
        let open = || -> rusqlite::Result<Connection> {
            let mut connection = Connection::open_in_memory()?;
            connection.create_module(c"pg_rows", &MODULE, None::<()>)?;
            functions::register(&connection)?;
            connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES)?;
            connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
            connection.set_prepared_statement_cache_capacity(512);
            connection.progress_handler(
                1000,
                Some(|| {
                    with_state(|state| {
                        state.budget = state.budget.saturating_sub(1);
                        state.budget == 0
                    })
                }),
            )?;
            Ok(connection)
        };
        let connection = open().map_err(|error| complaint(&error))?;
        Ok(Executor {
            connection,
            widths: RefCell::default(),
        })
    }

    fn make_tables(&self, query: &Query) -> rusqlite::Result<()> {
        for width in &query.widths {
            if self.widths.borrow_mut().insert(*width) {
                self.connection.execute_batch(&format!(
                    "CREATE VIRTUAL TABLE v{width} USING pg_rows({width})"
                ))?;
            }
        }
        Ok(())
    }

    /// Runs a query over these rows; tells what of them it has read.
    pub(crate) fn run(
        &self,
        query: &Query,
        params: &[Value],
        data: Vec<Rc<Data>>,
        around: &mut Around,
    ) -> Result<(Vec<Vec<Value>>, Vec<Touched>), PgError> {
        with_state(|state| {
            state.touched.clear();
            state.touched.resize(data.len(), Touched::default());
            state.data = data;
            state.error = None;
            state.budget = BUDGET;
            std::mem::swap(&mut state.around, around);
        });
        let rows = self.rows(query, params);
        with_state(|state| {
            std::mem::swap(&mut state.around, around);
            state.data.clear();
            let touched = std::mem::take(&mut state.touched);
            let result = match (rows, state.error.take()) {
                (_, Some(error)) => Err(error),
                (rows, None) => rows,
            };
            result.map(|rows| (rows, touched))
        })
    }

    fn rows(&self, query: &Query, params: &[Value]) -> Result<Vec<Vec<Value>>, PgError> {
        let error = |error: rusqlite::Error| complaint(&error);
        self.make_tables(query).map_err(error)?;
        let mut statement = self.connection.prepare_cached(&query.sql).map_err(error)?;
        for number in 1..=statement.parameter_count() {
            let Some(value) = params.get(number - 1) else {
                return Err(PgError::new(
                    "42P02",
                    format!("there is no parameter ${number}"),
                ));
            };
            statement
                .raw_bind_parameter(number, Bound(value))
                .map_err(error)?;
        }
        let width = statement.column_count();
        let (mut found, mut bytes) = (Vec::new(), 0);
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(error)? {
            let mut values = Vec::with_capacity(width);
            for at in 0..width {
                let value = owned(row.get_ref(at).map_err(error)?);
                bytes += match &value {
                    Value::Text(text) => text.len(),
                    Value::Blob(blob) => blob.len(),
                    _ => 8,
                };
                values.push(value);
            }
            found.push(values);
            if found.len() > ROWS || bytes > RESULT_BYTES {
                return Err(PgError::new(
                    "54000",
                    "the result is too large for a playground",
                ));
            }
        }
        Ok(found)
    }
}

const MODULE: Module<Table> = Module::read_only_module();

/// `vN`.
#[repr(C)]
struct Table {
    /// SQLite wants it first.
    base: ffi::sqlite3_vtab,
    width: c_int,
}

#[repr(C)]
struct Cursor {
    /// SQLite wants it first.
    base: ffi::sqlite3_vtab_cursor,
    data: Rc<Data>,
    reference: usize,
    at: usize,
    wanted: Option<(usize, Value)>,
}

// SAFETY: the struct begins with `sqlite3_vtab`, and has C's layout.
unsafe impl<'vtab> VTab<'vtab> for Table {
    type Aux = ();
    type Cursor = Cursor;

    fn connect(
        _db: &mut VTabConnection,
        _aux: Option<&()>,
        _module: &[u8],
        _database: &[u8],
        _table: &[u8],
        args: &[&[u8]],
    ) -> rusqlite::Result<(Cow<'static, CStr>, Self)> {
        let width = args
            .first()
            .and_then(|arg| std::str::from_utf8(arg).ok())
            .and_then(|arg| arg.trim().parse().ok());
        let width: c_int = width.unwrap_or(0);
        let columns: String = (0..width).map(|at| format!("c{at}, ")).collect();
        let sql = CString::new(format!("CREATE TABLE x({columns}reference HIDDEN)"))?;
        Ok((
            Cow::Owned(sql),
            Table {
                base: ffi::sqlite3_vtab::default(),
                width,
            },
        ))
    }

    /// The reference's number is always known. One column that must equal something narrows the rows.
    fn best_index(&self, info: &mut IndexInfo) -> rusqlite::Result<bool> {
        let (mut reference, mut equal) = (None, None);
        for (at, constraint) in info.constraints().enumerate() {
            if !constraint.is_usable()
                || constraint.operator() != IndexConstraintOp::SQLITE_INDEX_CONSTRAINT_EQ
            {
                continue;
            }
            if constraint.column() == self.width {
                reference = Some(at);
            } else if constraint.column() >= 0 && equal.is_none() {
                equal = Some((at, constraint.column()));
            }
        }
        let Some(reference) = reference else {
            return Ok(false);
        };
        let mut usage = info.constraint_usage(reference);
        usage.set_argv_index(1);
        usage.set_omit(true);
        let binary = |at| info.collation(at).is_ok_and(|name| name == "BINARY");
        match equal.filter(|(at, _)| binary(*at)) {
            Some((at, column)) => {
                info.constraint_usage(at).set_argv_index(2);
                info.set_idx_num(column + 1);
                info.set_estimated_cost(10.0);
                info.set_estimated_rows(1);
            }
            None => {
                info.set_idx_num(0);
                info.set_estimated_cost(1000.0);
                info.set_estimated_rows(1000);
            }
        }
        Ok(true)
    }

    fn open(&'vtab mut self) -> rusqlite::Result<Cursor> {
        Ok(Cursor {
            base: ffi::sqlite3_vtab_cursor::default(),
            data: Rc::new(Data::Rows(Vec::new())),
            reference: 0,
            at: 0,
            wanted: None,
        })
    }
}

impl<'vtab> CreateVTab<'vtab> for Table {
    const KIND: VTabKind = VTabKind::Default;
}

impl Cursor {
    /// Past rows that are not wanted.
    fn settle(&mut self) {
        if let Some((column, wanted)) = &self.wanted {
            let wrong = |at: usize| !may_equal(&self.data.values(at)[*column], wanted);
            while self.at < self.data.len() && wrong(self.at) {
                self.at += 1;
            }
        }
        with_state(|state| {
            if let Some(touched) = state.touched.get_mut(self.reference) {
                touched.scanned = true;
                touched.whole |= self.at >= self.data.len();
                touched.rows = touched.rows.max((self.at + 1).min(self.data.len()));
            }
        });
    }
}

/// Whether SQLite might find two values equal; it looks again itself.
fn may_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => false,
        (Value::Integer(_) | Value::Real(_), Value::Real(_))
        | (Value::Real(_), Value::Integer(_)) => true,
        _ => a == b,
    }
}

// SAFETY: the struct begins with `sqlite3_vtab_cursor`, and has C's layout.
unsafe impl VTabCursor for Cursor {
    fn filter(
        &mut self,
        idx_num: c_int,
        _idx_str: Option<&str>,
        args: &Filters<'_>,
    ) -> rusqlite::Result<()> {
        self.reference = usize::try_from(args.get::<i64>(0)?).unwrap_or(usize::MAX);
        let data = with_state(|state| state.data.get(self.reference).cloned());
        self.data =
            data.ok_or_else(|| raise(PgError::new("XX000", "a query reads what is not there")))?;
        self.wanted = None;
        if idx_num > 0 {
            let value = args.iter().nth(1).map_or(Value::Null, owned);
            self.wanted = Some((idx_num as usize - 1, value));
        }
        self.at = 0;
        self.settle();
        Ok(())
    }

    fn next(&mut self) -> rusqlite::Result<()> {
        self.at += 1;
        self.settle();
        Ok(())
    }

    fn eof(&self) -> bool {
        self.at >= self.data.len()
    }

    fn column(&self, ctx: &mut Context, at: c_int) -> rusqlite::Result<()> {
        match self.data.values(self.at).get(at as usize) {
            Some(value) => ctx.set_result(Bound(value)),
            None => ctx.set_result(self.reference as i64),
        }
    }

    fn rowid(&self) -> rusqlite::Result<i64> {
        Ok(self.data.place(self.at))
    }
}
