//! Going back: after a restore everything happens as it did the first time, and digests say so.

mod histories;

use std::collections::HashMap;

use histories::{CONTENT, Random, history, prepared, show};
use lockstep_sqlite::{Config, ConnId, Journal, Lock, Snapshot, Step, Store, Value};

/// Runs a history in which waiting statements are tried again when they can go on, and given up when
/// nothing else is left; returns every result and digest.
fn play(store: &mut Store, ids: &[ConnId], seed: u64, journal: Journal) -> Vec<String> {
    let (_, steps) = history(seed, journal);
    let mut results = Vec::new();
    let note = |store: &mut Store, what: String, results: &mut Vec<String>| {
        let locks: Vec<Lock> = ids.iter().map(|id| store.lock(*id)).collect();
        let digests: Vec<u128> = ids.iter().map(|id| store.connection_digest(*id)).collect();
        let content = store.content_digest();
        assert_eq!(content, store.scanned_digest().unwrap(), "{what}");
        results.push(format!("{what} {locks:?} {content:x} {digests:x?}"));
    };
    let mut waiting: Vec<ConnId> = Vec::new();
    for (connection, sql) in &steps {
        let Some(&id) = ids.get(*connection) else {
            continue;
        };
        if waiting.contains(&id) {
            continue;
        }
        let step = store.execute(id, sql, &[]);
        if matches!(step, Step::Blocked(_)) {
            assert!(
                !store.can_proceed(id) && !store.blockers(id).is_empty(),
                "{sql}"
            );
            waiting.push(id);
        }
        note(store, show(&step), &mut results);
        while let Some(index) = waiting.iter().position(|id| store.can_proceed(*id)) {
            let id = waiting.remove(index);
            let step = store.retry(id);
            if matches!(step, Step::Blocked(_)) {
                waiting.push(id);
            }
            note(store, show(&step), &mut results);
        }
    }
    for id in waiting {
        let step = store.cancel(id);
        note(store, show(&step), &mut results);
    }
    results
}

fn snapshots_bring_everything_back(journal: Journal) {
    for seed in 0..100 {
        let connections = history(seed, journal).0;
        let (mut store, ids) = prepared(journal, connections, 5000);
        let snapshot = store.snapshot().unwrap();
        let first = play(&mut store, &ids, seed, journal);
        // Another branch of history in between, to leave wrong pages in the caches.
        store.restore(&snapshot).unwrap();
        play(&mut store, &ids, seed + 1000, journal);
        store.restore(&snapshot).unwrap();
        let second = play(&mut store, &ids, seed, journal);
        for (index, (first, second)) in first.iter().zip(&second).enumerate() {
            assert_eq!(first, second, "seed {seed}, result {index}");
        }
        assert_eq!(first, second, "seed {seed}");
        // As in a store that has seen nothing else.
        let (mut fresh, ids) = prepared(journal, connections, 5000);
        assert_eq!(first, play(&mut fresh, &ids, seed, journal), "seed {seed}");
    }
}

#[test]
fn snapshots_bring_everything_back_rollback_journal() {
    snapshots_bring_everything_back(Journal::Delete);
}

#[test]
fn snapshots_bring_everything_back_wal() {
    snapshots_bring_everything_back(Journal::Wal);
}

/// Branches that go on from snapshots of snapshots, at random.
fn a_tree_of_snapshots(journal: Journal) {
    let (mut store, ids) = prepared(journal, 3, 0);
    let mut random = Random(77);
    let mut known: Vec<(Snapshot, u128, Vec<String>)> = Vec::new();
    for round in 0..400 {
        let content: Vec<String> = CONTENT
            .iter()
            .map(|sql| show(&store.execute(ids[round % 3], sql, &[])))
            .collect();
        let digest = store.content_digest();
        assert_eq!(digest, store.scanned_digest().unwrap());
        if random.below(3) == 0 {
            known.push((store.snapshot().unwrap(), digest, content));
        }
        if !known.is_empty() && random.below(2) == 0 {
            let (snapshot, digest, content) = &known[random.below(known.len() as u64) as usize];
            store.restore(snapshot).unwrap();
            assert_eq!(store.content_digest(), *digest);
            assert_eq!(store.scanned_digest().unwrap(), *digest);
            for id in &ids {
                let now: Vec<String> = CONTENT
                    .iter()
                    .map(|sql| show(&store.execute(*id, sql, &[])))
                    .collect();
                assert_eq!(now, *content);
            }
        }
        let n = random.below(50);
        let sql = match random.below(6) {
            0 => format!("INSERT OR REPLACE INTO t (n, s) VALUES ({n}, 'r{round}')"),
            1 => format!("DELETE FROM t WHERE n < {n}"),
            2 => "CREATE TABLE x1 (a, b)".to_owned(),
            3 => "DROP TABLE IF EXISTS x1".to_owned(),
            4 => "CREATE TABLE x1 (c)".to_owned(),
            _ => format!("INSERT INTO p (v) VALUES ({n})"),
        };
        store.execute(ids[random.below(3) as usize], &sql, &[]);
    }
}

#[test]
fn a_tree_of_snapshots_rollback_journal() {
    a_tree_of_snapshots(Journal::Delete);
}

#[test]
fn a_tree_of_snapshots_wal() {
    a_tree_of_snapshots(Journal::Wal);
}

