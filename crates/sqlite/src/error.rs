//! What SQLite answers when it refuses, with the names its documentation uses.

use std::fmt;

use rusqlite::ffi;

/// A refused statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlError {
    /// The primary result code, for example 5 for every kind of `SQLITE_BUSY`.
    pub code: i32,
    /// The extended result code.
    pub extended_code: i32,
    /// The extended code's name, for example `SQLITE_BUSY_SNAPSHOT`.
    pub name: &'static str,
    /// SQLite's own message, for example `UNIQUE constraint failed: tag.name`.
    pub message: String,
}

impl SqlError {
    pub(crate) fn new(extended_code: i32, message: impl Into<String>) -> Self {
        SqlError {
            code: extended_code & 0xff,
            extended_code,
            name: code_name(extended_code),
            message: message.into(),
        }
    }
}

impl fmt::Display for SqlError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({})", self.message, self.name)
    }
}

impl std::error::Error for SqlError {}

macro_rules! names {
    ($code:expr, $($name:ident)*) => {
        match $code {
            $(ffi::$name => stringify!($name),)*
            _ => "SQLITE_UNKNOWN",
        }
    };
}

/// The name of an extended result code.
pub(crate) fn code_name(extended_code: i32) -> &'static str {
    names!(extended_code,
        SQLITE_OK SQLITE_ERROR SQLITE_INTERNAL SQLITE_PERM SQLITE_ABORT SQLITE_BUSY SQLITE_LOCKED
        SQLITE_NOMEM SQLITE_READONLY SQLITE_INTERRUPT SQLITE_IOERR SQLITE_CORRUPT SQLITE_NOTFOUND
        SQLITE_FULL SQLITE_CANTOPEN SQLITE_PROTOCOL SQLITE_EMPTY SQLITE_SCHEMA SQLITE_TOOBIG
        SQLITE_CONSTRAINT SQLITE_MISMATCH SQLITE_MISUSE SQLITE_NOLFS SQLITE_AUTH SQLITE_FORMAT
        SQLITE_RANGE SQLITE_NOTADB SQLITE_NOTICE SQLITE_WARNING SQLITE_ROW SQLITE_DONE
        SQLITE_ERROR_MISSING_COLLSEQ SQLITE_ERROR_RETRY SQLITE_ERROR_SNAPSHOT
        SQLITE_ABORT_ROLLBACK
        SQLITE_BUSY_RECOVERY SQLITE_BUSY_SNAPSHOT SQLITE_BUSY_TIMEOUT
        SQLITE_LOCKED_SHAREDCACHE SQLITE_LOCKED_VTAB
        SQLITE_READONLY_RECOVERY SQLITE_READONLY_CANTLOCK SQLITE_READONLY_ROLLBACK
        SQLITE_READONLY_DBMOVED SQLITE_READONLY_CANTINIT SQLITE_READONLY_DIRECTORY
        SQLITE_IOERR_READ SQLITE_IOERR_SHORT_READ SQLITE_IOERR_WRITE SQLITE_IOERR_FSYNC
        SQLITE_IOERR_TRUNCATE SQLITE_IOERR_FSTAT SQLITE_IOERR_UNLOCK SQLITE_IOERR_RDLOCK
        SQLITE_IOERR_DELETE SQLITE_IOERR_NOMEM SQLITE_IOERR_ACCESS SQLITE_IOERR_LOCK
        SQLITE_IOERR_CLOSE SQLITE_IOERR_SHMOPEN SQLITE_IOERR_SHMSIZE SQLITE_IOERR_SHMLOCK
        SQLITE_IOERR_SHMMAP SQLITE_IOERR_CHECKRESERVEDLOCK
        SQLITE_CORRUPT_VTAB SQLITE_CORRUPT_SEQUENCE SQLITE_CORRUPT_INDEX
        SQLITE_CANTOPEN_ISDIR SQLITE_CANTOPEN_FULLPATH
        SQLITE_CONSTRAINT_CHECK SQLITE_CONSTRAINT_COMMITHOOK SQLITE_CONSTRAINT_FOREIGNKEY
        SQLITE_CONSTRAINT_FUNCTION SQLITE_CONSTRAINT_NOTNULL SQLITE_CONSTRAINT_PRIMARYKEY
        SQLITE_CONSTRAINT_TRIGGER SQLITE_CONSTRAINT_UNIQUE SQLITE_CONSTRAINT_VTAB
        SQLITE_CONSTRAINT_ROWID SQLITE_CONSTRAINT_PINNED SQLITE_CONSTRAINT_DATATYPE
        SQLITE_AUTH_USER
    )
}
