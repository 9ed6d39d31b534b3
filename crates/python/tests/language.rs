//! LANGUAGE.md is true: every row of its tables is run, here and (by `record.py`) under CPython.

mod common;

use common::{Outcome, rows, run};

/// What CPython printed for a row.
fn under_cpython(title: &str) -> &'static str {
    let recorded = include_str!("language.expected");
    let mut rows = recorded.split("## ").skip(1);
    let row = rows.find_map(|row| row.strip_prefix(title)?.strip_prefix('\n'));
    row.unwrap_or_else(|| panic!("{title}: run record.py"))
        .trim_end()
}

#[test]
fn what_is_in_runs() {
    let rows = rows("In");
    assert!(rows.len() >= 15);
    for row in rows {
        let [what, program] = &row[..] else {
            panic!("two cells: {row:?}");
        };
        match run(program, "row.py") {
            Outcome::Finished { printed } => {
                assert_eq!(printed.trim_end(), under_cpython(what), "{what}");
            }
            Outcome::Raised { traceback, .. } => panic!("{what}: {traceback}"),
            Outcome::Refused(message) => panic!("{what}: {message}"),
            Outcome::Stopped { message, .. } => panic!("{what}: {message}"),
        }
    }
}

#[test]
fn what_is_out_is_refused_with_a_place_and_the_sentence() {
    let rows = rows("Out");
    assert!(rows.len() >= 15);
    for row in rows {
        let [what, program, sentence] = &row[..] else {
            panic!("three cells: {row:?}");
        };
        match run(program, "row.py") {
            Outcome::Refused(message) => {
                assert!(message.contains(sentence), "{what}: {message}");
                assert!(message.starts_with("line "), "{what}: {message}");
            }
            _ => panic!("{what} is not refused"),
        }
    }
}

#[test]
fn what_is_out_once_it_is_reached_ends_the_program_with_the_sentence() {
    let rows = rows("Out, once it is reached");
    assert!(rows.len() >= 4);
    for row in rows {
        let [what, program, sentence] = &row[..] else {
            panic!("three cells: {row:?}");
        };
        match run(program, "row.py") {
            Outcome::Stopped { message, printed } => {
                assert!(message.contains(sentence), "{what}: {message}");
                assert_eq!(printed, "", "{what} was swallowed");
            }
            _ => panic!("{what} is not refused"),
        }
    }
}

#[test]
fn what_is_different_is_so_in_the_way_that_is_told() {
    let rows = rows("Different");
    assert!(rows.len() >= 3);
    for row in rows {
        let [what, program, here, there] = &row[..] else {
            panic!("four cells: {row:?}");
        };
        let Outcome::Finished { printed } = run(program, "row.py") else {
            panic!("{what}: does not run to its end");
        };
        assert_eq!(printed.trim_end(), here.as_str(), "{what}");
        assert_eq!(under_cpython(what), there.as_str(), "{what}, under CPython");
        assert_ne!(here, there, "{what} is no difference any more");
    }
}
