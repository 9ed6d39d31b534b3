//! Links: a scenario in a URL's fragment, and what to look at in it.
//!
//! `#s1.<base64url of raw deflate of the scenario's JSON>` carries one whole; `#x/<slug>`
//! names a built-in one. `&w=…&at=…` may follow: a schedule, one base-36 digit a step (the
//! task's index), and a place in it. Choices, never states: a link survives every change
//! of the engine. The prefix names codec and schema; every decoder ever shipped stays.
//!
//! `&m=hand` says that the schedule was put together by hand, `&f=probability` which figure the
//! outcomes show. `&o=…&v=…` record what the schedule came to and with which version of the engine:
//! a replay that comes to something else says so.

use crate::{Outcome, Scenario};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;

/// Longest fragment that is read, in bytes.
const MAX_FRAGMENT: usize = 64 * 1024;

/// Longest JSON that a fragment may inflate to, in bytes.
const MAX_INFLATED: usize = 256 * 1024;

/// Strongest compression: links are made rarely and read often.
const LEVEL: u8 = 10;

/// A link's parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What to open.
    pub target: LinkTarget,
    /// What to look at in it.
    pub place: Place,
}

/// What a link shows of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// A schedule: task indexes, one a step.
    pub schedule: Option<Vec<usize>>,
    /// A place in the schedule's trace: 0 is before the first step.
    pub at: Option<usize>,
    /// Whether the schedule was put together by hand, and can be continued.
    pub by_hand: bool,
    /// Whether outcomes show their probability, not their share of the interleavings.
    pub probability: bool,
    /// What the schedule came to when the link was made.
    pub recorded: Option<Recorded>,
}

/// What a schedule came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The outcome's [`outcome_mark`].
    pub outcome: String,
    /// The version of the engine.
    pub version: String,
}

impl Place {
    /// What follows the scenario in a link: `&w=0011&at=3`, or nothing. A schedule with a task whose
    /// index has no base-36 digit is left out, with all that is about it.
    pub fn encode(&self) -> String {
        let mut text = String::new();
        let digits = self.schedule.as_deref().and_then(encode_schedule);
        if let Some(digits) = digits {
            text.push_str(&format!("&w={digits}"));
            if let Some(at) = self.at {
                text.push_str(&format!("&at={at}"));
            }
            if self.by_hand {
                text.push_str("&m=hand");
            }
            if let Some(Recorded { outcome, version }) = &self.recorded {
                text.push_str(&format!("&o={outcome}&v={version}"));
            }
        }
        if self.probability {
            text.push_str("&f=probability");
        }
        text
    }

    fn read(&mut self, name: &str, value: &str) {
        let plain = |value: &str| {
            let known = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
            (!value.is_empty() && value.len() <= 24 && value.chars().all(known))
                .then(|| value.to_owned())
        };
        match name {
            "w" => {
                let digits = value.chars();
                self.schedule = digits
                    .map(|c| c.to_digit(36).map(|digit| digit as usize))
                    .collect();
            }
            "at" => self.at = value.parse().ok(),
            "m" => self.by_hand = value == "hand",
            "f" => self.probability = value == "probability",
            "o" => {
                self.recorded = plain(value).map(|outcome| Recorded {
                    outcome,
                    version: String::new(),
                });
            }
            "v" => {
                if let (Some(recorded), Some(version)) = (&mut self.recorded, plain(value)) {
                    recorded.version = version;
                }
            }
            _ => {}
        }
    }
}

/// Tells outcomes apart in links: eight base-36 digits made of the final tables and what became of the
/// tasks (FNV-1a, 64 bits). What an outcome is called may change; these may not.
pub fn outcome_mark(outcome: &Outcome) -> String {
    // Serializing plain data to memory cannot fail.
    let text = serde_json::to_vec(&(&outcome.tables, &outcome.tasks)).unwrap_or_default();
    let hash = text.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut rest = hash;
    let digit = |_| {
        let digit = std::char::from_digit((rest % 36) as u32, 36);
        rest /= 36;
        digit.unwrap_or('0')
    };
    (0..8).map(digit).collect()
}

