//! The check that runs, a slice at a time, and what it has learnt.

use crate::comparing::Comparing;
use lockstep_engine::{Check, CheckState, Limits, trace};
use lockstep_scenario::{
    Ahead, Problem, RandomRuns, Report, Response, Rest, Scenario, StateGraph, Trace,
};

/// How long a slice may take: short enough for a message to be heard at once.
const SLICE_MS: f64 = 8.0;

/// How often the page is told about progress.
const PROGRESS_MS: f64 = 100.0;

/// The part of the time that may go into reports before the end.
const REPORTING: f64 = 0.1;

/// How long a report may take for which somebody waits.
const QUICK_MS: f64 = 40.0;

/// Steps taken between two looks at the clock.
const BATCH: usize = 64;

/// At most one check, and what is explored when it does not run.
#[derive(Default)]
pub struct Checks {
    latest: Option<Latest>,
    comparing: Option<Comparing>,
}

/// Most outcomes of a report that is not the last.
const OUTCOMES: usize = 100;

/// A report with no more outcomes than these, and what the others come to.
type Short = (Report, Vec<Rest>);

struct Latest {
    id: u32,
    scenario: Scenario,
    check: Check,
    /// Is there work left, and is it wanted?
    running: bool,
    began: f64,
    /// When the page was last told something.
    told: f64,
    /// The last report, shortened, when it was made, and how long that took.
    report: Option<(Short, f64, f64)>,
}

impl Checks {
    /// Is there work left?
    pub fn is_running(&self) -> bool {
        self.comparing.is_some() || self.latest_runs()
    }

    fn latest_runs(&self) -> bool {
        self.latest.as_ref().is_some_and(|latest| latest.running)
    }

    /// Explores under other strategies once no check runs.
    pub fn compare(&mut self, comparing: Comparing) {
        self.comparing = Some(comparing).filter(|comparing| !comparing.is_over());
    }

    /// Begins a check and ends one that is running.
    pub fn begin(&mut self, id: u32, scenario: Scenario, now: f64) -> Option<Response> {
        self.latest = None;
        self.comparing = None;
        match Check::new(&scenario, "", Limits::default()) {
            Ok(check) => {
                self.latest = Some(Latest {
                    id,
                    scenario,
                    check,
                    running: true,
                    began: now,
                    told: now,
                    report: None,
                });
                None
            }
            Err(problem) => Some(Response::Problem { id, problem }),
        }
    }

    /// Ends the check that runs; what it found is its last word.
    pub fn cancel(&mut self, clock: impl Fn() -> f64) -> Option<Response> {
        let latest = self.latest.as_mut().filter(|latest| latest.running)?;
        latest.running = false;
        let id = latest.id;
        Some(match latest.report(&clock) {
            Ok(report) => Response::Progress {
                id,
                report,
                rest: Vec::new(),
                done: latest.check.done(),
            },
            Err(problem) => Response::Problem { id, problem },
        })
    }

    /// Goes on for a slice, and says what there is to say.
    pub fn slice(&mut self, clock: impl Fn() -> f64) -> Option<Response> {
        let now = clock();
        if !self.latest_runs() {
            let response = self.comparing.as_mut()?.slice(clock, now + SLICE_MS);
            self.comparing.take_if(|comparing| comparing.is_over());
            return response;
        }
        let latest = self.latest.as_mut()?;
        let id = latest.id;
        loop {
            match latest.check.advance(BATCH) {
                Err(problem) => {
                    self.latest = None;
                    return Some(Response::Problem { id, problem });
                }
                Ok(CheckState::Running) if clock() < now + SLICE_MS => {}
                Ok(CheckState::Running) => break,
                Ok(CheckState::Complete | CheckState::OverBudget) => {
                    latest.running = false;
                    return Some(match latest.report(&clock) {
                        Ok(report) => Response::Report { id, report },
                        Err(problem) => Response::Problem { id, problem },
                    });
                }
            }
        }
        if clock() < latest.told + PROGRESS_MS {
            return None;
        }
        let response = latest.progress(&clock);
        latest.told = clock();
        Some(response)
    }

    /// Runs one schedule, quicker where the check has been.
    pub fn trace(&mut self, scenario: &Scenario, schedule: &[String]) -> Result<Trace, Problem> {
        match &mut self.latest {
            Some(latest) if latest.scenario == *scenario => latest.check.trace(schedule),
            _ => trace(scenario, schedule),
        }
    }

    /// What can still happen after some steps.
    pub fn ahead(&mut self, scenario: &Scenario, schedule: &[String]) -> Result<Ahead, Problem> {
        self.of(scenario)?.ahead(schedule)
    }

    /// Schedules drawn at random.
    pub fn random_runs(
        &mut self,
        scenario: &Scenario,
        runs: u32,
        seed: u32,
    ) -> Result<RandomRuns, Problem> {
        self.of(scenario)?.random_runs(runs, seed)
    }

    /// All states.
    pub fn states(&mut self, scenario: &Scenario) -> Result<Option<StateGraph>, Problem> {
        self.of(scenario)?.states()
    }

    fn of(&mut self, scenario: &Scenario) -> Result<&mut Check, Problem> {
        match &mut self.latest {
            Some(latest) if latest.scenario == *scenario => Ok(&mut latest.check),
            _ => Err(Problem::new("This scenario is not explored yet.")),
        }
    }
}

impl Latest {
    /// What there is to say before the end.
    fn progress(&mut self, clock: &impl Fn() -> f64) -> Response {
        let id = self.id;
        match self.quick_report(clock) {
            Ok((report, rest)) => Response::Progress {
                id,
                report,
                rest,
                done: self.check.done(),
            },
            Err(problem) => Response::Problem { id, problem },
        }
    }

    /// Everything found so far.
    fn report(&mut self, clock: &impl Fn() -> f64) -> Result<Report, Problem> {
        let now = clock();
        let mut report = self.check.report()?;
        report.wall_ms = now - self.began;
        Ok(report)
    }

    /// What was found up to the last report, with the figures of now, where another report would
    /// take too long: it goes through the whole graph.
    fn quick_report(&mut self, clock: &impl Fn() -> f64) -> Result<Short, Problem> {
        if let Some(((report, rest), made, took)) = &mut self.report
            && *took > QUICK_MS
            && clock() < *made + *took / REPORTING
        {
            (report.states, report.steps) = self.check.figures();
            report.wall_ms = clock() - self.began;
            return Ok((report.clone(), rest.clone()));
        }
        let now = clock();
        let mut report = self.report(clock)?;
        let rest = report.shorten(OUTCOMES);
        let short = (report, rest);
        self.report = Some((short.clone(), clock(), clock() - now));
        Ok(short)
    }
}
