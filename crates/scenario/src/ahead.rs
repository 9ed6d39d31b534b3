//! What can still happen after the first steps of a schedule.

use serde::{Deserialize, Serialize};

/// What can still happen after the first steps of a schedule. Outcomes are told by their places in the
/// last report about the same scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ahead {
    /// The states that the steps lead through, the initial one first, by their numbers in the
    /// [`StateGraph`](crate::StateGraph). Fewer than there are steps if not all of them are explored.
    pub states: Vec<u32>,
    /// Whether everything that can come is explored. If not, every count is "at least".
    pub complete: bool,
    /// In how many ways the schedule can go on to an end: a decimal number.
    pub interleavings: String,
    /// The outcomes that can still come, in the report's order.
    pub outcomes: Vec<Remaining>,
}

/// An outcome that can still come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remaining {
    /// Its place in the report.
    pub outcome: usize,
    /// How many of the ways on end in it: a decimal number.
    pub interleavings: String,
    /// Their share of all ways on, 0 to 1.
    pub share: f64,
    /// Its probability under a scheduler that picks evenly among the ready tasks, 0 to 1.
    pub probability: f64,
}
