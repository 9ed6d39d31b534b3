//! What a page of documentation asks of the page that stands inside of it.

use crate::{Language, Place, Settings, decode_link};
use serde::Deserialize;

/// What the page around asks for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct OpenRequest {
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

impl OpenRequest {
    /// Reads a message; nothing if it is none that is known.
    pub fn read(text: &str) -> Option<OpenRequest> {
        let open: OpenRequest = serde_json::from_str(text).ok()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_is_read() {
        let open = r#"{"lockstep":1,"type":"open","source":"x","settings":[["journal","wal"]],"w":"01","at":"1"}"#;
        let open = OpenRequest::read(open).expect("it is one");
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
            assert_eq!(OpenRequest::read(other), None, "{other:.60}");
        }
        let odd =
            OpenRequest::read(r#"{"lockstep":1,"type":"open","settings":[["jornal","wal"]]}"#);
        let why = odd
            .expect("it is one")
            .apply(&mut settings)
            .expect_err("there is none");
        assert!(why.contains("jornal"), "{why}");
    }
}
