//! Observable SQLite.
//!
//! A [`Store`] is a set of in-memory database files and several real SQLite connections to them, which
//! behave as connections of separate processes to a file on disk do: the same locks, the same
//! `SQLITE_BUSY`, in rollback-journal and in WAL mode. Unlike the real thing it shows every lock, tells
//! which rows a statement wrote and read, never sleeps, and can be put back to an earlier state.
//!
//! ```
//! use lockstep_sqlite::{Config, Step, Store, Value};
//!
//! let mut store = Store::new(Config::default())?;
//! let alice = store.connect("bank.db", 0)?;
//! let bob = store.connect("bank.db", 0)?;
//! store.execute(alice, "CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER)", &[]);
//! store.execute(alice, "BEGIN IMMEDIATE", &[]);
//! let Step::Failed(error) = store.execute(bob, "INSERT INTO account VALUES (1, ?)", &[Value::Integer(5)])
//! else { panic!("two writers") };
//! assert_eq!((error.name, &*error.message), ("SQLITE_BUSY", "database is locked"));
//! # Ok::<(), lockstep_sqlite::SqlError>(())
//! ```

mod calendar;
mod changes;
mod connection;
mod content;
mod error;
mod files;
mod guard;
mod hash;
mod heap;
mod hooks;
#[cfg(target_arch = "wasm32")]
mod host;
mod locks;
mod look;
mod pages;
mod snapshot;
mod statements;
mod store;
mod value;
mod vfs;
mod wal_index;

pub use changes::{Read, RowChange};
pub use content::Table;
pub use error::SqlError;
pub use guard::Limits;
pub use locks::{Lock, LockTransition};
pub use look::Column;
pub use snapshot::Snapshot;
pub use statements::statements;
pub use store::{
    Blocked, Config, ConnId, Done, Journal, Observed, Step, Store, Transaction, WalLocks,
};
pub use value::Value;
