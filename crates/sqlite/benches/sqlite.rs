//! The same statements through this crate and through bare rusqlite, side by side, and what going back to
//! a snapshot costs. In the end a table of ratios.
//!
//! The comparison is meant to be fair. Both sides run the same SQL with the same parameters, prepared once and
//! then looked up by its text in a cache; both have foreign keys on, `synchronous = FULL`, 4096-byte pages and no
//! statistics of memory; both look at every value of the result. Bare rusqlite works on a file of SQLite's own
//! in-memory VFS, which is the faster one: it has no journal to keep in a file, where this crate must write,
//! sync and delete one as SQLite on a disk does. For comparison it works on a real file in memory, too
//! (`/dev/shm`, where there is one).
//!
//! Every UPDATE changes its row, except in the case that says so: an UPDATE that changes nothing dirties no page,
//! so that nothing is written or journalled and little is left besides what this crate adds.
//! `cargo xtask bench sqlite`

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use lockstep_sqlite::{Config, ConnId, Journal, Step, Store, Value};

const SETUP: &[&str] = &[
    "CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER)",
    "INSERT INTO account VALUES (1, 100), (2, 0)",
];

type Statements = &'static [(&'static str, &'static [i64])];

/// The bare transfer, in a transaction: what an exploration runs most.
const TRANSFER: Statements = &[
    ("BEGIN", &[]),
    ("SELECT id, balance FROM account WHERE id = ?", &[1]),
    ("SELECT id, balance FROM account WHERE id = ?", &[2]),
    (
        "UPDATE account SET balance = balance - ? WHERE id = ?",
        &[10, 1],
    ),
    (
        "UPDATE account SET balance = balance + ? WHERE id = ?",
        &[10, 2],
    ),
    ("COMMIT", &[]),
];

const CASES: &[(&str, Statements)] = &[
    ("transfer in a transaction", TRANSFER),
    ("one SELECT", TRANSFER.split_at(1).1.split_at(1).0),
    (
        "one autocommit UPDATE",
        TRANSFER.split_at(3).1.split_at(1).0,
    ),
    (
        "one that changes nothing",
        &[("UPDATE account SET balance = ? WHERE id = ?", &[100, 1])],
    ),
];

const PEER: &str = "bare rusqlite";
const FILE_PEER: &str = "bare, on a file";

/// A way to use the crate.
struct Ours {
    name: &'static str,
    journal: Journal,
    observe: bool,
    /// Whether the digest of the content is kept up to date, as from when it is first asked for.
    digest: bool,
}

const OURS: &[Ours] = &[
    Ours {
        name: "not observed",
        journal: Journal::Delete,
        observe: false,
        digest: false,
    },
    Ours {
        name: "observed",
        journal: Journal::Delete,
        observe: true,
        digest: false,
    },
    Ours {
        name: "observed, wal",
        journal: Journal::Wal,
        observe: true,
        digest: false,
    },
    Ours {
        name: "digest kept",
        journal: Journal::Delete,
        observe: false,
        digest: true,
    },
];

fn bare(group: &mut BenchmarkGroup<WallTime>, name: &str, file: &str, statements: Statements) {
    let flags = rusqlite::OpenFlags::default() | rusqlite::OpenFlags::SQLITE_OPEN_URI;
    let connection = rusqlite::Connection::open_with_flags(file, flags).unwrap();
    for (pragma, value) in [("synchronous", "full"), ("foreign_keys", "on")] {
        connection.pragma_update(None, pragma, value).unwrap();
    }
    for sql in ["DROP TABLE IF EXISTS account"].iter().chain(SETUP) {
        connection.execute(sql, []).unwrap();
    }
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            for (sql, parameters) in statements {
                let mut statement = connection.prepare_cached(sql).unwrap();
                let parameters = rusqlite::params_from_iter(parameters.iter());
                let mut rows = statement.query(parameters).unwrap();
                while let Some(row) = rows.next().unwrap() {
                    black_box((row.get::<_, i64>(0).unwrap(), row.get::<_, i64>(1).unwrap()));
                }
            }
        });
    });
}

