//! Any program, within limits: it ends, and snapshots and digests hold along the way.

#![no_main]

use std::rc::Rc;

use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target};
use lockstep_python::{Data, HostCall, Library, Limits, Process, Stop};
use lockstep_python_fuzz::{crossed, mutated};

const LIMITS: Limits = Limits {
    fuel: 300_000,
    heap_bytes: 16 << 20,
    recursion: 1000,
    object_size: 1 << 20,
    output_bytes: 1 << 16,
};
/// Host calls that are answered.
const CALLS: usize = 20;

thread_local! {
    static LIBRARY: Rc<Library> = {
        let mut library = Library::new();
        library.module("host", "from _host import call\ndef ask(*args):\n    return call('ask', *args)\n");
        Rc::new(library)
    };
}

fuzz_target!(|data: &[u8]| {
    let Ok(source) = std::str::from_utf8(data) else {
        return;
    };
    let library = LIBRARY.with(Rc::clone);
    let Ok(code) = library.compile(source, "fuzz.py") else {
        return;
    };
    let mut process = Process::new(&library, LIMITS);
    let thread = process.load(&code, "scenario");
    let mut stop = process.run(thread);
    for number in 0..CALLS {
        let Stop::Call(call) = &stop else { break };
        let answer = answer(call, number);
        // A snapshot is in the same state, and goes on in the same way.
        let mut copy = process.clone();
        let before = process.digest();
        assert_eq!(before, copy.digest(), "the digest of a snapshot");
        assert_eq!(process.frames(thread), copy.frames(thread));
        stop = process.resume(thread, answer.clone());
        let again = copy.resume(thread, answer);
        assert_eq!(stop, again, "a snapshot went another way");
        assert_eq!(process.digest(), copy.digest(), "the digest after a step");
    }
    process.take_output(thread);
});

fn answer(call: &HostCall, number: usize) -> Data {
    match (call.name.as_str(), number % 4) {
        ("now", _) => Data::Float(1_700_000_000.0 + number as f64),
        ("ask", 0) => Data::Int(number as i64),
        ("ask", 1) => Data::from("text"),
        ("ask", 2) => Data::List(vec![Data::Int(1), Data::None]),
        ("wait", _) => Data::Bool(number.is_multiple_of(2)),
        _ => Data::None,
    }
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutated(data, size, max_size, seed)
});

fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
    crossed(one, other, out, seed)
});
