//! The states that a scenario can be in, and the steps between them.

use serde::{Deserialize, Serialize};

/// All states of a scenario, those with equal futures merged. The first is the initial one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StateGraph {
    /// By their numbers.
    pub states: Vec<State>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The steps that can be taken there: the task's name, and the number of the state that it leads to.
    pub steps: Vec<(String, u32)>,
    /// If the run is over there: the place of its outcome in the last report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<usize>,
    /// The schedule with the fewest context switches that leads there.
    pub way: Vec<String>,
}
