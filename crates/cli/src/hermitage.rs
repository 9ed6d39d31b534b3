//! `lockstep hermitage`: which anomalies of Martin Kleppmann's Hermitage SQLite lets happen, computed.

use crate::args::Format;
use crate::{Failed, explore, print, print_json};
use lockstep_engine::Limits;
use lockstep_scenario::{Begin, GalleryEntry, Journal, Report, Summary};
use serde_json::{Value as Json, json};

pub use lockstep_scenario::hermitage as entries;

const BEGINS: [Begin; 2] = [Begin::Deferred, Begin::Immediate];

/// Explores every scenario of the table under each journal and each way to begin, and prints it.
pub fn run(format: Format) -> Result<(), Failed> {
    let mut rows = Vec::new();
    for entry in entries() {
        let mut cells = Vec::new();
        for &journal in Journal::ALL {
            for begin in BEGINS {
                let (report, summary) = cell(entry, journal, begin)?;
                cells.push((journal, begin, report, summary));
            }
        }
        rows.push((entry, cells));
    }
    match format {
        Format::Json => {
            let rows: Vec<Json> = rows
                .iter()
                .map(|(entry, cells)| {
                    let cells = cells.iter().map(|(journal, begin, report, summary)| {
                        json!({
                            "journal": journal,
                            "begin": begin,
                            "interleavings": report.interleavings,
                            "verdicts": summary.verdicts,
                        })
                    });
                    json!({
                        "scenario": format!("x/{}", entry.slug),
                        "title": entry.title,
                        "cells": cells.collect::<Vec<_>>(),
                    })
                })
                .collect();
            print_json(&json!({ "lockstep": 1, "hermitage": rows }));
        }
        Format::Text => {
            let mut table = vec![vec![String::new()]];
            for &journal in Journal::ALL {
                table[0].extend(
                    BEGINS.map(|begin| format!("{}, {}", journal.as_str(), begin.as_str())),
                );
            }
            for (entry, cells) in &rows {
                let words = cells
                    .iter()
                    .map(|(.., report, summary)| in_words(report, summary));
                table.push([vec![entry.title.to_owned()], words.collect()].concat());
            }
            print(&aligned(&table));
        }
    }
    Ok(())
}

/// One scenario under one journal. Its transactions begin themselves, so that is changed in its text.
fn cell(entry: &GalleryEntry, journal: Journal, begin: Begin) -> Result<(Report, Summary), Failed> {
    let mut scenario = entry.scenario();
    scenario.settings.journal = journal;
    if begin == Begin::Immediate {
        scenario.source = scenario.source.replace("BEGIN;", "BEGIN IMMEDIATE;");
    }
    let file = format!("x/{}", entry.slug);
    explore(&scenario, &file, Limits::default()).map_err(|problem| (file, problem))
}

/// Whether the anomaly can happen, and what it costs if it cannot.
fn in_words(report: &Report, summary: &Summary) -> String {
    let verdicts = &summary.verdicts;
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    if verdicts.anomaly.outcomes > 0 {
        return format!("possible: {}", percent(verdicts.anomaly.share));
    }
    if verdicts.deadlock.outcomes > 0 {
        return format!("deadlock: {}", percent(verdicts.deadlock.share));
    }
    match verdicts.aborted.outcomes {
        0 => format!("prevented in all {}", report.interleavings),
        _ => format!("prevented, refused: {}", percent(verdicts.aborted.share)),
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
