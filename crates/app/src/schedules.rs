//! How the timeline comes by its schedule: an outcome's witness, steps taken by hand, runs drawn at
//! random, or a way through the graph of states; and what the engine says about them.

use crate::shared::Shared;
use crate::wording;
use lockstep_scenario::{
    Ahead, Outcome, RandomRuns, Report, Request, Response, Scenario, StateGraph, Verdict,
};

/// Where the timeline's schedule comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// From an outcome.
    #[default]
    Witness,
    /// From the user, step by step.
    Hand,
    /// From a draw.
    Random,
    /// From the picture of all states.
    States,
}

impl Mode {
    /// All of them.
    pub const ALL: [Mode; 4] = [Mode::Witness, Mode::Hand, Mode::Random, Mode::States];

    /// Its tab's name.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Witness => "Witness",
            Mode::Hand => "By hand",
            Mode::Random => "At random",
            Mode::States => "All states",
        }
    }
}

/// What the user does about the schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Looks at another tab.
    Enter(Mode),
    /// Lets a task take its next step.
    Take(String),
    /// Takes the shown step back, with what came after it.
    Undo,
    /// Takes all steps back.
    Restart,
    /// Draws runs with this seed.
    Draw(u32),
    /// Shows one of them.
    Run(usize),
    /// Shows a way to a state.
    State(usize),
}

/// How many runs are drawn at once.
pub const RUNS: u32 = 100;

/// What the engine told, and the report whose outcomes it speaks of.
#[derive(Clone, PartialEq)]
pub struct Told<T> {
    /// The report.
    pub report: Shared<Report>,
    /// What it told.
    pub what: Shared<T>,
}

impl<T> Told<T> {
    /// One of the report's outcomes.
    pub fn outcome(&self, place: usize) -> Option<&Outcome> {
        self.report.outcomes.get(place)
    }
}

/// Everything about schedules that are no witnesses.
#[derive(Clone, Default, PartialEq)]
pub struct Schedules {
    /// Where the timeline's schedule comes from.
    pub mode: Mode,
    /// What can still happen.
    pub ahead: Option<Told<Ahead>>,
    /// The seed of the runs that are wanted, if any are.
    pub seed: Option<u32>,
    /// The runs.
    pub runs: Option<Told<RandomRuns>>,
    /// Which of them the timeline shows.
    pub run: Option<usize>,
    /// The states; `None` within if there are too many.
    pub graph: Option<Told<Option<StateGraph>>>,
    /// What was asked last, answered or not.
    ahead_asked: Option<Asked<Vec<String>>>,
    runs_asked: Option<Asked<u32>>,
    graph_asked: Option<Asked<()>>,
}

/// A question to the engine.
#[derive(Clone, PartialEq)]
struct Asked<T> {
    id: u32,
    report: Shared<Report>,
    about: T,
    answered: bool,
}

impl<T: Clone + PartialEq> Asked<T> {
    /// Asks unless just that was asked before.
    fn ask(slot: &mut Option<Self>, report: &Shared<Report>, about: T, id: &mut u32) -> bool {
        if slot
            .as_ref()
            .is_some_and(|asked| asked.report == *report && asked.about == about)
        {
            return false;
        }
        *id = id.wrapping_add(1);
        *slot = Some(Asked {
            id: *id,
            report: report.clone(),
            about,
            answered: false,
        });
        true
    }

    /// The report it was about, if this answers it.
    fn answer(slot: &mut Option<Self>, id: u32) -> Option<Shared<Report>> {
        let asked = slot.as_mut().filter(|asked| asked.id == id)?;
        asked.answered = true;
        Some(asked.report.clone())
    }

    fn waits(slot: &Option<Self>) -> bool {
        slot.as_ref().is_some_and(|asked| !asked.answered)
    }
}

impl Schedules {
    /// Whether an answer is outstanding.
    pub fn waits(&self) -> bool {
        Asked::waits(&self.ahead_asked)
            || Asked::waits(&self.runs_asked)
            || Asked::waits(&self.graph_asked)
    }

    /// Nothing that was asked for will be answered.
    pub fn forget_requests(&mut self) {
        self.ahead_asked = None;
        self.runs_asked = None;
        self.graph_asked = None;
    }

