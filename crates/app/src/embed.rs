//! The page inside of another one: what its address says about it, and the messages between the two.
//!
//! Every message is `{lockstep: 1, type, …}`. The page around sends `open`; this one answers with `ready`,
//! `result`, `step`, `error`, `height` and `static`. web/embed/embed.js is the other side.

use crate::services::theme::Theme;
use lockstep_scenario::{Language, Place, Report, Settings, decode_link};
use serde::{Deserialize, Serialize};

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

/// What the page around asks for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Open {
    /// Version of the messages: 1.
    lockstep: u32,
    /// `open`.
    #[serde(rename = "type")]
    kind: String,
    /// A built-in scenario's slug; else `source`.
    pub scenario: Option<String>,
    /// The code.
    pub source: Option<String>,
    /// What it is written in.
    #[serde(default)]
    pub language: Language,
    /// Names and values, as flags and links have them.
    #[serde(default)]
    settings: Vec<(String, String)>,
    /// A schedule, as in links.
    w: Option<String>,
    /// A place in it.
    at: Option<String>,
}

/// Longest code that is taken from the page around, in bytes: as much as a link can carry.
const MAX_SOURCE: usize = 256 * 1024;

impl Open {
    /// Reads a message; nothing if it is none that is known.
    pub fn read(text: &str) -> Option<Open> {
        let open: Open = serde_json::from_str(text).ok()?;
        let short = open
            .source
            .as_ref()
            .is_none_or(|source| source.len() <= MAX_SOURCE);
        (open.lockstep == 1 && open.kind == "open" && short).then_some(open)
    }

    /// Puts its settings over those of the scenario.
    ///
    /// # Errors
    /// A sentence on the first one that cannot be.
    pub fn apply(&self, settings: &mut Settings) -> Result<(), String> {
        let mut all = self.settings.iter();
        all.try_for_each(|(name, value)| settings.set(name, value))
    }

    /// What to look at.
    pub fn place(&self) -> Place {
        let mut link = "x/y".to_owned();
        for (name, value) in [("w", &self.w), ("at", &self.at)] {
            if let Some(value) = value {
                link.push_str(&format!("&{name}={value}"));
            }
        }
        decode_link(&link)
            .map(|link| link.place)
            .unwrap_or_default()
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
    fn only_what_is_known_is_read() {
        let open = r#"{"lockstep":1,"type":"open","source":"x","settings":[["journal","wal"]],"w":"01","at":"1"}"#;
        let open = Open::read(open).expect("it is one");
        let mut settings = Settings::default();
        open.apply(&mut settings).expect("it is a setting");
        assert_eq!(settings.get("journal").as_deref(), Some("wal"));
        assert_eq!(open.place().schedule, Some(vec![0, 1]));
        assert_eq!(open.place().at, Some(1));
        let long = "a".repeat(300_000);
        for other in [
            "",
            "1",
            "null",
            "{}",
            r#"{"lockstep":2,"type":"open"}"#,
            r#"{"lockstep":1,"type":"close"}"#,
            r#"{"lockstep":1,"type":"open","settings":{"journal":"wal"}}"#,
            &format!(r#"{{"lockstep":1,"type":"open","source":"{long}"}}"#),
        ] {
            assert_eq!(Open::read(other), None, "{other:.60}");
        }
        let odd = Open::read(r#"{"lockstep":1,"type":"open","settings":[["jornal","wal"]]}"#);
        let why = odd
            .expect("it is one")
            .apply(&mut settings)
            .expect_err("there is none");
        assert!(why.contains("jornal"), "{why}");
    }

    #[test]
    fn messages_say_what_they_are() {
        assert_eq!(
            Tell::Height { height: 12 }.json(),
            r#"{"lockstep":1,"type":"height","height":12}"#
        );
    }
}
