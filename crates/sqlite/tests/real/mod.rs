//! Real connections: processes of their own, a real file, SQLite's own unix VFS.
//!
//! A process is this test program once more, told to run one test, [`a_real_connection`], which answers
//! what it is asked on its standard input. It uses the machine's own SQLite if there is one, or the one
//! that rusqlite brings.

// Each test file uses a part of this.
#![allow(dead_code)]

use std::ffi::{CStr, CString, c_char, c_int};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use lockstep_sqlite::Journal;
use rusqlite::ffi::{self, sqlite3, sqlite3_stmt};

use crate::histories::{SETUP, json};

/// Which SQLite a process uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The machine's shared library.
    System,
    /// The one that rusqlite brings, which also runs behind this crate's own files.
    Bundled,
}

const WHICH: &str = "LOCKSTEP_REAL_CONNECTION";

/// A process with a connection.
pub struct Process {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// The version of its SQLite.
    pub version: String,
}

impl Process {
    /// Starts a process; `None` if the machine has no such SQLite.
    pub fn start(which: Which) -> Option<Process> {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "real::a_real_connection",
                "--ignored",
                "--nocapture",
            ])
            .env(WHICH, format!("{which:?}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut process = Process {
            requests: child.stdin.take().unwrap(),
            answers: BufReader::new(child.stdout.take().unwrap()),
            child,
            version: String::new(),
        };
        // The test runner has its word first.
        loop {
            let line = process.answer();
            assert!(!line.starts_with("test result"), "the process ended");
            if let Some(version) = line.strip_prefix("ready ") {
                version.clone_into(&mut process.version);
                return (!version.is_empty()).then_some(process);
            }
        }
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        let length = self.answers.read_line(&mut line).unwrap();
        assert!(length > 0, "a real connection's process has died");
        line.truncate(line.trim_end_matches('\n').len());
        line
    }

    /// Sends requests together and reads their answers: nobody else does anything in between.
    fn ask(&mut self, requests: &[(char, &str)]) -> Vec<String> {
        let mut lines = String::new();
        for (verb, text) in requests {
            assert!(!text.contains('\n'));
            lines.push(*verb);
            lines.push_str(text);
            lines.push('\n');
        }
        self.requests.write_all(lines.as_bytes()).unwrap();
        requests.iter().map(|_| self.answer()).collect()
    }

    /// Opens a file, foreign keys on, without waiting for locks. Whether the schema could be read.
    pub fn open(&mut self, path: &Path) -> bool {
        self.ask(&[('o', path.to_str().unwrap())]) == ["warm"]
    }

    /// Closes what is open; an open transaction is rolled back.
    pub fn close(&mut self) {
        self.ask(&[('c', "")]);
    }

    /// Runs statements: of each its changes and rows, or its extended result code and message.
    pub fn run(&mut self, statements: &[&str]) -> Vec<String> {
        let requests: Vec<(char, &str)> = statements.iter().map(|sql| ('r', *sql)).collect();
        self.ask(&requests)
    }
}

impl Drop for Process {
    /// As `kill -9`.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A database file and all that SQLite puts beside it; deleted in the end.
pub struct RealFile(PathBuf);

impl RealFile {
    /// A path that nobody else uses, in memory if the machine has a place for that.
    pub fn new(purpose: &str) -> RealFile {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            memory.to_owned()
        } else {
            std::env::temp_dir()
        };
        RealFile(folder.join(format!("lockstep-{}-{purpose}.db", std::process::id())))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    fn part(&self, suffix: &str) -> PathBuf {
        let mut path = self.0.clone().into_os_string();
        path.push(suffix);
        PathBuf::from(path)
    }

    /// Becomes a copy of this content, with nothing beside it but the log.
    pub fn become_copy(&self, content: &Content) {
        for suffix in ["-journal", "-shm"] {
            let _ = std::fs::remove_file(self.part(suffix));
        }
        std::fs::write(&self.0, &content.main).unwrap();
        match &content.wal {
            Some(wal) => std::fs::write(self.part("-wal"), wal).unwrap(),
            None => drop(std::fs::remove_file(self.part("-wal"))),
        }
    }

