//! The work at hand and what the engine said about it: the page's state without the page.
//!
//! Every change goes through a method; one that needs the engine returns the request to
//! send. Answers to anything but the latest requests are dropped here.

use crate::schedules::{Action, Mode, Schedules};
use crate::shared::Shared;
use lockstep_scenario::{
    Outcome, Problem, Recorded, Report, Request, Response, Rest, Scenario, TaskStatus, Trace, View,
    outcome_mark,
};

/// The work at hand and what is known about it.
pub struct Session {
    /// What the editor and the controls hold.
    pub scenario: Scenario,
    /// The last report that came, which an edit may have outdated.
    pub shown: Option<Shown>,
    /// Why `scenario` cannot be run.
    pub problem: Option<Problem>,
    /// The schedule that is looked at.
    pub timeline: Option<Timeline>,
    /// Why the schedule that was asked for cannot be run.
    pub timeline_problem: Option<Problem>,
    /// What the link that was opened recorded of its schedule, until that has been run.
    pub recorded: Option<Recorded>,
    /// The schedule in the timeline comes to something else than its link recorded, with this version.
    pub differs_from: Option<String>,
    /// Where its schedule comes from, if not from an outcome.
    pub schedules: Schedules,
    /// How much of the exploration that runs is done, 0 to 1.
    pub done: f64,
    check: Option<Check>,
    tracing: Option<Tracing>,
    wanted: Wanted,
    last_id: u32,
}

/// A report, and what it is about.
#[derive(Clone, PartialEq)]
pub struct Shown {
    /// The scenario it is about.
    pub scenario: Shared<Scenario>,
    /// What was found.
    pub report: Shared<Report>,
    /// What is left out of it while it changes fast.
    pub rest: Shared<Vec<Rest>>,
}

impl Shown {
    /// How many outcomes were found.
    pub fn outcomes(&self) -> usize {
        let left_out = self.rest.iter().map(|rest| rest.outcomes);
        self.report.outcomes.len() + left_out.sum::<usize>()
    }

    /// The report with what is left out as outcomes at its end, for sums and bars.
    pub fn whole(&self) -> Shared<Report> {
        if self.rest.is_empty() {
            return self.report.clone();
        }
        let mut whole = (*self.report).clone();
        whole.outcomes.extend(self.rest.iter().map(Outcome::from));
        Shared::new(whole)
    }
}

/// A trace, and the place in it.
#[derive(Clone, PartialEq)]
pub struct Timeline {
    /// The scenario it is about.
    pub scenario: Shared<Scenario>,
    /// What happened.
    pub trace: Shared<Trace>,
    /// Steps taken so far: 0 is before the first.
    pub step: usize,
}

impl Timeline {
    /// The world at the place that is looked at.
    pub fn view(&self) -> &View {
        match self.step.checked_sub(1) {
            None => &self.trace.start,
            Some(before) => self
                .trace
                .steps
                .get(before)
                .map_or(&self.trace.start, |step| &step.after),
        }
    }

    /// The line from which a task sent its last statement: where it is shown once it has ended.
    fn last_line(&self, task: &str) -> Option<u32> {
        let taken = self.trace.steps.iter().take(self.step);
        taken.rev().find(|step| step.task == task)?.line
    }
}

/// The place of a task in the source, for the editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// 1-based.
    pub line: u32,
    /// Index of the task.
    pub task: usize,
    /// What to write there.
    pub label: String,
}

/// How a check goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing runs: what is shown is all there is.
    Idle,
    /// It runs.
    Running,
    /// The user stopped it.
    Stopped,
}

struct Check {
    id: u32,
    scenario: Shared<Scenario>,
    progress: Progress,
}

struct Tracing {
    id: u32,
    scenario: Shared<Scenario>,
    schedule: Vec<String>,
    step: usize,
}

/// Which schedule the timeline should show, once there is a report to find it in.
enum Wanted {
    /// The first outcome that goes wrong, else the first.
    Default,
    /// The one with these ends, wherever a new report has it.
    Outcome(Box<Outcome>),
    /// The one that a link named: task indexes, and the place in it.
    Linked(Vec<usize>, usize),
    /// One that stays as it is, whatever the reports say.
    Fixed(Vec<String>),
}

