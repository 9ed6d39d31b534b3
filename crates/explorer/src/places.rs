//! Room for what has to be known of the nodes on a front that moves over the graph.

use crate::graph::Node;

/// Gives nodes places in whatever arrays the caller keeps, and gives places again that were freed,
/// so that the arrays are as long as the front is wide and not as the graph is large.
pub(crate) struct Places {
    of_nodes: Vec<u32>,
    unused: Vec<u32>,
    len: usize,
}

const NOWHERE: u32 = u32::MAX;

impl Places {
    pub fn new(nodes: usize) -> Self {
        Self {
            of_nodes: vec![NOWHERE; nodes],
            unused: Vec::new(),
            len: 0,
        }
    }

    /// A node's place, one that is not in use if it has none yet. It may be at the end of the
    /// arrays, which then have to grow to [`Self::len`].
    pub fn of(&mut self, node: Node) -> usize {
        let place = &mut self.of_nodes[node as usize];
        if *place == NOWHERE {
            *place = self.unused.pop().unwrap_or_else(|| {
                self.len += 1;
                self.len as u32 - 1
            });
        }
        *place as usize
    }

    /// Makes a node's place free for others.
    pub fn free(&mut self, node: Node) {
        let place = std::mem::replace(&mut self.of_nodes[node as usize], NOWHERE);
        if place != NOWHERE {
            self.unused.push(place);
        }
    }

    /// How many places there are, used or not.
    pub fn len(&self) -> usize {
        self.len
    }
}
