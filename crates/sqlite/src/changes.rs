//! Rows written and read, as SQLite's hooks tell them.

use std::rc::Rc;

use rusqlite::ffi;

use crate::hash::Hasher;
use crate::value::Value;

/// A row that a statement wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct RowChange {
    /// The table, by the name it was created with.
    pub table: Rc<str>,
    /// The rowid: after the change, or before it if the row is gone. 0 in a table without rowids.
    pub rowid: i64,
    /// The row before; `None` for an insert.
    pub before: Option<Vec<Value>>,
    /// The row after; `None` for a delete.
    pub after: Option<Vec<Value>>,
    /// Which columns make up the primary key; none if there is no primary key or the table is still
    /// uncommitted.
    pub(crate) key: Rc<[usize]>,
}

impl RowChange {
    /// The values of the primary key's columns, as `rowid` before or after; empty if there is no primary
    /// key or the table is still uncommitted.
    pub fn primary_key(&self) -> Vec<Value> {
        let row = self.after.as_ref().or(self.before.as_ref());
        let key = self.key.iter();
        key.filter_map(|column| row?.get(*column).cloned())
            .collect()
    }
}

/// Rows that a statement read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The table.
    pub table: Rc<str>,
    /// The rowids of the rows that went into the result, ascending, where the result shows them (it holds
    /// the `INTEGER PRIMARY KEY`). `None`: some rows, SQLite does not tell which.
    pub rows: Option<Vec<i64>>,
}

const ROW: u64 = 1;

/// The beginning of the hashes of a table's rows.
pub(crate) fn table_hasher(table: &[u8]) -> Hasher {
    let mut hasher = Hasher::new(ROW);
    hasher.bytes(table);
    hasher
}

/// The beginning of a row's hash.
pub(crate) fn row_hasher(mut table: Hasher, rowid: i64) -> Hasher {
    table.word(rowid as u64);
    table
}

/// The bytes of a text or blob value.
///
/// # Safety
/// `value` must be valid, of that type, and outlive the result unchanged.
unsafe fn bytes_of<'a>(value: *mut ffi::sqlite3_value, text: bool) -> &'a [u8] {
    unsafe {
        let start = if text {
            ffi::sqlite3_value_text(value)
        } else {
            ffi::sqlite3_value_blob(value).cast::<u8>()
        };
        let length = ffi::sqlite3_value_bytes(value) as usize;
        if start.is_null() || length == 0 {
            &[]
        } else {
            std::slice::from_raw_parts(start, length)
        }
    }
}

/// Hashes a value of SQLite's as [`Value::hash_into`] hashes ours.
///
/// # Safety
/// `value` must be valid.
pub(crate) unsafe fn hash_value(value: *mut ffi::sqlite3_value, hasher: &mut Hasher) {
    unsafe {
        match ffi::sqlite3_value_type(value) {
            ffi::SQLITE_INTEGER => {
                hasher.word(1);
                hasher.word(ffi::sqlite3_value_int64(value) as u64);
            }
            ffi::SQLITE_FLOAT => {
                hasher.word(2);
                hasher.word(ffi::sqlite3_value_double(value).to_bits());
            }
            ffi::SQLITE_TEXT => {
                hasher.word(3);
                hasher.bytes(bytes_of(value, true));
            }
            ffi::SQLITE_BLOB => {
                hasher.word(4);
                hasher.bytes(bytes_of(value, false));
            }
            _ => hasher.word(0),
        }
    }
}

/// Copies a value of SQLite's.
///
/// # Safety
/// `value` must be valid.
#[inline]
pub(crate) unsafe fn copy_value(value: *mut ffi::sqlite3_value) -> Value {
    unsafe {
        match ffi::sqlite3_value_type(value) {
            ffi::SQLITE_INTEGER => Value::Integer(ffi::sqlite3_value_int64(value)),
            ffi::SQLITE_FLOAT => Value::Real(ffi::sqlite3_value_double(value)),
            ffi::SQLITE_TEXT => {
                let bytes = bytes_of(value, true);
                Value::Text(match std::str::from_utf8(bytes) {
                    Ok(text) => Rc::from(text),
                    Err(_) => Rc::from(String::from_utf8_lossy(bytes)),
                })
            }
            ffi::SQLITE_BLOB => Value::Blob(Rc::from(bytes_of(value, false))),
            _ => Value::Null,
        }
    }
}
