//! What an account tells: a scenario, what exploring it found, and one outcome's witness.

use crate::difference::{TableDifference, compare, distance};
use crate::wording;
use lockstep_scenario::{Outcome, Report, SETTINGS, Scenario, Settings, Trace, Verdict};

/// What is told.
#[derive(Clone, Copy)]
pub struct Story<'a> {
    /// What was explored.
    pub scenario: &'a Scenario,
    /// What exploring it found.
    pub report: &'a Report,
    /// The outcome that is shown, one of the report's.
    pub outcome: &'a Outcome,
    /// What the outcome is called, if it has a name of its own.
    pub name: Option<&'a str>,
    /// Its witness, run again.
    pub trace: &'a Trace,
    /// Where the page shows the same.
    pub link: Option<&'a str>,
}

/// How many outcomes are listed.
pub(crate) const OUTCOMES: usize = 12;

impl Story<'_> {
    /// The headline as one sentence: `66 of 70 interleavings lose an update.`
    pub fn headline(&self) -> String {
        wording::headline(self.report).sentence()
    }

    /// What the outcome is called, and how many interleavings end in it.
    pub fn outcome_title(&self) -> String {
        let title = wording::title(self.outcome);
        let count = wording::count(self.report, self.outcome);
        match self.name {
            Some(name) => format!("{title}: {name} ({count})"),
            None => format!("{title} ({count})"),
        }
    }

    /// The scenario's title, or what stands for one.
    pub fn title(&self) -> &str {
        match self.scenario.title.trim() {
            "" => "Scenario",
            title => title,
        }
    }

    /// The settings that are not the default ones, in a line; empty if there are none.
    pub fn settings(&self) -> String {
        settings(self.scenario)
    }

    /// Each task that did more than to return nothing: its name, and what became of it.
    pub fn ends(&self) -> impl Iterator<Item = (&str, String)> {
        let tasks = self.outcome.tasks.iter();
        tasks.filter_map(|(task, end)| Some((task.as_str(), wording::result(end)?)))
    }

    /// The tables in the end, beside those of the serial outcome that is nearest to them.
    pub fn tables(&self) -> Vec<TableDifference> {
        let serial = self.report.outcomes.iter();
        let serial = serial.filter(|outcome| outcome.verdict == Verdict::Serializable);
        let nearest = serial
            .map(|outcome| &outcome.tables)
            .min_by_key(|tables| distance(&self.outcome.tables, tables));
        compare(
            &self.outcome.tables,
            nearest.unwrap_or(&self.outcome.tables),
        )
    }

    /// Does this step make the anomaly?
    pub(crate) fn is_marked(&self, number: u32) -> bool {
        self.outcome.marked.contains(&number)
    }
}

/// The settings that are not the default ones, in a line.
pub(crate) fn settings(scenario: &Scenario) -> String {
    let words = differing(&scenario.settings).map(|(name, value)| format!("{name} {value}"));
    words.collect::<Vec<_>>().join(", ")
}

/// The settings that are not the default ones, by name; `copies` as often as there are tasks with some.
pub(crate) fn differing(settings: &Settings) -> impl Iterator<Item = (&'static str, String)> {
    let default = Settings::default();
    let single = SETTINGS.iter().filter(|info| info.name != "copies");
    let single = single.filter_map(move |info| {
        let value = settings.get(info.name);
        let differs = value != default.get(info.name);
        Some((info.name, value.filter(|_| differs)?))
    });
    let copies = settings.copies.iter();
    single.chain(copies.map(|(task, n)| ("copies", format!("{task}={n}"))))
}

/// At most so many characters; the last one stands for what is left out.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= most && line.len() == text.trim_end().len() {
        return line.to_owned();
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Lines of at most so many characters, broken at spaces where there are some.
pub(crate) fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0;
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for (place, part) in letters.chunks(most.max(1)).enumerate() {
            let needed = part.len() + usize::from(width > 0);
            if width > 0 && (width + needed > most || place > 0) {
                lines.push(String::new());
                width = 0;
            }
            let line = lines.last_mut().expect("there is one from the beginning");
            if width > 0 {
                line.push(' ');
            }
            line.extend(part);
            width += part.len() + usize::from(width > 0);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_characters() {
        assert_eq!(shorten("SELECT", 6), "SELECT");
        assert_eq!(shorten("SELECT é", 7), "SELECT…");
        assert_eq!(shorten("one\ntwo", 10), "one…");
        assert_eq!(shorten("", 3), "");
    }

    #[test]
    fn text_is_broken_at_spaces() {
        assert_eq!(
            wrap("alice read balance 100", 10),
            ["alice read", "balance", "100"]
        );
        assert_eq!(wrap("aaaaaaaaaaaa b", 5), ["aaaaa", "aaaaa", "aa b"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
