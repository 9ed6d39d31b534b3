//! How a run ended: what makes two interleavings share an outcome, and what verdicts ask.

use lockstep_explorer::{Judged, Task, TaskSet};
use lockstep_scenario::TaskResult;
use std::rc::Rc;

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ending {
    /// Committed content, as a number: equal numbers, equal tables.
    pub tables: usize,
    /// Each task of the start, in their order, then those that were sent.
    pub tasks: Rc<[(Task, TaskEnd)]>,
    /// Each invariant, in their order.
    pub invariants: Rc<[bool]>,
    /// Whether tasks were left that could not go on.
    pub stuck: bool,
}

/// How a task ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TaskEnd {
    /// As reports show it.
    pub result: TaskResult,
    /// Whether it raised because the database refused it: what a retry cures.
    pub refused: bool,
    /// Whether the database's error ended it, or failed a step of a session of SQL: a refusal or another.
    pub failed: bool,
}

impl Ending {
    /// Has the database's error ended a task?
    pub fn failed(&self) -> bool {
        self.tasks.iter().any(|(_, end)| end.failed)
    }
}

impl Judged for Ending {
    fn broken(&self) -> bool {
        self.invariants.contains(&false)
    }

    fn stuck(&self) -> bool {
        self.stuck
    }

    fn refused(&self) -> TaskSet {
        let refused = self.tasks.iter().filter(|(_, end)| end.refused);
        refused.map(|(task, _)| *task).collect()
    }

    fn equal_without(&self, serial: &Self, refused: TaskSet) -> bool {
        let rest = |ending: &Self| {
            let tasks = ending.tasks.iter().cloned();
            tasks
                .filter(|(task, _)| !refused.contains(*task))
                .collect::<Vec<_>>()
        };
        self.tables == serial.tables && rest(self) == rest(serial)
    }
}

/// Is this exception an error of the database, by the names that PEP 249 and asyncpg give to their classes?
pub fn is_database_error(classes: &[String]) -> bool {
    let names = ["DatabaseError", "InterfaceError", "PostgresError"];
    classes.iter().any(|class| names.contains(&&class[..]))
}

/// Is this exception the database's refusal of a task because of the others (a lock, a
/// timeout, a deadlock's victim, a serialization failure), and not a mistake of its own?
pub fn is_refusal(classes: &[String], message: &str) -> bool {
    let names = ["OperationalError", "PostgresError"];
    classes.iter().any(|class| names.contains(&&class[..]))
        && (message.contains("is locked")
            || message.starts_with("deadlock detected")
            || message.starts_with("could not serialize")
            || message.starts_with("could not obtain lock")
            || message.starts_with("canceling statement due to lock timeout"))
}
