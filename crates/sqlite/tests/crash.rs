//! A process that dies at any of its calls to the file system loses nothing it had committed and leaves
//! nothing it had not.

use lockstep_sqlite::{Config, ConnId, Journal, Lock, Step, Store, Value};

fn sum(store: &mut Store, id: ConnId) -> i64 {
    match store.execute(id, "SELECT sum(balance) FROM account", &[]) {
        Step::Done(done) => match done.rows[0][0] {
            Value::Integer(sum) => sum,
            ref other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn run(store: &mut Store, id: ConnId, sql: &str) -> bool {
    matches!(store.execute(id, sql, &[]), Step::Done(_))
}

fn prepared(journal: Journal) -> (Store, ConnId, ConnId) {
    let mut store = Store::new(Config {
        journal,
        ..Config::default()
    })
    .unwrap();
    let (a, b) = (
        store.connect("x", 0).unwrap(),
        store.connect("x", 0).unwrap(),
    );
    assert!(run(
        &mut store,
        a,
        "CREATE TABLE account (id INTEGER PRIMARY KEY, balance, pad)"
    ));
    let fill = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) \
                INSERT INTO account SELECT i, 10, zeroblob(900) FROM n";
    assert!(run(&mut store, a, fill));
    assert_eq!(sum(&mut store, b), 400);
    (store, a, b)
}

fn dies_everywhere(journal: Journal) {
    let mut crashes = 0;
    for calls in 0.. {
        let (mut store, a, b) = prepared(journal);
        assert!(run(&mut store, a, "BEGIN"));
        assert!(run(
            &mut store,
            a,
            "UPDATE account SET balance = balance + 1"
        ));
        assert!(run(&mut store, a, "DELETE FROM account WHERE id = 40"));
        store.kill_after(a, calls);
        let committed = run(&mut store, a, "COMMIT");
        let died = !store.connections().contains(&a);
        assert_eq!(committed, !died);
        let after = sum(&mut store, b);
        assert!(
            if committed {
                after == 429
            } else {
                after == 429 || after == 400
            },
            "{journal:?}, after {calls} calls: {after}"
        );
        assert_eq!(store.content_digest(), store.scanned_digest().unwrap());
        assert!(run(&mut store, b, "UPDATE account SET balance = 0"));
        assert_eq!(sum(&mut store, b), 0);
        let Step::Done(check) = store.execute(b, "PRAGMA integrity_check", &[]) else {
            panic!()
        };
        assert_eq!(check.rows, [[Value::text("ok")]]);
        if committed {
            break;
        }
        crashes += 1;
    }
    assert!(crashes > 5, "{crashes}");
}

#[test]
fn dies_everywhere_rollback_journal() {
    dies_everywhere(Journal::Delete);
}

#[test]
fn dies_everywhere_wal() {
    dies_everywhere(Journal::Wal);
}

#[test]
fn the_dead_hold_no_locks() {
    for journal in [Journal::Delete, Journal::Wal] {
        let (mut store, a, b) = prepared(journal);
        assert!(run(&mut store, a, "BEGIN IMMEDIATE"));
        assert!(run(&mut store, a, "DELETE FROM account"));
        assert!(!run(&mut store, b, "BEGIN IMMEDIATE"));
        store.kill(a);
        assert!(run(&mut store, b, "BEGIN IMMEDIATE"));
        assert_eq!(store.lock(b), Lock::Reserved);
        assert_eq!(sum(&mut store, b), 400);
        assert!(run(&mut store, b, "COMMIT"));
        assert_eq!(store.content_digest(), store.scanned_digest().unwrap());
        let again = store.connect("x", 0).unwrap();
        assert_eq!(again, a, "the lowest free number");
        assert_eq!(sum(&mut store, again), 400);
    }
}
