//! What is seen of a statement besides its result.

use lockstep_sqlite::{
    Config, ConnId, Journal, Lock, LockTransition, Read, RowChange, Step, Store, Transaction,
    Value, WalLocks,
};

fn store(journal: Journal) -> (Store, ConnId, ConnId) {
    let mut store = Store::new(Config {
        journal,
        ..Config::default()
    })
    .unwrap();
    let (a, b) = (
        store.connect("x.db", 0).unwrap(),
        store.connect("x.db", 0).unwrap(),
    );
    for sql in [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT)",
        "CREATE TABLE w (k TEXT, j INTEGER, v, PRIMARY KEY (k, j)) WITHOUT ROWID",
        "CREATE TABLE bare (v)",
        "INSERT INTO t VALUES (1, 10, 'one'), (2, 20, 'two')",
    ] {
        done(&mut store, a, sql);
    }
    // To know the new schema: else SQLite would begin the first statement twice.
    done(&mut store, b, "SELECT * FROM t");
    (store, a, b)
}

fn done(store: &mut Store, id: ConnId, sql: &str) -> Vec<Vec<Value>> {
    match store.execute(id, sql, &[]) {
        Step::Done(done) => done.rows,
        other => panic!("{sql}: {other:?}"),
    }
}

fn failed(store: &mut Store, id: ConnId, sql: &str) -> &'static str {
    match store.execute(id, sql, &[]) {
        Step::Failed(error) => error.name,
        other => panic!("{sql}: {other:?}"),
    }
}

/// The levels that a connection went through in the last statement, the first one included.
fn levels(store: &Store, id: ConnId) -> Vec<Lock> {
    let mut levels: Vec<Lock> = Vec::new();
    for LockTransition {
        connection,
        from,
        to,
    } in &store.observed().lock_transitions
    {
        assert_eq!(*connection, id);
        match levels.last() {
            None => levels.push(*from),
            Some(before) => assert_eq!(before, from, "no transition is missing"),
        }
        levels.push(*to);
    }
    levels
}

#[test]
fn every_lock_transition_within_a_statement_is_told() {
    use Lock::{Exclusive, Pending, Reserved, Shared, Unlocked};
    let (mut s, a, b) = store(Journal::Delete);
    for (id, sql, expected) in [
        (a, "SELECT * FROM t", &[Unlocked, Shared, Unlocked][..]),
        (
            a,
            "UPDATE t SET n = 11 WHERE id = 1",
            &[Unlocked, Shared, Reserved, Exclusive, Shared, Unlocked],
        ),
        (a, "BEGIN", &[]),
        (a, "SELECT * FROM t", &[Unlocked, Shared]),
        (b, "BEGIN IMMEDIATE", &[Unlocked, Shared, Reserved]),
        (b, "UPDATE t SET n = 12 WHERE id = 1", &[]),
        (a, "COMMIT", &[Shared, Unlocked]),
        (b, "COMMIT", &[Reserved, Exclusive, Shared, Unlocked]),
        (
            b,
            "BEGIN EXCLUSIVE",
            &[Unlocked, Shared, Reserved, Exclusive],
        ),
        (b, "ROLLBACK", &[Exclusive, Shared, Unlocked]),
    ] {
        done(&mut s, id, sql);
        let told = levels(&s, id);
        // Whether a commit passes through PENDING on its way is the VFS's own business.
        let told: Vec<Lock> = told.into_iter().filter(|level| *level != Pending).collect();
        assert_eq!(told, expected, "{sql}");
        assert_eq!(s.lock(id), *expected.last().unwrap_or(&s.lock(id)));
    }
    // A commit that readers refuse stays at PENDING.
    done(&mut s, a, "BEGIN");
    done(&mut s, a, "SELECT * FROM t");
    done(&mut s, b, "BEGIN");
    done(&mut s, b, "DELETE FROM t");
    assert_eq!(failed(&mut s, b, "COMMIT"), "SQLITE_BUSY");
    assert_eq!(levels(&s, b), [Reserved, Pending]);
    // Refused at once: nothing moves.
    let c = s.connect("x.db", 0).unwrap();
    assert_eq!(failed(&mut s, c, "SELECT * FROM t"), "SQLITE_BUSY");
    assert_eq!(levels(&s, c), []);
    done(&mut s, b, "ROLLBACK");
    assert_eq!(levels(&s, b), [Pending, Shared, Unlocked]);
}