/// What a link opens.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkTarget {
    /// A scenario carried whole.
    Scenario(Box<Scenario>),
    /// The slug of a built-in scenario. Whether there is one of this name is for those to say who have
    /// the gallery: the page loads it on its own.
    Gallery(String),
}

/// Why a link cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// Longer than 64 KiB.
    TooLong,
    /// Inflates to more than 256 KiB.
    TooLarge,
    /// The prefix names no codec that this build knows.
    UnknownCodec(String),
    /// No built-in scenario has this slug.
    UnknownSlug(String),
    /// Not base64url, not deflate, or cut off.
    Broken,
    /// Inflated, but not a scenario: what the JSON parser or the settings say.
    NotAScenario(String),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LinkError::TooLong => write!(
                f,
                "This link is longer than {} KiB, more than a scenario may have.",
                MAX_FRAGMENT / 1024
            ),
            LinkError::TooLarge => write!(
                f,
                "This link unpacks to more than {} KiB, more than a scenario may have.",
                MAX_INFLATED / 1024
            ),
            LinkError::UnknownCodec(prefix) => write!(
                f,
                "This link begins with {prefix:?}, which this version of Lockstep does not know. It may come from a newer one, or not be a Lockstep link."
            ),
            LinkError::UnknownSlug(slug) => {
                write!(f, "There is no built-in scenario {slug:?}.")
            }
            LinkError::Broken => f.write_str(
                "This link is damaged: part of it is missing or was changed. Chat programs and mail sometimes cut long links; ask for it again.",
            ),
            LinkError::NotAScenario(why) => {
                write!(f, "This link does not hold a scenario: {why}.")
            }
        }
    }
}

impl std::error::Error for LinkError {}

/// The fragment, without `#`, that carries a scenario.
///
/// ```
/// use lockstep_scenario::{decode_link, encode_link, LinkTarget, Scenario};
/// let scenario = Scenario::python("Counter", "def task_a():\n    pass\n");
/// let link = decode_link(&encode_link(&scenario)).unwrap();
/// assert_eq!(link.target, LinkTarget::Scenario(Box::new(scenario)));
/// ```
pub fn encode_link(scenario: &Scenario) -> String {
    // Serializing plain data to memory cannot fail.
    let json = serde_json::to_vec(scenario).unwrap_or_default();
    let packed = miniz_oxide::deflate::compress_to_vec(&json, LEVEL);
    format!("s1.{}", URL_SAFE_NO_PAD.encode(packed))
}

/// A schedule as `&w=` carries it; `None` if a task's index has no base-36 digit.
pub fn encode_schedule(schedule: &[usize]) -> Option<String> {
    schedule
        .iter()
        .map(|task| char::from_digit(u32::try_from(*task).ok()?, 36))
        .collect()
}

/// Reads a fragment, with or without its `#`.
///
/// # Errors
/// Says what is wrong with it; a broken `w` or `at` is left out rather than refused,
/// since the scenario is still good.
pub fn decode_link(fragment: &str) -> Result<Link, LinkError> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.len() > MAX_FRAGMENT {
        return Err(LinkError::TooLong);
    }
    let mut parts = fragment.split('&');
    let head = parts.next().unwrap_or_default();
    let target = if let Some(slug) = head.strip_prefix("x/") {
        LinkTarget::Gallery(slug.to_owned())
    } else if let Some(packed) = head.strip_prefix("s1.") {
        LinkTarget::Scenario(Box::new(decode_s1(packed)?))
    } else {
        let prefix: String = head.chars().take_while(|c| *c != '.').take(12).collect();
        return Err(LinkError::UnknownCodec(prefix));
    };
    let mut place = Place::default();
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        place.read(name, value);
    }
    Ok(Link { target, place })
}

