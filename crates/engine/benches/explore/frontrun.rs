//! The same statements as threads of CPython under `frontrun` (from PyPI), which goes through all orders of
//! the markers in its comments.

use crate::cases::{Case, Statement};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const PROGRAM: &str = include_str!("frontrun.py");

/// Is there one for this computer's `python3`?
pub fn is_installed() -> bool {
    Command::new("python3")
        .args(["-c", "import frontrun"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs at most so many schedules of the case; how many it ran, and in what time.
pub fn run(case: Case, folder: &Path, limit: usize) -> Result<(u64, Duration), Box<dyn Error>> {
    let program = folder.join("transfer_under_frontrun.py");
    std::fs::write(&program, source(case)?)?;
    let output = Command::new("python3")
        .arg(&program)
        .arg(limit.to_string())
        .current_dir(folder)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut words = text.split_whitespace();
    match (words.next(), words.next()) {
        (Some(ran), Some(seconds)) if output.status.success() => {
            Ok((ran.parse()?, Duration::from_secs_f64(seconds.parse()?)))
        }
        _ => Err(String::from_utf8_lossy(&output.stderr).into()),
    }
}

fn source(case: Case) -> Result<String, std::fmt::Error> {
    let mut source = PROGRAM.to_owned();
    let statements = case.statements();
    writeln!(
        source,
        "TASKS, ACCOUNTS = {}, {}",
        case.tasks, case.accounts
    )?;
    for task in 0..case.tasks {
        writeln!(
            source,
            "def task_{task}(run):\n    task = run.tasks[{task}]"
        )?;
        for (step, statement) in statements.iter().enumerate() {
            let call = match *statement {
                Statement::Begin => "send(\"BEGIN\")".to_owned(),
                Statement::Commit => "send(\"COMMIT\")".to_owned(),
                Statement::Get { account } => format!("get({})", Case::id(account)),
                Statement::Save { account } => {
                    let change = case.change(account, Case::amount(task));
                    format!("save({}, {change})", Case::id(account))
                }
            };
            writeln!(source, "    task.{call}  # frontrun: s{step}")?;
        }
    }
    let threads: Vec<_> = (0..case.tasks)
        .map(|task| format!("\"t{task}\": (task_{task}, MARKERS)"))
        .collect();
    writeln!(
        source,
        "MARKERS = [f\"s{{n}}\" for n in range({})]",
        statements.len()
    )?;
    writeln!(source, "measure({{{}}})", threads.join(", "))?;
    Ok(source)
}
