//! Tasks that share an event loop, and what appears during a run: threads, and tasks of asyncio.

mod common;

use common::lockstep;
use serde_json::Value as Json;

/// What `lockstep check` says about a scenario that begins with [`START`].
fn check(tasks: &str, args: &[&str]) -> Json {
    json("check", tasks, args)
}

fn json(command: &str, tasks: &str, args: &[&str]) -> Json {
    let arguments = [&[command, "-", "--format", "json"], args].concat();
    let (_, out, err) = lockstep(&arguments, &format!("{START}{tasks}"));
    serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"))
}

/// One account with 100, and a withdrawal in two statements.
const START: &str = r#"
import asyncio, sqlite3, threading, time
import aiosqlite

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
    db.close()
"#;

/// Of each outcome the final balance, the verdict and the number of interleavings, by balance.
fn balances(report: &Json) -> Vec<(i64, String, String)> {
    let mut all: Vec<_> = report["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| {
            let text = |name: &str| outcome[name].as_str().unwrap().to_owned();
            let balance = outcome["tables"]["account"][0]["balance"].as_i64().unwrap();
            (balance, text("verdict"), text("interleavings"))
        })
        .collect();
    all.sort();
    all
}

fn expect(tasks: &str, expected: &[(i64, &str, &str)]) -> Json {
    let report = check(tasks, &[]);
    let expected: Vec<_> = expected
        .iter()
        .map(|(balance, verdict, count)| (*balance, verdict.to_string(), count.to_string()))
        .collect();
    assert_eq!(balances(&report), expected, "{report:#}");
    report
}

#[test]
fn a_blocking_call_blocks_its_event_loop() {
    // Neither task can begin before the other has ended, and the loop begins with the first.
    expect(
        "
async def task_a():
    withdraw(10)
async def task_b():
    withdraw(20)
",
        &[(70, "serializable", "1")],
    );
}

#[test]
fn what_asyncio_orders_stays_ordered() {
    expect(
        "
async def slow(amount):
    db = connect()
    balance = db.execute('SELECT balance FROM account').fetchone()[0]
    await asyncio.sleep(0)
    db.execute('UPDATE account SET balance = ?', (balance - amount,))
async def task_a():
    await slow(10)
async def task_b():
    await slow(20)
",
        &[(80, "anomaly", "1")],
    );
}

#[test]
fn timers_of_one_moment_end_in_any_order() {
    let report = expect(
        "
async def slow(amount):
    db = connect()
    balance = db.execute('SELECT balance FROM account').fetchone()[0]
    await asyncio.sleep(0.1)
    db.execute('UPDATE account SET balance = ?', (balance - amount,))
async def task_a():
    await slow(10)
async def task_b():
    await slow(20)
",
        &[(80, "anomaly", "1"), (90, "anomaly", "1")],
    );
    assert_eq!(report["outcomes"][0]["anomalies"][0], "lost update");
}

#[test]
fn calls_on_threads_of_their_own_interleave() {
    let task = "
async def task_a():
    await asyncio.to_thread(withdraw, 10)
async def task_b():
    await asyncio.to_thread(withdraw, 20)
";
    let all = [
        (70, "serializable", "2"),
        (80, "anomaly", "2"),
        (90, "anomaly", "2"),
    ];
    expect(task, &all);
}

