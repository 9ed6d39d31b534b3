//! `lockstep export`: what it writes, and that the real CPython does the same with it.

mod common;

use common::lockstep;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Two tasks over Python's own sqlite3: it needs no packages.
const COUNTER: &str = "\
import sqlite3


def setup():
    db = sqlite3.connect(\"counter.db\")
    db.execute(\"CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER)\")
    db.execute(\"INSERT INTO counter VALUES (1, 0)\")
    db.commit()


def increment():
    db = sqlite3.connect(\"counter.db\", isolation_level=None)
    value = db.execute(\"SELECT value FROM counter\").fetchone()[0]
    db.execute(\"UPDATE counter SET value = ?\", (value + 1,))
    return value


def task_it_s():
    return increment()


def task_you():
    return increment()


def invariant_both_count():
    assert sqlite3.connect(\"counter.db\").execute(\"SELECT value FROM counter\").fetchone() == (2,)
";

/// A folder of a test's own, empty at first.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("export")
        .join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn export(folder: &Path, more: &[&str]) -> (i32, String, String) {
    let out = folder.to_str().unwrap();
    let file = folder.join("counter.py");
    if !file.exists() {
        std::fs::write(&file, COUNTER).unwrap();
    }
    let file = file.to_str().unwrap();
    lockstep(
        &[&["export", file, "--to", "django", "--out", out], more].concat(),
        "",
    )
}

/// Exit status and output of `python3 run.py`; `None` where there is no Python that can run it.
fn replay(folder: &Path) -> Option<(i32, String)> {
    let usable = "import os, sqlite3, sys; assert sys.version_info >= (3, 11) and os.fork";
    let found = Command::new("python3").args(["-c", usable]).output();
    if !found.is_ok_and(|output| output.status.success()) {
        eprintln!("no python3 (3.11 or later, with sqlite3, on a Unix): nothing was replayed");
        return None;
    }
    let output = Command::new("python3")
        .arg("run.py")
        .current_dir(folder)
        .output()
        .unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    text += &String::from_utf8(output.stderr).unwrap();
    Some((output.status.code().unwrap(), text))
}

#[test]
fn the_real_python_shows_the_same_anomaly() {
    let folder = folder("same");
    let (status, _, err) = export(&folder, &[]);
    assert_eq!(status, 0, "{err}");
    let Some((status, out)) = replay(&folder) else {
        return;
    };
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("SELECT value FROM counter"), "{out}");
    assert!(out.contains("counter: (id=1 value=1)"), "{out}");
    assert!(out.contains("invariant both_count fails"), "{out}");
    assert!(out.contains("anomaly (lost update)"), "{out}");
}

#[test]
fn a_program_that_does_something_else_is_told_from_it() {
    let folder = folder("different");
    assert_eq!(export(&folder, &[]).0, 0);
    let file = folder.join("counter.py");
    std::fs::write(&file, COUNTER.replace("value + 1", "value + 2")).unwrap();
    if let Some((status, out)) = replay(&folder) {
        assert_eq!(status, 1, "{out}");
        assert!(out.contains("Not the same as in Lockstep"), "{out}");
    }
}

/// Two tasks that lock two databases in opposite order: each waits until its timeout has passed.
const OPPOSITE: &str = "\
import sqlite3


def both(one, two):
    one, two = (sqlite3.connect(name, isolation_level=None) for name in (one, two))
    one.execute('BEGIN IMMEDIATE')
    two.execute('BEGIN IMMEDIATE')
    two.execute('COMMIT')
    one.execute('COMMIT')


def task_forwards():
    both('left.db', 'right.db')


def task_backwards():
    both('right.db', 'left.db')
";

#[test]
fn statements_wait_for_locks_where_they_do_in_lockstep() {
    let folder = folder("waits");
    std::fs::write(folder.join("counter.py"), OPPOSITE).unwrap();
    let mut blocked = 0;
    for outcome in ["1", "2", "3"] {
        let (status, _, err) = export(&folder, &["--outcome", outcome]);
        assert_eq!(status, 0, "{err}");
        let runner = std::fs::read_to_string(folder.join("run.py")).unwrap();
        let waits = runner.contains(r#","blocked"]"#);
        blocked += usize::from(waits);
        if let Some((status, out)) = replay(&folder) {
            assert_eq!(status, 0, "{out}");
            assert_eq!(waits, out.contains("waits for a lock"), "{out}");
            assert_eq!(waits, out.contains("database is locked"), "{out}");
        }
    }
    assert_eq!(blocked, 2, "either of them can be the one that gives up");
}

#[test]
fn a_scenario_may_be_called_as_a_module_of_pythons_is() {
    let folder = folder("shadow");
    let file = folder.join("types.py");
    std::fs::write(&file, COUNTER).unwrap();
    let (file, out) = (file.to_str().unwrap(), folder.to_str().unwrap());
    let (status, _, err) = lockstep(&["export", file, "--to", "django", "--out", out], "");
    assert_eq!(status, 0, "{err}");
    if let Some((status, out)) = replay(&folder) {
        assert_eq!(status, 0, "{out}");
    }
}

#[test]
fn only_what_it_has_written_itself_is_replaced() {
    let folder = folder("overwrite");
    assert_eq!(export(&folder, &[]).0, 0);
    // Again, for another outcome.
    assert_eq!(export(&folder, &["--outcome", "2"]).0, 0);
    std::fs::write(folder.join("run.py"), "print('mine')\\n").unwrap();
    let (status, _, err) = export(&folder, &[]);
    assert_eq!(status, 2);
    assert!(err.contains("is there already"), "{err}");
    let kept = std::fs::read_to_string(folder.join("run.py")).unwrap();
    assert_eq!(kept, "print('mine')\\n");
}

#[test]
fn what_cannot_be_exported_is_refused() {
    let folder = folder("refused");
    let (status, _, err) = export(&folder, &["--outcome", "99"]);
    assert_eq!(status, 2);
    assert!(err.contains("there is no outcome 99"), "{err}");
    let out = folder.to_str().unwrap();
    let spec = ["export", "x/hermitage-g0", "--to", "django", "--out", out];
    let (status, _, err) = lockstep(&spec, "");
    assert_eq!(status, 2);
    assert!(err.contains(".spec"), "{err}");
    assert!(!folder.join("run.py").exists());
}

#[test]
fn on_postgresql_the_runner_brings_what_it_needs_there() {
    let folder = folder("postgres");
    let out = folder.to_str().unwrap();
    let to = |kind| ["export", "x/postgres-deadlock", "--to", kind, "--out", out];
    let (status, _, err) = lockstep(&to("pytest"), "");
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("psycopg[binary]"), "{err}");
    assert!(err.contains("PGHOST"), "{err}");
    for name in ["run.py", "run_postgres.py", "test_run.py"] {
        assert!(folder.join(name).exists(), "{name}");
    }
    // What it has written itself is replaced, and nothing else.
    assert_eq!(lockstep(&to("django"), "").0, 0);
    std::fs::write(folder.join("run_postgres.py"), "print('mine')\n").unwrap();
    let (status, _, err) = lockstep(&to("django"), "");
    assert_eq!(status, 2);
    assert!(err.contains("run_postgres.py is there already"), "{err}");
}

#[test]
fn on_postgresql_tasks_that_share_a_process_are_refused() {
    let folder = folder("postgres-refused");
    let out = folder.to_str().unwrap();
    let to = ["--to", "django", "--out", out, "--database", "postgres"];
    let threads = ["export", "x/postgres-deadlock", "--concurrency", "threads"];
    let (status, _, err) = lockstep(&[&threads[..], &to].concat(), "");
    assert_eq!(status, 2);
    assert!(err.contains("--concurrency processes"), "{err}");
    let file = folder.join("pool.py");
    let source =
        "import asyncpg\n\n\nasync def task_a():\n    await asyncpg.connect('postgresql:///x')\n";
    std::fs::write(&file, source).unwrap();
    let pool = ["export", file.to_str().unwrap()];
    let (status, _, err) = lockstep(&[&pool[..], &to].concat(), "");
    assert_eq!(status, 2);
    assert!(err.contains("asyncpg"), "{err}");
    assert!(!folder.join("run.py").exists());
}

#[test]
fn a_link_carries_the_scenario_and_the_witness() {
    let link = ["export", "x/transfer", "--to", "link"];
    let short = lockstep(&link, "").1;
    assert_eq!(short, "#x/transfer\n");
    let changed = [&link[..], &["--journal", "wal"]].concat();
    let (status, link, _) = lockstep(&changed, "");
    assert_eq!(status, 0);
    let read = lockstep_scenario::decode_link(link.trim()).unwrap();
    let transfer = lockstep_scenario::gallery_entry("transfer").unwrap();
    let lockstep_scenario::LinkTarget::Scenario(scenario) = read.target else {
        panic!("{link}");
    };
    assert_eq!(scenario.source, transfer.source);
    assert_eq!(read.place.schedule, None);
    let with = ["export", "x/transfer", "--to", "link", "--outcome", "1"];
    let (_, link, _) = lockstep(&with, "");
    let read = lockstep_scenario::decode_link(link.trim()).unwrap();
    assert_eq!(read.place.schedule.map(|schedule| schedule.len()), Some(8));
}

#[test]
fn a_test_for_pytest_passes_as_long_as_the_race_is_there() {
    let folder = folder("pytest");
    let out = folder.to_str().unwrap();
    let file = folder.join("counter.py");
    std::fs::write(&file, COUNTER).unwrap();
    let arguments = [
        "export",
        file.to_str().unwrap(),
        "--to",
        "pytest",
        "--out",
        out,
    ];
    let (status, _, err) = lockstep(&arguments, "");
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("python -m pytest test_run.py"), "{err}");
    if replay(&folder).is_none() {
        return;
    }
    // What pytest does, where it may not be installed.
    let call = "import test_run; test_run.test_the_interleaving_comes_to_its_outcome()";
    let passes = || {
        let python = Command::new("python3")
            .args(["-c", call])
            .current_dir(&folder)
            .output();
        python.unwrap().status.success()
    };
    assert!(passes());
    std::fs::write(&file, COUNTER.replace("value + 1", "value + 2")).unwrap();
    assert!(!passes());
}
