//! The work at hand and what the engine said about it: the page's state without the page.
//!
//! Every change goes through a method; one that needs the engine returns the request to
//! send. Answers to anything but the latest requests are dropped here.

use crate::shared::Shared;
use lockstep_scenario::{
    Outcome, Problem, Report, Request, Response, Scenario, TaskStatus, Trace, View,
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
        self.tracing.is_some() || self.progress() == Progress::Running
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
    }

    /// Takes in what the engine says.
    pub fn receive(&mut self, response: Response) -> Option<Request> {
        match response {
            // Not about the work at hand.
            Response::Ready { .. } | Response::Compared { .. } => None,
            Response::Progress { id, report } => {
                self.take_report(id, report)?;
                self.follow(false)
            }
            Response::Report { id, report } => {
                self.take_report(id, report)?;
                if let Some(check) = &mut self.check {
                    check.progress = Progress::Idle;
                }
                self.follow(true)
            }
            Response::Trace { id, trace } => {
                let tracing = self.tracing.take_if(|tracing| tracing.id == id)?;
                self.timeline = Some(Timeline {
                    scenario: tracing.scenario,
                    step: tracing.step.min(trace.steps.len()),
                    trace: Shared::new(*trace),
                });
                self.timeline_problem = None;
                None
            }
            Response::Problem { id, problem } => {
                if self.tracing.take_if(|tracing| tracing.id == id).is_some() {
                    self.timeline_problem = Some(problem);
                } else if let Some(check) = self.check.as_mut().filter(|check| check.id == id) {
                    check.progress = Progress::Idle;
                    self.problem = Some(problem);
                }
                None
            }
        }
    }

    /// Shows an outcome's witness, from its start.
    pub fn choose(&mut self, outcome: usize) -> Option<Request> {
        let shown = self.shown.clone()?;
        let outcome = shown.report.outcomes.get(outcome)?;
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

    fn take_report(&mut self, id: u32, report: Report) -> Option<()> {
        let check = self.check.as_ref().filter(|check| check.id == id)?;
        self.shown = Some(Shown {
            scenario: check.scenario.clone(),
            report: Shared::new(report),
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
    use lockstep_scenario::{Settings, Step, StepStatus, Verdict};
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
            id,
            report: early.clone(),
        }));
        assert_eq!(
            session.receive(Response::Progress { id, report: early }),
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
            session.receive(Response::Progress { id, report: early }),
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
        session.receive(Response::Progress { id, report: found });
        assert!(session.shown.is_some());
        assert_eq!(session.progress(), Progress::Stopped);
    }
}
