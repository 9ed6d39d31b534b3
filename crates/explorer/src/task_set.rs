//! A set of tasks in one machine word.

use crate::Task;

/// The most tasks a system may have: what fits into a [`TaskSet`].
pub const MAX_TASKS: usize = 64;

/// Some of a system's tasks.
///
/// ```
/// use lockstep_explorer::TaskSet;
///
/// let set: TaskSet = [2, 0].into_iter().collect();
/// assert!(set.contains(2) && !set.contains(1));
/// assert_eq!(set.iter().collect::<Vec<_>>(), [0, 2]);
/// assert_eq!(TaskSet::first(3).without(set), TaskSet::one(1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaskSet(u64);

impl TaskSet {
    /// No task.
    pub const EMPTY: TaskSet = TaskSet(0);

    /// The tasks `0..count`; `count` is cut at [`MAX_TASKS`].
    pub fn first(count: usize) -> Self {
        match count {
            0 => Self(0),
            1..MAX_TASKS => Self((1 << count) - 1),
            _ => Self(u64::MAX),
        }
    }

    /// Only `task`.
    ///
    /// # Panics
    /// `task` is not below [`MAX_TASKS`].
    pub fn one(task: Task) -> Self {
        assert!(task < MAX_TASKS, "task {task} of at most {MAX_TASKS}");
        Self(1 << task)
    }

    /// Adds `task`.
    ///
    /// # Panics
    /// `task` is not below [`MAX_TASKS`].
    pub fn insert(&mut self, task: Task) {
        self.0 |= Self::one(task).0;
    }

    /// Is `task` in it?
    pub fn contains(self, task: Task) -> bool {
        task < MAX_TASKS && self.0 >> task & 1 == 1
    }

    /// These tasks except those of `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// These tasks and those of `other`.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Is there none?
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The tasks, ascending.
    pub fn iter(self) -> impl Iterator<Item = Task> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let task = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(task)
        })
    }
}

impl FromIterator<Task> for TaskSet {
    fn from_iter<I: IntoIterator<Item = Task>>(tasks: I) -> Self {
        let mut set = Self::EMPTY;
        tasks.into_iter().for_each(|task| set.insert(task));
        set
    }
}
