//! Exploring a scenario from its text to its report.

mod ahead;
mod random_runs;
mod states;

use crate::anomaly::{self, Anomaly};
use crate::ending::Ending;
use crate::program::Program;
use crate::report::outcome_of;
use crate::sqlite::Sqlite;
use crate::world::World;
use indexmap::IndexMap;
pub use lockstep_explorer::Limits;
use lockstep_explorer::{self as explorer, Count, Loop, OutcomeId, Progress, Task, TaskSet};
use lockstep_scenario::{
    Outcome, Part, Problem, Report, Scenario, Settings, Summary, TaskResult, Trace, Verdict,
    Verdicts,
};
use std::collections::HashMap;
use std::rc::Rc;

/// Where a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// There is more to explore.
    Running,
    /// All interleavings are covered.
    Complete,
    /// A limit ended it: what was found is true, but not all.
    OverBudget,
}

/// What running interleavings one by one has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneByOne {
    /// How many were run.
    pub interleavings: u64,
    /// Steps taken for that, replayed ones included.
    pub steps: u64,
    /// Were these all?
    pub complete: bool,
    /// How many of them led to each outcome.
    pub outcomes: Vec<u64>,
}

/// The exploration of a scenario, in slices as long as the caller likes.
///
/// ```
/// use lockstep_engine::{Check, CheckState, Limits};
/// let mut scenario = lockstep_scenario::gallery_entry("transfer").unwrap().scenario();
/// scenario.settings.set("busy-timeout", "0").unwrap();
/// let mut check = Check::new(&scenario, "transfer.py", Limits::default()).unwrap();
/// while check.advance(1000).unwrap() == CheckState::Running {}
/// let report = check.report().unwrap();
/// assert_eq!(report.interleavings, "70");
/// assert_eq!(report.outcomes.iter().filter(|o| !o.verdict.is_bad()).count(), 1);
/// ```
pub struct Check {
    file: String,
    settings: Settings,
    inner: explorer::Check<World<Sqlite>>,
    /// What went wrong along each witness that was asked about.
    explained: HashMap<Vec<Task>, Option<Anomaly>>,
    /// By schedule of places, who stood there and what each of them came to, if to anything; where there
    /// are copies.
    played: HashMap<Vec<Task>, (Vec<Task>, Option<Ending>)>,
    /// What stands where in the last report.
    listed: Vec<Listed>,
}

/// What a report lists as an outcome.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listed {
    /// An end that runs come to.
    Outcome(OutcomeId),
    /// That these tasks go round for ever.
    Livelock(TaskSet),
}

/// Most anomalies of one report that get a name: naming one replays its witness twice.
pub(crate) const MAX_EXPLAINED: usize = 64;

impl Check {
    /// Reads a scenario and runs it up to the first choice.
    ///
    /// # Errors
    /// What is wrong with the scenario, with a place where there is one.
    pub fn new(scenario: &Scenario, file: &str, limits: Limits) -> Result<Check, Problem> {
        Ok(Check {
            file: file.to_owned(),
            settings: scenario.settings.clone(),
            inner: explorer::Check::new(world(scenario)?, limits),
            explained: HashMap::new(),
            played: HashMap::new(),
            listed: Vec::new(),
        })
    }

    /// Goes on for about so many steps.
    ///
    /// # Errors
    /// If the scenario turns out to be one that cannot be run: it reaches a limit, or never ends.
    pub fn advance(&mut self, steps: usize) -> Result<CheckState, Problem> {
        match self.inner.advance(steps) {
            Progress::Running => Ok(CheckState::Running),
            Progress::OverBudget(_) => Ok(CheckState::OverBudget),
            Progress::Problem => Err(self
                .inner
                .problem()
                .cloned()
                .unwrap_or_else(|| Problem::new("The exploration could not go on."))),
            Progress::Complete => {
                let report = self.inner.report();
                let never_ends = report.outcomes.is_empty();
                match report.loops.first().cloned() {
                    Some(around) if never_ends => Err(self.endless(&around)),
                    _ => Ok(CheckState::Complete),
                }
            }
        }
    }

    /// How much of the exploration is done, 0 to 1: as if what is left were as large as what is done.
    pub fn done(&self) -> f64 {
        self.inner.exploration().figures().done
    }

