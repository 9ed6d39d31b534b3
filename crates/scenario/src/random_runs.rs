//! A few schedules drawn at random, one after the other.

use serde::{Deserialize, Serialize};

/// Schedules drawn at random and run, in the order in which they were. At each step one of the tasks that
/// can go on is drawn, each as likely as another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RandomRuns {
    /// What the random numbers begin with: the same seed gives the same schedules, on every machine.
    pub seed: u32,
    /// Fewer than were asked for if they are very long.
    pub runs: Vec<RandomRun>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RandomRun {
    /// A task name a step.
    pub schedule: Vec<String>,
    /// The place in the last report of the outcome it ended in; absent if that has not been explored, or
    /// if the run was given up after so many steps that it may never end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<usize>,
}
