//! Exploring and judging in one.

use crate::serial::SerialRun;
use crate::{
    Count, Exploration, Figures, Judged, Limit, Limits, Loop, OutcomeId, Progress, Serial,
    SerialProgress, System, Task, TaskSet, Verdict, verdict,
};
use rustc_hash::FxHashMap;

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
    /// All tasks.
    all: TaskSet,
    serial: FxHashMap<TaskSet, Serial<S::Outcome>>,
    /// Serial orders that still have to be run, of these tasks.
    wanted: Vec<TaskSet>,
    running: Option<(TaskSet, SerialRun<S>)>,
    serial_steps: u64,
    limits: Limits,
    verdicts: Vec<Option<Judgement>>,
    progress: Progress,
    problem: Option<S::Problem>,
}

/// A verdict, and the tasks and the place of the serial outcome that explains it.
#[derive(Clone, Copy)]
struct Judgement {
    verdict: Verdict,
    like: Option<(TaskSet, usize)>,
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
        let all = TaskSet::first(system.tasks());
        let exploration = Exploration::new(system, limits);
        Self {
            progress: exploration.progress(),
            exploration,
            all,
            serial: FxHashMap::default(),
            wanted: vec![all],
            running: None,
            serial_steps: 0,
            limits,
            verdicts: Vec::new(),
            problem: None,
        }
    }

    /// Goes on for about `budget` steps of the system.
    pub fn advance(&mut self, budget: usize) -> Progress {
        let mut left = budget;
        while left > 0 && self.progress == Progress::Running {
            if self.running.is_some() || self.start_wanted() {
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
                self.judge();
                if self.wanted.is_empty() {
                    self.progress = progress;
                }
            }
        }
        self.progress
    }

    /// Begins with serial orders that are wanted, if any are.
    fn start_wanted(&mut self) -> bool {
        let Some(tasks) = self.wanted.pop() else {
            return false;
        };
        self.running = Some((tasks, SerialRun::new(tasks)));
        true
    }

    fn serial_step(&mut self) {
        if self.serial_steps >= self.limits.steps {
            self.progress = Progress::OverBudget(Limit::Steps);
            return;
        }
        let Some((tasks, run)) = &mut self.running else {
            return;
        };
        let before = run.steps;
        let progress = run.one_step(self.exploration.system_mut());
        self.serial_steps += run.steps - before;
        match progress {
            Ok(SerialProgress::Running) => {}
            Ok(SerialProgress::Complete) => {
                let tasks = *tasks;
                if let Some((_, run)) = self.running.take() {
                    self.serial.insert(tasks, run.into_serial());
                }
                self.judge();
                let explored = self.exploration.progress();
                if explored != Progress::Running && self.wanted.is_empty() {
                    self.progress = explored;
                }
            }
            Err(problem) => {
                self.problem = Some(problem);
                self.progress = Progress::Problem;
            }
        }
    }

    /// Judges the outcomes that have no verdict yet, and wants the serial orders it lacks for that.
    fn judge(&mut self) {
        self.verdicts
            .resize(self.exploration.outcomes().len(), None);
        let Some(serial) = self.serial.get(&self.all) else {
            return;
        };
        for (outcome, judged) in self.exploration.outcomes().zip(&mut self.verdicts) {
            if judged.is_some() {
                continue;
            }
            let refused = outcome.refused();
            let rest = self.all.without(refused);
            let others = |_| {
                self.serial
                    .get(&rest)
                    .map(|others| others.outcomes.as_slice())
            };
            let Some(verdict) = verdict(outcome, serial.outcomes.iter(), others) else {
                if !self.wanted.contains(&rest) {
                    self.wanted.push(rest);
                }
                continue;
            };
            let like = match verdict {
                Verdict::Serializable => {
                    let place = serial.outcomes.iter().position(|serial| serial == outcome);
                    place.map(|place| (self.all, place))
                }
                Verdict::Aborted => self.serial.get(&rest).and_then(|others| {
                    let place = others
                        .outcomes
                        .iter()
                        .position(|o| outcome.equal_without(o, refused));
                    place.map(|place| (rest, place))
                }),
                Verdict::Deadlock | Verdict::Anomaly => None,
            };
            *judged = Some(Judgement { verdict, like });
        }
    }

    /// Everything found so far.
    pub fn report(&self) -> Report<'_, S::Outcome> {
        let tally = self.exploration.tally();
        let found = |((id, outcome), share): ((OutcomeId, _), crate::Share)| {
            let judged = self.verdicts.get(id).copied().flatten();
            let like = judged.and_then(|judged| judged.like);
            Found {
                id,
                outcome,
                interleavings: share.interleavings,
                probability: share.probability,
                verdict: judged.map(|judged| judged.verdict),
                serial_order: like
                    .map(|(tasks, place)| self.serial[&tasks].orders[place].as_slice()),
            }
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
        let serial = self.serial.get(&self.all)?;
        let others = |refused| {
            let others = self.serial.get(&self.all.without(refused))?;
            Some(others.outcomes.as_slice())
        };
        verdict(outcome, serial.outcomes.iter(), others)
    }

    /// The witness of an outcome. For several, ask [`Exploration::witnesses`] once.
    pub fn witness(&self, outcome: OutcomeId) -> Option<Vec<Task>> {
        self.exploration.witnesses().to_outcome(outcome)
    }

    /// The outcomes of the serial orders of all tasks, once they have been run.
    pub fn serial(&self) -> Option<&Serial<S::Outcome>> {
        self.serial.get(&self.all)
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
        if let Some((_, run)) = &mut self.running {
            run.lose();
        }
        &mut self.exploration
    }
}
