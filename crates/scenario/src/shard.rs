//! A part of an exploration, to be joined with the others: the JSON object that `lockstep check --shard` prints.

use crate::{Outcome, Scenario, Verdict};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Which part of how many: `2/8`.
///
/// ```
/// use lockstep_scenario::ShardOf;
/// let shard: ShardOf = "2/8".parse().unwrap();
/// assert_eq!((shard.number, shard.of), (2, 8));
/// assert!("9/8".parse::<ShardOf>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShardOf {
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
}

impl ShardOf {
    /// As many shards as this are enough for any number of machines.
    pub const MAX: usize = 4096;
}

impl FromStr for ShardOf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) && of <= Self::MAX => {
                Ok(Self { number, of })
            }
            _ => Err(format!(
                "a shard is one of several, from 1/N to N/N, N at most {}",
                Self::MAX
            )),
        }
    }
}

impl fmt::Display for ShardOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl TryFrom<String> for ShardOf {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<ShardOf> for String {
    fn from(shard: ShardOf) -> String {
        shard.to_string()
    }
}

/// What exploring one part of all interleavings found. Each interleaving belongs to one part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shard {
    /// Version of this format: 1.
    pub lockstep: u32,
    /// Which part it is.
    pub shard: ShardOf,
    /// The file's name as it was given.
    pub file: String,
    /// What was explored; the same in all parts.
    pub scenario: Scenario,
    /// Whether all of the part was explored.
    pub complete: bool,
    /// As in a [`Report`](crate::Report).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_abort_more: bool,
    /// Distinct states met; other parts may have met them too.
    pub states: u64,
    /// Steps between these states.
    pub steps: u64,
    /// Milliseconds it took.
    pub wall_ms: f64,
    /// What interleavings of this part come to. Their counts and probabilities are those in the part.
    pub outcomes: Vec<ShardOutcome>,
}

/// An outcome in a part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShardOutcome {
    /// Equal in two parts for what is one outcome of the whole.
    pub id: String,
    /// The simplest schedule in this part. Where tasks are copies of one it names places that they take,
    /// which the outcome's witness does not.
    pub schedule: Vec<String>,
    /// The outcome, with nothing that only the whole can tell.
    pub outcome: Outcome,
}

impl ShardOutcome {
    /// Do tasks go round for ever here?
    pub fn is_livelock(&self) -> bool {
        let outcome = &self.outcome;
        outcome.verdict == Verdict::Deadlock && !outcome.anomalies.is_empty()
    }
}
