//! How many interleavings lead to each outcome, and how likely each is.
//!
//! Forward over the graph: a node's number of ways is the sum over the steps into it, its
//! probability likewise, weighted. In the order of [`Components`] all steps into a node are done
//! before it is looked at, and then it can be forgotten, so only a front of nodes is held.

use crate::beat::{QUICK_TURNS, beat};
use crate::components::{Component, Components};
use crate::graph::{Graph, Node};
use crate::places::Places;
use crate::{Count, Loop, TaskSet};
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

/// Counts and probabilities of everything that can come after a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// All interleavings. Exact if [`complete`](Self::complete), otherwise there are at least so many.
    pub interleavings: Count,
    /// For each outcome in the order they were found, those that cannot come any more included.
    pub outcomes: Vec<Share>,
    /// Where tasks can go round.
    pub loops: Vec<Loop>,
    /// Is everything explored that can come after the node?
    pub complete: bool,
    /// The probability of coming to where nothing is explored yet. (In the rare loop of hundreds of
    /// states that is hardly ever left, also what the calculation leaves open.)
    pub unexplored: f64,
}

/// One outcome's part.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// How many interleavings lead to it.
    pub interleavings: Count,
    /// How likely it is under a scheduler that picks evenly among the enabled tasks at each step.
    /// Not the same as the share of interleavings: a short interleaving is more likely than a long one.
    pub probability: f64,
}

impl Tally {
    pub(crate) fn of(graph: &Graph, start: Node, outcomes: usize) -> Self {
        let mut sums = vec![Sum::default(); outcomes];
        let mut loops: Vec<Loop> = Vec::new();
        let mut complete = !graph.is_empty();
        let mut front = Front::new(graph.len());
        if (start as usize) < graph.len() {
            front.start(start);
        } else {
            complete = false;
        }
        let components = Components::reachable(graph, start);
        for (turn, component) in components.iter().enumerate() {
            if turn % QUICK_TURNS == 0 {
                beat();
            }
            match component {
                Component::Single(node) => {
                    let ways = front.ways(node);
                    if let Some(outcome) = graph.ending(node) {
                        sums[outcome].add(&front, &ways);
                    } else {
                        let slots = graph.slots(node);
                        let probability = ways.probability / slots.len() as f64;
                        for slot in slots {
                            match graph.target(slot) {
                                Some(target) => front.add(target, &ways, probability),
                                None => complete = false,
                            }
                        }
                    }
                    front.free(node);
                }
                Component::Cyclic(nodes) => {
                    let (inside, known) = go_round(graph, nodes, &mut front);
                    complete &= known;
                    Loop::merge(&mut loops, inside);
                }
            }
        }
        let mut interleavings = Count::zero();
        let outcomes: Vec<Share> = sums
            .into_iter()
            .map(|sum| {
                let share = sum.share();
                interleavings += &share.interleavings;
                share
            })
            .collect();
        if loops.iter().any(|inside| inside.livelock) {
            interleavings = Count::Infinite;
        }
        loops.sort_by_key(|inside| (!inside.livelock, inside.tasks));
        let known: f64 = outcomes.iter().map(|share| share.probability).sum::<f64>()
            + loops.iter().map(|inside| inside.forever).sum::<f64>();
        let unexplored = if complete && loops.is_empty() {
            0.0
        } else {
            (1.0 - known).max(0.0)
        };
        Self {
            interleavings,
            outcomes,
            loops,
            complete,
            unexplored,
        }
    }

    /// The probability that tasks go round for ever.
    pub fn forever(&self) -> f64 {
        self.loops.iter().map(|inside| inside.forever).sum()
    }
}

/// The ways to a node.
struct Ways {
    /// Where their number is.
    place: usize,
    /// Are they without end? Then the number means nothing.
    infinite: bool,
    probability: f64,
}

/// The ways to those nodes of which not all steps into them are done: for each a number of any
/// length, all numbers of equal length side by side.
struct Front {
    places: Places,
    /// `limbs` words for each place, least significant first.
    counts: Vec<u64>,
    limbs: usize,
    infinite: Vec<bool>,
    probabilities: Vec<f64>,
}

impl Front {
    fn new(nodes: usize) -> Self {
        Self {
            places: Places::new(nodes),
            counts: Vec::new(),
            limbs: 1,
            infinite: Vec::new(),
            probabilities: Vec::new(),
        }
    }

