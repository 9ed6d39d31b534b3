//! A few schedules drawn at random, among outcomes that are known.

use super::{Check, Listed};
use lockstep_explorer::{Random, System};
use lockstep_scenario::{Problem, RandomRun, RandomRuns};

/// A run that has taken so many steps is given up.
const MAX_RUN_STEPS: usize = 2_000;

/// Most steps that all runs together may take: whoever asks waits for the answer.
const MAX_STEPS: usize = 40_000;

impl Check {
    /// Draws schedules at random and runs each of them, from its beginning and without what the
    /// exploration knows; only which of the report's outcomes it came to is looked up.
    ///
    /// # Errors
    /// If the scenario turns out to be one that cannot be run.
    ///
    /// ```
    /// use lockstep_engine::{Check, CheckState, Limits};
    /// let scenario = lockstep_scenario::gallery_entry("transfer").unwrap().scenario();
    /// let mut check = Check::new(&scenario, "transfer.py", Limits::default()).unwrap();
    /// while check.advance(1000).unwrap() == CheckState::Running {}
    /// let report = check.report().unwrap();
    /// let drawn = check.random_runs(100, 7).unwrap();
    /// assert_eq!(drawn.runs.len(), 100);
    /// assert_eq!(check.random_runs(100, 7).unwrap(), drawn);
    /// for run in &drawn.runs {
    ///     let outcome = &report.outcomes[run.outcome.unwrap()];
    ///     assert_eq!(check.trace(&run.schedule).unwrap().outcome.unwrap().tables, outcome.tables);
    /// }
    /// ```
    pub fn random_runs(&mut self, runs: u32, seed: u32) -> Result<RandomRuns, Problem> {
        let mut random = Random::new(u64::from(seed));
        let mut drawn = Vec::new();
        let mut steps = 0;
        while drawn.len() < runs as usize && steps < MAX_STEPS {
            let world = self.inner.exploration_mut().system_mut();
            world.reset();
            let mut schedule = Vec::new();
            let mut ready = Vec::new();
            let ending = loop {
                ready.clear();
                world.enabled(&mut ready);
                if ready.is_empty() {
                    break Some(world.outcome()?);
                }
                if schedule.len() == MAX_RUN_STEPS {
                    break None;
                }
                let task = ready[random.below(ready.len())];
                schedule.push(world.name(task).to_owned());
                world.step(task)?;
            };
            steps += schedule.len();
            let mut outcomes = self.inner.exploration().outcomes();
            let id = ending.and_then(|ending| outcomes.position(|outcome| *outcome == ending));
            drawn.push(RandomRun {
                schedule,
                outcome: id.and_then(|id| self.place_in_report(Listed::Outcome(id))),
            });
        }
        Ok(RandomRuns { seed, runs: drawn })
    }

    /// Where the last report has it.
    pub(super) fn place_in_report(&self, wanted: Listed) -> Option<usize> {
        self.listed.iter().position(|listed| *listed == wanted)
    }
}