    /// How many states were found and how many steps taken so far.
    pub fn figures(&self) -> (u64, u64) {
        let figures = self.inner.exploration().figures();
        (figures.states as u64, figures.steps)
    }

    /// Runs the interleavings one by one, at most so many: no state is merged with another. Slow; for
    /// measuring what merging brings. The exploration goes on afterwards as if nothing had been.
    ///
    /// # Errors
    /// As [`Check::advance`].
    ///
    /// ```
    /// use lockstep_engine::{Check, Limits};
    /// let mut scenario = lockstep_scenario::gallery_entry("transfer").unwrap().scenario();
    /// scenario.settings.set("busy-timeout", "0").unwrap();
    /// let mut check = Check::new(&scenario, "transfer.py", Limits::default()).unwrap();
    /// let run = check.one_by_one(1_000).unwrap();
    /// assert_eq!((run.interleavings, run.complete), (70, true));
    /// assert_eq!(run.outcomes.iter().sum::<u64>(), 70);
    /// ```
    pub fn one_by_one(&mut self, interleavings: u64) -> Result<OneByOne, Problem> {
        let world = self.inner.exploration_mut().system_mut();
        let depth = explorer::Limits::default().depth;
        let found = explorer::enumerate(world, interleavings, depth)?;
        Ok(OneByOne {
            interleavings: found.interleavings,
            steps: found.steps,
            complete: found.complete,
            outcomes: found.outcomes.iter().map(|o| o.interleavings).collect(),
        })
    }

    /// Everything found so far.
    ///
    /// # Errors
    /// If an outcome's witness cannot be replayed, which would be a mistake of the engine.
    pub fn report(&mut self) -> Result<Report, Problem> {
        self.play_witnesses()?;
        let report = self.inner.report();
        let world = self.inner.exploration().system();
        let witnesses = self.inner.exploration().witnesses();
        let mut outcomes = Vec::with_capacity(report.outcomes.len());
        for found in &report.outcomes {
            // Without a verdict yet: the next slice brings it.
            let Some(verdict) = found.verdict else {
                continue;
            };
            let places = witnesses.to_outcome(found.id).unwrap_or_default();
            let (witness, mut outcome) = match self.played.get(&places) {
                Some((who, Some(ending))) => (who.clone(), outcome_of(world, ending)),
                _ => (places, outcome_of(world, found.outcome)),
            };
            let multiplicity = found.outcome.multiplicity(world.program());
            outcome.multiplicity =
                (multiplicity != Count::from(1)).then(|| multiplicity.to_string());
            outcome.interleavings = found.interleavings.to_string();
            // Without an end to the number of interleavings only the probability has a meaning.
            outcome.share = found
                .interleavings
                .share_of(&report.interleavings)
                .unwrap_or(found.probability);
            outcome.probability = found.probability;
            outcome.verdict = crate::report::verdict(verdict);
            outcome.witness = self.names(&witness);
            let listed = Listed::Outcome(found.id);
            outcomes.push((found.interleavings.clone(), witness, outcome, listed));
        }
        for around in report.loops.iter().filter(|around| around.livelock) {
            let path = witnesses.round(around).map(|r| r.path).unwrap_or_default();
            let listed = Listed::Livelock(around.tasks);
            outcomes.push((Count::Infinite, path, self.livelock(around), listed));
        }
        outcomes.sort_by(|(a, a_witness, ..), (b, b_witness, ..)| {
            b.cmp(a).then_with(|| a_witness.cmp(b_witness))
        });
        let complete = self.inner.progress() == Progress::Complete;
        let (interleavings, figures) = (report.interleavings.to_string(), report.figures);
        if complete {
            // Only now is a witness the one that stays.
            let anomalies = outcomes
                .iter_mut()
                .filter(|(_, _, o, _)| o.verdict == Verdict::Anomaly);
            for (_, witness, outcome, _) in anomalies.take(MAX_EXPLAINED) {
                self.explain(witness, outcome)?;
            }
        }
        self.listed = outcomes.iter().map(|(.., listed)| *listed).collect();
        Ok(Report {
            lockstep: 1,
            file: self.file.clone(),
            settings: self.settings.clone(),
            tasks: self.names(&(0..self.tasks()).collect::<Vec<_>>()),
            complete,
            interleavings,
            states: figures.states as u64,
            steps: figures.steps,
            wall_ms: 0.0,
            outcomes: outcomes.into_iter().map(|(_, _, o, _)| o).collect(),
        })
    }

