//! Where tasks can go round.

use crate::graph::{Graph, Node};
use crate::{Task, TaskSet, Witnesses};
use std::collections::VecDeque;

/// States that can all come back to themselves, with the same tasks taking steps meanwhile.
///
/// A loop with a way out (a retry without bound) makes the number of interleavings infinite, as it
/// can be gone round any number of times. A loop without one is a livelock: an outcome of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// The tasks that take steps in it.
    pub tasks: TaskSet,
    /// Is there no way out?
    pub livelock: bool,
    /// The probability of never leaving it, under a scheduler that picks evenly. Zero unless it is
    /// a livelock: a way out that is open again and again is taken.
    pub forever: f64,
    nodes: Vec<Node>,
}

/// A way into a loop, and once round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// From the initial state to the loop: fewest context switches, then shortest, then alphabetical.
    pub path: Vec<Task>,
    /// And from there back to the same state: shortest, then alphabetical.
    pub round: Vec<Task>,
}

impl Loop {
    pub(crate) fn new(tasks: TaskSet, livelock: bool, forever: f64, nodes: Vec<Node>) -> Self {
        Self {
            tasks,
            livelock,
            forever,
            nodes,
        }
    }

    /// Adds a loop to those of the same tasks, of which there are often many that differ in what
    /// other tasks have done.
    pub(crate) fn merge(loops: &mut Vec<Loop>, other: Loop) {
        match loops
            .iter_mut()
            .find(|one| (one.tasks, one.livelock) == (other.tasks, other.livelock))
        {
            Some(one) => {
                one.forever += other.forever;
                one.nodes.extend(other.nodes);
            }
            None => loops.push(other),
        }
    }

    /// How many states are on it.
    pub fn states(&self) -> usize {
        self.nodes.len()
    }
}

impl Witnesses<'_> {
    /// The simplest way into a loop, and once round.
    pub fn round(&self, inside: &Loop) -> Option<Round> {
        let path = self.to_nodes(inside.nodes.iter().copied())?;
        let start = self.graph().follow(&path)?;
        let round = shortest_round(self.graph(), start)?;
        Some(Round { path, round })
    }
}

/// Breadth first, tasks in order: the first way back is the shortest and of those the first.
fn shortest_round(graph: &Graph, start: Node) -> Option<Vec<Task>> {
    let mut came_from = rustc_hash::FxHashMap::default();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for (task, target) in graph.steps(node) {
            let Some(target) = target else { continue };
            if target == start {
                let mut round = vec![task];
                let mut at = node;
                while at != start {
                    let (before, task) = came_from[&at];
                    round.push(task);
                    at = before;
                }
                round.reverse();
                return Some(round);
            }
            if let std::collections::hash_map::Entry::Vacant(entry) = came_from.entry(target) {
                entry.insert((node, task));
                queue.push_back(target);
            }
        }
    }
    None
}
