//! A scenario's schedules drawn at random, where there are too many interleavings to explore all.

use crate::anomaly;
use crate::any_database::AnyDatabase;
use crate::check::{MAX_EXPLAINED, world};
use crate::ending::Ending;
use crate::report::{outcome_of, verdict};
use crate::world::{MAX_TASK_STEPS, World};
use lockstep_explorer::{self as explorer, Limits, interval_95};
use lockstep_scenario::{Problem, Sample, SampledOutcome, Scenario, Settings, Verdict};
use std::cmp::Reverse;

/// Schedules drawn at random, in slices as long as the caller likes.
///
/// ```
/// use lockstep_engine::Sampling;
/// let mut scenario = lockstep_scenario::gallery_entry("transfer").unwrap().scenario();
/// scenario.settings.set("busy-timeout", "0").unwrap();
/// let mut sampling = Sampling::new(&scenario, "transfer.py", 100, 0).unwrap();
/// while sampling.advance(1000).unwrap() {}
/// let sample = sampling.sample().unwrap();
/// assert_eq!((sample.sampled, sample.complete), (100, false));
/// ```
pub struct Sampling {
    file: String,
    settings: Settings,
    seed: u32,
    inner: explorer::Sampling<World<AnyDatabase>>,
}

impl Sampling {
    /// Reads a scenario and runs it up to the first choice.
    ///
    /// # Errors
    /// What is wrong with the scenario, with a place where there is one.
    pub fn new(
        scenario: &Scenario,
        file: &str,
        schedules: u64,
        seed: u32,
    ) -> Result<Sampling, Problem> {
        let limits = Limits {
            // A task that is stopped for not ending would end the whole sample.
            depth: MAX_TASK_STEPS as usize,
            ..Limits::default()
        };
        let world = world(scenario)?;
        Ok(Sampling {
            file: file.to_owned(),
            settings: scenario.settings.clone(),
            seed,
            inner: explorer::Sampling::new(world, limits, schedules, u64::from(seed)),
        })
    }

    /// Goes on for about so many steps. Whether there is more to do.
    ///
    /// # Errors
    /// If the scenario turns out to be one that cannot be run.
    pub fn advance(&mut self, steps: usize) -> Result<bool, Problem> {
        self.inner.advance(steps)
    }

    /// Where there are copies: what each of them comes to along the schedules that are shown.
    fn endings_of_copies(&mut self) -> Result<Vec<Option<Ending>>, Problem> {
        let any = !self.inner.system().program().copies.is_empty();
        let drawn = self.inner.sample().outcomes;
        let schedules: Vec<Vec<_>> = drawn.iter().map(|drawn| drawn.schedule.to_vec()).collect();
        let world = self.inner.system_mut();
        let endings = schedules.iter().map(|schedule| match any {
            true => world.ending_of(schedule),
            false => Ok(None),
        });
        endings.collect()
    }

    /// What was drawn so far.
    ///
    /// # Errors
    /// If a schedule cannot be replayed, which would be a mistake of the engine.
    pub fn sample(&mut self) -> Result<Sample, Problem> {
        let endings = self.endings_of_copies()?;
        let sample = self.inner.sample();
        let world = self.inner.system();
        let mut found = Vec::with_capacity(sample.outcomes.len());
        for (drawn, ending) in sample.outcomes.iter().zip(&endings) {
            let schedule = drawn.schedule.to_vec();
            let mut outcome = outcome_of(world, ending.as_ref().unwrap_or(drawn.outcome));
            outcome.witness = names(world, &schedule);
            let verdict = drawn.verdict.map(verdict);
            found.push((Reverse(drawn.schedules), schedule, verdict, outcome));
        }
        found.sort_by(|(a, a_schedule, ..), (b, b_schedule, ..)| {
            a.cmp(b).then_with(|| a_schedule.cmp(b_schedule))
        });
        let (drawn, unended, steps) = (sample.drawn, sample.unended, sample.steps);
        let tasks = names(world, &(0..world.program().tasks.len()).collect::<Vec<_>>());
        let world = self.inner.system_mut();
        let anomalies = found
            .iter_mut()
            .filter(|(_, _, verdict, _)| *verdict == Some(Verdict::Anomaly));
        for (_, schedule, _, outcome) in anomalies.take(MAX_EXPLAINED) {
            if let Some(anomaly) = anomaly::explain(world, schedule)? {
                anomaly.describe(outcome);
            }
        }
        let outcomes = found
            .into_iter()
            .map(|(Reverse(sampled), _, verdict, outcome)| SampledOutcome {
                sampled,
                probability: sampled as f64 / drawn as f64,
                interval: interval_95(sampled, drawn),
                verdict,
                anomalies: outcome.anomalies,
                explanation: outcome.explanation,
                marked: outcome.marked,
                tables: outcome.tables,
                tasks: outcome.tasks,
                invariants: outcome.invariants,
                schedule: outcome.witness,
            });
        Ok(Sample {
            lockstep: 1,
            file: self.file.clone(),
            settings: self.settings.clone(),
            tasks,
            complete: false,
            sampled: drawn,
            seed: self.seed,
            unended,
            unseen: interval_95(0, drawn)[1],
            steps,
            wall_ms: 0.0,
            outcomes: outcomes.collect(),
        })
    }
}

fn names(world: &World<AnyDatabase>, schedule: &[explorer::Task]) -> Vec<String> {
    schedule.iter().map(|t| world.name(*t).to_owned()).collect()
}