    fn start(&mut self, node: Node) {
        let place = self.place(node);
        self.counts[place * self.limbs] = 1;
        self.probabilities[place] = 1.0;
    }

    /// A node's place; a new one has no ways yet.
    fn place(&mut self, node: Node) -> usize {
        let place = self.places.of(node);
        if place == self.infinite.len() {
            self.counts.resize(self.counts.len() + self.limbs, 0);
            self.infinite.push(false);
            self.probabilities.push(0.0);
        }
        place
    }

    fn ways(&mut self, node: Node) -> Ways {
        let place = self.place(node);
        Ways {
            place,
            infinite: self.infinite[place],
            probability: self.probabilities[place],
        }
    }

    fn free(&mut self, node: Node) {
        let place = self.place(node);
        self.counts[place * self.limbs..(place + 1) * self.limbs].fill(0);
        self.infinite[place] = false;
        self.probabilities[place] = 0.0;
        self.places.free(node);
    }

    /// Adds a step to `node` from where `ways` are.
    fn add(&mut self, node: Node, ways: &Ways, probability: f64) {
        let target = self.place(node);
        self.probabilities[target] += probability;
        if ways.infinite {
            self.infinite[target] = true;
            return;
        }
        while self.sum_overflows(target, ways.place) {
            self.widen();
        }
    }

    /// Adds the number at `source` to the one at `target`, unless the sum needs more limbs.
    fn sum_overflows(&mut self, target: usize, source: usize) -> bool {
        let (target, source) = (target * self.limbs, source * self.limbs);
        if self.limbs == 1 {
            let (sum, overflow) = self.counts[target].overflowing_add(self.counts[source]);
            if !overflow {
                self.counts[target] = sum;
            }
            return overflow;
        }
        let mut carry = false;
        for limb in 0..self.limbs {
            let (sum, over) =
                self.counts[target + limb].overflowing_add(self.counts[source + limb]);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            self.counts[target + limb] = sum;
            carry = over || again;
        }
        if carry {
            // Take it back; it is done again with more room.
            let mut borrow = false;
            for limb in 0..self.limbs {
                let (rest, under) =
                    self.counts[target + limb].overflowing_sub(self.counts[source + limb]);
                let (rest, again) = rest.overflowing_sub(u64::from(borrow));
                self.counts[target + limb] = rest;
                borrow = under || again;
            }
        }
        carry
    }

    fn widen(&mut self) {
        let mut wide = vec![0; self.counts.len() * 2];
        for (place, count) in self.counts.chunks(self.limbs).enumerate() {
            wide[place * self.limbs * 2..][..self.limbs].copy_from_slice(count);
        }
        self.counts = wide;
        self.limbs *= 2;
    }

    fn set_infinite(&mut self, node: Node, probability: f64) {
        let place = self.place(node);
        self.infinite[place] = true;
        self.probabilities[place] += probability;
    }
}

/// What has come to an outcome so far.
#[derive(Clone, Default)]
struct Sum {
    count: BigUint,
    infinite: bool,
    probability: f64,
}

impl Sum {
    fn add(&mut self, front: &Front, ways: &Ways) {
        self.probability += ways.probability;
        if ways.infinite {
            self.infinite = true;
            return;
        }
        match &front.counts[ways.place * front.limbs..(ways.place + 1) * front.limbs] {
            [limb] => self.count += *limb,
            limbs => {
                let halves = limbs
                    .iter()
                    .flat_map(|&limb| [limb as u32, (limb >> 32) as u32]);
                self.count += BigUint::new(halves.collect());
            }
        }
    }

    fn share(self) -> Share {
        let interleavings = if self.infinite {
            Count::Infinite
        } else {
            Count::Finite(self.count)
        };
        Share {
            interleavings,
            probability: self.probability,
        }
    }
}

