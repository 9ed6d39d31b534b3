//! Lockstep against what the real Django did: see `tests/conformance/README.md`.

use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::{Outcome, Report, Scenario, TaskResult, gallery_entry};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Scenarios and configurations that need what Lockstep does not have yet, with what it says.
const REFUSED: &[(&str, &str)] = &[];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance")
}

#[test]
fn outcomes_and_counts_are_those_of_the_real_django() {
    let mut compared = 0;
    let mut wrong = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder().join("expected"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let (scenario, configuration) = name.split_once('.').unwrap();
        let expected: Json =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let found = explore(scenario, configuration);
        if let Some((_, message)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            let problem = found.expect_err("a scenario that is no longer refused: strike it off");
            assert!(problem.contains(message), "{name}: {problem}");
            continue;
        }
        compared += 1;
        match found {
            Ok(found) if found == reference(&expected) => {}
            Ok(found) => {
                let expected = reference(&expected);
                wrong.push(format!(
                    "{name}:\n  expected {expected:#?}\n  found {found:#?}"
                ));
            }
            Err(problem) => wrong.push(format!("{name}: {problem}")),
        }
    }
    assert!(
        compared >= 48,
        "only {compared} reference results were compared"
    );
    assert!(
        wrong.is_empty(),
        "{} of {compared} differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn outcomes_and_counts_are_those_of_the_real_libraries() {
    let mut wrong = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(folder().join("recorded"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 60, "only {} are recorded", paths.len());
    for path in &paths {
        let recorded: Recorded =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert!(recorded.complete, "{path:?}");
        let expected = recorded.outcomes.iter().map(|outcome| {
            let count = outcome["interleavings"].as_u64().unwrap();
            (what_it_came_to(outcome), count)
        });
        let expected: Counts = expected.collect();
        let found = run(recorded.scenario()).map(|report| {
            let outcomes = report.outcomes.iter();
            let counts = outcomes.map(|o| (what_it_came_to(&serde_json::json!(o)), count(o)));
            counts.collect::<Counts>()
        });
        if found.as_ref() != Ok(&expected) {
            wrong.push(format!(
                "{path:?}:\n  expected {expected:#?}\n  found {found:#?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ\n{}",
        wrong.len(),
        paths.len(),
        wrong.join("\n")
    );
}

/// Where the profile refuses other transactions than the real server, and its report says that it may.
const MAY_ABORT_MORE: &[&str] = &["update_or_create_new.serializable"];

#[test]
fn outcomes_and_counts_are_those_of_the_real_django_on_postgresql() {
    let mut wrong = Vec::new();
    let folder = folder().join("postgres");
    let mut paths: Vec<_> = std::fs::read_dir(folder.join("recorded"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 75, "only {} are recorded", paths.len());
    for path in &paths {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let (name, level) = stem.split_once('.').unwrap();
        let file = folder.join(format!("scenarios/{name}.py"));
        let recorded: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let outcomes = recorded["outcomes"].as_array().unwrap().iter();
        let counted = outcomes.map(|outcome| {
            let count = outcome["interleavings"].as_u64().unwrap();
            (what_it_came_to(outcome), count)
        });
        let expected: Counts = counted.collect();
        let mut scenario = Scenario::python("", std::fs::read_to_string(file).unwrap());
        for (name, value) in [("database", "postgres"), ("isolation", level)] {
            scenario.settings.set(name, value).unwrap();
        }
        let report = run(scenario);
        let says_so = report.as_ref().is_ok_and(|report| report.may_abort_more);
        let found = report.map(|report| {
            let outcomes = report.outcomes.iter();
            let counts = outcomes.map(|o| (what_it_came_to(&serde_json::json!(o)), count(o)));
            counts.collect::<Counts>()
        });
        if MAY_ABORT_MORE.contains(&stem) {
            let known = says_so && found.as_ref() != Ok(&expected);
            assert!(known, "{stem} is as the real server's: strike it off");
        } else if found.as_ref() != Ok(&expected) {
            wrong.push(format!(
                "{stem}:\n  expected {expected:#?}\n  found {found:#?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ\n{}",
        wrong.len(),
        paths.len(),
        wrong.join("\n")
    );
}

/// What `conformance.py` has written down.
#[derive(serde::Deserialize)]
struct Recorded {
    /// `x/<slug>`, or a file's name.
    scenario: String,
    settings: BTreeMap<String, String>,
    complete: bool,
    outcomes: Vec<Json>,
}

impl Recorded {
    fn scenario(&self) -> Scenario {
        let mut scenario = match self.scenario.strip_prefix("x/") {
            Some(slug) => gallery_entry(slug).unwrap().scenario(),
            None => Scenario::python(
                "",
                std::fs::read_to_string(folder().join(&self.scenario)).unwrap(),
            ),
        };
        for (name, value) in &self.settings {
            scenario.settings.set(name, value).unwrap();
        }
        scenario
    }
}

/// Tables, tasks and invariants of an outcome, without what is not the libraries' to say.
fn what_it_came_to(outcome: &Json) -> String {
    let mut tasks = outcome["tasks"].clone();
    for result in tasks.as_object_mut().unwrap().values_mut() {
        result.as_object_mut().unwrap().remove("for");
    }
    let mut all = serde_json::json!([outcome["tables"], tasks, outcome["invariants"]]);
    all.sort_all_objects();
    all.to_string()
}

/// What an outcome is known by, as text, and how many interleavings lead to it.
type Counts = BTreeMap<String, u64>;

fn reference(expected: &Json) -> Counts {
    let outcomes = expected["outcomes"].as_array().unwrap();
    outcomes
        .iter()
        .map(|outcome| {
            // Tables are lists of rows, each a list of values.
            let tables: BTreeMap<String, &Json> = outcome["tables"]
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, rows)| (name.to_lowercase(), rows))
                .collect();
            let results: BTreeMap<_, _> = outcome["results"].as_object().unwrap().iter().collect();
            let key = serde_json::json!([outcome["invariant"] == true, results, tables]);
            (key.to_string(), outcome["interleavings"].as_u64().unwrap())
        })
        .collect()
}

fn explore(scenario: &str, configuration: &str) -> Result<Counts, String> {
    let file = folder().join(format!("scenarios/{scenario}.py"));
    let mut scenario = Scenario::python("", std::fs::read_to_string(file).unwrap());
    let settings: &[(&str, &str)] = match configuration {
        "sqlite-deferred" => &[],
        "sqlite-immediate" => &[("begin", "immediate")],
        "sqlite-wal-deferred" => &[("journal", "wal")],
        "postgres-read-committed" => &[("database", "postgres")],
        "postgres-repeatable-read" => &[("database", "postgres"), ("isolation", "repeatable-read")],
        "postgres-serializable" => &[("database", "postgres"), ("isolation", "serializable")],
        other => panic!("unknown configuration {other}"),
    };
    let always = [("busy-timeout", "0"), ("concurrency", "threads")];
    for (name, value) in settings.iter().chain(&always) {
        scenario.settings.set(name, value).unwrap();
    }
    let report = run(scenario)?;
    Ok(report.outcomes.iter().map(|o| (key(o), count(o))).collect())
}

fn run(scenario: Scenario) -> Result<Report, String> {
    let problem = |p: lockstep_scenario::Problem| p.to_string();
    let mut check = Check::new(&scenario, "reference", Limits::default()).map_err(problem)?;
    while check.advance(10_000).map_err(problem)? == CheckState::Running {}
    let report = check.report().map_err(problem)?;
    assert!(report.complete);
    let total: u64 = report.outcomes.iter().map(count).sum();
    assert_eq!(report.interleavings, total.to_string());
    Ok(report)
}

fn count(outcome: &Outcome) -> u64 {
    outcome.interleavings.parse().unwrap()
}

fn key(outcome: &Outcome) -> String {
    let tables: BTreeMap<_, Vec<Vec<&Json>>> = outcome
        .tables
        .iter()
        .map(|(name, rows)| {
            (
                name,
                rows.iter().map(|row| row.values().collect()).collect(),
            )
        })
        .collect();
    let results: BTreeMap<_, _> = outcome
        .tasks
        .iter()
        .map(|(task, result)| {
            let text = match result {
                TaskResult::Returned { value, .. } => value.clone(),
                TaskResult::Raised { class, message } => format!("{class}: {message}"),
                other => format!("{other:?}"),
            };
            (task, text)
        })
        .collect();
    serde_json::json!([outcome.invariants["holds"], results, tables]).to_string()
}
