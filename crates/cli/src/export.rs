//! `lockstep export`: a scenario and one of its outcomes for other programs.

mod real;

use crate::args::{ExportArgs, ExportTo};
use crate::{Failed, GOOD, explore, print};
use lockstep_engine::{Limits, trace};
use lockstep_render::{Story, html, markdown, mermaid, svg};
use lockstep_scenario::{
    Outcome, Place, Problem, Recorded, Report, Scenario, Trace, Verdict, encode_link,
    gallery_entry, outcome_mark, outcome_name,
};
use serde_json::json;

/// Longest schedule that is replayed, in steps.
const MAX_STEPS: usize = 5_000;

pub fn run(args: &ExportArgs) -> Result<u8, Failed> {
    let failed = |problem| (args.scenario.file.clone(), problem);
    let scenario = args.scenario.read().map_err(failed)?;
    export(args, &scenario).map_err(failed)?;
    Ok(GOOD)
}

fn export(args: &ExportArgs, scenario: &Scenario) -> Result<(), Problem> {
    if args.to == ExportTo::Link && args.outcome.is_none() {
        print(&format!("{}\n", link(args, scenario, None)?));
        return Ok(());
    }
    let (report, place, trace) = witness(args, scenario)?;
    let outcome = &report.outcomes[place];
    let base = args.base.as_ref();
    let link = match args.to == ExportTo::Link || base.is_some() {
        true => Some(link(args, scenario, Some(&trace))?),
        false => None,
    };
    let slug = args.scenario.file.strip_prefix("x/");
    let story = Story {
        scenario,
        report: &report,
        outcome,
        name: slug.and_then(|slug| outcome_name(slug, outcome)),
        trace: &trace,
        link: link.as_deref(),
    };
    match args.to {
        ExportTo::Svg => print(&svg::render(&story)),
        ExportTo::Mermaid => print(&mermaid::render(&story)),
        ExportTo::Html => print(&html::render(&story)),
        ExportTo::Markdown => print(&markdown::render(&story)),
        ExportTo::Json => {
            let all =
                json!({"lockstep": 1, "scenario": scenario, "report": report, "trace": trace});
            print(&format!("{all:#}\n"));
        }
        ExportTo::Link => print(&format!("{}\n", link.unwrap_or_default())),
        ExportTo::Django => real::write(args, scenario, &report, place, &trace, false)?,
        ExportTo::Pytest => real::write(args, scenario, &report, place, &trace, true)?,
    }
    Ok(())
}

/// A link to the scenario, and to a schedule if there is one.
fn link(args: &ExportArgs, scenario: &Scenario, trace: Option<&Trace>) -> Result<String, Problem> {
    let base = args.base.as_deref().unwrap_or_default();
    let base = base.split('#').next().unwrap_or_default();
    let slug = args.scenario.file.strip_prefix("x/");
    let built_in = slug.and_then(gallery_entry);
    let fragment = match built_in.filter(|entry| entry.scenario() == *scenario) {
        Some(entry) => format!("x/{}", entry.slug),
        None => encode_link(scenario),
    };
    let link = format!("{base}#{fragment}");
    let Some(trace) = trace else {
        return Ok(link);
    };
    let number = |name: &String| trace.tasks.iter().position(|task| task == name);
    let place = Place {
        schedule: trace.schedule.iter().map(number).collect(),
        at: Some(0),
        recorded: trace.outcome.as_ref().map(|outcome| Recorded {
            outcome: outcome_mark(outcome),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }),
        ..Place::default()
    };
    match place.encode() {
        text if text.is_empty() => Err(Problem::new(
            "a link cannot carry a schedule of so many tasks",
        )),
        text => Ok(link + &text),
    }
}

/// All outcomes, the place of the one that is asked for, and its witness run again.
fn witness(args: &ExportArgs, scenario: &Scenario) -> Result<(Report, usize, Trace), Problem> {
    let limits = Limits {
        states: args.max_states,
        ..Limits::default()
    };
    let (report, _) = explore(scenario, &args.scenario.file, limits)?;
    let count = report.outcomes.len();
    let place = match args.outcome {
        Some(number) => number.get() - 1,
        None => {
            let anomaly = |o: &Outcome| o.verdict == Verdict::Anomaly;
            let bad = |o: &Outcome| o.verdict.is_bad();
            let outcomes = &report.outcomes;
            let first = outcomes.iter().position(anomaly);
            first.or_else(|| outcomes.iter().position(bad)).unwrap_or(0)
        }
    };
    let Some(outcome) = report.outcomes.get(place) else {
        return Err(Problem::new(format!(
            "there is no outcome {}: `lockstep check` finds {count}",
            place + 1
        )));
    };
    if outcome.witness.len() > MAX_STEPS {
        return Err(Problem::new(format!(
            "the witness has {} steps; at most {MAX_STEPS} are replayed",
            outcome.witness.len()
        )));
    }
    let trace = trace(scenario, &outcome.witness)?;
    Ok((report, place, trace))
}
