//! What the page and the worker say to each other: JSON text, one message each.
//!
//! The page numbers its requests; every answer carries the number it answers. A new
//! `Check` ends one that is still running, so the worker looks for messages between
//! slices of work.
//!
//! A message is an object with one field, named after its kind: a tag among the fields
//! would make serde read everything twice, with code for it that is a third of the page's. Shares and times are
//! for showing: reading may change their last digit. Counts are texts, and exact.

use crate::{
    Ahead, Glance, Problem, RandomRuns, Report, Rest, Scenario, StateGraph, Trace, Variant,
};
use serde::{Deserialize, Serialize};

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// Explore everything. Answered by any number of `Progress`, then `Report` or `Problem`.
    Check {
        /// Number of this request.
        id: u32,
        /// What to explore.
        scenario: Scenario,
    },
    /// Run one schedule. Answered by `Trace` or `Problem`. May be asked while a check runs.
    Trace {
        /// Number of this request.
        id: u32,
        /// What to run.
        scenario: Scenario,
        /// A task name a step; may end before the scenario does.
        schedule: Vec<String>,
    },
    /// Explore under other strategies and on other databases, whenever there is nothing else to do. Answered
    /// by a `Compared` for each; a new `Check` ends it.
    Compare {
        /// Number of this request.
        id: u32,
        /// What to explore.
        scenario: Scenario,
        /// What to change of its settings, in the order in which it is wanted.
        variants: Vec<Variant>,
    },
    /// What can still happen after these steps? Answered by `Ahead` or `Problem`, out of what the latest
    /// check has found, which was of the same scenario.
    Ahead {
        /// Number of this request.
        id: u32,
        /// What was explored.
        scenario: Scenario,
        /// A task name a step.
        schedule: Vec<String>,
    },
    /// Run schedules drawn at random. Answered by `RandomRuns` or `Problem`, as `Ahead` is.
    RandomRuns {
        /// Number of this request.
        id: u32,
        /// What was explored.
        scenario: Scenario,
        /// How many.
        runs: u32,
        /// What the random numbers begin with.
        seed: u32,
    },
    /// All states. Answered by `StateGraph` or `Problem`, as `Ahead` is.
    StateGraph {
        /// Number of this request.
        id: u32,
        /// What was explored.
        scenario: Scenario,
    },
    /// Stop the check that runs. What it found comes as a last `Progress`.
    Cancel,
}

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    /// The engine is loaded.
    Ready {
        /// Version of the engine.
        version: String,
    },
    /// It is at work on what it was asked, and has nothing else to say yet.
    Alive,
    /// What a check found so far: counts are "at least".
    Progress {
        /// The request.
        id: u32,
        /// `complete` is false in it. Of many outcomes it has those that most interleavings end in: there
        /// can be thousands, many times a second.
        report: Report,
        /// What the others come to; none once nothing more is explored.
        rest: Vec<Rest>,
        /// How much of the work is done, as far as can be told, 0 to 1.
        done: f64,
    },
    /// A check's end.
    Report {
        /// The request.
        id: u32,
        /// `complete` is false in it if the budget ended it.
        report: Report,
    },
    /// A schedule's trace.
    Trace {
        /// The request.
        id: u32,
        /// What happened.
        trace: Box<Trace>,
    },
    /// What a scenario comes to in one of the variants of a `Compare`.
    Compared {
        /// The request.
        id: u32,
        /// Which one.
        variant: Variant,
        /// What was found; absent if the scenario cannot be run like this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        found: Option<Glance>,
    },
    /// What can still happen.
    Ahead {
        /// The request.
        id: u32,
        /// What that is.
        ahead: Ahead,
    },
    /// Schedules drawn at random.
    RandomRuns {
        /// The request.
        id: u32,
        /// What came of them.
        runs: RandomRuns,
    },
    /// All states.
    StateGraph {
        /// The request.
        id: u32,
        /// Absent if there are too many to be drawn, or not all are explored.
        graph: Option<StateGraph>,
    },
    /// The scenario cannot be run.
    Problem {
        /// The request.
        id: u32,
        /// Why.
        problem: Problem,
    },
}
