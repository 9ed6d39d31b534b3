//! `lockstep python`: a plain program, with no scenario around it.

use crate::Failed;
use crate::file::read_text;
use lockstep_python::{Ending, Library, Limits, SourceErrorKind, Stream, run_plain};
use lockstep_scenario::Problem;
use std::io::Write;
use std::rc::Rc;

/// Nobody waits for a plain program in a page: it may take its time.
const LIMITS: Limits = Limits {
    fuel: 1 << 40,
    heap_bytes: 1 << 30,
    recursion: 1000,
    object_size: 64 << 20,
    output_bytes: 1 << 30,
};

/// Runs a file and gives its exit status.
///
/// # Errors
/// If the file cannot be read, is no Python, or is refused.
pub fn run(file: &str) -> Result<u8, Failed> {
    let failed = |problem| (file.to_owned(), problem);
    let source = read_text(file).map_err(failed)?;
    // As CPython names the program in tracebacks.
    let name = match file {
        "-" => "<stdin>".to_owned(),
        file => std::path::absolute(file)
            .map_or_else(|_| file.to_owned(), |path| path.display().to_string()),
    };
    let library = Rc::new(Library::new());
    let code = library.compile(&source, &name).map_err(|error| {
        let message = match error.kind {
            SourceErrorKind::Syntax => format!("SyntaxError: {}", error.message),
            SourceErrorKind::Refused => error.message,
        };
        failed(Problem {
            message,
            line: Some(error.line),
            column: Some(error.column),
        })
    })?;
    let ending = run_plain(&library, &code, LIMITS, &mut print);
    Ok(match ending {
        Ending::Finished => 0,
        Ending::Raised(exception) => {
            print(Stream::Err, &exception.traceback);
            exception.exit_status.unwrap_or(1)
        }
        Ending::Limit(limit) => {
            let place = limit
                .line
                .map_or(String::new(), |line| format!("line {line}: "));
            print(Stream::Err, &format!("{file}: {place}{}\n", limit.message));
            1
        }
        Ending::Stuck => {
            let message = "every thread waits for another one";
            print(Stream::Err, &format!("{file}: {message}\n"));
            1
        }
    })
}

fn print(stream: Stream, text: &str) {
    let written = match stream {
        Stream::Out => {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush())
        }
        Stream::Err => std::io::stderr().write_all(text.as_bytes()),
    };
    if written.is_err() {
        // The reader has gone away (`| head`).
        std::process::exit(0);
    }
}