#[test]
fn an_asynchronous_driver_takes_a_step_for_each_statement() {
    // Four statements each: SELECT, BEGIN, UPDATE, COMMIT; the second BEGIN is deferred.
    let report = check(
        "
async def slow(amount):
    async with aiosqlite.connect('bank.db') as db:
        async with db.execute('SELECT balance FROM account') as cursor:
            balance = (await cursor.fetchone())[0]
        await db.execute('UPDATE account SET balance = ?', (balance - amount,))
        await db.commit()
async def task_a():
    await slow(10)
async def task_b():
    await slow(20)
",
        &[],
    );
    assert_eq!(report["tasks"], serde_json::json!(["a", "b"]));
    let serial = report["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|outcome| outcome["verdict"] == "serializable")
        .unwrap();
    assert_eq!(
        serial["witness"],
        serde_json::json!(["a", "a", "a", "a", "b", "b", "b", "b"])
    );
    assert_eq!(balances(&report).len(), 3, "{report:#}");
}

#[test]
fn a_coroutine_that_waits_shows_where() {
    let trace = json(
        "run",
        "
async def read(db):
    name = 'x'
    return await db.execute_fetchall('SELECT balance FROM account')
async def task_a():
    async with aiosqlite.connect('bank.db') as db:
        await read(db)
",
        &["--schedule", ""],
    );
    let frames = trace["start"]["tasks"][0]["frames"].as_array().unwrap();
    let places: Vec<_> = frames
        .iter()
        .map(|f| (f["function"].as_str(), f["line"].as_u64()))
        .collect();
    assert_eq!(
        places,
        [(Some("task_a"), Some(24)), (Some("read"), Some(21))]
    );
    assert_eq!(frames[1]["locals"][1], serde_json::json!(["name", "'x'"]));
}

#[test]
fn a_shared_connection_does_one_thing_after_the_other() {
    // b's UPDATE is asked for before a's answer has come, so it is in the transaction that a rolls back.
    let report = expect(
        "
shared = []
async def connection():
    if not shared:
        shared.append(await aiosqlite.connect('bank.db'))
    return shared[0]
async def task_a():
    db = await connection()
    await db.execute('UPDATE account SET balance = balance - 10')
    await db.rollback()
async def task_b():
    db = await connection()
    await db.execute('UPDATE account SET balance = balance - 20')
    await db.commit()
",
        &[(100, "anomaly", "1")],
    );
    assert_eq!(
        report["outcomes"][0]["witness"],
        serde_json::json!(["a", "a", "b", "a"])
    );
}

#[test]
fn threads_that_a_task_starts_are_tasks_of_the_schedule() {
    let report = expect(
        "
def task_main():
    threads = [threading.Thread(target=withdraw, args=(n,)) for n in (10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
",
        &[
            (70, "serializable", "2"),
            (80, "anomaly", "2"),
            (90, "anomaly", "2"),
        ],
    );
    let lost = &report["outcomes"][1];
    assert_eq!(
        lost["witness"],
        serde_json::json!(["main.1", "main.2", "main.2", "main.1"])
    );
    assert!(
        lost["explanation"]
            .as_str()
            .unwrap()
            .ends_with("main.2's change is lost."),
        "{lost:#}"
    );
}

#[test]
fn a_trace_lists_tasks_as_they_appear() {
    let tasks = "
def task_main():
    one = threading.Thread(target=withdraw, args=(10,))
    one.start()
    connect().execute('SELECT 1')
    two = threading.Thread(target=withdraw, args=(20,))
    two.start()
    one.join()
    two.join()
";
    let schedule = "main.1,main,main.2,main.2,main.1";
    let trace = json("run", tasks, &["--schedule", schedule]);
    assert_eq!(
        trace["tasks"],
        serde_json::json!(["main", "main.1", "main.2"])
    );
    let started = |at: usize| {
        let tasks = trace["steps"][at]["after"]["tasks"].as_array().unwrap();
        tasks.iter().any(|task| task["task"] == "main.2")
    };
    assert_eq!((started(0), started(1)), (false, true));
    assert_eq!(trace["outcome"]["tables"]["account"][0]["balance"], 90);
    // A transaction that begins has no number of rows.
    assert!(trace["steps"][1]["rowcount"].is_null());
    assert_eq!(trace["steps"][3]["rowcount"], 1);
    // Links name tasks by their places.
    let by_place = json("run", tasks, &["--schedule", "#1,#0,#2,#2,#1"]);
    assert_eq!(by_place, trace);
}

#[test]
fn an_exception_that_ends_a_thread_is_told() {
    let tasks = "
def fail():
    connect().execute('SELECT 1')
    raise ValueError('no')
def task_main():
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
";
    let trace = json("run", tasks, &["--schedule", "main.1"]);
    let output = trace["steps"][0]["output"].as_str().unwrap();
    assert!(
        output.starts_with("Exception in thread Thread-1 (fail):\nTraceback"),
        "{output}"
    );
    assert!(output.ends_with("ValueError: no\n"), "{output}");
    assert_eq!(trace["outcome"]["tasks"]["main"]["status"], "returned");
}

#[test]
fn an_event_loop_of_a_tasks_own_has_tasks_of_its_own() {
    let report = check(
        "
def task_main():
    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.to_thread(withdraw, 10))
            group.create_task(asyncio.to_thread(withdraw, 20))
    asyncio.run(main())
",
        &[],
    );
    let all = balances(&report);
    let found: Vec<_> = all.iter().map(|(b, v, n)| (*b, &v[..], &n[..])).collect();
    let expected = [
        (70, "serializable", "2"),
        (80, "anomaly", "2"),
        (90, "anomaly", "2"),
    ];
    assert_eq!(found, expected, "{report:#}");
}

#[test]
fn who_gets_a_lock_next_is_a_choice() {
    // Two wait for the lock while the first holds it: either may be the next.
    let report = check(
        "
lock = threading.Lock()
order = []
def step(name):
    with lock:
        connect().execute('SELECT 1')
        order.append(name)
    return list(order)
def task_a():
    return step('a')
def task_b():
    return step('b')
def task_c():
    return step('c')
",
        &["--concurrency", "threads"],
    );
    let orders: Vec<&str> = report["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|o| ["a", "b", "c"].map(|task| o["tasks"][task]["value"].as_str().unwrap()))
        .filter(|value| value.matches(',').count() == 2)
        .collect();
    assert!(orders.contains(&"['a', 'b', 'c']"), "{orders:?}");
    assert!(orders.contains(&"['a', 'c', 'b']"), "{orders:?}");
}

#[test]
fn tasks_that_wait_for_each_other_are_a_deadlock() {
    let report = check(
        "
async def pair(first, second):
    async with first:
        await asyncio.to_thread(connect().execute, 'SELECT 1')
        async with second:
            pass
one, two = asyncio.Lock(), asyncio.Lock()
async def task_a():
    await pair(one, two)
async def task_b():
    await pair(two, one)
",
        &[],
    );
    assert!(
        report["outcomes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|outcome| outcome["verdict"] == "deadlock"),
        "{report:#}"
    );
}

#[test]
fn sleeping_tasks_have_serial_orders() {
    expect(
        "
def nap(amount):
    db = connect()
    balance = db.execute('SELECT balance FROM account').fetchone()[0]
    time.sleep(1)
    db.execute('UPDATE account SET balance = ?', (balance - amount,))
def task_a():
    nap(10)
def task_b():
    nap(20)
",
        // Both read before time passes. Then each wakes and writes.
        &[(80, "anomaly", "6"), (90, "anomaly", "6")],
    );
}

/// Two async tasks that read, let each other go on, and write what they have read plus one.
const ASYNC_COUNTER: &str = "
import aiosqlite

async def add():
    async with aiosqlite.connect('x.db', timeout=0) as db:
        row = await (await db.execute('SELECT n FROM counter')).fetchone()
        await db.execute('UPDATE counter SET n = ?', (row[0] + 1,))
        await db.commit()

def setup():
    import sqlite3
    db = sqlite3.connect('x.db')
    db.execute('CREATE TABLE counter (n)')
    db.execute('INSERT INTO counter VALUES (0)')
    db.commit()

async def task_a():
    await add()

async def task_b():
    await add()
";

#[test]
fn strategies_that_fit_async_tasks_protect_them() {
    let verdicts = |strategy: &str| {
        let flags = ["check", "-", "--format", "json", "--strategy", strategy];
        let (_, out, err) = lockstep(&flags, ASYNC_COUNTER);
        let report: Json = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {err}"));
        ["anomaly", "aborted", "serializable"].map(|verdict| {
            let outcomes = report["outcomes"].as_array().unwrap().iter();
            let of_verdict = outcomes.filter(|outcome| outcome["verdict"] == verdict);
            let counts = of_verdict.map(|outcome| outcome["interleavings"].as_str().unwrap());
            counts
                .map(|count| count.parse::<u64>().unwrap())
                .sum::<u64>()
        })
    };
    assert_eq!(verdicts("as-written"), [28, 20, 2]);
    // One after the other, as the loop begins them.
    assert_eq!(verdicts("mutex"), [0, 0, 1]);
    // Who has been refused reads again: more often in time than not.
    assert_eq!(verdicts("retry"), [108, 20, 42]);
}

#[test]
fn who_looks_again_and_again_for_what_others_do_cannot_come_first() {
    let report = check(
        "
def setup():
    connect().execute('CREATE TABLE job (name TEXT)')
def task_reader():
    db = connect()
    while not db.execute('SELECT name FROM job').fetchone():
        time.sleep(0.5)
    return 'found'
def task_writer():
    connect().execute(\"INSERT INTO job VALUES ('x')\")
",
        &[],
    );
    for outcome in report["outcomes"].as_array().unwrap() {
        assert_eq!(outcome["verdict"], "serializable");
        assert_eq!(outcome["tasks"]["reader"]["value"], "'found'");
    }
}

#[test]
fn the_shortest_sleep_comes_to_its_end() {
    let report = check(
        "
def task_a():
    async def main():
        done = []
        async def other():
            await asyncio.sleep(0.001)
            done.append(1)
        other = asyncio.create_task(other())
        while not done:
            await asyncio.sleep(0.000001)
        return 'done'
    time.sleep(0.0000001)
    return asyncio.run(main())
",
        &[],
    );
    let outcomes = report["outcomes"].as_array().unwrap();
    assert_eq!(outcomes.len(), 1);
    assert_eq!(outcomes[0]["tasks"]["a"]["value"], "'done'");
}
