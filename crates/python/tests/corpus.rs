//! Small programs by topic, run by the machine and by CPython 3.11: the outputs must be equal.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use lockstep_python::{Data, Library, Limits, Process, Stop};

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut programs: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .collect();
    programs.sort();
    assert!(programs.len() >= 6, "the corpus has programs");
    programs
}

/// What a program prints in the machine; an uncaught exception adds its last line.
fn run(library: &Rc<Library>, path: &Path) -> String {
    let source = std::fs::read_to_string(path).expect("readable");
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("?");
    let code = match library.compile(&source, name) {
        Ok(code) => code,
        Err(error) => return format!("refused: {error}"),
    };
    let mut process = Process::new(
        library,
        Limits {
            fuel: 1 << 40,
            ..Limits::default()
        },
    );
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
    let output = process.take_output(thread);
    match stop {
        Stop::Finished { .. } | Stop::Call(_) => output,
        Stop::Raised(exception) => format!("{output}{}", exception.traceback),
        Stop::Limit(error) => format!("{output}{}", error.message),
    }
}

#[test]
fn the_machine_prints_what_cpython_printed() {
    let library = Rc::new(Library::new());
    let mut different = Vec::new();
    for path in programs() {
        let expected =
            std::fs::read_to_string(path.with_extension("out")).expect("recorded output");
        let got = run(&library, &path);
        if got != expected {
            let line = got.lines().zip(expected.lines()).position(|(a, b)| a != b);
            let line = line.unwrap_or_else(|| got.lines().count().min(expected.lines().count()));
            different.push(format!(
                "{}: line {}:\n  machine: {:?}\n  cpython: {:?}",
                path.display(),
                line + 1,
                got.lines().nth(line),
                expected.lines().nth(line)
            ));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// The recorded outputs are what CPython 3.11 prints, if there is one here.
#[test]
fn the_recorded_outputs_are_cpythons() {
    let version = Command::new("python3").arg("--version").output();
    let is_311 =
        version.is_ok_and(|v| String::from_utf8_lossy(&v.stdout).starts_with("Python 3.11"));
    if !is_311 {
        eprintln!("no python3 3.11 here: nothing to compare with");
        return;
    }
    for path in programs() {
        let name = path.file_name().expect("a file");
        let folder = path.parent().expect("a folder");
        let output = Command::new("python3")
            .arg("-B")
            .arg(name)
            .current_dir(folder)
            .env("PYTHONHASHSEED", "0")
            .output()
            .expect("python3 runs");
        let recorded =
            std::fs::read_to_string(path.with_extension("out")).expect("recorded output");
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            recorded,
            "{}",
            path.display()
        );
    }
}