impl Session {
    /// Work on a scenario, with a schedule and a place if a link named them.
    pub fn new(scenario: Scenario, schedule: Option<Vec<usize>>, at: Option<usize>) -> Self {
        Session {
            scenario,
            shown: None,
            problem: None,
            timeline: None,
            timeline_problem: None,
            recorded: None,
            differs_from: None,
            schedules: Schedules::default(),
            done: 0.0,
            check: None,
            tracing: None,
            wanted: match schedule {
                Some(schedule) => Wanted::Linked(schedule, at.unwrap_or(0)),
                None => Wanted::Default,
            },
            last_id: 0,
        }
    }

    /// Another scenario in the same page: numbers of requests go on, so that late answers
    /// to the old one's are known.
    pub fn replace(&mut self, mut with: Session) {
        with.last_id = self.last_id;
        *self = with;
    }

    /// Asks for everything that the scenario can do.
    pub fn check(&mut self) -> Request {
        let id = self.next_id();
        self.done = 0.0;
        self.check = Some(Check {
            id,
            scenario: Shared::new(self.scenario.clone()),
            progress: Progress::Running,
        });
        Request::Check {
            id,
            scenario: self.scenario.clone(),
        }
    }

    /// Ends the check that runs, for the user or because of an edit.
    pub fn stop(&mut self) -> Option<Request> {
        let check = self.check.as_mut()?;
        if check.progress != Progress::Running {
            return None;
        }
        check.progress = Progress::Stopped;
        Some(Request::Cancel)
    }

    /// How the latest check goes.
    pub fn progress(&self) -> Progress {
        self.check.as_ref().map_or(Progress::Idle, |c| c.progress)
    }

    /// Whether an answer is outstanding.
    pub fn waits(&self) -> bool {
        self.tracing.is_some() || self.progress() == Progress::Running || self.schedules.waits()
    }

    /// Whether there is something for the timeline: steps, outcomes that have some, or why there are none.
    pub fn has_timeline(&self) -> bool {
        self.shown.is_some() || self.timeline.is_some() || self.timeline_problem.is_some()
    }

    /// Whether what is shown is about an older version of the scenario.
    pub fn outdated(&self) -> bool {
        self.problem.is_some()
            || self
                .shown
                .as_ref()
                .is_some_and(|shown| !same_run(&shown.scenario, &self.scenario))
    }

    /// The engine was lost, with what it was asked.
    pub fn lost(&mut self, why: Problem) {
        if self.progress() == Progress::Running {
            self.problem = Some(why);
        } else if self.tracing.is_some() {
            self.timeline_problem = Some(why);
        }
        self.forget_requests();
    }

    /// Nothing that was asked for will be answered. What the user has stopped stays so.
    pub fn forget_requests(&mut self) {
        self.check
            .take_if(|check| check.progress != Progress::Stopped);
        self.tracing = None;
        self.schedules.forget_requests();
    }

    /// Takes in what the engine says.
    pub fn receive(&mut self, response: Response) -> Option<Request> {
        match self.schedules.receive(response)? {
            Response::Progress {
                id,
                report,
                rest,
                done,
            } => {
                self.take_report(id, report, rest)?;
                self.done = done;
                self.follow(false)
            }
            Response::Report { id, report } => {
                self.take_report(id, report, Vec::new())?;
                if let Some(check) = &mut self.check {
                    check.progress = Progress::Idle;
                }
                self.find_mode();
                self.follow(true)
            }
            Response::Trace { id, trace } => {
                let tracing = self.tracing.take_if(|tracing| tracing.id == id)?;
                let recorded = self.recorded.take();
                self.differs_from =
                    recorded
                        .zip(trace.outcome.as_ref())
                        .and_then(|(recorded, outcome)| {
                            (recorded.outcome != outcome_mark(outcome)).then_some(recorded.version)
                        });
                self.timeline = Some(Timeline {
                    scenario: tracing.scenario,
                    step: tracing.step.min(trace.steps.len()),
                    trace: Shared::new(*trace),
                });
                self.timeline_problem = None;
                self.find_mode();
                None
            }
            Response::Problem { id, problem } => {
                if self.tracing.take_if(|tracing| tracing.id == id).is_some() {
                    self.timeline_problem = Some(problem);
                    if let (Wanted::Fixed(wanted), Some(timeline)) =
                        (&mut self.wanted, &self.timeline)
                    {
                        // What stays in view is what goes on.
                        wanted.clone_from(&timeline.trace.schedule);
                    }
                } else if let Some(check) = self.check.as_mut().filter(|check| check.id == id) {
                    check.progress = Progress::Idle;
                    self.problem = Some(problem);
                }
                None
            }
            _ => None,
        }
    }

