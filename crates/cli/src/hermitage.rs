//! `lockstep hermitage`: which anomalies of Martin Kleppmann's Hermitage the databases let happen, computed.

use crate::args::HermitageFormat;
use crate::{Failed, explore, print, print_json};
use lockstep_engine::Limits;
use lockstep_scenario::{
    Begin, DatabaseKind, GalleryEntry, Isolation, Journal, Outcome, Report, Scenario, Summary,
    Verdict, encode_link,
};
use serde_json::{Value as Json, json};

pub use lockstep_scenario::hermitage as entries;

const BEGINS: [Begin; 2] = [Begin::Deferred, Begin::Immediate];

/// What the anomalies are tried on.
#[derive(Clone, Copy)]
enum Column {
    /// SQLite with this journal and this way to begin.
    Sqlite(Journal, Begin),
    /// The PostgreSQL profile at this isolation level.
    Postgres(Isolation),
}

/// An anomaly in one column.
struct Cell {
    column: Column,
    scenario: Scenario,
    report: Report,
    summary: Summary,
    /// The share of the interleavings in which it happens.
    possible: f64,
}

type Row = (&'static GalleryEntry, Vec<Cell>);

/// Explores every scenario of the table under each journal and each way to begin, and prints it.
pub fn run(format: HermitageFormat) -> Result<(), Failed> {
    let row = |entry| Ok((entry, cells(entry)?));
    let rows: Vec<Row> = entries().map(row).collect::<Result<_, Failed>>()?;
    match format {
        HermitageFormat::Json => print_json(&json!({ "lockstep": 1, "hermitage": as_json(&rows) })),
        HermitageFormat::Text => print(&as_text(&rows)),
        HermitageFormat::Html => print(&as_html(&rows)),
    }
    Ok(())
}

fn cells(entry: &GalleryEntry) -> Result<Vec<Cell>, Failed> {
    let file = format!("x/{}", entry.slug);
    let mut cells = Vec::new();
    for column in columns() {
        let mut scenario = entry.scenario();
        // Its transactions begin themselves, so how they do is changed in its text.
        let begin = match column {
            Column::Sqlite(journal, begin) => {
                scenario.settings.journal = journal;
                match begin {
                    Begin::Immediate => "BEGIN IMMEDIATE;".to_owned(),
                    Begin::Deferred | Begin::Exclusive => "BEGIN;".to_owned(),
                }
            }
            Column::Postgres(isolation) => {
                scenario.settings.database = DatabaseKind::Postgres;
                format!("BEGIN ISOLATION LEVEL {};", level(isolation))
            }
        };
        scenario.source = scenario.source.replace("BEGIN;", &begin);
        let (report, summary) = explore(&scenario, &file, Limits::default())
            .map_err(|problem| (file.clone(), problem))?;
        let happens = report.outcomes.iter().filter(|o| happens(entry, o));
        cells.push(Cell {
            column,
            possible: happens.map(|outcome| outcome.share).sum(),
            scenario,
            report,
            summary,
        });
    }
    Ok(cells)
}

/// Those that are about what has never been committed: reading something else the second time is none of
/// them.
const OF_UNCOMMITTED: [&str; 5] = [
    "hermitage-g0",
    "hermitage-g1a",
    "hermitage-g1b",
    "hermitage-g1c",
    "hermitage-otv",
];

/// What these are called: their circles are of writes, and of reads of what was written.
const NAMES_OF_UNCOMMITTED: [&str; 4] = [
    "dirty write",
    "aborted read",
    "intermediate read",
    "circular information flow",
];

/// Is this outcome the anomaly that the scenario is about?
fn happens(entry: &GalleryEntry, outcome: &Outcome) -> bool {
    let names = &outcome.anomalies;
    let of_uncommitted = |name: &String| NAMES_OF_UNCOMMITTED.contains(&&name[..]);
    outcome.verdict == Verdict::Anomaly
        && (!OF_UNCOMMITTED.contains(&entry.slug)
            || names.is_empty()
            || names.iter().any(of_uncommitted))
}

fn level(isolation: Isolation) -> String {
    isolation.as_str().to_uppercase().replace('-', " ")
}

fn columns() -> impl Iterator<Item = Column> {
    let journals = Journal::ALL.iter();
    let sqlite = journals.flat_map(|&journal| BEGINS.map(|begin| Column::Sqlite(journal, begin)));
    sqlite.chain(Isolation::ALL.iter().map(|&level| Column::Postgres(level)))
}

fn heads() -> impl Iterator<Item = String> {
    columns().map(|column| match column {
        Column::Sqlite(journal, begin) => format!("{}, {}", journal.as_str(), begin.as_str()),
        Column::Postgres(isolation) => {
            format!("PostgreSQL, {}", isolation.as_str().replace('-', " "))
        }
    })
}

fn as_json(rows: &[Row]) -> Vec<Json> {
    let cell = |cell: &Cell| {
        let mut json = match cell.column {
            Column::Sqlite(journal, begin) => json!({ "journal": journal, "begin": begin }),
            Column::Postgres(isolation) => {
                json!({ "database": DatabaseKind::Postgres, "isolation": isolation })
            }
        };
        json["possible"] = (cell.possible > 0.0).into();
        json["interleavings"] = cell.report.interleavings.clone().into();
        json["verdicts"] = json!(cell.summary.verdicts);
        json
    };
    let row = |(entry, cells): &Row| {
        json!({
            "scenario": format!("x/{}", entry.slug),
            "title": entry.title,
            "cells": cells.iter().map(cell).collect::<Vec<_>>(),
        })
    };
    rows.iter().map(row).collect()
}

fn as_text(rows: &[Row]) -> String {
    let head = std::iter::once(String::new()).chain(heads()).collect();
    let row = |(entry, cells): &Row| {
        let words = cells
            .iter()
            .map(|cell| in_words(&cell.report, &cell.summary, cell.possible));
        std::iter::once(entry.title.to_owned())
            .chain(words)
            .collect()
    };
    let table: Vec<Vec<String>> = std::iter::once(head).chain(rows.iter().map(row)).collect();
    aligned(&table)
}

/// A row's title leads to the built-in scenario, a cell to what was explored for it. Titles and summaries are our
/// own and links base64: nothing needs an escape.
fn as_html(rows: &[Row]) -> String {
    let heads: String = heads()
        .map(|head| format!("<th scope=\"col\">{head}</th>"))
        .collect();
    let cell = |cell: &Cell| {
        let link = encode_link(&cell.scenario);
        let (verdict, sign) = worst(&cell.summary, cell.possible);
        let words = in_words(&cell.report, &cell.summary, cell.possible);
        let class = verdict.as_str();
        format!(
            "<td class=\"verdict-{class}\"><a href=\"./#{link}\"><b aria-hidden=\"true\">{sign}</b> {words}</a></td>\n"
        )
    };
    let row = |(entry, cells): &Row| {
        let cells: String = cells.iter().map(cell).collect();
        let (slug, title, summary) = (entry.slug, entry.title, entry.summary);
        format!(
            "<tr><th scope=\"row\"><a href=\"./#x/{slug}\">{title}</a><p>{summary}</p></th>\n{cells}</tr>\n"
        )
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<table aria-label=\"Hermitage\">\n<thead><tr><th scope=\"col\">Anomaly</th>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    )
}

/// The worst that can happen, and the sign that the page has for it.
fn worst(summary: &Summary, possible: f64) -> (Verdict, char) {
    let verdicts = &summary.verdicts;
    if possible > 0.0 {
        (Verdict::Anomaly, '✗')
    } else if verdicts.deadlock.outcomes > 0 {
        (Verdict::Deadlock, '∞')
    } else if verdicts.aborted.outcomes > 0 {
        (Verdict::Aborted, '↺')
    } else {
        (Verdict::Serializable, '✓')
    }
}

/// Whether the anomaly can happen, and what it costs if it cannot.
fn in_words(report: &Report, summary: &Summary, possible: f64) -> String {
    let verdicts = &summary.verdicts;
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    match worst(summary, possible).0 {
        Verdict::Anomaly => format!("possible: {}", percent(possible)),
        Verdict::Deadlock => format!("deadlock: {}", percent(verdicts.deadlock.share)),
        Verdict::Aborted => format!("prevented, refused: {}", percent(verdicts.aborted.share)),
        Verdict::Serializable => format!("prevented in all {}", report.interleavings),
    }
}

fn aligned(table: &[Vec<String>]) -> String {
    let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..table[0].len()).filter_map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    table.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_happen_is_said() {
        let of = |slug: &str, strategy: &str| {
            let mut scenario = lockstep_scenario::gallery_entry(slug).unwrap().scenario();
            scenario.settings.set("strategy", strategy).unwrap();
            let (report, summary) = explore(&scenario, slug, Limits::default()).unwrap();
            in_words(&report, &summary, summary.verdicts.anomaly.share)
        };
        assert_eq!(of("transfer", "as-written"), "possible: 94 %");
        assert_eq!(of("transfer", "atomic"), "prevented, refused: 98 %");
        assert_eq!(of("transfer", "immediate"), "prevented in all 12");
        assert_eq!(of("lock-order", "as-written"), "deadlock: 44 %");
    }
}
