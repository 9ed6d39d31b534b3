//! A trace as swimlanes: what stands in each lane beside each step.

use crate::difference::{Side, compare};
use crate::locks::Lock;
use lockstep_scenario::{EndedElsewhere, Step, Tables, TaskStatus, Trace, View};

/// One step's row across all lanes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneRow {
    /// Index of the task that took the step.
    pub actor: usize,
    /// One a task.
    pub lanes: Vec<Lane>,
    /// What others can see from this step on.
    pub published: Vec<Published>,
}

/// One task's lane beside one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// What each of the task's connections holds after the step.
    pub strips: Vec<Strip>,
    /// While it waits and another one steps: what for.
    pub waits: Option<String>,
    /// Whether that is the same as beside the step before.
    pub waits_on: bool,
    /// What another one's commit has just made of the snapshot that it reads from.
    pub aged: Option<u32>,
    /// Places in the step's list of those of its statements that another one's step has let end.
    pub let_end: Vec<usize>,
    /// Whether it has ended.
    pub over: bool,
}

/// One connection beside one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// The lock that it holds.
    pub lock: Lock,
    /// Whether its transaction is open.
    pub in_transaction: bool,
    /// How many commits have come since it took the snapshot that it reads from.
    pub snapshot_age: Option<u32>,
}

impl Strip {
    /// All of it in words; nothing if it holds nothing.
    pub fn words(&self) -> Option<String> {
        if self.lock.is_none() && !self.in_transaction {
            return None;
        }
        let mut words = format!("{}: {}", self.lock.name, self.lock.meaning);
        if let Some(age) = self.snapshot_age {
            words.push_str("; ");
            words.push_str(&snapshot(age));
        }
        Some(words)
    }
}

/// How old a snapshot is, in words.
pub fn snapshot(age: u32) -> String {
    match age {
        0 => "its snapshot is the latest".to_owned(),
        1 => "its snapshot is one commit old".to_owned(),
        _ => format!("its snapshot is {age} commits old"),
    }
}

/// A row that became visible to all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The table.
    pub table: String,
    /// What tells the row from others.
    pub key: String,
    /// What happened to it.
    pub change: RowChange,
}

/// What happened to a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowChange {
    /// It is new: its other columns with their values.
    Inserted(Vec<(String, String)>),
    /// Columns with their values before and now.
    Updated(Vec<(String, String, String)>),
    /// It is gone.
    Deleted,
}

/// The rows of a trace.
pub fn rows(trace: &Trace) -> Vec<LaneRow> {
    let mut before = &trace.start;
    trace
        .steps
        .iter()
        .map(|step| {
            let row = LaneRow {
                actor: trace
                    .tasks
                    .iter()
                    .position(|task| *task == step.task)
                    .unwrap_or_default(),
                lanes: lanes(&trace.tasks, before, step),
                published: published(&before.tables, &step.after.tables),
            };
            before = &step.after;
            row
        })
        .collect()
}

/// What each of a task's connections holds.
pub fn held(view: &View, task: &str) -> Vec<Strip> {
    let connections = view.connections.iter().filter(|c| c.task == task);
    let strips = connections.map(|connection| Strip {
        lock: Lock::parse(&connection.lock, view.server.is_some()),
        in_transaction: connection.transaction != "none",
        snapshot_age: connection.snapshot_age,
    });
    strips.collect()
}

/// The one that holds most.
pub fn strongest(strips: &[Strip]) -> Option<&Strip> {
    strips
        .iter()
        .max_by_key(|strip| (strip.lock, strip.in_transaction))
}

fn lanes(tasks: &[String], before: &View, step: &Step) -> Vec<Lane> {
    let (after, actor) = (&step.after, &step.task);
    tasks
        .iter()
        .map(|task| {
            let stood = |view: &View| view.tasks.iter().find(|t| t.task == *task).cloned();
            let now = stood(after);
            let ended =
                |(place, ended): (usize, &EndedElsewhere)| (ended.task == *task).then_some(place);
            let status = now.as_ref().map(|t| t.status);
            let waits = now
                .filter(|t| task != actor && t.status == TaskStatus::Waiting)
                .map(|t| t.reason.unwrap_or_else(|| "waits".to_owned()));
            let waits_on = waits.is_some()
                && stood(before).is_some_and(|t| {
                    t.status == TaskStatus::Waiting && t.reason.as_ref() == waits.as_ref()
                });
            let strips = held(after, task);
            let age = |strips: &[Strip]| strips.iter().filter_map(|s| s.snapshot_age).max();
            let aged = age(&strips).filter(|now| age(&held(before, task)) < Some(*now) && *now > 0);
            Lane {
                strips,
                waits,
                waits_on,
                aged: aged.filter(|_| task != actor),
                let_end: step.let_end.iter().enumerate().filter_map(ended).collect(),
                over: matches!(status, Some(TaskStatus::Returned | TaskStatus::Raised)),
            }
        })
        .collect()
}