    /// What is to be shown and was not asked for yet.
    pub fn missing(&mut self) -> Vec<Request> {
        let (Some(shown), Some(timeline)) = (&self.shown, &self.timeline) else {
            return Vec::new();
        };
        // The engine knows about the latest check only, and a newer trace will come by itself.
        let latest = self.check.as_ref().map(|check| &check.scenario);
        let at_hand = latest == Some(&shown.scenario) && timeline.scenario == shown.scenario;
        if !at_hand || self.tracing.is_some() {
            return Vec::new();
        }
        let schedule = (timeline.trace.schedule.as_slice(), timeline.step);
        let over = self.progress() != Progress::Running;
        self.schedules.missing(
            &shown.scenario,
            &shown.report,
            schedule,
            over,
            &mut self.last_id,
        )
    }

    /// Does what the user wants with the schedule.
    pub fn act(&mut self, action: Action) -> Option<Request> {
        let schedules = &mut self.schedules;
        match action {
            Action::Enter(mode) => {
                schedules.mode = mode;
                match mode {
                    Mode::Hand => self.taken().and_then(|steps| self.fix(steps)),
                    Mode::Witness if !self.shows_witness() => {
                        let shown = self.shown.as_ref()?;
                        let chosen = self.chosen();
                        self.wanted = match chosen.and_then(|at| shown.report.outcomes.get(at)) {
                            Some(outcome) => Wanted::Outcome(Box::new(outcome.clone())),
                            None => Wanted::Default,
                        };
                        self.follow(true)
                    }
                    Mode::Witness | Mode::Random | Mode::States => None,
                }
            }
            Action::Take(task) => {
                let mut steps = self.taken()?;
                steps.push(task);
                self.fix(steps)
            }
            Action::Undo => {
                let mut steps = self.taken()?;
                steps.pop()?;
                self.fix(steps)
            }
            Action::Restart => self.fix(Vec::new()),
            Action::Draw(seed) => {
                schedules.seed = Some(seed);
                None
            }
            Action::Run(place) => {
                let run = schedules.runs.as_ref()?.what.runs.get(place)?;
                let schedule = run.schedule.clone();
                schedules.run = Some(place);
                self.show(schedule, 0)
            }
            Action::State(state) => {
                if let Some(place) = schedules.place_of(state) {
                    self.go(place);
                    return None;
                }
                let graph = schedules.graph.as_ref()?.what.as_ref()?;
                let way = graph.states.get(state)?.way.clone();
                self.fix(way)
            }
        }
    }

    /// What a digit does: by hand it lets the task with this index take its step, if it can; else it shows
    /// the outcome with this index.
    pub fn pick(&mut self, index: usize) -> Option<Request> {
        if self.schedules.mode != Mode::Hand {
            return self.choose(index);
        }
        let timeline = self.timeline.as_ref()?;
        let name = timeline.trace.tasks.get(index)?;
        let view = timeline.view();
        let task = view.tasks.iter().find(|task| task.task == *name)?;
        if task.status != TaskStatus::Ready {
            return None;
        }
        let name = name.clone();
        self.act(Action::Take(name))
    }

