//! What tasks do one after the other.

use crate::interner::Interner;
use crate::walk::Walk;
use crate::{System, Task, TaskSet};
use rustc_hash::FxHashSet;

/// The outcomes of all serial orders of some tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serial<O> {
    /// Each once.
    pub outcomes: Vec<O>,
    /// For each outcome the alphabetically first order (by task number) that leads to it.
    pub orders: Vec<Vec<Task>>,
}

/// Where [`serial_outcomes`] stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SerialProgress {
    /// There are more orders.
    Running,
    /// All orders are covered.
    Complete,
}

/// Runs `tasks` in all orders, each task to its end without a switch, from the initial state; the
/// other tasks take no step. An order in which a task must wait for one that comes later, or never
/// comes to its end, is no serial order and left out. Orders that come to the same state with the
/// same tasks left have the same future, so there are not as many runs as orders.
///
/// At most `steps` steps of the system are taken; `Ok(None)` if that is not enough.
///
/// ```
/// use lockstep_explorer::{TaskSet, serial_outcomes, toy};
///
/// let mut system = toy::lossy_counter(3);
/// let serial = serial_outcomes(&mut system, TaskSet::first(3), 1_000).unwrap().unwrap();
/// assert_eq!(serial.outcomes.len(), 6); // they differ in who has read what
/// assert!(serial.outcomes.iter().all(|outcome| outcome.variables == [3]));
/// ```
///
/// # Errors
/// The system's own problem, if it cannot go on.
pub fn serial_outcomes<S: System>(
    system: &mut S,
    tasks: TaskSet,
    steps: u64,
) -> Result<Option<Serial<S::Outcome>>, S::Problem> {
    let mut run = SerialRun::new(tasks);
    while run.steps <= steps {
        if run.one_step(system)? == SerialProgress::Complete {
            return Ok(Some(run.into_serial()));
        }
    }
    Ok(None)
}

/// The search behind [`serial_outcomes`], a step at a time.
pub(crate) struct SerialRun<S: System> {
    tasks: TaskSet,
    walk: Walk<S>,
    /// Where a task has ended and the next may begin, on the current path.
    frames: Vec<Frame>,
    running: Option<Running<S::Key>>,
    seen: FxHashSet<(S::Key, TaskSet)>,
    outcomes: Interner<S::Outcome>,
    orders: Vec<Vec<Task>>,
    started: bool,
    ready: Vec<Task>,
    /// Steps the system has taken, replayed ones included.
    pub steps: u64,
}

struct Frame {
    /// The task that has led here, unless this is the beginning.
    task: Option<Task>,
    depth: usize,
    left: TaskSet,
    /// Those of `left` that have not been tried as the next.
    untried: TaskSet,
}

/// A task on its way to its end. If it comes back to a state it goes round for ever; to see that,
/// one earlier state is kept, a newer one after 1, 2, 4, 8 … steps.
struct Running<K> {
    task: Task,
    earlier: Option<K>,
    steps: u64,
}

impl<S: System> SerialRun<S> {
    pub fn new(tasks: TaskSet) -> Self {
        Self {
            tasks,
            walk: Walk::new(),
            frames: Vec::new(),
            running: None,
            seen: FxHashSet::default(),
            outcomes: Interner::default(),
            orders: Vec::new(),
            started: false,
            ready: Vec::new(),
            steps: 0,
        }
    }

    pub fn into_serial(self) -> Serial<S::Outcome> {
        Serial {
            outcomes: self.outcomes.iter().cloned().collect(),
            orders: self.orders,
        }
    }

    /// Takes at most one new step of the system, after those that bring it back to where it was.
    pub fn one_step(&mut self, system: &mut S) -> Result<SerialProgress, S::Problem> {
        if !self.started {
            self.started = true;
            self.walk.approach(system)?;
            let left = self.tasks;
            self.between(system, None, left)?;
        }
        loop {
            if let Some(running) = &self.running {
                let task = running.task;
                while !self.walk.approach(system)? {
                    self.steps += 1;
                }
                if system.finished(task) {
                    self.running = None;
                    let left = self.left().without(TaskSet::one(task));
                    self.between(system, Some(task), left)?;
                } else if self.goes_on(system, task) {
                    self.walk.descend(system, task)?;
                    self.steps += 1;
                    return Ok(SerialProgress::Running);
                } else {
                    self.running = None;
                    self.retreat();
                }
                continue;
            }
            let Some(frame) = self.frames.last_mut() else {
                return Ok(SerialProgress::Complete);
            };
            let next = frame.untried.iter().next();
            match next {
                Some(task) => {
                    frame.untried = frame.untried.without(TaskSet::one(task));
                    self.running = Some(Running {
                        task,
                        earlier: None,
                        steps: 0,
                    });
                }
                None => {
                    self.frames.pop();
                    self.retreat();
                }
            }
        }
    }

    /// Someone else has used the system.
    pub fn lose(&mut self) {
        self.walk.lose();
    }

    fn left(&self) -> TaskSet {
        self.frames.last().map_or(self.tasks, |frame| frame.left)
    }

    /// Back to where the last task on the path ended.
    fn retreat(&mut self) {
        self.walk
            .retreat(self.frames.last().map_or(0, |frame| frame.depth));
    }

    /// `task` has ended (or nothing has begun): which tasks come next?
    fn between(
        &mut self,
        system: &mut S,
        task: Option<Task>,
        left: TaskSet,
    ) -> Result<(), S::Problem> {
        if !self.seen.insert((system.key(), left)) {
            self.retreat();
        } else if left.is_empty() {
            let outcome = system.outcome()?;
            if self.outcomes.intern(outcome) as usize == self.orders.len() {
                let order = self.frames.iter().map(|frame| frame.task).chain([task]);
                self.orders.push(order.flatten().collect());
            }
            self.walk.lose();
            self.retreat();
        } else {
            self.frames.push(Frame {
                task,
                depth: self.walk.depth(),
                left,
                untried: left,
            });
            if left.len() > 1 {
                self.walk.mark(system);
            }
        }
        Ok(())
    }

    /// Can the running task take a step, and is it not going round for ever?
    fn goes_on(&mut self, system: &mut S, task: Task) -> bool {
        self.ready.clear();
        system.enabled(&mut self.ready);
        if !self.ready.contains(&task) {
            return false;
        }
        let Some(running) = &mut self.running else {
            return false;
        };
        let key = system.key();
        if running.earlier.as_ref() == Some(&key) {
            return false;
        }
        if running.steps.is_power_of_two() {
            running.earlier = Some(key);
        }
        running.steps += 1;
        true
    }
}
