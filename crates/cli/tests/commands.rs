//! The command line as other programs use it: output, exit status, messages.

mod common;

use common::lockstep;
use serde_json::Value as Json;

fn check(args: &[&str], input: &str) -> (i32, Json) {
    let (status, out, err) = lockstep(&[&["check", "--format", "json"], args].concat(), input);
    let json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}{err}"));
    (status, json)
}

/// Exit status 2 and what standard error says.
fn problem(input: &str) -> String {
    let (status, out, err) = lockstep(&["check", "-"], input);
    assert_eq!((status, &out[..]), (2, ""), "{err}");
    err
}

fn counts(report: &Json) -> Vec<(&str, u64)> {
    let outcomes = report["outcomes"].as_array().unwrap().iter();
    outcomes
        .map(|o| {
            let count = o["interleavings"].as_str().unwrap().parse().unwrap();
            (o["verdict"].as_str().unwrap(), count)
        })
        .collect()
}

#[test]
fn the_transfer_as_written_loses_money_in_66_of_70_interleavings() {
    let (status, report) = check(&["x/transfer", "--busy-timeout", "0"], "");
    assert_eq!(status, 1);
    assert_eq!(report["lockstep"], 1);
    assert_eq!(report["complete"], true);
    assert_eq!(report["interleavings"], "70");
    assert_eq!(report["tasks"], serde_json::json!(["alice", "bob"]));
    assert_eq!(report["settings"]["busy-timeout"], 0);
    assert_eq!(report["settings"]["journal"], "delete");
    let counts = counts(&report);
    let bad: u64 = counts
        .iter()
        .filter(|(v, _)| *v == "anomaly")
        .map(|(_, n)| n)
        .sum();
    let good: u64 = counts
        .iter()
        .filter(|(v, _)| *v == "serializable")
        .map(|(_, n)| n)
        .sum();
    assert_eq!((bad, good), (66, 4));
    let sorted = counts.windows(2).all(|pair| pair[0].1 >= pair[1].1);
    assert!(sorted, "{counts:?}");
    let outcomes = report["outcomes"].as_array().unwrap();
    let share: f64 = outcomes.iter().map(|o| o["share"].as_f64().unwrap()).sum();
    assert!((share - 1.0).abs() < 1e-9);
    let good = outcomes
        .iter()
        .find(|o| o["verdict"] == "serializable")
        .unwrap();
    assert_eq!(
        good["tables"],
        serde_json::json!({"bankaccount": [{"id": 1, "balance": 70}, {"id": 2, "balance": 30}]})
    );
    assert_eq!(
        good["tasks"]["alice"],
        serde_json::json!({"status": "returned", "value": "None"})
    );
    assert_eq!(
        good["invariants"],
        serde_json::json!({"money_is_conserved": true})
    );
    let names = [
        "alice", "alice", "alice", "alice", "bob", "bob", "bob", "bob",
    ];
    assert_eq!(good["witness"], serde_json::json!(names));
    let lost = outcomes
        .iter()
        .filter(|o| o["anomalies"] == serde_json::json!(["lost update"]));
    assert!(lost.count() > 0, "{outcomes:#?}");
}

#[test]
fn strategies_change_what_can_happen() {
    let with = |strategy| {
        let args = ["x/transfer", "--busy-timeout", "0", "--strategy", strategy];
        check(&args, "")
    };
    let (status, atomic) = with("atomic");
    assert_eq!(atomic["interleavings"], "1134");
    let expected = [
        ("aborted", 672),
        ("aborted", 224),
        ("aborted", 224),
        ("serializable", 14),
    ];
    assert_eq!((status, counts(&atomic)), (0, expected.to_vec()));
    let (status, immediate) = with("immediate");
    assert_eq!(immediate["interleavings"], "12");
    assert_eq!((status, counts(&immediate).len()), (0, 3));
    let (status, mutex) = with("mutex");
    assert_eq!(mutex["interleavings"], "2");
    assert_eq!((status, counts(&mutex)), (0, vec![("serializable", 2)]));
    let (status, exclusive) = with("exclusive");
    assert_eq!((status, exclusive["complete"].as_bool()), (0, Some(true)));
}

/// With time to wait, a task that meets a lock waits for it instead of failing.
#[test]
fn waiting_for_the_write_lock_leaves_only_serial_outcomes() {
    let (status, report) = check(&["x/transfer", "--strategy", "immediate"], "");
    assert_eq!(status, 0);
    let verdicts: Vec<_> = counts(&report).into_iter().map(|(v, _)| v).collect();
    assert_eq!(verdicts, ["serializable"], "{report:#}");
}