    /// A schedule that a link has named and that is no witness was put together by somebody: it goes on by
    /// hand.
    fn find_mode(&mut self) {
        let (Some(timeline), Some(shown)) = (&self.timeline, &self.shown) else {
            return;
        };
        if timeline.scenario != shown.scenario {
            return;
        }
        // Until everything is explored it may yet turn out to be a witness, if it has come to its end.
        let known = timeline.trace.outcome.is_none() || self.progress() != Progress::Running;
        let named =
            matches!(&self.wanted, Wanted::Fixed(named) if *named == timeline.trace.schedule);
        if known && named && self.schedules.mode == Mode::Witness && !self.shows_witness() {
            self.schedules.mode = Mode::Hand;
        }
    }

    /// Whether the timeline's schedule is an outcome's witness.
    fn shows_witness(&self) -> bool {
        let (Some(shown), Some(timeline)) = (&self.shown, &self.timeline) else {
            return false;
        };
        let mut outcomes = shown.report.outcomes.iter();
        outcomes.any(|outcome| outcome.witness == timeline.trace.schedule)
    }

    /// The steps up to the one that is shown, those included that are on their way.
    fn taken(&self) -> Option<Vec<String>> {
        if let Some(tracing) = &self.tracing {
            return Some(tracing.schedule[..tracing.step.min(tracing.schedule.len())].to_vec());
        }
        let timeline = self.timeline.as_ref()?;
        Some(timeline.trace.schedule[..timeline.step].to_vec())
    }

    /// Shows a schedule at its end.
    fn fix(&mut self, schedule: Vec<String>) -> Option<Request> {
        let step = schedule.len();
        self.show(schedule, step)
    }

    /// Shows a schedule, whatever the reports say.
    fn show(&mut self, schedule: Vec<String>, step: usize) -> Option<Request> {
        let scenario = match &self.shown {
            Some(shown) => shown.scenario.clone(),
            None => self.timeline.as_ref()?.scenario.clone(),
        };
        self.wanted = Wanted::Fixed(schedule.clone());
        Some(self.trace(scenario, schedule, step))
    }

    /// Shows an outcome's witness, from its start.
    pub fn choose(&mut self, outcome: usize) -> Option<Request> {
        let shown = self.shown.clone()?;
        let outcome = shown.report.outcomes.get(outcome)?;
        self.schedules.mode = Mode::Witness;
        self.wanted = Wanted::Outcome(Box::new(outcome.clone()));
        if let Some(timeline) = self
            .timeline
            .as_mut()
            .filter(|t| t.scenario == shown.scenario && t.trace.schedule == outcome.witness)
        {
            timeline.step = 0;
            return None;
        }
        Some(self.trace(shown.scenario, outcome.witness.clone(), 0))
    }

    /// Goes to a place in the trace; past its end is its end.
    pub fn go(&mut self, step: usize) {
        if let Some(timeline) = &mut self.timeline {
            timeline.step = step.min(timeline.trace.steps.len());
        }
    }

    /// Index of the outcome in which the timeline's schedule ends.
    pub fn chosen(&self) -> Option<usize> {
        let end = self.timeline.as_ref()?.trace.outcome.as_ref()?;
        let report = &self.shown.as_ref()?.report;
        report.outcomes.iter().position(|o| same_end(o, end))
    }

    /// Where each task stands in the source, unless it was edited since.
    pub fn marks(&self) -> Vec<Mark> {
        let Some(timeline) = &self.timeline else {
            return Vec::new();
        };
        if timeline.scenario.source != self.scenario.source {
            return Vec::new();
        }
        let view = timeline.view();
        view.tasks
            .iter()
            .enumerate()
            .filter_map(|(task, at)| {
                let state = match at.status {
                    TaskStatus::Ready => "next",
                    TaskStatus::Waiting => "waits",
                    TaskStatus::Returned => "done",
                    TaskStatus::Raised => "raised",
                };
                Some(Mark {
                    line: at.line.or_else(|| timeline.last_line(&at.task))?,
                    task,
                    label: format!("{}, {state}", at.task),
                })
            })
            .collect()
    }

    fn next_id(&mut self) -> u32 {
        self.last_id = self.last_id.wrapping_add(1);
        self.last_id
    }

