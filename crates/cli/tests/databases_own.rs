//! The tests that the package `databases` has itself: each passes in every interleaving.

mod common;

use common::lockstep;
use serde_json::Value as Json;

const TESTS: &str = include_str!("databases_own/tests.py");

#[test]
fn they_pass_in_every_interleaving() {
    let names = TESTS.lines().filter_map(|line| {
        let head = line.strip_prefix("async def ")?;
        head.split_once('(').map(|(name, _)| name)
    });
    let (mut failed, mut several, mut run) = (String::new(), 0, 0);
    for name in names {
        let urls = match name {
            "test_connection_context_multiple_databases" => "'sqlite:///testsuite', 'sqlite:///2'",
            _ => "'sqlite:///testsuite'",
        };
        let task = format!("\n\ndef task_pytest():\n    return asyncio.run({name}({urls}))\n");
        let source = format!("{TESTS}{task}");
        let (_, out, err) = lockstep(&["check", "-", "--format", "json"], &source);
        let report: Json =
            serde_json::from_str(&out).unwrap_or_else(|e| panic!("{name}: {e}: {err}"));
        assert_eq!(report["complete"], true, "{name}");
        for outcome in report["outcomes"].as_array().unwrap() {
            if outcome["tasks"]["pytest"]["value"] != "None" {
                failed += &format!("{name}: {outcome:#}\n");
            }
        }
        several += usize::from(report["interleavings"] != "1");
        run += 1;
    }
    assert!(failed.is_empty(), "{failed}");
    // What runs concurrently can do so in more ways than one.
    assert!(several >= 5, "{several} of {run}");
    assert_eq!(run, 28);
}
