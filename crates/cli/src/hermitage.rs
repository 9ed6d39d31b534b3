//! `lockstep hermitage`: which anomalies of Martin Kleppmann's Hermitage SQLite lets happen, computed.

use crate::args::HermitageFormat;
use crate::{Failed, explore, print, print_json};
use lockstep_engine::Limits;
use lockstep_scenario::{
    Begin, GalleryEntry, Journal, Report, Scenario, Summary, Verdict, encode_link,
};
use serde_json::{Value as Json, json};

pub use lockstep_scenario::hermitage as entries;

const BEGINS: [Begin; 2] = [Begin::Deferred, Begin::Immediate];

/// An anomaly under one journal and one way to begin.
struct Cell {
    journal: Journal,
    begin: Begin,
    scenario: Scenario,
    report: Report,
    summary: Summary,
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
    for (journal, begin) in columns() {
        let mut scenario = entry.scenario();
        scenario.settings.journal = journal;
        if begin == Begin::Immediate {
            // Its transactions begin themselves, so that is changed in its text.
            scenario.source = scenario.source.replace("BEGIN;", "BEGIN IMMEDIATE;");
        }
        let (report, summary) = explore(&scenario, &file, Limits::default())
            .map_err(|problem| (file.clone(), problem))?;
        cells.push(Cell {
            journal,
            begin,
            scenario,
            report,
            summary,
        });
    }
    Ok(cells)
}

fn columns() -> impl Iterator<Item = (Journal, Begin)> {
    let journals = Journal::ALL.iter();
    journals.flat_map(|&journal| BEGINS.map(|begin| (journal, begin)))
}

fn heads() -> impl Iterator<Item = String> {
    columns().map(|(journal, begin)| format!("{}, {}", journal.as_str(), begin.as_str()))
}

fn as_json(rows: &[Row]) -> Vec<Json> {
    let cell = |cell: &Cell| {
        json!({
            "journal": cell.journal,
            "begin": cell.begin,
            "interleavings": cell.report.interleavings,
            "verdicts": cell.summary.verdicts,
        })
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
            .map(|cell| in_words(&cell.report, &cell.summary));
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
        let (verdict, sign) = worst(&cell.summary);
        let words = in_words(&cell.report, &cell.summary);
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
fn worst(summary: &Summary) -> (Verdict, char) {
    let verdicts = &summary.verdicts;
    if verdicts.anomaly.outcomes > 0 {
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
fn in_words(report: &Report, summary: &Summary) -> String {
    let verdicts = &summary.verdicts;
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    match worst(summary).0 {
        Verdict::Anomaly => format!("possible: {}", percent(verdicts.anomaly.share)),
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
            in_words(&report, &summary)
        };
        assert_eq!(of("transfer", "as-written"), "possible: 94 %");
        assert_eq!(of("transfer", "atomic"), "prevented, refused: 98 %");
        assert_eq!(of("transfer", "immediate"), "prevented in all 12");
        assert_eq!(of("lock-order", "as-written"), "deadlock: 44 %");
    }
}