fn decode_s1(packed: &str) -> Result<Scenario, LinkError> {
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
    let packed = URL_SAFE_NO_PAD
        .decode(packed.trim_end_matches('='))
        .map_err(|_| LinkError::Broken)?;
    let json = decompress_to_vec_with_limit(&packed, MAX_INFLATED).map_err(|error| {
        if error.status == TINFLStatus::HasMoreOutput {
            LinkError::TooLarge
        } else {
            LinkError::Broken
        }
    })?;
    let json = String::from_utf8(json).map_err(|_| LinkError::Broken)?;
    serde_json::from_str(&json).map_err(|e| LinkError::NotAScenario(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, gallery_entry};

    fn scenario() -> Scenario {
        let mut scenario = gallery_entry("transfer").unwrap().scenario();
        scenario.settings.set("begin", "immediate").unwrap();
        scenario
    }

    #[test]
    fn only_settings_that_differ_are_written() {
        let json = serde_json::to_value(scenario()).unwrap();
        assert_eq!(json["settings"], serde_json::json!({"begin": "immediate"}));
    }

    #[test]
    fn a_schedule_and_a_place_follow() {
        let text = format!(
            "#{}&w={}&at=3",
            encode_link(&scenario()),
            encode_schedule(&[0, 1, 10, 35]).unwrap()
        );
        let link = decode_link(&text).unwrap();
        assert_eq!(link.target, LinkTarget::Scenario(Box::new(scenario())));
        assert_eq!(link.place.schedule, Some(vec![0, 1, 10, 35]));
        assert_eq!(link.place.at, Some(3));
        assert_eq!(encode_schedule(&[36]), None);
    }

    #[test]
    fn a_broken_place_does_not_cost_the_scenario() {
        let link = decode_link("x/transfer&w=0-1&at=x&later=1").unwrap();
        assert_eq!(link.target, LinkTarget::Gallery("transfer".to_owned()));
        assert_eq!(link.place, Place::default());
    }

    #[test]
    fn what_a_link_shows_reads_back() {
        let place = Place {
            schedule: Some(vec![0, 1, 1]),
            at: Some(2),
            by_hand: true,
            probability: true,
            recorded: Some(Recorded {
                outcome: "0abc1234".to_owned(),
                version: "0.1.0".to_owned(),
            }),
        };
        assert_eq!(
            place.encode(),
            "&w=011&at=2&m=hand&o=0abc1234&v=0.1.0&f=probability"
        );
        let link = decode_link(&format!("x/transfer{}", place.encode())).unwrap();
        assert_eq!(link.place, place);
        assert_eq!(Place::default().encode(), "");
        let odd = decode_link("x/transfer&o=<script>&v=1&m=head&f=1").unwrap();
        assert_eq!(odd.place, Place::default());
    }

    /// Links that were once handed out, packed by other programs or by us. Never change one; add.
    #[test]
    fn golden_links_open() {
        let plain = || Scenario::python("", "def task_a():\n    pass\n");
        let set = |mut scenario: Scenario, settings: &[(&str, &str)]| {
            for (name, value) in settings {
                scenario.settings.set(name, value).unwrap();
            }
            scenario
        };
        let counter = Scenario {
            title: "Counter".to_owned(),
            ..set(plain(), &[("busy-timeout", "0"), ("copies", "a=2")])
        };
        let sessions = Scenario {
            title: "Two sessions".to_owned(),
            source:
                "session \"a\"\nstep \"r\" { SELECT 1; }\nsession \"b\"\nstep \"w\" { SELECT 2; }\n"
                    .to_owned(),
            language: Language::Spec,
            ..set(plain(), &[("journal", "wal"), ("begin", "immediate")])
        };
        let everything = set(
            Scenario::python("Größe ≠ \"x\"", "def task_a():\n    print('é😀')\n"),
            &[
                ("journal", "wal"),
                ("begin", "exclusive"),
                ("busy-timeout", "0"),
                ("concurrency", "threads"),
                ("strategy", "retry"),
                ("copies", "a=3"),
                ("database", "postgres"),
                ("isolation", "serializable"),
            ],
        );
        let golden = [
            // zlib.
            (
                "s1.HYpBCsJADAC_UnJSqCAec_UbBYltui7WZGmSQyn7d7ud48zs4NkXBoSnhjiv0INprGNTE8-dk31fdLniIN1BIbNBjmkhSUGpbWXzjzZn7J4lGeAO77Dt5vnHGg5472HUkvlMBPiotf4B",
                &counter,
            ),
            // Fixed codes of deflate, a language, no settings but some.
            (
                "s1.TY2xDoMwDER_xfLM0o50rNi6lTFLoFbkKiQIG2VA-XcMqioW63z3dLehskbCFvuSQUiEcxJsUPK6jIf_88Chd-iSKM2mF4ewwbt7dc8ebg-olvzB4QKWK3g_QWuPPoXVh7N_pvHYI1VOQbDd8GvbyUcLi90GBwqc7ONpog97Jax1Bw",
                &sessions,
            ),
            // All kinds of characters and of settings.
            (
                "s1.HU9LTsNADL1K5E1bKUhI7OYCXCISciYmNR1mIttTGqpIbLkBu3bLBbhAbtITcARm8MKSn9_HPoOxBQIHj7L-rBdqbp_XpoNTB9CCpiy-Lgd6bgz18ITbnetiU2oSjrbdrN-_l6-Pza6LlU9mHEcFd4aXoo0Yivit9BZ6GjmWiU4-ZOUjVSzrfGf8SikbuPsWfIo-i1D0c6HaXggHrcYmaDRWUMhkhkqdmP6TENzD0sKAhj1qPXdKaqNQVbKmgMapRisJY-B37MvHy_IH",
                &everything,
            ),
            // Stored, not compressed, and with the padding of base64.
            (
                "s1.ASYA2f97InNvdXJjZSI6ImRlZiB0YXNrX2EoKTpcbiAgICBwYXNzXG4ifQ==",
                &plain(),
            ),
            // What a later version may say besides is no reason to refuse it.
            (
                "s1.q1Yqzi8tSk5VslJKSU1TKEkszo5P1NC0islTAIKCxOLimDwlHaWSzJIckBogMyexJLVIyapaqULJKtpQxyi2VkepOLWkJDMvvRgoXFsLAA",
                &plain(),
            ),
        ];
        for (link, scenario) in golden {
            let target = decode_link(link).unwrap().target;
            assert_eq!(target, LinkTarget::Scenario(Box::new(scenario.clone())));
            // As a link's address bar has it, with what follows.
            let whole = format!("#{link}&w=0120&at=2&m=hand&o=0abc1234&v=0.1.0&f=probability");
            let opened = decode_link(&whole).unwrap();
            assert_eq!(opened.target, target);
            assert_eq!(
                opened.place.encode(),
                "&w=0120&at=2&m=hand&o=0abc1234&v=0.1.0&f=probability"
            );
        }
        let built_in = decode_link("#x/lost-update&w=z0&at=1").unwrap();
        assert_eq!(
            built_in.target,
            LinkTarget::Gallery("lost-update".to_owned())
        );
        assert_eq!(built_in.place.schedule, Some(vec![35, 0]));
        assert_eq!(built_in.place.at, Some(1));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let bomb = miniz_oxide::deflate::compress_to_vec(&vec![b' '; 20_000_000], 10);
        let cases = [
            ("".to_owned(), "does not know"),
            ("s2.abc".to_owned(), "does not know"),
            ("s1.!!!".to_owned(), "damaged"),
            ("s1.AAAA".to_owned(), "damaged"),
            (encode_link(&scenario())[..80].to_owned(), "damaged"),
            (
                format!("s1.{}", URL_SAFE_NO_PAD.encode(bomb)),
                "unpacks to more",
            ),
            ("s1.".to_owned() + &"A".repeat(70_000), "longer than"),
            (
                format!(
                    "s1.{}",
                    URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(b"[]", 6))
                ),
                "does not hold a scenario",
            ),
            (
                format!(
                    "s1.{}",
                    URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(
                        br#"{"source":"","settings":{"copies":{"a":4000000000}}}"#,
                        6
                    ))
                ),
                "copies is TASK=N",
            ),
        ];
        for (text, expected) in cases {
            let error = decode_link(&text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text:.40}: {error}");
        }
    }
}
