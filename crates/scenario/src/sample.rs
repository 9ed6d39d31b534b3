//! What schedules drawn at random came to: the JSON object that `lockstep check --random` prints.

use crate::{Settings, Tables, TaskResult, Verdict};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Schedules drawn at random, and their outcomes. At each step one of the tasks that can go on is
/// drawn, each as likely as another; not each interleaving is as likely as another. There can be
/// outcomes that were not drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Version of this format: 1.
    pub lockstep: u32,
    /// The file's name as it was given.
    pub file: String,
    /// All settings, defaults included.
    pub settings: Settings,
    /// Task names in the order of the file.
    pub tasks: Vec<String>,
    /// Never: a sample is not the whole.
    pub complete: bool,
    /// How many schedules were drawn.
    pub sampled: u64,
    /// What the random numbers begin with: the same seed gives the same schedules, on every machine.
    pub seed: u32,
    /// How many of the schedules were given up after so many steps that they may never end.
    pub unended: u64,
    /// The probability that one outcome can have that was not drawn, with 95 % confidence.
    pub unseen: f64,
    /// Steps executed.
    pub steps: u64,
    /// Milliseconds it took; 0 where no clock can be read.
    pub wall_ms: f64,
    /// Sorted by how often they were drawn, descending.
    pub outcomes: Vec<SampledOutcome>,
}

/// An outcome that was drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampledOutcome {
    /// How many of the schedules end here.
    pub sampled: u64,
    /// Their part of the schedules, an estimate of the probability under a scheduler that picks evenly
    /// among the ready tasks. It says nothing about the share of interleavings.
    pub probability: f64,
    /// Between which two that probability is, with 95 % confidence (Wilson's interval).
    pub interval: [f64; 2],
    /// What it is worth; absent if there are too many serial orders to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Names of the anomalies, if it is one.
    pub anomalies: Vec<String>,
    /// One sentence on how it comes about, built from the schedule; empty if there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub explanation: String,
    /// The steps of the schedule that make the anomaly, from 1, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<u32>,
    /// Final content.
    pub tables: Tables,
    /// What each task returned or raised.
    pub tasks: IndexMap<String, TaskResult>,
    /// Each `invariant_*`, by the rest of its name: does it hold?
    pub invariants: IndexMap<String, bool>,
    /// Of the schedules drawn that lead here the one with the fewest context switches. A simpler one may
    /// not have been drawn.
    pub schedule: Vec<String>,
}
