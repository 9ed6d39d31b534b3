//! A step in the few words that its card has room for.

use crate::difference::show;
use lockstep_scenario::{EndedElsewhere, RowChange, Step, StepStatus, View};

/// What a card says below the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepText {
    /// The words.
    pub text: String,
    /// What they are about.
    pub tone: Tone,
}

/// What a step's words are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It read.
    Read,
    /// It wrote.
    Wrote,
    /// Neither.
    Plain,
    /// It failed.
    Error,
    /// It waits.
    Waits,
}

/// How many values of a row a card shows.
const VALUES: usize = 4;

/// What came of a step.
pub fn result(step: &Step) -> StepText {
    let said = |text: String, tone| StepText { text, tone };
    if let Some(error) = &step.error {
        return said(format!("{}: {}", error.class, error.message), Tone::Error);
    }
    if step.status == StepStatus::Blocked {
        let whom = if step.waits_for.is_empty() {
            "waits".to_owned()
        } else {
            format!("waits for {}", step.waits_for.join(" and "))
        };
        return said(whom, Tone::Waits);
    }
    if !step.changes.is_empty() {
        return wrote(&step.changes, step.published);
    }
    if !step.columns.is_empty() {
        return read(&step.columns, &step.rows);
    }
    if step.published {
        return said("visible to all".to_owned(), Tone::Wrote);
    }
    counted(step.rowcount)
}

/// What came of a statement that another task's step has let end.
pub fn result_elsewhere(ended: &EndedElsewhere) -> StepText {
    match &ended.error {
        Some(error) => StepText {
            text: format!("{}: {}", error.class, error.message),
            tone: Tone::Error,
        },
        None if !ended.changes.is_empty() => wrote(&ended.changes, ended.published),
        None if !ended.columns.is_empty() => read(&ended.columns, &ended.rows),
        None => counted(ended.rowcount),
    }
}

fn wrote(changes: &[RowChange], published: bool) -> StepText {
    let mut text = match changes {
        [only] => change(only),
        many => format!("{} rows written", many.len()),
    };
    if !published {
        text.push_str(", not yet committed");
    }
    StepText {
        text,
        tone: Tone::Wrote,
    }
}

fn read(columns: &[String], rows: &[Vec<serde_json::Value>]) -> StepText {
    let text = match rows {
        [] => "no row".to_owned(),
        [row] => values(columns.iter().map(String::as_str).zip(row)),
        rows => format!("{} rows", rows.len()),
    };
    StepText {
        text,
        tone: Tone::Read,
    }
}

fn counted(rowcount: Option<i64>) -> StepText {
    let text = match rowcount {
        Some(0) => "no row matched".to_owned(),
        Some(count) if count > 0 => format!("{count} rows"),
        _ => String::new(),
    };
    StepText {
        text,
        tone: Tone::Plain,
    }
}

fn change(change: &RowChange) -> String {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let changed: Vec<String> = after
                .iter()
                .filter_map(|(column, value)| {
                    let old = before.get(column)?;
                    (old != value).then(|| format!("{column} {} → {}", show(old), show(value)))
                })
                .take(VALUES)
                .collect();
            if changed.is_empty() {
                "written as it was".to_owned()
            } else {
                changed.join(", ")
            }
        }
        (None, Some(after)) => format!(
            "new: {}",
            values(after.iter().map(|(column, value)| (column.as_str(), value)))
        ),
        (Some(_), None) => "one row deleted".to_owned(),
        (None, None) => "one row written".to_owned(),
    }
}

fn values<'a>(pairs: impl Iterator<Item = (&'a str, &'a serde_json::Value)>) -> String {
    let mut parts: Vec<String> = pairs
        .take(VALUES + 1)
        .map(|(column, value)| format!("{column} {}", show(value)))
        .collect();
    if parts.len() > VALUES {
        parts[VALUES] = "…".to_owned();
    }
    parts.join(", ")
}