    fn take_report(&mut self, id: u32, report: Report, rest: Vec<Rest>) -> Option<()> {
        let check = self.check.as_ref().filter(|check| check.id == id)?;
        self.shown = Some(Shown {
            scenario: check.scenario.clone(),
            report: Shared::new(report),
            rest: Shared::new(rest),
        });
        self.problem = None;
        Some(())
    }

    /// Keeps the timeline in step with a new report.
    fn follow(&mut self, last: bool) -> Option<Request> {
        let shown = self.shown.clone()?;
        let outcomes = &shown.report.outcomes;
        let (schedule, step) = match &self.wanted {
            Wanted::Linked(indexes, at) => {
                let names = &shown.report.tasks;
                // Tasks that appear during the run have no names yet.
                let name = |i: &usize| names.get(*i).cloned().unwrap_or_else(|| format!("#{i}"));
                let schedule: Vec<String> = indexes.iter().map(name).collect();
                let at = *at;
                self.wanted = Wanted::Fixed(schedule.clone());
                (schedule, Some(at))
            }
            Wanted::Fixed(schedule) => (schedule.clone(), None),
            Wanted::Outcome(wanted) => match outcomes.iter().find(|o| same_end(o, wanted)) {
                Some(outcome) => (outcome.witness.clone(), None),
                // An edit may have changed every number in it.
                None if last => {
                    self.wanted = Wanted::Default;
                    return self.follow(last);
                }
                None => return None,
            },
            Wanted::Default => {
                let first_bad = outcomes.iter().find(|o| o.verdict.is_bad());
                (first_bad.or(outcomes.first())?.witness.clone(), None)
            }
        };
        let current = match (&self.tracing, &self.timeline) {
            (Some(tracing), _) => Some((&tracing.scenario, &tracing.schedule, tracing.step)),
            (None, Some(shown)) => Some((&shown.scenario, &shown.trace.schedule, shown.step)),
            (None, None) => None,
        };
        let mut kept = 0;
        if let Some((scenario, current, at)) = current {
            let fresh = *scenario == shown.scenario;
            // While outcomes still come in, a better witness can wait.
            if step.is_none() && fresh && (*current == schedule || !last) {
                return None;
            }
            if *current == schedule {
                kept = at;
            }
        }
        Some(self.trace(shown.scenario, schedule, step.unwrap_or(kept)))
    }

    fn trace(&mut self, scenario: Shared<Scenario>, schedule: Vec<String>, step: usize) -> Request {
        let id = self.next_id();
        let request = Request::Trace {
            id,
            scenario: (*scenario).clone(),
            schedule: schedule.clone(),
        };
        self.tracing = Some(Tracing {
            id,
            scenario,
            schedule,
            step,
        });
        request
    }
}

/// Whether two scenarios run alike: the title does not matter.
fn same_run(a: &Scenario, b: &Scenario) -> bool {
    a.source == b.source && a.settings == b.settings && a.language == b.language
}

/// Whether two outcomes are the same one. Counts and verdict are the exploration's to know:
/// a trace does not have them.
fn same_end(a: &Outcome, b: &Outcome) -> bool {
    a.tables == b.tables && a.tasks == b.tasks
}

#[cfg(test)]
mod tests {
    use super::*;
    use lockstep_scenario::{
        Ahead, RandomRun, RandomRuns, Settings, State, StateGraph, Step, StepStatus, Verdict,
    };
    use serde_json::json;

