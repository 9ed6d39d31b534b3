//! One scenario under several settings: the JSON object that `lockstep check --strategy all` and
//! `lockstep check --matrix` print.

use crate::{Begin, DatabaseKind, Isolation, Journal, Problem, Report, Verdict};
use serde::{Deserialize, Serialize};

/// A scenario, checked under every combination of some databases, strategies, and what each database can be
/// set to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Version of this format: 1.
    pub lockstep: u32,
    /// The file's name as it was given.
    pub file: String,
    /// By database, then strategy, then journal, begin and isolation, each in the order in which they are listed.
    pub cells: Vec<Cell>,
}

/// A scenario under one combination.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The database; left out if it is SQLite.
    #[serde(default, skip_serializing_if = "is_default")]
    pub database: DatabaseKind,
    /// The strategy's id.
    pub strategy: String,
    /// The journal mode.
    pub journal: Journal,
    /// How transactions begin. (Strategies that have a way of their own begin their task's in that
    /// one, whatever is said here.)
    pub begin: Begin,
    /// PostgreSQL only: the isolation level; left out if it is the default. (Strategies that have a level
    /// of their own run at that one.)
    #[serde(default, skip_serializing_if = "is_default")]
    pub isolation: Isolation,
    /// The place among the cells, from 0, of an earlier one that runs the same code on the same
    /// database: that one was explored, and this one has its results.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<usize>,
    /// What was found, in few figures; absent if the scenario cannot be run like this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// What was found, as `lockstep check` prints it for this cell alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// Why the scenario cannot be run like this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What exploring a scenario found, in few figures. If the exploration is not complete they are about
/// the interleavings found so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Outcomes by what they are worth.
    pub verdicts: Verdicts,
    /// Outcomes in which the database's error ended a task (an exception of the class `Error` of
    /// Django's or of a driver, or one that derives from it), or failed a step of a session of SQL.
    /// An error that the code catches is not among them.
    pub errors: Part,
    /// Steps that had to wait, in an interleaving, on average over all interleavings: the statement met
    /// a lock and waits (blocked), or a waiting statement was tried again or timed out (retried).
    /// Absent if the number of interleavings is infinite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<f64>,
    /// How long tasks wait in an interleaving, in steps of the others, on average over all
    /// interleavings: for each step the number of tasks that have not ended and cannot go on when it is
    /// taken, whatever they wait for (a lock of the database or of the application, an event, time), all
    /// steps together. Absent if the number of interleavings is infinite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited: Option<f64>,
}

/// A [`Part`] for each verdict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named as the verdicts are")]
pub struct Verdicts {
    pub serializable: Part,
    pub aborted: Part,
    pub anomaly: Part,
    pub deadlock: Part,
}

impl Verdicts {
    /// The part of a verdict.
    pub fn part(&mut self, verdict: Verdict) -> &mut Part {
        match verdict {
            Verdict::Serializable => &mut self.serializable,
            Verdict::Aborted => &mut self.aborted,
            Verdict::Anomaly => &mut self.anomaly,
            Verdict::Deadlock => &mut self.deadlock,
        }
    }
}

/// Some of the outcomes, together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// How many outcomes.
    pub outcomes: usize,
    /// How many interleavings end in one of them: a decimal number.
    pub interleavings: String,
    /// Their share of all interleavings, 0 to 1; their probability if the number of interleavings is
    /// infinite.
    pub share: f64,
    /// Probability under a scheduler that picks evenly among the ready tasks, 0 to 1.
    pub probability: f64,
}

impl Default for Part {
    fn default() -> Self {
        Part {
            outcomes: 0,
            interleavings: "0".to_owned(),
            share: 0.0,
            probability: 0.0,
        }
    }
}
