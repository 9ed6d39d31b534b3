//! Which figure stands beside an outcome: there are two, and they are not the same.

use lockstep_scenario::Outcome;

/// Which one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figure {
    /// The share of all interleavings.
    #[default]
    Share,
    /// The probability.
    Probability,
}

impl Figure {
    /// Both.
    pub const ALL: [Figure; 2] = [Figure::Share, Figure::Probability];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Figure::Share => "Share of interleavings",
            Figure::Probability => "Probability",
        }
    }

    /// What it says, for those who wonder.
    pub fn meaning(self) -> &'static str {
        match self {
            Figure::Share => "Every interleaving counts once, however likely it is.",
            Figure::Probability => {
                "How often it happens if at each step any task that can go on is as likely to go next as another."
            }
        }
    }

    /// An outcome's, 0 to 1.
    pub fn of(self, outcome: &Outcome) -> f64 {
        match self {
            Figure::Share => outcome.share,
            Figure::Probability => outcome.probability,
        }
    }
}
