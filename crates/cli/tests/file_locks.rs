//! `filelock`: locks that processes share.

mod common;

use common::lockstep;
use serde_json::Value as Json;

const START: &str = r#"
import sqlite3, threading
from filelock import FileLock, Timeout

def connect():
    return sqlite3.connect("bank.db", isolation_level=None)

def setup():
    db = connect()
    db.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER)")
    db.execute("INSERT INTO account VALUES (1, 100)")

def withdraw(amount):
    db = connect()
    balance = db.execute("SELECT balance FROM account").fetchone()[0]
    db.execute("UPDATE account SET balance = ?", (balance - amount,))
"#;

fn check(tasks: &str, args: &[&str]) -> Json {
    let arguments = [&["check", "-", "--format", "json"], args].concat();
    let (_, out, err) = lockstep(&arguments, &format!("{START}{tasks}"));
    serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"))
}

/// Of each outcome the verdict, the count and how the tasks ended.
fn ends(report: &Json) -> Vec<String> {
    let outcomes = report["outcomes"].as_array().unwrap();
    let mut all: Vec<String> = outcomes
        .iter()
        .map(|outcome| {
            let tasks = outcome["tasks"].as_object().unwrap().values();
            let ends: Vec<_> = tasks
                .map(|end| match end["status"].as_str() {
                    Some("waiting") => "waits",
                    Some("raised") => end["type"].as_str().unwrap(),
                    _ => end["value"].as_str().unwrap(),
                })
                .collect();
            let text = |name: &str| outcome[name].as_str().unwrap();
            let (verdict, count) = (text("verdict"), text("interleavings"));
            format!("{verdict} {count}: {}", ends.join(" "))
        })
        .collect();
    all.sort();
    all
}

#[test]
fn a_free_lock_takes_no_step_and_a_held_one_waits() {
    // Alice comes first in the file and takes it before anybody takes a step; bob's taking it is one.
    let tasks = "
def task_alice():
    with FileLock('bank.lock'):
        withdraw(10)
def task_bob():
    with FileLock('bank.lock'):
        withdraw(20)
";
    for concurrency in ["processes", "threads"] {
        let report = check(tasks, &["--concurrency", concurrency]);
        assert_eq!(ends(&report), ["serializable 1: None None"]);
        let witness = serde_json::json!(["alice", "alice", "bob", "bob", "bob"]);
        assert_eq!(report["outcomes"][0]["witness"], witness);
        assert_eq!(report["outcomes"][0]["tables"]["account"][0]["balance"], 70);
    }
}

#[test]
fn who_waits_longest_enough_comes_in_any_order() {
    let report = check(
        "
def task_a():
    with FileLock('bank.lock'):
        withdraw(10)
def task_b():
    with FileLock('bank.lock'):
        withdraw(20)
def task_c():
    with FileLock('bank.lock'):
        withdraw(30)
",
        &[],
    );
    assert_eq!(ends(&report), ["serializable 2: None None None"]);
}

#[test]
fn a_lock_that_is_not_free_in_time_raises() {
    let tasks = "
def task_alice():
    with FileLock('bank.lock'):
        withdraw(10)
        SLEEP
def task_bob():
    try:
        with FileLock('bank.lock').acquire(TIMEOUT):
            withdraw(20)
    except Timeout as error:
        return str(error)
";
    let of = |timeout: &str, sleep: &str| {
        let tasks = tasks.replace("TIMEOUT", timeout).replace("SLEEP", sleep);
        ends(&check(&tasks, &[]))
    };
    let failed = "\"The file lock 'bank.lock' could not be acquired.\"";
    assert_eq!(
        of("timeout=0", "pass"),
        [format!("serializable 1: None {failed}")]
    );
    assert_eq!(
        of("blocking=False", "pass"),
        [format!("serializable 1: None {failed}")]
    );
    assert_eq!(of("timeout=1", "pass"), ["serializable 1: None None"]);
    let slow = "threading.Event().wait(2)";
    assert_eq!(
        of("timeout=1", slow),
        [format!("serializable 1: None {failed}")]
    );
    assert_eq!(of("timeout=3", slow), ["serializable 1: None None"]);
}

#[test]
fn locks_in_opposite_order_can_deadlock() {
    let tasks = "
def both(first, second):
    with FileLock(first):
        connect().execute('SELECT 1').fetchone()
        with FileLock(second):
            withdraw(10)
def task_a():
    both('user.lock', 'profile.lock')
def task_b():
    both(ORDER)
";
    let opposite = tasks.replace("ORDER", "'profile.lock', 'user.lock'");
    let report = check(&opposite, &[]);
    assert_eq!(ends(&report), ["deadlock 2: waits waits"]);
    let same = tasks.replace("ORDER", "'user.lock', 'profile.lock'");
    assert_eq!(ends(&check(&same, &[])), ["serializable 1: None None"]);
}

#[test]
fn a_lock_behaves_as_in_filelock() {
    // As filelock 4.3 answers.
    let report = check(
        "
def name(call):
    try:
        return call()
    except Exception as error:
        return type(error).__name__
def task_a():
    lock, other = FileLock('t.lock'), FileLock('t.lock', timeout=0)
    told = [lock.is_locked, lock.lock_file, lock.timeout]
    with lock as held:
        with lock:
            told += [held is lock, lock.lock_counter]
        told += [lock.is_locked, name(other.acquire), name(FileLock('t.lock').acquire)]
    lock.release()
    told += [lock.is_locked]
    lock.acquire()
    with lock.acquire():
        told += [lock.lock_counter]
    lock.release()
    with other:
        told += [other.is_locked]
    return told
",
        &[],
    );
    assert_eq!(
        ends(&report),
        [
            "serializable 1: [False, 't.lock', -1.0, True, 2, True, 'Timeout', 'RuntimeError', False, 2, True]"
        ]
    );
}

#[test]
fn a_lock_ends_with_its_process() {
    let report = check(
        "
def task_alice():
    FileLock('bank.lock').acquire()
    withdraw(10)
    raise ValueError
def task_bob():
    FileLock('bank.lock').acquire()
    withdraw(20)
",
        &[],
    );
    assert_eq!(ends(&report), ["serializable 1: ValueError None"]);
}