    /// Asks for what the current tab shows and the engine has not told yet. `schedule` is the timeline's,
    /// `step` the place in it; `over` whether the exploration has ended.
    pub fn missing(
        &mut self,
        scenario: &Scenario,
        report: &Shared<Report>,
        (schedule, step): (&[String], usize),
        over: bool,
        id: &mut u32,
    ) -> Vec<Request> {
        let mut requests = Vec::new();
        let scenario = || scenario.clone();
        let steps = match self.mode {
            Mode::Hand => Some(&schedule[..step.min(schedule.len())]),
            Mode::States => Some(schedule),
            Mode::Witness | Mode::Random => None,
        };
        if let Some(steps) = steps
            && Asked::ask(&mut self.ahead_asked, report, steps.to_vec(), id)
        {
            requests.push(Request::Ahead {
                id: *id,
                scenario: scenario(),
                schedule: steps.to_vec(),
            });
        }
        if let (Mode::Random, Some(seed), true) = (self.mode, self.seed, over)
            && Asked::ask(&mut self.runs_asked, report, seed, id)
        {
            requests.push(Request::RandomRuns {
                id: *id,
                scenario: scenario(),
                runs: RUNS,
                seed,
            });
        }
        if self.mode == Mode::States && over && Asked::ask(&mut self.graph_asked, report, (), id) {
            requests.push(Request::StateGraph {
                id: *id,
                scenario: scenario(),
            });
        }
        requests
    }

    /// Takes in what the engine says; gives back what is none of its affairs.
    pub fn receive(&mut self, response: Response) -> Option<Response> {
        match response {
            Response::Ahead { id, ahead } => {
                if let Some(report) = Asked::answer(&mut self.ahead_asked, id) {
                    let what = Shared::new(ahead);
                    self.ahead = Some(Told { report, what });
                }
            }
            Response::RandomRuns { id, runs } => {
                if let Some(report) = Asked::answer(&mut self.runs_asked, id) {
                    let what = Shared::new(runs);
                    self.runs = Some(Told { report, what });
                    self.run = None;
                }
            }
            Response::StateGraph { id, graph } => {
                if let Some(report) = Asked::answer(&mut self.graph_asked, id) {
                    let what = Shared::new(graph);
                    self.graph = Some(Told { report, what });
                }
            }
            Response::Problem { id, .. }
                if Asked::answer(&mut self.ahead_asked, id).is_some()
                    || Asked::answer(&mut self.runs_asked, id).is_some()
                    || Asked::answer(&mut self.graph_asked, id).is_some() => {}
            other => return Some(other),
        }
        None
    }

    /// The place of a state in the timeline's schedule, if it leads through it.
    pub fn place_of(&self, state: usize) -> Option<usize> {
        let states = &self.ahead.as_ref()?.what.states;
        states.iter().position(|other| *other as usize == state)
    }
}

/// What is ahead as a report of its own, so that everything that is said about a report can be said
/// about the rest of a schedule. Its outcomes have only what a sentence needs.
pub fn rest(told: &Told<Ahead>) -> Report {
    let whole = &told.report;
    let outcomes = told.what.outcomes.iter().filter_map(|remaining| {
        let outcome = told.outcome(remaining.outcome)?;
        Some(Outcome {
            interleavings: remaining.interleavings.clone(),
            share: remaining.share,
            probability: remaining.probability,
            multiplicity: None,
            verdict: outcome.verdict,
            anomalies: outcome.anomalies.clone(),
            explanation: String::new(),
            marked: Vec::new(),
            tables: Default::default(),
            tasks: Default::default(),
            invariants: Default::default(),
            witness: Vec::new(),
        })
    });
    Report {
        lockstep: whole.lockstep,
        file: String::new(),
        settings: whole.settings.clone(),
        tasks: Vec::new(),
        complete: told.what.complete,
        may_abort_more: whole.may_abort_more,
        interleavings: told.what.interleavings.clone(),
        states: 0,
        steps: 0,
        wall_ms: 0.0,
        outcomes: outcomes.collect(),
    }
}

/// Outcomes that are called the same, together: the verdict, the name, the exact probability, and how
/// many of the first `drawn` runs came to one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Their verdict.
    pub verdict: Verdict,
    /// Their name.
    pub title: String,
    /// Their probability, together.
    pub probability: f64,
    /// How many runs came to them.
    pub seen: usize,
}

/// The kinds of a report's outcomes in the order in which they first stand there, and the number of runs
/// of which the end is not known.
pub fn kinds(told: &Told<RandomRuns>, drawn: usize) -> (Vec<Kind>, usize) {
    let mut kinds: Vec<Kind> = Vec::new();
    let mut kind_of = Vec::with_capacity(told.report.outcomes.len());
    for outcome in &told.report.outcomes {
        let title = wording::title(outcome);
        let place = kinds
            .iter()
            .position(|kind| kind.title == title && kind.verdict == outcome.verdict)
            .unwrap_or_else(|| {
                kinds.push(Kind {
                    verdict: outcome.verdict,
                    title,
                    probability: 0.0,
                    seen: 0,
                });
                kinds.len() - 1
            });
        kinds[place].probability += outcome.probability;
        kind_of.push(place);
    }
    let mut unknown = 0;
    for run in told.what.runs.iter().take(drawn) {
        match run.outcome.and_then(|outcome| kind_of.get(outcome)) {
            Some(place) => kinds[*place].seen += 1,
            None => unknown += 1,
        }
    }
    (kinds, unknown)
}
