//! What can be explored.

use std::hash::Hash;

/// A task's number: below `system.tasks()` for those that are there at the start; those that appear
/// during a run have greater ones.
pub type Task = usize;

/// A few concurrent tasks that take steps, one at a time.
///
/// A system must be deterministic: the same schedule from [`reset`](Self::reset) always leads to
/// the same states. All choice is the scheduler's. (In debug builds an exploration that has replayed
/// some steps panics if they have led to another key than before.)
///
/// ```
/// use lockstep_explorer::{Exploration, Limits, Progress, System, Task};
/// use std::convert::Infallible;
///
/// /// Two tasks of three steps each that never meet.
/// struct Apart([u8; 2]);
///
/// impl System for Apart {
///     type Key = [u8; 2];
///     type Outcome = ();
///     type Checkpoint = [u8; 2];
///     type Problem = Infallible;
///     fn tasks(&self) -> usize { 2 }
///     fn reset(&mut self) { self.0 = [0, 0] }
///     fn enabled(&self, into: &mut Vec<Task>) { into.extend((0..2).filter(|&task| !self.finished(task))) }
///     fn step(&mut self, task: Task) -> Result<(), Infallible> { self.0[task] += 1; Ok(()) }
///     fn key(&mut self) -> [u8; 2] { self.0 }
///     fn outcome(&mut self) -> Result<(), Infallible> { Ok(()) }
///     fn finished(&self, task: Task) -> bool { self.0[task] == 3 }
///     fn checkpoint(&mut self) -> Option<[u8; 2]> { Some(self.0) }
///     fn restore(&mut self, checkpoint: &[u8; 2]) { self.0 = *checkpoint }
/// }
///
/// let mut exploration = Exploration::new(Apart([0, 0]), Limits::default());
/// assert_eq!(exploration.advance(1_000), Progress::Complete);
/// assert_eq!(exploration.tally().interleavings.to_string(), "20"); // 6 over 3
/// assert_eq!(exploration.figures().states, 16);
/// ```
pub trait System {
    /// Identifies a state. States with equal keys must have the same future: the same enabled
    /// tasks, and equal states again after the same step. A key that says too little makes results
    /// wrong, one that says too much only makes them slow.
    type Key: Clone + Eq + Hash;

    /// What a run that is over has come to.
    type Outcome: Clone + Eq + Hash;

    /// Something from which a state can be brought back without replaying the steps to it.
    type Checkpoint;

    /// Why a run cannot go on at all: a limit, an error of the engine. Ends the exploration.
    type Problem;

    /// How many tasks there are at the start, at most [`MAX_TASKS`](crate::MAX_TASKS).
    fn tasks(&self) -> usize;

    /// For a task that has appeared during a run, the one that it belongs to; a task of the start belongs
    /// to itself, and so does one that has been [`sent`](Self::sent). A task has the same number, and so
    /// the same owner, in all runs.
    fn owner(&self, task: Task) -> Task {
        task
    }

    /// Adds to `into` the tasks that others have sent away to run by themselves some time and that have
    /// not come to their end. In a serial order each runs as one of the start does: any time after it was
    /// sent. All others that appear run within the task that they belong to.
    fn sent(&self, _into: &mut Vec<Task>) {}

    /// Goes to the initial state.
    fn reset(&mut self);

    /// Goes to the initial state, for a run in which tasks that are alike may change their numbers from
    /// step to step: a system that knows such tasks brings them into an order that depends only on what
    /// they stand at, so that states become equal that differ only in which of them did what. An outcome
    /// says the same however those tasks are numbered, in every run.
    fn reset_symmetric(&mut self) {
        self.reset();
    }

    /// The number that the task has now which took the last step, as `task`.
    fn number_after(&self, task: Task) -> Task {
        task
    }

    /// Whether it would make no difference if these two tasks exchanged their numbers now.
    fn twins(&mut self, one: Task, other: Task) -> bool {
        let _ = (one, other);
        false
    }

    /// Adds the tasks that may take the next step to `into`, which is empty, in ascending order.
    /// None: the run is over.
    fn enabled(&self, into: &mut Vec<Task>);

