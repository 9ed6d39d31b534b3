//! The simplest schedule to an outcome.

use crate::Task;
use crate::beat::{QUICK_TURNS, beat};
use crate::components::{Component, Components};
use crate::graph::{Graph, Node, OutcomeId};
use crate::places::Places;
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

/// What makes a schedule simple: few context switches, then few steps. A schedule's first step is
/// no switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cost {
    /// How often a step is taken by another task than the step before.
    pub switches: u32,
    /// How many steps there are.
    pub steps: u32,
}

impl Cost {
    /// What a schedule costs.
    ///
    /// ```
    /// use lockstep_explorer::Cost;
    /// assert_eq!(Cost::of(&[0, 0, 1, 0]), Cost { switches: 2, steps: 4 });
    /// ```
    pub fn of(schedule: &[Task]) -> Self {
        Self {
            switches: schedule
                .windows(2)
                .filter(|pair| pair[0] != pair[1])
                .count() as u32,
            steps: schedule.len() as u32,
        }
    }

    /// One step more.
    fn then(self, switch: bool) -> Self {
        Self {
            switches: self.switches.saturating_add(u32::from(switch)),
            steps: self.steps.saturating_add(1),
        }
    }
}

/// Finds witnesses: of all schedules to an outcome the one with the fewest context switches, of
/// those the shortest, of those the alphabetically first (by task number, unless there is
/// [another alphabet](Self::with_alphabet)). That depends on the system alone, not on the order in which it was explored.
///
/// Made once for a graph as it is now, in a time that grows with the graph; each witness then takes
/// little more than its own length.
pub struct Witnesses<'a> {
    graph: &'a Graph,
    /// By slot: what the cheapest schedule costs that ends with this step.
    costs: Vec<Cost>,
    /// For each node, where in `sources` the nodes begin that have a step to it.
    first: Vec<u32>,
    sources: Vec<Node>,
    /// Where runs end, by outcome.
    endings: Vec<(OutcomeId, Node)>,
    /// Each task's place in the alphabet; beyond, its number.
    alphabet: Vec<usize>,
}

impl<'a> Witnesses<'a> {
    /// For the graph as it is now.
    pub fn new(graph: &'a Graph) -> Self {
        let nodes = graph.len() as Node;
        let mut first = vec![0u32; graph.len() + 2];
        let mut endings = Vec::new();
        for node in 0..nodes {
            match graph.ending(node) {
                Some(outcome) => endings.push((outcome, node)),
                None => targets(graph, node).for_each(|target| first[target as usize + 2] += 1),
            }
        }
        endings.sort_unstable();
        for at in 2..first.len() {
            first[at] += first[at - 1];
        }
        // Filling moves each beginning on to where the next node's begin.
        let mut sources = vec![0; first.last().map_or(0, |&end| end as usize)];
        for node in (0..nodes).filter(|&node| graph.ending(node).is_none()) {
            for target in targets(graph, node) {
                let place = &mut first[target as usize + 1];
                sources[*place as usize] = node;
                *place += 1;
            }
        }
        first.pop();
        Self {
            graph,
            costs: Costs::of(graph),
            first,
            sources,
            endings,
            alphabet: Vec::new(),
        }
    }

    /// With the place of each task in the alphabet, for systems whose tasks have their numbers from the
    /// order in which they are met.
    #[must_use]
    pub fn with_alphabet(mut self, places: Vec<usize>) -> Self {
        self.alphabet = places;
        self
    }

    fn letter(&self, slot: usize) -> usize {
        let task = self.graph.task(slot);
        self.alphabet.get(task).copied().unwrap_or(task)
    }

    /// The witness of an outcome; `None` if nothing that is explored leads there.
    pub fn to_outcome(&self, outcome: OutcomeId) -> Option<Vec<Task>> {
        let begin = self.endings.partition_point(|&(other, _)| other < outcome);
        let of_outcome = self.endings[begin..]
            .iter()
            .take_while(|&&(other, _)| other == outcome);
        self.to_nodes(of_outcome.map(|&(_, node)| node))
    }

