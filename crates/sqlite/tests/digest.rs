//! Digests: different where the future can differ, equal where it cannot.

mod histories;

use histories::{Random, history, prepared, show};
use lockstep_sqlite::{Config, ConnId, Journal, Step, Store};

/// A store with some tables and two connections, after these statements of either.
fn after(journal: Journal, steps: &[(usize, &str)]) -> (Store, [ConnId; 2]) {
    let mut store = Store::new(Config {
        journal,
        ..Config::default()
    })
    .unwrap();
    let ids = [
        store.connect("x.db", 0).unwrap(),
        store.connect("x.db", 0).unwrap(),
    ];
    let setup = [
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n)",
        "INSERT INTO t (n) VALUES (1), (2)",
        "CREATE TABLE r (n)",
        "INSERT INTO r VALUES (1), (2)",
    ];
    let setup = setup.map(|sql| (0, sql));
    for (connection, sql) in setup.iter().chain(steps) {
        match store.execute(ids[*connection], sql, &[]) {
            Step::Done(_) => {}
            other => panic!("{sql}: {other:?}"),
        }
    }
    assert_eq!(store.content_digest(), store.scanned_digest().unwrap());
    (store, ids)
}

/// Of the content, and of either connection.
fn digests(journal: Journal, steps: &[(usize, &str)]) -> [u128; 3] {
    let (mut store, [a, b]) = after(journal, steps);
    [
        store.content_digest(),
        store.connection_digest(a),
        store.connection_digest(b),
    ]
}

/// Which of the three digests tell two courses of events apart.
fn told_apart(journal: Journal, one: &[(usize, &str)], other: &[(usize, &str)]) -> [bool; 3] {
    let (one, other) = (digests(journal, one), digests(journal, other));
    [one[0] != other[0], one[1] != other[1], one[2] != other[2]]
}

const NONE: [bool; 3] = [false, false, false];
const CONTENT: [bool; 3] = [true, false, false];
const CONNECTION: [bool; 3] = [false, true, false];

#[test]
fn content_is_logical() {
    for journal in [Journal::Delete, Journal::Wal] {
        let apart = |one: &[&str], other: &[&str]| {
            let by_other = |steps: &[&'static str]| -> Vec<(usize, &'static str)> {
                steps.iter().map(|sql| (1, *sql)).collect()
            };
            // Leaked for their length of life: a handful of words.
            let leak = |steps: &[&str]| -> Vec<&'static str> {
                steps
                    .iter()
                    .map(|sql| &*String::leak((*sql).to_owned()))
                    .collect()
            };
            let (one, other) = (leak(one), leak(other));
            told_apart(journal, &by_other(&one), &by_other(&other))[0]
        };
        // Other pages, equal rows.
        assert!(!apart(
            &[
                "INSERT INTO r VALUES (hex(zeroblob(9000)))",
                "DELETE FROM r WHERE n LIKE '00%'"
            ],
            &[]
        ));
        assert!(!apart(
            &["UPDATE r SET n = n + 1", "UPDATE r SET n = n - 1"],
            &["VACUUM"]
        ));
        assert!(!apart(
            &[
                "BEGIN",
                "SAVEPOINT s",
                "DELETE FROM r",
                "ROLLBACK TO s",
                "COMMIT"
            ],
            &["CREATE TABLE u (a)", "DROP TABLE u"]
        ));
        // Rows, their types, their rowids, the next rowid, the schema, the header.
        assert!(apart(&["UPDATE r SET n = 3 WHERE n = 2"], &[]));
        assert!(apart(&["UPDATE r SET n = '2' WHERE n = 2"], &[]));
        assert!(apart(&["UPDATE r SET n = 2.0 WHERE n = 2"], &[]));
        assert!(apart(&["UPDATE r SET rowid = 7 WHERE n = 2"], &[]));
        assert!(apart(
            &["INSERT INTO t (n) VALUES (3)", "DELETE FROM t WHERE n = 3"],
            &[]
        ));
        assert!(apart(&["DELETE FROM sqlite_sequence"], &[]));
        assert!(apart(&["CREATE INDEX i ON r (n)"], &[]));
        assert!(apart(&["ALTER TABLE r RENAME TO r2"], &[]));
        assert!(apart(&["PRAGMA user_version = 3"], &[]));
        // A row that leaves one table for another.
        assert!(apart(
            &["DELETE FROM r WHERE n = 1"],
            &["DELETE FROM r WHERE n = 2"]
        ));
    }
}

