//! For the real libraries: `run.py` beside the unchanged scenario, which replays one outcome's witness
//! (`run.py` in this folder, which the tests of `tests/conformance` drive, too), and a test that runs it.

use crate::args::ExportArgs;
use lockstep_scenario::{
    DatabaseKind, DatabasesVersion, DjangoVersion, Language, Outcome, Problem, Report, Scenario,
    Trace, gallery_entry,
};
use serde_json::json;
use std::path::Path;

const RUNNER: &str = include_str!("run.py");
const TEST: &str = include_str!("test_run.py");

/// How the runner begins, by which a file of that name is known to be one.
const RUNNER_HEAD: &str = "\"\"\"Runs a Lockstep scenario";

/// Writes the runner and the scenario; if it is for pytest, the test as well.
///
/// # Errors
/// If the scenario is not in Python, or a file that is something else is in the way.
pub fn write(
    args: &ExportArgs,
    scenario: &Scenario,
    report: &Report,
    place: usize,
    trace: &Trace,
    pytest: bool,
) -> Result<(), Problem> {
    if scenario.language == Language::Spec {
        return Err(Problem::new(
            "the real libraries run scenarios in Python; PostgreSQL's isolationtester runs .spec files",
        ));
    }
    if scenario.settings.database == DatabaseKind::Postgres {
        return Err(Problem::new(
            "run.py drives the real libraries on SQLite; a scenario for PostgreSQL cannot be exported for them yet",
        ));
    }
    let file = file_name(&args.scenario.file);
    let install = requirements(scenario);
    let case = json!({
        "file": file,
        "install": install,
        "settings": scenario.settings,
        "steps": trace.steps.iter().map(|step| json!([step.task, step.status])).collect::<Vec<_>>(),
        "outcome": trace.outcome,
        "said": said(report, &report.outcomes[place]),
    });
    // Within Python's r'''…''' a quote is the only character that could end the text.
    let case = case.to_string().replace('\'', "\\u0027");
    let runner = RUNNER.replacen("{install}", &install, 1).replacen(
        "CASE = None",
        &format!("CASE = json.loads(r'''{case}''')"),
        1,
    );
    let mut written = vec![("run.py", runner.as_str()), (file, &scenario.source)];
    if pytest {
        written.push(("test_run.py", TEST));
    }
    for (name, text) in &written {
        refuse_to_overwrite(&args.out.join(name), text)?;
    }
    std::fs::create_dir_all(&args.out).map_err(|e| cannot_write(&args.out, &e))?;
    for (name, text) in &written {
        let path = args.out.join(name);
        std::fs::write(&path, text).map_err(|e| cannot_write(&path, &e))?;
    }
    let (also, run) = match pytest {
        true => (", test_run.py", "python -m pytest test_run.py"),
        false => ("", "python run.py"),
    };
    eprintln!(
        "run.py{also} and {file} are in {}\n    {install}\n    {run}",
        args.out.display()
    );
    Ok(())
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
        Some(name) if !["-", "run.py", "test_run.py"].contains(&name) => name,
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
