//! What the built-in scenarios show, and whether their remedies help: all counts.

mod common;

use common::lockstep;
use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::{
    Report, StepStatus, Verdict, gallery, gallery_entry, outcome_name, outcome_names,
};
use std::collections::{BTreeMap, BTreeSet};

/// A scenario, settings that differ from the default, and how many interleavings have which verdict.
type Line = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const VERDICTS: &[Line] = &[
    ("transfer", "", "anomaly 66, serializable 4"),
    ("transfer", "strategy=atomic", "aborted 588, serializable 14"),
    ("transfer", "strategy=immediate", "serializable 12"),
    ("transfer", "strategy=exclusive", "serializable 12"),
    ("transfer", "strategy=mutex", "serializable 2"),
    ("transfer", "strategy=atomic journal=wal", "aborted 588, serializable 14"),
    ("transfer", "strategy=retry", "anomaly 66, serializable 4"),
    ("transfer-f-expression", "", "serializable 6"),
    ("transfer-version-column", "", "serializable 350"),
    ("transfer-compare-and-swap", "", "serializable 114"),
    ("transfer-select-for-update", "", "anomaly 66, serializable 4"),
    ("transfer-select-for-update", "strategy=atomic", "aborted 588, serializable 14"),
    ("transfer-lock-file", "", "serializable 1"),
    ("get-or-create", "", "anomaly 48, serializable 2"),
    ("get-or-create", "strategy=immediate", "serializable 12"),
    ("get-or-create", "strategy=mutex", "serializable 2"),
    ("get-or-create", "strategy=retry", "anomaly 48, serializable 2"),
    ("get-or-create", "strategy=atomic", "aborted 1302, serializable 14"),
    // With its ten requests it takes a while: 11,897 states, 10! serializable ones of 1.97e33 interleavings.
    ("get-or-create-ten-requests", "copies=request=3", "anomaly 17256, serializable 6"),
    ("get-or-create-unique", "", "serializable 50"),
    ("get-or-create-unique", "strategy=retry busy-timeout=0", "aborted 40, serializable 190"),
    ("get-or-create-unique", "busy-timeout=0", "aborted 40, serializable 30"),
    ("get-or-create-unique-together", "", "serializable 50"),
    ("get-or-create-atomic-requests", "", "aborted 1302, serializable 14"),
    ("get-or-create-lock-file", "", "serializable 1"),
    ("lock-order", "", "deadlock 4, serializable 5"),
    ("lock-order-same", "", "serializable 7"),
    ("lock-table", "", "serializable 2"),
    ("postgres-get-or-create", "", "anomaly 68, serializable 2"),
    ("postgres-lock-table", "", "serializable 66"),
    ("postgres-get-or-create-unique", "", "serializable 50"),
    ("postgres-transfer", "", "anomaly 336, serializable 14"),
    ("postgres-transfer", "strategy=as-written", "anomaly 66, serializable 4"),
    ("postgres-transfer", "strategy=select-for-update", "serializable 50"),
    ("postgres-transfer", "strategy=lock-table", "serializable 66"),
    ("postgres-transfer", "strategy=advisory-lock", "serializable 66"),
    ("postgres-transfer", "strategy=repeatable-read-retry", "serializable 350"),
    ("postgres-transfer", "strategy=serializable-retry", "serializable 350"),
    ("postgres-transfer-for-update", "", "serializable 36"),
    ("postgres-transfer-repeatable-read", "", "aborted 336, serializable 14"),
    ("postgres-transfer-serializable", "", "serializable 350"),
    ("postgres-deadlock", "", "aborted 94, serializable 40"),
    ("postgres-deadlock", "deadlock-victim=any", "aborted 182, serializable 40"),
    ("postgres-deadlock-same-order", "", "serializable 50"),
    ("postgres-write-skew", "", "anomaly 60, serializable 10"),
    ("postgres-write-skew-read-committed", "", "anomaly 60, serializable 10"),
    ("postgres-write-skew-serializable", "", "aborted 60, serializable 10"),
    ("postgres-write-skew-for-update", "", "serializable 24"),
    ("postgres-job-queue", "", "serializable 24"),
    ("postgres-job-queue-skip-locked", "", "serializable 70"),
    ("postgres-check-then-create", "", "serializable 6"),
    ("celery-delay", "", "anomaly 1, serializable 1"),
    ("celery-delay", "journal=wal", "anomaly 1, serializable 1"),
    ("celery-delay", "begin=immediate", "anomaly 1, serializable 1"),
    ("celery-delay-no-atomic-requests", "", "serializable 1"),
    ("celery-delay-non-atomic-requests", "", "serializable 1"),
    ("celery-delay-on-commit", "", "serializable 1"),
    ("celery-delay-rolled-back", "", "serializable 1"),
    ("write-skew", "", "anomaly 4, serializable 2"),
    ("write-skew", "strategy=atomic", "aborted 60, serializable 10"),
    ("write-skew", "strategy=immediate", "serializable 8"),
    ("write-skew", "strategy=atomic journal=wal", "aborted 60, serializable 10"),
    ("check-then-create", "", "anomaly 4, serializable 2"),
    ("check-then-create", "strategy=immediate", "serializable 8"),
    ("check-then-create-unique", "", "serializable 6"),
    ("job-queue", "", "anomaly 4, serializable 2"),
    ("job-queue", "strategy=immediate", "serializable 8"),
    ("job-queue-claim", "", "serializable 6"),
    ("counter", "", "anomaly 84, serializable 6"),
    ("counter", "strategy=immediate", "serializable 186"),
    ("counter-f-expression", "", "serializable 6"),
    ("seat-booking", "", "anomaly 4, serializable 2"),
    ("seat-booking", "strategy=immediate", "serializable 8"),
    ("seat-booking-conditional-update", "", "serializable 2"),
    ("inventory", "journal=delete", "aborted 105, serializable 11"),
    ("inventory", "", "aborted 90, serializable 26"),
    ("inventory", "begin=immediate", "serializable 9"),
    ("inventory-immediate", "", "serializable 9"),
    ("swallowed-error", "", "anomaly 90, serializable 2"),
    ("swallowed-error", "busy-timeout=0", "aborted 120, anomaly 40, serializable 2"),
    ("swallowed-error-savepoint", "", "serializable 590"),
    ("update-or-create", "", "aborted 1302, serializable 14"),
    ("update-or-create", "begin=immediate", "serializable 12"),
    ("update-or-create", "strategy=retry", "aborted 7182, serializable 15512"),
    ("django-async-ticket", "", "anomaly 1"),
    ("django-async-guard", "", "anomaly 1"),
    ("django-async-workaround", "", "serializable 1"),
    ("django-async-shared-connection", "", "anomaly 1"),
    ("django-async-await-in-block", "", "anomaly 1"),
    ("django-async-autocommit-off", "", "anomaly 1"),
    ("django-async-parameter", "", "anomaly 1"),
    ("databases-shared-transaction", "", "anomaly 5"),
    ("databases-concurrent-tasks", "", "anomaly 38"),
    ("databases-child-task", "", "anomaly 1"),
    ("databases-given-connection", "", "serializable 1"),
    ("databases-mutated-dictionary", "", "anomaly 6, serializable 8"),
    ("databases-mutated-dictionary-new-one", "", "serializable 20"),
    ("databases-mutated-dictionary-by-task", "", "serializable 20"),
];

