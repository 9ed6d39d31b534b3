//! Random numbers: each task has its own, and they do not depend on who draws first.

use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::{Report, Scenario, TaskResult, Verdict};

const TICKETS: &str = r#"
import random, uuid
from django.db import models

class Ticket(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    price = models.FloatField()

def setup():
    Ticket.objects.create(price=random.random())

def buy():
    Ticket.objects.create(price=random.random())
    ticket = Ticket.objects.create(price=random.uniform(0, 100))
    return ticket.pk.version

def task_alice():
    return buy()

def task_bob():
    return buy()

def invariant_all_tickets_differ():
    Ticket.objects.create(price=random.random())
    return len({ticket.price for ticket in Ticket.objects.all()}) == Ticket.objects.count()
"#;

const ASYNC: &str = r#"
import asyncio, random, uuid

def setup():
    pass

async def child():
    await asyncio.sleep(0.01)
    return uuid.uuid4().hex, random.random()

async def task_alice():
    return [*await child(), *await asyncio.create_task(child())]

async def task_bob():
    return [*await child(), *await asyncio.create_task(child())]
"#;

fn report(source: &str, settings: &[(&str, &str)]) -> Report {
    let mut scenario = Scenario::python("random", source);
    for (name, value) in settings {
        scenario.settings.set(name, value).unwrap();
    }
    let mut check = Check::new(&scenario, "random.py", Limits::default()).unwrap();
    while check.advance(10_000).unwrap() == CheckState::Running {}
    let report = check.report().unwrap();
    assert!(report.complete);
    report
}

#[test]
fn no_two_tasks_draw_the_same() {
    for settings in [
        &[][..],
        &[("concurrency", "threads")],
        &[("copies", "alice=2")],
    ] {
        let report = report(TICKETS, settings);
        // Rows have the keys that their tasks have drawn, whatever the order.
        assert_eq!(report.outcomes.len(), 1, "{settings:?}");
        let outcome = &report.outcomes[0];
        assert_eq!(outcome.verdict, Verdict::Serializable);
        assert!(outcome.invariants["all_tickets_differ"]);
        assert_eq!(
            outcome.tables["ticket"].len(),
            1 + 2 * outcome.tasks.len(),
            "{settings:?}"
        );
        for end in outcome.tasks.values() {
            let four = TaskResult::Returned {
                value: "4".to_owned(),
                steps: Vec::new(),
            };
            assert_eq!(*end, four);
        }
    }
}

#[test]
fn tasks_of_one_event_loop_draw_each_its_own() {
    let report = report(ASYNC, &[]);
    assert_eq!(report.outcomes.len(), 1);
    let mut all = Vec::new();
    for end in report.outcomes[0].tasks.values() {
        let TaskResult::Returned { value, .. } = end else {
            panic!("{end:?}");
        };
        all.extend(
            value
                .trim_matches(['[', ']'])
                .split(", ")
                .map(str::to_owned),
        );
    }
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!((count, all.len()), (8, 8), "{all:?}");
}

#[test]
fn what_is_drawn_while_the_file_is_read_starts_no_common_sequence() {
    let source = r#"
import random
FIRST = random.random()

def task_alice():
    return random.random()

def task_bob():
    return random.random()
"#;
    let report = report(source, &[]);
    let ends: Vec<_> = report.outcomes[0].tasks.values().collect();
    assert_ne!(ends[0], ends[1]);
}

#[test]
fn a_seed_gives_the_same_everywhere() {
    let source = r#"
import random

def task_alice():
    random.seed(7)
    return random.random()

def task_bob():
    return random.Random(7).random()
"#;
    let report = report(source, &[]);
    for end in report.outcomes[0].tasks.values() {
        let seven = TaskResult::Returned {
            // CPython's random.Random(7).random().
            value: "0.32383276483316237".to_owned(),
            steps: Vec::new(),
        };
        assert_eq!(*end, seven);
    }
}
