//! Copies of a task: states that differ only in which copy did what are explored once, and nothing that
//! is counted changes by that.

use lockstep_engine::{Check, CheckState, Limits, trace};
use lockstep_scenario::{Report, Scenario, TaskResult};
use std::collections::{BTreeMap, BTreeSet};

const COUNTER: &str = r#"
from django.db import models

class Counter(models.Model):
    value = models.IntegerField()

def setup():
    Counter.objects.create(id=1, value=0)

def task_worker():
    counter = Counter.objects.get(id=1)
    counter.value += 1
    counter.save()
    return counter.value

def invariant_all_are_counted():
    return Counter.objects.get(id=1).value == COPIES
"#;

const LOCKS: &str = r#"
from django.db import models, transaction

class Row(models.Model):
    value = models.IntegerField()

def setup():
    Row.objects.create(id=1, value=0)

@transaction.atomic
def task_worker():
    value = Row.objects.get(id=1).value
    Row.objects.update(value=value + 1)

def task_reader():
    first = Row.objects.get(id=1).value
    return first, Row.objects.get(id=1).value
"#;

fn scenario(source: &str, copies: u32, settings: &[(&str, &str)]) -> Scenario {
    let source = source.replace("COPIES", &copies.to_string());
    let mut scenario = Scenario::python("copies", &source);
    let copies = format!("worker={copies}");
    for (name, value) in settings.iter().chain([&("copies", &copies[..])]) {
        scenario.settings.set(name, value).unwrap();
    }
    scenario
}

fn checked(scenario: &Scenario) -> (Check, Report) {
    let mut check = Check::new(scenario, "copies.py", Limits::default()).unwrap();
    while check.advance(10_000).unwrap() == CheckState::Running {}
    let report = check.report().unwrap();
    assert!(report.complete);
    (check, report)
}

fn equals_one_by_one(source: &str, copies: u32, settings: &[(&str, &str)]) {
    let (mut check, report) = checked(&scenario(source, copies, settings));
    let mut run = check.one_by_one(1_000_000).unwrap();
    assert!(run.complete);
    let counts = report.outcomes.iter().map(|o| o.interleavings.parse());
    let mut counts: Vec<u64> = counts.map(Result::unwrap).collect();
    counts.sort_unstable();
    run.outcomes.sort_unstable();
    assert_eq!(counts, run.outcomes, "{settings:?}");
    assert_eq!(report.interleavings, run.interleavings.to_string());
    // And each witness leads to its outcome, copy by copy.
    for outcome in &report.outcomes {
        let trace = check.trace(&outcome.witness).unwrap().outcome.unwrap();
        assert_eq!(trace.tasks, outcome.tasks);
        assert_eq!(trace.tables, outcome.tables);
        assert_eq!(trace.verdict, outcome.verdict);
    }
}

#[test]
fn counts_are_those_of_all_interleavings() {
    for copies in [2, 3, 4] {
        equals_one_by_one(COUNTER, copies, &[]);
    }
    for (journal, timeout) in [
        ("delete", "0"),
        ("delete", "5000"),
        ("wal", "0"),
        ("wal", "5000"),
    ] {
        equals_one_by_one(LOCKS, 2, &[("journal", journal), ("busy-timeout", timeout)]);
    }
    equals_one_by_one(LOCKS, 3, &[("strategy", "mutex")]);
}

#[test]
fn eight_copies_cost_little() {
    let source = COUNTER.replace("    return counter.value\n", "");
    let (_, report) = checked(&scenario(&source, 8, &[]));
    // 16 steps, two of each copy: 16! / 2^8.
    assert_eq!(report.interleavings, "81729648000");
    // How many have read which value, how many have written, and what is there now.
    assert_eq!(report.states, 1_280);
    let all_right = report.outcomes.iter();
    let all_right = all_right.filter(|o| o.invariants["all_are_counted"]);
    let all_right = all_right.collect::<Vec<_>>()[0];
    // One after the other, in 8! orders, and all of them come to the same end.
    assert_eq!(all_right.interleavings, "40320");
    assert_eq!(all_right.multiplicity, None);
    let names = (1..=8).flat_map(|n| vec![format!("worker-{n}"); 2]);
    assert_eq!(all_right.witness, names.collect::<Vec<_>>());
}

#[test]
fn an_outcome_stands_for_all_that_differ_in_who_came_to_which_end() {
    let (_, report) = checked(&scenario(COUNTER, 4, &[]));
    let all_right = report.outcomes.iter();
    let all_right = all_right.filter(|o| o.invariants["all_are_counted"]);
    let all_right = all_right.collect::<Vec<_>>();
    // The four copies return 1, 2, 3 and 4, in 4! ways, each with one interleaving.
    assert_eq!(all_right.len(), 1);
    assert_eq!(all_right[0].multiplicity.as_deref(), Some("24"));
    assert_eq!(all_right[0].interleavings, "24");
}

#[test]
fn which_copy_did_what_is_no_outcome_of_its_own() {
    let (_, report) = checked(&scenario(COUNTER, 3, &[]));
    let mut seen = BTreeSet::new();
    for outcome in &report.outcomes {
        let returned = |result: &TaskResult| match result {
            TaskResult::Returned { value, .. } => value.clone(),
            other => panic!("{other:?}"),
        };
        let mut values: Vec<String> = outcome.tasks.values().map(returned).collect();
        values.sort_unstable();
        let tables = serde_json::to_string(&outcome.tables).unwrap();
        assert!(seen.insert((values, tables)), "one outcome, shown twice");
    }
    let witness = &report.outcomes[0].witness;
    assert!(trace(&scenario(COUNTER, 3, &[]), witness).is_ok());
}

/// Interleavings by verdict, and how many outcomes there are that differ in who came to which end.
fn verdicts(report: &Report) -> (BTreeMap<String, u64>, u64) {
    let mut verdicts = BTreeMap::new();
    let mut outcomes = 0;
    for outcome in &report.outcomes {
        let count: u64 = outcome.interleavings.parse().unwrap();
        *verdicts
            .entry(format!("{:?}", outcome.verdict))
            .or_default() += count;
        let multiplicity = outcome.multiplicity.as_deref().unwrap_or("1");
        outcomes += multiplicity.parse::<u64>().unwrap();
    }
    (verdicts, outcomes)
}

#[test]
fn verdicts_are_those_of_tasks_with_names_of_their_own() {
    let head = LOCKS.split("def task_reader").next().unwrap();
    let copies = head.replace("value=value + 1)", "value=value + 1)\n    return value");
    let work = copies.replace("def task_worker", "def work");
    let named: String = ["a", "b", "c"]
        .map(|name| format!("\ndef task_{name}():\n    return work()\n"))
        .concat();
    for (journal, timeout, strategy) in [
        ("delete", "0", "as-written"),
        ("delete", "5000", "as-written"),
        ("wal", "0", "as-written"),
        ("delete", "0", "immediate"),
        ("delete", "0", "mutex"),
    ] {
        let settings = [
            ("journal", journal),
            ("busy-timeout", timeout),
            ("strategy", strategy),
        ];
        let (_, merged) = checked(&scenario(&copies, 3, &settings));
        let mut apart = Scenario::python("apart", format!("{work}{named}"));
        for (name, value) in settings {
            apart.settings.set(name, value).unwrap();
        }
        let (_, apart) = checked(&apart);
        assert_eq!(verdicts(&merged), verdicts(&apart), "{settings:?}");
        assert!(merged.states < apart.states);
    }
}
