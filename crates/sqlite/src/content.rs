//! The committed content of a database: its schema, its rows, and a digest of both.
//!
//! The digest is logical: equal tables have equal digests, however their pages came about. The rows' part
//! is a sum of row hashes, so that a commit changes it by what the transaction's row changes add up to;
//! [`Content::add_up`] computes it from scratch, the first time that somebody asks.

use std::cell::Cell;
use std::rc::Rc;

use crate::changes::{copy_value, hash_value, row_hasher, table_hasher};
use crate::connection::Connection;
use crate::error::SqlError;
use crate::guard::is_internal_table;
use crate::hash::Hasher;
use crate::value::Value;

/// A committed table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name, as it was created.
    pub name: Rc<str>,
    /// The names of its columns.
    pub columns: Vec<Rc<str>>,
    /// Which columns make up the primary key, in the key's order; empty if there is none.
    pub primary_key: Vec<usize>,
    /// Its rows, ordered by primary key, else by rowid.
    pub rows: Vec<Vec<Value>>,
}

/// What is known of a table without its rows.
#[derive(Debug)]
pub(crate) struct TableSchema {
    pub(crate) name: Rc<str>,
    pub(crate) columns: Vec<Rc<str>>,
    /// The types that the columns were declared with.
    pub(crate) types: Vec<Rc<str>>,
    pub(crate) primary_key: Rc<[usize]>,
    /// The column that is another name of the rowid.
    pub(crate) rowid_column: Option<usize>,
    autoincrement: bool,
    /// Selects all columns in the order to show.
    show: String,
    /// Selects rowid and stored columns in any order.
    digest: String,
    /// Generated columns that are not stored: SQLite's hooks tell no value of theirs.
    computed: Vec<usize>,
}

/// A database's schema.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    pub(crate) tables: Vec<Rc<TableSchema>>,
    hash: u128,
    /// There is a `sqlite_sequence`: for good, once there has been a table with `AUTOINCREMENT`.
    sequenced: bool,
}

impl Schema {
    pub(crate) fn table(&self, name: &str) -> Option<&Rc<TableSchema>> {
        self.tables.iter().find(|table| &*table.name == name)
    }

    /// A table by a name as SQL may spell it.
    pub(crate) fn table_spelt(&self, name: &str) -> Option<&Rc<TableSchema>> {
        let mut tables = self.tables.iter();
        tables.find(|table| table.name.eq_ignore_ascii_case(name))
    }

    /// Whether inserting into a table may change `sqlite_sequence`.
    pub(crate) fn is_autoincrement(&self, name: &str) -> bool {
        self.table(name).is_some_and(|table| table.autoincrement)
    }
}

/// What the rows add up to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sums {
    /// Of the tables' rows.
    pub(crate) rows: u128,
    /// Of `sqlite_sequence`.
    pub(crate) sequence: u128,
}

/// What is committed, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pub(crate) schema: Rc<Schema>,
    /// `None` until somebody wants to know. Shared by all that stand for the same content: snapshots of the store
    /// and of transactions.
    sums: Rc<Cell<Option<Sums>>>,
}

impl Content {
    /// What the rows add up to, if that is known.
    pub(crate) fn sums(&self) -> Option<Sums> {
        self.sums.get()
    }

    /// The rows have changed: this is what they add up to now.
    pub(crate) fn set_sums(&mut self, sums: Option<Sums>) {
        match Rc::get_mut(&mut self.sums) {
            Some(own) => own.set(sums),
            None => self.sums = Rc::new(Cell::new(sums)),
        }
    }

    /// The digest. Where it is not known what the rows add up to, reads them through `reader`, which must see this
    /// very content.
    pub(crate) fn digest(&self, reader: &mut Connection) -> Result<u128, SqlError> {
        let sums = match self.sums.get() {
            Some(sums) => sums,
            None => {
                let sums = self.add_up(reader)?;
                self.sums.set(Some(sums));
                sums
            }
        };
        let mut hasher = Hasher::new(2);
        hasher.wide(self.schema.hash);
        hasher.wide(sums.rows);
        hasher.wide(sums.sequence);
        Ok(hasher.finish())
    }