    /// As [`enabled`](Self::enabled), if no task but `owner` and those that belong to it ever took a
    /// step again. Differs from it where somebody waits for time to pass.
    fn enabled_alone(&self, owner: Task, into: &mut Vec<Task>) {
        self.enabled(into);
        into.retain(|&task| self.owner(task) == owner);
    }

    /// Lets `task`, which is enabled, take its next step.
    ///
    /// # Errors
    /// The run cannot go on, and the whole exploration ends.
    fn step(&mut self, task: Task) -> Result<(), Self::Problem>;

    /// Did the last step have to wait? Either it could not be done and its task stands where it stood,
    /// to go on with it later, or it was that going on: a further try, or the end of a timeout.
    ///
    /// A task that is not enabled as long as it would have to wait takes no such step.
    fn blocked(&self) -> bool {
        false
    }

    /// The current state's key. Changes nothing.
    fn key(&mut self) -> Self::Key;

    /// As [`key`](Self::key), but for how late it is: equal for two states if only time has passed between
    /// them. By this a serial order is known in which somebody looks again and again for what others do.
    fn timeless_key(&mut self) -> Self::Key {
        self.key()
    }

    /// What the current state amounts to as a result. Usually no task is enabled; serial orders of
    /// *some* tasks ask for it while the others have not run.
    ///
    /// It may leave the system in any state (say, with invariants run): the next call is
    /// [`reset`](Self::reset) or [`restore`](Self::restore).
    ///
    /// # Errors
    /// The outcome cannot be had, and the whole exploration ends.
    fn outcome(&mut self) -> Result<Self::Outcome, Self::Problem>;

    /// Has this task, which belongs to itself, come to its end (whichever end: returned, raised, refused),
    /// and have all that belong to it?
    fn finished(&self, task: Task) -> bool;

    /// Something to come back to the current state by, if that is cheap. `None`: only a replay of
    /// the steps brings this state back, say because a transaction is open.
    fn checkpoint(&mut self) -> Option<Self::Checkpoint> {
        None
    }

    /// Goes back to the state in which [`checkpoint`](Self::checkpoint) gave `checkpoint`.
    fn restore(&mut self, checkpoint: &Self::Checkpoint);
}

impl<S: System> System for &mut S {
    type Key = S::Key;
    type Outcome = S::Outcome;
    type Checkpoint = S::Checkpoint;
    type Problem = S::Problem;

    fn tasks(&self) -> usize {
        (**self).tasks()
    }
    fn reset(&mut self) {
        (**self).reset();
    }
    fn reset_symmetric(&mut self) {
        (**self).reset_symmetric();
    }
    fn number_after(&self, task: Task) -> Task {
        (**self).number_after(task)
    }
    fn twins(&mut self, one: Task, other: Task) -> bool {
        (**self).twins(one, other)
    }
    fn enabled(&self, into: &mut Vec<Task>) {
        (**self).enabled(into);
    }
    fn owner(&self, task: Task) -> Task {
        (**self).owner(task)
    }
    fn sent(&self, into: &mut Vec<Task>) {
        (**self).sent(into);
    }
    fn enabled_alone(&self, owner: Task, into: &mut Vec<Task>) {
        (**self).enabled_alone(owner, into);
    }
    fn step(&mut self, task: Task) -> Result<(), Self::Problem> {
        (**self).step(task)
    }
    fn blocked(&self) -> bool {
        (**self).blocked()
    }
    fn key(&mut self) -> Self::Key {
        (**self).key()
    }
    fn timeless_key(&mut self) -> Self::Key {
        (**self).timeless_key()
    }
    fn outcome(&mut self) -> Result<Self::Outcome, Self::Problem> {
        (**self).outcome()
    }
    fn finished(&self, task: Task) -> bool {
        (**self).finished(task)
    }
    fn checkpoint(&mut self) -> Option<Self::Checkpoint> {
        (**self).checkpoint()
    }
    fn restore(&mut self, checkpoint: &Self::Checkpoint) {
        (**self).restore(checkpoint);
    }
}
