//! What can still happen after some steps, held against the whole.

use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::{Report, Scenario, gallery_entry};

fn explored(scenario: &Scenario) -> (Check, Report) {
    let mut check = Check::new(scenario, "", Limits::default()).unwrap();
    while check.advance(1_000).unwrap() == CheckState::Running {}
    let report = check.report().unwrap();
    (check, report)
}

fn transfer(settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = gallery_entry("transfer").unwrap().scenario();
    for (name, value) in settings {
        scenario.settings.set(name, value).unwrap();
    }
    scenario
}

/// Along each witness: what is ahead is the sum of what is ahead after each possible next step, it never
/// grows, and at the end only that outcome is left.
fn holds_along_witnesses(scenario: &Scenario) {
    let (mut check, report) = explored(scenario);
    for (place, outcome) in report.outcomes.iter().enumerate() {
        let mut before = check.ahead(&[]).unwrap();
        assert_eq!(before.interleavings, report.interleavings);
        assert_eq!(before.outcomes.len(), report.outcomes.len());
        for taken in 0..outcome.witness.len() {
            let (steps, rest) = outcome.witness.split_at(taken);
            let trace = check.trace(steps).unwrap();
            let view = trace.steps.last().map_or(&trace.start, |step| &step.after);
            let ready = view.tasks.iter().filter(|task| task.next.is_some());
            let sum: u128 = ready
                .map(|task| {
                    let steps = [steps, std::slice::from_ref(&task.task)].concat();
                    let ahead = check.ahead(&steps).unwrap();
                    assert_eq!(ahead.states.len(), taken + 2);
                    ahead.interleavings.parse::<u128>().unwrap()
                })
                .sum();
            assert_eq!(sum, before.interleavings.parse().unwrap());
            let after = check.ahead(&[steps, &rest[..1]].concat()).unwrap();
            let still = |place| after.outcomes.iter().any(|left| left.outcome == place);
            assert!(still(place));
            assert!(after.outcomes.len() <= before.outcomes.len());
            before = after;
        }
        assert_eq!(
            (before.interleavings.as_str(), before.complete),
            ("1", true)
        );
        assert_eq!(before.outcomes.len(), 1);
        assert_eq!(before.outcomes[0].outcome, place);
    }
}

#[test]
fn it_adds_up_along_every_witness() {
    holds_along_witnesses(&transfer(&[]));
    holds_along_witnesses(&transfer(&[("strategy", "immediate")]));
}

#[test]
fn copies_are_followed_to_the_places_they_stand_in() {
    let scenario = transfer(&[("copies", "bob=2")]);
    let (mut check, report) = explored(&scenario);
    // Whichever copy begins, the same can still happen.
    let ahead = |check: &mut Check, steps: &[&str]| {
        let steps: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
        check.ahead(&steps).unwrap()
    };
    let [_, first, second] = report.tasks.as_slice() else {
        panic!("{:?}", report.tasks);
    };
    let one = ahead(&mut check, &[first, "alice", first, second]);
    let other = ahead(&mut check, &[second, "alice", second, first]);
    assert_eq!(one, other);
    assert_eq!(one.states.len(), 5);
    for outcome in &report.outcomes {
        let ahead = check.ahead(&outcome.witness).unwrap();
        assert_eq!(ahead.states.len(), outcome.witness.len() + 1);
        assert_eq!(ahead.interleavings, "1");
    }
}

#[test]
fn random_runs_come_to_outcomes_of_the_report() {
    let scenario = transfer(&[("copies", "bob=2")]);
    let (mut check, report) = explored(&scenario);
    let drawn = check.random_runs(200, 3).unwrap();
    assert_eq!(drawn.runs.len(), 200);
    let lost = drawn.runs.iter().filter(|run| {
        let outcome = &report.outcomes[run.outcome.expect("everything is explored")];
        outcome.verdict.is_bad()
    });
    let exact: f64 = report
        .outcomes
        .iter()
        .filter(|o| o.verdict.is_bad())
        .map(|o| o.probability)
        .sum();
    // Five standard deviations.
    let off = (lost.count() as f64 - 200.0 * exact).abs();
    assert!(
        off < 5.0 * (200.0 * exact * (1.0 - exact)).sqrt() + 1.0,
        "{off}"
    );
}

#[test]
fn what_is_not_explored_is_not_made_up() {
    let mut check = Check::new(&transfer(&[]), "", Limits::default()).unwrap();
    assert!(check.states().unwrap().is_none());
    let ahead = check.ahead(&["alice".to_owned()]).unwrap();
    assert!(!ahead.complete && ahead.outcomes.is_empty());
    let (mut check, _) = explored(&transfer(&[]));
    let ahead = check.ahead(&["nobody".to_owned()]).unwrap();
    assert!(!ahead.complete && ahead.states.len() == 1);
}

#[test]
fn a_snapshot_grows_older_with_each_commit_of_another() {
    let scenario = transfer(&[("journal", "wal"), ("strategy", "atomic")]);
    let (mut check, report) = explored(&scenario);
    let mut ages = Vec::new();
    for outcome in &report.outcomes {
        let trace = check.trace(&outcome.witness).unwrap();
        let views = trace.steps.iter().map(|step| &step.after);
        for connection in views.flat_map(|view| &view.connections) {
            let reads = matches!(connection.transaction.as_str(), "read" | "write");
            assert_eq!(connection.snapshot_age.is_some(), reads);
            ages.extend(connection.snapshot_age);
        }
    }
    ages.sort_unstable();
    ages.dedup();
    assert_eq!(ages, [0, 1]);
    let (mut check, report) = explored(&transfer(&[("strategy", "atomic")]));
    let trace = check.trace(&report.outcomes[0].witness).unwrap();
    let mut connections = trace.steps.iter().flat_map(|step| &step.after.connections);
    assert!(connections.all(|connection| connection.snapshot_age.is_none()));
}
