//! Random histories through this crate and through the system's SQLite: a real file, one process a
//! connection. Result codes, messages, rows, changes and the final content must be the same.
//!
//! `LOCKSTEP_HISTORIES` sets how many histories a journal mode gets, `LOCKSTEP_FIRST_HISTORY` the first
//! seed. The real processes are Python's `sqlite3` module (3.11 or later, for the extended result codes).
//! For machines without one, hashes of what real processes answered are kept in `tests/data`; they were
//! written by this test with `LOCKSTEP_RECORD=1` set.

mod histories;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use histories::{CONTENT, SETUP, history, prepared, show};
use lockstep_sqlite::Journal;

const WORKER: &str = r#"
import json, sqlite3, sys
connection = None
for line in sys.stdin:
    verb, text = json.loads(line)
    try:
        if verb == "open":
            connection = sqlite3.connect(text, timeout=0, isolation_level=None, cached_statements=0)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("SELECT 1 FROM sqlite_schema").fetchall()
            answer = "open"
        elif verb == "close":
            connection.close()
            answer = "closed"
        elif verb == "version":
            # Extended result codes came with Python 3.11.
            answer = sqlite3.sqlite_version if sys.version_info >= (3, 11) else "too old"
        else:
            cursor = connection.execute(text)
            rows = cursor.fetchall()
            changes = max(cursor.rowcount, 0)
            answer = "%d %s" % (changes, json.dumps(rows, separators=(",", ":"), ensure_ascii=False))
    except sqlite3.Error as error:
        answer = "%s: %s" % (getattr(error, "sqlite_errorname", type(error).__name__), error)
    sys.stdout.write(answer + "\n")
    sys.stdout.flush()
"#;

struct Process {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Process {
    fn start() -> Option<Process> {
        for python in ["/usr/bin/python3", "python3"] {
            let child = Command::new(python)
                .args(["-c", WORKER])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn();
            let Ok(mut child) = child else { continue };
            let requests = child.stdin.take()?;
            let answers = BufReader::new(child.stdout.take()?);
            let mut process = Process {
                child,
                requests,
                answers,
            };
            if process.ask("version", "").starts_with("3.") {
                return Some(process);
            }
        }
        None
    }

