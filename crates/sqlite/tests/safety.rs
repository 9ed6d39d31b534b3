//! SQL that means harm ends as a clear error, and the connection goes on.

use lockstep_sqlite::{Config, Limits, Step, Store, Value};

#[test]
fn harm_is_refused_and_the_connection_goes_on() {
    let mut store = Store::new(Config {
        limits: Limits {
            operations: 300_000,
            database_pages: 200,
            temporary_bytes: 2_000_000,
            ..Limits::default()
        },
        ..Config::default()
    })
    .unwrap();
    let a = store.connect("x", 0).unwrap();
    store.execute(a, "CREATE TABLE t (x)", &[]);
    let join = format!("SELECT * FROM t {}", "JOIN t ".repeat(1000));
    let deep = format!("SELECT {}1", "1+".repeat(5000));
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
    for (sql, name, words) in [
        (
            &*format!("{numbers} SELECT sum(i) FROM n"),
            "SQLITE_INTERRUPT",
            "takes more than 300000 steps",
        ),
        ("SELECT zeroblob(1000000000)", "SQLITE_TOOBIG", "too big"),
        ("SELECT randomblob(1000000000)", "SQLITE_TOOBIG", "too big"),
        (&join, "SQLITE_ERROR", "FROM clause terms"),
        (&deep, "SQLITE_ERROR", "maximum depth"),
        ("ATTACH 'y' AS y", "SQLITE_AUTH", "ATTACH is not available"),
        ("ATTACH '' AS y", "SQLITE_AUTH", "ATTACH is not available"),
        ("DETACH y", "SQLITE_AUTH", "DETACH"),
        (
            "SELECT load_extension('x')",
            "SQLITE_AUTH",
            "load_extension() is not available",
        ),
        (
            "PRAGMA writable_schema = ON",
            "SQLITE_AUTH",
            "writable_schema",
        ),
        ("PRAGMA journal_mode = OFF", "SQLITE_AUTH", "journal mode"),
        (
            "PRAGMA locking_mode = EXCLUSIVE",
            "SQLITE_AUTH",
            "locking_mode",
        ),
        ("VACUUM INTO 'y'", "SQLITE_AUTH", "ATTACH"),
        (
            "CREATE VIRTUAL TABLE f USING fts5(x)",
            "SQLITE_AUTH",
            "virtual tables",
        ),
        ("SELECT * FROM dbstat", "SQLITE_ERROR", "no such table"),
        (
            &*format!("{numbers} INSERT INTO t SELECT zeroblob(100000) FROM n"),
            "SQLITE_FULL",
            "database or disk is full",
        ),
        (
            &*format!("{numbers} SELECT randomblob(100000) x FROM n UNION SELECT 1 ORDER BY 1"),
            "SQLITE_FULL",
            "database or disk is full",
        ),
        (
            &*format!("{numbers} SELECT zeroblob(100000) FROM n"),
            "SQLITE_TOOBIG",
            "result",
        ),
        // Each value is allowed, all together are not.
        (
            &*format!("SELECT {}1", "hex(zeroblob(400000)), ".repeat(150)),
            "SQLITE_NOMEM",
            "out of memory",
        ),
        ("SELECT 1\0", "SQLITE_MISUSE", "null character"),
    ] {
        match store.execute(a, sql, &[]) {
            Step::Failed(error) => {
                assert_eq!(error.name, name, "{sql:.80}: {error}");
                assert!(error.message.contains(words), "{sql:.80}: {error}");
            }
            other => panic!("{sql:.80}: {other:?}"),
        }
        let step = store.execute(a, "INSERT INTO t VALUES (1)", &[]);
        assert!(matches!(step, Step::Done(_)), "after {sql:.80}: {step:?}");
        assert_eq!(store.content_digest(), store.scanned_digest().unwrap());
    }
    let step = store.execute(a, "SELECT ?", &[]);
    assert!(matches!(step, Step::Failed(error) if error.message.starts_with("Incorrect number")));
}

#[test]
fn tuning_pragmas_are_accepted_and_the_busy_timeout_is_the_connections() {
    let mut store = Store::new(Config::default()).unwrap();
    let a = store.connect("x", 0).unwrap();
    for sql in [
        "PRAGMA synchronous = NORMAL",
        "PRAGMA cache_size = -64000",
        "PRAGMA optimize",
        "VACUUM",
    ] {
        assert!(matches!(store.execute(a, sql, &[]), Step::Done(_)), "{sql}");
    }
    let Step::Done(done) = store.execute(a, "PRAGMA busy_timeout = 1500", &[]) else {
        panic!()
    };
    assert_eq!(done.rows, [[Value::Integer(1500)]]);
    assert_eq!(store.busy_timeout(a), 1500);
}

#[test]
fn time_and_randomness_are_the_stores() {
    let look = |seed| {
        let mut store = Store::new(Config {
            seed,
            ..Config::default()
        })
        .unwrap();
        let a = store.connect("x", 0).unwrap();
        let sql =
            "SELECT random(), hex(randomblob(4)), datetime('now'), datetime('now', 'localtime')";
        match store.execute(a, sql, &[]) {
            Step::Done(done) => done.rows,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(look(1), look(1));
    assert_ne!(look(1)[0][0], look(2)[0][0]);
    assert_eq!(
        look(1)[0][2..],
        [
            Value::text("2026-01-01 00:00:00"),
            Value::text("2026-01-01 00:00:00")
        ]
    );
}
