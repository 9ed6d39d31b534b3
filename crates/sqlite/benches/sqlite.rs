//! The same statements through this crate and through bare rusqlite, side by side, and what going back to
//! a snapshot costs. In the end a table of ratios, for which they take turns.
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
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
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

/// Something that runs a case's statements, once a call.
struct Contender {
    name: &'static str,
    run: Box<dyn FnMut()>,
}

fn bare(name: &'static str, file: &str, statements: Statements) -> Contender {
    let flags = rusqlite::OpenFlags::default() | rusqlite::OpenFlags::SQLITE_OPEN_URI;
    let connection = rusqlite::Connection::open_with_flags(file, flags).unwrap();
    for (pragma, value) in [("synchronous", "full"), ("foreign_keys", "on")] {
        connection.pragma_update(None, pragma, value).unwrap();
    }
    for sql in ["DROP TABLE IF EXISTS account"].iter().chain(SETUP) {
        connection.execute(sql, []).unwrap();
    }
    let run = move || {
        for (sql, parameters) in statements {
            let mut statement = connection.prepare_cached(sql).unwrap();
            let parameters = rusqlite::params_from_iter(parameters.iter());
            let mut rows = statement.query(parameters).unwrap();
            while let Some(row) = rows.next().unwrap() {
                black_box((row.get::<_, i64>(0).unwrap(), row.get::<_, i64>(1).unwrap()));
            }
        }
    };
    Contender {
        name,
        run: Box::new(run),
    }
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

fn ours(ours: &Ours, statements: Statements) -> Contender {
    let values = |parameters: &[i64]| parameters.iter().map(|n| Value::Integer(*n)).collect();
    let statements: Vec<(&str, Vec<Value>)> = statements
        .iter()
        .map(|(sql, parameters)| (*sql, values(parameters)))
        .collect();
    let (mut store, id) = store(ours.journal, ours.observe);
    if ours.digest {
        black_box(store.content_digest());
    }
    let run = move || {
        for (sql, parameters) in &statements {
            match store.execute(id, sql, parameters) {
                Step::Done(done) => drop(black_box(done)),
                other => panic!("{other:?}"),
            }
        }
    };
    Contender {
        name: ours.name,
        run: Box::new(run),
    }
}

/// All that run a case, bare rusqlite in memory first.
fn contenders(file: &str, statements: Statements) -> Vec<Contender> {
    let bare = [
        bare(PEER, "file:/bench?vfs=memdb", statements),
        bare(FILE_PEER, file, statements),
    ];
    let ours = OURS.iter().map(|way| ours(way, statements));
    bare.into_iter().chain(ours).collect()
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

const ROUNDS: usize = 300;
const TURN: Duration = Duration::from_millis(1);

/// How long each contender takes for a statement, in nanoseconds, and how many times as long as the first.
///
/// They take turns of a millisecond: a machine that is slower for a while is so for all of them. A ratio is that of
/// neighbours in time; the median of all rounds is the answer.
fn compare(contenders: &mut [Contender], statements: usize) -> Vec<(f64, f64)> {
    let mut repeats = vec![1; contenders.len()];
    // Several tries: another program may have had most of a turn.
    for _ in 0..5 {
        for (contender, repeats) in contenders.iter_mut().zip(&mut repeats) {
            let start = Instant::now();
            let fitted = (1..)
                .inspect(|_| (contender.run)())
                .find(|_| start.elapsed() >= TURN);
            *repeats = fitted.unwrap_or(1).max(*repeats);
        }
    }
    let mut times = vec![Vec::new(); contenders.len()];
    let mut ratios = times.clone();
    for _ in 0..ROUNDS {
        let mut first = None;
        for (index, contender) in contenders.iter_mut().enumerate() {
            let start = Instant::now();
            (0..repeats[index]).for_each(|_| (contender.run)());
            let time = start.elapsed().as_nanos() as f64 / f64::from(repeats[index]);
            times[index].push(time / statements as f64);
            ratios[index].push(time / *first.get_or_insert(time));
        }
    }
    times
        .into_iter()
        .map(median)
        .zip(ratios.into_iter().map(median))
        .collect()
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

fn print_ratios(file: &str) {
    println!(
        "\nnanoseconds a statement, and times as long as {PEER}: taking turns, medians of {ROUNDS}"
    );
    print!("{:28}{PEER:>20}{FILE_PEER:>20}", "");
    for ours in OURS {
        print!("{:>20}", ours.name);
    }
    println!();
    for (case, statements) in CASES {
        print!("{case:28}");
        let results = compare(&mut contenders(file, statements), statements.len());
        for (index, (time, ratio)) in results.into_iter().enumerate() {
            match index {
                0 => print!("{time:>20.0}"),
                _ => print!("{:>20}", format!("{time:.0} {ratio:.2} x")),
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
        for Contender { name, mut run } in contenders(&file.to_string_lossy(), statements) {
            group.bench_function(name, |bencher| bencher.iter(&mut run));
        }
        group.finish();
    }
    going_back(&mut criterion);
    criterion.final_summary();
    print_ratios(&file.to_string_lossy());
    let _ = std::fs::remove_file(&file);
}