#[test]
fn a_connection_is_told_by_all_that_it_remembers() {
    for journal in [Journal::Delete, Journal::Wal] {
        let apart =
            |one: &[(usize, &str)], other: &[(usize, &str)]| told_apart(journal, one, other);
        // Reading leaves nothing behind.
        assert_eq!(apart(&[(0, "SELECT * FROM r")], &[]), NONE);
        assert_eq!(
            apart(&[(0, "BEGIN"), (0, "SELECT * FROM r"), (0, "COMMIT")], &[]),
            NONE
        );
        // changes()
        assert_eq!(
            apart(&[(0, "UPDATE r SET n = n WHERE n = 1")], &[]),
            CONNECTION
        );
        // last_insert_rowid(), with equal changes() and content.
        let insert = [
            (0, "INSERT INTO r (rowid, n) VALUES (9, 9)"),
            (0, "DELETE FROM r WHERE n = 9"),
        ];
        let update = [
            (0, "INSERT INTO r (rowid, n) VALUES (8, 9)"),
            (0, "DELETE FROM r WHERE n = 9"),
        ];
        assert_eq!(apart(&insert, &update), CONNECTION);
        // Pragmas and temporary tables.
        assert_eq!(apart(&[(0, "PRAGMA foreign_keys = OFF")], &[]), CONNECTION);
        assert_eq!(apart(&[(0, "PRAGMA busy_timeout = 7")], &[]), CONNECTION);
        assert_eq!(apart(&[(0, "CREATE TEMP TABLE mine (a)")], &[]), CONNECTION);
        let filled = [
            (0, "CREATE TEMP TABLE mine (a)"),
            (0, "INSERT INTO mine VALUES (1)"),
        ];
        let other = [
            (0, "CREATE TEMP TABLE mine (a)"),
            (0, "INSERT INTO mine VALUES (2)"),
        ];
        assert_eq!(apart(&filled, &other), CONNECTION);
        // Random numbers.
        assert_eq!(apart(&[(0, "SELECT random()")], &[]), CONNECTION);
        // An open transaction: that there is one, what it has locked, what it has done.
        assert_eq!(apart(&[(0, "BEGIN")], &[]), CONNECTION);
        assert_eq!(
            apart(&[(0, "BEGIN IMMEDIATE")], &[(0, "BEGIN")]),
            CONNECTION
        );
        assert_eq!(
            apart(&[(0, "BEGIN"), (0, "SELECT * FROM r")], &[(0, "BEGIN")]),
            CONNECTION
        );
        assert_eq!(
            apart(
                &[(0, "BEGIN"), (0, "SAVEPOINT a")],
                &[(0, "BEGIN"), (0, "SAVEPOINT b")]
            ),
            CONNECTION
        );
        let wrote = |sql| [(0, "BEGIN"), (0, sql)];
        assert_eq!(
            apart(
                &wrote("UPDATE r SET n = 5 WHERE n = 1"),
                &wrote("UPDATE r SET n = 6 WHERE n = 1")
            ),
            CONNECTION
        );
        assert_eq!(
            apart(
                &[(0, "BEGIN IMMEDIATE"), (0, "SAVEPOINT a")],
                &[
                    (0, "BEGIN IMMEDIATE"),
                    (0, "SAVEPOINT a"),
                    (0, "SAVEPOINT a")
                ]
            ),
            CONNECTION
        );
        // What is committed is no part of it.
        assert_eq!(
            apart(
                &[(1, "UPDATE r SET n = n + 1")],
                &[(1, "UPDATE r SET n = n + 2")]
            ),
            CONTENT
        );
    }
}

/// Under WAL a snapshot can be old though the content is what it was: it cannot write any more.
#[test]
fn a_stale_snapshot_differs_from_a_fresh_one() {
    let there_and_back = [
        (0, "BEGIN"),
        (0, "SELECT * FROM r"),
        (1, "UPDATE r SET n = n + 1"),
        (1, "UPDATE r SET n = n - 1"),
    ];
    let before = [
        (1, "UPDATE r SET n = n + 1"),
        (1, "UPDATE r SET n = n - 1"),
        (0, "BEGIN"),
        (0, "SELECT * FROM r"),
    ];
    assert_eq!(
        told_apart(Journal::Wal, &there_and_back, &before),
        CONNECTION
    );
    let (mut store, [a, _]) = after(Journal::Wal, &there_and_back);
    let step = store.execute(a, "UPDATE r SET n = 0", &[]);
    assert!(
        matches!(&step, Step::Failed(error) if error.name == "SQLITE_BUSY_SNAPSHOT"),
        "{step:?}"
    );
    // Which content an old snapshot sees matters, too.
    let sees = |n: &'static str| {
        [
            (1, n),
            (0, "BEGIN"),
            (0, "SELECT * FROM r"),
            (1, "UPDATE r SET n = 0"),
        ]
    };
    let (one, other) = (sees("UPDATE r SET n = 5"), sees("UPDATE r SET n = 6"));
    assert_eq!(told_apart(Journal::Wal, &one, &other), CONNECTION);
}

/// All digests of a store.
fn all(store: &mut Store, ids: &[ConnId]) -> Vec<u128> {
    let mut digests: Vec<u128> = ids.iter().map(|id| store.connection_digest(*id)).collect();
    digests.push(store.content_digest());
    digests
}

/// Runs random histories twice: asked for the digests all along, and asked for the first time at some random step.
fn asked_late_or_early(journal: Journal) {
    for seed in 0..400 {
        let (connections, steps) = history(seed, journal);
        let (mut early, ids) = prepared(journal, connections, 0);
        let (mut late, _) = prepared(journal, connections, 0);
        late.set_observe(seed % 2 == 0);
        let mut random = Random(seed);
        // A snapshot taken while nobody has asked stands for the same content as one taken later.
        let snapshots = (early.snapshot().unwrap(), late.snapshot().unwrap());
        let first = random.below(steps.len() as u64) as usize;
        for round in 0..2 {
            for (index, (connection, sql)) in steps.iter().enumerate() {
                let id = ids[*connection];
                let expected = show(&early.execute(id, sql, &[]));
                assert_eq!(show(&late.execute(id, sql, &[])), expected, "{sql}");
                let expected = all(&mut early, &ids);
                if index >= first || round > 0 {
                    assert_eq!(
                        all(&mut late, &ids),
                        expected,
                        "history {seed}, first asked at {first}, after step {index}: {sql}"
                    );
                }
            }
            early.restore(&snapshots.0).unwrap();
            late.restore(&snapshots.1).unwrap();
            assert_eq!(all(&mut late, &ids), all(&mut early, &ids));
            assert_eq!(late.content_digest(), late.scanned_digest().unwrap());
        }
    }
}

#[test]
fn asked_late_or_early_rollback_journal() {
    asked_late_or_early(Journal::Delete);
}

#[test]
fn asked_late_or_early_wal() {
    asked_late_or_early(Journal::Wal);
}
