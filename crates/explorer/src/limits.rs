//! How far an exploration may go, and how far it has gone.

/// What an exploration may use. It ends [`Progress::OverBudget`] when it would need more, with
/// everything found so far. Time is the caller's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Distinct states.
    pub states: usize,
    /// Steps taken by the system, replayed ones included.
    pub steps: u64,
    /// Bytes in the explorer's own tables. What the system itself holds is not in it.
    pub bytes: usize,
    /// Steps in one schedule: a task that never ends and never comes back to an earlier state
    /// would otherwise use up everything else before a second schedule is tried.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            states: 1_000_000,
            steps: 50_000_000,
            bytes: 256 << 20,
            depth: 100_000,
        }
    }
}

/// Which limit has been reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// More tasks than [`MAX_TASKS`](crate::MAX_TASKS).
    Tasks,
    /// [`Limits::states`].
    States,
    /// [`Limits::steps`].
    Steps,
    /// [`Limits::bytes`].
    Bytes,
    /// [`Limits::depth`].
    Depth,
}

/// Where an exploration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// There is more to explore.
    Running,
    /// All interleavings are covered.
    Complete,
    /// A limit has ended it; what it found is true but not all.
    OverBudget(Limit),
    /// The system could not go on; see [`Exploration::problem`](crate::Exploration::problem).
    Problem,
}

/// How much work has been done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Distinct states.
    pub states: usize,
    /// Steps between states: those whose two ends are known.
    pub edges: usize,
    /// Steps the system took, replayed ones included.
    pub steps: u64,
    /// Steps that were only taken to come back to an earlier state.
    pub replayed: u64,
    /// How often a checkpoint saved a replay.
    pub restored: u64,
    /// Length of the schedule that is being explored now.
    pub depth: usize,
    /// Length of the longest schedule so far.
    pub deepest: usize,
    /// Distinct outcomes.
    pub outcomes: usize,
    /// Bytes in the explorer's own tables.
    pub bytes: usize,
    /// The part of the work that is done, from 0 to 1, if all that is still unknown is as large as
    /// an even scheduler would see it. Never goes back.
    pub done: f64,
}