fn published(before: &Tables, after: &Tables) -> Vec<Published> {
    let mut changes = Vec::new();
    for table in compare(after, before) {
        let key_column = table.columns.iter().position(|c| c == "id").unwrap_or(0);
        for row in &table.rows {
            let cells = || {
                table
                    .columns
                    .iter()
                    .zip(&row.cells)
                    .enumerate()
                    .filter(|(place, _)| *place != key_column)
                    .map(|(_, pair)| pair)
            };
            let change = match row.side {
                Side::Actual => RowChange::Inserted(
                    cells()
                        .map(|(column, cell)| (column.clone(), cell.value.clone()))
                        .collect(),
                ),
                Side::Expected => RowChange::Deleted,
                Side::Both => {
                    let updated: Vec<_> = cells()
                        .filter_map(|(column, cell)| {
                            Some((column.clone(), cell.other.clone()?, cell.value.clone()))
                        })
                        .collect();
                    if updated.is_empty() {
                        continue;
                    }
                    RowChange::Updated(updated)
                }
            };
            changes.push(Published {
                table: table.name.clone(),
                key: row
                    .cells
                    .get(key_column)
                    .map(|cell| cell.value.clone())
                    .unwrap_or_default(),
                change,
            });
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tables(value: serde_json::Value) -> Tables {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn only_what_changed_is_published() {
        let before = tables(
            json!({"account": [{"id": 1, "balance": 100}, {"id": 2, "balance": 0}], "log": []}),
        );
        let after =
            tables(json!({"account": [{"id": 1, "balance": 90}], "log": [{"id": 7, "text": "x"}]}));
        let changes = published(&before, &after);
        let change = |place: usize| (changes[place].key.as_str(), &changes[place].change);
        let updated = RowChange::Updated(vec![("balance".into(), "100".into(), "90".into())]);
        assert_eq!(change(0), ("1", &updated));
        assert_eq!(change(1), ("2", &RowChange::Deleted));
        let inserted = RowChange::Inserted(vec![("text".into(), "x".into())]);
        assert_eq!(change(2), ("7", &inserted));
        assert_eq!(changes.len(), 3);
        assert_eq!(published(&after, &after), []);
    }

    #[test]
    fn a_lane_shows_its_locks_and_its_wait() {
        let view: View = serde_json::from_value(json!({
            "tables": {}, "clock_ms": 0,
            "tasks": [
                {"task": "alice", "status": "ready"},
                {"task": "bob", "status": "waiting", "reason": "waits for alice"},
            ],
            "connections": [
                {"task": "alice", "file": "db", "lock": "SHARED", "transaction": "read", "snapshot_age": 1},
                {"task": "alice", "file": "other", "lock": "PENDING", "transaction": "none"},
            ],
        }))
        .unwrap();
        let tasks = ["alice".to_owned(), "bob".to_owned()];
        let step = |actor: &str| -> Step {
            serde_json::from_value(json!({
                "number": 1, "task": actor, "short": "COMMIT", "status": "done", "published": true, "after": view,
                "let_end": [{"task": "bob", "short": "UPDATE account"}],
            }))
            .unwrap()
        };
        let lanes = |before, actor| lanes(&tasks, before, &step(actor));
        let nothing = View::default();
        let now = lanes(&nothing, "alice");
        let strongest = strongest(&now[0].strips).unwrap();
        assert_eq!(strongest.lock.name, "PENDING");
        assert!(now[0].strips[0].in_transaction && now[0].waits.is_none());
        assert_eq!(now[0].aged, None, "its own commit is no news to it");
        assert_eq!(now[1].waits.as_deref(), Some("waits for alice"));
        assert!(!now[1].waits_on && now[1].strips.is_empty());
        assert!(lanes(&view, "alice")[1].waits_on);
        assert_eq!(lanes(&nothing, "bob")[0].aged, Some(1));
        assert_eq!((now[0].let_end.len(), &now[1].let_end[..]), (0, &[0][..]));
        let words = now[0].strips[0].words().unwrap();
        assert!(words.ends_with("its snapshot is one commit old"), "{words}");
    }
}
