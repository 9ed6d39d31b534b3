//! The same statements through this crate and through bare rusqlite (one in-memory database), side by
//! side, in nanoseconds a statement; and what going back to a snapshot costs.
//!
//! `cargo bench -p lockstep-sqlite`

use std::hint::black_box;
use std::time::Instant;

use lockstep_sqlite::{Config, Journal, Step, Store, Value};

const SETUP: &[&str] = &[
    "CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER)",
    "INSERT INTO account VALUES (1, 100), (2, 0)",
];

/// The bare transfer, in a transaction: what an exploration runs most.
const STATEMENTS: &[(&str, &[i64])] = &[
    ("BEGIN", &[]),
    ("SELECT id, balance FROM account WHERE id = ?", &[1]),
    ("SELECT id, balance FROM account WHERE id = ?", &[2]),
    ("UPDATE account SET balance = ? WHERE id = ?", &[90, 1]),
    ("UPDATE account SET balance = ? WHERE id = ?", &[10, 2]),
    ("COMMIT", &[]),
];

/// Median of the nanoseconds that one call takes, over several batches.
fn measure(mut call: impl FnMut()) -> f64 {
    let mut batches: Vec<f64> = (0..15)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..2_000 {
                call();
            }
            start.elapsed().as_nanos() as f64 / 2_000.0
        })
        .collect();
    batches.sort_by(f64::total_cmp);
    batches[batches.len() / 2]
}

fn bare(statements: &[(&str, &[i64])]) -> f64 {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    for sql in SETUP {
        connection.execute(sql, []).unwrap();
    }
    measure(|| {
        for (sql, parameters) in statements {
            let mut statement = connection.prepare_cached(sql).unwrap();
            let mut rows = statement
                .query(rusqlite::params_from_iter(parameters.iter()))
                .unwrap();
            while let Some(row) = rows.next().unwrap() {
                black_box(row.get::<_, i64>(1).unwrap());
            }
        }
    }) / statements.len() as f64
}

fn observed(statements: &[(&str, &[i64])], journal: Journal, observe: bool) -> f64 {
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
    let statements: Vec<(&str, Vec<Value>)> = statements
        .iter()
        .map(|(sql, parameters)| {
            (
                *sql,
                parameters.iter().map(|n| Value::Integer(*n)).collect(),
            )
        })
        .collect();
    measure(|| {
        for (sql, parameters) in &statements {
            match store.execute(id, sql, parameters) {
                Step::Done(done) => drop(black_box(done)),
                other => panic!("{other:?}"),
            }
        }
    }) / statements.len() as f64
}

fn going_back(journal: Journal) -> f64 {
    let mut store = Store::new(Config {
        journal,
        ..Config::default()
    })
    .unwrap();
    let (a, b) = (
        store.connect("x", 0).unwrap(),
        store.connect("x", 0).unwrap(),
    );
    for sql in SETUP {
        store.execute(a, sql, &[]);
    }
    let snapshot = store.snapshot().unwrap();
    measure(|| {
        store.execute(a, "UPDATE account SET balance = 1 WHERE id = 1", &[]);
        store.execute(b, "SELECT balance FROM account", &[]);
        store.restore(&snapshot).unwrap();
    })
}

fn main() {
    println!("nanoseconds a statement    bare   observed      x   unobserved      x   wal");
    for (name, statements) in [
        ("transfer in a transaction", STATEMENTS),
        ("one SELECT", &STATEMENTS[1..2]),
        ("one autocommit UPDATE", &STATEMENTS[3..4]),
    ] {
        let bare = bare(statements);
        let on = observed(statements, Journal::Delete, true);
        let off = observed(statements, Journal::Delete, false);
        let wal = observed(statements, Journal::Wal, true);
        println!(
            "{name:26} {bare:5.0} {on:10.0} {:6.2} {off:12.0} {:6.2} {wal:5.0}",
            on / bare,
            off / bare
        );
    }
    for journal in [Journal::Delete, Journal::Wal] {
        let time = going_back(journal);
        println!("UPDATE, SELECT by another, back to the snapshot, {journal:?}: {time:.0} ns");
    }
}
