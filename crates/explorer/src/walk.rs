//! A place in the tree of schedules, and how to bring a system there.
//!
//! Down into the first child the system goes in place. Back up it cannot go: for a sibling the
//! nearest checkpoint on the path is restored (or the system reset) and the rest of the path
//! replayed, a step at a time, so that even a long way back can be interrupted.

use crate::{System, Task};

/// As many checkpoints as are kept on one path. Beyond, they are kept further apart: an endless
/// schedule must not fill the memory with ways back.
const MAX_CHECKPOINTS: usize = 1024;

pub(crate) struct Walk<S: System> {
    path: Vec<u8>,
    /// Whether tasks that are alike may change their numbers.
    symmetric: bool,
    /// How much of the path the system has taken; `None` if it is somewhere else.
    at: Option<usize>,
    /// By ascending depth, each on the path.
    checkpoints: Vec<(usize, S::Checkpoint)>,
    /// How many steps there are between checkpoints, at least.
    apart: usize,
    pub replayed: u64,
    pub restored: u64,
}

impl<S: System> Walk<S> {
    /// At the initial state, wherever the system may be now.
    pub fn new() -> Self {
        Self {
            path: Vec::new(),
            symmetric: false,
            at: None,
            checkpoints: Vec::new(),
            apart: 1,
            replayed: 0,
            restored: 0,
        }
    }

    /// As [`new`](Self::new); tasks that are alike may change their numbers on the way.
    pub fn symmetric() -> Self {
        Self {
            symmetric: true,
            ..Self::new()
        }
    }

    pub fn depth(&self) -> usize {
        self.path.len()
    }

    pub fn path(&self) -> impl Iterator<Item = Task> {
        self.path.iter().map(|&task| Task::from(task))
    }

    /// Comes nearer to the path's end by at most one step of the system. Returns whether the
    /// system has now arrived there without needing a step.
    pub fn approach(&mut self, system: &mut S) -> Result<bool, S::Problem> {
        let at = match self.at {
            Some(at) => at,
            None => match self.checkpoints.last() {
                Some((depth, checkpoint)) => {
                    system.restore(checkpoint);
                    self.restored += 1;
                    *depth
                }
                None if self.symmetric => {
                    system.reset_symmetric();
                    0
                }
                None => {
                    system.reset();
                    0
                }
            },
        };
        self.at = Some(at);
        if at == self.path.len() {
            return Ok(true);
        }
        self.at = None; // in case the step fails
        system.step(Task::from(self.path[at]))?;
        self.replayed += 1;
        self.at = Some(at + 1);
        Ok(false)
    }

    /// Takes one more step. The system must be at the path's end.
    pub fn descend(&mut self, system: &mut S, task: Task) -> Result<(), S::Problem> {
        debug_assert_eq!(self.at, Some(self.path.len()));
        self.at = None; // in case the step fails
        system.step(task)?;
        self.path.push(task as u8);
        self.at = Some(self.path.len());
        Ok(())
    }

    /// Makes it cheap to come back to the path's end, where the system is, if the system can.
    pub fn mark(&mut self, system: &mut S) {
        debug_assert_eq!(self.at, Some(self.path.len()));
        let depth = self.path.len();
        if self
            .checkpoints
            .last()
            .is_some_and(|&(last, _)| depth < last + self.apart)
        {
            return;
        }
        if let Some(checkpoint) = system.checkpoint() {
            self.checkpoints.push((depth, checkpoint));
            if self.checkpoints.len() > MAX_CHECKPOINTS {
                self.apart *= 2;
                let (mut next, apart) = (0, self.apart);
                self.checkpoints.retain(|&(depth, _)| {
                    let keep = depth >= next;
                    if keep {
                        next = depth + apart;
                    }
                    keep
                });
            }
        }
    }

    /// Forgets the path below `depth`.
    pub fn retreat(&mut self, depth: usize) {
        self.path.truncate(depth);
        if self.at.is_some_and(|at| at > depth) {
            self.at = None;
        }
        while self
            .checkpoints
            .last()
            .is_some_and(|&(marked, _)| marked > depth)
        {
            self.checkpoints.pop();
        }
    }

    /// Someone else has used the system.
    pub fn lose(&mut self) {
        self.at = None;
    }
}