    /// Reads all rows through `reader`.
    fn add_up(&self, reader: &mut Connection) -> Result<Sums, SqlError> {
        let mut rows = 0u128;
        for table in &self.schema.tables {
            rows = rows.wrapping_add(sum_rows(reader, &table.name, &table.digest)?);
        }
        let sequence = if self.schema.sequenced {
            scan_sequence(reader)?
        } else {
            0
        };
        Ok(Sums { rows, sequence })
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn as_text(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        _ => "",
    }
}

fn as_integer(value: &Value) -> i64 {
    match value {
        Value::Integer(value) => *value,
        _ => 0,
    }
}

/// Reads the schema through `observer`.
fn read_schema(observer: &mut Connection) -> Result<Schema, SqlError> {
    let mut hash = 0u128;
    let entries = observer.query("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let mut autoincrement: Vec<Rc<str>> = Vec::new();
    let mut sequenced = false;
    for entry in &entries {
        let mut hasher = Hasher::new(3);
        for value in entry {
            value.hash_into(&mut hasher);
        }
        hash = hash.wrapping_add(hasher.finish());
        sequenced |= as_text(&entry[1]) == "sqlite_sequence";
        let sql = as_text(&entry[3]).to_ascii_uppercase();
        if as_text(&entry[0]) == "table" && sql.contains("AUTOINCREMENT") {
            autoincrement.push(Rc::from(as_text(&entry[1])));
        }
    }
    for header in ["PRAGMA user_version", "PRAGMA application_id"] {
        let mut hasher = Hasher::new(4);
        hasher.wide(hash);
        for row in observer.query(header)? {
            hasher.word(as_integer(&row[0]) as u64);
        }
        hash = hasher.finish();
    }
    let mut tables = Vec::new();
    for entry in observer.query("PRAGMA main.table_list")? {
        let name = as_text(&entry[1]);
        if as_text(&entry[2]) != "table" || is_internal_table(name) {
            continue;
        }
        let without_rowid = as_integer(&entry[4]) != 0;
        let columns = observer.query(&format!("PRAGMA main.table_xinfo({})", quoted(name)))?;
        tables.push(Rc::new(table_schema(
            name,
            without_rowid,
            autoincrement.iter().any(|known| &**known == name),
            &columns,
        )));
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Schema {
        tables,
        hash,
        sequenced,
    })
}

/// `columns`: rows of `PRAGMA table_xinfo`: cid, name, type, notnull, dflt_value, pk, hidden.
fn table_schema(
    name: &str,
    without_rowid: bool,
    autoincrement: bool,
    columns: &[Vec<Value>],
) -> TableSchema {
    let names: Vec<Rc<str>> = columns
        .iter()
        .map(|column| Rc::from(as_text(&column[1])))
        .collect();
    let mut key: Vec<(i64, usize)> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| (as_integer(&column[5]), index))
        .filter(|(position, _)| *position > 0)
        .collect();
    key.sort_unstable();
    let rowid_column = match key[..] {
        [(_, only)]
            if !without_rowid && as_text(&columns[only][2]).eq_ignore_ascii_case("INTEGER") =>
        {
            Some(only)
        }
        _ => None,
    };
    let rowid = ["rowid", "_rowid_", "oid"]
        .into_iter()
        .find(|alias| !names.iter().any(|name| name.eq_ignore_ascii_case(alias)))
        .filter(|_| !without_rowid);
    let list = |columns: &mut dyn Iterator<Item = usize>| {
        let columns: Vec<String> = columns.map(|column| quoted(&names[column])).collect();
        columns.join(", ")
    };
    let all = list(&mut (0..names.len()));
    let computed: Vec<usize> = (0..names.len())
        .filter(|column| as_integer(&columns[*column][6]) == 2)
        .collect();
    let stored = list(&mut (0..names.len()).filter(|column| !computed.contains(column)));
    let order = if key.is_empty() {
        rowid.unwrap_or("1").to_owned()
    } else {
        list(&mut key.iter().map(|(_, column)| *column))
    };
    let table = quoted(name);
    TableSchema {
        name: Rc::from(name),
        show: format!("SELECT {all} FROM main.{table} ORDER BY {order}"),
        digest: format!(
            "SELECT {}, {stored} FROM main.{table}",
            rowid.unwrap_or("0")
        ),
        columns: names,
        types: columns
            .iter()
            .map(|column| Rc::from(as_text(&column[2])))
            .collect(),
        primary_key: key.into_iter().map(|(_, column)| column).collect(),
        rowid_column,
        autoincrement,
        computed,
    }
}

/// A row with its rowid and hash, as the hooks would tell it.
pub(crate) type HashedRow = (i64, u128, Vec<Value>);

/// All rows of a table, as the hooks would tell them.
pub(crate) fn hashed_rows(
    connection: &mut Connection,
    table: &TableSchema,
) -> Result<Vec<HashedRow>, SqlError> {
    let mut rows = Vec::new();
    let beginning = table_hasher(table.name.as_bytes());
    connection.for_each_row(&table.digest, |row| {
        let rowid = row.integer(0);
        let mut hasher = row_hasher(beginning, rowid);
        let mut values = Vec::with_capacity(table.columns.len());
        for column in 1..row.len() {
            while table.computed.contains(&values.len()) {
                values.push(Value::Null);
            }
            // SAFETY: the row is valid while the closure runs.
            unsafe {
                hash_value(row.value(column), &mut hasher);
                values.push(copy_value(row.value(column)));
            }
        }
        values.resize(table.columns.len(), Value::Null);
        rows.push((rowid, hasher.finish(), values));
    })?;
    Ok(rows)
}

/// Sums up the rows of a query whose first column is the rowid.
fn sum_rows(observer: &mut Connection, table: &str, sql: &str) -> Result<u128, SqlError> {
    let mut sum = 0u128;
    let beginning = table_hasher(table.as_bytes());
    observer.for_each_row(sql, |row| {
        let mut hasher = row_hasher(beginning, row.integer(0));
        for column in 1..row.len() {
            // SAFETY: the row is valid while the closure runs.
            unsafe { hash_value(row.value(column), &mut hasher) };
        }
        sum = sum.wrapping_add(hasher.finish());
    })?;
    Ok(sum)
}

/// The digest of `sqlite_sequence`.
pub(crate) fn scan_sequence(connection: &mut Connection) -> Result<u128, SqlError> {
    // Without its rowids: they tell only in which order the tables came to have an entry.
    sum_rows(
        connection,
        "sqlite_sequence",
        "SELECT 0, name, seq FROM main.sqlite_sequence",
    )
}

/// Looks at what is committed. Its rows are read when somebody asks for the digest.
pub(crate) fn look(observer: &mut Connection) -> Result<Content, SqlError> {
    Ok(Content {
        schema: Rc::new(read_schema(observer)?),
        sums: Rc::default(),
    })
}

/// The user's tables with their rows.
pub(crate) fn tables(observer: &mut Connection, schema: &Schema) -> Result<Vec<Table>, SqlError> {
    let mut tables = Vec::with_capacity(schema.tables.len());
    for table in &schema.tables {
        tables.push(Table {
            name: Rc::clone(&table.name),
            columns: table.columns.clone(),
            primary_key: table.primary_key.to_vec(),
            rows: observer.query(&table.show)?,
        });
    }
    Ok(tables)
}