#[test]
fn under_wal_read_marks_and_the_writer_are_told() {
    use Lock::{Reserved, Shared, Unlocked};
    let (mut s, a, b) = store(Journal::Wal);
    let read = |mark| WalLocks {
        read_mark: Some(mark),
        ..WalLocks::default()
    };
    assert_eq!(s.wal_locks(a), WalLocks::default());
    done(&mut s, a, "BEGIN");
    assert_eq!(s.wal_locks(a), WalLocks::default());
    done(&mut s, a, "SELECT * FROM t");
    assert_eq!(levels(&s, a), [Unlocked, Shared]);
    let mark = s.wal_locks(a).read_mark.unwrap();
    assert!((1..=4).contains(&mark), "its snapshot is in the log");
    assert_eq!(s.wal_locks(a), read(mark));
    done(&mut s, b, "UPDATE t SET n = 0");
    assert_eq!(
        levels(&s, b),
        [Unlocked, Shared, Reserved, Shared, Unlocked]
    );
    assert!(s.is_stale(a) && !s.is_stale(b));
    done(&mut s, b, "BEGIN");
    done(&mut s, b, "SELECT * FROM t");
    let newer = s.wal_locks(b).read_mark.unwrap();
    assert_ne!(newer, mark, "another snapshot has another mark");
    done(&mut s, b, "DELETE FROM t");
    let writer = WalLocks {
        write: true,
        ..read(newer)
    };
    assert_eq!((s.wal_locks(b), s.lock(b)), (writer, Reserved));
    assert_eq!(failed(&mut s, a, "DELETE FROM t"), "SQLITE_BUSY");
    done(&mut s, b, "ROLLBACK");
    assert_eq!(failed(&mut s, a, "DELETE FROM t"), "SQLITE_BUSY_SNAPSHOT");
    assert_eq!((s.wal_locks(a), s.lock(a)), (read(mark), Shared));
    done(&mut s, a, "COMMIT");
    assert_eq!(s.wal_locks(b), WalLocks::default());
    // With everything in the file a reader needs no frame of the log: mark 0.
    assert_eq!(
        done(&mut s, b, "PRAGMA wal_checkpoint")[0][0],
        Value::Integer(0)
    );
    done(&mut s, a, "BEGIN");
    done(&mut s, a, "SELECT * FROM t");
    assert_eq!(s.wal_locks(a), read(0));
}

