//! What the explorer does with a suspended task between two of its statements.

use std::rc::Rc;
use std::time::{Duration, Instant};

use lockstep_python::{Data, HostCall, Library, Limits, Process, Stop, ThreadId};

/// A task as scenarios have them: a model's objects, a transaction, a helper function.
const SCENARIO: &str = "
from django.db import models, transaction

class Account(models.Model):
    balance = models.IntegerField()

def transfer(from_id, to_id, amount):
    with transaction.atomic():
        source = Account.objects.get(id=from_id)
        target = Account.objects.get(id=to_id)
        source.balance -= amount
        target.balance += amount
        source.save()
        target.save()

def task_alice():
    for amount in (10, 20):
        transfer(1, 2, amount)
";

/// The digest of a typical suspended task may take this long.
const GOAL: Duration = Duration::from_micros(2);
/// Times are those of the best of so many rounds of so many.
const ROUNDS: u32 = 20;
const REPEAT: u32 = 200;

/// Goes through the task's statements and measures at each of them.
pub fn measure() {
    let mut library = Library::new();
    for (name, source) in lockstep_django::modules() {
        library.module(name, source);
    }
    let library = Rc::new(library);
    let code = library
        .compile(SCENARIO, "scenario.py")
        .expect("it is Python");
    let mut process = Process::new(&library, Limits::default());
    let main = process.load(&code, "scenario");
    let mut stop = process.run(main);
    while let Stop::Call(call) = &stop {
        stop = process.resume(main, answer(call));
    }
    assert!(matches!(stop, Stop::Finished { .. }), "{stop:?}");
    process.freeze();
    let task = process.lookup("task_alice").expect("it is defined");
    let thread = process.spawn(task, Vec::new());

    println!(
        "{:<12} {:>9} {:>9} {:>9} {:>9} {:>9}  (µs, at each statement of a task)",
        "statement", "digest", "thread's", "snapshot", "frames()", "step"
    );
    let mut stop = process.run(thread);
    let mut digests = Vec::new();
    while let Stop::Call(call) = &stop {
        let answered = answer(call);
        if call.name == "execute" {
            let digest = time(|| process.digest());
            let own = time(|| process.digest_thread(thread));
            let snapshot = time(|| process.clone());
            let frames = time(|| process.frames(thread));
            let step = step(&process, thread, &answered);
            let verb = call.args.get(1).and_then(Data::as_str).unwrap_or("?");
            let verb = verb.split(' ').next().unwrap_or("?");
            println!(
                "{verb:<12} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>9.2}",
                micros(digest),
                micros(own),
                micros(snapshot),
                micros(frames),
                micros(step)
            );
            digests.push(digest);
        }
        stop = process.resume(thread, answered);
    }
    assert!(matches!(stop, Stop::Finished { .. }), "{stop:?}");
    let mean = digests.iter().sum::<Duration>() / digests.len().max(1) as u32;
    println!(
        "digest: {:.2} µs on average; goal: at most {:.0} µs: {}",
        micros(mean),
        micros(GOAL),
        if mean <= GOAL { "met" } else { "missed" }
    );
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The time that the work takes when nothing disturbs it.
fn time<T>(mut work: impl FnMut() -> T) -> Duration {
    let round = |_| {
        let start = Instant::now();
        for _ in 0..REPEAT {
            std::hint::black_box(work());
        }
        start.elapsed() / REPEAT
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

/// From this statement to the next one, on snapshots that are made beforehand.
fn step(process: &Process, thread: ThreadId, answered: &Data) -> Duration {
    let step = |mut copy: Process| {
        let start = Instant::now();
        let mut stop = copy.resume(thread, answered.clone());
        while let Stop::Call(call) = &stop {
            if call.name == "execute" {
                break;
            }
            stop = copy.resume(thread, answer(call));
        }
        start.elapsed()
    };
    let copies: Vec<Process> = (0..REPEAT).map(|_| process.clone()).collect();
    copies.into_iter().map(step).min().unwrap_or_default()
}

/// What the engine and a database would answer.
fn answer(call: &HostCall) -> Data {
    let row = Data::Tuple(vec![Data::Int(1), Data::Int(100)]);
    match call.name.as_str() {
        "connect" => Data::Int(0),
        "in_transaction" => Data::Bool(false),
        "task" => Data::from("alice"),
        "now" => Data::Float(1_700_000_000.0),
        "setting" => match call.args.first().and_then(Data::as_str) {
            Some("begin") => Data::from("deferred"),
            Some("django") => Data::from("5"),
            Some("isolation") => Data::from("read-committed"),
            _ => Data::None,
        },
        "execute" => {
            let sql = call.args.get(1).and_then(Data::as_str).unwrap_or("");
            let rows = if sql.starts_with("SELECT") {
                vec![row]
            } else {
                Vec::new()
            };
            Data::Tuple(vec![
                Data::from("ok"),
                Data::List(vec![Data::from("id"), Data::from("balance")]),
                Data::List(rows),
                Data::Int(1),
                Data::None,
            ])
        }
        _ => Data::None,
    }
}
