//! A scenario under other strategies: explored one after the other, a slice at a time.

use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::{Glance, Response, Scenario};
use std::collections::VecDeque;

/// States of one strategy: enough for nearly everything, and an end for the rest.
const STATES: usize = 100_000;

/// Steps taken between two looks at the clock.
const BATCH: usize = 64;

/// What is left to explore.
pub struct Comparing {
    id: u32,
    scenario: Scenario,
    /// The first is the one at hand.
    left: VecDeque<String>,
    check: Option<Check>,
}

impl Comparing {
    /// Nothing is explored before the first slice.
    pub fn new(id: u32, scenario: Scenario, strategies: Vec<String>) -> Self {
        Comparing {
            id,
            scenario,
            left: strategies.into(),
            check: None,
        }
    }

    /// Whether all strategies are explored.
    pub fn is_over(&self) -> bool {
        self.left.is_empty()
    }

    /// Goes on until the strategy at hand is explored, or the clock says `until`.
    pub fn slice(&mut self, clock: impl Fn() -> f64, until: f64) -> Option<Response> {
        let strategy = self.left.front()?.clone();
        let found = loop {
            match self.advance(&strategy) {
                Some(found) => break found,
                None if clock() < until => {}
                None => return None,
            }
        };
        self.check = None;
        self.left.pop_front();
        Some(Response::Compared {
            id: self.id,
            strategy,
            found,
        })
    }

    /// What a strategy comes to, once it is known: nothing, if the scenario cannot be run.
    fn advance(&mut self, strategy: &str) -> Option<Option<Glance>> {
        let Some(check) = &mut self.check else {
            strategy.clone_into(&mut self.scenario.settings.strategy);
            let limits = Limits {
                states: STATES,
                ..Limits::default()
            };
            self.check = Check::new(&self.scenario, "", limits).ok();
            return if self.check.is_some() {
                None
            } else {
                Some(None)
            };
        };
        match check.advance(BATCH) {
            Ok(CheckState::Running) => None,
            Ok(CheckState::Complete | CheckState::OverBudget) => Some(Some(check.glance())),
            Err(_) => Some(None),
        }
    }
}
