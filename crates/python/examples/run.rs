//! Run a plain Python program in the machine: `cargo run -p lockstep-python --example run FILE.py`.
//! Host calls are answered with `None`.

use std::process::ExitCode;
use std::rc::Rc;

use lockstep_python::{Data, Library, Limits, Process, Stop};

fn main() -> ExitCode {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("usage: run FILE.py");
        return ExitCode::from(2);
    };
    let source = match std::fs::read_to_string(&file) {
        Ok(source) => source,
        Err(error) => {
            eprintln!("{file}: {error}");
            return ExitCode::from(2);
        }
    };
    let library = Rc::new(Library::new());
    let code = match library.compile(&source, &file) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{file}: {error}");
            return ExitCode::from(2);
        }
    };
    let limits = Limits {
        fuel: u64::MAX >> 1,
        ..Limits::default()
    };
    let mut process = Process::new(&library, limits);
    let thread = process.load(&code, "__main__");
    let mut stop = process.run(thread);
    while let Stop::Call(_) = stop {
        stop = process.resume(thread, Data::None);
    }
    print!("{}", process.take_output(thread));
    match stop {
        Stop::Raised(exception) => {
            eprint!("{}", exception.traceback);
            ExitCode::from(1)
        }
        Stop::Limit(error) => {
            eprintln!("{}", error.message);
            ExitCode::from(1)
        }
        _ => ExitCode::SUCCESS,
    }
}