#[test]
fn transactions_and_savepoints_are_told() {
    let (mut s, a, b) = store(Journal::Delete);
    let names = |s: &Store| s.savepoints(a).join(" ");
    for (sql, transaction, savepoints) in [
        ("SELECT * FROM t", Transaction::None, ""),
        ("BEGIN", Transaction::Deferred, ""),
        ("SAVEPOINT one", Transaction::Deferred, "one"),
        ("SELECT * FROM t", Transaction::Read, "one"),
        ("SAVEPOINT Two", Transaction::Read, "one Two"),
        ("UPDATE t SET n = 0", Transaction::Write, "one Two"),
        ("SAVEPOINT one", Transaction::Write, "one Two one"),
        ("ROLLBACK TO tWO", Transaction::Write, "one Two"),
        ("SAVEPOINT three", Transaction::Write, "one Two three"),
        ("RELEASE two", Transaction::Write, "one"),
        ("ROLLBACK TO one", Transaction::Write, "one"),
        ("COMMIT", Transaction::None, ""),
        // The outermost savepoint without BEGIN is a transaction.
        ("SAVEPOINT alone", Transaction::Deferred, "alone"),
        ("DELETE FROM t WHERE id = 7", Transaction::Write, "alone"),
        ("RELEASE alone", Transaction::None, ""),
        ("BEGIN IMMEDIATE", Transaction::Write, ""),
        ("ROLLBACK", Transaction::None, ""),
    ] {
        done(&mut s, a, sql);
        assert_eq!(
            (s.transaction(a), &*names(&s)),
            (transaction, savepoints),
            "{sql}"
        );
        assert_eq!(s.transaction(b), Transaction::None);
    }
    // ON CONFLICT ROLLBACK ends a transaction with its savepoints.
    done(&mut s, a, "BEGIN");
    done(&mut s, a, "SAVEPOINT gone");
    let sql = "INSERT OR ROLLBACK INTO t VALUES (1, 0, '')";
    assert_eq!(failed(&mut s, a, sql), "SQLITE_CONSTRAINT_PRIMARYKEY");
    assert_eq!((s.transaction(a), &*names(&s)), (Transaction::None, ""));
    assert_eq!(failed(&mut s, a, "ROLLBACK TO gone"), "SQLITE_ERROR");
}

fn row(values: &[&str]) -> Option<Vec<Value>> {
    let value = |text: &&str| match text.parse::<i64>() {
        Ok(number) => Value::Integer(number),
        Err(_) if *text == "NULL" => Value::Null,
        Err(_) => Value::text(text),
    };
    (!values.is_empty()).then(|| values.iter().map(value).collect())
}

/// Table, rowid, primary key, the row before and after.
type Told = (
    String,
    i64,
    Vec<Value>,
    Option<Vec<Value>>,
    Option<Vec<Value>>,
);

fn change(table: &str, rowid: i64, key: &[&str], before: &[&str], after: &[&str]) -> Told {
    let key = row(key).unwrap_or_default();
    (table.to_owned(), rowid, key, row(before), row(after))
}

fn written(store: &Store) -> Vec<Told> {
    let told = |change: &RowChange| {
        let (before, after) = (change.before.clone(), change.after.clone());
        (
            change.table.to_string(),
            change.rowid,
            change.primary_key(),
            before,
            after,
        )
    };
    store.observed().written.iter().map(told).collect()
}

#[test]
fn rows_written_are_told_with_both_images() {
    let (mut s, a, _) = store(Journal::Delete);
    let one = ["1", "10", "one"];
    let two = ["2", "20", "two"];
    done(&mut s, a, "UPDATE t SET n = n + 1 WHERE id = 1");
    let told = [change("t", 1, &["1"], &one, &["1", "11", "one"])];
    assert_eq!(written(&s), told);
    // The primary key itself.
    done(&mut s, a, "UPDATE T SET id = 5, n = 10 WHERE id = 1");
    let told = [change(
        "t",
        5,
        &["5"],
        &["1", "11", "one"],
        &["5", "10", "one"],
    )];
    assert_eq!(written(&s), told);
    done(&mut s, a, "INSERT OR REPLACE INTO t VALUES (2, 0, NULL)");
    let told = [
        change("t", 2, &["2"], &two, &[]),
        change("t", 2, &["2"], &[], &["2", "0", "NULL"]),
    ];
    assert_eq!(written(&s), told);
    // All of a table at one go, which SQLite does not tell row by row.
    done(&mut s, a, "DELETE FROM t");
    let told = [
        change("t", 2, &["2"], &["2", "0", "NULL"], &[]),
        change("t", 5, &["5"], &["5", "10", "one"], &[]),
    ];
    assert_eq!(written(&s), told);
    done(&mut s, a, "INSERT INTO w VALUES ('k', 1, 'v')");
    let told = [change("w", 0, &["k", "1"], &[], &["k", "1", "v"])];
    assert_eq!(written(&s), told);
    done(&mut s, a, "INSERT INTO bare VALUES ('v')");
    assert_eq!(written(&s), [change("bare", 1, &[], &[], &["v"])]);
    // What a trigger and a foreign key do.
    for sql in [
        "CREATE TABLE child (id INTEGER PRIMARY KEY, t_id REFERENCES t (id) ON DELETE CASCADE)",
        "CREATE TRIGGER g AFTER DELETE ON t BEGIN INSERT INTO bare VALUES (old.s); END",
        "INSERT INTO t VALUES (1, 0, 'x')",
        "INSERT INTO child VALUES (8, 1)",
    ] {
        done(&mut s, a, sql);
    }
    done(&mut s, a, "DELETE FROM t WHERE id = 1");
    let written = written(&s);
    for told in [
        change("t", 1, &["1"], &["1", "0", "x"], &[]),
        change("child", 8, &["8"], &["8", "1"], &[]),
        change("bare", 2, &[], &[], &["x"]),
    ] {
        assert!(written.contains(&told), "{told:?} in {written:?}");
    }
    assert_eq!(written.len(), 3);
    // Nothing is written by a statement that only reads.
    done(&mut s, a, "SELECT * FROM child");
    assert!(s.observed().written.is_empty());
    assert!(!s.observed().published);
}

