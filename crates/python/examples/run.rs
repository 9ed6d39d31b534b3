//! Run a plain Python program in the machine: `cargo run -p lockstep-python --example run FILE.py`.
//! One thread, with a clock that moves when it sleeps.

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
    let mut clock = 1_700_000_000.0;
    let mut stop = process.run(thread);
    while let Stop::Call(call) = &stop {
        let answer = match (call.name.as_str(), call.args.first()) {
            ("sleep", Some(Data::Float(seconds))) => {
                clock += seconds;
                Data::None
            }
            ("now", _) => Data::Float(clock),
            ("wait", _) => Data::Bool(false),
            _ => Data::None,
        };
        stop = process.resume(thread, answer);
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
