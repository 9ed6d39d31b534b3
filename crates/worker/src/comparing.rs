//! A scenario under other strategies and on other databases: explored one after the other, a slice at a time.

use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::{Glance, Response, Scenario, Variant};
use std::collections::VecDeque;

/// States of one variant: enough for nearly everything, and an end for the rest.
const STATES: usize = 100_000;

/// Steps taken between two looks at the clock.
const BATCH: usize = 64;

/// What is left to explore.
pub struct Comparing {
    id: u32,
    scenario: Scenario,
    /// The first is the one at hand.
    left: VecDeque<Variant>,
    check: Option<Check>,
}

impl Comparing {
    /// Nothing is explored before the first slice.
    pub fn new(id: u32, scenario: Scenario, variants: Vec<Variant>) -> Self {
        Comparing {
            id,
            scenario,
            left: variants.into(),
            check: None,
        }
    }

    /// Whether all variants are explored.
    pub fn is_over(&self) -> bool {
        self.left.is_empty()
    }

    /// Goes on until the variant at hand is explored, or the clock says `until`.
    pub fn slice(&mut self, clock: impl Fn() -> f64, until: f64) -> Option<Response> {
        let variant = self.left.front()?.clone();
        let found = loop {
            match self.advance(&variant) {
                Some(found) => break found,
                None if clock() < until => {}
                None => return None,
            }
        };
        self.check = None;
        self.left.pop_front();
        Some(Response::Compared {
            id: self.id,
            variant,
            found,
        })
    }

    /// What a variant comes to, once it is known: nothing, if the scenario cannot be run.
    fn advance(&mut self, variant: &Variant) -> Option<Option<Glance>> {
        let Some(check) = &mut self.check else {
            variant.apply(&mut self.scenario.settings);
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
