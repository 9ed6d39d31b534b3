//! `lockstep gallery`: the built-in scenarios, by name or whole.

use crate::args::Format;
use crate::{Failed, hermitage, print, print_json};
use lockstep_engine::{Check, CheckState, Limits};
use lockstep_scenario::{GalleryCard, GalleryEntry, Glance, Problem, Scenario, gallery};

/// Prints them.
pub fn run(format: Format) -> Result<(), Failed> {
    let cards = gallery().flat_map(|entry| std::iter::once(entry).chain(entry.variants()));
    let all: Vec<&GalleryEntry> = cards.chain(hermitage::entries()).collect();
    match format {
        Format::Text => print(&names(&all)),
        Format::Json => {
            let cards: Result<Vec<_>, _> = all.into_iter().map(card).collect();
            print_json(&cards?);
        }
    }
    Ok(())
}

fn names(entries: &[&GalleryEntry]) -> String {
    let width = entries.iter().map(|e| e.slug.len()).max().unwrap_or(0);
    let line = |e: &&GalleryEntry| {
        let indent = if e.parent.is_some() { "  " } else { "" };
        format!("x/{:width$}  {indent}{}\n", e.slug, e.title)
    };
    entries.iter().map(line).collect()
}

fn card(entry: &GalleryEntry) -> Result<GalleryCard, Failed> {
    let scenario = entry.scenario();
    let found = explore(&scenario).map_err(|problem| (entry.file.to_owned(), problem))?;
    Ok(GalleryCard {
        slug: entry.slug.to_owned(),
        parent: entry.parent.map(str::to_owned),
        summary: entry.summary.to_owned(),
        document: entry.document.to_owned(),
        scenario,
        found,
    })
}

fn explore(scenario: &Scenario) -> Result<Glance, Problem> {
    let mut check = Check::new(scenario, "", Limits::default())?;
    while check.advance(1000)? == CheckState::Running {}
    Ok(check.glance())
}