    fn ask(&mut self, verb: &str, text: &str) -> String {
        let request = serde_json::to_string(&[verb, text]).unwrap();
        if writeln!(self.requests, "{request}").is_err() {
            return String::new();
        }
        let mut answer = String::new();
        let _ = self.answers.read_line(&mut answer);
        answer.trim_end().to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs one history on a real file.
fn really(processes: &mut [Process], seed: u64, journal: Journal, purpose: &str) -> Vec<String> {
    let (connections, steps) = history(seed, journal);
    let folder = if std::path::Path::new("/dev/shm").is_dir() {
        std::path::PathBuf::from("/dev/shm")
    } else {
        std::env::temp_dir()
    };
    let path = folder.join(format!(
        "lockstep-{}-{purpose}-{journal:?}.db",
        std::process::id()
    ));
    let path = path.to_string_lossy().into_owned();
    let remove = || {
        for suffix in ["", "-journal", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{path}{suffix}"));
        }
    };
    remove();
    processes[0].ask("open", &path);
    if journal == Journal::Wal {
        processes[0].ask("run", "PRAGMA journal_mode = WAL");
    }
    for sql in SETUP {
        processes[0].ask("run", sql);
    }
    for process in &mut processes[1..connections] {
        process.ask("open", &path);
    }
    let mut results = Vec::new();
    for (connection, sql) in &steps {
        results.push(processes[*connection].ask("run", sql));
    }
    for process in &mut processes[..connections] {
        process.ask("run", "ROLLBACK");
    }
    for sql in CONTENT {
        results.push(processes[0].ask("run", sql));
    }
    for process in &mut processes[..connections] {
        process.ask("close", "");
    }
    remove();
    results
}

/// Runs one history through the crate; checks the digest after every step.
fn observed(seed: u64, journal: Journal) -> Vec<String> {
    let (connections, steps) = history(seed, journal);
    let (mut store, ids) = prepared(journal, connections, 0);
    let mut results = Vec::new();
    for (connection, sql) in &steps {
        let step = store.execute(ids[*connection], sql, &[]);
        results.push(show(&step));
        assert_eq!(
            store.content_digest(),
            store.scanned_digest().unwrap(),
            "seed {seed}, {journal:?}, after {sql}"
        );
    }
    for id in &ids {
        store.execute(*id, "ROLLBACK", &[]);
    }
    for sql in CONTENT {
        results.push(show(&store.execute(ids[0], sql, &[])));
    }
    results
}

fn describe(seed: u64, journal: Journal, real: &[String], ours: &[String]) -> String {
    use std::fmt::Write as _;
    let (_, steps) = history(seed, journal);
    let mut text = format!("history {seed}, {journal:?}:\n");
    let content = CONTENT.iter().map(|sql| (0, (*sql).to_owned()));
    for (index, (connection, sql)) in steps.into_iter().chain(content).enumerate() {
        let _ = writeln!(text, "  {connection}: {sql}\n      {}", ours[index]);
        if real[index] != ours[index] {
            let _ = writeln!(text, "   != {}", real[index]);
            break;
        }
    }
    text
}

fn number(variable: &str, default: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => default,
    }
}

fn compare(journal: Journal) {
    let first = number("LOCKSTEP_FIRST_HISTORY", 0);
    let count = number("LOCKSTEP_HISTORIES", 500);
    let mut processes: Vec<Process> = (0..4).map_while(|_| Process::start()).collect();
    if processes.len() < 4 {
        eprintln!("no Python 3.11 with sqlite3: only the recorded results are compared");
        return;
    }
    let mut different = Vec::new();
    for seed in first..first + count {
        let real = really(&mut processes, seed, journal, "compare");
        let ours = observed(seed, journal);
        if real != ours {
            different.push(describe(seed, journal, &real, &ours));
        }
    }
    assert!(
        different.is_empty(),
        "{} of {count} histories differ\n{}",
        different.len(),
        different[..different.len().min(3)].join("\n")
    );
}

#[test]
fn rollback_journal_histories_are_as_on_disk() {
    compare(Journal::Delete);
}

#[test]
fn wal_histories_are_as_on_disk() {
    compare(Journal::Wal);
}

fn recorded_file(journal: Journal) -> std::path::PathBuf {
    let name = format!("histories-{journal:?}.txt").to_lowercase();
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

/// FNV-1a.
fn hash(results: &[String]) -> u64 {
    let bytes = results
        .iter()
        .flat_map(|result| result.bytes().chain([b'\n']));
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// One line a history, from seed 0 on: the hash of all its results.
fn compare_recorded(journal: Journal) {
    if std::env::var_os("LOCKSTEP_RECORD").is_some() {
        let mut processes: Vec<Process> = (0..4).filter_map(|_| Process::start()).collect();
        let lines: Vec<String> = (0..200)
            .map(|seed| {
                format!(
                    "{:016x}\n",
                    hash(&really(&mut processes, seed, journal, "record"))
                )
            })
            .collect();
        std::fs::write(recorded_file(journal), lines.concat()).unwrap();
    }
    let recorded = std::fs::read_to_string(recorded_file(journal)).unwrap();
    assert_eq!(recorded.lines().count(), 200);
    for (seed, line) in recorded.lines().enumerate() {
        let ours = observed(seed as u64, journal);
        assert_eq!(
            format!("{:016x}", hash(&ours)),
            line,
            "history {seed}: {ours:#?}"
        );
    }
}

#[test]
fn rollback_journal_histories_are_as_recorded() {
    compare_recorded(Journal::Delete);
}

#[test]
fn wal_histories_are_as_recorded() {
    compare_recorded(Journal::Wal);
}
