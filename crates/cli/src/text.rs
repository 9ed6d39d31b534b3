//! Reports and traces for people, in plain text.

use indexmap::IndexMap;
use lockstep_render::{locks::Lock, wording};
use lockstep_scenario::{
    Cell, Comparison, DatabaseKind, Outcome, Part, Report, Row, Sample, StepStatus, Tables,
    TaskResult, Trace, Verdict, Verdicts, View, outcome_name,
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
    if report.may_abort_more {
        line!(out, "{}", wording::MAY_ABORT_MORE);
    }
    for (task, class) in always_raised(report) {
        line!(
            out,
            "{task} raises {class} in every serial order: that is no race."
        );
    }
    let slug = report.file.strip_prefix("x/");
    for outcome in &report.outcomes {
        line!(out);
        let name = slug.and_then(|slug| outcome_name(slug, outcome));
        self::outcome(&mut out, outcome, name);
    }
    out
}

/// Tasks that raise whatever comes first, and what: an outcome with that is serializable, and yet nobody
/// wants it.
fn always_raised(report: &Report) -> Vec<(&str, &str)> {
    let serial = report.outcomes.iter();
    let serial = serial.filter(|outcome| outcome.verdict == Verdict::Serializable);
    let raised = |task| {
        let mut ends = serial.clone().map(|outcome| outcome.tasks.get(task));
        let first = match ends.next()? {
            Some(TaskResult::Raised { class, .. }) => class.as_str(),
            _ => return None,
        };
        let same = |end: Option<&TaskResult>| matches!(end, Some(TaskResult::Raised { class, .. }) if class == first);
        ends.all(same).then_some(first)
    };
    let tasks = report.tasks.iter().map(String::as_str);
    let found = tasks.filter_map(|task| Some((task, raised(task)?)));
    // Of a part of all interleavings nothing can be said of all of them.
    found.filter(|_| report.complete).collect()
}

/// Names of anomalies, behind a verdict.
fn anomalies(names: &[String]) -> String {
    match names.len() {
        0 => String::new(),
        _ => format!(": {}", names.join(", ")),
    }
}

/// What schedules drawn at random came to.
pub fn sample(sample: &Sample) -> String {
    let mut out = String::new();
    line!(
        out,
        "{}: a sample of {} of {}, seed {}, {:.1} ms",
        sample.file,
        counted(sample.sampled, "schedule"),
        sample.tasks.join(", "),
        sample.seed,
        sample.wall_ms
    );
    line!(
        out,
        "Not the whole. At each step one of the tasks that can go on was drawn, each as likely: the figures are\nestimates of probabilities under that scheduler, with 95 % confidence intervals, and no shares of the\ninterleavings. What was not drawn can have a probability of up to {}.",
        percent(sample.unseen)
    );
    if sample.unended > 0 {
        line!(
            out,
            "{} took too many steps and came to no outcome.",
            counted(sample.unended, "schedule")
        );
    }
    for outcome in &sample.outcomes {
        line!(out);
        let [low, high] = outcome.interval;
        line!(
            out,
            "{:>6.2} %  {}{}  ({}, {} to {})",
            outcome.probability * 100.0,
            outcome.verdict.map_or("not judged", verdict),
            anomalies(&outcome.anomalies),
            counted(outcome.sampled, "schedule"),
            percent(low),
            percent(high)
        );
        ending(
            &mut out,
            &outcome.tables,
            &outcome.tasks,
            &outcome.invariants,
        );
        if !outcome.explanation.is_empty() {
            line!(out, "    {}", outcome.explanation);
        }
        line!(out, "    schedule: {}", outcome.schedule.join(","));
    }
    out
}

/// With as many digits as say something.
fn percent(part: f64) -> String {
    let digits = if part < 0.001 { 4 } else { 2 };
    format!("{:.digits$} %", part * 100.0)
}

/// A table of what was found under several settings.
pub fn comparison(comparison: &Comparison) -> String {
    let words = Words::of(&comparison.cells);
    let figures = FIGURES.iter().copied();
    let heads = words.heads().into_iter().chain(figures);
    let heads: Vec<String> = heads.map(str::to_owned).collect();
    let (columns, words_before) = (heads.len(), heads.len() - FIGURES.len());
    let mut table = vec![heads];
    table.extend(comparison.cells.iter().map(|one| cell(one, &words)));
    let width = |column: usize| {
        let cells = table.iter().filter_map(|row| row.get(column));
        cells.map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let cells = &comparison.cells;
    let explored = cells.iter().filter(|cell| cell.same_as.is_none());
    let mut out = String::new();
    line!(
        out,
        "{}: {}, {} explored",
        comparison.file,
        counted(cells.len(), "cell"),
        explored.count()
    );
    line!(out);
    for (row, cell) in table
        .iter()
        .zip([None].into_iter().chain(cells.iter().map(Some)))
    {
        // Words stand at the left of their columns, figures at the right.
        let padded =
            row.iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (text, width))| match column < words_before {
                    true => format!("{text:width$}"),
                    false => format!("{text:>width$}"),
                });
        let problem = cell.and_then(|cell| cell.problem.as_ref());
        let problem = problem.map(|problem| format!("cannot be run: {problem}"));
        line!(
            out,
            "{}",
            padded.chain(problem).collect::<Vec<_>>().join("  ")
        );
    }
    line!(out);
    line!(out, "{}", LEGEND);
    let reports = || cells.iter().filter_map(|cell| cell.report.as_ref());
    if reports().any(|report| !report.complete) {
        line!(
            out,
            "≥: the budget ended the exploration; the shares are those of what was found."
        );
    }
    if reports().any(|report| report.interleavings == "∞") {
        line!(
            out,
            "∞: tasks can go round any number of times; instead of shares these are probabilities."
        );
    }
    out
}

