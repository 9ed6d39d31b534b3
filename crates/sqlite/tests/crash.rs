//! A process that dies at any of its calls to the file system loses nothing it had committed and leaves
//! nothing it had not; who comes after it finds what comes after a real process that was killed.

mod histories;
mod real;

use histories::{CONTENT, Prepared, Random, history, show};
use lockstep_sqlite::{Config, ConnId, Journal, Lock, Step, Store, Value};
use real::{Process, RealFile, Which};

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

/// A way to commit something: what is run before, what is run while the process dies, and the sum of all
/// balances before and after it.
struct Dying {
    before: &'static [&'static str],
    last: &'static str,
    sums: [i64; 2],
}

const WAYS: &[Dying] = &[
    Dying {
        before: &[
            "BEGIN",
            "UPDATE account SET balance = balance + 1",
            "DELETE FROM account WHERE id = 40",
        ],
        last: "COMMIT",
        sums: [400, 429],
    },
    // A statement that commits itself, and makes the file larger.
    Dying {
        before: &[],
        last: "INSERT INTO account SELECT id + 100, 1, pad FROM account",
        sums: [400, 440],
    },
    // With a savepoint that is rolled back, and a file that becomes smaller.
    Dying {
        before: &[
            "BEGIN IMMEDIATE",
            "SAVEPOINT s",
            "UPDATE account SET balance = 0",
            "ROLLBACK TO s",
            "DELETE FROM account WHERE id > 5",
            "SAVEPOINT t",
        ],
        last: "END",
        sums: [400, 50],
    },
    // The schema, too.
    Dying {
        before: &["BEGIN", "UPDATE account SET balance = 11"],
        last: "COMMIT",
        sums: [400, 440],
    },
    Dying {
        before: &[
            "BEGIN",
            "CREATE TABLE more (a)",
            "DROP TABLE more",
            "UPDATE account SET balance = 1",
        ],
        last: "COMMIT",
        sums: [400, 40],
    },
    // Nothing is committed here: pages move, rows do not.
    Dying {
        before: &["UPDATE account SET balance = 20"],
        last: "PRAGMA wal_checkpoint(TRUNCATE)",
        sums: [800, 800],
    },
    Dying {
        before: &["DELETE FROM account WHERE id > 20"],
        last: "VACUUM",
        sums: [200, 200],
    },
];

fn dies_everywhere(journal: Journal, dying: &Dying) -> u32 {
    for calls in 0.. {
        let (mut store, a, b) = prepared(journal);
        for sql in dying.before {
            assert!(run(&mut store, a, sql), "{sql}");
        }
        let [before, committed] = dying.sums;
        store.kill_after(a, calls);
        let done = run(&mut store, a, dying.last);
        let died = !store.connections().contains(&a);
        assert_eq!(done, !died, "{}", dying.last);
        let after = sum(&mut store, b);
        assert!(
            after == committed || !done && after == before,
            "{journal:?}, {}, after {calls} calls: {after}",
            dying.last
        );
        assert_eq!(store.content_digest(), store.scanned_digest().unwrap());
        // Who comes to the file for the first time finds the same, and can write.
        let c = store.connect("x", 0).unwrap();
        assert_eq!(sum(&mut store, c), after);
        assert!(run(&mut store, b, "UPDATE account SET balance = 0"));
        assert_eq!(sum(&mut store, c), 0);
        let Step::Done(check) = store.execute(b, "PRAGMA integrity_check", &[]) else {
            panic!()
        };
        assert_eq!(check.rows, [[Value::text("ok")]]);
        if done {
            return calls;
        }
    }
    unreachable!()
}

#[test]
fn a_process_may_die_at_every_call_rollback_journal() {
    for dying in WAYS {
        let crashes = dies_everywhere(Journal::Delete, dying);
        let no_log = dying.last.starts_with("PRAGMA");
        assert!(no_log || crashes > 5, "{}: {crashes}", dying.last);
    }
}

