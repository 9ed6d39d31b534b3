//! How much tasks wait, on average over all interleavings.

use crate::Count;
use crate::components::{Component, Components};
use crate::graph::{Graph, Node};
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

/// How much tasks wait in an interleaving: means over all of them, each of the same weight, from
/// exact sums.
///
/// ```
/// use lockstep_explorer::{Exploration, Limits, Progress, Waits, toy};
///
/// // Whoever takes the lock first lets the other wait for two steps more.
/// use toy::Op::{Lock, Set};
/// let task = vec![Lock(0), Set(1, 1), Set(0, 0)];
/// let system = toy::Machine::new(vec![task.clone(), task], vec![0, 0]);
/// let mut exploration = Exploration::new(system, Limits::default());
/// assert_eq!(exploration.advance(1_000), Progress::Complete);
/// assert_eq!(exploration.waits(), Some(Waits { blocked: 0.0, waited: 2.0 }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waits {
    /// Steps that [had to wait](crate::System::blocked).
    pub blocked: f64,
    /// The time that tasks spend waiting, in steps: for each task the steps of others that are taken
    /// while it has not come to its end and [cannot go on](Graph::waiting), all tasks together.
    pub waited: f64,
}

/// Of all ways to a node: their number, and the sums over them.
#[derive(Clone, Default)]
struct Ways {
    count: BigUint,
    blocked: BigUint,
    waited: BigUint,
}

impl Ways {
    fn add(&mut self, other: &Ways) {
        self.count += &other.count;
        self.blocked += &other.blocked;
        self.waited += &other.waited;
    }
}

impl Waits {
    /// Over the interleavings that are found; `None` if there are none, or without end.
    pub(crate) fn of(graph: &Graph) -> Option<Self> {
        if graph.is_empty() {
            return None;
        }
        let start = Ways {
            count: 1u32.into(),
            ..Ways::default()
        };
        // As in a tally, a node is forgotten when all that leads to it is done.
        let mut front: FxHashMap<Node, Ways> = FxHashMap::from_iter([(Graph::ROOT, start)]);
        let mut ended = Ways::default();
        for component in Components::reachable(graph, Graph::ROOT).iter() {
            let Component::Single(node) = component else {
                return None;
            };
            let Some(mut ways) = front.remove(&node) else {
                continue;
            };
            if graph.ending(node).is_some() {
                ended.add(&ways);
                continue;
            }
            ways.waited += &ways.count * graph.waiting(node);
            for slot in graph.slots(node) {
                let Some(target) = graph.target(slot) else {
                    continue;
                };
                let sums = front.entry(target).or_default();
                sums.add(&ways);
                if graph.blocked(slot) {
                    sums.blocked += &ways.count;
                }
            }
        }
        let mean = |sum| Count::Finite(sum).share_of(&Count::Finite(ended.count.clone()));
        Some(Self {
            blocked: mean(ended.blocked)?,
            waited: mean(ended.waited)?,
        })
    }
}