fn store(journal: Journal, observe: bool) -> (Store, ConnId) {
    let mut store = Store::new(Config {
        journal,
        observe,
        ..Config::default()
    })
    .unwrap();
    let id = store.connect("x", 0).unwrap();
    for sql in SETUP {
        store.execute(id, sql, &[]);
    }
    (store, id)
}

fn ours(group: &mut BenchmarkGroup<WallTime>, statements: Statements) {
    let values = |parameters: &[i64]| parameters.iter().map(|n| Value::Integer(*n)).collect();
    let statements: Vec<(&str, Vec<Value>)> = statements
        .iter()
        .map(|(sql, parameters)| (*sql, values(parameters)))
        .collect();
    for ours in OURS {
        let (mut store, id) = store(ours.journal, ours.observe);
        if ours.digest {
            black_box(store.content_digest());
        }
        group.bench_function(ours.name, |bencher| {
            bencher.iter(|| {
                for (sql, parameters) in &statements {
                    match store.execute(id, sql, parameters) {
                        Step::Done(done) => drop(black_box(done)),
                        other => panic!("{other:?}"),
                    }
                }
            });
        });
    }
}

fn going_back(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("UPDATE, SELECT by another, back to the snapshot");
    for (name, journal) in [("delete", Journal::Delete), ("wal", Journal::Wal)] {
        let (mut store, a) = store(journal, true);
        let b = store.connect("x", 0).unwrap();
        let snapshot = store.snapshot().unwrap();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                store.execute(a, "UPDATE account SET balance = 1 WHERE id = 1", &[]);
                store.execute(b, "SELECT balance FROM account", &[]);
                store.restore(&snapshot).unwrap();
            });
        });
    }
    group.finish();
}

/// Criterion's estimate of the nanoseconds that an iteration takes, where it has just made one.
fn nanoseconds(case: &str, name: &str) -> Option<f64> {
    // Criterion's own rule for what can be a folder's name.
    let file = |name: &str| name.replace(['?', '"', '/', '\\', '*', '<', '>', ':', '|', '^'], "_");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        PathBuf::from,
    );
    let path = target.join("criterion").join(file(case)).join(file(name));
    let text = std::fs::read_to_string(path.join("new/estimates.json")).ok()?;
    let json: serde_json::Value = serde_json::from_str(&text).ok()?;
    json["median"]["point_estimate"].as_f64()
}

fn print_ratios() {
    println!("\nnanoseconds a statement, and times as long as {PEER}");
    print!("{:28}{PEER:>20}{FILE_PEER:>20}", "");
    for ours in OURS {
        print!("{:>20}", ours.name);
    }
    println!();
    for (case, statements) in CASES {
        let Some(peer) = nanoseconds(case, PEER) else {
            continue;
        };
        let count = statements.len() as f64;
        print!("{case:28}{:>20.0}", peer / count);
        let on_file = nanoseconds(case, FILE_PEER).unwrap_or(f64::NAN);
        print!(
            "{:>20}",
            format!("{:.0} {:.2} x", on_file / count, on_file / peer)
        );
        for ours in OURS {
            if let Some(ours) = nanoseconds(case, ours.name) {
                print!(
                    "{:>20}",
                    format!("{:.0} {:.2} x", ours / count, ours / peer)
                );
            }
        }
        println!();
    }
}

fn main() {
    // SQLite is set up once for the process, as this crate wants it: bare rusqlite gains from it, too.
    drop(store(Journal::Delete, false));
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1500))
        .without_plots()
        .configure_from_args();
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    };
    let file = folder.join(format!("lockstep-bench-{}.db", std::process::id()));
    for (name, statements) in CASES {
        let mut group = criterion.benchmark_group(*name);
        group.throughput(Throughput::Elements(statements.len() as u64));
        bare(&mut group, PEER, "file:/bench?vfs=memdb", statements);
        bare(&mut group, FILE_PEER, &file.to_string_lossy(), statements);
        ours(&mut group, statements);
        group.finish();
    }
    let _ = std::fs::remove_file(&file);
    going_back(&mut criterion);
    criterion.final_summary();
    print_ratios();
}