#[test]
fn get_or_create_makes_two_rows() {
    let (status, report) = check(&["x/get-or-create", "--busy-timeout", "0"], "");
    assert_eq!(status, 1);
    let outcomes = report["outcomes"].as_array().unwrap();
    let two = |o: &&Json| o["tables"]["test"].as_array().unwrap().len() == 2;
    let twice = outcomes.iter().find(two).unwrap();
    assert_eq!(twice["verdict"], "anomaly");
    assert_eq!(twice["anomalies"], serde_json::json!(["duplicate insert"]));
    assert_eq!(twice["invariants"]["one_row_a_name"], false);
}

#[test]
fn a_schedule_can_be_replayed() {
    let (_, report) = check(&["x/transfer", "--busy-timeout", "0"], "");
    let outcome = &report["outcomes"][0];
    let names: Vec<_> = outcome["witness"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_str().unwrap())
        .collect();
    let schedule = names.join(",");
    let args = [
        "run",
        "x/transfer",
        "--busy-timeout",
        "0",
        "--schedule",
        &schedule,
        "--format",
        "json",
    ];
    let (_, out, _) = lockstep(&args, "");
    let trace: Json = serde_json::from_str(&out).unwrap();
    assert_eq!(trace["outcome"]["tables"], outcome["tables"]);
    assert_eq!(trace["outcome"]["verdict"], outcome["verdict"]);
    assert_eq!(trace["steps"].as_array().unwrap().len(), names.len());
    let first = &trace["steps"][0];
    assert_eq!(
        first["short"],
        "SELECT id, balance FROM bankaccount WHERE id = 1 LIMIT 21"
    );
    assert_eq!(first["line"], 14);
    let update = trace["steps"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["short"].as_str().unwrap().starts_with("UPDATE"));
    let change = &update.unwrap()["changes"][0];
    assert_eq!(
        (&change["table"], &change["before"]["balance"]),
        (&"bankaccount".into(), &100.into())
    );

    let (_, text, _) = lockstep(&["run", "x/transfer", "--schedule", "alice,bob"], "");
    assert!(
        text.contains("so far") && text.contains("bob can go on"),
        "{text}"
    );
    let (status, _, wrong) = lockstep(&["run", "x/transfer", "--schedule", "carol"], "");
    assert_eq!(status, 2);
    assert!(wrong.contains("no such task; there are alice, bob"));
}

const MODEL: &str = "from django.db import models\nclass Account(models.Model):\n    balance = models.IntegerField()\n";

#[test]
fn what_cannot_run_says_where_and_why() {
    let text = problem("def task_a(:\n    pass\n");
    assert!(text.contains("line 1, column 12"), "{text}");
    let text = problem("def helper():\n    pass\n");
    assert!(text.contains("There is no task"), "{text}");
    let text = problem("def task_a():\n    return Acount\n");
    assert!(
        text.contains("line 2") && text.contains("name 'Acount' is not defined"),
        "{text}"
    );
    let text = problem("import numpy\ndef task_a():\n    pass\n");
    assert!(text.contains("line 1") && text.contains("numpy"), "{text}");
    let text = problem("def task_a():\n    while True:\n        pass\n");
    assert!(text.contains("line 2") || text.contains("line 3"), "{text}");
    let text = problem(&format!(
        "{MODEL}def task_a():\n    while True:\n        Account.objects.count()\n"
    ));
    assert!(
        text.contains("never end") && text.contains("line 6"),
        "{text}"
    );
    let text = problem(&format!(
        "{MODEL}def task_a():\n    n = 0\n    while True:\n        n += Account.objects.count() + 1\n"
    ));
    assert!(text.contains("did not end"), "{text}");
    let text = problem(&"# a long file\n".repeat(80_000));
    assert!(text.contains("The file has"), "{text}");
    let text = problem("def setup():\n    raise ValueError('no')\ndef task_a():\n    pass\n");
    assert!(text.contains("setup() raised ValueError: no"), "{text}");
    let text = problem(&format!(
        "{MODEL}Account.objects.create(balance=1)\ndef task_a():\n    pass\n"
    ));
    assert!(
        text.contains("line 4") && text.contains("setup()"),
        "{text}"
    );

    let text = problem("x = 1\nasync def setup():\n    pass\ndef task_a():\n    pass\n");
    assert!(
        text.contains("line 2") && text.contains("asyncio.run()"),
        "{text}"
    );
    let text = problem(
        "import threading\ndef task_a():\n    while True:\n        threading.Thread(target=print).start()\n",
    );
    assert!(
        text.contains("line 4") && text.contains("64 threads"),
        "{text}"
    );

    let (status, _, flag) = lockstep(&["check", "x/transfer", "--journal", "off"], "");
    assert_eq!(status, 2);
    assert!(flag.contains("delete, wal"));
    assert_eq!(lockstep(&["check", "nowhere.py"], "").0, 2);
}

