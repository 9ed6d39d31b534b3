//! A report that is made short, for while it changes many times a second.

use crate::{Outcome, Report, Verdict, sum_of_counts};
use serde::{Deserialize, Serialize};

/// The outcomes of one verdict that a report leaves out, together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rest {
    /// Their verdict.
    pub verdict: Verdict,
    /// How many they are.
    pub outcomes: usize,
    /// How many interleavings end in one of them: a decimal number.
    pub interleavings: String,
    /// The share of these interleavings, 0 to 1.
    pub share: f64,
    /// The probability of these outcomes, 0 to 1.
    pub probability: f64,
}

impl Report {
    /// Takes all outcomes but the first `most` out, and says what they come to.
    pub fn shorten(&mut self, most: usize) -> Vec<Rest> {
        let out = self.outcomes.split_off(most.min(self.outcomes.len()));
        let of = |verdict| out.iter().filter(move |outcome| outcome.verdict == verdict);
        let verdicts = [
            Verdict::Anomaly,
            Verdict::Deadlock,
            Verdict::Aborted,
            Verdict::Serializable,
        ];
        let rest = verdicts.into_iter().map(|verdict| Rest {
            verdict,
            outcomes: of(verdict).count(),
            interleavings: sum_of_counts(of(verdict).map(|o| o.interleavings.as_str())),
            share: of(verdict).map(|outcome| outcome.share).sum(),
            probability: of(verdict).map(|outcome| outcome.probability).sum(),
        });
        rest.filter(|rest| rest.outcomes > 0).collect()
    }
}

impl From<&Rest> for Outcome {
    /// As if it were one outcome: for sums and bars, not to be shown.
    fn from(rest: &Rest) -> Outcome {
        Outcome {
            interleavings: rest.interleavings.clone(),
            share: rest.share,
            probability: rest.probability,
            verdict: rest.verdict,
            multiplicity: None,
            anomalies: Vec::new(),
            explanation: String::new(),
            marked: Vec::new(),
            tables: Default::default(),
            tasks: Default::default(),
            invariants: Default::default(),
            witness: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_summed_by_verdict() {
        let outcome = |interleavings: &str, verdict| {
            Outcome::from(&Rest {
                verdict,
                outcomes: 1,
                interleavings: interleavings.to_owned(),
                share: 0.125,
                probability: 0.25,
            })
        };
        let all = vec![
            outcome("9", Verdict::Anomaly),
            outcome("8", Verdict::Serializable),
            outcome("7", Verdict::Anomaly),
            outcome("6", Verdict::Anomaly),
        ];
        let mut report = Report {
            lockstep: 1,
            file: String::new(),
            settings: Default::default(),
            tasks: Vec::new(),
            complete: false,
            may_abort_more: false,
            interleavings: "30".to_owned(),
            states: 0,
            steps: 0,
            wall_ms: 0.0,
            outcomes: all.clone(),
        };
        assert_eq!(report.shorten(4), []);
        assert_eq!(report.outcomes, all);
        let rest = report.shorten(1);
        assert_eq!(report.outcomes, all[..1]);
        let found: Vec<_> = rest
            .iter()
            .map(|rest| (rest.verdict, rest.outcomes, rest.interleavings.as_str()))
            .collect();
        assert_eq!(
            found,
            [(Verdict::Anomaly, 2, "13"), (Verdict::Serializable, 1, "8")]
        );
        assert_eq!((rest[0].share, rest[0].probability), (0.25, 0.5));
    }
}