    /// What is in it now.
    pub fn content(&self) -> Content {
        Content {
            main: std::fs::read(&self.0).unwrap(),
            wal: std::fs::read(self.part("-wal")).ok(),
        }
    }
}

impl Drop for RealFile {
    fn drop(&mut self) {
        for suffix in ["", "-journal", "-wal", "-shm"] {
            let _ = std::fs::remove_file(self.part(suffix));
        }
    }
}

/// The bytes of a database file and of its log.
pub struct Content {
    main: Vec<u8>,
    wal: Option<Vec<u8>>,
}

/// The file with which every history begins, made by a real connection.
pub fn prepared(process: &mut Process, file: &RealFile, journal: Journal) -> Content {
    process.open(file.path());
    if journal == Journal::Wal {
        assert_eq!(
            process.run(&["PRAGMA journal_mode = WAL"]),
            ["0 [[\"wal\"]]"]
        );
    }
    for answer in process.run(SETUP) {
        assert!(answer.ends_with("[]"), "{answer}");
    }
    let content = file.content();
    process.close();
    content
}

/// A process of the other tests, not a test.
#[test]
#[ignore = "what the other tests start as a real connection's process"]
fn a_real_connection() {
    let api = match std::env::var(WHICH).as_deref() {
        Ok("System") => system::load(),
        Ok("Bundled") => Some(Api::bundled()),
        // Started by hand: there is nobody to answer.
        _ => return,
    };
    let mut out = std::io::stdout().lock();
    let Some(api) = api else {
        writeln!(out, "ready ").unwrap();
        return;
    };
    // SAFETY: SQLite's own version, a constant.
    let version = unsafe { CStr::from_ptr((api.sqlite3_libversion)()) };
    writeln!(out, "ready {}", version.to_str().unwrap()).unwrap();
    let mut connection = Connection {
        api,
        db: std::ptr::null_mut(),
    };
    let mut requests = BufReader::new(std::io::stdin());
    let mut answers = String::new();
    let mut line = String::new();
    while requests.read_line(&mut line).unwrap() > 0 {
        let text = line[1..].trim_end_matches('\n');
        let answer = match &line[..1] {
            "o" => connection.open(text),
            "c" => connection.close(),
            _ => connection.run(text),
        };
        answers.push_str(&answer);
        answers.push('\n');
        if requests.buffer().is_empty() {
            out.write_all(answers.as_bytes()).unwrap();
            answers.clear();
        }
        line.clear();
    }
}

macro_rules! api {
    ($($name:ident: ($($argument:ty),*) -> $result:ty;)*) => {
        /// The functions of one SQLite.
        struct Api { $($name: unsafe extern "C" fn($($argument),*) -> $result,)* }

        impl Api {
            fn bundled() -> Api {
                Api { $($name: ffi::$name,)* }
            }

            /// `None` if `symbol` does not find them all.
            fn from_symbols(symbol: impl Fn(&CStr) -> Option<*mut std::ffi::c_void>) -> Option<Api> {
                Some(Api {
                    $($name: {
                        let name = CString::new(stringify!($name)).ok()?;
                        // SAFETY: SQLite's functions have had these types in all versions 3.
                        unsafe {
                            std::mem::transmute::<
                                *mut std::ffi::c_void,
                                unsafe extern "C" fn($($argument),*) -> $result,
                            >(symbol(&name)?)
                        }
                    },)*
                })
            }
        }
    };
}

api! {
    sqlite3_libversion: () -> *const c_char;
    sqlite3_open: (*const c_char, *mut *mut sqlite3) -> c_int;
    sqlite3_close: (*mut sqlite3) -> c_int;
    sqlite3_prepare_v2: (*mut sqlite3, *const c_char, c_int, *mut *mut sqlite3_stmt, *mut *const c_char) -> c_int;
    sqlite3_step: (*mut sqlite3_stmt) -> c_int;
    sqlite3_finalize: (*mut sqlite3_stmt) -> c_int;
    sqlite3_stmt_readonly: (*mut sqlite3_stmt) -> c_int;
    sqlite3_column_count: (*mut sqlite3_stmt) -> c_int;
    sqlite3_column_type: (*mut sqlite3_stmt, c_int) -> c_int;
    sqlite3_column_int64: (*mut sqlite3_stmt, c_int) -> i64;
    sqlite3_column_double: (*mut sqlite3_stmt, c_int) -> f64;
    sqlite3_column_text: (*mut sqlite3_stmt, c_int) -> *const u8;
    sqlite3_column_blob: (*mut sqlite3_stmt, c_int) -> *const std::ffi::c_void;
    sqlite3_column_bytes: (*mut sqlite3_stmt, c_int) -> c_int;
    sqlite3_changes: (*mut sqlite3) -> c_int;
    sqlite3_extended_errcode: (*mut sqlite3) -> c_int;
    sqlite3_errmsg: (*mut sqlite3) -> *const c_char;
}

/// The machine's SQLite.
#[cfg(unix)]
mod system {
    use super::Api;
    use std::ffi::{CStr, c_char, c_int, c_void};

    unsafe extern "C" {
        fn dlopen(name: *const c_char, flags: c_int) -> *mut c_void;
        fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
    }

    /// At once; on Linux its own symbols before those of this program, which has another SQLite in it.
    const FLAGS: c_int = if cfg!(target_os = "linux") { 2 | 8 } else { 2 };

