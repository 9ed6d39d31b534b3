//! Every interleaving, run by run.

use crate::interner::Interner;
use crate::walk::Walk;
use crate::{Cost, System, Task};

/// What plain enumeration finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Enumeration<O> {
    /// The outcomes, in the order they were found.
    pub outcomes: Vec<Enumerated<O>>,
    /// How many interleavings were run.
    pub interleavings: u64,
    /// Steps of the system, replayed ones included.
    pub steps: u64,
    /// Were these all?
    pub complete: bool,
}

/// One outcome's part of an [`Enumeration`].
#[derive(Clone, Debug, PartialEq)]
pub struct Enumerated<O> {
    /// The outcome.
    pub outcome: O,
    /// How many of the interleavings led to it.
    pub interleavings: u64,
    /// How likely it is under a scheduler that picks evenly among the enabled tasks.
    pub probability: f64,
    /// Of all schedules to it the one with the fewest context switches, then the shortest, then the
    /// alphabetically first.
    pub witness: Vec<Task>,
}

/// Runs every interleaving, without merging and without keys: what [`Exploration`](crate::Exploration)
/// finds must be the same. Slow and simple, so that the two can be compared.
///
/// Ends after `interleavings` of them; does not follow a schedule beyond `depth` steps.
///
/// ```
/// use lockstep_explorer::{enumerate, toy};
///
/// let all = enumerate(&mut toy::counters(3, 2), 1_000, 100).unwrap();
/// assert_eq!((all.interleavings, all.complete), (90, true));
/// ```
///
/// # Errors
/// The system's own problem, if it cannot go on.
pub fn enumerate<S: System>(
    system: &mut S,
    interleavings: u64,
    depth: usize,
) -> Result<Enumeration<S::Outcome>, S::Problem> {
    struct Frame {
        /// Where in `ready` this state's untried tasks begin, last one first.
        begin: usize,
        /// How likely each of its steps is.
        probability: f64,
    }
    let mut walk: Walk<S> = Walk::new();
    let mut outcomes: Interner<S::Outcome> = Interner::default();
    let mut found = Enumeration {
        outcomes: Vec::new(),
        interleavings: 0,
        steps: 0,
        complete: true,
    };
    let mut frames: Vec<Frame> = Vec::new();
    let mut ready: Vec<Task> = Vec::new();
    let mut enabled: Vec<Task> = Vec::new();
    let mut probability = 1.0;
    let mut schedule: Vec<Task> = Vec::new();
    walk.approach(system)?;
    loop {
        enabled.clear();
        system.enabled(&mut enabled);
        if !enabled.is_empty() && walk.depth() < depth {
            if enabled.len() > 1 {
                walk.mark(system);
            }
            frames.push(Frame {
                begin: ready.len(),
                probability: probability / enabled.len() as f64,
            });
            ready.extend(enabled.iter().rev());
        } else if enabled.is_empty() {
            let id = outcomes.intern(system.outcome()?) as usize;
            walk.lose();
            schedule.clear();
            schedule.extend(walk.path());
            if id == found.outcomes.len() {
                found.outcomes.push(Enumerated {
                    outcome: outcomes.get(id).clone(),
                    interleavings: 0,
                    probability: 0.0,
                    witness: schedule.clone(),
                });
            }
            let known = &mut found.outcomes[id];
            known.interleavings += 1;
            known.probability += probability;
            if (Cost::of(&schedule), &schedule) < (Cost::of(&known.witness), &known.witness) {
                known.witness.clone_from(&schedule);
            }
            found.interleavings += 1;
        } else {
            found.complete = false;
        }
        let task = loop {
            let Some(frame) = frames.last() else {
                found.steps += walk.replayed;
                return Ok(found);
            };
            if ready.len() > frame.begin {
                probability = frame.probability;
                break ready.pop();
            }
            frames.pop();
        };
        if found.interleavings == interleavings {
            found.complete = false;
            found.steps += walk.replayed;
            return Ok(found);
        }
        walk.retreat(frames.len() - 1);
        while !walk.approach(system)? {}
        if let Some(task) = task {
            walk.descend(system, task)?;
            found.steps += 1;
        }
    }
}
