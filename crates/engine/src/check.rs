//! Exploring a scenario from its text to its report.

mod ahead;
mod random_runs;
mod states;

use crate::anomaly::{self, Anomaly};
use crate::any_database::AnyDatabase;
use crate::ending::Ending;
use crate::program::Program;
use crate::report::outcome_of;
use crate::world::World;
use indexmap::IndexMap;
pub use lockstep_explorer::Limits;
use lockstep_explorer::{self as explorer, Count, Loop, OutcomeId, Progress, Task, TaskSet};
use lockstep_scenario::{
    Glance, Outcome, Part, Problem, Report, Scenario, Settings, ShardOf, Shares, Summary,
    TaskResult, Trace, Verdict, Verdicts,
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
    inner: explorer::Check<World<AnyDatabase>>,
    /// Whether this is only a part of the whole.
    partial: bool,
    /// What went wrong along each witness that was asked about.
    explained: HashMap<Vec<String>, Option<Anomaly>>,
    /// By schedule of places, who stood there and what each of them came to, if to anything; where there
    /// are copies.
    played: HashMap<Vec<Task>, (Vec<Task>, Option<Ending>)>,
    /// Of schedules that lead to where some go round for ever: how those ended who have ended by then.
    ended: HashMap<Vec<Task>, Vec<Option<TaskResult>>>,
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
            partial: false,
            explained: HashMap::new(),
            played: HashMap::new(),
            ended: HashMap::new(),
            listed: Vec::new(),
        })
    }

    /// As [`Check::new`], of one part of all interleavings; [`Check::shard`] has what it finds.
    ///
    /// # Errors
    /// As [`Check::new`], and if the scenario turns out to be one that cannot be run.
    pub fn of_shard(
        scenario: &Scenario,
        file: &str,
        limits: Limits,
        shard: ShardOf,
    ) -> Result<Check, Problem> {
        let part = explorer::Part {
            number: shard.number - 1,
            of: shard.of,
        };
        Ok(Check {
            file: file.to_owned(),
            settings: scenario.settings.clone(),
            inner: explorer::Check::part(world(scenario)?, limits, part)?,
            partial: true,
            explained: HashMap::new(),
            played: HashMap::new(),
            ended: HashMap::new(),
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
                let ends = self.inner.exploration().outcomes().len() > 0;
                if ends || self.partial {
                    return Ok(CheckState::Complete);
                }
                match self.inner.report().loops.first().cloned() {
                    Some(around) => Err(self.endless(&around)),
                    None => Ok(CheckState::Complete),
                }
            }
        }
    }

    /// Has a statement been run whose refusals may be others than the real server's?
    pub(crate) fn may_abort_more(&self) -> bool {
        self.inner.exploration().system().may_abort_more()
    }

    /// How much of the exploration is done, 0 to 1: as if what is left were as large as what is done.
    pub fn done(&self) -> f64 {
        self.inner.exploration().figures().done
    }

    /// How many states were found and how many steps taken so far.
    pub fn figures(&self) -> (u64, u64) {
        let figures = self.inner.exploration().figures();
        (figures.states as u64, figures.edges as u64)
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
        let (interleavings, mut found) = self.found()?;
        for found in &mut found {
            let outcome = &mut found.outcome;
            outcome.probability = rounded(outcome.probability);
            // Without an end to the number of interleavings only the probability has a meaning.
            outcome.share = found
                .interleavings
                .share_of(&interleavings)
                .unwrap_or(outcome.probability);
        }
        let tasks = self.task_names();
        found.sort_by(|one, other| {
            rank(
                (&one.interleavings, &one.outcome),
                (&other.interleavings, &other.outcome),
                &tasks,
            )
        });
        self.listed = found.iter().map(|found| found.listed).collect();
        let complete = self.inner.progress() == Progress::Complete;
        let outcomes = found.into_iter().map(|found| found.outcome).collect();
        self.report_of(complete, &interleavings, outcomes)
    }

    /// A report on these outcomes of this scenario. Only if it is complete are anomalies named: only then is
    /// a witness the one that stays.
    pub(crate) fn report_of(
        &mut self,
        complete: bool,
        interleavings: &Count,
        mut outcomes: Vec<Outcome>,
    ) -> Result<Report, Problem> {
        if complete {
            let anomalies = outcomes
                .iter_mut()
                .filter(|outcome| outcome.verdict == Verdict::Anomaly);
            for outcome in anomalies.take(MAX_EXPLAINED) {
                self.explain(outcome)?;
            }
        }
        let (states, steps) = self.figures();
        Ok(Report {
            lockstep: 1,
            file: self.file.clone(),
            settings: self.settings.clone(),
            tasks: self.task_names(),
            complete,
            may_abort_more: self.may_abort_more(),
            interleavings: interleavings.to_string(),
            states,
            steps,
            wall_ms: 0.0,
            outcomes,
        })
    }

    /// All interleavings found so far, and the outcomes that have a verdict; the next slice brings the
    /// others theirs.
    pub(crate) fn found(&mut self) -> Result<(Count, Vec<Found>), Problem> {
        let mut report = self.inner.report();
        let copies = !self
            .inner
            .exploration()
            .system()
            .program()
            .copies
            .is_empty();
        if copies || report.loops.iter().any(|around| around.livelock) {
            let loops = report.loops;
            self.play_witnesses(&loops)?;
            self.play_rounds(&loops)?;
            report = self.inner.report();
        }
        let world = self.inner.exploration().system();
        let witnesses = self.witnesses();
        let mut outcomes = Vec::with_capacity(report.outcomes.len());
        for found in &report.outcomes {
            let Some(verdict) = found.verdict else {
                continue;
            };
            let places = witnesses.to_outcome(found.id).unwrap_or_default();
            let schedule = self.names(&places);
            let (witness, mut outcome) = match self.played.get(&places) {
                Some((who, Some(ending))) => (self.names(who), outcome_of(world, ending)),
                _ => (schedule.clone(), outcome_of(world, found.outcome)),
            };
            let multiplicity = found.outcome.multiplicity(world.program());
            outcome.multiplicity =
                (multiplicity != Count::from(1)).then(|| multiplicity.to_string());
            outcome.interleavings = found.interleavings.to_string();
            outcome.probability = found.probability;
            outcome.verdict = crate::report::verdict(verdict);
            outcome.witness = witness;
            outcomes.push(Found {
                like: Like::Ending(found.outcome.clone()),
                listed: Listed::Outcome(found.id),
                interleavings: found.interleavings.clone(),
                schedule,
                outcome,
            });
        }
        for around in report.loops.iter().filter(|around| around.livelock) {
            let places = once_round(&witnesses, around).unwrap_or_default();
            outcomes.push(Found {
                like: Like::Livelock(around.tasks.iter().collect()),
                listed: Listed::Livelock(around.tasks),
                interleavings: Count::Infinite,
                schedule: self.names(&places),
                outcome: self.livelock(around),
            });
        }
        Ok((report.interleavings, outcomes))
    }

    /// The outcome of a run that ended so, with nothing that depends on a schedule.
    pub(crate) fn plain_outcome(&self, ending: &Ending) -> Outcome {
        outcome_of(self.inner.exploration().system(), ending)
    }

    /// Of a shard: the key of each state that it has come across, and how many steps can be taken there. A
    /// state may come more than once.
    pub fn keys_of_states(&self) -> impl Iterator<Item = (u128, usize)> {
        self.inner
            .exploration()
            .states()
            .map(|(key, steps)| (*key, steps))
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.inner.progress() == Progress::Complete
    }

    /// Who has ended where others go round for ever.
    fn play_rounds(&mut self, loops: &[Loop]) -> Result<(), Problem> {
        let witnesses = self.witnesses();
        let rounds = loops.iter().filter(|around| around.livelock);
        let rounds: Vec<_> = rounds
            .filter_map(|around| once_round(&witnesses, around))
            .filter(|places| !self.ended.contains_key(places))
            .collect();
        for places in rounds {
            let world = self.inner.exploration_mut().system_mut();
            let who = world.schedule_of_copies(&places)?;
            world.ending_of(&who)?;
            let tasks = 0..world.program().tasks.len();
            let ended = tasks.map(|task| world.result_if_ended(task)).collect();
            self.ended.insert(places, ended);
        }
        Ok(())
    }

    /// Where there are copies: who they are that stand in the places which the witnesses name.
    fn play_witnesses(&mut self, loops: &[Loop]) -> Result<(), Problem> {
        let exploration = self.inner.exploration();
        if exploration.system().program().copies.is_empty() {
            return Ok(());
        }
        let witnesses = self.witnesses();
        let outcomes = 0..exploration.outcomes().len();
        let mut schedules: Vec<_> = outcomes.filter_map(|id| witnesses.to_outcome(id)).collect();
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

    /// What was found so far, in the few figures that a table of strategies shows.
    pub fn glance(&self) -> Glance {
        Glance {
            interleavings: self.inner.report().interleavings.to_string(),
            complete: self.inner.progress() == Progress::Complete,
            shares: Shares::from(&self.summary().verdicts),
        }
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
    fn explain(&mut self, outcome: &mut Outcome) -> Result<(), Problem> {
        if !self.explained.contains_key(&outcome.witness) {
            let world = self.inner.exploration_mut().system_mut();
            let witness = world.tasks_of_schedule(&outcome.witness)?;
            let anomaly = anomaly::explain(world, &witness)?;
            self.explained.insert(outcome.witness.clone(), anomaly);
        }
        if let Some(Some(anomaly)) = self.explained.get(&outcome.witness) {
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

    /// For the simplest schedules. Tasks that are met on the way stand in the alphabet by their names, as
    /// their numbers depend on which of them was met first.
    fn witnesses(&self) -> explorer::Witnesses<'_> {
        let exploration = self.inner.exploration();
        let world = exploration.system();
        let mut tasks: Vec<Task> = (0..world.tasks_met()).collect();
        let first = world.program().tasks.len();
        tasks[first..].sort_by_key(|task| world.name(*task));
        let mut places = vec![0; tasks.len()];
        for (place, task) in tasks.into_iter().enumerate() {
            places[task] = place;
        }
        exploration.witnesses().with_alphabet(places)
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The tasks that the scenario names, in its order.
    pub(crate) fn task_names(&self) -> Vec<String> {
        let tasks = self.inner.exploration().system().program().tasks.len();
        self.names(&(0..tasks).collect::<Vec<_>>())
    }

    fn names(&self, schedule: &[Task]) -> Vec<String> {
        let world = self.inner.exploration().system();
        schedule.iter().map(|t| world.name(*t).to_owned()).collect()
    }

    /// Tasks that go round for ever, as an outcome.
    fn livelock(&self, around: &Loop) -> Outcome {
        let tasks = &self.inner.exploration().system().program().tasks;
        let witnesses = self.witnesses();
        let places = once_round(&witnesses, around).unwrap_or_default();
        let ended = self.ended.get(&places).cloned().unwrap_or_default();
        let result = |task: Task| {
            if let Some(Some(result)) = ended.get(task) {
                result.clone()
            } else if around.tasks.contains(task) {
                TaskResult::Waiting {
                    what: "goes round for ever and changes nothing".to_owned(),
                }
            } else {
                TaskResult::Waiting {
                    what: "the others go round for ever".to_owned(),
                }
            }
        };
        let played = self.played.get(&places).map(|(who, _)| who.clone());
        let witness = played.unwrap_or(places);
        Outcome {
            interleavings: Count::Infinite.to_string(),
            share: 0.0,
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
        let round = self.witnesses().round(around);
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

/// An outcome, and what the whole needs to know of it if this is a part.
pub(crate) struct Found {
    /// What it has in common with the same outcome in other parts.
    pub like: Like,
    listed: Listed,
    pub interleavings: Count,
    /// The simplest schedule, of places where there are copies.
    pub schedule: Vec<String>,
    pub outcome: Outcome,
}

/// What tells an outcome from others.
pub(crate) enum Like {
    Ending(Ending),
    /// Tasks that go round for ever.
    Livelock(Vec<Task>),
}

/// A schedule in the order in which tasks are named: those of the start in the order of the file, then the
/// others by their names.
pub(crate) fn order<'a>(
    tasks: &'a [String],
    schedule: &'a [String],
) -> impl Iterator<Item = (usize, &'a str)> {
    schedule.iter().map(|name| {
        let place = tasks.iter().position(|task| task == name);
        (place.unwrap_or(tasks.len()), &name[..])
    })
}

/// Which of two outcomes comes first in a report: that of more interleavings.
pub(crate) fn rank(
    one: (&Count, &Outcome),
    other: (&Count, &Outcome),
    tasks: &[String],
) -> std::cmp::Ordering {
    let alphabetically = || order(tasks, &one.1.witness).cmp(order(tasks, &other.1.witness));
    other.0.cmp(one.0).then_with(alphabetically)
}

/// A probability without the digits that depend on the order in which its parts are added.
pub(crate) fn rounded(probability: f64) -> f64 {
    (probability * 1e12).round() / 1e12
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

pub(crate) fn world(scenario: &Scenario) -> Result<World<AnyDatabase>, Problem> {
    let program = Rc::new(Program::read(scenario)?);
    let database = AnyDatabase::new(&scenario.settings, &program.models)?;
    World::new(program, database)
}

/// Runs one schedule with everything looked at. The schedule may end before the scenario does.
///
/// # Errors
/// If the scenario cannot be run, or the schedule names a task that cannot go on at that point.
pub fn trace(scenario: &Scenario, schedule: &[String]) -> Result<Trace, Problem> {
    crate::trace::trace(&mut world(scenario)?, schedule)
}
