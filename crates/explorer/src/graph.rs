//! The merged states and the steps between them, in a few bytes each.

use crate::chunks::Chunks;
use crate::{Task, TaskSet};
use std::ops::Range;

/// A merged state's number; the initial state is [`Graph::ROOT`].
pub type Node = u32;

/// An outcome's number, in the order outcomes were found.
pub type OutcomeId = usize;

/// The target of a step that has not been taken yet.
const UNKNOWN: u32 = u32::MAX;

/// In place of a task: this is no step, the run is over, and the target is an outcome.
const END: u8 = u8::MAX;

/// Added to a task, of which there are at most 64: its step had to wait.
const BLOCKED: u8 = 0x80;

/// The states of a system, merged by key, and the steps between them.
///
/// A state costs five bytes and each of its steps six: a node is the place of its first step in
/// two flat arrays, and its steps end where the next node's begin. The end of a run takes the
/// place of a step.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    first: Chunks<u32>,
    waiting: Chunks<u8>,
    tasks: Chunks<u8>,
    targets: Chunks<u32>,
    /// For each step the number that its task has after it.
    after: Chunks<u8>,
}

impl Graph {
    /// The initial state.
    pub const ROOT: Node = 0;

    /// How many states there are.
    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// Is nothing known yet?
    pub fn is_empty(&self) -> bool {
        self.first.len() == 0
    }

    /// The steps that can be taken from `node`, by ascending task: the task, and the node it leads
    /// to unless that is not explored yet. None if the run is over there.
    pub fn steps(&self, node: Node) -> impl Iterator<Item = (Task, Option<Node>)> {
        self.slots(node)
            .filter(|&slot| self.tasks[slot] != END)
            .map(|slot| (self.task(slot), self.target(slot)))
    }

    /// The outcome, if the run is over at `node`.
    pub fn ending(&self, node: Node) -> Option<OutcomeId> {
        let slot = self.first[node as usize] as usize;
        (self.tasks[slot] == END).then(|| self.targets[slot] as usize)
    }

    /// Where `schedule` (of tasks as they are numbered on the way) leads from the initial state. `None` if a task cannot take its step there,
    /// or if what it leads to is not explored yet.
    pub fn follow(&self, schedule: &[Task]) -> Option<Node> {
        let start = (!self.is_empty()).then_some(Self::ROOT)?;
        schedule.iter().try_fold(start, |node, &task| {
            self.steps(node)
                .find(|&(other, _)| other == task)
                .and_then(|(_, target)| target)
        })
    }

    /// The tasks that can take a step at `node`.
    pub fn enabled(&self, node: Node) -> TaskSet {
        self.steps(node).map(|(task, _)| task).collect()
    }

    /// How many tasks of the start have not come to their end at `node` and cannot take a step there,
    /// nor can one that belongs to them.
    pub fn waiting(&self, node: Node) -> usize {
        usize::from(self.waiting[node as usize])
    }

    /// The slots of a node: its steps, or its end.
    #[inline]
    pub(crate) fn slots(&self, node: Node) -> Range<usize> {
        let node = node as usize;
        let end = if node + 1 < self.first.len() {
            self.first[node + 1] as usize
        } else {
            self.tasks.len()
        };
        self.first[node] as usize..end
    }

    #[inline]
    pub(crate) fn task(&self, slot: usize) -> Task {
        Task::from(self.tasks[slot] & !BLOCKED)
    }

    /// Had this step to wait? Known once its target is.
    pub(crate) fn blocked(&self, slot: usize) -> bool {
        self.tasks[slot] & BLOCKED != 0
    }

    /// The number that the task of this step has after it; known once its target is.
    #[inline]
    pub(crate) fn task_after(&self, slot: usize) -> Task {
        Task::from(self.after[slot])
    }

    #[inline]
    pub(crate) fn target(&self, slot: usize) -> Option<Node> {
        let target = self.targets[slot];
        (target != UNKNOWN).then_some(target)
    }

    /// Is there room for another node? Slots are numbered by `u32`.
    pub(crate) fn has_room(&self) -> bool {
        self.tasks.len() < (u32::MAX as usize) - crate::MAX_TASKS
    }

    pub(crate) fn set_target(&mut self, slot: usize, target: Node, after: Task, blocked: bool) {
        self.targets[slot] = target;
        self.after[slot] = after as u8;
        if blocked {
            self.tasks[slot] |= BLOCKED;
        }
    }

    /// The step after that of `slot` leads where it leads.
    pub(crate) fn repeat(&mut self, slot: usize) {
        let (target, after) = (self.targets[slot], self.after[slot]);
        self.set_target(slot + 1, target, Task::from(after), self.blocked(slot));
    }

    pub(crate) fn push_node(&mut self, enabled: &[Task], waiting: usize) {
        self.first.push(self.tasks.len() as u32);
        self.waiting.push(waiting as u8);
        for &task in enabled {
            self.tasks.push(task as u8);
            self.targets.push(UNKNOWN);
            self.after.push(task as u8);
        }
    }

    pub(crate) fn push_end(&mut self, outcome: u32) {
        self.first.push(self.tasks.len() as u32);
        self.waiting.push(0);
        self.tasks.push(END);
        self.targets.push(outcome);
        self.after.push(0);
    }

    pub(crate) fn bytes(&self) -> usize {
        let bytes = self.tasks.bytes() + self.waiting.bytes() + self.after.bytes();
        bytes + self.first.bytes() + self.targets.bytes()
    }
}
