//! `cargo xtask conformance`: the real libraries through every interleaving, beside what is recorded, and
//! Lockstep beside that.
//!
//! Releases of libraries that cannot live together have an environment each, by
//! `tests/conformance/requirements/NAME.txt`; they are kept in the target folder.

use crate::process::{Result, find_program, output, run, say};
use crate::project::{Project, read};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `cargo xtask test` runs: for each library a case of a few interleavings.
const IN_TEST: &[&str] = &[
    "seat-booking-conditional-update",
    "lock-table",
    "transfer-lock-file",
    "celery-delay",
    "django-async-ticket.django-3",
    "django-async-shared-connection.django-2",
    "django-async-guard.django-5",
    "databases-shared-transaction.databases-0.7",
    "databases-child-task.databases-0.9",
    "threads_event",
    "postgres-check-then-create",
    "aborted_transaction",
];

/// Runs the cases that the options name (all if none is named), then the test that compares Lockstep.
pub fn command(project: &Project, options: &[String]) -> Result<()> {
    let Some(python) = python() else {
        return Err(NO_PYTHON.to_owned());
    };
    let environments = environments(project, &python)?;
    run(project
        .cargo()
        .args(["build", "--locked", "--package", "lockstep-cli"]))?;
    let lockstep = project.target.join("debug/lockstep");
    let real = run(&mut cases(
        project,
        &python,
        &environments,
        &lockstep,
        options,
    ));
    let test = ["--package", "lockstep-cli", "--test", "conformance"];
    let ours = run(project.cargo().args(["test", "--locked"]).args(test));
    real.and(ours)
}

/// A few small cases, or a word on why they are left out: the native tests have compared Lockstep with
/// what is recorded anyway.
pub fn small_share(project: &Project, lockstep: &Path) -> Result<()> {
    let Some(python) = python() else {
        say(NO_PYTHON);
        return Ok(());
    };
    match environments(project, &python) {
        Ok(environments) => {
            let options: Vec<String> = IN_TEST.iter().map(|&name| name.to_owned()).collect();
            run(&mut cases(
                project,
                &python,
                &environments,
                lockstep,
                &options,
            ))
        }
        Err(error) => {
            say(&format!(
                "left out, since the packages cannot be installed: {error}"
            ));
            Ok(())
        }
    }
}

const NO_PYTHON: &str = "left out: there is no python3 (3.11 or later, with sqlite3 and venv)";

fn python() -> Option<PathBuf> {
    let python = find_program("python3")?;
    let usable =
        "import sqlite3, sys, venv, ensurepip, os; assert sys.version_info >= (3, 11) and os.fork";
    output(Command::new(&python).args(["-c", usable]))?;
    Some(python)
}

fn cases(
    project: &Project,
    python: &Path,
    environments: &Path,
    lockstep: &Path,
    options: &[String],
) -> Command {
    let mut command = Command::new(python);
    command
        .arg(project.root.join("tests/conformance/conformance.py"))
        .arg("--lockstep")
        .arg(lockstep)
        .arg("--environments")
        .arg(environments)
        .args(options);
    command
}

/// Makes the environments that are not there yet, or whose requirements have changed.
fn environments(project: &Project, python: &Path) -> Result<PathBuf> {
    let folder = project.target.join("conformance");
    let requirements = project.root.join("tests/conformance/requirements");
    let entries = std::fs::read_dir(&requirements).map_err(|e| e.to_string())?;
    let mut lists: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    lists.sort();
    for list in lists {
        let environment = folder.join(list.file_stem().unwrap_or_default());
        let wanted = read(&list)?;
        let stamp = environment.join("requirements.txt");
        if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            continue;
        }
        say(&format!("Python packages for {}", environment.display()));
        run(Command::new(python)
            .args(["-m", "venv", "--clear"])
            .arg(&environment))?;
        run(Command::new(environment.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet"])
            .args(["--disable-pip-version-check", "--requirement"])
            .arg(&list))?;
        std::fs::write(&stamp, wanted).map_err(|e| format!("{}: {e}", stamp.display()))?;
    }
    Ok(folder)
}
