//! `lockstep verify`: documentation that shows scenarios stays true. What its files link to or embed is run, and
//! compared with what they say of it.

mod claim;
mod html;
mod markdown;
mod restructured;

use crate::args::{Format, VerifyArgs};
use crate::{BAD, Failed, GOOD, explore, print};
use claim::{Claim, Expectation, Subject};
use indexmap::IndexSet;
use lockstep_engine::{Limits, trace};
use lockstep_render::wording;
use lockstep_scenario::{Problem, Report, Scenario, TaskResult, Trace, outcome_mark, outcome_name};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Longest file that is read, in bytes.
const MAX_FILE: u64 = 4 * 1024 * 1024;

/// Folders that hold no documentation of the project's own.
const SKIPPED: [&str; 4] = ["node_modules", "target", "_build", "site"];

/// What became of a claim.
struct Verdict {
    file: PathBuf,
    line: usize,
    /// The scenario in short.
    what: String,
    found: Found,
}

enum Found {
    /// As the file says.
    Holds(String),
    /// Otherwise: why.
    Fails(String),
    /// It cannot be looked at here: why.
    Skipped(String),
}

pub fn run(args: &VerifyArgs) -> Result<u8, Failed> {
    let mut files = Vec::new();
    for path in &args.paths {
        let failed = |e: std::io::Error| {
            let problem = Problem::new(format!("cannot be read: {e}"));
            (path.display().to_string(), problem)
        };
        collect(path, true, &mut files).map_err(failed)?;
    }
    files.sort();
    files.dedup();
    let limits = Limits {
        states: args.max_states,
        ..Limits::default()
    };
    let mut known = BTreeMap::new();
    let mut verdicts = Vec::new();
    for file in &files {
        for claim in claims(file)? {
            let found = judge(&claim, limits, &mut known);
            verdicts.push(Verdict {
                file: file.clone(),
                line: claim.line,
                what: claim.what.clone(),
                found,
            });
        }
    }
    match args.format {
        Format::Text => print(&text(&verdicts, files.len())),
        Format::Json => print(&json(&verdicts)),
    }
    let fails = |verdict: &Verdict| matches!(verdict.found, Found::Fails(_));
    Ok(if verdicts.iter().any(fails) {
        BAD
    } else {
        GOOD
    })
}

/// The files with documentation below a path; one that is named is taken whatever it is.
fn collect(path: &Path, named: bool, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    // What is named may be a link; links within folders could lead round.
    let kind = match named {
        true => std::fs::metadata(path)?,
        false => std::fs::symlink_metadata(path)?,
    };
    if kind.is_dir() {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if !named && (name.starts_with('.') || SKIPPED.contains(&name)) {
            return Ok(());
        }
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), false, files)?;
        }
    } else if kind.is_file() && (named || kind_of(path).is_some()) {
        files.push(path.to_owned());
    }
    Ok(())
}

/// Finds the claims of a text.
type Finder = fn(&str, &Path) -> Vec<Claim>;

fn kind_of(path: &Path) -> Option<Finder> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match extension.as_str() {
        "md" | "markdown" | "mdx" => markdown::claims,
        "rst" | "rest" => restructured::claims,
        "html" | "htm" | "xhtml" => html::claims,
        _ => return None,
    })
}

fn claims(file: &Path) -> Result<Vec<Claim>, Failed> {
    let failed = |why: String| (file.display().to_string(), Problem::new(why));
    let size = std::fs::metadata(file).map_err(|e| failed(format!("cannot be read: {e}")))?;
    if size.len() > MAX_FILE {
        return Err(failed(format!(
            "is longer than {} MB",
            MAX_FILE / 1024 / 1024
        )));
    }
    let text =
        crate::file::read_text(&file.to_string_lossy()).map_err(|p| failed(p.to_string()))?;
    let Some(finder) = kind_of(file) else {
        return Err(failed(
            "is not called .md, .rst or .html: what is it written in?".to_owned(),
        ));
    };
    let folder = file.parent().unwrap_or(Path::new(""));
    Ok(finder(&text, folder))
}

/// What exploring a scenario found, by the scenario's JSON.
type Known = BTreeMap<String, Result<Report, Problem>>;