/// The whole statement with its parameters, for those who want it.
pub fn statement(step: &Step) -> String {
    match &step.statement {
        None => step.short.clone(),
        Some(statement) if statement.params.is_empty() => statement.sql.clone(),
        Some(statement) => {
            let params: Vec<String> = statement.params.iter().map(ToString::to_string).collect();
            format!("{}\n{}", statement.sql, params.join(", "))
        }
    }
}

/// The rows that a step read or wrote, as `table:key`, as far as its result tells them.
pub fn touched(step: &Step) -> Vec<String> {
    let mut rows: Vec<String> = step
        .changes
        .iter()
        .filter_map(|change| {
            let row = change.after.as_ref().or(change.before.as_ref())?;
            let key = row.get("id").or(row.values().next())?;
            Some(format!("{}:{}", change.table, show(key)))
        })
        .collect();
    // A row's key is known where one table was read, with its key.
    if let ([table], Some(key)) = (
        step.read.as_slice(),
        step.columns.iter().position(|column| column == "id"),
    ) {
        let keys = step.rows.iter().filter_map(|row| row.get(key));
        rows.extend(keys.map(|key| format!("{table}:{}", show(key))));
    }
    rows.dedup();
    rows
}

/// What a task printed up to a step.
pub fn output(steps: &[Step], task: &str, taken: usize) -> String {
    steps
        .iter()
        .take(taken)
        .filter(|step| step.task == task)
        .map(|step| step.output.as_str())
        .collect()
}

/// The most lines of locals that one task ever shows, so that stepping moves nothing.
pub fn most_locals<'a>(views: impl Iterator<Item = &'a View>) -> usize {
    views
        .flat_map(|view| &view.tasks)
        .map(|task| task.frames.last().map_or(0, |frame| frame.locals.len()))
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn step(fields: serde_json::Value) -> Step {
        let mut step = json!({
            "number": 1, "task": "alice", "short": "…", "status": "done", "published": false,
            "after": {"tables": {}, "tasks": [], "connections": [], "clock_ms": 0},
        });
        for (name, value) in fields.as_object().unwrap() {
            step[name] = value.clone();
        }
        serde_json::from_value(step).unwrap()
    }

    #[test]
    fn a_card_says_what_matters_most() {
        let says = |fields| result(&step(fields)).text;
        assert_eq!(
            says(json!({"columns": ["id", "balance"], "rows": [[1, 100]]})),
            "id 1, balance 100"
        );
        assert_eq!(says(json!({"columns": ["id"], "rows": []})), "no row");
        let changes = json!([{"table": "a", "rowid": 1, "before": {"id": 1, "b": 5}, "after": {"id": 1, "b": 4}}]);
        assert_eq!(
            says(json!({"changes": changes, "published": true, "rowcount": 1})),
            "b 5 → 4"
        );
        assert_eq!(
            says(json!({"changes": changes, "rowcount": 1})),
            "b 5 → 4, not yet committed"
        );
        assert_eq!(says(json!({"rowcount": 0})), "no row matched");
        assert_eq!(says(json!({"rowcount": -1})), "");
        assert_eq!(
            says(json!({"status": "blocked", "waits_for": ["bob"]})),
            "waits for bob"
        );
        assert_eq!(
            says(
                json!({"status": "error", "error": {"type": "OperationalError", "code": "SQLITE_BUSY", "message": "database is locked"}})
            ),
            "OperationalError: database is locked"
        );
    }

    #[test]
    fn the_rows_that_a_step_touched_are_known_by_their_keys() {
        let touched = |fields| touched(&step(fields));
        let read = json!({"columns": ["id", "b"], "rows": [[1, 5], [2, 6]], "read": ["a"]});
        assert_eq!(touched(read), ["a:1", "a:2"]);
        let joined = json!({"columns": ["id"], "rows": [[1]], "read": ["a", "b"]});
        assert_eq!(touched(joined), [""; 0]);
        let changes = json!([{"table": "a", "rowid": 1, "before": {"b": 5, "id": 7}}]);
        assert_eq!(touched(json!({"changes": changes})), ["a:7"]);
    }
}
