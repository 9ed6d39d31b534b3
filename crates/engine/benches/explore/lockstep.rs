//! Lockstep's own figures.

use crate::cases::Case;
use crate::{best, duration};
use lockstep_engine::{Check, CheckState, Limits};
use lockstep_explorer::{Exploration, Progress, toy};
use std::error::Error;
use std::time::{Duration, Instant};

/// A whole check, from the text of the scenario to the report.
pub struct Checked {
    /// Seconds to read the scenario, create the tables and come to the first choice.
    pub reading: f64,
    /// Seconds for all the rest, the report included.
    pub exploring: f64,
    pub interleavings: u64,
    pub states: u64,
    pub outcomes: usize,
    /// How many interleavings lead to each outcome, most first.
    pub shares: Vec<u64>,
}

impl Checked {
    pub fn seconds(&self) -> f64 {
        self.reading + self.exploring
    }
}

/// What the two parts of a check may take at most, together: 3 × 4 steps.
const GOAL: f64 = 0.025;
/// The same on the PostgreSQL profile, and two tasks in transactions there.
const GOAL_POSTGRES: f64 = 0.060;
const GOAL_POSTGRES_TRANSACTIONS: f64 = 0.020;
const GOAL_ONE_BY_ONE: f64 = 60_000.0;
const GOAL_BYTES: usize = 64 << 20;

/// Checks the case again and again; the best times count.
pub fn check(case: Case) -> Result<Checked, Box<dyn Error>> {
    let scenario = case.scenario();
    let (reading, _) = best(|| {
        let start = Instant::now();
        let check = Check::new(&scenario, "transfer.py", Limits::default()).map_err(explain)?;
        Ok((check, Some(start.elapsed())))
    })?;
    let (exploring, report) = best(|| {
        let mut check = Check::new(&scenario, "transfer.py", Limits::default()).map_err(explain)?;
        let start = Instant::now();
        while check.advance(10_000).map_err(explain)? == CheckState::Running {}
        let report = check.report().map_err(explain)?;
        Ok((report, Some(start.elapsed())))
    })?;
    if !report.complete {
        return Err("it was too much for the limits".into());
    }
    let counts = report.outcomes.iter().map(|o| o.interleavings.parse());
    Ok(Checked {
        reading,
        exploring,
        interleavings: report.interleavings.parse()?,
        states: report.states,
        outcomes: report.outcomes.len(),
        shares: sorted(counts.collect::<Result<_, _>>()?),
    })
}

/// Seconds to run each interleaving by itself, the scenario already read; and how many lead to each outcome.
pub fn one_by_one(case: Case) -> Result<(f64, Vec<u64>), Box<dyn Error>> {
    let scenario = case.scenario();
    let (seconds, run) = best(|| {
        let mut check = Check::new(&scenario, "transfer.py", Limits::default()).map_err(explain)?;
        let start = Instant::now();
        let run = check.one_by_one(u64::MAX).map_err(explain)?;
        Ok((run, Some(start.elapsed())))
    })?;
    Ok((seconds, sorted(run.outcomes)))
}

/// Runs at most so many interleavings, once: the time, and how many they were.
pub fn some_one_by_one(case: Case, limit: u64) -> Result<(Duration, u64), Box<dyn Error>> {
    let mut check =
        Check::new(&case.scenario(), "transfer.py", Limits::default()).map_err(explain)?;
    let start = Instant::now();
    let run = check.one_by_one(limit).map_err(explain)?;
    Ok((start.elapsed(), run.interleavings))
}

/// Explores the case once, the scenario already read: seconds and states. `None` if it takes longer than `most`
/// seconds, or more than the limits.
pub fn explore(case: Case, most: f64) -> Result<Option<(f64, u64)>, Box<dyn Error>> {
    let mut check =
        Check::new(&case.scenario(), "transfer.py", Limits::default()).map_err(explain)?;
    let start = Instant::now();
    loop {
        let state = check.advance(10_000).map_err(explain)?;
        let seconds = start.elapsed().as_secs_f64();
        match state {
            _ if seconds > most => return Ok(None),
            CheckState::Running => {}
            CheckState::Complete => return Ok(Some((seconds, check.figures().0))),
            CheckState::OverBudget => return Ok(None),
        }
    }
}

/// The figures that have a goal.
pub fn print_goals() -> Result<(), Box<dyn Error>> {
    let case = Case::new(3, 2);
    let checked = check(case)?;
    println!("\ngoals");
    let goal = |what: String, goal: String, met: bool| {
        println!(
            "{what:66} goal: {goal:16} {}",
            if met { "met" } else { "missed" }
        );
    };
    for (what, seconds) in [
        ("with reading the scenario", checked.seconds()),
        ("without", checked.exploring),
    ] {
        goal(
            format!("{}, {what}: {}", case.title(), duration(seconds)),
            format!("at most {}", duration(GOAL)),
            seconds <= GOAL,
        );
    }
    for (case, most) in [
        (case, GOAL_POSTGRES),
        (
            Case::new(2, 2).in_transactions(),
            GOAL_POSTGRES_TRANSACTIONS,
        ),
    ] {
        let seconds = check(case.on_postgres())?.seconds();
        goal(
            format!(
                "{}, on the PostgreSQL profile: {}",
                case.title(),
                duration(seconds)
            ),
            format!("at most {}", duration(most)),
            seconds <= most,
        );
    }
    let (seconds, outcomes) = one_by_one(case)?;
    let rate = outcomes.iter().sum::<u64>() as f64 / seconds;
    goal(
        format!("one by one: {rate:.0} interleavings a second"),
        format!("at least {GOAL_ONE_BY_ONE:.0}"),
        rate >= GOAL_ONE_BY_ONE,
    );
    let (states, bytes) = million_states();
    goal(
        format!(
            "the explorer's memory for {states} states: {} MB",
            bytes >> 20
        ),
        format!("at most {} MB", GOAL_BYTES >> 20),
        bytes <= GOAL_BYTES,
    );
    Ok(())
}

/// The most that the explorer's tables hold for a million states: six counters to nine.
fn million_states() -> (usize, usize) {
    let mut exploration = Exploration::new(toy::counters(6, 9), Limits::default());
    let mut most = 0;
    while exploration.advance(100_000) == Progress::Running {
        most = most.max(exploration.figures().bytes);
    }
    (exploration.figures().states, most)
}

fn explain(problem: lockstep_scenario::Problem) -> Box<dyn Error> {
    problem.message.into()
}

fn sorted(mut counts: Vec<u64>) -> Vec<u64> {
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts
}
