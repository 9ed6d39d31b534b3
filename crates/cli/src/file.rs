//! Where a scenario comes from: a file, standard input, or the gallery.

use crate::args::ScenarioArgs;
use lockstep_scenario::{Language, Problem, Scenario, gallery, gallery_entry};
use std::io::Read;

/// Longest file that is read at all, in bytes; the engine has a smaller limit of its own.
const MAX_FILE: u64 = 16 * 1024 * 1024;

impl ScenarioArgs {
    /// Reads the scenario and applies the flags.
    ///
    /// # Errors
    /// If there is no such file or built-in scenario, or a flag has a value that it cannot have.
    pub fn read(&self) -> Result<Scenario, Problem> {
        let mut scenario = match self.file.strip_prefix("x/") {
            Some(slug) => gallery_entry(slug)
                .ok_or_else(|| {
                    let slugs: Vec<_> = gallery().map(|e| e.slug).collect();
                    Problem::new(format!(
                        "there is no built-in scenario {slug:?}; there are {}",
                        slugs.join(", ")
                    ))
                })?
                .scenario(),
            None => Scenario::python("", read_text(&self.file)?),
        };
        if self.file.ends_with(".spec") {
            scenario.language = Language::Spec;
        }
        for (name, value) in self.given() {
            scenario.settings.set(name, value).map_err(Problem::new)?;
        }
        Ok(scenario)
    }
}

/// The text of a file, or of standard input.
///
/// # Errors
/// If it cannot be read, or is not UTF-8.
pub fn read_text(path: &str) -> Result<String, Problem> {
    let failed = |e: std::io::Error| Problem::new(format!("cannot be read: {e}"));
    let mut bytes = Vec::new();
    if path == "-" {
        let input = std::io::stdin().lock();
        input
            .take(MAX_FILE)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    } else {
        let file = std::fs::File::open(path).map_err(failed)?;
        file.take(MAX_FILE)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    }
    String::from_utf8(bytes).map_err(|e| {
        let good = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = good.iter().filter(|b| **b == b'\n').count() + 1;
        Problem {
            message: "this is not UTF-8 text".to_owned(),
            line: u32::try_from(line).ok(),
            column: None,
        }
    })
}
