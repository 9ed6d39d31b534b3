//! An order in which every step leads forward, except within cycles.

use crate::graph::{Graph, Node};
use std::ops::Range;

/// The nodes that can be reached from a start, sorted so that steps lead from earlier ones to later
/// ones. Nodes that can reach each other stand together: those are the only exception.
pub(crate) struct Components {
    order: Vec<Node>,
    /// Places in `order`, ascending, of the components that have a cycle.
    cyclic: Vec<Range<usize>>,
}

/// One strongly connected component.
pub(crate) enum Component<'a> {
    /// A node that cannot come back to itself.
    Single(Node),
    /// Nodes that can all reach each other, by at least one step.
    Cyclic(&'a [Node]),
}

const NEW: u32 = 0;
const PLACED: u32 = u32::MAX;

impl Components {
    /// Tarjan's algorithm, without recursion: schedules can be long.
    pub fn reachable(graph: &Graph, start: Node) -> Self {
        struct Frame {
            node: Node,
            number: u32,
            slot: usize,
        }
        let mut found = Self {
            order: Vec::new(),
            cyclic: Vec::new(),
        };
        if graph.is_empty() {
            return found;
        }
        // For each node the smallest number it is known to reach back to.
        let mut low = vec![NEW; graph.len()];
        let mut open: Vec<Node> = Vec::new();
        let mut numbers = NEW;
        let mut frames: Vec<Frame> = Vec::new();
        let mut next = Some(start);
        loop {
            if let Some(node) = next.take() {
                numbers += 1;
                low[node as usize] = numbers;
                open.push(node);
                frames.push(Frame {
                    node,
                    number: numbers,
                    slot: graph.slots(node).start,
                });
            }
            let Some(frame) = frames.last_mut() else {
                break;
            };
            let node = frame.node;
            if frame.slot < graph.slots(node).end && graph.ending(node).is_none() {
                let target = graph.target(frame.slot);
                frame.slot += 1;
                match target {
                    Some(target) if low[target as usize] == NEW => next = Some(target),
                    Some(target) => {
                        low[node as usize] = low[node as usize].min(low[target as usize]);
                    }
                    None => {}
                }
                continue;
            }
            let reach = low[node as usize];
            if reach == frame.number {
                let begin = found.order.len();
                while let Some(member) = open.pop() {
                    low[member as usize] = PLACED;
                    found.order.push(member);
                    if member == node {
                        break;
                    }
                }
                if found.order.len() - begin > 1 || steps_to_itself(graph, node) {
                    found.cyclic.push(begin..found.order.len());
                }
            }
            frames.pop();
            if let Some(parent) = frames.last() {
                low[parent.node as usize] = low[parent.node as usize].min(low[node as usize]);
            }
        }
        // Components have come out last ones first.
        found.order.reverse();
        found.cyclic.reverse();
        let len = found.order.len();
        for range in &mut found.cyclic {
            *range = len - range.end..len - range.start;
        }
        found
    }

    /// The components, each before all that can be reached from it.
    pub fn iter(&self) -> impl Iterator<Item = Component<'_>> {
        let mut at = 0;
        let mut cyclic = self.cyclic.iter().peekable();
        std::iter::from_fn(move || {
            let node = *self.order.get(at)?;
            match cyclic.next_if(|range| range.start == at) {
                Some(range) => {
                    at = range.end;
                    Some(Component::Cyclic(&self.order[range.clone()]))
                }
                None => {
                    at += 1;
                    Some(Component::Single(node))
                }
            }
        })
    }
}

fn steps_to_itself(graph: &Graph, node: Node) -> bool {
    graph.steps(node).any(|(_, target)| target == Some(node))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Node by node, where its steps lead.
    fn graph(targets: &[&[Node]]) -> Graph {
        let mut graph = Graph::default();
        for steps in targets {
            match steps.len() {
                0 => graph.push_end(0),
                count => graph.push_node(&(0..count).collect::<Vec<_>>(), 0),
            }
        }
        for (node, steps) in targets.iter().enumerate() {
            for (slot, &target) in graph.slots(node as Node).zip(*steps) {
                graph.set_target(slot, target, 0, false);
            }
        }
        graph
    }

    fn components(graph: &Graph, start: Node) -> Vec<Vec<Node>> {
        let found = Components::reachable(graph, start);
        let components: Vec<Vec<Node>> = found
            .iter()
            .map(|component| match component {
                Component::Single(node) => vec![node],
                Component::Cyclic(nodes) => {
                    let mut nodes = [nodes, &[Node::MAX]].concat(); // marks it as cyclic
                    nodes.sort_unstable();
                    nodes
                }
            })
            .collect();
        components
    }

    #[test]
    fn steps_lead_forward() {
        let graph = graph(&[&[2, 1], &[3], &[1, 3], &[]]);
        assert_eq!(components(&graph, 0), [[0], [2], [1], [3]]);
        assert_eq!(components(&graph, 1), [[1], [3]]);
    }

    #[test]
    fn nodes_on_a_cycle_stand_together() {
        const CYCLE: Node = Node::MAX;
        // 1 → 2 → 4 → 1, with an exit from 2 to 3; and 5 goes to itself.
        let graph = graph(&[&[1, 5], &[2], &[4, 3], &[], &[1], &[5]]);
        let found = components(&graph, 0);
        assert_eq!(found.len(), 4);
        assert_eq!(found[0], [0]);
        let loops = found.iter().position(|c| *c == [1, 2, 4, CYCLE]).unwrap();
        let end = found.iter().position(|c| *c == [3]).unwrap();
        assert!(loops < end);
        assert!(found.contains(&vec![5, CYCLE]));
    }
}