#[test]
fn a_process_may_die_at_every_call_wal() {
    for dying in WAYS {
        let crashes = dies_everywhere(Journal::Wal, dying);
        assert!(crashes > 5, "{}: {crashes}", dying.last);
    }
}

/// Random histories in which processes are killed (`kill -9`) and new ones come in their place, here and
/// on a real file. In the end all are gone, by death or by closing, and a new one looks.
fn killed_as_really(journal: Journal) {
    const KILL: &str = "kill";
    let mut processes: Vec<Process> = (0..4)
        .map(|_| Process::start(Which::Bundled).unwrap())
        .collect();
    let file = RealFile::new(&format!("killed-{journal:?}"));
    let start = real::prepared(&mut processes[0], &file, journal);
    let mut crate_side = Prepared::new(journal, 4, 0);
    let mut cut = 0;
    for seed in 0..120 {
        let (connections, mut steps) = history(1_000_000 + seed, journal);
        let mut random = Random(seed);
        for _ in 0..1 + random.below(2) {
            let at = random.below(steps.len() as u64) as usize;
            let connection = random.below(connections as u64) as usize;
            steps.insert(at, (connection, KILL.to_owned()));
        }
        let all_die = random.below(3) == 0;

        file.become_copy(&start);
        for process in &mut processes[..connections] {
            process.open(file.path());
        }
        let mut real = Vec::new();
        let mut taken = steps.len();
        for (index, (connection, sql)) in steps.iter().enumerate() {
            let process = &mut processes[*connection];
            if sql == KILL {
                *process = Process::start(Which::Bundled).unwrap();
                if !process.open(file.path()) {
                    // It cannot read the schema now, while a connection here always knows one: where its
                    // name is unknown it would say BUSY, not "no such table". That ends the history.
                    taken = index;
                    break;
                }
            } else {
                real.extend(process.run(&[sql]));
            }
        }
        for process in &mut processes[..connections] {
            if all_die {
                *process = Process::start(Which::Bundled).unwrap();
            } else {
                process.close();
            }
        }
        processes[0].open(file.path());
        real.extend(processes[0].run(&["PRAGMA wal_checkpoint", "PRAGMA integrity_check"]));
        real.extend(processes[0].run(CONTENT));
        processes[0].close();

        cut += usize::from(taken < steps.len());
        steps.truncate(taken);
        let (store, ids) = crate_side.start();
        let mut ids = ids.to_vec();
        for id in ids.drain(connections..) {
            store.close(id);
        }
        let mut ours = Vec::new();
        for (connection, sql) in &steps {
            let id = ids[*connection];
            if sql == KILL {
                store.kill(id);
                assert_eq!(store.connect("history.db", 0).unwrap(), id);
            } else {
                ours.push(show(&store.execute(id, sql, &[])));
            }
            assert_eq!(store.content_digest(), store.scanned_digest().unwrap());
        }
        for id in ids {
            if all_die {
                store.kill(id);
            } else {
                store.close(id);
            }
        }
        let last = store.connect("history.db", 0).unwrap();
        for sql in ["PRAGMA wal_checkpoint", "PRAGMA integrity_check"]
            .iter()
            .chain(CONTENT)
        {
            ours.push(show(&store.execute(last, sql, &[])));
        }
        for (index, (ours, real)) in ours.iter().zip(&real).enumerate() {
            assert_eq!(
                ours, real,
                "{journal:?}, seed {seed}, result {index} of {steps:#?}"
            );
        }
        assert_eq!(ours.len(), real.len());
    }
    assert!(cut < 30, "{cut} histories were cut short");
}

#[test]
fn killed_as_a_real_process_rollback_journal() {
    killed_as_really(Journal::Delete);
}

#[test]
fn killed_as_a_real_process_wal() {
    killed_as_really(Journal::Wal);
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
