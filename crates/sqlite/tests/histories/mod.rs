//! Random histories: a few connections, each with its statements, interleaved at random.

// Each test file uses a part of this.
#![allow(dead_code)]

use lockstep_sqlite::{Config, ConnId, Journal, Snapshot, Step, Store, Value};

/// SplitMix64: the same histories everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (word ^ (word >> 31)) % bound
    }

    pub fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

pub const SETUP: &[&str] = &[
    "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, s TEXT)",
    "CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, v REAL)",
    "CREATE TABLE c (id INTEGER PRIMARY KEY AUTOINCREMENT, p_id INTEGER NOT NULL REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED, q INTEGER REFERENCES p (id) ON DELETE SET NULL)",
    "CREATE TABLE w (a TEXT, b INTEGER, x INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID",
    "CREATE TABLE log (what TEXT)",
    "CREATE TRIGGER t_log AFTER UPDATE ON t WHEN new.n > 6 BEGIN INSERT INTO log VALUES ('n' || new.n); END",
    "INSERT INTO t VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c')",
    "INSERT INTO p (v) VALUES (1), (2.5)",
    "INSERT INTO c (p_id, q) VALUES (1, 2), (2, NULL)",
    "INSERT INTO w VALUES ('k', 1, 10), ('l', 2, 20)",
];

/// Queries that show the whole content.
pub const CONTENT: &[&str] = &[
    "SELECT type, name, sql FROM sqlite_schema ORDER BY name",
    "SELECT * FROM t ORDER BY id",
    "SELECT * FROM p ORDER BY id",
    "SELECT * FROM c ORDER BY id",
    "SELECT * FROM w ORDER BY a, b",
    "SELECT rowid, * FROM log ORDER BY rowid",
    "SELECT * FROM sqlite_sequence ORDER BY name",
    "SELECT * FROM x1",
    "SELECT * FROM x2",
];

/// One step: which connection, which statement.
pub type History = (usize, Vec<(usize, String)>);

pub fn history(seed: u64, journal: Journal) -> History {
    let mut random = Random(seed);
    let connections = 2 + random.below(3) as usize;
    // Some histories stress one thing.
    let style = random.below(8);
    let mut scripts: Vec<Vec<String>> = Vec::new();
    for _ in 0..connections {
        let length = 6 + random.below(11);
        let mut open = false;
        let mut script = Vec::new();
        for _ in 0..length {
            script.push(statement(&mut random, &mut open, style, journal));
        }
        script.reverse();
        scripts.push(script);
    }
    let mut steps = Vec::new();
    loop {
        let left: Vec<usize> = (0..connections)
            .filter(|connection| !scripts[*connection].is_empty())
            .collect();
        if left.is_empty() {
            return (connections, steps);
        }
        let connection = left[random.below(left.len() as u64) as usize];
        // Runs of one connection reach deeper states than pure noise.
        for _ in 0..1 + random.below(2) {
            if let Some(statement) = scripts[connection].pop() {
                steps.push((connection, statement));
            }
        }
    }
}

