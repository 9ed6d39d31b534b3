//! Two or three connections, statement by statement, as two or three processes on a file behave.

use lockstep_sqlite::{Config, ConnId, Journal, Lock, Step, Store, Value};

fn store(journal: Journal) -> Store {
    Store::new(Config {
        journal,
        ..Config::default()
    })
    .unwrap()
}

/// A step in one word: rows, or the error's name, or `blocked`.
fn run(store: &mut Store, id: ConnId, sql: &str) -> String {
    show(store.execute(id, sql, &[]))
}

fn show(step: Step) -> String {
    match step {
        Step::Done(done) if done.columns.is_empty() => format!("{} changed", done.changes),
        Step::Done(done) => {
            let rows: Vec<String> = done
                .rows
                .iter()
                .map(|row| {
                    let values: Vec<String> = row
                        .iter()
                        .map(|value| match value {
                            Value::Integer(value) => value.to_string(),
                            Value::Text(text) => text.to_string(),
                            other => format!("{other:?}"),
                        })
                        .collect();
                    values.join(" ")
                })
                .collect();
            rows.join(", ")
        }
        Step::Failed(error) => format!("{}: {}", error.name, error.message),
        Step::Blocked(blocked) => format!("blocked {:?} by {:?}", blocked.wants, blocked.blockers),
    }
}

const BUSY: &str = "SQLITE_BUSY: database is locked";

fn two(journal: Journal, timeout: u32) -> (Store, ConnId, ConnId) {
    let mut store = store(journal);
    let a = store.connect("x.db", timeout).unwrap();
    let b = store.connect("x.db", timeout).unwrap();
    assert_eq!(
        run(
            &mut store,
            a,
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER UNIQUE)"
        ),
        "0 changed"
    );
    assert_eq!(
        run(&mut store, a, "INSERT INTO t (n) VALUES (10), (20)"),
        "2 changed"
    );
    (store, a, b)
}

#[test]
fn a_refused_commit_keeps_pending_until_rollback() {
    let (mut s, a, b) = two(Journal::Delete, 0);
    let c = s.connect("x.db", 0).unwrap();
    assert_eq!(run(&mut s, a, "BEGIN"), "0 changed");
    assert_eq!(run(&mut s, a, "SELECT n FROM t WHERE id = 1"), "10");
    assert_eq!(s.lock(a), Lock::Shared);
    assert_eq!(run(&mut s, b, "BEGIN"), "0 changed");
    assert_eq!(
        run(&mut s, b, "UPDATE t SET n = 11 WHERE id = 1"),
        "1 changed"
    );
    assert_eq!(s.lock(b), Lock::Reserved);
    assert_eq!(run(&mut s, c, "SELECT n FROM t WHERE id = 1"), "10");
    assert_eq!(run(&mut s, a, "UPDATE t SET n = 12 WHERE id = 1"), BUSY);
    assert_eq!(run(&mut s, b, "COMMIT"), BUSY);
    assert_eq!(s.lock(b), Lock::Pending);
    assert_eq!(run(&mut s, c, "SELECT n FROM t WHERE id = 1"), BUSY);
    assert_eq!(run(&mut s, b, "ROLLBACK"), "0 changed");
    assert_eq!(run(&mut s, c, "SELECT n FROM t WHERE id = 1"), "10");
    assert_eq!(run(&mut s, a, "COMMIT"), "0 changed");
    assert_eq!(s.lock(a), Lock::Unlocked);
}

#[test]
fn errors_have_their_extended_names_and_messages() {
    let (mut s, a, _) = two(Journal::Delete, 0);
    assert_eq!(
        run(&mut s, a, "INSERT INTO t (n) VALUES (10)"),
        "SQLITE_CONSTRAINT_UNIQUE: UNIQUE constraint failed: t.n"
    );
    assert_eq!(
        run(&mut s, a, "SELECT * FROM nowhere"),
        "SQLITE_ERROR: no such table: nowhere"
    );
    assert_eq!(
        run(&mut s, a, "SELECT 1; SELECT 2"),
        "SQLITE_MISUSE: You can only execute one statement at a time."
    );
    assert_eq!(run(&mut s, a, "SELECT 1; -- that was all"), "1");
    assert_eq!(run(&mut s, a, " -- nothing"), "0 changed");
}

#[test]
fn under_wal_a_stale_snapshot_cannot_write() {
    let (mut s, a, b) = two(Journal::Wal, 0);
    assert_eq!(run(&mut s, a, "PRAGMA journal_mode"), "wal");
    assert_eq!(run(&mut s, a, "BEGIN"), "0 changed");
    assert_eq!(run(&mut s, a, "SELECT n FROM t WHERE id = 1"), "10");
    assert_eq!(s.lock(a), Lock::Shared);
    assert!(!s.is_stale(a));
    assert_eq!(
        run(&mut s, b, "UPDATE t SET n = 11 WHERE id = 1"),
        "1 changed"
    );
    assert!(s.is_stale(a));
    assert_eq!(run(&mut s, a, "SELECT n FROM t WHERE id = 1"), "10");
    assert_eq!(
        run(&mut s, a, "UPDATE t SET n = 12 WHERE id = 1"),
        "SQLITE_BUSY_SNAPSHOT: database is locked"
    );
    assert_eq!(run(&mut s, a, "COMMIT"), "0 changed");
    assert_eq!(run(&mut s, a, "SELECT n FROM t WHERE id = 1"), "11");
    assert_eq!(run(&mut s, a, "BEGIN IMMEDIATE"), "0 changed");
    assert_eq!(s.lock(a), Lock::Reserved);
    assert_eq!(run(&mut s, b, "BEGIN IMMEDIATE"), BUSY);
    assert_eq!(run(&mut s, b, "SELECT n FROM t WHERE id = 1"), "11");
}

