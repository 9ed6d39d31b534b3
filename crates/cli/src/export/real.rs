//! For the real libraries: `run.py` beside the unchanged scenario, which replays one outcome's witness
//! (`run.py` in this folder, which the tests of `tests/conformance` drive, too), what that needs on PostgreSQL, and a
//! test that runs it.

use crate::args::ExportArgs;
use lockstep_scenario::{
    Concurrency, DatabaseKind, DatabasesVersion, DjangoVersion, Language, Outcome, Problem, Report,
    Scenario, Trace, gallery_entry,
};
use serde_json::json;
use std::path::Path;

const RUNNER: &str = include_str!("run.py");
const ON_POSTGRES: &str = include_str!("run_postgres.py");
const TEST: &str = include_str!("test_run.py");

/// How the runner's files begin, by which those of their names are known to be these.
const HEADS: &[(&str, &str)] = &[
    ("run.py", "\"\"\"Runs a Lockstep scenario"),
    ("run_postgres.py", "\"\"\"What run.py needs on PostgreSQL"),
];

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
    let postgres = scenario.settings.database == DatabaseKind::Postgres;
    if postgres {
        refuse_what_waits_in_one_process(scenario)?;
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
    if postgres {
        written.push(("run_postgres.py", ON_POSTGRES));
    }
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
    let server = match postgres {
        true => "\n(PGHOST, PGUSER … name a private server, and a superuser of it)",
        false => "",
    };
    eprintln!(
        "run.py{also} and {file} are in {}\n    {install}\n    {run}{server}",
        args.out.display()
    );
    Ok(())
}

/// On a server a statement waits inside of its process: what else that one has to do would wait, too.
fn refuse_what_waits_in_one_process(scenario: &Scenario) -> Result<(), Problem> {
    let together = ["asyncio", "asyncpg", "databases", "asgiref", "threading"]
        .into_iter()
        .find(|module| imports(scenario, module));
    if let Some(module) = together {
        return Err(Problem::new(format!(
            "on PostgreSQL run.py drives tasks that are processes with one thread each; what uses {module} cannot be exported \
             for the real libraries"
        )));
    }
    if scenario.settings.concurrency == Concurrency::Threads {
        return Err(Problem::new(
            "on PostgreSQL run.py drives tasks that are processes; export with --concurrency processes",
        ));
    }
    Ok(())
}

/// Whether the scenario imports a package.
fn imports(scenario: &Scenario, module: &str) -> bool {
    scenario.source.lines().any(|line| {
        let mut words = line.split_whitespace();
        let first = words.next();
        let package = words.next().and_then(|name| name.split(['.', ',']).next());
        matches!(first, Some("import" | "from")) && package == Some(module)
    })
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
        Some(name) if !["-", "run.py", "run_postgres.py", "test_run.py"].contains(&name) => name,
        _ => "scenario.py",
    }
}

/// How to get the libraries that the scenario imports, in the releases that the settings say.
fn requirements(scenario: &Scenario) -> String {
    let imports = |module| imports(scenario, module);
    let mut packages = Vec::new();
    if imports("django") || imports("asgiref") {
        packages.push(match scenario.settings.django {
            DjangoVersion::Two => "'django==2.2.*'",
            DjangoVersion::Three => "'django==4.2.*' asgiref==3.7.2",
            DjangoVersion::Five => "'django==5.2.*'",
        });
    }
    if scenario.settings.database == DatabaseKind::Postgres {
        packages.push("'psycopg[binary]==3.*'");
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
        Ok(there) if is_of_a_runner(path, &there) => Ok(()),
        Ok(_) => Err(Problem::new(format!(
            "{} is there already and is something else; say another folder with --out",
            path.display()
        ))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(cannot_write(path, &e)),
    }
}

fn is_of_a_runner(path: &Path, content: &[u8]) -> bool {
    HEADS
        .iter()
        .any(|(name, head)| path.ends_with(name) && content.starts_with(head.as_bytes()))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(format!("{} cannot be written: {error}", path.display()))
}