    fn outcome(balance: i64, verdict: Verdict, witness: &[&str]) -> Outcome {
        Outcome {
            interleavings: "1".to_owned(),
            share: 0.5,
            probability: 0.5,
            verdict,
            multiplicity: None,
            anomalies: Vec::new(),
            explanation: String::new(),
            marked: Vec::new(),
            tables: serde_json::from_value(json!({"account": [{"id": 1, "balance": balance}]}))
                .unwrap(),
            tasks: Default::default(),
            invariants: Default::default(),
            witness: names(witness),
        }
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    fn report(complete: bool, outcomes: Vec<Outcome>) -> Report {
        Report {
            lockstep: 1,
            file: String::new(),
            settings: Settings::default(),
            tasks: names(&["alice", "bob"]),
            complete,
            may_abort_more: false,
            interleavings: outcomes.len().to_string(),
            states: 0,
            steps: 0,
            wall_ms: 0.0,
            outcomes,
        }
    }

    fn trace(schedule: &[String], end: Option<Outcome>) -> Box<Trace> {
        let steps = schedule.iter().enumerate().map(|(i, task)| Step {
            number: u32::try_from(i).unwrap() + 1,
            task: task.clone(),
            line: None,
            statement: None,
            short: String::new(),
            status: StepStatus::Done,
            columns: Vec::new(),
            rows: Vec::new(),
            rowcount: None,
            error: None,
            changes: Vec::new(),
            read: Vec::new(),
            waits_for: Vec::new(),
            published: false,
            let_end: Vec::new(),
            output: String::new(),
            after: View::default(),
        });
        Box::new(Trace {
            lockstep: 1,
            tasks: names(&["alice", "bob"]),
            schedule: schedule.to_vec(),
            start: View::default(),
            steps: steps.collect(),
            outcome: end,
        })
    }

    fn asked(request: Option<Request>) -> (u32, Vec<String>) {
        match request {
            Some(Request::Trace { id, schedule, .. }) => (id, schedule),
            other => panic!("no trace was asked for but {other:?}"),
        }
    }

    fn check(session: &mut Session) -> u32 {
        match session.check() {
            Request::Check { id, .. } => id,
            other => panic!("{other:?}"),
        }
    }

    fn session() -> Session {
        Session::new(Scenario::python("", "pass"), None, None)
    }

    #[test]
    fn the_first_bad_outcome_is_shown_until_another_is_chosen() {
        let mut session = session();
        let fine = outcome(70, Verdict::Serializable, &["alice", "bob"]);
        let bad = outcome(80, Verdict::Anomaly, &["bob", "alice"]);
        let id = check(&mut session);
        let found = report(true, vec![fine.clone(), bad.clone()]);
        let request = session.receive(Response::Report {
            id,
            report: found.clone(),
        });
        let (trace_id, schedule) = asked(request);
        assert_eq!(schedule, names(&["bob", "alice"]));
        session.receive(Response::Trace {
            id: trace_id,
            trace: trace(&schedule, Some(bad)),
        });
        assert_eq!(session.chosen(), Some(1));
        session.go(9);
        assert_eq!(session.timeline.as_ref().unwrap().step, 2);

        let (trace_id, schedule) = asked(session.choose(0));
        session.receive(Response::Trace {
            id: trace_id,
            trace: trace(&schedule, Some(fine)),
        });
        assert_eq!(session.chosen(), Some(0));

        // A new check of the edited text keeps the choice and the place.
        session.go(1);
        session.scenario.source.push('\n');
        let id = check(&mut session);
        assert!(session.outdated());
        let (_, schedule) = asked(session.receive(Response::Report { id, report: found }));
        assert_eq!(schedule, names(&["alice", "bob"]));
        assert_eq!(session.tracing.as_ref().unwrap().step, 1);
        assert!(!session.outdated());
    }

    #[test]
    fn late_answers_are_dropped() {
        let mut session = session();
        let old = check(&mut session);
        let new = check(&mut session);
        let found = report(true, vec![outcome(1, Verdict::Serializable, &["alice"])]);
        assert_eq!(
            session.receive(Response::Report {
                id: old,
                report: found.clone()
            }),
            None
        );
        assert!(session.shown.is_none());
        let problem = Problem::at("no", 1, 2);
        session.receive(Response::Problem {
            id: old,
            problem: problem.clone(),
        });
        assert_eq!(session.problem, None);
        session.receive(Response::Report {
            id: new,
            report: found,
        });
        assert!(session.shown.is_some());

        let id = check(&mut session);
        session.receive(Response::Problem {
            id,
            problem: problem.clone(),
        });
        assert_eq!(session.problem, Some(problem));
        assert!(session.shown.is_some(), "the last good result stays");
        assert_eq!(session.progress(), Progress::Idle);

        session.replace(self::session());
        assert_ne!(check(&mut session), new);
    }

    #[test]
    fn a_linked_schedule_is_replayed_and_stays() {
        let mut session = Session::new(Scenario::python("", ""), Some(vec![1, 0]), Some(1));
        let id = check(&mut session);
        let found = report(true, vec![outcome(1, Verdict::Anomaly, &["alice", "bob"])]);
        let request = session.receive(Response::Report {
            id,
            report: found.clone(),
        });
        let (trace_id, schedule) = asked(request);
        assert_eq!(schedule, names(&["bob", "alice"]));
        session.receive(Response::Trace {
            id: trace_id,
            trace: trace(&schedule, None),
        });
        assert_eq!(session.timeline.as_ref().unwrap().step, 1);

        let mut session = Session::new(Scenario::python("", ""), Some(vec![7]), None);
        let id = check(&mut session);
        let (_, schedule) = asked(session.receive(Response::Report { id, report: found }));
        // It may appear during the run; if not, the engine says so.
        assert_eq!(schedule, names(&["#7"]));
    }

    #[test]
    fn outcomes_that_come_in_do_not_move_the_timeline() {
        let mut session = session();
        let id = check(&mut session);
        let first = outcome(1, Verdict::Anomaly, &["alice", "bob", "alice"]);
        let early = report(false, vec![first.clone()]);
        let (trace_id, schedule) = asked(session.receive(Response::Progress {
            rest: Vec::new(),
            done: 0.1,
            id,
            report: early.clone(),
        }));
        assert_eq!(
            session.receive(Response::Progress {
                id,
                report: early,
                rest: Vec::new(),
                done: 0.2
            }),
            None
        );
        session.receive(Response::Trace {
            id: trace_id,
            trace: trace(&schedule, Some(first.clone())),
        });
        let mut better = first;
        better.witness = names(&["alice", "bob"]);
        let early = report(false, vec![better.clone()]);
        assert_eq!(
            session.receive(Response::Progress {
                id,
                report: early,
                rest: Vec::new(),
                done: 0.2
            }),
            None
        );
        let (_, schedule) = asked(session.receive(Response::Report {
            id,
            report: report(true, vec![better]),
        }));
        assert_eq!(schedule, names(&["alice", "bob"]));
    }

    #[test]
    fn stopping_keeps_what_comes_last() {
        let mut session = session();
        let id = check(&mut session);
        assert_eq!(session.stop(), Some(Request::Cancel));
        assert_eq!(session.stop(), None);
        assert_eq!(session.progress(), Progress::Stopped);
        let found = report(false, vec![outcome(1, Verdict::Anomaly, &["alice"])]);
        session.receive(Response::Progress {
            id,
            report: found,
            rest: Vec::new(),
            done: 0.5,
        });
        assert!(session.shown.is_some());
        assert_eq!(session.progress(), Progress::Stopped);
    }

    /// A session whose timeline shows the only outcome's witness: alice, bob.
    fn settled() -> Session {
        let mut session = session();
        let id = check(&mut session);
        let end = outcome(1, Verdict::Anomaly, &["alice", "bob"]);
        let found = report(true, vec![end.clone()]);
        let request = session.receive(Response::Report { id, report: found });
        let (id, schedule) = asked(request);
        session.receive(Response::Trace {
            id,
            trace: trace(&schedule, Some(end)),
        });
        session
    }

    #[test]
    fn a_schedule_is_taken_over_by_hand() {
        let mut session = settled();
        assert!(session.missing().is_empty());
        session.go(1);
        let (id, schedule) = asked(session.act(Action::Enter(Mode::Hand)));
        assert_eq!(schedule, names(&["alice"]));
        // What is on its way counts.
        let (late, schedule) = asked(session.act(Action::Take("alice".to_owned())));
        assert_eq!(schedule, names(&["alice", "alice"]));
        assert!(session.missing().is_empty(), "a trace is on its way");
        session.receive(Response::Trace {
            id,
            trace: trace(&names(&["alice"]), None),
        });
        assert_eq!(
            session.timeline.as_ref().unwrap().trace.schedule.len(),
            2,
            "dropped"
        );
        session.receive(Response::Trace {
            id: late,
            trace: trace(&schedule, None),
        });
        assert_eq!(session.timeline.as_ref().unwrap().step, 2);

        let requests = session.missing();
        let [Request::Ahead { id, schedule, .. }] = requests.as_slice() else {
            panic!("{requests:?}");
        };
        assert_eq!(*schedule, names(&["alice", "alice"]));
        assert!(session.waits() && session.missing().is_empty());
        let ahead = Ahead {
            states: vec![0, 1, 2],
            complete: true,
            interleavings: "1".to_owned(),
            outcomes: Vec::new(),
        };
        session.receive(Response::Ahead { id: *id, ahead });
        assert!(!session.waits() && session.schedules.ahead.is_some());
        assert_eq!(session.schedules.place_of(2), Some(2));

        let (_, schedule) = asked(session.act(Action::Undo));
        assert_eq!(schedule, names(&["alice"]));
        // The witness again.
        let (_, schedule) = asked(session.act(Action::Enter(Mode::Witness)));
        assert_eq!(schedule, names(&["alice", "bob"]));
    }

    #[test]
    fn a_step_that_cannot_be_taken_changes_nothing() {
        let mut session = settled();
        session.go(2);
        let (id, _) = asked(session.act(Action::Take("bob".to_owned())));
        let problem = Problem::new("bob has ended");
        session.receive(Response::Problem { id, problem });
        assert!(session.timeline_problem.is_some());
        assert_eq!(session.taken(), Some(names(&["alice", "bob"])));
    }

    #[test]
    fn runs_are_drawn_once_a_seed_and_one_is_shown() {
        let mut session = settled();
        assert_eq!(session.act(Action::Enter(Mode::Random)), None);
        assert!(session.missing().is_empty());
        session.act(Action::Draw(7));
        let requests = session.missing();
        let [Request::RandomRuns { id, seed: 7, .. }] = requests.as_slice() else {
            panic!("{requests:?}");
        };
        let run = RandomRun {
            schedule: names(&["bob", "alice"]),
            outcome: Some(0),
        };
        let runs = RandomRuns {
            seed: 7,
            runs: vec![run],
        };
        session.receive(Response::RandomRuns { id: *id, runs });
        assert!(session.missing().is_empty());
        let (_, schedule) = asked(session.act(Action::Run(0)));
        assert_eq!(schedule, names(&["bob", "alice"]));
        assert_eq!(session.act(Action::Run(1)), None);
        let told = session.schedules.runs.clone().unwrap();
        let (kinds, unknown) = crate::schedules::kinds(&told, 1);
        assert_eq!((kinds.len(), kinds[0].seen, unknown), (1, 1, 0));
        assert_eq!(crate::schedules::kinds(&told, 0).0[0].seen, 0);
    }

    #[test]
    fn a_state_on_the_way_is_gone_to_and_another_one_is_reached_anew() {
        let mut session = settled();
        session.act(Action::Enter(Mode::States));
        let requests = session.missing();
        let [
            Request::Ahead { id: ahead, .. },
            Request::StateGraph { id: graph, .. },
        ] = requests.as_slice()
        else {
            panic!("{requests:?}");
        };
        let state = |way: &[&str]| State {
            steps: Vec::new(),
            outcome: None,
            way: names(way),
        };
        let ways = [
            state(&[]),
            state(&["alice"]),
            state(&["alice", "bob"]),
            state(&["bob"]),
        ];
        session.receive(Response::Ahead {
            id: *ahead,
            ahead: Ahead {
                states: vec![0, 1, 2],
                complete: true,
                interleavings: "1".to_owned(),
                outcomes: Vec::new(),
            },
        });
        session.receive(Response::StateGraph {
            id: *graph,
            graph: Some(StateGraph {
                states: ways.to_vec(),
            }),
        });
        assert_eq!(session.act(Action::State(1)), None);
        assert_eq!(session.timeline.as_ref().unwrap().step, 1);
        let (_, schedule) = asked(session.act(Action::State(3)));
        assert_eq!(schedule, names(&["bob"]));
    }
}
