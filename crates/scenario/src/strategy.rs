//! Strategies that every scenario has: named ways to protect the code without an edit.

/// A named way to protect the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strategy {
    /// What flags and links write.
    pub id: &'static str,
    /// What the page shows.
    pub title: &'static str,
    /// One sentence on what it does to each task.
    pub help: &'static str,
    /// The code around a task, with `task()` where the task stands; empty for none.
    pub wrapper: &'static str,
}

/// The strategies that wrap any task, the unprotected one first.
pub const STRATEGIES: &[Strategy] = &[
    Strategy {
        id: "as-written",
        title: "As written",
        help: "The code as it stands.",
        wrapper: "",
    },
    Strategy {
        id: "atomic",
        title: "atomic()",
        help: "Each task in one transaction, begun as the setting Begin says.",
        wrapper: "with transaction.atomic():\n    task()",
    },
    Strategy {
        id: "immediate",
        title: "BEGIN IMMEDIATE",
        help: "Each task in one transaction that takes the write lock at its start.",
        wrapper: "with transaction.atomic():  # transaction_mode = IMMEDIATE\n    task()",
    },
    Strategy {
        id: "exclusive",
        title: "BEGIN EXCLUSIVE",
        help: "Each task in one transaction that shuts out readers and writers from its start.",
        wrapper: "with transaction.atomic():  # transaction_mode = EXCLUSIVE\n    task()",
    },
    Strategy {
        id: "mutex",
        title: "Mutex",
        help: "One application lock around each task: one at a time, whatever the database does.",
        wrapper: "with lock:  # one lock for all tasks\n    task()",
    },
    Strategy {
        id: "retry",
        title: "Retry",
        help: "The whole task again, up to three times in all, when the database answers OperationalError.",
        wrapper: "for attempt in range(3):\n    try:\n        task()\n        break\n    except OperationalError:\n        if attempt == 2:\n            raise",
    },
];

/// The strategy with this id.
pub fn strategy(id: &str) -> Option<&'static Strategy> {
    STRATEGIES.iter().find(|s| s.id == id)
}
