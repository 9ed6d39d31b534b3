//! Small programs by topic: each must print here what CPython 3.11 printed (`record.py` wrote that
//! down), and end with the same exception. `differences.txt` lists those that do not yet, and what they
//! come to instead: anything else fails, for better or worse.

mod common;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use common::{Outcome, refusals, run};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// `topic/name.py`, in order.
fn programs() -> Vec<PathBuf> {
    let mut programs = Vec::new();
    for topic in std::fs::read_dir(folder()).expect("the corpus is there") {
        let topic = topic.expect("readable").path();
        assert!(topic.is_dir(), "{} is in no topic", topic.display());
        for file in std::fs::read_dir(topic).expect("readable") {
            let file = file.expect("readable").path();
            if file.extension().is_some_and(|e| e == "py") {
                programs.push(file);
            }
        }
    }
    programs.sort();
    assert!(programs.len() >= 250, "the corpus has programs");
    programs
}

/// What was printed, and `!! Type: message` if an exception ended it: as `record.py` writes it. Or why
/// it was refused, before or while it ran.
fn recording(outcome: Outcome, expected: &str) -> Result<String, String> {
    let (mut printed, ending) = match outcome {
        Outcome::Finished { printed } => return Ok(printed),
        Outcome::Raised {
            printed,
            class,
            message,
            ..
        } => (printed, format!("!! {class}: {message}\n")),
        Outcome::Refused(message) => return Err(message),
        // What a program cannot do here must not have gone wrong before.
        Outcome::Stopped { printed, message } if expected.starts_with(&printed) => {
            return Err(message);
        }
        Outcome::Stopped { printed, message } => (printed, format!("stopped: {message}\n")),
    };
    if !printed.is_empty() && !printed.ends_with('\n') {
        printed.push('\n');
    }
    Ok(printed + &ending)
}

/// What a program comes to here, in the words of `differences.txt`.
fn standing(
    name: &str,
    got: Result<String, String>,
    expected: &str,
    refusals: &[String],
) -> String {
    match got {
        Ok(got) => match lines_that_differ(&got, expected) {
            0 => "equal".to_owned(),
            count => format!("{count}"),
        },
        Err(message) if refusals.iter().any(|known| message.contains(known)) => {
            "refused".to_owned()
        }
        Err(message) => panic!("{name}: refused, and LANGUAGE.md does not say so: {message}"),
    }
}

/// Compared line by line; what only one of them has differs.
fn lines_that_differ(got: &str, expected: &str) -> usize {
    if got == expected {
        return 0;
    }
    let (got, expected): (Vec<_>, Vec<_>) = (got.lines().collect(), expected.lines().collect());
    let pairs = got.iter().zip(&expected);
    let differ = pairs.filter(|(a, b)| a != b).count();
    // Where only the last line's end differs.
    (differ + got.len().abs_diff(expected.len())).max(1)
}

#[test]
fn programs_print_here_what_they_print_under_cpython() {
    let refusals = refusals();
    let known: HashMap<&str, &str> = include_str!("differences.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            line.split_once(' ')
                .expect("a program and what it comes to")
        })
        .collect();
    let mut wrong = Vec::new();
    let mut met = 0;
    for path in programs() {
        let program = path.strip_prefix(folder()).expect("found there");
        let name = program.with_extension("").display().to_string();
        let source = std::fs::read_to_string(&path).expect("readable");
        let expected = std::fs::read_to_string(path.with_extension("expected"))
            .unwrap_or_else(|e| panic!("{name}: {e}: run record.py"));
        let file = path.file_name().and_then(|n| n.to_str()).unwrap_or("?");
        let got = recording(run(&source, file), &expected);
        let told = known.get(&*name).copied();
        met += usize::from(told.is_some());
        let standing = standing(&name, got.clone(), &expected, &refusals);
        if standing == told.unwrap_or("equal") {
            continue;
        }
        let first = got.ok().and_then(|got| {
            let mut lines = got.lines().zip(expected.lines());
            lines
                .find(|(a, b)| a != b)
                .map(|(a, b)| format!("\n     here: {a}\n  CPython: {b}"))
        });
        wrong.push(format!(
            "{name} {standing}, told: {}{}",
            told.unwrap_or("equal"),
            first.unwrap_or_default()
        ));
    }
    assert_eq!(
        met,
        known.len(),
        "differences.txt names programs that are not there"
    );
    assert!(
        wrong.is_empty(),
        "{} are not as told:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
