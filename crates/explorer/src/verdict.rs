//! What serial orders say about an outcome.

use crate::TaskSet;
use std::fmt;
use std::hash::Hash;

/// What an outcome is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Equal to what some serial order of all tasks gives.
    Serializable,
    /// The database refused some tasks; the rest is as if those had never run.
    Aborted,
    /// Nothing could go on.
    Deadlock,
    /// Anything else; and whatever fails an invariant.
    Anomaly,
}

impl Verdict {
    /// Its name: `serializable`, `aborted`, `deadlock` or `anomaly`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Serializable => "serializable",
            Self::Aborted => "aborted",
            Self::Deadlock => "deadlock",
            Self::Anomaly => "anomaly",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What has to be known of an outcome to judge it.
pub trait Judged: Clone + Eq + Hash {
    /// Has an invariant failed?
    fn broken(&self) -> bool;

    /// Could nothing go on, although tasks had not come to their end?
    fn stuck(&self) -> bool;

    /// The tasks that the database refused, in a way that a retry can cure.
    fn refused(&self) -> TaskSet;

    /// Is this equal to `serial`, the outcome of a run of all tasks but the `refused` ones, apart
    /// from the refused tasks' own results?
    fn equal_without(&self, serial: &Self, refused: TaskSet) -> bool;
}

/// The verdict on an outcome, given the outcomes of the serial orders of all tasks and of all but
/// the refused ones. The latter are asked for only when they matter; as long as they are not known
/// there is no verdict.
pub fn verdict<'a, O: Judged + 'a>(
    outcome: &O,
    mut serial: impl Iterator<Item = &'a O>,
    others: impl FnOnce(TaskSet) -> Option<&'a [O]>,
) -> Option<Verdict> {
    if outcome.broken() {
        return Some(Verdict::Anomaly);
    }
    if outcome.stuck() {
        return Some(Verdict::Deadlock);
    }
    if serial.any(|serial| serial == outcome) {
        return Some(Verdict::Serializable);
    }
    let refused = outcome.refused();
    if refused.is_empty() {
        return Some(Verdict::Anomaly);
    }
    let aborted = others(refused)?
        .iter()
        .any(|serial| outcome.equal_without(serial, refused));
    Some(if aborted {
        Verdict::Aborted
    } else {
        Verdict::Anomaly
    })
}
