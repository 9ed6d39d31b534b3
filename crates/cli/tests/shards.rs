//! `lockstep check --jobs`, `--shard` and `lockstep merge`: parts of an exploration come to what the whole does.

mod common;

use common::lockstep;
use serde_json::{Value as Json, json};
use std::path::PathBuf;

fn run(arguments: &[&str], input: &str) -> (i32, Json) {
    let (status, out, err) = lockstep(arguments, input);
    let json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}{err}"));
    (status, json)
}

/// What does not depend on how it was explored.
fn result(mut report: Json, also: &[&str]) -> Json {
    for name in ["wall_ms"].iter().chain(also) {
        assert!(!report[name].is_null());
        report[name] = Json::Null;
    }
    report
}

/// Says where two reports differ, in few words.
fn assert_same(one: &Json, other: &Json, what: &str) {
    let outcomes = |report: &Json| report["outcomes"].as_array().unwrap().clone();
    for (one, other) in outcomes(one).iter().zip(&outcomes(other)) {
        assert_eq!(one, other, "{what}");
    }
    assert!(one == other, "{what}");
}

/// Two tasks that try again for ever, as long as the other has not given up.
const LIVELOCK: &str = "
from django.db import models

class Flag(models.Model):
    up = models.BooleanField(default=False)

def setup():
    Flag.objects.create(id=1)
    Flag.objects.create(id=2)

def enter(mine, other):
    Flag.objects.filter(id=mine).update(up=True)
    while Flag.objects.filter(id=other, up=True).exists():
        pass
    Flag.objects.filter(id=mine).update(up=False)

def task_one():
    enter(1, 2)

def task_two():
    enter(2, 1)
";

const COPIES: &[&str] = &["--copies", "alice=2", "--busy-timeout", "0"];

/// Scenarios that are unlike each other: file, flags, standard input.
const SCENARIOS: &[(&str, &[&str], &str)] = &[
    ("x/transfer", COPIES, ""),
    ("x/write-skew", &["--strategy", "retry"], ""),
    ("x/celery-delay", &[], ""),
    ("x/databases-mutated-dictionary", &[], ""),
    ("x/hermitage-otv", &[], ""),
    ("-", &[], LIVELOCK),
];

#[test]
fn the_number_of_jobs_changes_nothing() {
    for (file, flags, input) in SCENARIOS {
        let with = |jobs| {
            let fixed = ["check", file, "--format", "json", "--jobs", jobs];
            run(&[&fixed, *flags].concat(), input)
        };
        let (status, one) = with("1");
        let one = result(one, &[]);
        let (other_status, other) = with("3");
        assert_same(&result(other, &[]), &one, file);
        assert_eq!(other_status, status);
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Explores so many shards, each into a file; the files.
fn shards(of: usize, file: &str, flags: &[&str], input: &str) -> Vec<String> {
    let name = file.replace('/', "-");
    (1..=of)
        .map(|number| {
            let shard = format!("{number}/{of}");
            let fixed = ["check", file, "--shard", &shard];
            let (status, json) = run(&[&fixed, flags].concat(), input);
            assert_eq!((status, &json["shard"]), (0, &json!(shard)));
            let path = folder("shards").join(format!("{name}.{number}-{of}.json"));
            std::fs::write(&path, json.to_string()).unwrap();
            path.to_string_lossy().into_owned()
        })
        .collect()
}

fn merge(files: &[String]) -> Vec<&str> {
    let files = files.iter().map(|file| &file[..]);
    ["merge", "--format", "json"]
        .into_iter()
        .chain(files)
        .collect()
}

#[test]
fn shards_merge_to_the_whole() {
    // States that several have met are counted in each.
    let also = ["states", "steps"];
    for (file, flags, input) in SCENARIOS {
        let (status, mut whole) = run(
            &[&["check", file, "--format", "json"], *flags].concat(),
            input,
        );
        let mut files = shards(3, file, flags, input);
        files.reverse();
        let (merged_status, mut merged) = run(&merge(&files), "");
        for report in [&mut merged, &mut whole] {
            for outcome in report["outcomes"].as_array_mut().unwrap() {
                if outcome["anomalies"] == json!(["livelock"]) {
                    // The simplest way there is known to the whole only.
                    outcome["witness"] = Json::Null;
                }
            }
        }
        assert_same(&result(merged, &also), &result(whole, &also), file);
        assert_eq!(merged_status, status);
    }
}

#[test]
fn what_does_not_belong_together_is_not_merged() {
    let of_two = shards(2, "x/transfer", &[], "");
    let of_three = shards(3, "x/transfer", &[], "");
    let other = shards(2, "x/counter", &[], "");
    let garbage = folder("shards").join("garbage.json");
    std::fs::write(&garbage, "{}").unwrap();
    let garbage = garbage.to_string_lossy().into_owned();
    let cases = [
        (vec![&of_two[0]], "Shard 2/2 is missing."),
        (
            vec![&of_two[0], &of_two[1], &of_two[0]],
            "Shard 1/2 is there twice.",
        ),
        (
            vec![&of_two[0], &of_three[1]],
            "are not of the same exploration",
        ),
        (
            vec![&of_two[0], &other[1]],
            "are not of the same exploration",
        ),
        (vec![&garbage], "this is not what --shard prints"),
    ];
    for (files, message) in cases {
        let files: Vec<String> = files.into_iter().cloned().collect();
        let (status, out, err) = lockstep(&merge(&files), "");
        assert_eq!((status, &out[..]), (2, ""), "{message}");
        assert!(err.contains(message), "{err}");
    }
}

#[test]
fn a_part_that_ran_out_of_its_budget_says_so_and_so_does_the_whole() {
    let (status, json) = run(
        &[
            "check",
            "x/transfer",
            "--shard",
            "1/1",
            "--max-states",
            "20",
        ],
        "",
    );
    assert_eq!((status, &json["complete"]), (3, &json!(false)));
    let path = folder("shards").join("over-budget.json");
    std::fs::write(&path, json.to_string()).unwrap();
    let (_, report) = run(&merge(&[path.to_string_lossy().into_owned()]), "");
    assert_eq!(report["complete"], json!(false));
}

#[test]
fn what_never_ends_is_refused_in_parts_too() {
    let endless = "
from django.db import models

class Page(models.Model):
    views = models.IntegerField(default=0)

def task_one():
    while True:
        Page.objects.count()
";
    for flags in [&["--jobs", "1"], &["--jobs", "2"]] {
        let (status, _, err) = lockstep(&[&["check", "-"], &flags[..]].concat(), endless);
        assert_eq!(status, 2);
        assert!(err.contains("never ends"), "{err}");
    }
}
