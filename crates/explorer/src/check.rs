//! Exploring and judging in one.

use crate::judge::Judge;
use crate::{
    Count, Exploration, Figures, Judged, Limit, Limits, Loop, OutcomeId, Part, Progress, Serial,
    System, Task, Verdict,
};

/// Runs the serial orders, explores all interleavings, and judges each outcome as it is found: in
/// slices, with a [`Report`] whenever one is wanted.
///
/// ```
/// use lockstep_explorer::{Check, Limits, Progress, Verdict, toy};
///
/// let mut check = Check::new(toy::philosophers(3), Limits::default());
/// while check.advance(500) == Progress::Running {}
/// let report = check.report();
/// let stuck = report.outcomes.iter().find(|found| found.verdict == Some(Verdict::Deadlock)).unwrap();
/// assert_eq!(check.witness(stuck.id), Some(vec![0, 1, 2])); // each takes the fork on the left
/// ```
pub struct Check<S: System> {
    exploration: Exploration<S>,
    judge: Judge<S>,
    limits: Limits,
    progress: Progress,
    problem: Option<S::Problem>,
}

/// Everything found so far.
#[derive(Clone, Debug)]
pub struct Report<'a, O> {
    /// Where the check stands. Unless it is [`Progress::Complete`], all counts are "at least".
    pub progress: Progress,
    /// All interleavings.
    pub interleavings: Count,
    /// The outcomes, in the order they were found.
    pub outcomes: Vec<Found<'a, O>>,
    /// Where tasks can go round, livelocks first.
    pub loops: Vec<Loop>,
    /// The probability of coming to where nothing is explored yet.
    pub unexplored: f64,
    /// How much work has been done.
    pub figures: Figures,
}

/// An outcome, and what is known of it.
#[derive(Clone, Debug)]
pub struct Found<'a, O> {
    /// Its number.
    pub id: OutcomeId,
    /// Itself.
    pub outcome: &'a O,
    /// How many interleavings lead to it.
    pub interleavings: Count,
    /// How likely it is under a scheduler that picks evenly among the enabled tasks.
    pub probability: f64,
    /// What it is worth; `None` while the serial orders that decide it have not been run.
    pub verdict: Option<Verdict>,
    /// The serial order that explains it, if it is serializable or aborted.
    pub serial_order: Option<&'a [Task]>,
}

impl<S: System> Check<S>
where
    S::Outcome: Judged,
{
    /// Nothing is done yet. The limits hold for the exploration; for all serial orders together
    /// that of the steps, once more.
    pub fn new(system: S, limits: Limits) -> Self {
        Self::of(Exploration::new(system, limits), limits)
    }

    /// As [`new`](Self::new), of [one part](Exploration::part) of all schedules.
    ///
    /// # Errors
    /// The system could not go on.
    pub fn part(system: S, limits: Limits, part: Part) -> Result<Self, S::Problem> {
        Ok(Self::of(Exploration::part(system, limits, part)?, limits))
    }

    fn of(exploration: Exploration<S>, limits: Limits) -> Self {
        Self {
            progress: exploration.progress(),
            exploration,
            judge: Judge::new(),
            limits,
            problem: None,
        }
    }

    /// Goes on for about `budget` steps of the system.
    pub fn advance(&mut self, budget: usize) -> Progress {
        let mut left = budget;
        while left > 0 && self.progress == Progress::Running {
            if self.judge.wants_step() {
                self.serial_step();
                left -= 1;
            } else {
                let before = self.exploration.figures().steps;
                let progress = self.exploration.advance(left);
                let taken = self.exploration.figures().steps - before;
                left = left.saturating_sub((taken as usize).max(1));
                if progress == Progress::Problem {
                    self.progress = progress;
                    break;
                }
                self.judge.judge(self.exploration.outcomes());
                if !self.judge.wants_step() {
                    self.progress = progress;
                }
            }
        }
        self.progress
    }

    fn serial_step(&mut self) {
        if self.judge.steps >= self.limits.steps {
            self.progress = Progress::OverBudget(Limit::Steps);
            return;
        }
        match self.judge.step(self.exploration.system_mut()) {
            Ok(false) => {}
            Ok(true) => {
                self.judge.judge(self.exploration.outcomes());
                let explored = self.exploration.progress();
                if explored != Progress::Running && !self.judge.wants_step() {
                    self.progress = explored;
                }
            }
            Err(problem) => {
                self.problem = Some(problem);
                self.progress = Progress::Problem;
            }
        }
    }

    /// Everything found so far.
    pub fn report(&self) -> Report<'_, S::Outcome> {
        let tally = self.exploration.tally();
        let found = |((id, outcome), share): ((OutcomeId, _), crate::Share)| Found {
            id,
            outcome,
            interleavings: share.interleavings,
            probability: share.probability,
            verdict: self.judge.verdict(id),
            serial_order: self.judge.order(id),
        };
        Report {
            progress: self.progress,
            interleavings: tally.interleavings,
            outcomes: self
                .exploration
                .outcomes()
                .enumerate()
                .zip(tally.outcomes)
                .map(found)
                .collect(),
            loops: tally.loops,
            unexplored: tally.unexplored,
            figures: self.exploration.figures(),
        }
    }

    /// What an outcome is worth, whether it has been found or not; `None` while the serial orders that
    /// decide it have not been run.
    pub fn verdict_of(&self, outcome: &S::Outcome) -> Option<Verdict> {
        self.judge.verdict_of(outcome)
    }

    /// The witness of an outcome. For several, ask [`Exploration::witnesses`] once.
    pub fn witness(&self, outcome: OutcomeId) -> Option<Vec<Task>> {
        self.exploration.witnesses().to_outcome(outcome)
    }

    /// The outcomes of the serial orders of all tasks, once they have been run.
    pub fn serial(&self) -> Option<&Serial<S::Outcome>> {
        self.judge.serial()
    }

    /// Where it stands.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// What ended it, after [`Progress::Problem`].
    pub fn problem(&self) -> Option<&S::Problem> {
        self.problem.as_ref().or(self.exploration.problem())
    }

    /// The exploration, for its graph and witnesses.
    pub fn exploration(&self) -> &Exploration<S> {
        &self.exploration
    }

    /// The exploration, to use its system for something else in between (a trace, say).
    pub fn exploration_mut(&mut self) -> &mut Exploration<S> {
        self.judge.lose();
        &mut self.exploration
    }
}
