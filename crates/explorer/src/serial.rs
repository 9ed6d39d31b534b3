//! What tasks do one after the other.

use crate::interner::Interner;
use crate::walk::Walk;
use crate::{System, Task, TaskSet};
use rustc_hash::{FxHashMap, FxHashSet};

/// How often a task may come back to the same state, only later, before it is taken to wait for ever.
const PATIENCE: u32 = 300;

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

/// Runs `tasks` in all orders, each to its end without a switch, from the initial state; the others
/// take no step. Those that appear during the run belong to the task that [owns](System::owner) them,
/// and run within it one after the other, too: one goes on as long as it can, then any of them. One that
/// is [sent](System::sent) owns itself: if it is among `tasks` it takes its place in the order, any after
/// that of its sender. An order in which a task must wait for one that comes
/// later, or never comes to its end, is no serial order and left out. Orders that come to the same
/// state with the same tasks left have the same future, so there are not as many runs as orders.
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
    /// The choices on the current path.
    frames: Vec<Frame>,
    /// The tasks begun on the current path.
    order: Vec<Task>,
    /// By key, what runs, and the tasks that have not begun.
    seen: FxHashSet<(S::Key, Option<Running>, TaskSet)>,
    /// How often a running task has come to a state, however late, where that happens.
    later: FxHashMap<(S::Key, Running, TaskSet), u32>,
    outcomes: Interner<S::Outcome>,
    orders: Vec<Vec<Task>>,
    started: bool,
    /// Steps the system has taken, replayed ones included.
    pub steps: u64,
}

/// A choice: which task begins next, or which step the running one takes.
struct Frame {
    depth: usize,
    /// How many tasks have begun.
    begun: usize,
    /// What runs; `None`: the next task may begin.
    running: Option<Running>,
    /// The tasks that have not begun.
    left: TaskSet,
    /// What has not been tried, the last one first.
    untried: Vec<Task>,
}

/// The task of the start that runs, and which of those that belong to it has taken the last step.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Running {
    owner: Task,
    last: Option<Task>,
}

impl<S: System> SerialRun<S> {
    pub fn new(tasks: TaskSet) -> Self {
        Self {
            tasks,
            walk: Walk::new(),
            frames: Vec::new(),
            order: Vec::new(),
            seen: FxHashSet::default(),
            later: FxHashMap::default(),
            outcomes: Interner::default(),
            orders: Vec::new(),
            started: false,
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
            let first = TaskSet::first(system.tasks());
            let others = self.tasks.without(first);
            self.arrive(system, None, self.tasks.without(others))?;
        }
        loop {
            let Some(frame) = self.frames.last_mut() else {
                return Ok(SerialProgress::Complete);
            };
            let Some(next) = frame.untried.pop() else {
                self.frames.pop();
                self.retreat();
                continue;
            };
            let (running, left) = (frame.running, frame.left);
            while !self.walk.approach(system)? {
                self.steps += 1;
            }
            match running {
                Some(Running { owner, .. }) => {
                    self.walk.descend(system, next)?;
                    self.steps += 1;
                    let last = Some(next);
                    self.arrive(system, Some(Running { owner, last }), left)?;
                    return Ok(SerialProgress::Running);
                }
                None => {
                    self.order.push(next);
                    let running = Running {
                        owner: next,
                        last: None,
                    };
                    self.arrive(system, Some(running), left.without(TaskSet::one(next)))?;
                }
            }
        }
    }

    /// Someone else has used the system.
    pub fn lose(&mut self) {
        self.walk.lose();
    }

    /// Back to the last choice.
    fn retreat(&mut self) {
        let (depth, begun) = self
            .frames
            .last()
            .map_or((0, 0), |frame| (frame.depth, frame.begun));
        self.walk.retreat(depth);
        self.order.truncate(begun);
    }

    /// The system has come to where `running` goes on, or, if that has ended, where one of the tasks
    /// that are left may begin.
    fn arrive(
        &mut self,
        system: &mut S,
        running: Option<Running>,
        left: TaskSet,
    ) -> Result<(), S::Problem> {
        let running = running.filter(|running| !system.finished(running.owner));
        if !self.seen.insert((system.key(), running, left)) {
            self.retreat();
            return Ok(());
        }
        if let Some(running) = running
            && self.walk.depth() > PATIENCE as usize
        {
            let state = (system.timeless_key(), running, left);
            let times = self.later.entry(state).or_default();
            *times += 1;
            if *times > PATIENCE {
                self.retreat();
                return Ok(());
            }
        }
        let mut untried = Vec::new();
        match running {
            Some(Running { owner, last }) => {
                system.enabled_alone(owner, &mut untried);
                if let Some(last) = last.filter(|last| untried.contains(last)) {
                    untried = vec![last];
                }
            }
            None => {
                system.sent(&mut untried);
                untried.retain(|&task| self.tasks.contains(task));
                // Which of those goes first that are alike makes no difference.
                for task in left.iter() {
                    if !untried.iter().any(|&other| system.twins(other, task)) {
                        untried.push(task);
                    }
                }
                untried.sort_unstable();
            }
        }
        if running.is_none() && untried.is_empty() {
            let outcome = system.outcome()?;
            if self.outcomes.intern(outcome) as usize == self.orders.len() {
                self.orders.push(self.order.clone());
            }
            self.walk.lose();
            self.retreat();
            return Ok(());
        }
        untried.reverse();
        if untried.len() > 1 {
            self.walk.mark(system);
        }
        self.frames.push(Frame {
            depth: self.walk.depth(),
            begun: self.order.len(),
            running,
            left,
            untried,
        });
        Ok(())
    }
}
