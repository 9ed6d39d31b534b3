//! What exploring a scenario found, in the few figures that a card of the gallery or a row of the
//! table of strategies shows.

use crate::{Report, Scenario, Verdict, Verdicts};
use serde::{Deserialize, Serialize};

/// The figures. If the exploration is not complete they are about what it found so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Glance {
    /// How many interleavings there are: a decimal number.
    pub interleavings: String,
    /// Whether all of them were explored.
    pub complete: bool,
    /// Which part of them has which verdict.
    pub shares: Shares,
}

/// For each verdict its share of all interleavings, 0 to 1 (a probability if their number is
/// infinite).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named as the verdicts are")]
pub struct Shares {
    pub serializable: f64,
    pub aborted: f64,
    pub anomaly: f64,
    pub deadlock: f64,
}

impl Shares {
    /// The share of a verdict.
    pub fn of(&self, verdict: Verdict) -> f64 {
        match verdict {
            Verdict::Serializable => self.serializable,
            Verdict::Aborted => self.aborted,
            Verdict::Anomaly => self.anomaly,
            Verdict::Deadlock => self.deadlock,
        }
    }

    fn add(&mut self, verdict: Verdict, share: f64) {
        let sum = match verdict {
            Verdict::Serializable => &mut self.serializable,
            Verdict::Aborted => &mut self.aborted,
            Verdict::Anomaly => &mut self.anomaly,
            Verdict::Deadlock => &mut self.deadlock,
        };
        *sum += share;
    }
}

impl From<&Verdicts> for Shares {
    fn from(verdicts: &Verdicts) -> Self {
        Shares {
            serializable: verdicts.serializable.share,
            aborted: verdicts.aborted.share,
            anomaly: verdicts.anomaly.share,
            deadlock: verdicts.deadlock.share,
        }
    }
}

impl From<&Report> for Glance {
    fn from(report: &Report) -> Self {
        let mut shares = Shares::default();
        for outcome in &report.outcomes {
            shares.add(outcome.verdict, outcome.share);
        }
        Glance {
            interleavings: report.interleavings.clone(),
            complete: report.complete,
            shares,
        }
    }
}

/// A built-in scenario as the page shows it: one element of what `lockstep gallery --format json`
/// prints. The page reads what was found only when it shows the gallery, and keeps it as it is until then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GalleryCard<Found = Glance> {
    /// Its name in links: `#x/<slug>`.
    pub slug: String,
    /// The slug of the scenario that this is a variant of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Two sentences.
    pub summary: String,
    /// Where the code was published; empty if it is our own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
    /// The scenario, with its title and its settings.
    pub scenario: Scenario,
    /// What exploring it finds.
    pub found: Found,
}
