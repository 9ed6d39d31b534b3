//! Strategies that every scenario has: named ways to protect the code without an edit.

use crate::DatabaseKind;

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
    /// The only database that has it; `None` if all have.
    pub only: Option<DatabaseKind>,
}

impl Strategy {
    /// Has this database what the strategy needs?
    pub fn fits(&self, database: DatabaseKind) -> bool {
        self.only.is_none_or(|only| only == database)
    }
}

/// The strategies that wrap any task, the unprotected one first.
pub const STRATEGIES: &[Strategy] = &[
    Strategy {
        id: "as-written",
        title: "As written",
        help: "The code as it stands.",
        wrapper: "",
        only: None,
    },
    Strategy {
        id: "atomic",
        title: "atomic()",
        help: "Each task in one transaction, begun as the setting Begin says.",
        wrapper: "with transaction.atomic():\n    task()",
        only: None,
    },
    Strategy {
        id: "immediate",
        title: "BEGIN IMMEDIATE",
        help: "Each task in one transaction that takes the write lock at its start.",
        wrapper: "with transaction.atomic():  # transaction_mode = IMMEDIATE\n    task()",
        only: Some(DatabaseKind::Sqlite),
    },
    Strategy {
        id: "exclusive",
        title: "BEGIN EXCLUSIVE",
        help: "Each task in one transaction that shuts out readers and writers from its start.",
        wrapper: "with transaction.atomic():  # transaction_mode = EXCLUSIVE\n    task()",
        only: Some(DatabaseKind::Sqlite),
    },
    Strategy {
        id: "mutex",
        title: "Mutex",
        help: "One application lock around each task: one at a time, whatever the database does.",
        wrapper: "with lock:  # one lock for all tasks\n    task()",
        only: None,
    },
    Strategy {
        id: "retry",
        title: "Retry",
        help: "The whole task again, up to three times in all, when the database answers OperationalError.",
        wrapper: "for attempt in range(3):\n    try:\n        task()\n        break\n    except OperationalError:\n        if attempt == 2:\n            raise",
        only: None,
    },
    Strategy {
        id: "select-for-update",
        title: "SELECT … FOR UPDATE",
        help: "Each task in one transaction that locks every row it reads, so that nobody else changes it before the end.",
        wrapper: "with transaction.atomic():\n    task()  # every queryset with select_for_update()",
        only: Some(DatabaseKind::Postgres),
    },
    Strategy {
        id: "lock-table",
        title: "LOCK TABLE",
        help: "Each task in one transaction that first locks all tables, for readers too.",
        wrapper: "with transaction.atomic():\n    cursor.execute(\"LOCK TABLE … IN ACCESS EXCLUSIVE MODE\")  # all tables\n    task()",
        only: Some(DatabaseKind::Postgres),
    },
    Strategy {
        id: "advisory-lock",
        title: "Advisory lock",
        help: "Each task in one transaction that first takes a lock which the database keeps, and which means what the tasks agree on.",
        wrapper: "with transaction.atomic():\n    cursor.execute(\"SELECT pg_advisory_xact_lock(1)\")\n    task()",
        only: Some(DatabaseKind::Postgres),
    },
    Strategy {
        id: "repeatable-read-retry",
        title: "REPEATABLE READ, retried",
        help: "Each task in one transaction that reads from one snapshot; the whole task again, up to three times in all, when the database refuses it.",
        wrapper: "for attempt in range(3):\n    try:\n        with transaction.atomic():  # ISOLATION LEVEL REPEATABLE READ\n            task()\n        break\n    except OperationalError:\n        if attempt == 2:\n            raise",
        only: Some(DatabaseKind::Postgres),
    },
    Strategy {
        id: "serializable-retry",
        title: "SERIALIZABLE, retried",
        help: "Each task in one transaction that the database refuses unless it is as if the tasks had come one after the other; the whole task again, up to three times in all, when it does.",
        wrapper: "for attempt in range(3):\n    try:\n        with transaction.atomic():  # ISOLATION LEVEL SERIALIZABLE\n            task()\n        break\n    except OperationalError:\n        if attempt == 2:\n            raise",
        only: Some(DatabaseKind::Postgres),
    },
];

/// The strategy with this id.
pub fn strategy(id: &str) -> Option<&'static Strategy> {
    STRATEGIES.iter().find(|s| s.id == id)
}