    /// The simplest schedule to any of these nodes.
    pub fn to_nodes(&self, nodes: impl IntoIterator<Item = Node>) -> Option<Vec<Task>> {
        beat();
        let mut best = UNREACHED;
        let mut last_steps: Vec<(Node, usize)> = Vec::new();
        for node in nodes {
            if node == Graph::ROOT {
                return Some(Vec::new());
            }
            for (source, slot) in self.steps_into(node) {
                let cost = self.costs[slot];
                if cost < best {
                    best = cost;
                    last_steps.clear();
                }
                if cost == best {
                    last_steps.push((source, slot));
                }
            }
        }
        (best != UNREACHED).then(|| self.alphabetically_first(best, last_steps))
    }

    /// Of the schedules that cost `best` and end with one of `last_steps`.
    fn alphabetically_first(&self, best: Cost, last_steps: Vec<(Node, usize)>) -> Vec<Task> {
        // All steps of all these schedules, backwards.
        let mut steps: FxHashSet<usize> = last_steps.iter().map(|&(_, slot)| slot).collect();
        let mut open = last_steps;
        while let Some((node, slot)) = open.pop() {
            for (source, before) in self.steps_into(node) {
                if self.follows(before, slot) && steps.insert(before) {
                    open.push((source, before));
                }
            }
        }
        // And forwards: each of them leads on to the goal, so always the first task.
        let mut schedule = Vec::with_capacity(best.steps as usize);
        let mut node = Graph::ROOT;
        let mut last: Option<usize> = None;
        while last.is_none_or(|last| self.costs[last] != best) {
            let fitting = self.graph.slots(node).filter(|slot| {
                let fits = match last {
                    Some(last) => self.follows(last, *slot),
                    None => self.costs[*slot] == FIRST_STEP,
                };
                fits && steps.contains(slot)
            });
            let next = fitting.min_by_key(|slot| self.letter(*slot));
            let Some((slot, target)) = next.and_then(|slot| Some((slot, self.graph.target(slot)?)))
            else {
                debug_assert!(false, "a cost without a schedule");
                break;
            };
            schedule.push(self.graph.task(slot));
            node = target;
            last = Some(slot);
        }
        schedule
    }

    /// Is one of the cheapest schedules that end with `slot` one that ends with `before` and then
    /// `slot`? The one must lead to where the other begins.
    fn follows(&self, before: usize, slot: usize) -> bool {
        let switch = self.graph.task_after(before) != self.graph.task(slot);
        self.costs[before] != UNREACHED && self.costs[before].then(switch) == self.costs[slot]
    }

    pub(crate) fn graph(&self) -> &'a Graph {
        self.graph
    }

    /// The steps to a node, and from which nodes.
    fn steps_into(&self, node: Node) -> impl Iterator<Item = (Node, usize)> {
        let at = node as usize;
        let sources = &self.sources[self.first[at] as usize..self.first[at + 1] as usize];
        // A node of which several steps lead here is there several times, one after the other.
        let sources = sources
            .iter()
            .enumerate()
            .filter(|&(at, source)| at == 0 || sources[at - 1] != *source);
        sources.flat_map(move |(_, &source)| {
            let slots = self.graph.slots(source);
            slots
                .filter(move |&slot| self.graph.target(slot) == Some(node))
                .map(move |slot| (source, slot))
        })
    }
}

fn targets(graph: &Graph, node: Node) -> impl Iterator<Item = Node> {
    graph.steps(node).filter_map(|(_, target)| target)
}

/// More than any schedule costs.
const UNREACHED: Cost = Cost {
    switches: u32::MAX,
    steps: u32::MAX,
};

/// What a schedule of one step costs.
const FIRST_STEP: Cost = Cost {
    switches: 0,
    steps: 1,
};

/// Works out for each step the cost of the cheapest schedule that ends with it. That is not a
/// matter of nodes alone: the next step costs more after another task's.
struct Costs<'a> {
    graph: &'a Graph,
    by_slot: Vec<Cost>,
    places: Places,
    /// For each place and each task, the cost of coming to the node there with a step of this task.
    arrivals: Vec<Cost>,
    tasks: usize,
}