    pub(super) fn load() -> Option<Api> {
        [c"libsqlite3.so.0", c"libsqlite3.dylib"]
            .iter()
            .find_map(|name| {
                // SAFETY: loading SQLite runs no code of its.
                let library = unsafe { dlopen(name.as_ptr(), FLAGS) };
                let symbol = |name: &CStr| {
                    // SAFETY: of the library just loaded, which is never unloaded.
                    let symbol = unsafe { dlsym(library, name.as_ptr()) };
                    (!symbol.is_null()).then_some(symbol)
                };
                (!library.is_null()).then(|| Api::from_symbols(symbol))?
            })
    }
}

#[cfg(not(unix))]
mod system {
    pub(super) fn load() -> Option<super::Api> {
        None
    }
}

struct Connection {
    api: Api,
    db: *mut sqlite3,
}

impl Connection {
    fn open(&mut self, path: &str) -> String {
        let path = CString::new(path).unwrap();
        // SAFETY: the path ends with a zero byte.
        let code = unsafe { (self.api.sqlite3_open)(path.as_ptr(), &mut self.db) };
        assert_eq!(code, ffi::SQLITE_OK);
        self.run("PRAGMA foreign_keys = ON");
        self.run("PRAGMA synchronous = FULL");
        let schema = self.run("SELECT 1 FROM sqlite_schema");
        let warm = !schema.starts_with("error");
        if warm { "warm" } else { "cold" }.to_owned()
    }

    fn close(&mut self) -> String {
        // SAFETY: opened by `open`; every statement is finalized where it was prepared.
        assert_eq!(unsafe { (self.api.sqlite3_close)(self.db) }, ffi::SQLITE_OK);
        "closed".to_owned()
    }

    fn run(&mut self, sql: &str) -> String {
        let api = &self.api;
        let mut statement = std::ptr::null_mut();
        let mut rows: Vec<Vec<serde_json::Value>> = Vec::new();
        // SAFETY: the statement's functions are called between its preparation and its end, its columns
        // while it stands on a row.
        unsafe {
            let length = c_int::try_from(sql.len()).unwrap();
            let start = sql.as_ptr().cast();
            let code = (api.sqlite3_prepare_v2)(
                self.db,
                start,
                length,
                &mut statement,
                std::ptr::null_mut(),
            );
            if code != ffi::SQLITE_OK {
                return self.error();
            }
            loop {
                match (api.sqlite3_step)(statement) {
                    ffi::SQLITE_ROW => {
                        let columns = 0..(api.sqlite3_column_count)(statement);
                        rows.push(
                            columns
                                .map(|column| self.value(statement, column))
                                .collect(),
                        );
                    }
                    ffi::SQLITE_DONE => break,
                    _ => {
                        let error = self.error();
                        (api.sqlite3_finalize)(statement);
                        return error;
                    }
                }
            }
            let writes = ["INSERT", "UPDATE", "DELETE"]
                .iter()
                .any(|word| sql.starts_with(word));
            (api.sqlite3_finalize)(statement);
            let changes = if writes {
                (api.sqlite3_changes)(self.db)
            } else {
                0
            };
            format!("{changes} {}", serde_json::to_string(&rows).unwrap())
        }
    }

    /// # Safety
    /// The statement must stand on a row.
    unsafe fn value(&self, statement: *mut sqlite3_stmt, column: c_int) -> serde_json::Value {
        let api = &self.api;
        // SAFETY: see above; SQLite's bytes are copied at once.
        json(&unsafe {
            let bytes = |start: *const u8| {
                let length = (api.sqlite3_column_bytes)(statement, column) as usize;
                if length == 0 {
                    &[]
                } else {
                    std::slice::from_raw_parts(start, length)
                }
            };
            match (api.sqlite3_column_type)(statement, column) {
                ffi::SQLITE_INTEGER => (api.sqlite3_column_int64)(statement, column).into(),
                ffi::SQLITE_FLOAT => {
                    lockstep_sqlite::Value::Real((api.sqlite3_column_double)(statement, column))
                }
                ffi::SQLITE_TEXT => {
                    let text = bytes((api.sqlite3_column_text)(statement, column));
                    lockstep_sqlite::Value::text(String::from_utf8_lossy(text))
                }
                ffi::SQLITE_BLOB => {
                    let blob = bytes((api.sqlite3_column_blob)(statement, column).cast());
                    lockstep_sqlite::Value::Blob(blob.into())
                }
                _ => lockstep_sqlite::Value::Null,
            }
        })
    }

    fn error(&self) -> String {
        // SAFETY: the connection is open; its message is copied at once.
        unsafe {
            let code = (self.api.sqlite3_extended_errcode)(self.db);
            let message = CStr::from_ptr((self.api.sqlite3_errmsg)(self.db));
            format!("error {code}: {}", message.to_string_lossy())
        }
    }
}