    /// Where there are copies: who they are that stand in the places which the witnesses name.
    fn play_witnesses(&mut self) -> Result<(), Problem> {
        let exploration = self.inner.exploration();
        if exploration.system().program().copies.is_empty() {
            return Ok(());
        }
        let witnesses = exploration.witnesses();
        let outcomes = 0..exploration.outcomes().len();
        let mut schedules: Vec<_> = outcomes.filter_map(|id| witnesses.to_outcome(id)).collect();
        let loops = self.inner.report().loops;
        let rounds = loops.iter().filter(|around| around.livelock);
        schedules.extend(rounds.filter_map(|around| once_round(&witnesses, around)));
        schedules.retain(|places| !self.played.contains_key(places));
        for places in schedules {
            let world = self.inner.exploration_mut().system_mut();
            let who = world.schedule_of_copies(&places)?;
            let ending = world.ending_of(&who)?;
            self.played.insert(places, (who, ending));
        }
        Ok(())
    }

    /// What was found so far, in few figures.
    pub fn summary(&self) -> Summary {
        let report = self.inner.report();
        let mut verdicts: HashMap<Verdict, Sum> = HashMap::new();
        let mut errors = Sum::default();
        for found in &report.outcomes {
            // As in a report: the next slice brings the verdict.
            let Some(verdict) = found.verdict.map(crate::report::verdict) else {
                continue;
            };
            let sum = verdicts.entry(verdict).or_default();
            sum.add(&found.interleavings, found.probability);
            if found.outcome.failed() {
                errors.add(&found.interleavings, found.probability);
            }
        }
        for around in report.loops.iter().filter(|around| around.livelock) {
            let sum = verdicts.entry(Verdict::Deadlock).or_default();
            sum.add(&Count::Infinite, around.forever);
        }
        let waits = self.inner.exploration().waits();
        let mut summary = Summary {
            verdicts: Verdicts::default(),
            errors: errors.part(&report.interleavings),
            blocked: waits.map(|waits| waits.blocked),
            waited: waits.map(|waits| waits.waited),
        };
        for (verdict, sum) in verdicts {
            *summary.verdicts.part(verdict) = sum.part(&report.interleavings);
        }
        summary
    }

    /// Names an anomaly; once for each witness.
    fn explain(&mut self, witness: &[Task], outcome: &mut Outcome) -> Result<(), Problem> {
        if !self.explained.contains_key(witness) {
            let world = self.inner.exploration_mut().system_mut();
            let anomaly = anomaly::explain(world, witness)?;
            self.explained.insert(witness.to_vec(), anomaly);
        }
        if let Some(Some(anomaly)) = self.explained.get(witness) {
            anomaly.describe(outcome);
        }
        Ok(())
    }

    /// Runs one schedule with everything looked at. What the exploration has learnt makes that quick;
    /// it goes on afterwards as if nothing had been.
    ///
    /// # Errors
    /// Those of [`trace`].
    pub fn trace(&mut self, schedule: &[String]) -> Result<Trace, Problem> {
        let world = self.inner.exploration_mut().system_mut();
        let mut run = crate::trace::run(world, schedule)?;
        if let Some(ending) = world.ending_if_over()? {
            let program = self.inner.exploration().system().program();
            let in_order = ending.clone().with_copies_in_order(program);
            let verdict = self.inner.verdict_of(&in_order);
            let world = self.inner.exploration_mut().system_mut();
            run.outcome = Some(crate::trace::judged(world, &run, &ending, verdict)?);
        }
        Ok(run)
    }

    fn tasks(&self) -> usize {
        self.inner.exploration().system().program().tasks.len()
    }

    fn names(&self, schedule: &[Task]) -> Vec<String> {
        let world = self.inner.exploration().system();
        schedule.iter().map(|t| world.name(*t).to_owned()).collect()
    }

