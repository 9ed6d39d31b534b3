//! From what a run came to, to what people and programs read.

use crate::database::{Database, Done, Value};
use crate::ending::Ending;
use crate::world::World;
use lockstep_scenario::{Outcome, Verdict};
use serde_json::Value as Json;

/// A database value in JSON. A blob is an object with its bytes in hexadecimal, `{"blob": "00FF"}`: no
/// text looks like it.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(n) => (*n).into(),
        // Infinity has no JSON number.
        Value::Real(x) => serde_json::Number::from_f64(*x)
            .map_or_else(|| Json::String(x.to_string()), Json::Number),
        Value::Text(text) => Json::String(text.to_string()),
        Value::Blob(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
            serde_json::json!({ "blob": hex })
        }
    }
}

/// A statement's rows in JSON, with booleans where the database has them.
pub fn rows_json(done: &Done) -> Vec<Vec<Json>> {
    let json = |(column, value): (usize, &Value)| typed_json(value, done.types.get(column));
    let row = |row: &Vec<Value>| row.iter().enumerate().map(json).collect();
    done.rows.iter().map(row).collect()
}

/// A value of a column of this type.
pub fn typed_json(value: &Value, type_: Option<&&'static str>) -> Json {
    match (value, type_) {
        (Value::Integer(n), Some(&"bool")) => (*n != 0).into(),
        _ => to_json(value),
    }
}

/// An outcome with all that its ending tells: tables, tasks, invariants. Counts, verdict
/// and witness are the exploration's to add.
pub fn outcome_of<D: Database>(world: &World<D>, ending: &Ending) -> Outcome {
    let program = world.program();
    let mut results: Vec<_> = ending
        .tasks
        .iter()
        .map(|(task, end)| (world.name(*task).to_owned(), end.result.clone()))
        .collect();
    // The order in which tasks were met tells nothing.
    results[program.tasks.len()..].sort_by(|(a, _), (b, _)| a.cmp(b));
    Outcome {
        interleavings: "1".to_owned(),
        share: 0.0,
        probability: 0.0,
        multiplicity: None,
        verdict: Verdict::Serializable,
        anomalies: Vec::new(),
        explanation: String::new(),
        marked: Vec::new(),
        tables: world.tables(ending.tables).clone(),
        tasks: results.into_iter().collect(),
        invariants: program
            .invariants
            .iter()
            .cloned()
            .zip(ending.invariants.iter().copied())
            .collect(),
        witness: Vec::new(),
    }
}

/// The explorer's verdict in the words of a report.
pub fn verdict(verdict: lockstep_explorer::Verdict) -> Verdict {
    match verdict {
        lockstep_explorer::Verdict::Serializable => Verdict::Serializable,
        lockstep_explorer::Verdict::Aborted => Verdict::Aborted,
        lockstep_explorer::Verdict::Deadlock => Verdict::Deadlock,
        lockstep_explorer::Verdict::Anomaly => Verdict::Anomaly,
    }
}
