//! `lockstep check --strategy all` and `--matrix`.

mod common;

use common::lockstep;
use serde_json::{Value as Json, json};

fn check(arguments: &[&str], input: &str) -> (i32, String, String) {
    lockstep(&[&["check"], arguments].concat(), input)
}

fn json(arguments: &[&str], input: &str) -> (i32, Json) {
    let (status, out, err) = check(&[arguments, &["--format", "json"]].concat(), input);
    let json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}{err}"));
    (status, json)
}

fn cells(comparison: &Json) -> &[Json] {
    comparison["cells"].as_array().unwrap()
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

#[test]
fn every_cell_is_what_checking_it_alone_gives() {
    let (status, comparison) = json(&["x/transfer", "--matrix", "--journal", "delete"], "");
    assert_eq!(status, 1);
    assert_eq!(comparison["lockstep"], 1);
    assert_eq!(cells(&comparison).len(), 6 * 3);
    let mut explored = 0;
    for (place, cell) in cells(&comparison).iter().enumerate() {
        let value = |name: &str| cell[name].as_str().unwrap();
        let (strategy, journal, begin) = (value("strategy"), value("journal"), value("begin"));
        let report = &cell["report"];
        // Each program that is begun costs time: not all of them.
        if place % 5 == 0 {
            let flags = [
                "--strategy",
                strategy,
                "--journal",
                journal,
                "--begin",
                begin,
            ];
            let (_, mut alone) = json(&[&["x/transfer"][..], &flags].concat(), "");
            alone["wall_ms"] = report["wall_ms"].clone();
            assert_eq!(report, &alone);
        }
        let settings = &report["settings"];
        for name in ["strategy", "journal", "begin"] {
            assert_eq!(settings[name], cell[name]);
        }
        explored += usize::from(cell["same_as"].is_null());
        if let Some(same) = cell["same_as"].as_u64() {
            let same = &cells(&comparison)[same as usize];
            assert!(same["same_as"].is_null());
            assert_eq!(cell["summary"], same["summary"]);
        }

        // The summary is the outcomes, added up.
        let outcomes = report["outcomes"].as_array().unwrap();
        let all: u64 = report["interleavings"].as_str().unwrap().parse().unwrap();
        let part = |is_in: &dyn Fn(&&Json) -> bool| {
            let some: Vec<&Json> = outcomes.iter().filter(is_in).collect();
            let count = |o: &&Json| o["interleavings"].as_str().unwrap().parse::<u64>().unwrap();
            let interleavings: u64 = some.iter().map(count).sum();
            let probability: f64 = some
                .iter()
                .map(|o| o["probability"].as_f64().unwrap())
                .sum();
            (some.len(), interleavings, probability)
        };
        let same = |found: &Json, (outcomes, interleavings, probability): (usize, u64, f64)| {
            assert_eq!(found["outcomes"], outcomes);
            assert_eq!(found["interleavings"], interleavings.to_string());
            let share = interleavings as f64 / all as f64;
            assert!(close(found["share"].as_f64().unwrap(), share), "{found}");
            assert!(
                close(found["probability"].as_f64().unwrap(), probability),
                "{found}"
            );
        };
        let summary = &cell["summary"];
        for verdict in ["serializable", "aborted", "anomaly", "deadlock"] {
            same(
                &summary["verdicts"][verdict],
                part(&|o| o["verdict"] == verdict),
            );
        }
        let raised = |o: &&Json| {
            let tasks = o["tasks"].as_object().unwrap();
            tasks
                .values()
                .any(|task| task["type"] == "OperationalError")
        };
        same(&summary["errors"], part(&raised));
    }
    // `immediate` and `exclusive` are `atomic` with a way to begin.
    assert_eq!(explored, 4 * 3);
}

/// Where one task is inside from its BEGIN to its COMMIT, the other may come after each of the six steps.
/// Unless that is the last one it is blocked, and tries again when the steps that are left have gone by.
#[test]
fn who_meets_a_lock_is_blocked_and_waits() {
    let (status, comparison) = json(&["x/transfer", "--strategy", "all"], "");
    assert_eq!(status, 1);
    let waits = |strategy: &str| {
        let cell = cells(&comparison)
            .iter()
            .find(|cell| cell["strategy"] == strategy)
            .unwrap();
        let mean = |name: &str| cell["summary"][name].as_f64().unwrap();
        (mean("blocked"), mean("waited"))
    };
    assert_eq!(waits("as-written"), (0.0, 0.0));
    assert_eq!(waits("immediate"), (2.0 * 5.0 / 6.0, 5.0 / 2.0));
    // The lock, two SELECTs, two UPDATEs: the other waits from the first of them to the last.
    assert_eq!(waits("mutex"), (0.0, 4.0));
    let (_, none) = json(
        &["x/transfer", "--strategy", "all", "--busy-timeout", "0"],
        "",
    );
    let immediate = &cells(&none)[2];
    assert_eq!(immediate["strategy"], "immediate");
    assert_eq!(immediate["summary"]["blocked"], 0.0);
    assert_eq!(immediate["summary"]["waited"], 0.0);
}

#[test]
fn a_table_for_people() {
    let (status, out, _) = check(&["x/transfer", "--strategy", "all", "--journal", "wal"], "");
    assert_eq!(status, 1);
    let expected = "\
x/transfer: 6 cells, 6 explored

strategy    journal  begin     interleavings  serializable  aborted  anomaly  deadlock   errors  blocked  waited
as-written  wal      deferred             70        5.71 %        –  94.29 %         –        –     0.00    0.00
atomic      wal      deferred            602        2.33 %  97.67 %        –         –  97.67 %     0.00    0.00
immediate   wal      deferred             12      100.00 %        –        –         –        –     1.67    2.50
exclusive   wal      deferred             12      100.00 %        –        –         –        –     1.67    2.50
mutex       wal      deferred              2      100.00 %        –        –         –        –     0.00    4.00
retry       wal      deferred             70        5.71 %        –  94.29 %         –        –     0.00    0.00

";
    assert!(out.starts_with(expected), "{out}");
}

#[test]
fn flags_leave_only_their_value() {
    let arguments = [
        "x/transfer",
        "--matrix",
        "--journal",
        "wal",
        "--begin",
        "immediate",
    ];
    let (_, comparison) = json(&arguments, "");
    assert_eq!(cells(&comparison).len(), 6);
    assert!(
        cells(&comparison)
            .iter()
            .all(|cell| cell["journal"] == "wal")
    );
    let arguments = ["x/transfer", "--matrix", "--strategy", "mutex"];
    let (status, comparison) = json(&arguments, "");
    assert_eq!((status, cells(&comparison).len()), (0, 6));
    // It is no strategy's id, only a word of `check`.
    let (_, run, _) = check(&["x/transfer", "--strategy", "all", "--matrix"], "");
    assert!(
        run.starts_with("x/transfer: 36 cells, 24 explored"),
        "{run}"
    );
}

#[test]
fn any_number_of_jobs_gives_the_same() {
    let with = |jobs: &str| {
        let arguments = [
            "x/get-or-create",
            "--matrix",
            "--journal",
            "wal",
            "--jobs",
            jobs,
        ];
        let (status, mut comparison) = json(&arguments, "");
        for cell in comparison["cells"].as_array_mut().unwrap() {
            cell["report"]["wall_ms"] = Json::Null;
        }
        (status, comparison)
    };
    let one = with("1");
    assert_eq!(cells(&one.1).len(), 18);
    assert_eq!(with("2"), one);
    assert_eq!(with("50"), one);
    for refused in [
        &["--jobs", "0", "--matrix"][..],
        &["--jobs", "257"],
        &["--jobs", "2", "--random", "5"],
    ] {
        let (status, out, err) = check(&[&["x/transfer"], refused].concat(), "");
        assert_eq!((status, &out[..]), (2, ""), "{refused:?}");
        assert!(err.contains("--jobs"), "{err}");
    }
}

#[test]
fn a_budget_that_ends_a_cell_ends_only_that() {
    let arguments = ["x/transfer", "--strategy", "all", "--max-states", "20"];
    let (_, comparison) = json(&arguments, "");
    let complete = |cell: &Json| cell["report"]["complete"].as_bool().unwrap();
    let mutex = &cells(&comparison)[4];
    assert_eq!(
        (&mutex["strategy"], complete(mutex)),
        (&json!("mutex"), true)
    );
    assert!(!complete(&cells(&comparison)[1]));
    let (_, out, _) = check(&arguments, "");
    assert!(
        out.contains("≥") && out.contains("the budget ended"),
        "{out}"
    );
    // Nothing bad, but not all of it.
    let arguments = [
        "x/transfer",
        "--matrix",
        "--strategy",
        "mutex",
        "--max-states",
        "4",
    ];
    assert_eq!(json(&arguments, "").0, 3);
}

#[test]
fn a_cell_that_cannot_be_run_says_why_and_the_others_go_on() {
    let scenario = "
import asyncio
async def task_a():
    await asyncio.sleep(1)
def task_b():
    pass
";
    let (status, comparison) = json(&["-", "--strategy", "all"], scenario);
    assert_eq!(status, 0);
    for cell in cells(&comparison) {
        if ["as-written", "retry"].contains(&cell["strategy"].as_str().unwrap()) {
            assert_eq!(cell["report"]["complete"], true);
            assert!(cell["problem"].is_null());
        } else {
            let message = cell["problem"]["message"].as_str().unwrap();
            assert!(message.contains("does not fit async tasks"), "{message}");
            assert!(cell["report"].is_null() && cell["summary"].is_null());
        }
    }
    let (_, out, _) = check(&["-", "--strategy", "all"], scenario);
    let line = out.lines().find(|line| line.starts_with("mutex")).unwrap();
    assert!(
        line.contains("cannot be run: The strategy \"mutex\""),
        "{out}"
    );

    let (status, out, err) = check(&["-", "--matrix"], "def task_a(:\n    pass\n");
    assert_eq!((status, &out[..]), (2, ""));
    assert!(err.contains("line 1, column 12"), "{err}");
}

#[test]
fn errors_are_those_of_the_database_that_end_a_task() {
    let model = "
from django.db import IntegrityError, models
class Name(models.Model):
    name = models.CharField(max_length=9, unique=True)
def add():
    Name.objects.create(name='x')
def task_a():
    add()
";
    let errors = |rest: &str| {
        let (_, comparison) = json(&["-", "--strategy", "all"], &format!("{model}{rest}"));
        let summary = &cells(&comparison)[0]["summary"];
        summary["errors"]["share"].as_f64().unwrap()
    };
    assert_eq!(errors("def task_b():\n    add()\n"), 1.0);
    let caught = "def task_b():\n    add()\ndef task_a():\n    try:\n        add()\n    except IntegrityError:\n        pass\n";
    // Only if b comes second.
    assert_eq!(errors(caught), 0.5);
    let other = "def task_b():\n    raise ValueError('no')\n";
    assert_eq!(errors(other), 0.0);
}

#[test]
fn where_there_is_no_end_to_the_interleavings_there_are_no_means() {
    let scenario = "
from django.db import models
class Flag(models.Model):
    up = models.BooleanField(default=False)
def setup():
    Flag.objects.create(id=1)
def task_a():
    while not Flag.objects.get(id=1).up:
        pass
def task_b():
    Flag.objects.filter(id=1).update(up=True)
";
    let arguments = [
        "-",
        "--matrix",
        "--strategy",
        "as-written",
        "--journal",
        "wal",
    ];
    let (status, comparison) = json(&arguments, scenario);
    assert_eq!(status, 0);
    let cell = &cells(&comparison)[0];
    assert_eq!(cell["report"]["interleavings"], "∞");
    assert!(cell["summary"]["waited"].is_null() && cell["summary"]["blocked"].is_null());
    let share = cell["summary"]["verdicts"]["serializable"]["share"].as_f64();
    assert!(close(share.unwrap(), 1.0), "{cell}");
    let (_, out, _) = check(&arguments, scenario);
    assert!(out.contains("∞") && out.contains("probabilities"), "{out}");
}

/// Four interleavings: b before a, or after each of a's three steps. After the first b has the write lock
/// and waits for a, which reads, to end; so a is refused at once, and its other two steps go by. After the
/// second b waits for the COMMIT.
#[test]
fn sessions_of_sql_are_counted_step_by_step() {
    let spec = "\
setup { CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (0); }
session a
step a1 { BEGIN; SELECT n FROM t; }
step a2 { UPDATE t SET n = n + 1; }
step a3 { COMMIT; }
session b
step b1 { UPDATE t SET n = n + 10; }
";
    let name = format!("lockstep-compare-{}.spec", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, spec).unwrap();
    let (status, comparison) = json(&[path.to_str().unwrap(), "--strategy", "all"], "");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(status, 0);
    let (first, others) = cells(&comparison).split_first().unwrap();
    assert_eq!(first["report"]["interleavings"], "4");
    let summary = &first["summary"];
    assert_eq!(summary["verdicts"]["aborted"]["interleavings"], "1");
    assert_eq!(summary["verdicts"]["serializable"]["interleavings"], "3");
    assert_eq!(summary["errors"]["share"], 0.25);
    assert_eq!(summary["blocked"], (2.0 + 2.0) / 4.0);
    assert_eq!(summary["waited"], (2.0 + 1.0) / 4.0);
    let refused = |cell: &Json| {
        let message = cell["problem"]["message"].as_str().unwrap();
        message.contains("wraps Python functions")
    };
    assert!(others.iter().all(refused));
}