fn judge(claim: &Claim, limits: Limits, known: &mut Known) -> Found {
    let (scenario, slug, place) = match &claim.subject {
        Subject::Elsewhere(why) => return Found::Skipped(why.clone()),
        Subject::Broken(why) => return Found::Fails(why.clone()),
        Subject::Scenario {
            scenario,
            slug,
            place,
        } => (scenario, slug, place),
    };
    let key = serde_json::to_string(scenario).unwrap_or_default();
    let report = known
        .entry(key)
        .or_insert_with(|| explore(scenario, &claim.what, limits).map(|(report, _)| report));
    let report = match report {
        Ok(report) => report,
        Err(problem) => return Found::Fails(problem.to_string()),
    };
    if let Some(schedule) = &place.schedule {
        let run = match replay(scenario, report, schedule) {
            Ok(run) => run,
            Err(why) => {
                return Found::Fails(format!("its schedule cannot be run any more: {why}"));
            }
        };
        if let (Some(recorded), Some(outcome)) = (&place.recorded, &run.outcome)
            && recorded.outcome != outcome_mark(outcome)
        {
            return Found::Fails(format!(
                "its schedule came to something else with version {}: now it is {}",
                recorded.version,
                wording::title(outcome)
            ));
        }
    }
    let headline = wording::headline(report).sentence();
    match &claim.expectation {
        Expectation::Runs => Found::Holds(headline),
        Expectation::Safe if !report.complete => Found::Fails(format!(
            "expected to be safe, but the budget ended the exploration: {headline}"
        )),
        Expectation::Safe if report.outcomes.iter().any(|o| o.verdict.is_bad()) => {
            Found::Fails(format!("expected to be safe, but: {headline}"))
        }
        Expectation::Safe => Found::Holds(headline),
        Expectation::Phrase(phrase) if comes_to(report, slug.as_deref(), phrase) => {
            Found::Holds(headline)
        }
        Expectation::Phrase(phrase) => Found::Fails(format!(
            "expected {phrase:?}, but: {headline} Outcomes: {}",
            titles(report)
        )),
    }
}

fn titles(report: &Report) -> String {
    let mut titles = IndexSet::new();
    titles.extend(report.outcomes.iter().map(wording::title));
    let titles: Vec<String> = titles.into_iter().take(8).collect();
    titles.join(", ")
}

/// Does a scenario come to what a phrase says: an anomaly, a verdict, the name of an outcome, an exception that
/// leaves a task, or a part of the headline?
fn comes_to(report: &Report, slug: Option<&str>, phrase: &str) -> bool {
    let phrase = phrase.trim().to_lowercase();
    let said = |text: &str| text.to_lowercase() == phrase;
    wording::headline(report)
        .sentence()
        .to_lowercase()
        .contains(&phrase)
        || report.outcomes.iter().any(|outcome| {
            let raised = |end: &TaskResult| match end {
                TaskResult::Raised { class, .. } => said(class),
                _ => false,
            };
            said(outcome.verdict.as_str())
                || outcome.anomalies.iter().any(|name| said(name))
                || outcome.tasks.values().any(raised)
                || slug
                    .and_then(|slug| outcome_name(slug, outcome))
                    .is_some_and(said)
        })
}

/// Runs a link's schedule. Tasks that appear on the way have numbers that are only known then.
fn replay(scenario: &Scenario, report: &Report, schedule: &[usize]) -> Result<Trace, Problem> {
    let mut tasks = report.tasks.clone();
    loop {
        let names = schedule.iter().map_while(|task| tasks.get(*task).cloned());
        let names: Vec<String> = names.collect();
        let run = trace(scenario, &names)?;
        if names.len() == schedule.len() {
            return Ok(run);
        }
        if run.tasks.len() <= tasks.len() {
            return Err(Problem::new(format!(
                "step {} is a task's that there is not",
                names.len() + 1
            )));
        }
        tasks = run.tasks;
    }
}

fn text(verdicts: &[Verdict], files: usize) -> String {
    let mut out = String::new();
    let mut counts = [0; 3];
    for Verdict {
        file,
        line,
        what,
        found,
    } in verdicts
    {
        let (place, said) = match found {
            Found::Holds(said) => (0, format!("ok: {said}")),
            Found::Fails(why) => (1, format!("FAILS: {why}")),
            Found::Skipped(why) => (2, format!("not looked at: {why}")),
        };
        counts[place] += 1;
        out.push_str(&format!("{}:{line}: {what}: {said}\n", file.display()));
    }
    let [holds, fails, skipped] = counts;
    out.push_str(&match verdicts.len() {
        0 => format!("No scenario in {files} files.\n"),
        _ => format!(
            "{holds} as the documentation says, {fails} not, {skipped} not looked at; {files} files.\n"
        ),
    });
    out
}

fn json(verdicts: &[Verdict]) -> String {
    let all: Vec<_> = verdicts
        .iter()
        .map(|verdict| {
            let (status, message) = match &verdict.found {
                Found::Holds(said) => ("holds", said),
                Found::Fails(why) => ("fails", why),
                Found::Skipped(why) => ("skipped", why),
            };
            json!({
                "file": verdict.file, "line": verdict.line, "scenario": verdict.what,
                "status": status, "message": message,
            })
        })
        .collect();
    format!("{:#}\n", json!({"lockstep": 1, "verified": all}))
}
