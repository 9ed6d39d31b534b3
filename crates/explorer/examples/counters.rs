//! How fast and how small the explorer is, on tasks that cost next to nothing themselves.
//!
//! `cargo run --release -p lockstep-explorer --example counters`

use lockstep_explorer::{Exploration, Limits, Progress, enumerate, toy};
use std::time::Instant;

fn main() {
    println!(
        "{:>6} {:>6} {:>9} {:>9} {:>11} {:>11} {:>12} {:>11} {:>9} {:>11}  interleavings",
        "tasks",
        "steps",
        "states",
        "edges",
        "explore ms",
        "states/s",
        "edges/s",
        "bytes/state",
        "tally ms",
        "witness ms",
    );
    for (tasks, steps) in [
        (2, 4),
        (3, 4),
        (2, 200),
        (4, 10),
        (6, 5),
        (3, 99),
        (4, 30),
        (6, 9),
    ] {
        let limits = Limits {
            states: 2_000_000,
            ..Limits::default()
        };
        let mut exploration = Exploration::new(toy::counters(tasks, steps), limits);
        let mut largest = 0;
        let start = Instant::now();
        while exploration.advance(10_000) == Progress::Running {
            largest = largest.max(exploration.figures().bytes);
        }
        let explored = start.elapsed().as_secs_f64();
        let figures = exploration.figures();
        let start = Instant::now();
        let tally = exploration.tally();
        let tallied = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let witness = exploration.witnesses().to_outcome(0).unwrap_or_default();
        let witnessed = start.elapsed().as_secs_f64();
        assert_eq!(witness.len(), tasks * usize::from(steps));
        println!(
            "{tasks:>6} {steps:>6} {:>9} {:>9} {:>11.2} {:>11.0} {:>12.0} {:>11.1} {:>9.2} {:>11.2}  {}",
            figures.states,
            figures.edges,
            explored * 1e3,
            figures.states as f64 / explored,
            figures.edges as f64 / explored,
            largest.max(figures.bytes) as f64 / figures.states as f64,
            tallied * 1e3,
            witnessed * 1e3,
            short(&tally.interleavings.to_string()),
        );
    }
    let start = Instant::now();
    let all = enumerate(&mut toy::counters(3, 4), u64::MAX, 100);
    let Ok(all) = all;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "run by run, 3 × 4: {} interleavings in {:.2} ms, {:.0} a second",
        all.interleavings,
        seconds * 1e3,
        all.interleavings as f64 / seconds
    );
    if let Some(peak) = peak_memory() {
        println!("largest memory of the whole program: {peak}");
    }
}

/// The first and last digits of a long number.
fn short(number: &str) -> String {
    match number.len() {
        0..=30 => number.to_owned(),
        len => format!("{}…{} ({len} digits)", &number[..10], &number[len - 10..]),
    }
}

/// As Linux tells it.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(
        line.split_whitespace()
            .skip(1)
            .collect::<Vec<_>>()
            .join(" "),
    )
}