fn report(slug: &str, settings: &str) -> Report {
    let report = check(slug, settings).report().unwrap();
    assert!(report.complete);
    report
}

fn check(slug: &str, settings: &str) -> Check {
    let mut scenario = gallery_entry(slug).unwrap().scenario();
    for setting in settings.split_whitespace() {
        let (name, value) = setting.split_once('=').unwrap();
        scenario.settings.set(name, value).unwrap();
    }
    let name = format!("x/{slug}");
    let mut check = Check::new(&scenario, &name, Limits::default()).unwrap();
    while check.advance(10_000).unwrap() == CheckState::Running {}
    check
}

/// As `anomaly 66, serializable 4`.
fn verdicts(report: &Report) -> String {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for outcome in &report.outcomes {
        let verdict = format!("{:?}", outcome.verdict).to_lowercase();
        *counts.entry(verdict).or_default() += outcome.interleavings.parse::<u64>().unwrap();
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|(v, count)| format!("{v} {count}"))
        .collect();
    counts.join(", ")
}

/// What tasks raise, as `Class: message`.
fn raised(report: &Report) -> Vec<String> {
    let ends = report
        .outcomes
        .iter()
        .flat_map(|outcome| outcome.tasks.values());
    let raised = ends.filter_map(|end| match end {
        lockstep_scenario::TaskResult::Raised { class, message } => {
            Some(format!("{class}: {message}"))
        }
        _ => None,
    });
    raised.collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn verdicts_are_these() {
    let mut wrong = String::new();
    for (slug, settings, expected) in VERDICTS {
        let found = verdicts(&report(slug, settings));
        if found != *expected {
            wrong += &format!("    ({slug:?}, {settings:?}, {found:?}),\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_name_is_some_outcomes() {
    let mut reports: BTreeMap<&str, Vec<Report>> = BTreeMap::new();
    for (slug, settings, verdicts) in VERDICTS {
        let scenario = gallery_entry(slug).unwrap();
        let named = outcome_names().any(|(name, _)| name == *slug || Some(name) == scenario.parent);
        assert!(
            named || verdicts.starts_with("serializable"),
            "{slug} {settings}"
        );
        if outcome_names().any(|(name, _)| name == *slug) {
            reports
                .entry(slug)
                .or_default()
                .push(report(slug, settings));
        }
    }
    for (slug, name) in outcome_names() {
        let mut outcomes = reports[slug].iter().flat_map(|report| &report.outcomes);
        let found = outcomes.any(|outcome| outcome_name(slug, outcome) == Some(name));
        assert!(found, "{slug}: {name}");
    }
    // Whatever no serial order gives has one.
    for (slug, reports) in &reports {
        for outcome in reports.iter().flat_map(|report| &report.outcomes) {
            let named = outcome_name(slug, outcome).is_some();
            let serial = outcome.verdict == Verdict::Serializable;
            assert!(serial || named, "{slug}: {outcome:#?}");
        }
    }
    let (_, text, _) = lockstep(&["check", "x/get-or-create"], "");
    assert!(text.contains("ANOMALY: duplicate insert — two rows for one name  (24 "));
    let (_, text, _) = lockstep(&["check", "x/lock-table"], "");
    assert!(text.contains("raises OperationalError in every serial order: that is no race."));
}

/// Were two states merged that have different futures, some count would be another one.
#[test]
fn merging_counts_what_running_one_by_one_counts() {
    let (mut compared, mut run_one_by_one) = (0, 0);
    for (slug, settings, _) in VERDICTS {
        let mut check = check(slug, settings);
        let report = check.report().unwrap();
        if report
            .interleavings
            .parse()
            .is_ok_and(|n: u64| n <= 200_000)
        {
            let mut plain = check.one_by_one(200_001).unwrap();
            let merged = report.outcomes.iter();
            let mut merged: Vec<u64> = merged.map(|o| o.interleavings.parse().unwrap()).collect();
            merged.sort_unstable();
            plain.outcomes.sort_unstable();
            assert!(plain.complete, "{slug} {settings}");
            assert_eq!(merged, plain.outcomes, "{slug} {settings}");
            compared += 1;
            run_one_by_one += plain.interleavings;
        }
    }
    println!("{compared} scenarios, {run_one_by_one} interleavings");
    assert!(compared * 10 >= VERDICTS.len() * 9);
}

#[test]
fn every_scenario_and_every_variant_is_tested() {
    for entry in gallery().flat_map(|entry| std::iter::once(entry).chain(entry.variants())) {
        let tested = VERDICTS.iter().any(|(slug, ..)| *slug == entry.slug);
        assert!(tested, "{} has no line", entry.slug);
    }
}

#[test]
fn what_is_raised_is_what_the_libraries_raise() {
    let locked = "OperationalError: database is locked";
    for (slug, settings, expected) in [
        (
            "lock-table",
            "",
            "OperationalError: near \"LOCK\": syntax error",
        ),
        (
            "celery-delay",
            "",
            "DoesNotExist: Data matching query does not exist.",
        ),
        (
            "swallowed-error",
            "",
            "TransactionManagementError: An error occurred in the current transaction. You can't execute queries until the end of the 'atomic' block.",
        ),
        ("get-or-create-atomic-requests", "", locked),
        ("inventory", "journal=wal", locked),
        ("update-or-create", "", locked),
    ] {
        assert_eq!(raised(&report(slug, settings)), [expected], "{slug}");
    }
}

#[test]
fn a_late_writer_of_an_old_snapshot_is_refused_at_once() {
    let mut scenario = gallery_entry("inventory").unwrap().scenario();
    scenario.settings.set("journal", "wal").unwrap();
    let report = report("inventory", "journal=wal");
    let refused = report
        .outcomes
        .iter()
        .filter(|outcome| outcome.verdict == Verdict::Aborted);
    let mut codes = BTreeSet::new();
    for outcome in refused {
        let trace = lockstep_engine::trace(&scenario, &outcome.witness).unwrap();
        // None of them has waited for its timeout.
        let waited = |step: &&lockstep_scenario::Step| step.status == StepStatus::Blocked;
        assert!(trace.steps.iter().all(|step| !waited(&step)));
        let errors = trace.steps.iter().filter_map(|step| step.error.as_ref());
        codes.extend(errors.map(|error| error.code.clone()));
    }
    // While the other one writes, and after it has committed.
    let codes: Vec<_> = codes.into_iter().collect();
    assert_eq!(codes, ["SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"]);
}

#[test]
fn a_locked_request_waits_for_one_that_waits() {
    let report = report("lock-order", "");
    let stuck = |outcome: &&lockstep_scenario::Outcome| outcome.verdict == Verdict::Deadlock;
    let stuck: Vec<_> = report.outcomes.iter().filter(stuck).collect();
    assert_eq!(stuck.len(), 1);
    let waits = |task: &str| match &stuck[0].tasks[task] {
        lockstep_scenario::TaskResult::Waiting { what } => what.clone(),
        other => panic!("{other:?}"),
    };
    assert!(waits("sign_up").contains("\"userprofile.lock\", which repair holds"));
    assert!(waits("repair").contains("\"user.lock\", which sign_up holds"));
}

#[test]
fn variants_belong_to_scenarios() {
    let parents: Vec<_> = gallery().map(|entry| entry.slug).collect();
    let variants = || gallery().flat_map(|entry| entry.variants());
    assert!(variants().all(|entry| parents.contains(&entry.parent.unwrap())));
    let mut slugs: Vec<_> = variants().map(|entry| entry.slug).chain(parents).collect();
    let all = slugs.len();
    slugs.sort_unstable();
    slugs.dedup();
    assert_eq!(slugs.len(), all);
    let (_, listed, _) = lockstep(&["gallery"], "");
    for slug in slugs {
        assert!(listed.contains(&format!("x/{slug} ")), "{slug}");
    }
}