#[test]
fn an_autocommit_write_that_waits_for_readers_keeps_pending() {
    let (mut s, a, b) = two(Journal::Delete, 5000);
    let c = s.connect("x.db", 0).unwrap();
    run(&mut s, a, "BEGIN");
    run(&mut s, a, "SELECT * FROM t");
    assert_eq!(
        run(&mut s, b, "INSERT INTO t (n) VALUES (30) RETURNING id"),
        format!("blocked Exclusive by [{a:?}]")
    );
    assert_eq!(s.lock(b), Lock::Pending);
    assert!(!s.can_proceed(b));
    assert_eq!(run(&mut s, c, "SELECT 1 FROM t"), BUSY);
    assert_eq!(
        run(&mut s, a, "INSERT INTO t (n) VALUES (40)"),
        BUSY,
        "refused without asking"
    );
    assert_eq!(run(&mut s, a, "ROLLBACK"), "0 changed");
    assert!(s.can_proceed(b));
    assert_eq!(show(s.retry(b)), "3");
    assert!(s.observed().published);
    assert_eq!(s.lock(b), Lock::Unlocked);
    assert_eq!(run(&mut s, c, "SELECT count(*) FROM t"), "3");
    assert_eq!(s.scanned_digest().unwrap(), s.content_digest());
}

#[test]
fn a_cancelled_wait_ends_as_a_timeout_does() {
    let (mut s, a, b) = two(Journal::Delete, 5000);
    run(&mut s, a, "BEGIN IMMEDIATE");
    let blocked = run(&mut s, b, "INSERT INTO t (n) VALUES (30)");
    assert_eq!(blocked, format!("blocked Reserved by [{a:?}]"));
    assert_eq!(s.lock(b), Lock::Unlocked);
    assert_eq!(show(s.cancel(b)), BUSY);
    run(&mut s, a, "COMMIT");
    assert_eq!(run(&mut s, b, "INSERT INTO t (n) VALUES (30)"), "1 changed");

    // COMMIT that waits.
    run(&mut s, a, "BEGIN");
    run(&mut s, a, "SELECT * FROM t");
    run(&mut s, b, "BEGIN");
    run(&mut s, b, "DELETE FROM t");
    assert_eq!(
        run(&mut s, b, "COMMIT"),
        format!("blocked Exclusive by [{a:?}]")
    );
    assert_eq!(show(s.cancel(b)), BUSY);
    assert_eq!(s.lock(b), Lock::Pending, "the transaction is still open");
    run(&mut s, a, "COMMIT");
    assert_eq!(run(&mut s, b, "COMMIT"), "0 changed");
    assert_eq!(run(&mut s, a, "SELECT count(*) FROM t"), "0");
    assert_eq!(s.scanned_digest().unwrap(), s.content_digest());

    // BEGIN EXCLUSIVE that waits for a reader keeps new readers out.
    run(&mut s, a, "BEGIN");
    run(&mut s, a, "SELECT * FROM t");
    assert_eq!(
        run(&mut s, b, "BEGIN EXCLUSIVE"),
        format!("blocked Exclusive by [{a:?}]")
    );
    assert_eq!(s.lock(b), Lock::Pending);
    assert_eq!(show(s.cancel(b)), BUSY);
    assert_eq!(s.lock(b), Lock::Unlocked);
}

#[test]
fn right_after_a_timeout_nothing_waits_while_it_is_compiled() {
    let (mut s, a, b) = two(Journal::Delete, 5000);
    run(&mut s, a, "BEGIN EXCLUSIVE");
    // An unknown table makes SQLite look whether its schema is still the latest.
    let unknown = "SQLITE_ERROR: no such table: x";
    let waits = format!("blocked Shared by [{a:?}]");
    assert_eq!(run(&mut s, b, "SELECT * FROM x"), waits);
    assert_eq!(show(s.cancel(b)), unknown);
    let gave_up = s.connection_digest(b);
    assert_eq!(run(&mut s, b, "SELECT * FROM x"), unknown);
    assert_eq!(run(&mut s, b, "SELECT 1"), "1");
    assert_ne!(s.connection_digest(b), gave_up, "it will wait again");
    assert_eq!(run(&mut s, b, "SELECT * FROM x"), waits);
    run(&mut s, a, "ROLLBACK");
    assert_eq!(show(s.retry(b)), unknown);
}

#[test]
fn private_memory_and_several_files() {
    let mut s = store(Journal::Delete);
    let a = s.connect(":memory:", 0).unwrap();
    let b = s.connect(":memory:", 0).unwrap();
    let c = s.connect("c.db", 0).unwrap();
    assert_eq!(run(&mut s, a, "CREATE TABLE t (x)"), "0 changed");
    assert_eq!(
        run(&mut s, b, "SELECT * FROM t"),
        "SQLITE_ERROR: no such table: t"
    );
    assert_eq!(run(&mut s, c, "CREATE TABLE u (x)"), "0 changed");
    assert_eq!(s.files().len(), 1);
    assert_eq!(s.tables("c.db").unwrap().len(), 1);
    s.close(a);
    let a = s.connect(":memory:", 0).unwrap();
    assert_eq!(
        run(&mut s, a, "SELECT * FROM t"),
        "SQLITE_ERROR: no such table: t"
    );
}
