//! The user's own work, kept in the browser: the last ten scenarios that were edited.

use lockstep_scenario::Scenario;
use serde::{Deserialize, Serialize};

/// How many are kept.
const KEPT: usize = 10;

/// A scenario that was edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Milliseconds since 1970 when it was begun: tells it from the others.
    pub id: u64,
    /// Milliseconds since 1970 when it was last changed.
    pub saved: u64,
    /// The work.
    pub scenario: Scenario,
}

/// Drafts, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Drafts(Vec<Draft>);

impl Drafts {
    /// Puts a draft first, in place of its older version; the eleventh falls out.
    pub fn keep(&mut self, draft: Draft) {
        self.0.retain(|other| other.id != draft.id);
        self.0.insert(0, draft);
        self.0.truncate(KEPT);
    }

    /// Takes the oldest away, to make room; `false` if only one is left.
    pub fn forget_oldest(&mut self) -> bool {
        let more = self.0.len() > 1;
        if more {
            self.0.pop();
        }
        more
    }

    /// The draft with this id.
    pub fn get(&self, id: u64) -> Option<&Draft> {
        self.0.iter().find(|draft| draft.id == id)
    }

    /// The latest first.
    pub fn iter(&self) -> impl Iterator<Item = &Draft> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_are_kept_each_once() {
        let mut drafts = Drafts::default();
        for id in 0..12 {
            drafts.keep(Draft {
                id,
                saved: id,
                scenario: Scenario::python("", ""),
            });
        }
        drafts.keep(Draft {
            id: 5,
            saved: 99,
            scenario: Scenario::python("again", ""),
        });
        let ids: Vec<u64> = drafts.iter().map(|draft| draft.id).collect();
        assert_eq!(ids, [5, 11, 10, 9, 8, 7, 6, 4, 3, 2]);
        assert_eq!(drafts.get(5).unwrap().scenario.title, "again");
        while drafts.forget_oldest() {}
        assert_eq!(drafts.iter().count(), 1);
    }
}
