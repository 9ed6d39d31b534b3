//! Who can be a deadlock's victim, and what becomes of the others: on a real PostgreSQL 15, where the session whose
//! `deadlock_timeout` passes first gives way, and here, where it is a choice.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use lockstep_postgres::{Config, Server, Step, Victim, print};
use support::{Client, Cluster};

/// Sessions that get in each other's way.
struct Deadlock {
    /// In the order in which they are sent: each has its locks at once.
    holds: &'static [(usize, &'static str)],
    /// Each waits; the last one closes the circle.
    waits: &'static [(usize, &'static str)],
    /// Whose waits make the circle.
    circle: &'static [usize],
}

const SETUP: [&str; 5] = [
    "DROP TABLE IF EXISTS t, u",
    "CREATE TABLE t (id int PRIMARY KEY, v int)",
    "CREATE TABLE u (id int PRIMARY KEY)",
    "INSERT INTO t VALUES (1, 0), (2, 0), (3, 0)",
    "INSERT INTO u VALUES (1)",
];

const DEADLOCKS: [Deadlock; 5] = [
    Deadlock {
        holds: &[
            (0, "UPDATE t SET v = v + 1 WHERE id = 1"),
            (1, "UPDATE t SET v = v + 10 WHERE id = 2"),
        ],
        waits: &[
            (0, "UPDATE t SET v = v + 1 WHERE id = 2"),
            (1, "UPDATE t SET v = v + 10 WHERE id = 1"),
        ],
        circle: &[0, 1],
    },
    Deadlock {
        holds: &[
            (0, "UPDATE t SET v = v + 1 WHERE id = 1"),
            (1, "UPDATE t SET v = v + 10 WHERE id = 2"),
            (2, "UPDATE t SET v = v + 100 WHERE id = 3"),
        ],
        waits: &[
            (1, "SELECT v FROM t WHERE id = 3 FOR UPDATE"),
            (0, "UPDATE t SET v = v + 1 WHERE id = 2"),
            (2, "DELETE FROM t WHERE id = 1"),
        ],
        circle: &[0, 1, 2],
    },
    Deadlock {
        holds: &[
            (0, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE"),
            (1, "LOCK TABLE u IN SHARE MODE"),
        ],
        waits: &[
            (0, "INSERT INTO u VALUES (2)"),
            (1, "SELECT count(*) FROM t"),
        ],
        circle: &[0, 1],
    },
    Deadlock {
        holds: &[
            (0, "INSERT INTO u VALUES (10)"),
            (1, "INSERT INTO u VALUES (11)"),
        ],
        waits: &[
            (1, "INSERT INTO u VALUES (10)"),
            (0, "INSERT INTO u VALUES (11)"),
        ],
        circle: &[0, 1],
    },
    // Somebody else waits, too, and is none of it.
    Deadlock {
        holds: &[
            (0, "SELECT v FROM t WHERE id = 1 FOR UPDATE"),
            (1, "SELECT v FROM t WHERE id = 2 FOR UPDATE"),
        ],
        waits: &[
            (1, "UPDATE t SET v = v + 10 WHERE id = 1"),
            (2, "UPDATE t SET v = 7 WHERE id = 1"),
            (0, "UPDATE t SET v = v + 1 WHERE id = 2"),
        ],
        circle: &[0, 1],
    },
];

/// How each session's waiting statement ended, and what the tables hold then. Each commits as soon as its statement
/// has ended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Outcome {
    ends: BTreeMap<usize, String>,
    tables: Vec<Vec<Vec<Option<String>>>>,
}

const TABLES: [&str; 2] = ["SELECT * FROM t ORDER BY id", "SELECT * FROM u ORDER BY id"];

impl Outcome {
    fn victim(&self) -> Option<usize> {
        let mut ends = self.ends.iter();
        ends.find(|(_, end)| *end == "40P01").map(|end| *end.0)
    }
}

