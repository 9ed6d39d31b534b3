//! Verdicts for outcomes as they are found, from serial orders that are run as they are needed.

use crate::serial::SerialRun;
use crate::{
    Judged, MAX_TASKS, OutcomeId, Serial, SerialProgress, System, Task, TaskSet, Verdict, verdict,
};
use rustc_hash::FxHashMap;

pub(crate) struct Judge<S: System> {
    /// All tasks that there can be.
    all: TaskSet,
    serial: FxHashMap<TaskSet, Serial<S::Outcome>>,
    /// Serial orders that still have to be run, of these tasks.
    wanted: Vec<TaskSet>,
    running: Option<(TaskSet, SerialRun<S>)>,
    /// Steps taken for serial orders, replayed ones included.
    pub steps: u64,
    judgements: Vec<Option<Judgement>>,
}

/// A verdict, and the tasks and the place of the serial outcome that explains it.
#[derive(Clone, Copy)]
struct Judgement {
    verdict: Verdict,
    like: Option<(TaskSet, usize)>,
}

impl<S: System> Judge<S>
where
    S::Outcome: Judged,
{
    pub fn new() -> Self {
        // Those that will be sent, too.
        let all = TaskSet::first(MAX_TASKS);
        Self {
            all,
            serial: FxHashMap::default(),
            wanted: vec![all],
            running: None,
            steps: 0,
            judgements: Vec::new(),
        }
    }

    /// Are there serial orders to be run?
    pub fn wants_step(&self) -> bool {
        self.running.is_some() || !self.wanted.is_empty()
    }

    /// Goes on with the serial orders that are wanted. Whether those of some tasks are now complete:
    /// then outcomes may be [judged](Self::judge) that could not be before.
    pub fn step(&mut self, system: &mut S) -> Result<bool, S::Problem> {
        if self.running.is_none() {
            self.running = self
                .wanted
                .pop()
                .map(|tasks| (tasks, SerialRun::new(tasks)));
        }
        let Some((_, run)) = &mut self.running else {
            return Ok(false);
        };
        let before = run.steps;
        let progress = run.one_step(system);
        self.steps += run.steps - before;
        let complete = progress? == SerialProgress::Complete;
        if complete && let Some((tasks, run)) = self.running.take() {
            self.serial.insert(tasks, run.into_serial());
        }
        Ok(complete)
    }

    /// Someone else has used the system.
    pub fn lose(&mut self) {
        if let Some((_, run)) = &mut self.running {
            run.lose();
        }
    }

    /// Judges those of all outcomes that have no verdict yet, and wants the serial orders it lacks for
    /// that.
    pub fn judge<'a>(&mut self, outcomes: impl ExactSizeIterator<Item = &'a S::Outcome>)
    where
        S::Outcome: 'a,
    {
        self.judgements.resize(outcomes.len(), None);
        let Some(serial) = self.serial.get(&self.all) else {
            return;
        };
        for (outcome, judged) in outcomes.zip(&mut self.judgements) {
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

    /// The verdict on an outcome that has been judged.
    pub fn verdict(&self, outcome: OutcomeId) -> Option<Verdict> {
        let judged = self.judgements.get(outcome).copied().flatten();
        judged.map(|judged| judged.verdict)
    }

    /// The serial order that explains an outcome that has been judged.
    pub fn order(&self, outcome: OutcomeId) -> Option<&[Task]> {
        let judged = self.judgements.get(outcome).copied().flatten();
        let (tasks, place) = judged?.like?;
        Some(self.serial[&tasks].orders[place].as_slice())
    }

    /// The verdict on any outcome; `None` while the serial orders that decide it have not been run.
    pub fn verdict_of(&self, outcome: &S::Outcome) -> Option<Verdict> {
        let serial = self.serial.get(&self.all)?;
        let others = |refused| {
            let others = self.serial.get(&self.all.without(refused))?;
            Some(others.outcomes.as_slice())
        };
        verdict(outcome, serial.outcomes.iter(), others)
    }

    /// The outcomes of the serial orders of all tasks, once they have been run.
    pub fn serial(&self) -> Option<&Serial<S::Outcome>> {
        self.serial.get(&self.all)
    }
}
