//! Digests, held against random programs: processes with equal digests go on equally.

mod common;

use std::collections::HashMap;
use std::fmt::Write as _;

use common::library_that_asks;
use lockstep_python::{Data, Limits, Process, Stop, ThreadId};

/// Ways into each program; they differ in what they allocate and in what they leave behind.
const WAYS: i64 = 6;
const PROGRAMS: u64 = 60;

const START: &str = "
from host import ask

class Box:
    def __init__(self, x):
        self.x = x

def task(n):
    a, b, c, d = [1, 2], {1: 'one'}, {3, 4}, Box(5)
    e = a
    g = (x * 2 for x in a)
    f = lambda: (a, b)
    k = 0
";

/// Whatever there is to tell the values apart: contents, order, identity.
const END: &str = "
    a.append('end')
    d.x = [d.x]
    b[len(b)] = 'end'
    return (a, list(b.items()), list(c), sorted(vars(d).items(), key=repr), e, k, list(g), f(), e is a, e is d.x[0],
            f()[0] is a, f()[1] is b)
";

/// What may happen to the values. Most of it leads to few different states.
const CHANGES: &[&str] = &[
    "a.append(1)",
    "a.append(k)",
    "a = list(a)",
    "a = a[::-1]",
    "a[:] = [1, 2]",
    "a.pop() if a else None",
    "a = [1, 2]",
    "b[1] = 'one'",
    "b[2] = a",
    "b.pop(2, None)",
    "b = dict(b)",
    "b = {k: v for k, v in sorted(b.items(), key=repr)}",
    "c.add(k)",
    "c.discard(3)",
    "c = set(list(c))",
    "c = {3, 4}",
    "d = Box(5)",
    "d = Box(d.x)",
    "d.x = a",
    "d.x = 5",
    "d.y = 1",
    "d.__dict__.pop('y', None)",
    "e = a",
    "e = list(a)",
    "e = (a, d)",
    "e = None",
    "k += 1",
    "k = 0",
    "next(g, None)",
    "g = iter([2, 4])",
    "g = (x * 2 for x in (1, 2))",
    "f = lambda: (a, b)",
    "f = lambda a=a, b=b: (a, b)",
    "junk = [[i] for i in range(30)]; del junk",
    "waste = Box([k] * 3)",
    "try:\n        raise ValueError(k)\n    except ValueError as error:\n        k = error.args[0]",
];

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// A program that goes several ways to its first stop, and on from there by the answers.
fn program(seed: u64) -> String {
    let mut random = Random(seed);
    let mut source = START.to_string();
    let changes = |source: &mut String, random: &mut Random, condition: &str| {
        for _ in 0..2 + random.below(5) {
            let change = CHANGES[random.below(CHANGES.len())];
            let value = random.below(3);
            match random.below(3) {
                0 => {
                    let _ = writeln!(source, "    {change}");
                }
                _ => {
                    let change = change.replace("\n", "\n    ");
                    let _ = writeln!(
                        source,
                        "    if {condition} % 3 == {value}:\n        {change}"
                    );
                }
            }
        }
    };
    changes(&mut source, &mut random, "n");
    // What led here is dead now.
    source.push_str("    junk = waste = None\n    r = ask()\n");
    changes(&mut source, &mut random, "r");
    source.push_str("    r = ask()\n");
    changes(&mut source, &mut random, "r");
    source.push_str(END);
    source
}

/// What comes of a process with these answers.
fn future(process: &Process, thread: ThreadId, answers: &[i64]) -> String {
    let mut process = process.clone();
    let mut stop = None;
    for answer in answers {
        stop = Some(process.resume(thread, Data::Int(*answer)));
        if !matches!(stop, Some(Stop::Call(_))) {
            break;
        }
    }
    format!("{stop:?}, {:?}", process.take_output(thread))
}

#[test]
fn equal_digests_have_equal_futures() {
    let library = library_that_asks();
    let (mut states, mut merged) = (0, 0);
    for seed in 0..PROGRAMS {
        let source = program(seed);
        let code = library
            .compile(&source, "random.py")
            .unwrap_or_else(|error| panic!("{error}\n{source}"));
        let mut image = Process::new(&library, Limits::default());
        let main = image.load(&code, "scenario");
        assert!(matches!(image.run(main), Stop::Finished { .. }));
        image.freeze();
        let task = image.lookup("task").expect("defined");
        // By stop, for the answers that are left differ.
        let mut known: HashMap<(usize, u128), (Vec<String>, i64)> = HashMap::new();
        for way in 0..WAYS {
            let mut process = image.clone();
            let way_value = process.value(&Data::Int(way));
            let thread = process.spawn(task, vec![way_value]);
            let mut stop = process.run(thread);
            let mut number = 0;
            while let Stop::Call(_) = stop {
                let mut futures = Vec::new();
                for first in 0..3 {
                    futures.push(future(&process, thread, &[first, 0]));
                    futures.push(future(&process, thread, &[first, 2]));
                }
                let digest = process.digest();
                assert_eq!(
                    digest,
                    process.clone().digest(),
                    "a snapshot is the same state"
                );
                states += 1;
                if let Some((others, other)) = known.get(&(number, digest)) {
                    merged += 1;
                    assert_eq!(
                        &futures, others,
                        "ways {other} and {way} have equal digests at stop {number} of\n{source}"
                    );
                } else {
                    known.insert((number, digest), (futures, way));
                }
                stop = process.resume(thread, Data::Int(0));
                number += 1;
            }
        }
    }
    // It would prove nothing if no two ever met, or if all did.
    assert!(
        merged * 10 > states,
        "{merged} of {states} states are equal to an earlier one"
    );
    assert!(
        merged * 10 < states * 9,
        "{merged} of {states} states are equal to an earlier one"
    );
}
