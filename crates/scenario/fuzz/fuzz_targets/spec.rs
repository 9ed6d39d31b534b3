//! Any text as a `.spec` file: read, or refused with a place inside of it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use lockstep_scenario::Spec;

fuzz_target!(|data: &[u8]| {
    let Ok(source) = std::str::from_utf8(data) else {
        return;
    };
    let lines = source.split('\n').count() as u32;
    match Spec::parse(source) {
        Err(problem) => {
            assert!(!problem.message.is_empty());
            let line = problem.line.expect("what is wrong stands somewhere");
            assert!(line >= 1 && line <= lines, "{problem:?}");
            assert!(
                problem.column.is_none_or(|column| column >= 1),
                "{problem:?}"
            );
        }
        Ok(spec) => {
            assert!(!spec.sessions.is_empty());
            for session in &spec.sessions {
                for step in &session.steps {
                    assert!(step.sql.line >= 1 && step.sql.line <= lines, "{step:?}");
                }
            }
        }
    }
});
