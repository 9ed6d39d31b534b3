//! Reports and traces for people, in plain text.

use lockstep_scenario::{
    Outcome, Report, Row, StepStatus, Tables, TaskResult, Trace, Verdict, View,
};
use std::fmt::Write;

/// Writing to a string cannot fail.
macro_rules! line {
    ($out:expr) => { $out.push('\n') };
    ($out:expr, $($arg:tt)*) => {{ let _ = writeln!($out, $($arg)*); }};
}

/// What an exploration found.
pub fn report(report: &Report) -> String {
    let mut out = String::new();
    let at_least = if report.complete { "" } else { "at least " };
    line!(
        out,
        "{}: {at_least}{} of {}, {}, {:.1} ms",
        report.file,
        counted(&report.interleavings, "interleaving"),
        report.tasks.join(", "),
        counted(report.states, "state"),
        report.wall_ms
    );
    if !report.complete {
        line!(
            out,
            "The budget ended the exploration: every count is \"at least\"."
        );
    }
    for outcome in &report.outcomes {
        line!(out);
        self::outcome(&mut out, outcome);
    }
    out
}

fn outcome(out: &mut String, outcome: &Outcome) {
    let name = match outcome.anomalies.len() {
        0 => String::new(),
        _ => format!(": {}", outcome.anomalies.join(", ")),
    };
    line!(
        out,
        "{:>6.2} %  {}{name}  ({}, probability {:.3})",
        outcome.share * 100.0,
        verdict(outcome.verdict),
        counted(&outcome.interleavings, "interleaving"),
        outcome.probability
    );
    ending(out, outcome);
    if !outcome.explanation.is_empty() {
        line!(out, "    {}", outcome.explanation);
    }
    line!(out, "    schedule: {}", outcome.witness.join(","));
}

/// A count and its noun, which stands in the plural unless there is one of it.
fn counted(count: impl ToString, noun: &str) -> String {
    let count = count.to_string();
    let s = if count == "1" { "" } else { "s" };
    format!("{count} {noun}{s}")
}

fn ending(out: &mut String, outcome: &Outcome) {
    tables(out, &outcome.tables);
    for (task, result) in &outcome.tasks {
        line!(out, "    {task} {}", self::result(result));
    }
    for (invariant, holds) in &outcome.invariants {
        let holds = if *holds { "holds" } else { "FAILS" };
        line!(out, "    invariant {invariant} {holds}");
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Serializable => "serializable",
        Verdict::Aborted => "aborted",
        Verdict::Deadlock => "DEADLOCK",
        Verdict::Anomaly => "ANOMALY",
    }
}

fn result(result: &TaskResult) -> String {
    match result {
        TaskResult::Returned { value, .. } => format!("returned {value}"),
        TaskResult::Raised { class, message } if message.is_empty() => format!("raised {class}"),
        TaskResult::Raised { class, message } => format!("raised {class}: {message}"),
        TaskResult::Waiting { what } => format!("is left waiting: {what}"),
        TaskResult::Unstarted => "never ran".to_owned(),
    }
}

fn tables(out: &mut String, tables: &Tables) {
    for (name, rows) in tables {
        match rows.len() {
            0 => line!(out, "    {name}: empty"),
            _ => line!(
                out,
                "    {name}: {}",
                rows.iter().map(row).collect::<Vec<_>>().join("  ")
            ),
        }
    }
}

fn row(row: &Row) -> String {
    let cells: Vec<_> = row
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("({})", cells.join(" "))
}

/// What happened along a schedule.
pub fn trace(trace: &Trace) -> String {
    let mut out = String::new();
    let width = trace.tasks.iter().map(String::len).max().unwrap_or(0);
    line!(out, "at the start");
    tables(&mut out, &trace.start.tables);
    for step in &trace.steps {
        let place = step
            .line
            .map_or_else(String::new, |line| format!("  (line {line})"));
        line!(
            out,
            "{:>3}  {:width$}  {}{place}",
            step.number,
            step.task,
            step.short
        );
        let mut note = |text: String| line!(out, "     {:width$}  {text}", "");
        for row in &step.rows {
            let cells: Vec<_> = row.iter().map(ToString::to_string).collect();
            note(format!("-> ({})", cells.join(", ")));
        }
        match (step.status, &step.error) {
            (StepStatus::Blocked, _) => note(format!("waits for {}", step.waits_for.join(", "))),
            (_, Some(error)) => note(format!(
                "-> {}: {} [{}]",
                error.class, error.message, error.code
            )),
            _ => {}
        }
        for printed in step.output.lines() {
            note(format!("prints {printed}"));
        }
        let locks = locks(&step.after);
        if !locks.is_empty() {
            note(format!("locks: {locks}"));
        }
    }
    let last = trace.steps.last().map_or(&trace.start, |step| &step.after);
    match &trace.outcome {
        Some(outcome) => {
            line!(out, "at the end: {}", verdict(outcome.verdict));
            ending(&mut out, outcome);
        }
        None => {
            line!(out, "so far");
            tables(&mut out, &last.tables);
            for task in &last.tasks {
                if let Some(next) = &task.next {
                    line!(out, "    {} can go on: {next}", task.task);
                } else if let Some(reason) = &task.reason {
                    line!(out, "    {} {reason}", task.task);
                }
            }
        }
    }
    out
}

fn locks(view: &View) -> String {
    let held = view.connections.iter().filter(|c| c.lock != "UNLOCKED");
    held.map(|c| format!("{} {}", c.task, c.lock))
        .collect::<Vec<_>>()
        .join(", ")
}
