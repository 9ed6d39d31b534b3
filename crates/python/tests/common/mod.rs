//! Running whole programs, and what LANGUAGE.md says of them.

use std::rc::Rc;

use lockstep_python::{Ending, Library, Limits, SourceErrorKind, Stream, run_plain};

/// The language with a module `host`, whose `ask()` stops the thread.
#[allow(dead_code, reason = "each test uses a part")]
pub fn library_that_asks() -> Rc<Library> {
    thread_local!(static LIBRARY: Rc<Library> = {
        let mut library = Library::new();
        library.module("host", "from _host import call\ndef ask(*args):\n    return call('ask', *args)\n");
        Rc::new(library)
    });
    LIBRARY.with(Rc::clone)
}

/// How a program ended, and what it printed on standard output before.
#[allow(dead_code, reason = "each test uses a part")]
pub enum Outcome {
    Finished {
        printed: String,
    },
    Raised {
        printed: String,
        class: String,
        message: String,
        traceback: String,
    },
    /// Line, column and sentence, as `lockstep python` shows them.
    Refused(String),
    /// A limit, or a deadlock.
    Stopped {
        printed: String,
        message: String,
    },
}

/// Run a program as `lockstep python` does.
#[allow(dead_code, reason = "each test uses a part")]
pub fn run(source: &str, file: &str) -> Outcome {
    thread_local!(static LIBRARY: Rc<Library> = Rc::new(Library::new()));
    LIBRARY.with(|library| {
        let code = match library.compile(source, file) {
            Ok(code) => code,
            Err(error) => {
                let kind = match error.kind {
                    SourceErrorKind::Syntax => "SyntaxError: ",
                    SourceErrorKind::Refused => "",
                };
                return Outcome::Refused(format!(
                    "line {}, column {}: {kind}{}",
                    error.line, error.column, error.message
                ));
            }
        };
        let limits = Limits {
            fuel: 1 << 32,
            ..Limits::default()
        };
        let mut printed = String::new();
        let ending = run_plain(library, &code, limits, &mut |stream, text| {
            if stream == Stream::Out {
                printed.push_str(text);
            }
        });
        match ending {
            Ending::Finished => Outcome::Finished { printed },
            Ending::Raised(exception) => Outcome::Raised {
                printed,
                class: exception.class,
                message: exception.message,
                traceback: exception.traceback,
            },
            Ending::Limit(limit) => Outcome::Stopped {
                printed,
                message: limit.message,
            },
            Ending::Stuck => Outcome::Stopped {
                printed,
                message: "every thread waits for another one".into(),
            },
        }
    })
}

/// The rows of a table of LANGUAGE.md, by the heading above it: their cells, code without quotes.
#[allow(dead_code, reason = "each test uses a part")]
pub fn rows(heading: &str) -> Vec<Vec<String>> {
    let text = include_str!("../../LANGUAGE.md");
    let (_, section) = text
        .split_once(&format!("\n## {heading}\n"))
        .expect("the heading is there");
    let section = section.split("\n## ").next().unwrap_or("");
    section
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(2)
        .map(|line| {
            let line = line.trim_start_matches("| ").trim_end_matches(" |");
            line.split(" | ")
                .map(|cell| {
                    // What is all code is a program; other cells may have code in them.
                    let code = cell.strip_prefix('`').and_then(|c| c.strip_suffix('`'));
                    code.filter(|c| !c.contains('`'))
                        .unwrap_or(cell)
                        .replace('⏎', "\n")
                })
                .collect()
        })
        .collect()
}

/// The sentences of the refusals that LANGUAGE.md lists.
#[allow(dead_code, reason = "each test uses a part")]
pub fn refusals() -> Vec<String> {
    rows("Out")
        .into_iter()
        .chain(rows("Out, once it is reached"))
        .filter_map(|mut row| row.pop())
        .map(|sentence| match sentence.split_once("'requests'") {
            // Of any module.
            Some((_, rest)) => rest.to_string(),
            // Of any name, codec or handler.
            None => match sentence.strip_suffix(" is not provided here") {
                Some(_) => " is not provided here".to_string(),
                None => sentence,
            },
        })
        .collect()
}