impl<'a> Costs<'a> {
    fn of(graph: &'a Graph) -> Vec<Cost> {
        let nodes = 0..graph.len() as Node;
        let slots = nodes.clone().last().map_or(0, |last| graph.slots(last).end);
        let steps = nodes
            .filter(|&node| graph.ending(node).is_none())
            .flat_map(|node| graph.slots(node));
        let last_task = steps.map(|slot| graph.task(slot).max(graph.task_after(slot)));
        let mut costs = Self {
            graph,
            by_slot: vec![UNREACHED; slots],
            places: Places::new(graph.len()),
            arrivals: Vec::new(),
            tasks: last_task.max().unwrap_or(0) + 1,
        };
        if !graph.is_empty() {
            // Whichever task goes first, it is no switch.
            let row = costs.row(Graph::ROOT);
            costs.arrivals[row].fill(Cost::default());
        }
        let components = Components::reachable(graph, Graph::ROOT);
        for (turn, component) in components.iter().enumerate() {
            if turn % QUICK_TURNS == 0 {
                beat();
            }
            match component {
                Component::Single(node) => costs.pass(node),
                Component::Cyclic(nodes) => costs.go_round(nodes),
            }
        }
        costs.by_slot
    }

    /// Where the arrivals at `node` are.
    fn row(&mut self, node: Node) -> Range<usize> {
        let begin = self.places.of(node) * self.tasks;
        let end = self.places.len() * self.tasks;
        if end > self.arrivals.len() {
            self.arrivals.resize(end, UNREACHED);
        }
        begin..begin + self.tasks
    }

    fn forget(&mut self, node: Node) {
        let row = self.row(node);
        self.arrivals[row].fill(UNREACHED);
        self.places.free(node);
    }

    /// All steps to `node` are done: those from it.
    fn pass(&mut self, node: Node) {
        if self.graph.ending(node).is_none() {
            let row = self.row(node);
            let cheapest = self.arrivals[row.clone()]
                .iter()
                .copied()
                .min()
                .unwrap_or(UNREACHED);
            for slot in self.graph.slots(node) {
                let same = self.arrivals[row.start + self.graph.task(slot)];
                let cost = cheapest.then(true).min(same.then(false));
                self.by_slot[slot] = cost;
                self.arrive(slot, cost);
            }
        }
        self.forget(node);
    }

    /// Comes to where `slot` leads. Says to which node if that has become cheaper.
    fn arrive(&mut self, slot: usize, cost: Cost) -> Option<Node> {
        let target = self.graph.target(slot)?;
        let row = self.row(target);
        let known = &mut self.arrivals[row.start + self.graph.task_after(slot)];
        (cost < *known).then(|| {
            *known = cost;
            target
        })
    }

    /// Nodes that lead to each other: cheapest first, as Dijkstra.
    fn go_round(&mut self, nodes: &[Node]) {
        let inside: FxHashSet<Node> = nodes.iter().copied().collect();
        let mut queue = BinaryHeap::new();
        for &node in nodes {
            let row = self.row(node);
            let arrivals = self.arrivals[row].iter().enumerate();
            queue.extend(
                arrivals
                    .filter(|&(_, &cost)| cost != UNREACHED)
                    .map(|(task, &cost)| Reverse((cost, node, task))),
            );
        }
        while let Some(Reverse((cost, node, task))) = queue.pop() {
            let row = self.row(node);
            if self.arrivals[row.start + task] != cost {
                continue; // a cheaper way was found meanwhile
            }
            for slot in self.graph.slots(node) {
                let next = self.graph.task(slot);
                let cost = cost.then(next != task);
                self.by_slot[slot] = self.by_slot[slot].min(cost);
                if let Some(target) = self.arrive(slot, cost)
                    && inside.contains(&target)
                {
                    queue.push(Reverse((cost, target, self.graph.task_after(slot))));
                }
            }
        }
        nodes.iter().for_each(|&node| self.forget(node));
    }
}
