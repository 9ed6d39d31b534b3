//! What outcomes of the built-in scenarios are known by.

use crate::services::cards::Card;
use lockstep_scenario::{Outcome, outcome_name_in};

/// The names of one scenario's outcomes; empty for what is no built-in scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    slug: String,
    parent: Option<String>,
}

impl Names {
    /// Those of a built-in scenario's outcomes.
    pub fn of(card: &Card) -> Self {
        Names {
            slug: card.slug.clone(),
            parent: card.parent.clone(),
        }
    }

    /// An outcome's name, if it has one.
    pub fn find(&self, outcome: &Outcome) -> Option<&'static str> {
        outcome_name_in(&self.slug, self.parent.as_deref(), outcome)
    }
}
