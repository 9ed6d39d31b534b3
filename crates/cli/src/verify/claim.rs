//! What a file of documentation shows, and what it says of it.

use lockstep_scenario::{LinkTarget, Place, Scenario, decode_link, gallery_entry};
use std::path::{Component, Path};

/// One scenario in a file.
pub struct Claim {
    /// From 1.
    pub line: usize,
    /// The scenario in short: `x/transfer`, `link`, `code block`.
    pub what: String,
    pub subject: Subject,
    pub expectation: Expectation,
}

/// What is shown.
pub enum Subject {
    Scenario {
        scenario: Box<Scenario>,
        /// Of a built-in one.
        slug: Option<String>,
        /// What a link shows of it.
        place: Place,
    },
    /// It is not here: why.
    Elsewhere(String),
    /// It is none: why.
    Broken(String),
}

/// What is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// Nothing: it runs.
    Runs,
    /// `expect-safe`: no anomaly and no deadlock.
    Safe,
    /// `expect="lost update"`.
    Phrase(String),
}

/// Attributes that say how an embed looks, and nothing about what it comes to.
const LOOKS: &[&str] = &[
    "at", "base", "class", "dir", "height", "hidden", "id", "lang", "language", "name", "readonly",
    "role", "slot", "style", "tabindex", "theme", "title", "view", "w", "width",
];

/// An embed: its attributes, and the code that stands before it or in it.
pub fn embed(
    line: usize,
    attributes: &[(String, String)],
    code: Option<&str>,
    folder: &Path,
) -> Claim {
    let get = |name: &str| {
        let found = attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    };
    let mut slug = None;
    let (what, scenario) = if let Some(name) = get("scenario") {
        slug = Some(name.to_owned());
        let entry = gallery_entry(name);
        let found = entry.map(|entry| entry.scenario());
        (
            format!("x/{name}"),
            found.ok_or_else(|| Subject::Broken("there is no such built-in scenario".to_owned())),
        )
    } else if let Some(src) = get("src") {
        (src.to_owned(), file(src, folder).map_err(|why| *why))
    } else {
        let missing = "there is no code before it, and neither scenario= nor src=";
        (
            "code block".to_owned(),
            code.map(|code| Scenario::python("", code))
                .ok_or_else(|| Subject::Broken(missing.to_owned())),
        )
    };
    let subject = match scenario.map(|scenario| set(scenario, attributes)) {
        Ok(Ok(scenario)) => Subject::Scenario {
            scenario: Box::new(scenario),
            slug,
            place: Place::default(),
        },
        Ok(Err(why)) => Subject::Broken(why),
        Err(subject) => subject,
    };
    Claim {
        line,
        what,
        subject,
        expectation: expectation(get("expect"), get("expect-safe")),
    }
}

/// What the two attributes say.
pub fn expectation(expect: Option<&str>, safe: Option<&str>) -> Expectation {
    match (expect, safe) {
        (Some(phrase), _) => Expectation::Phrase(phrase.to_owned()),
        (None, Some(_)) => Expectation::Safe,
        (None, None) => Expectation::Runs,
    }
}

/// Applies the attributes that are settings.
fn set(mut scenario: Scenario, attributes: &[(String, String)]) -> Result<Scenario, String> {
    if let Some((_, language)) = attributes.iter().find(|(name, _)| name == "language") {
        scenario.language = match language.as_str() {
            "python" => lockstep_scenario::Language::Python,
            "spec" => lockstep_scenario::Language::Spec,
            other => return Err(format!("language is python or spec, not {other:?}")),
        };
    }
    for (name, value) in attributes {
        let known = LOOKS.contains(&name.as_str())
            || ["scenario", "src", "expect", "expect-safe"].contains(&name.as_str())
            || ["data-", "aria-", "on"]
                .iter()
                .any(|prefix| name.starts_with(prefix));
        if known {
            continue;
        }
        // `copies="alice=2 bob=3"`
        let values = match name.as_str() {
            "copies" => value.split_whitespace().collect(),
            _ => vec![value.as_str()],
        };
        for value in values {
            scenario.settings.set(name, value)?;
        }
    }
    Ok(scenario)
}

/// A scenario's file beside the documentation.
fn file(src: &str, folder: &Path) -> Result<Scenario, Box<Subject>> {
    if src.contains("://") || src.starts_with('/') {
        let why = "only files beside the documentation are read";
        return Err(Box::new(Subject::Elsewhere(why.to_owned())));
    }
    let mut parts = Path::new(src).components();
    if !parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        let why = "only files beside the documentation, and below it, are read";
        return Err(Box::new(Subject::Broken(why.to_owned())));
    }
    let path = folder.join(src);
    let text = crate::file::read_text(&path.to_string_lossy());
    let text = text.map_err(|e| Subject::Broken(format!("{}: {e}", path.display())));
    let text = text.map_err(Box::new)?;
    let mut scenario = Scenario::python("", text);
    if src.ends_with(".spec") {
        scenario.language = lockstep_scenario::Language::Spec;
    }
    Ok(scenario)
}

/// The claim of a link, if its address is one of a scenario.
pub fn link(line: usize, address: &str, expectation: Expectation) -> Option<Claim> {
    let (page, fragment) = address.split_once('#')?;
    let ours = match fragment.split_once(['.', '/']) {
        Some(("x", rest)) => {
            let slug = rest.split('&').next().unwrap_or_default();
            // Other sites have such fragments, too.
            gallery_entry(slug).is_some() || page.contains("lockstep")
        }
        Some((codec, _)) => {
            let digits = codec.strip_prefix('s').unwrap_or_default();
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => false,
    };
    if !ours {
        return None;
    }
    let link = match decode_link(fragment) {
        Ok(link) => link,
        Err(why) => {
            return Some(Claim {
                line,
                what: "link".to_owned(),
                subject: Subject::Broken(why.to_string()),
                expectation,
            });
        }
    };
    let place = link.place;
    let (what, subject) = match link.target {
        LinkTarget::Scenario(scenario) => (
            "link".to_owned(),
            Subject::Scenario {
                scenario,
                slug: None,
                place,
            },
        ),
        LinkTarget::Gallery(slug) => {
            let subject = match gallery_entry(&slug) {
                Some(entry) => Subject::Scenario {
                    scenario: Box::new(entry.scenario()),
                    slug: Some(slug.clone()),
                    place,
                },
                None => Subject::Broken("there is no such built-in scenario".to_owned()),
            };
            (format!("x/{slug}"), subject)
        }
    };
    Some(Claim {
        line,
        what,
        subject,
        expectation,
    })
}

/// What a comment says of the link after it: `lockstep: expect="lost update"`, `lockstep: expect-safe`.
pub fn comment(text: &str) -> Option<Expectation> {
    let rest = text.trim().strip_prefix("lockstep:")?.trim();
    if rest == "expect-safe" {
        return Some(Expectation::Safe);
    }
    let phrase = rest.strip_prefix("expect=")?.trim();
    let phrase = phrase.trim_matches(['"', '\'']);
    Some(Expectation::Phrase(phrase.to_owned()))
}