#[test]
fn reads_are_told_row_by_row_where_the_result_shows_the_rows() {
    let (mut s, a, _) = store(Journal::Delete);
    done(&mut s, a, "INSERT INTO w VALUES ('k', 1, 'v')");
    done(&mut s, a, "INSERT INTO bare VALUES ('v'), ('v')");
    let mut reads = |sql: &str| -> Vec<(String, Option<Vec<i64>>)> {
        done(&mut s, a, sql);
        let told = s.observed().read.iter();
        told.map(|Read { table, rows }| (table.to_string(), rows.clone()))
            .collect()
    };
    let rows = |table: &str, rows: &[i64]| (table.to_owned(), Some(rows.to_vec()));
    let table = |table: &str| (table.to_owned(), None);
    assert_eq!(
        reads("SELECT id, s FROM t WHERE n >= 10"),
        [rows("t", &[1, 2])]
    );
    assert_eq!(
        reads("SELECT s, id AS other FROM t WHERE n > 10"),
        [rows("t", &[2])]
    );
    assert_eq!(reads("SELECT * FROM t WHERE id = 3"), [rows("t", &[])]);
    assert_eq!(reads("SELECT rowid, v FROM bare"), [rows("bare", &[1, 2])]);
    assert_eq!(
        reads("SELECT x.id, y.id FROM t x JOIN t y ON y.id > x.id"),
        [rows("t", &[1, 2])],
        "both sides of a join with itself"
    );
    assert_eq!(
        reads("SELECT t.id, bare.rowid FROM t, bare WHERE n = 10"),
        [rows("t", &[1]), rows("bare", &[1, 2])]
    );
    assert_eq!(
        reads("SELECT q.id FROM (SELECT id FROM t WHERE n = 20) q"),
        [rows("t", &[2])]
    );
    // SQLite does not tell which rows: the whole table.
    for sql in [
        "SELECT s FROM t WHERE id = 1",
        "SELECT count(*) FROM t",
        "SELECT max(id) FROM t",
        "SELECT id, count(*) FROM t",
        "SELECT id FROM t GROUP BY n > 0",
        "SELECT DISTINCT id FROM t",
        "SELECT id FROM t UNION ALL SELECT n FROM t",
        "SELECT id + 0 FROM t",
        "SELECT EXISTS (SELECT 1 FROM t)",
    ] {
        assert_eq!(reads(sql), [table("t")], "{sql}");
    }
    assert_eq!(reads("SELECT * FROM w"), [table("w")], "no rowid");
    assert_eq!(reads("UPDATE t SET n = n + 1 WHERE id = 1"), [table("t")]);
    assert_eq!(reads("INSERT INTO bare SELECT id FROM t"), [table("t")]);
    assert_eq!(reads("SELECT 1"), []);
}
