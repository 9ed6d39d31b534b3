//! What exploring a scenario found: the JSON object that `lockstep check` prints.

use crate::Settings;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// One row: column name to value, in the order of the columns.
pub type Row = IndexMap<String, serde_json::Value>;

/// Tables by name (a model's class in lower case), rows sorted by primary key.
pub type Tables = IndexMap<String, Vec<Row>>;

/// Everything that exploring a scenario found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of this format: 1.
    pub lockstep: u32,
    /// The file's name as it was given.
    pub file: String,
    /// All settings, defaults included.
    pub settings: Settings,
    /// Task names in the order of the file.
    pub tasks: Vec<String>,
    /// Whether everything was explored. If not, every count is "at least".
    pub complete: bool,
    /// A statement was run that the PostgreSQL profile does not track as exactly as the real server does:
    /// at the level serializable either may refuse a transaction that the other one accepts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_abort_more: bool,
    /// How many interleavings there are: a decimal number, which outgrows 64 bits.
    pub interleavings: String,
    /// Distinct states met.
    pub states: u64,
    /// Steps between these states.
    pub steps: u64,
    /// Milliseconds it took; 0 where no clock can be read.
    pub wall_ms: f64,
    /// Sorted by count, descending.
    pub outcomes: Vec<Outcome>,
}

/// Final tables and what each task returned or raised; interleavings with equal ones
/// share an outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// How many interleavings end here: a decimal number.
    pub interleavings: String,
    /// Their share of all interleavings, 0 to 1.
    pub share: f64,
    /// Probability under a scheduler that picks evenly among the ready tasks, 0 to 1.
    pub probability: f64,
    /// Where tasks are copies of one: how many outcomes this stands for, which differ only in which copy
    /// came to which end. A decimal number, left out if it is 1. The interleavings are those of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multiplicity: Option<String>,
    /// What it is worth.
    pub verdict: Verdict,
    /// Names of the anomalies, if it is one.
    pub anomalies: Vec<String>,
    /// One sentence on how it comes about, built from the witness; empty if there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub explanation: String,
    /// The steps of the witness that make the anomaly, from 1, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<u32>,
    /// Final content.
    pub tables: Tables,
    /// What each task returned or raised.
    pub tasks: IndexMap<String, TaskResult>,
    /// Each `invariant_*`, by the rest of its name: does it hold?
    pub invariants: IndexMap<String, bool>,
    /// The schedule with the fewest context switches that leads here.
    pub witness: Vec<String>,
}

/// How a task ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    tag = "status",
    rename_all = "lowercase",
    try_from = "TaskResultFields"
)]
pub enum TaskResult {
    /// It returned.
    Returned {
        /// Python's `repr` of the value; of a session of plain SQL its steps as JSON.
        value: String,
        /// Of a session of plain SQL: each step's rows, or the name of the code it failed with.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        steps: Vec<serde_json::Value>,
    },
    /// It raised.
    Raised {
        /// The exception's class.
        #[serde(rename = "type")]
        class: String,
        /// `str` of the exception.
        message: String,
    },
    /// It waits for something that never comes.
    Waiting {
        /// What for.
        #[serde(rename = "for")]
        what: String,
    },
    /// It never took a step (only in runs that leave tasks out).
    Unstarted,
}

/// What a [`TaskResult`] is read from: serde would make a second copy of the code that reads
/// JSON for a tag among the fields.
#[derive(Deserialize)]
struct TaskResultFields {
    status: String,
    value: Option<String>,
    #[serde(default)]
    steps: Vec<serde_json::Value>,
    #[serde(rename = "type")]
    class: Option<String>,
    message: Option<String>,
    #[serde(rename = "for")]
    what: Option<String>,
}

impl TryFrom<TaskResultFields> for TaskResult {
    type Error = String;

    fn try_from(fields: TaskResultFields) -> Result<Self, String> {
        let missing = |name| format!("a task result without {name}");
        Ok(match fields.status.as_str() {
            "returned" => TaskResult::Returned {
                value: fields.value.ok_or_else(|| missing("value"))?,
                steps: fields.steps,
            },
            "raised" => TaskResult::Raised {
                class: fields.class.ok_or_else(|| missing("type"))?,
                message: fields.message.ok_or_else(|| missing("message"))?,
            },
            "waiting" => TaskResult::Waiting {
                what: fields.what.ok_or_else(|| missing("for"))?,
            },
            "unstarted" => TaskResult::Unstarted,
            other => return Err(format!("no task result has the status {other:?}")),
        })
    }
}

/// What an outcome is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Equal to what some serial order of all tasks gives.
    Serializable,
    /// All that no serial order explains is that the database refused some tasks.
    Aborted,
    /// Nothing could go on.
    Deadlock,
    /// Anything else, and whatever breaks an invariant.
    Anomaly,
}

impl Verdict {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Serializable => "serializable",
            Verdict::Aborted => "aborted",
            Verdict::Deadlock => "deadlock",
            Verdict::Anomaly => "anomaly",
        }
    }

    /// Is it something to be fixed? (Exit status 1 of `lockstep check`.)
    pub fn is_bad(self) -> bool {
        matches!(self, Verdict::Deadlock | Verdict::Anomaly)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn task_results_read_back() {
        let results = [
            TaskResult::Returned {
                value: "None".to_owned(),
                steps: Vec::new(),
            },
            TaskResult::Returned {
                value: "[[[1]],\"SQLITE_BUSY\"]".to_owned(),
                steps: vec![serde_json::json!([[1]]), "SQLITE_BUSY".into()],
            },
            TaskResult::Raised {
                class: "OperationalError".to_owned(),
                message: "database is locked".to_owned(),
            },
            TaskResult::Waiting {
                what: "bob".to_owned(),
            },
            TaskResult::Unstarted,
        ];
        for result in results {
            let json = serde_json::to_string(&result).unwrap();
            assert_eq!(serde_json::from_str::<TaskResult>(&json).unwrap(), result);
        }
        let json = serde_json::json!({"status": "raised", "type": "E"});
        assert!(serde_json::from_value::<TaskResult>(json).is_err());
    }

    /// Fuzzing found that a number can come back one last digit off.
    #[test]
    fn a_share_comes_back_but_for_its_last_digit() {
        for whole in 1..400 {
            for part in 1..=whole {
                let share = f64::from(part) / f64::from(whole);
                let text = serde_json::to_string(&share).expect("plain data");
                let again: f64 = serde_json::from_str(&text).expect("a number");
                assert!((again - share).abs() <= f64::EPSILON * share, "{text}");
            }
        }
    }
}