/// Takes the ways into a component with cycles through it and out again. Says also whether all
/// steps from it are explored.
fn go_round(graph: &Graph, nodes: &[Node], front: &mut Front) -> (Loop, bool) {
    let index: FxHashMap<Node, usize> = nodes
        .iter()
        .enumerate()
        .map(|(at, &node)| (node, at))
        .collect();
    let mut entered = vec![0.0; nodes.len()];
    for (at, &node) in nodes.iter().enumerate() {
        entered[at] = front.ways(node).probability;
        front.free(node);
    }
    let mut inside = Vec::new();
    let mut exits = Vec::new();
    let mut tasks = TaskSet::EMPTY;
    for (at, &node) in nodes.iter().enumerate() {
        let slots = graph.slots(node);
        let part = 1.0 / slots.len() as f64;
        for slot in slots {
            let target = graph.target(slot);
            match target.and_then(|target| index.get(&target)) {
                Some(&to) => {
                    tasks.insert(graph.task(slot));
                    inside.push(Step { from: at, to, part });
                }
                None => exits.push((at, part, target)),
            }
        }
    }
    let livelock = exits.is_empty();
    let mut forever = 0.0;
    if livelock {
        forever = entered.iter().sum();
    } else {
        let visits = visits(&entered, &inside);
        for &(at, part, target) in &exits {
            if let Some(target) = target {
                front.set_infinite(target, visits[at] * part);
            }
        }
    }
    let known = exits.iter().all(|&(_, _, target)| target.is_some());
    (Loop::new(tasks, livelock, forever, nodes.to_vec()), known)
}

/// A step within a component, and how likely it is where it begins.
struct Step {
    from: usize,
    to: usize,
    part: f64,
}

/// Up to this many nodes a component's equations are solved directly.
const DIRECT: usize = 160;

/// How often each node of a component is visited, on average, before the component is left:
/// `visits = entered + visits · steps`.
fn visits(entered: &[f64], steps: &[Step]) -> Vec<f64> {
    if entered.len() <= DIRECT {
        eliminate(entered, steps)
    } else {
        iterate(entered, steps)
    }
}

/// Gauss' elimination. The matrix is diagonally dominant by columns, so no pivot is needed.
fn eliminate(entered: &[f64], steps: &[Step]) -> Vec<f64> {
    let size = entered.len();
    let mut rows = vec![vec![0.0; size + 1]; size];
    for (at, row) in rows.iter_mut().enumerate() {
        row[at] = 1.0;
        row[size] = entered[at];
    }
    for step in steps {
        rows[step.to][step.from] -= step.part;
    }
    for at in 0..size {
        let (done, below) = rows.split_at_mut(at + 1);
        let pivot = &done[at];
        for row in below {
            let factor = row[at] / pivot[at];
            if factor != 0.0 {
                for column in at..=size {
                    row[column] -= factor * pivot[column];
                }
            }
        }
    }
    let mut visits = vec![0.0; size];
    for at in (0..size).rev() {
        let later: f64 = (at + 1..size)
            .map(|other| rows[at][other] * visits[other])
            .sum();
        visits[at] = (rows[at][size] - later) / rows[at][at];
    }
    visits
}

/// Gauss and Seidel's iteration, until nothing changes or for a bounded time.
fn iterate(entered: &[f64], steps: &[Step]) -> Vec<f64> {
    const WORK: usize = 30_000_000;
    let mut into: Vec<Vec<(usize, f64)>> = vec![Vec::new(); entered.len()];
    let mut stays = vec![0.0; entered.len()];
    for step in steps {
        if step.from == step.to {
            stays[step.to] += step.part;
        } else {
            into[step.to].push((step.from, step.part));
        }
    }
    let mut visits = vec![0.0; entered.len()];
    for _ in 0..(WORK / steps.len()).max(100) {
        let mut change: f64 = 0.0;
        let mut largest: f64 = 0.0;
        for at in 0..visits.len() {
            let coming: f64 = into[at]
                .iter()
                .map(|&(from, part)| visits[from] * part)
                .sum();
            let visit = (entered[at] + coming) / (1.0 - stays[at]);
            change = change.max((visit - visits[at]).abs());
            largest = largest.max(visit);
            visits[at] = visit;
        }
        if change <= largest * 1e-14 {
            break;
        }
    }
    visits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_solvers_agree() {
        // A ring of 100 nodes that can be left everywhere, entered at two places.
        let size = 100;
        let mut entered = vec![0.0; size];
        (entered[3], entered[70]) = (0.25, 0.75);
        let mut steps = Vec::new();
        for from in 0..size {
            steps.push(Step {
                from,
                to: (from + 1) % size,
                part: 0.4,
            });
            steps.push(Step {
                from,
                to: (from * 7 + 3) % size,
                part: 0.4,
            });
        }
        let direct = eliminate(&entered, &steps);
        let slow = iterate(&entered, &steps);
        for (one, other) in direct.iter().zip(&slow) {
            assert!((one - other).abs() < 1e-12, "{one} {other}");
        }
        let left: f64 = direct.iter().map(|visit| visit * 0.2).sum();
        assert!((left - 1.0).abs() < 1e-12);
    }
}