/// All outcomes here.
fn ours(deadlock: &Deadlock) -> BTreeSet<Outcome> {
    let config = Config {
        victim: Victim::Any,
        ..Config::default()
    };
    let mut server = Server::new(config).expect("a server");
    for _ in 0..4 {
        server.connect("x").expect("a session");
    }
    for sql in SETUP {
        server.execute(3, sql, &[]).result.unwrap().unwrap();
    }
    for session in 0..3 {
        server.execute(session, "BEGIN", &[]);
    }
    for (session, sql) in deadlock.holds {
        server.execute(*session, sql, &[]).result.unwrap().unwrap();
    }
    for (session, sql) in deadlock.waits {
        assert_eq!(server.execute(*session, sql, &[]).result, None, "{sql}");
    }
    let choices = server.choices();
    let before = server.snapshot();
    let mut outcome = |choice: &usize| {
        server.restore(&before);
        let (mut ends, mut steps) = (BTreeMap::new(), vec![(*choice, server.choose(*choice))]);
        while let Some((session, Step { result, woke })) = steps.pop() {
            let result = result.map(|result| (session, result));
            for (session, result) in result.into_iter().chain(woke) {
                let end = result.map_or_else(|error| error.sqlstate.to_owned(), |done| done.tag);
                // A COMMIT ends nothing of what is compared.
                if end == "COMMIT" || end == "ROLLBACK" {
                    continue;
                }
                ends.insert(session, end);
                steps.insert(0, (session, server.execute(session, "COMMIT", &[])));
            }
        }
        let tables = TABLES.map(|sql| {
            let done = server.execute(3, sql, &[]).result.unwrap().unwrap();
            let rows = done.rows.iter().map(|row| {
                let values = row.iter().zip(done.columns.iter());
                let values = values.map(|(value, column)| Some(print(&column.type_, value)));
                values.collect()
            });
            rows.collect()
        });
        Outcome {
            ends,
            tables: tables.into(),
        }
    };
    choices.iter().map(&mut outcome).collect()
}

/// What happens on the real server, where this session looks for a deadlock long before the others do.
fn theirs(deadlock: &Deadlock, clients: &mut [Client], first: usize) -> Outcome {
    let (admin, clients) = clients.split_last_mut().expect("an administrator");
    for sql in SETUP {
        assert_eq!(admin.run(sql).error, None, "{sql}");
    }
    for (number, client) in clients.iter_mut().enumerate() {
        let patience = if number == first { "250ms" } else { "3s" };
        client.run(&format!("SET deadlock_timeout = '{patience}'"));
        client.run("BEGIN");
    }
    for (session, sql) in deadlock.holds {
        assert_eq!(clients[*session].run(sql).error, None, "{sql}");
    }
    let mut waiting = Vec::new();
    for (session, sql) in deadlock.waits {
        clients[*session].send(sql);
        waiting.push(*session);
        let blocked = format!(
            "SELECT 1 FROM pg_stat_activity WHERE pid = {} AND wait_event_type = 'Lock'",
            clients[*session].pid
        );
        let begun = Instant::now();
        while admin.run(&blocked).rows.is_empty() && begun.elapsed() < Duration::from_millis(100) {}
    }
    let mut ends = BTreeMap::new();
    let begun = Instant::now();
    while !waiting.is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(30), "they wait on");
        waiting.retain(|session| {
            let client = &mut clients[*session];
            let answered = client.poll(Duration::from_millis(1));
            if !answered.expect("the server lives") {
                return true;
            }
            let answer = client.take();
            let end = answer.error.map_or(answer.tag, |(sqlstate, _)| sqlstate);
            ends.insert(*session, end);
            client.run("COMMIT");
            false
        });
    }
    for client in clients {
        client.run("ROLLBACK");
    }
    let tables = TABLES.map(|sql| admin.run(sql).rows);
    Outcome {
        ends,
        tables: tables.into(),
    }
}

#[test]
fn every_victim_is_possible_as_on_the_real_server() {
    let cluster = Cluster::start();
    let mut clients: Vec<Client> = match &cluster {
        Some(cluster) => (0..4)
            .map(|_| cluster.connect().expect("a connection"))
            .collect(),
        None => Vec::new(),
    };
    for (number, deadlock) in DEADLOCKS.iter().enumerate() {
        let ours = ours(deadlock);
        let victims: BTreeSet<_> = ours.iter().filter_map(Outcome::victim).collect();
        assert_eq!(
            victims,
            deadlock.circle.iter().copied().collect(),
            "{number}"
        );
        if clients.is_empty() {
            continue;
        }
        let mut theirs = BTreeSet::new();
        for victim in deadlock.circle {
            // If it looks too early it finds nothing, and somebody else gives way.
            for _ in 0..10 {
                let outcome = self::theirs(deadlock, &mut clients, *victim);
                let found = outcome.victim();
                theirs.insert(outcome);
                if found == Some(*victim) {
                    break;
                }
            }
        }
        assert_eq!(ours, theirs, "{number}");
    }
    if clients.is_empty() {
        eprintln!("PostgreSQL 15 is not installed: only the victims were compared");
    }
}