#[test]
fn connections_and_files_are_put_back_too() {
    let mut store = Store::new(Config::default()).unwrap();
    let a = store.connect("a.db", 0).unwrap();
    store.execute(a, "CREATE TABLE t (id INTEGER PRIMARY KEY, r)", &[]);
    store.execute(a, "INSERT INTO t VALUES (7, random())", &[]);
    let snapshot = store.snapshot().unwrap();
    let digests = (store.content_digest(), store.connection_digest(a));
    let mut seen = HashMap::new();
    for round in 0..3 {
        let b = store.connect("b.db", 0).unwrap();
        let private = store.connect(":memory:", 0).unwrap();
        let results = [
            (b, "CREATE TABLE u (x)"),
            (b, "INSERT INTO u VALUES (1)"),
            (private, "CREATE TABLE p (x)"),
            (a, "CREATE TEMP TABLE mine (x)"),
            (a, "SELECT changes(), last_insert_rowid()"),
            (a, "INSERT INTO t VALUES (NULL, random()) RETURNING id, r"),
            (a, "SELECT datetime('now', 'localtime')"),
        ]
        .map(|(id, sql)| show(&store.execute(id, sql, &[])));
        assert_eq!(results[4], "0 [[1,7]]");
        assert_eq!(
            seen.entry("results").or_insert(results.clone()),
            &results,
            "round {round}"
        );
        assert_eq!(store.files().len(), 2);
        assert!(
            store.snapshot().is_err(),
            "temporary tables cannot be put back"
        );
        if round == 1 {
            store.close(a);
        }
        store.set_now(0);
        store.restore(&snapshot).unwrap();
        assert_eq!(
            digests,
            (store.content_digest(), store.connection_digest(a))
        );
        assert_eq!(store.files().len(), 1);
        assert_eq!(store.connections(), [a]);
    }
}

#[test]
fn equal_content_has_equal_digests_however_it_came_about() {
    let digest = |statements: &[&str]| {
        let mut store = Store::new(Config::default()).unwrap();
        let a = store.connect("a.db", 0).unwrap();
        for sql in statements {
            let step = store.execute(a, sql, &[]);
            assert!(matches!(step, Step::Done(_)), "{step:?}");
        }
        assert_eq!(store.content_digest(), store.scanned_digest().unwrap());
        store.content_digest()
    };
    let create = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v)";
    let plain = digest(&[create, "INSERT INTO t (v) VALUES ('x'), ('y')"]);
    let winding = digest(&[
        create,
        "BEGIN",
        "SAVEPOINT s",
        "INSERT INTO t (v) VALUES ('z')",
        "ROLLBACK TO s",
        "INSERT INTO t (v) VALUES ('x')",
        "RELEASE s",
        "INSERT INTO t (v) VALUES ('w')",
        "UPDATE t SET v = 'y' WHERE v = 'w'",
        "COMMIT",
        "VACUUM",
    ]);
    assert_eq!(plain, winding);
    let other = digest(&[
        create,
        "INSERT INTO t (v) VALUES ('x'), ('y'), ('z')",
        "DELETE FROM t WHERE v = 'z'",
    ]);
    assert_ne!(plain, other, "the next rowid is another one");
}

#[test]
fn rows_are_told_with_their_images() {
    let mut store = Store::new(Config::default()).unwrap();
    let a = store.connect("a.db", 0).unwrap();
    store.execute(a, "CREATE TABLE t (id INTEGER PRIMARY KEY, v)", &[]);
    store.execute(a, "INSERT INTO t VALUES (1, 'x'), (2, 'y')", &[]);
    store.execute(a, "UPDATE t SET v = ? WHERE id = 2", &[Value::text("z")]);
    let change = &store.observed().written[0];
    assert_eq!((&*change.table, change.rowid), ("t", 2));
    assert_eq!(
        change.before,
        Some(vec![Value::Integer(2), Value::text("y")])
    );
    assert_eq!(
        change.after,
        Some(vec![Value::Integer(2), Value::text("z")])
    );
    assert_eq!(change.primary_key(), [Value::Integer(2)]);
    assert!(store.observed().published);
    store.execute(a, "DELETE FROM t", &[]);
    assert_eq!(store.observed().written.len(), 2);
    assert_eq!(
        store.observed().written[1].before,
        Some(vec![Value::Integer(2), Value::text("z")])
    );
    store.execute(a, "INSERT INTO t VALUES (5, 'x')", &[]);
    store.execute(a, "SELECT id, v FROM t WHERE v = 'x'", &[]);
    assert_eq!(store.observed().read[0].rows, Some(vec![5]));
    store.execute(a, "SELECT count(*) FROM t", &[]);
    assert_eq!(store.observed().read[0].rows, None);
}

#[test]
fn after_a_snapshot_every_connection_knows_the_schema() {
    for journal in [Journal::Delete, Journal::Wal] {
        let mut store = Store::new(Config {
            journal,
            ..Config::default()
        })
        .unwrap();
        let [a, b, pooled] = [(); 3].map(|()| store.connect("x.db", 0).unwrap());
        store.close(pooled);
        for change in [
            "CREATE TABLE t (n)",
            "ALTER TABLE t ADD COLUMN m",
            "CREATE TABLE u (n)",
        ] {
            store.execute(a, change, &[]);
            let snapshot = store.snapshot().unwrap();
            for _ in 0..2 {
                store.execute(a, "BEGIN EXCLUSIVE", &[]);
                let c = store.connect("x.db", 0).unwrap();
                for id in [b, c] {
                    // Who does not know the table says that there is none, as its schema cannot be read.
                    let step = store.execute(id, "INSERT INTO t (rowid, n) VALUES (1, 2)", &[]);
                    assert_eq!(show(&step), "error 5: database is locked", "{change}");
                }
                store.restore(&snapshot).unwrap();
            }
        }
    }
}
