//! The simplest schedule to an outcome.

use crate::Task;
use crate::graph::{Graph, Node, OutcomeId};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

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

    fn before(self, switch: bool) -> Self {
        Self {
            switches: self.switches + u32::from(switch),
            steps: self.steps + 1,
        }
    }
}

/// Finds witnesses: of all schedules to an outcome the one with the fewest context switches, of
/// those the shortest, of those the alphabetically first (by task number). That depends on the
/// system alone, not on the order in which it was explored.
///
/// Made for one graph as it is now; each search then looks only at what costs no more than the
/// witness itself.
pub struct Witnesses<'a> {
    graph: &'a Graph,
    /// For each node, where in `sources` the nodes begin that have a step to it.
    first: Vec<u32>,
    sources: Vec<Node>,
    /// Where runs end, by outcome.
    endings: Vec<(OutcomeId, Node)>,
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
            first,
            sources,
            endings,
        }
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
        let mut search = Search {
            graph: self.graph,
            costs: FxHashMap::default(),
            queue: BinaryHeap::new(),
        };
        for node in nodes {
            if node == Graph::ROOT {
                return Some(Vec::new());
            }
            self.for_each_source(node, |source| {
                search.reach(source, node, Cost::default(), None)
            });
        }
        // From the goal backwards, cheapest first, until all that begins as cheaply as can be is known.
        let mut best: Option<Cost> = None;
        while let Some(Reverse((cost, node, slot))) = search.queue.pop() {
            if best.is_some_and(|best| cost > best) {
                break;
            }
            if search.costs.get(&slot) != Some(&cost) {
                continue; // a cheaper way was found meanwhile
            }
            if node == Graph::ROOT {
                best = Some(cost);
                continue;
            }
            let task = self.graph.task(slot as usize);
            self.for_each_source(node, |source| search.reach(source, node, cost, Some(task)));
        }
        Some(search.alphabetically_first(best?))
    }

    pub(crate) fn graph(&self) -> &'a Graph {
        self.graph
    }

    /// Calls `visit` for each node with a step to `node`.
    fn for_each_source(&self, node: Node, visit: impl FnMut(Node)) {
        let node = node as usize;
        self.sources[self.first[node] as usize..self.first[node + 1] as usize]
            .iter()
            .copied()
            .for_each(visit);
    }
}

fn targets(graph: &Graph, node: Node) -> impl Iterator<Item = Node> {
    graph.steps(node).filter_map(|(_, target)| target)
}

/// The costs, from the steps they begin with, of schedules to the goal. What a schedule costs
/// depends on its first step and not only on the node, as another task before it is a switch.
struct Search<'a> {
    graph: &'a Graph,
    /// By slot.
    costs: FxHashMap<u32, Cost>,
    queue: BinaryHeap<Reverse<(Cost, Node, u32)>>,
}

impl Search<'_> {
    /// Steps from `source` to `node` reach the goal for `cost` beyond, of which `next` takes the
    /// first step.
    fn reach(&mut self, source: Node, node: Node, cost: Cost, next: Option<Task>) {
        for slot in self.graph.slots(source) {
            if self.graph.target(slot) != Some(node) {
                continue;
            }
            let task = self.graph.task(slot);
            let cost = cost.before(next.is_some_and(|next| next != task));
            let slot = slot as u32;
            let known = self.costs.entry(slot).or_insert(Cost {
                switches: u32::MAX,
                steps: u32::MAX,
            });
            if cost < *known {
                *known = cost;
                self.queue.push(Reverse((cost, source, slot)));
            }
        }
    }

    /// Of the schedules that cost `cost`. Costs up to that are final; in each node the first task
    /// that keeps to it is taken.
    fn alphabetically_first(&self, cost: Cost) -> Vec<Task> {
        let mut schedule: Vec<Task> = Vec::with_capacity(cost.steps as usize);
        let (mut node, mut left) = (Graph::ROOT, cost);
        while left.steps > 0 {
            let step = self.graph.slots(node).find_map(|slot| {
                let task = self.graph.task(slot);
                let switch = schedule.last().is_some_and(|&last| last != task);
                let switches = left.switches.checked_sub(u32::from(switch))?;
                let rest = Cost {
                    switches,
                    steps: left.steps,
                };
                let keeps = self.costs.get(&(slot as u32)) == Some(&rest);
                Some((task, self.graph.target(slot)?, rest)).filter(|_| keeps)
            });
            let Some((task, target, rest)) = step else {
                debug_assert!(false, "a cost without a schedule");
                break;
            };
            schedule.push(task);
            node = target;
            left = Cost {
                switches: rest.switches,
                steps: rest.steps - 1,
            };
        }
        schedule
    }
}
