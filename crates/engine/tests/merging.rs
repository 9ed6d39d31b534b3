//! States are merged only if they have the same future: scenarios in which two states differ in nothing
//! but what SQLite knows of a connection, or in how long somebody waits, and go on differently.

use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::Scenario;

/// Explores, runs all interleavings one by one as well, and answers with the counts of the outcomes.
fn counts(source: &str, settings: &[(&str, &str)]) -> Vec<u64> {
    let mut scenario = Scenario::python("merging", source);
    for (name, value) in settings {
        scenario.settings.set(name, value).unwrap();
    }
    let mut check = Check::new(&scenario, "merging.py", Limits::default()).unwrap();
    while check.advance(10_000).unwrap() == CheckState::Running {}
    let report = check.report().unwrap();
    let merged = report.outcomes.iter();
    let mut merged: Vec<u64> = merged.map(|o| o.interleavings.parse().unwrap()).collect();
    merged.sort_unstable();
    let mut plain = check.one_by_one(1_000_000).unwrap();
    assert!(plain.complete);
    plain.outcomes.sort_unstable();
    assert_eq!(merged, plain.outcomes);
    merged
}

const POLLS: &str = r#"
import os
import time
from django.db import models

class Entry(models.Model):
    name = models.TextField()

def task_forgetful():
    Entry.objects.create(name="one")
    os.open("entry.lock", os.O_CREAT | os.O_EXCL)

def task_patient():
    Entry.objects.create(name="two")
    while True:
        try:
            os.open("entry.lock", os.O_CREAT | os.O_EXCL)
            break
        except FileExistsError:
            time.sleep(0.05)
    os.remove("entry.lock")
"#;

#[test]
fn looking_again_and_again_for_ever_is_an_outcome() {
    // Time goes on, but nobody asks for it: the forgotten file leads back to the same state.
    let scenario = Scenario::python("polls", POLLS);
    let mut check = Check::new(&scenario, "polls.py", Limits::default()).unwrap();
    while check.advance(10_000).unwrap() == CheckState::Running {}
    let outcomes = check.report().unwrap().outcomes;
    let endless: Vec<bool> = outcomes
        .iter()
        .map(|o| o.anomalies == ["livelock"])
        .collect();
    assert!(
        endless.contains(&true) && endless.contains(&false),
        "{outcomes:?}"
    );
    // A loop that looks at the clock ends.
    let source = POLLS
        .replace(
            "while True",
            "begun = time.monotonic()\n    while time.monotonic() < begun + 1",
        )
        .replace(
            "    os.remove",
            "    else:\n        return \"too late\"\n    os.remove",
        );
    let scenario = Scenario::python("polls", &source);
    let mut check = Check::new(&scenario, "polls.py", Limits::default()).unwrap();
    while check.advance(10_000).unwrap() == CheckState::Running {}
    let outcomes = check.report().unwrap().outcomes;
    assert!(outcomes.len() > 1);
    assert!(
        outcomes.iter().all(|o| o.anomalies != ["livelock"]),
        "{outcomes:?}"
    );
}

const STALE: &str = r#"
from django.db import connection, models, transaction

class Counter(models.Model):
    value = models.IntegerField()

def setup():
    Counter.objects.create(id=1, value=0)

def task_reader():
    with transaction.atomic():
        Counter.objects.get(id=1)
        Counter.objects.filter(id=1).update(value=5)

def task_up_and_down():
    Counter.objects.filter(id=1).update(value=1)
    Counter.objects.filter(id=1).update(value=0)
"#;

#[test]
fn a_stale_snapshot_of_equal_content_is_another_state() {
    // The reader saw 0 before the one update or after the other one: only in the latter case may it write.
    let counts = counts(STALE, &[("journal", "wal"), ("busy-timeout", "0")]);
    assert!(counts.len() > 2, "{counts:?}");
}

const WAITING_SINCE: &str = r#"
import time
from django.db import models
from filelock import FileLock

class Entry(models.Model):
    name = models.TextField()

def task_late():
    Entry.objects.count()
    with FileLock("first"):
        pass
    FileLock("second").acquire(timeout=5)

def task_first():
    Entry.objects.count()
    with FileLock("first"):
        time.sleep(3)

def task_second():
    Entry.objects.count()
    with FileLock("second"):
        time.sleep(6)
"#;

#[test]
fn how_long_a_wait_still_lasts_is_part_of_a_state() {
    // After three seconds the late one may have waited for as long, or only since then: in that case it gets
    // the lock in time.
    let counts = counts(WAITING_SINCE, &[]);
    assert!(counts.len() > 1, "{counts:?}");
}