fn statement(random: &mut Random, open: &mut bool, style: u64, journal: Journal) -> String {
    let kind = random.below(100);
    if !*open && kind < 30 {
        *open = true;
        return random
            .pick(&[
                "BEGIN",
                "BEGIN",
                "BEGIN DEFERRED",
                "BEGIN IMMEDIATE",
                "BEGIN EXCLUSIVE",
            ])
            .to_owned();
    }
    if *open && kind < 18 {
        *open = false;
        return random
            .pick(&["COMMIT", "COMMIT", "END", "ROLLBACK"])
            .to_owned();
    }
    // Also at the wrong time.
    if kind < 33 {
        return random
            .pick(&[
                "SAVEPOINT a",
                "SAVEPOINT b",
                "SAVEPOINT a",
                "RELEASE a",
                "RELEASE b",
                "ROLLBACK TO a",
                "ROLLBACK TO b",
                "COMMIT",
                "ROLLBACK",
                "BEGIN",
            ])
            .to_owned();
    }
    if journal == Journal::Wal && (kind < 36 || style == 1 && kind < 45) {
        return random
            .pick(&[
                "PRAGMA wal_checkpoint",
                "PRAGMA wal_checkpoint(PASSIVE)",
                "PRAGMA wal_checkpoint(FULL)",
                "PRAGMA wal_checkpoint(RESTART)",
                "PRAGMA wal_checkpoint(TRUNCATE)",
            ])
            .to_owned();
    }
    if kind < 38 && style <= 3 {
        return random
            .pick(&[
                "CREATE TABLE x1 (a, b DEFAULT 7)",
                "CREATE TABLE x2 AS SELECT * FROM t",
                "CREATE TABLE IF NOT EXISTS x1 (a INTEGER PRIMARY KEY AUTOINCREMENT, b)",
                "DROP TABLE x1",
                "DROP TABLE IF EXISTS x2",
                "ALTER TABLE x1 ADD COLUMN d DEFAULT 5",
                "ALTER TABLE x1 RENAME COLUMN b TO bb",
                "CREATE INDEX i1 ON t (s)",
                "DROP INDEX i1",
                "ALTER TABLE x1 DROP COLUMN b",
                "ALTER TABLE x2 RENAME TO x1",
                "VACUUM",
                "PRAGMA user_version = 5",
                "REINDEX",
                "CREATE VIEW v1 AS SELECT n FROM t",
                "DROP VIEW v1",
            ])
            .to_owned();
    }
    let id = random.below(6);
    let n = random.below(9);
    if kind < 58 || style == 2 && kind < 70 {
        return match random.below(8) {
            0 => format!("SELECT * FROM t WHERE id = {id}"),
            1 => "SELECT count(*), sum(n) FROM t".into(),
            2 => "SELECT * FROM p ORDER BY id".into(),
            3 => "SELECT c.id, v FROM c JOIN p ON p.id = p_id ORDER BY c.id".into(),
            4 => "SELECT * FROM w ORDER BY a".into(),
            5 => "SELECT * FROM x1".into(),
            6 => format!("SELECT id FROM t WHERE n > {n} ORDER BY n DESC LIMIT 2"),
            _ => "SELECT * FROM c ORDER BY id".into(),
        };
    }
    let or = random.pick(&[
        "",
        "",
        "",
        "OR IGNORE ",
        "OR REPLACE ",
        "OR FAIL ",
        "OR ROLLBACK ",
        "OR ABORT ",
    ]);
    match random.below(20) {
        0 | 1 => format!("INSERT {or}INTO t (n, s) VALUES ({n}, 's{n}')"),
        2 => format!("INSERT {or}INTO t VALUES ({id}, {n}, 'z')"),
        3 => format!("INSERT {or}INTO t (n) VALUES ({}), ({n}), ({id})", n + 10),
        4 => format!(
            "INSERT INTO t (n, s) VALUES ({n}, 'u') ON CONFLICT (n) DO UPDATE SET s = s || '+'"
        ),
        5 => format!("INSERT INTO t (n) VALUES ({n}) ON CONFLICT DO NOTHING RETURNING id, n"),
        6 => format!("UPDATE {or}t SET n = n + 1 WHERE id = {id}"),
        7 => format!("UPDATE {or}t SET n = {n} WHERE id >= {id}"),
        8 => format!("UPDATE t SET id = {id}, s = 'moved' WHERE n = {n}"),
        9 => format!("DELETE FROM t WHERE id = {id}"),
        10 => "DELETE FROM t".into(),
        11 => format!("INSERT {or}INTO p (v) VALUES ({n}.5)"),
        12 => format!(
            "INSERT INTO p (id, v) VALUES ({}, 0) ON CONFLICT DO NOTHING",
            id * 2
        ),
        13 => format!("DELETE FROM p WHERE id = {id}"),
        14 => format!("INSERT INTO c (p_id, q) VALUES ({id}, NULL)"),
        15 => format!("INSERT INTO c (p_id, q) VALUES (1, {id})"),
        16 => format!("UPDATE c SET p_id = {id} WHERE id = {n} RETURNING *"),
        17 => format!("INSERT {or}INTO w VALUES ('k', {id}, {n})"),
        18 => format!("UPDATE {or}w SET b = b + 1, x = {n} WHERE b >= {}", id / 2),
        _ => random
            .pick(&[
                "INSERT INTO x1 (a) VALUES (3)",
                "UPDATE x1 SET a = a + 1",
                "DELETE FROM log",
                "INSERT INTO c (p_id) SELECT id FROM p",
                "UPDATE p SET v = v * 2",
                "DELETE FROM sqlite_sequence WHERE name = 'p'",
                "INSERT INTO t SELECT NULL, n + 20, s FROM t",
                "INSERT INTO x2 VALUES (1, 2, 3)",
                "DELETE FROM w WHERE b = 1",
                "DELETE FROM c",
            ])
            .to_owned(),
    }
}

/// A value as JSON shows it.
pub fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(value) => (*value).into(),
        Value::Real(value) => (*value).into(),
        Value::Text(text) => (**text).into(),
        Value::Blob(bytes) => serde_json::Value::from(bytes.to_vec()),
    }
}

/// A step's result in one line.
pub fn show(step: &Step) -> String {
    match step {
        Step::Done(done) => {
            let rows: Vec<Vec<serde_json::Value>> = done
                .rows
                .iter()
                .map(|row| row.iter().map(json).collect())
                .collect();
            format!("{} {}", done.changes, serde_json::to_string(&rows).unwrap())
        }
        Step::Failed(error) => format!("error {}: {}", error.extended_code, error.message),
        Step::Blocked(blocked) => format!("blocked: {:?}", blocked.wants),
    }
}

/// A store with the setup done and the history's connections open.
pub fn prepared(journal: Journal, connections: usize, busy_timeout: u32) -> (Store, Vec<ConnId>) {
    let mut store = Store::new(Config {
        journal,
        ..Config::default()
    })
    .unwrap();
    let mut ids: Vec<ConnId> = vec![store.connect("history.db", busy_timeout).unwrap()];
    for sql in SETUP {
        let step = store.execute(ids[0], sql, &[]);
        assert!(matches!(step, Step::Done(_)), "{sql}: {step:?}");
    }
    // Opened when the schema is there: who knows an old schema and may not read the new one answers
    // "no such table".
    ids.extend((1..connections).map(|_| store.connect("history.db", busy_timeout).unwrap()));
    (store, ids)
}

/// A prepared store to begin many histories with.
pub struct Prepared {
    store: Store,
    ids: Vec<ConnId>,
    snapshot: Snapshot,
}

impl Prepared {
    pub fn new(journal: Journal, connections: usize, busy_timeout: u32) -> Prepared {
        let (mut store, ids) = prepared(journal, connections, busy_timeout);
        let snapshot = store.snapshot().unwrap();
        Prepared {
            store,
            ids,
            snapshot,
        }
    }

    /// The store as it was, and its connections.
    pub fn start(&mut self) -> (&mut Store, &[ConnId]) {
        self.store.restore(&self.snapshot).unwrap();
        (&mut self.store, &self.ids)
    }
}