const FIGURES: [&str; 8] = [
    "interleavings",
    "serializable",
    "aborted",
    "anomaly",
    "deadlock",
    "errors",
    "blocked",
    "waited",
];

/// Which columns of words there are: what a database cannot be set to has none.
struct Words {
    sqlite: bool,
    postgres: bool,
}

impl Words {
    fn of(cells: &[Cell]) -> Self {
        let any = |database| cells.iter().any(|cell| cell.database == database);
        Words {
            sqlite: any(DatabaseKind::Sqlite),
            postgres: any(DatabaseKind::Postgres),
        }
    }

    fn heads(&self) -> Vec<&'static str> {
        let heads = [
            ("database", self.sqlite && self.postgres),
            ("strategy", true),
            ("journal", self.sqlite),
            ("begin", self.sqlite),
            ("isolation", self.postgres),
        ];
        let shown = heads.into_iter().filter(|(_, shown)| *shown);
        shown.map(|(head, _)| head).collect()
    }

    fn row(&self, cell: &Cell) -> Vec<String> {
        let of = |database, text: &'static str| match cell.database == database {
            true => text.to_owned(),
            false => String::new(),
        };
        let text = |head| match head {
            "database" => cell.database.as_str().to_owned(),
            "strategy" => cell.strategy.clone(),
            "journal" => of(DatabaseKind::Sqlite, cell.journal.as_str()),
            "begin" => of(DatabaseKind::Sqlite, cell.begin.as_str()),
            _ => of(DatabaseKind::Postgres, cell.isolation.as_str()),
        };
        self.heads().into_iter().map(text).collect()
    }
}

const LEGEND: &str = "\
Shares of the interleavings: by verdict, and with an error of the database that ended a task.
Means over the interleavings: blocked, steps that met a lock or tried again after that; waited, steps
that went by while a task could not go on, all tasks together.";

/// A row of the table; of a cell that cannot be run only what it is.
fn cell(cell: &Cell, words: &Words) -> Vec<String> {
    let mut row = words.row(cell);
    let (Some(summary), Some(report)) = (&cell.summary, &cell.report) else {
        return row;
    };
    let at_least = if report.complete { "" } else { "≥" };
    row.push(format!("{at_least}{}", report.interleavings));
    let Verdicts {
        serializable,
        aborted,
        anomaly,
        deadlock,
    } = &summary.verdicts;
    let parts = [serializable, aborted, anomaly, deadlock, &summary.errors];
    row.extend(parts.map(part));
    for mean in [summary.blocked, summary.waited] {
        row.push(mean.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.2}")));
    }
    row
}

/// A share that is neither rounded to nothing nor to all.
fn part(part: &Part) -> String {
    let percent = part.share * 100.0;
    match part.outcomes {
        0 => "–".to_owned(),
        _ if percent < 0.01 => "<0.01 %".to_owned(),
        _ if percent > 99.99 && part.share < 1.0 => ">99.99 %".to_owned(),
        _ => format!("{percent:.2} %"),
    }
}

fn outcome(out: &mut String, outcome: &Outcome, name: Option<&str>) {
    line!(
        out,
        "{:>6.2} %  {}{}{}  ({}, probability {:.3})",
        outcome.share * 100.0,
        verdict(outcome.verdict),
        anomalies(&outcome.anomalies),
        name.map_or_else(String::new, |name| format!(" — {name}")),
        counted(&outcome.interleavings, "interleaving"),
        outcome.probability
    );
    if let Some(multiplicity) = &outcome.multiplicity {
        line!(
            out,
            "    one of {multiplicity} that differ only in which copy came to which end"
        );
    }
    ending(out, &outcome.tables, &outcome.tasks, &outcome.invariants);
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

fn ending(
    out: &mut String,
    tables: &Tables,
    tasks: &IndexMap<String, TaskResult>,
    invariants: &IndexMap<String, bool>,
) {
    self::tables(out, tables);
    for (task, result) in tasks {
        line!(out, "    {task} {}", self::result(result));
    }
    for (invariant, holds) in invariants {
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
            ending(
                &mut out,
                &outcome.tables,
                &outcome.tasks,
                &outcome.invariants,
            );
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
    let held = view.connections.iter();
    let held = held.filter(|c| !Lock::parse(&c.lock, view.server.is_some()).is_none());
    held.map(|c| format!("{} {}", c.task, c.lock))
        .collect::<Vec<_>>()
        .join(", ")
}
