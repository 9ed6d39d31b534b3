//! Small programs by topic: each must print here what CPython 3.11 printed (`record.py` wrote that
//! down), and end with the same exception.

mod common;

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

/// What was printed, and `!! Type: message` if an exception ended it: as `record.py` writes it.
fn recording(outcome: Outcome) -> Result<String, String> {
    let (mut printed, ending) = match outcome {
        Outcome::Finished { printed } => return Ok(printed),
        Outcome::Raised {
            printed,
            class,
            message,
            ..
        } => (printed, format!("!! {class}: {message}\n")),
        Outcome::Refused(message) => return Err(message),
        Outcome::Stopped { printed, message } => (printed, format!("stopped: {message}\n")),
    };
    if !printed.is_empty() && !printed.ends_with('\n') {
        printed.push('\n');
    }
    Ok(printed + &ending)
}

#[test]
fn programs_print_here_what_they_print_under_cpython() {
    let refusals = refusals();
    let known: Vec<&str> = include_str!("differences.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let mut wrong = Vec::new();
    for path in programs() {
        let name = path
            .strip_prefix(folder())
            .unwrap_or(&path)
            .display()
            .to_string();
        let source = std::fs::read_to_string(&path).expect("readable");
        let expected = std::fs::read_to_string(path.with_extension("expected"))
            .unwrap_or_else(|e| panic!("{name}: {e}: run record.py"));
        let is_known = known.contains(&name.trim_end_matches(".py"));
        let file = path.file_name().and_then(|n| n.to_str()).unwrap_or("?");
        match recording(run(&source, file)) {
            Ok(got) if got == expected => {
                if is_known {
                    wrong.push(format!("{name} is equal now: take it off differences.txt"));
                }
            }
            Ok(_) if is_known => {}
            Ok(got) => {
                let differs = got.lines().zip(expected.lines()).position(|(a, b)| a != b);
                let line =
                    differs.unwrap_or_else(|| got.lines().count().min(expected.lines().count()));
                wrong.push(format!(
                    "{name}, line {} of its output:\n     here: {}\n  CPython: {}",
                    line + 1,
                    got.lines().nth(line).unwrap_or("(nothing)"),
                    expected.lines().nth(line).unwrap_or("(nothing)"),
                ));
            }
            Err(message) if refusals.iter().any(|known| message.contains(known)) => {}
            Err(message) => wrong.push(format!(
                "{name}: refused, and LANGUAGE.md does not say so: {message}"
            )),
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
