//! A part of all schedules, so that several can be explored at the same time, on other cores or machines.
//!
//! All schedules are cut at the same depth. The states that stand there, each once, are dealt out; a part
//! explores the schedules that come through its states, down to their end. So each schedule belongs to one
//! part, and counts and probabilities of the parts add up. Above the cut a state counts as another one at each
//! depth, and as another one than below it: otherwise a way that leads back up would come out through a
//! state of another part.

use crate::graph::Node;
use crate::interner::Interner;
use crate::{Exploration, Limits, Progress, System};
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::Hash;

/// One of several parts of all schedules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its number, from 0.
    pub number: usize,
    /// How many parts there are.
    pub of: usize,
}

/// At least so many states are dealt out for each part, if there are so many: parts can be of very different
/// sizes, many small ones together less so.
const STATES_A_PART: usize = 16;

/// For so many depths the number of states may fail to grow before the search for a cut ends.
const MAX_STANDSTILL: usize = 4;

/// How many states the search for a cut may look at, at each depth.
const MAX_LOOKED_AT: usize = 50_000;

/// Where all schedules are cut, and what of them is explored.
pub(crate) struct Cut<K> {
    depth: usize,
    /// Those states at the cut from which this part goes on.
    mine: FxHashSet<K>,
    /// Whether runs that are over before the cut belong to this part.
    ends: bool,
    /// Those from which others go on.
    others: Interner<K>,
    /// The nodes down to the cut, by depth.
    above: FxHashMap<(usize, K), Node>,
}

impl<K: Clone + Eq + Hash> Cut<K> {
    fn new(depth: usize, mine: FxHashSet<K>, ends: bool) -> Self {
        Self {
            depth,
            mine,
            ends,
            others: Interner::default(),
            above: FxHashMap::default(),
        }
    }

    pub fn is_above(&self, depth: usize) -> bool {
        depth <= self.depth
    }

    pub fn find(&self, depth: usize, key: &K) -> Option<Node> {
        self.above.get(&(depth, key.clone())).copied()
    }

    pub fn note(&mut self, depth: usize, key: K, node: Node) {
        self.above.insert((depth, key), node);
    }

    /// Does another part go on from here?
    pub fn is_elsewhere(&mut self, depth: usize, key: &K, over: bool) -> bool {
        if depth == self.depth && !self.mine.contains(key) {
            self.others.intern(key.clone());
            return true;
        }
        over && depth < self.depth && !self.ends
    }
}

impl<S: System> Exploration<S> {
    /// As [`new`](Self::new), of one part of all schedules: where another part goes on, nothing is explored.
    /// Counts and probabilities of an outcome in all parts add up to those in the whole. Parts are the same
    /// wherever they are made.
    ///
    /// It looks at the first steps of all schedules at once.
    ///
    /// # Errors
    /// The system could not go on.
    ///
    /// ```
    /// use lockstep_explorer::{Exploration, Limits, Part, Progress, toy};
    /// let counts = [0, 1, 2].map(|number| {
    ///     let part = Part { number, of: 3 };
    ///     let mut part = Exploration::part(toy::counters(3, 4), Limits::default(), part).unwrap();
    ///     while part.advance(1_000) == Progress::Running {}
    ///     part.tally().interleavings.to_string().parse::<u64>().unwrap()
    /// });
    /// assert_eq!(counts.iter().sum::<u64>(), 34_650);
    /// ```
    pub fn part(mut system: S, limits: Limits, part: Part) -> Result<Self, S::Problem> {
        let cut = cut(&mut system, part)?;
        let mut exploration = Self::new(system, limits);
        exploration.cut = Some(cut);
        Ok(exploration)
    }
}

/// Deals out the states of the first depth that has enough of them, or of the one that has the most.
fn cut<S: System>(system: &mut S, part: Part) -> Result<Cut<S::Key>, S::Problem> {
    let enough = part.of.saturating_mul(STATES_A_PART);
    // Where all runs are over before the first cut, they belong to the first part.
    let (mut depth, mut states) = (1, states_at(system, 1)?.unwrap_or_default());
    let mut deeper = 1;
    while states.len() < enough && deeper < depth + MAX_STANDSTILL {
        deeper += 1;
        let Some(found) = states_at(system, deeper)? else {
            break;
        };
        if found.len() > states.len() {
            (depth, states) = (deeper, found);
        }
    }
    // Neighbours in the order of schedules go to the same part: they lead to the same states.
    let count = states.len();
    let mine = states.iter().enumerate();
    let mine = mine.filter(|(place, _)| place * part.of / count == part.number);
    let mine = mine.map(|(_, key)| key.clone()).collect();
    Ok(Cut::new(depth, mine, part.number == 0))
}

/// The states after so many steps, in the order of the schedules that lead to them; `None` if there is too
/// much to look at.
fn states_at<S: System>(
    system: &mut S,
    depth: usize,
) -> Result<Option<Interner<S::Key>>, S::Problem> {
    let limits = Limits {
        states: MAX_LOOKED_AT,
        ..Limits::default()
    };
    let mut above = Exploration::new(system, limits);
    above.cut = Some(Cut::new(depth, FxHashSet::default(), true));
    loop {
        match above.advance(usize::MAX) {
            Progress::Running => {}
            Progress::Complete => return Ok(above.cut.map(|cut| cut.others)),
            Progress::OverBudget(_) => return Ok(None),
            Progress::Problem => return above.into_problem().map_or(Ok(None), Err),
        }
    }
}
