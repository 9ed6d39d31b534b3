//! The page inside of another one: what its address says about it, and the messages between the two.
//!
//! Every message is `{lockstep: 1, type, …}`. The page around sends `open`
//! (`lockstep_scenario::OpenRequest`); this one answers with `ready`,
//! `result`, `step`, `error`, `height` and `static`. web/embed/embed.js is the other side.

use crate::services::theme::Theme;
use lockstep_scenario::Report;
use serde::Serialize;

/// What of the page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    /// All of it, in tabs.
    #[default]
    All,
    /// The code, and what it comes to in a sentence.
    Code,
    /// The outcomes.
    Outcomes,
    /// A schedule.
    Timeline,
}

impl Sight {
    const NAMES: [(&'static str, Sight); 4] = [
        ("all", Sight::All),
        ("code", Sight::Code),
        ("outcomes", Sight::Outcomes),
        ("timeline", Sight::Timeline),
    ];

    /// As the attribute says it.
    pub fn name(self) -> &'static str {
        let mut names = Sight::NAMES.iter();
        names
            .find(|(_, sight)| *sight == self)
            .map_or("all", |(name, _)| name)
    }
}

/// How the page stands in another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    /// What is shown.
    pub sight: Sight,
    /// Whether the code cannot be edited.
    pub readonly: bool,
    /// What it wears.
    pub theme: Theme,
    /// The origin of the page around, if it wants to talk.
    pub parent: Option<String>,
}

impl Embed {
    /// Reads `?embed&view=…`; nothing if the page stands by itself. `decode` undoes the escapes of a value.
    pub fn of(query: &str, decode: impl Fn(&str) -> String) -> Option<Embed> {
        let query = query.strip_prefix('?').unwrap_or(query);
        let parts: Vec<(&str, String)> = query
            .split('&')
            .map(|part| {
                let (name, value) = part.split_once('=').unwrap_or((part, ""));
                (name, decode(value))
            })
            .collect();
        let get = |name: &str| {
            let found = parts.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.as_str())
        };
        get("embed")?;
        let sight = Sight::NAMES
            .iter()
            .find(|(name, _)| get("view") == Some(name));
        let theme = Theme::ALL
            .into_iter()
            .find(|theme| get("theme") == Some(theme.name()));
        Some(Embed {
            sight: sight.map(|(_, sight)| *sight).unwrap_or_default(),
            readonly: get("readonly").is_some(),
            theme: theme.unwrap_or_default(),
            parent: get("parent")
                .filter(|parent| !parent.is_empty())
                .map(str::to_owned),
        })
    }
}

/// What is told to the page around.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Tell<'a> {
    /// The page is there and can be told what to open.
    Ready {
        /// Its version.
        version: &'a str,
    },
    /// How high the content is, in pixels.
    Height {
        /// Whole pixels.
        height: u32,
    },
    /// What exploring has found.
    Result {
        /// In a sentence.
        headline: String,
        /// Whether there is something to be fixed.
        bad: bool,
        /// Whether everything was explored.
        complete: bool,
        /// A decimal number.
        interleavings: &'a str,
        /// Each of them, in short.
        outcomes: Vec<Told<'a>>,
    },
    /// The timeline is at another step.
    Step {
        /// 0 before the first.
        at: usize,
        /// How many there are.
        steps: usize,
    },
    /// The scenario cannot be run.
    Error {
        /// Why.
        message: &'a str,
        /// Where, from 1.
        line: Option<u32>,
    },
    /// The outcome as a picture, for printers.
    Static {
        /// The picture.
        svg: String,
        /// What it says.
        text: String,
    },
}

/// An outcome in short.
#[derive(Debug, PartialEq, Serialize)]
pub struct Told<'a> {
    interleavings: &'a str,
    share: f64,
    probability: f64,
    verdict: &'a str,
    anomalies: &'a [String],
}

impl<'a> Tell<'a> {
    /// A report's result.
    pub fn result(report: &'a Report) -> Tell<'a> {
        let headline = lockstep_render::wording::headline(report);
        let outcomes = report.outcomes.iter().map(|outcome| Told {
            interleavings: &outcome.interleavings,
            share: outcome.share,
            probability: outcome.probability,
            verdict: outcome.verdict.as_str(),
            anomalies: &outcome.anomalies,
        });
        Tell::Result {
            headline: headline.sentence(),
            bad: headline.bad,
            complete: report.complete,
            interleavings: &report.interleavings,
            outcomes: outcomes.collect(),
        }
    }

    /// The message's text.
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Message<'a, 'b> {
            lockstep: u32,
            #[serde(flatten)]
            tell: &'b Tell<'a>,
        }
        // Serializing plain data to memory cannot fail.
        serde_json::to_string(&Message {
            lockstep: 1,
            tell: self,
        })
        .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Option<Embed> {
        Embed::of(query, |value| value.replace("%3A", ":").replace("%2F", "/"))
    }

    #[test]
    fn the_address_says_how_the_page_stands() {
        assert_eq!(of(""), None);
        assert_eq!(of("?x=1"), None);
        let plain = of("?embed").expect("it is embedded");
        assert_eq!(
            (plain.sight, plain.readonly, plain.parent),
            (Sight::All, false, None)
        );
        let all = of("?embed&view=timeline&readonly=&theme=dark&parent=https%3A%2F%2Fdocs.example");
        let all = all.expect("it is embedded");
        assert_eq!((all.sight.name(), all.readonly), ("timeline", true));
        assert_eq!(all.theme, Theme::Dark);
        assert_eq!(all.parent.as_deref(), Some("https://docs.example"));
        assert_eq!(of("?embed&view=<b>").expect("embedded").sight, Sight::All);
    }

    #[test]
    fn messages_say_what_they_are() {
        assert_eq!(
            Tell::Height { height: 12 }.json(),
            r#"{"lockstep":1,"type":"height","height":12}"#
        );
    }
}
