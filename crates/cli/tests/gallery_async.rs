//! The gallery's asynchronous scenarios: every outcome with the number of interleavings that lead to it.
//! The same files gave the same under CPython with Django 2.2.28, 4.2 (asgiref 3.7.2) and 5.2, and with
//! `databases` 0.7.0 and 0.9.0.

mod common;

use common::lockstep;
use serde_json::Value as Json;

fn report(slug: &str, args: &[&str]) -> Json {
    let file = format!("x/{slug}");
    let arguments = [&["check", &file, "--format", "json"], args].concat();
    let (_, out, err) = lockstep(&arguments, "");
    serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"))
}

/// Each outcome as a line: how many interleavings, its verdict, and what each task gave.
fn outcomes(report: &Json) -> Vec<String> {
    assert_eq!(report["complete"], true);
    let mut lines: Vec<String> = report["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| {
            let mut line = format!(
                "{} {}",
                outcome["interleavings"].as_str().unwrap(),
                outcome["verdict"].as_str().unwrap()
            );
            for (task, result) in outcome["tasks"].as_object().unwrap() {
                let text = |name: &str| result[name].as_str().unwrap_or_default();
                line += &match text("status") {
                    "returned" => format!("; {task} {}", text("value")),
                    _ => format!("; {task} {}: {}", text("type"), text("message")),
                };
            }
            line
        })
        .collect();
    lines.sort();
    lines
}

/// The same by what the tasks gave alone.
fn by_tasks(lines: &[String]) -> Vec<(u32, String)> {
    let mut sums: Vec<(u32, String)> = Vec::new();
    for line in lines {
        let (head, tasks) = line.split_once("; ").unwrap();
        let count: u32 = head.split_once(' ').unwrap().0.parse().unwrap();
        match sums.iter_mut().find(|(_, known)| known == tasks) {
            Some((sum, _)) => *sum += count,
            None => sums.push((count, tasks.to_owned())),
        }
    }
    sums.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    sums
}

fn expect(slug: &str, args: &[&str], expected: &[&str]) {
    let found = report(slug, args);
    assert_eq!(outcomes(&found), expected, "x/{slug} {args:?}");
}

const REFUSAL: &str = "SynchronousOnlyOperation: You cannot call this from an async context - use a thread or sync_to_async.";

fn rows(report: &Json, table: &str) -> usize {
    report["outcomes"][0]["tables"][table]
        .as_array()
        .unwrap()
        .len()
}

#[test]
fn ticket_31997_fails_in_django_3_alone() {
    for django in ["2", "5"] {
        let found = report("django-async-ticket", &["--django", django]);
        assert_eq!(outcomes(&found), ["1 serializable; command None"]);
        assert_eq!((rows(&found, "question"), rows(&found, "choice")), (10, 90));
        // BEGIN, DELETE's SELECTs, and for each of ten tasks SAVEPOINT, 10 INSERTs, RELEASE; COMMIT.
        assert_eq!(
            found["outcomes"][0]["witness"].as_array().unwrap().len(),
            2 + 10 * 12 + 1
        );
    }
    // As the gallery shows it.
    let found = report("django-async-ticket", &[]);
    assert_eq!(
        outcomes(&found),
        ["1 anomaly; command OperationalError: database is locked"]
    );
    assert_eq!((rows(&found, "question"), rows(&found, "choice")), (0, 0));
}

#[test]
fn its_workaround_passes_in_every_release() {
    for django in ["2", "3", "5"] {
        let found = report("django-async-workaround", &["--django", django]);
        assert_eq!(outcomes(&found), ["1 serializable; command None"]);
        assert_eq!((rows(&found, "question"), rows(&found, "choice")), (10, 90));
    }
}

#[test]
fn the_guard_refuses_what_would_block_the_loop() {
    expect(
        "django-async-guard",
        &["--django", "2"],
        &["1 serializable; direct 1; in_a_thread 2; asynchronous_name 3"],
    );
    let refused = format!("1 anomaly; direct {REFUSAL}; in_a_thread 1; asynchronous_name 2");
    for django in ["3", "5"] {
        expect("django-async-guard", &["--django", django], &[&refused]);
    }
}