/// Every figure is CPython's: the same program with two real threads, rounded, gives the same.
#[test]
fn waits_with_a_time_end_when_the_clock_says_so() {
    let scenario = r#"
import threading, time
event = threading.Event()
never = threading.Event()
began = []
def setup():
    start = time.time()
    time.sleep(2)
    began.append(round(time.time() - start, 3))
    began.append(never.wait(0.5))
    began.append(round(time.time() - start, 3))
def task_a():
    first = event.wait(1)
    event.clear()
    start = time.time()
    # It begins anew: the second that the first wait did not need is over.
    second = event.wait(1)
    return began, first, second, round(time.time() - start, 3)
def task_b():
    time.sleep(0.5)
    event.set()
    start = time.time()
    return never.wait(0.25), round(time.time() - start, 3)
"#;
    let (status, report) = check(&["-", "--concurrency", "threads"], scenario);
    assert_eq!(status, 0, "{report}");
    let outcomes = report["outcomes"].as_array().unwrap();
    assert_eq!(outcomes.len(), 1, "{report}");
    let value = |task: &str| outcomes[0]["tasks"][task]["value"].clone();
    assert_eq!(value("a"), "([2.0, False, 2.5], True, False, 1.0)");
    assert_eq!(value("b"), "(False, 0.25)");
}

#[test]
fn a_budget_ends_it_honestly() {
    let (status, report) = check(
        &["x/transfer", "--busy-timeout", "0", "--max-states", "9"],
        "",
    );
    assert_eq!(report["complete"], false);
    assert!(status == 3 || status == 1);
}

#[test]
fn the_gallery_is_listed() {
    let (_, text, _) = lockstep(&["gallery"], "");
    assert!(
        text.contains("x/transfer") && text.contains("x/get-or-create"),
        "{text}"
    );
}

#[test]
fn the_gallery_comes_whole_as_json() {
    let (status, text, _) = lockstep(&["gallery", "--format", "json"], "");
    assert_eq!(status, 0);
    let cards: Vec<lockstep_scenario::GalleryCard> = serde_json::from_str(&text).unwrap();
    let found = |slug: &str| &cards.iter().find(|card| card.slug == slug).unwrap().found;
    let transfer = found("transfer");
    assert_eq!(
        (&transfer.interleavings[..], transfer.complete),
        ("70", true)
    );
    assert!((transfer.shares.anomaly - 66.0 / 70.0).abs() < 1e-9);
    assert!((found("transfer-f-expression").shares.serializable - 1.0).abs() < 1e-9);
    for card in &cards {
        assert!(card.found.complete, "{}", card.slug);
        let parent = card.parent.as_ref();
        assert!(parent.is_none_or(|slug| cards.iter().any(|c| c.slug == *slug)));
    }
    // What is explored there is what `check` explores, with the scenario's own settings.
    let (_, text, _) = lockstep(&["check", "x/inventory", "--format", "json"], "");
    let report: lockstep_scenario::Report = serde_json::from_str(&text).unwrap();
    let glance = lockstep_scenario::Glance::from(&report);
    let inventory = found("inventory");
    assert_eq!(glance.interleavings, inventory.interleavings);
    assert!((glance.shares.aborted - inventory.shares.aborted).abs() < 1e-9);
}

#[test]
fn a_plain_program_runs_to_its_end() {
    let program = "import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit(3)\n";
    let (status, out, err) = lockstep(&["python", "-"], program);
    assert_eq!((status, &out[..], &err[..]), (3, "out\n", "err\n"));
}

#[test]
fn an_uncaught_exception_of_a_plain_program_is_told_as_cpython_does() {
    let (status, out, err) = lockstep(
        &["python", "-"],
        "print('before')\nx = [1]\nprint(x[0] / (1 - x[0]))\n",
    );
    assert_eq!((status, &out[..]), (1, "before\n"));
    let expected = "\
Traceback (most recent call last):
  File \"<stdin>\", line 3, in <module>
    print(x[0] / (1 - x[0]))
          ~~~~~^~~~~~~~~~~~
ZeroDivisionError: division by zero
";
    assert_eq!(err, expected);
}

#[test]
fn a_refused_plain_program_does_not_start() {
    let (status, out, error) = lockstep(&["python", "-"], "print('before')\nimport requests\n");
    assert_eq!((status, &out[..]), (2, ""));
    assert!(
        error.contains("2:8") || error.contains("line 2, column 8"),
        "{error}"
    );
    assert!(
        error.contains("module 'requests' is not provided; there are: "),
        "{error}"
    );
}
