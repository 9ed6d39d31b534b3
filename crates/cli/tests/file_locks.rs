//! Locks on files, which processes share: `filelock`, `fcntl`, and files that must not be there yet.

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

/// What the task `a` gives, alone.
fn alone(body: &str) -> String {
    let report = check(&format!("import fcntl, os\ndef task_a():\n{body}"), &[]);
    let outcomes = report["outcomes"].as_array().unwrap();
    assert_eq!(outcomes.len(), 1, "{report:#}");
    let value = &outcomes[0]["tasks"]["a"]["value"];
    value
        .as_str()
        .unwrap_or_else(|| panic!("{report:#}"))
        .to_owned()
}

#[test]
fn flock_waits_as_filelock_does_and_for_it() {
    let tasks = "
import fcntl, os
def task_alice():
    with open('bank.lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        withdraw(10)
def task_bob():
    LOCK
";
    let by_hand = "lock = os.open('bank.lock', os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    withdraw(20)
    fcntl.flock(lock, fcntl.LOCK_UN)";
    let package = "with FileLock('bank.lock'):\n        withdraw(20)";
    for lock in [by_hand, package] {
        for concurrency in ["processes", "threads"] {
            let tasks = tasks.replace("LOCK\n", &format!("{lock}\n"));
            let report = check(&tasks, &["--concurrency", concurrency]);
            assert_eq!(ends(&report), ["serializable 1: None None"]);
            let witness = serde_json::json!(["alice", "alice", "bob", "bob", "bob"]);
            assert_eq!(report["outcomes"][0]["witness"], witness);
        }
    }
}

#[test]
fn a_lock_that_must_not_wait_raises() {
    let report = check(
        "
import fcntl
def task_alice():
    with open('bank.lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        withdraw(10)
def task_bob():
    with open('bank.lock', 'w') as lock:
        try:
            fcntl.KIND(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            return str(error)
        withdraw(20)
"
        .replace("KIND", "flock")
        .as_str(),
        &[],
    );
    assert_eq!(
        ends(&report),
        ["serializable 1: None '[Errno 11] Resource temporarily unavailable'"]
    );
}

#[test]
fn shared_locks_keep_out_only_those_that_want_it_alone() {
    let reader = |name: &str| {
        format!(
            "
def task_{name}():
    with open('bank.lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        db = connect()
        first = db.execute('SELECT balance FROM account').fetchone()[0]
        return first, db.execute('SELECT balance FROM account').fetchone()[0]
"
        )
    };
    let writer = "
def task_writer():
    with open('bank.lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        withdraw(10)
";
    let tasks = format!("import fcntl\n{}{}{writer}", reader("a"), reader("b"));
    // Both readers hold it when the writer comes, who waits for both: 4! / 2! 2! orders of their reads.
    let report = check(&tasks, &[]);
    assert_eq!(
        ends(&report),
        ["serializable 6: (100, 100) (100, 100) None"]
    );
    // With locks of both kinds nobody reads in between, whoever comes first.
    let tasks = format!("import fcntl\n{writer}{}{}", reader("a"), reader("b"));
    for end in ends(&check(&tasks, &[])) {
        assert!(end.starts_with("serializable"), "{end}");
        assert!(end.ends_with(": None (90, 90) (90, 90)"), "{end}");
    }
}

#[test]
fn lockf_is_the_processs_and_apart_from_flock() {
    let other = "
def task_b():
    with open('bank.lock', 'w') as lock:
        try:
            fcntl.KIND(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 'busy'
        return 'free'
";
    let holder = "
import fcntl, os
def task_a():
    lock = open('bank.lock', 'w')
    fcntl.lockf(lock, fcntl.LOCK_EX)
    again = open('bank.lock', 'w')
    fcntl.lockf(again, fcntl.LOCK_EX | fcntl.LOCK_NB)
    MORE
    withdraw(10)
";
    let of = |kind: &str, more: &str| {
        let tasks = format!("{holder}{other}");
        let tasks = tasks.replace("KIND", kind).replace("MORE", more);
        ends(&check(&tasks, &[]))
    };
    assert_eq!(of("lockf", "pass"), ["serializable 1: None 'busy'"]);
    assert_eq!(of("flock", "pass"), ["serializable 1: None 'free'"]);
    // Any of the process's descriptors that closes takes the lock along.
    assert_eq!(
        of("lockf", "again.close()"),
        ["serializable 1: None 'free'"]
    );
}

#[test]
fn a_file_that_must_be_new_is_a_lock() {
    let tasks = "
import os, time
def locked(amount):
    while True:
        try:
            lock = os.open('bank.lock', os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            break
        except FileExistsError:
            time.sleep(0.05)
    os.write(lock, str(os.getpid()).encode())
    try:
        withdraw(amount)
    finally:
        os.close(lock)
        os.unlink('bank.lock')
def task_alice():
    locked(10)
def task_bob():
    locked(20)
";
    let report = check(tasks, &[]);
    // Bob sleeps until alice has gone on: time passes only when nothing else can happen.
    assert_eq!(ends(&report), ["serializable 1: None None"]);
    assert_eq!(report["outcomes"][0]["tables"]["account"][0]["balance"], 70);
    // A file that is there already keeps everybody out.
    let forgotten = "
import os
def setup():
    connect().execute('CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER)')
    os.close(os.open('bank.lock', os.O_CREAT | os.O_EXCL))
def task_alice():
    try:
        os.open('bank.lock', os.O_CREAT | os.O_EXCL)
    except FileExistsError as error:
        return str(error)
";
    assert_eq!(
        ends(&check(forgotten, &[])),
        ["serializable 1: \"[Errno 17] File exists: 'bank.lock'\""]
    );
}

#[test]
fn another_file_of_the_same_name_is_another_lock() {
    // As on Linux: the lock belongs to the file, not to its name.
    let value = alone(
        "    old = os.open('x.lock', os.O_CREAT)
    fcntl.flock(old, fcntl.LOCK_EX)
    os.remove('x.lock')
    new = os.open('x.lock', os.O_CREAT)
    fcntl.flock(new, fcntl.LOCK_EX | fcntl.LOCK_NB)
    third = os.open('x.lock', os.O_CREAT)
    try:
        fcntl.flock(third, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return 'held'
",
    );
    assert_eq!(value, "'held'");
}

#[test]
fn wrong_calls_raise_as_in_cpython() {
    let value = alone(
        "    lock = os.open('x.lock', os.O_CREAT)
    told = []
    for call in [
        lambda: fcntl.flock(99, fcntl.LOCK_EX),
        lambda: fcntl.flock(lock, 0),
        lambda: fcntl.flock('x.lock', fcntl.LOCK_EX),
        lambda: fcntl.flock(lock, fcntl.LOCK_UN),
    ]:
        try:
            told.append(call())
        except Exception as error:
            told.append((type(error).__name__, str(error)))
    return told
",
    );
    assert_eq!(
        value,
        "[('OSError', '[Errno 9] Bad file descriptor'), ('OSError', '[Errno 22] Invalid argument'), \
         ('TypeError', 'argument must be an int, or have a fileno() method.'), None]"
    );
}
