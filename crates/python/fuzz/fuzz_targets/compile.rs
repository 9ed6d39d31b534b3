//! Any text: compiled, or refused with a place inside of it.

#![no_main]

use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target};
use lockstep_python::compile;
use lockstep_python_fuzz::{crossed, mutated};

fuzz_target!(|data: &[u8]| {
    let Ok(source) = std::str::from_utf8(data) else {
        return;
    };
    if let Err(error) = compile(source, "fuzz.py") {
        assert!(error.line >= 1 && error.column >= 1, "{error:?}");
        let lines = source.split(['\n', '\r']).count();
        assert!(error.line as usize <= lines + 1, "{error:?}");
        assert!(!error.message.is_empty());
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutated(data, size, max_size, seed)
});

fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
    crossed(one, other, out, seed)
});
