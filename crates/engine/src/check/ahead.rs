//! What can still happen after the first steps of a schedule.

use super::{Check, Listed};
use lockstep_explorer::{Count, Graph, Task};
use lockstep_scenario::{Ahead, Problem, Remaining};

impl Check {
    /// What can still happen after these steps, as far as it is explored: read off the graph, exact.
    /// Outcomes are told by their places in the last report.
    ///
    /// # Errors
    /// If the run reaches a limit.
    ///
    /// ```
    /// use lockstep_engine::{Check, CheckState, Limits};
    /// let scenario = lockstep_scenario::gallery_entry("transfer").unwrap().scenario();
    /// let mut check = Check::new(&scenario, "transfer.py", Limits::default()).unwrap();
    /// while check.advance(1000).unwrap() == CheckState::Running {}
    /// let report = check.report().unwrap();
    /// assert_eq!(check.ahead(&[]).unwrap().interleavings, report.interleavings);
    ///
    /// // After half of alice's steps and half of bob's: 4 over 2 ways, and all of them lose an update.
    /// let steps = ["alice", "alice", "bob", "bob"].map(str::to_owned);
    /// let ahead = check.ahead(&steps).unwrap();
    /// assert_eq!((ahead.interleavings.as_str(), ahead.states.len()), ("6", 5));
    /// let verdict = |place: usize| report.outcomes[place].verdict;
    /// assert!(ahead.outcomes.iter().all(|remaining| verdict(remaining.outcome).is_bad()));
    /// ```
    pub fn ahead(&mut self, schedule: &[String]) -> Result<Ahead, Problem> {
        let world = self.inner.exploration_mut().system_mut();
        let places = world.places_of_copies(schedule)?;
        let exploration = self.inner.exploration();
        let (states, last) = follow(exploration.graph(), &places);
        let reached = states.len() == schedule.len() + 1;
        let Some(node) = last.filter(|_| reached) else {
            return Ok(Ahead {
                states,
                complete: false,
                interleavings: Count::zero().to_string(),
                outcomes: Vec::new(),
            });
        };
        let tally = exploration.tally_from(node);
        let remaining = |(outcome, listed): (usize, &Listed)| {
            let (interleavings, probability) = match listed {
                Listed::Outcome(id) => {
                    let share = tally.outcomes.get(*id)?;
                    (share.interleavings.clone(), share.probability)
                }
                Listed::Livelock(tasks) => {
                    let mut loops = tally.loops.iter();
                    let around = loops.find(|l| l.livelock && l.tasks == *tasks)?;
                    (Count::Infinite, around.forever)
                }
            };
            (interleavings != Count::zero()).then(|| Remaining {
                outcome,
                interleavings: interleavings.to_string(),
                share: interleavings
                    .share_of(&tally.interleavings)
                    .unwrap_or(probability),
                probability,
            })
        };
        Ok(Ahead {
            states,
            complete: tally.complete,
            interleavings: tally.interleavings.to_string(),
            outcomes: self
                .listed
                .iter()
                .enumerate()
                .filter_map(remaining)
                .collect(),
        })
    }
}

/// The states that steps lead through, as far as they are explored, and the last of them.
fn follow(graph: &Graph, places: &[Task]) -> (Vec<u32>, Option<u32>) {
    let mut last = (!graph.is_empty()).then_some(Graph::ROOT);
    let mut states: Vec<u32> = last.into_iter().collect();
    for place in places {
        let step = last.and_then(|node| graph.steps(node).find(|(task, _)| task == place));
        last = step.and_then(|(_, target)| target);
        states.extend(last);
    }
    (states, last)
}
