//! The check that runs, a slice at a time.

use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::{Report, Response, Scenario};

/// How long a slice may take: short enough for a message to be heard at once.
const SLICE_MS: f64 = 8.0;

/// How often the page is told about progress.
const PROGRESS_MS: f64 = 100.0;

/// Steps taken between two looks at the clock.
const BATCH: usize = 64;

/// At most one check.
#[derive(Default)]
pub struct Checks {
    running: Option<Running>,
}

struct Running {
    id: u32,
    check: Check,
    began: f64,
    told: f64,
}

impl Checks {
    /// Is there work left?
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Begins a check and ends one that is running.
    pub fn begin(&mut self, id: u32, scenario: &Scenario, now: f64) -> Option<Response> {
        self.running = None;
        match Check::new(scenario, "", Limits::default()) {
            Ok(check) => {
                self.running = Some(Running {
                    id,
                    check,
                    began: now,
                    told: now,
                });
                None
            }
            Err(problem) => Some(Response::Problem { id, problem }),
        }
    }

    /// Ends the check that runs; what it found is its last word.
    pub fn cancel(&mut self, now: f64) -> Option<Response> {
        let mut running = self.running.take()?;
        let id = running.id;
        Some(match running.report(now) {
            Ok(report) => Response::Progress { id, report },
            Err(problem) => Response::Problem { id, problem },
        })
    }

    /// Goes on for a slice, and says what there is to say.
    pub fn slice(&mut self, clock: impl Fn() -> f64) -> Option<Response> {
        let now = clock();
        let running = self.running.as_mut()?;
        let id = running.id;
        loop {
            match running.check.advance(BATCH) {
                Err(problem) => {
                    self.running = None;
                    return Some(Response::Problem { id, problem });
                }
                Ok(CheckState::Running) if clock() < now + SLICE_MS => {}
                Ok(CheckState::Running) => break,
                Ok(CheckState::Complete | CheckState::OverBudget) => {
                    let report = running.report(clock());
                    self.running = None;
                    return Some(match report {
                        Ok(report) => Response::Report { id, report },
                        Err(problem) => Response::Problem { id, problem },
                    });
                }
            }
        }
        if clock() < running.told + PROGRESS_MS {
            return None;
        }
        let report = running.report(clock());
        // Counted from after the report: on a large graph it takes a while itself.
        running.told = clock();
        Some(match report {
            Ok(report) => Response::Progress { id, report },
            Err(problem) => Response::Problem { id, problem },
        })
    }
}

impl Running {
    fn report(&mut self, now: f64) -> Result<Report, lockstep_scenario::Problem> {
        let mut report = self.check.report()?;
        report.wall_ms = now - self.began;
        Ok(report)
    }
}