#[test]
fn what_the_guard_prevents() {
    let cases = [
        (
            "django-async-shared-connection",
            "1 anomaly; alice ValueError: the request failed; bob 'sent'",
            ["alice", "bob"],
        ),
        (
            "django-async-await-in-block",
            "1 anomaly; alice None; bob ValueError: bob gives up",
            ["alice", "bob"],
        ),
        (
            "django-async-autocommit-off",
            "1 anomaly; alice 'rolled back'; bob 'committed'",
            ["alice", "bob"],
        ),
        (
            "django-async-parameter",
            "1 anomaly; import None; vote None",
            ["import", "vote"],
        ),
    ];
    for (slug, in_django_2, tasks) in cases {
        let found = report(slug, &[]);
        assert_eq!(outcomes(&found), [in_django_2], "{slug}");
        let invariants = found["outcomes"][0]["invariants"].as_object().unwrap();
        assert!(invariants.values().all(|held| held == false), "{slug}");
        for django in ["3", "5"] {
            let found = report(slug, &["--django", django]);
            let told = &outcomes(&found)[0];
            assert_eq!(outcomes(&found).len(), 1);
            for task in tasks {
                assert!(
                    told.contains(&format!("; {task} {REFUSAL}")),
                    "{slug}: {told}"
                );
            }
            // Nothing is sent.
            assert_eq!(found["outcomes"][0]["witness"].as_array().unwrap().len(), 0);
        }
    }
}

#[test]
fn a_shared_transaction_before_and_after_pull_request_546() {
    expect(
        "databases-shared-transaction",
        &[],
        &[
            "1 anomaly; user_1 AssertionError: Connection is not acquired; user_2 '200 OK'",
            "2 anomaly; user_1 AssertionError: Connection is not acquired; user_2 '200 OK'",
            "2 anomaly; user_1 OperationalError: cannot start a transaction within a transaction; user_2 '200 OK'",
        ],
    );
    // Either may be the first; the other one waits for its lock.
    expect(
        "databases-shared-transaction",
        &["--databases", "0.9"],
        &["7 serializable; user_1 '200 OK'; user_2 '200 OK'"; 2],
    );
    // Where nobody waits the counts are those of CPython: 20 = 6! / (3! 3!).
    let source = lockstep_scenario::gallery_entry("databases-shared-transaction")
        .unwrap()
        .source
        .replace(
            "api.db\")\n\n\ndef setup",
            "api.db\", timeout=0)\n\n\ndef setup",
        );
    let (_, out, err) = lockstep(&["check", "-", "--format", "json"], &source);
    let found: Json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"));
    let locked = "OperationalError: database is locked";
    assert_eq!(
        by_tasks(&outcomes(&found)),
        [
            (8, "user_1 '200 OK'; user_2 '200 OK'".to_owned()),
            (6, format!("user_1 '200 OK'; user_2 {locked}")),
            (6, format!("user_1 {locked}; user_2 '200 OK'")),
        ]
    );
    expect(
        "databases-concurrent-tasks",
        &[],
        &["38 anomaly; pytest AssertionError: "],
    );
    // Three tasks of three statements, in any order: 9! / (3! 3! 3!).
    expect(
        "databases-concurrent-tasks",
        &["--databases", "0.9"],
        &["1680 serializable; pytest None"],
    );
}

#[test]
fn child_tasks_inherit_a_connection_or_are_given_one() {
    expect(
        "databases-child-task",
        &[],
        &["1 anomaly; order ValueError: tea is sold out"],
    );
    expect(
        "databases-child-task",
        &["--databases", "0.9"],
        &["1 anomaly; order OperationalError: database is locked"],
    );
    for release in ["0.7", "0.9"] {
        expect(
            "databases-given-connection",
            &["--databases", release],
            &["1 serializable; order 2"],
        );
    }
}

#[test]
fn a_mutated_dictionary_is_shared_by_copied_contexts() {
    expect(
        "databases-mutated-dictionary",
        &[],
        &[
            "1 anomaly; server ['100', 'Cannot operate on a closed database.']",
            "1 anomaly; server ['100', 'cannot commit - no transaction is active']",
            "1 anomaly; server ['100', 'no active connection']",
            "1 anomaly; server ['Cannot operate on a closed database.', '100']",
            "1 anomaly; server ['cannot commit - no transaction is active', '100']",
            "1 anomaly; server ['no active connection', '100']",
            "8 serializable; server ['100', '100']",
        ],
    );
    let source = lockstep_scenario::gallery_entry("databases-mutated-dictionary")
        .unwrap()
        .source
        .replace("IMMUTABLE = False", "IMMUTABLE = True");
    let (_, out, err) = lockstep(&["check", "-", "--format", "json"], &source);
    let found: Json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"));
    assert_eq!(outcomes(&found), ["20 serializable; server ['100', '100']"]);
}
