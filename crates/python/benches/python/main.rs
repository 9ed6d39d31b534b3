//! The machine beside the CPython of this computer, in one run: `cargo xtask bench python`.
//!
//! First the programs in `benches/python/programs`: each `run()` is timed in both, by turns, and the
//! best of its times counts. Then what the explorer does with a suspended task between two
//! statements: its digest, a snapshot, a view of its frames, each beside the step itself.

mod suspended;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::rc::Rc;
use std::time::Instant;

use lockstep_python::{Library, Limits, Process, Stop};

/// How often each program runs in each of the two.
const ROUNDS: usize = 3;
/// The machine may take this many times CPython's time.
const GOAL: f64 = 3.0;

/// Runs `run()` of the file it is given, and prints seconds and result.
const TIMED: &str = "
import runpy, sys, time
run = runpy.run_path(sys.argv[1])['run']
start = time.perf_counter()
result = run()
print(time.perf_counter() - start)
print(repr(result))
";

fn main() -> ExitCode {
    // `cargo bench NAME` runs the programs whose names contain it.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let chosen = |name: &str| wanted.is_empty() || wanted.iter().any(|w| name.contains(w.as_str()));
    let mut slow = Vec::new();
    println!(
        "{:<12} {:>10} {:>10} {:>7}",
        "program", "machine", "CPython", "ratio"
    );
    for path in programs() {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !chosen(&name) {
            continue;
        }
        match compare(&path) {
            Ok((ours, theirs)) => {
                let ratio = ours / theirs;
                println!(
                    "{name:<12} {:>7.1} ms {:>7.1} ms {ratio:>7.2}",
                    ours * 1e3,
                    theirs * 1e3
                );
                if ratio > GOAL {
                    slow.push(name);
                }
            }
            Err(message) => {
                eprintln!("{name}: {message}");
                return ExitCode::FAILURE;
            }
        }
    }
    if slow.is_empty() {
        println!("goal: at most {GOAL} × CPython's time: met by all");
    } else {
        println!(
            "goal: at most {GOAL} × CPython's time: missed by {}",
            slow.join(", ")
        );
    }
    if chosen("suspended") {
        println!();
        suspended::measure();
    }
    ExitCode::SUCCESS
}

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/python/programs");
    let mut programs: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the programs are there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .collect();
    programs.sort();
    programs
}

/// The best times of the two, after checking that their results are equal.
fn compare(path: &Path) -> Result<(f64, f64), String> {
    let source = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let (seconds, result) = in_the_machine(&source)?;
        let (cpython_seconds, cpython_result) = in_cpython(path)?;
        if result != cpython_result {
            return Err(format!(
                "the machine gives {result}, CPython {cpython_result}"
            ));
        }
        ours = ours.min(seconds);
        theirs = theirs.min(cpython_seconds);
    }
    Ok((ours, theirs))
}

fn in_the_machine(source: &str) -> Result<(f64, String), String> {
    let library = Rc::new(Library::new());
    let code = library
        .compile(source, "bench.py")
        .map_err(|error| error.to_string())?;
    let limits = Limits {
        fuel: u64::MAX >> 1,
        ..Limits::default()
    };
    let mut process = Process::new(&library, limits);
    let main = process.load(&code, "bench");
    let loaded = process.run(main);
    let run = process
        .lookup("run")
        .ok_or_else(|| format!("no run(): {loaded:?}"))?;
    let thread = process.spawn(run, Vec::new());
    let start = Instant::now();
    let stop = process.run(thread);
    let seconds = start.elapsed().as_secs_f64();
    match stop {
        Stop::Finished { repr, .. } => Ok((seconds, repr)),
        other => Err(format!("{other:?}")),
    }
}

fn in_cpython(path: &Path) -> Result<(f64, String), String> {
    let output = Command::new("python3")
        .args(["-c", TIMED])
        .arg(path)
        .output()
        .map_err(|error| format!("python3: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut lines = text.lines();
    let seconds = lines.next().and_then(|line| line.parse().ok());
    match (seconds, lines.next()) {
        (Some(seconds), Some(result)) => Ok((seconds, result.to_string())),
        _ => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
