//! `lockstep export`: a scenario for other programs.
//!
//! `--to django` writes `run.py` beside the unchanged scenario. It replays one outcome's witness with the
//! real libraries (`export/run.py`, which the tests of `tests/conformance` drive, too).

use crate::args::{ExportArgs, ExportTo};
use crate::{Failed, GOOD, explore, print};
use lockstep_engine::{Limits, trace};
use lockstep_scenario::{
    DatabasesVersion, DjangoVersion, Language, Outcome, Problem, Report, Scenario, Trace, Verdict,
    encode_link, encode_schedule, gallery_entry,
};
use serde_json::json;
use std::path::Path;

const RUNNER: &str = include_str!("export/run.py");

/// How the runner begins, by which a file of that name is known to be one.
const RUNNER_HEAD: &str = "\"\"\"Runs a Lockstep scenario";

/// Longest schedule that is replayed, in steps.
const MAX_STEPS: usize = 5_000;

pub fn run(args: &ExportArgs) -> Result<u8, Failed> {
    let failed = |problem| (args.scenario.file.clone(), problem);
    let scenario = args.scenario.read().map_err(failed)?;
    match args.to {
        ExportTo::Django => to_django(args, &scenario).map_err(failed)?,
        ExportTo::Link => print(&(link(args, &scenario).map_err(failed)? + "\n")),
    }
    Ok(GOOD)
}

/// The fragment of a link to the scenario; with `--outcome`, to that outcome's witness.
fn link(args: &ExportArgs, scenario: &Scenario) -> Result<String, Problem> {
    let link = format!("#{}", encode_link(scenario));
    if args.outcome.is_none() {
        return Ok(link);
    }
    let (_, _, trace) = witness(args, scenario)?;
    let place = |name: &String| trace.tasks.iter().position(|task| task == name);
    let schedule: Option<Vec<usize>> = trace.schedule.iter().map(place).collect();
    let digits = schedule.and_then(|schedule| encode_schedule(&schedule));
    let digits =
        digits.ok_or_else(|| Problem::new("a link cannot carry a schedule of so many tasks"))?;
    Ok(format!("{link}&w={digits}&at=0"))
}

fn to_django(args: &ExportArgs, scenario: &Scenario) -> Result<(), Problem> {
    if scenario.language == Language::Spec {
        return Err(Problem::new(
            "--to django is for scenarios in Python; PostgreSQL's isolationtester runs .spec files.",
        ));
    }
    let (report, place, trace) = witness(args, scenario)?;
    let file = file_name(&args.scenario.file);
    let install = requirements(scenario);
    let case = json!({
        "file": file,
        "install": install,
        "settings": scenario.settings,
        "steps": trace.steps.iter().map(|step| json!([step.task, step.status])).collect::<Vec<_>>(),
        "outcome": trace.outcome,
        "said": said(&report, &report.outcomes[place]),
    });
    // Within Python's r'''…''' a quote is the only character that could end the text.
    let case = case.to_string().replace('\'', "\\u0027");
    let runner = RUNNER.replacen("{install}", &install, 1).replacen(
        "CASE = None",
        &format!("CASE = json.loads(r'''{case}''')"),
        1,
    );
    let written = [("run.py", runner.as_str()), (file, &scenario.source)];
    for (name, text) in written {
        refuse_to_overwrite(&args.out.join(name), text)?;
    }
    std::fs::create_dir_all(&args.out).map_err(|e| cannot_write(&args.out, &e))?;
    for (name, text) in written {
        let path = args.out.join(name);
        std::fs::write(&path, text).map_err(|e| cannot_write(&path, &e))?;
    }
    eprintln!(
        "run.py and {file} are in {}\n    {install}\n    python run.py",
        args.out.display()
    );
    Ok(())
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

/// What Lockstep says of an outcome, in a line.
fn said(report: &Report, outcome: &Outcome) -> String {
    let verdict = outcome.verdict.as_str();
    let names = match outcome.anomalies.is_empty() {
        true => String::new(),
        false => format!(" ({})", outcome.anomalies.join(", ")),
    };
    let at_least = if report.complete { "" } else { "at least " };
    format!(
        "{verdict}{names}, {at_least}{} of {} interleavings",
        outcome.interleavings, report.interleavings
    )
}

/// The name of the scenario's file beside the runner.
fn file_name(file: &str) -> &str {
    if let Some(entry) = file.strip_prefix("x/").and_then(gallery_entry) {
        return entry.file;
    }
    let name = Path::new(file).file_name().and_then(|name| name.to_str());
    match name {
        Some(name) if name != "-" && name != "run.py" => name,
        _ => "scenario.py",
    }
}

/// How to get the libraries that the scenario imports, in the releases that the settings say.
fn requirements(scenario: &Scenario) -> String {
    let imports = |module: &str| {
        let mut words = scenario.source.lines().map(|line| {
            let mut words = line.split_whitespace();
            (words.next(), words.next())
        });
        words.any(|(first, second)| {
            let package = second.and_then(|name| name.split(['.', ',']).next());
            matches!(first, Some("import" | "from")) && package == Some(module)
        })
    };
    let mut packages = Vec::new();
    if imports("django") || imports("asgiref") {
        packages.push(match scenario.settings.django {
            DjangoVersion::Two => "'django==2.2.*'",
            DjangoVersion::Three => "'django==4.2.*' asgiref==3.7.2",
            DjangoVersion::Five => "'django==5.2.*'",
        });
    }
    if imports("databases") {
        packages.push(match scenario.settings.databases {
            DatabasesVersion::Before08 => "databases==0.7.0",
            DatabasesVersion::Since09 => "databases==0.9.0",
        });
    }
    if imports("databases") || imports("aiosqlite") {
        packages.push("aiosqlite==0.21.0");
    }
    for name in ["celery", "filelock"] {
        if imports(name) {
            packages.push(name);
        }
    }
    match packages.is_empty() {
        true => "(needs nothing but Python)".to_owned(),
        false => format!("pip install {}", packages.join(" ")),
    }
}

/// What is there may be replaced if it is the same, empty, or a runner.
fn refuse_to_overwrite(path: &Path, text: &str) -> Result<(), Problem> {
    match std::fs::read(path) {
        Ok(there) if there.is_empty() || there == text.as_bytes() => Ok(()),
        Ok(there) if path.ends_with("run.py") && there.starts_with(RUNNER_HEAD.as_bytes()) => {
            Ok(())
        }
        Ok(_) => Err(Problem::new(format!(
            "{} is there already and is something else; say another folder with --out",
            path.display()
        ))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(cannot_write(path, &e)),
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(format!("{} cannot be written: {error}", path.display()))
}