    /// Tasks that go round for ever, as an outcome.
    fn livelock(&self, around: &Loop) -> Outcome {
        let tasks = &self.inner.exploration().system().program().tasks;
        let result = |task: Task| {
            if around.tasks.contains(task) {
                TaskResult::Waiting {
                    what: "goes round for ever and changes nothing".to_owned(),
                }
            } else {
                TaskResult::Waiting {
                    what: "the others go round for ever".to_owned(),
                }
            }
        };
        let witnesses = self.inner.exploration().witnesses();
        let places = once_round(&witnesses, around).unwrap_or_default();
        let played = self.played.get(&places).map(|(who, _)| who.clone());
        let witness = played.unwrap_or(places);
        Outcome {
            interleavings: Count::Infinite.to_string(),
            share: around.forever,
            probability: around.forever,
            verdict: Verdict::Deadlock,
            multiplicity: None,
            anomalies: vec!["livelock".to_owned()],
            explanation: String::new(),
            marked: Vec::new(),
            tables: Default::default(),
            tasks: tasks
                .iter()
                .enumerate()
                .map(|(task, t)| (t.name.clone(), result(task)))
                .collect::<IndexMap<_, _>>(),
            invariants: IndexMap::new(),
            witness: self.names(&witness),
        }
    }

    /// Why a scenario that never ends in any interleaving cannot be run.
    fn endless(&mut self, around: &Loop) -> Problem {
        let round = self.inner.exploration().witnesses().round(around);
        let round = round.map(|r| (r.path, r.round)).unwrap_or_default();
        let names = self.names(&around.tasks.iter().collect::<Vec<_>>());
        let world = self.inner.exploration_mut().system_mut();
        explorer::System::reset_symmetric(world);
        let mut line = None;
        for task in round.0.iter().chain(&round.1) {
            line = crate::trace::user_line(world, *task);
            if explorer::System::step(world, *task).is_err() {
                break;
            }
        }
        let (who, come) = match names.len() {
            1 => (format!("Task {} never ends", names[0]), "it comes"),
            _ => (
                format!("Tasks {} never end", names.join(" and ")),
                "they come",
            ),
        };
        Problem {
            message: format!(
                "{who}: after {} {come} back to the state of {} before, and so on for ever. Let the loop end, or bound it.",
                steps(round.0.len() + round.1.len()),
                steps(round.1.len())
            ),
            line,
            column: None,
        }
    }
}

/// The simplest way to where tasks go round, and once round.
fn once_round(witnesses: &explorer::Witnesses<'_>, around: &Loop) -> Option<Vec<Task>> {
    let round = witnesses.round(around)?;
    Some([round.path, round.round].concat())
}

/// Some outcomes, together.
struct Sum {
    outcomes: usize,
    interleavings: Count,
    probability: f64,
}

impl Default for Sum {
    fn default() -> Self {
        Sum {
            outcomes: 0,
            interleavings: Count::zero(),
            probability: 0.0,
        }
    }
}

impl Sum {
    fn add(&mut self, interleavings: &Count, probability: f64) {
        self.outcomes += 1;
        self.interleavings += interleavings;
        self.probability += probability;
    }

    fn part(self, all: &Count) -> Part {
        Part {
            outcomes: self.outcomes,
            interleavings: self.interleavings.to_string(),
            share: self.interleavings.share_of(all).unwrap_or(self.probability),
            probability: self.probability,
        }
    }
}

fn steps(count: usize) -> String {
    match count {
        1 => "one step".to_owned(),
        _ => format!("{count} steps"),
    }
}

pub(crate) fn world(scenario: &Scenario) -> Result<World<Sqlite>, Problem> {
    let program = Rc::new(Program::read(scenario)?);
    let database = Sqlite::new(&scenario.settings, &program.models)
        .map_err(|failure| Problem::new(failure.to_string()))?;
    World::new(program, database)
}

/// Runs one schedule with everything looked at. The schedule may end before the scenario does.
///
/// # Errors
/// If the scenario cannot be run, or the schedule names a task that cannot go on at that point.
pub fn trace(scenario: &Scenario, schedule: &[String]) -> Result<Trace, Problem> {
    crate::trace::trace(&mut world(scenario)?, schedule)
}
