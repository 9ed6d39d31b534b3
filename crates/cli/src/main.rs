//! `lockstep`: the engine of the playground on the command line.
//!
//! Exit status: 0 no anomaly and no deadlock, 1 some, 2 the scenario cannot be run (the
//! message is on standard error), 3 the budget ended the exploration. A plain program
//! (`lockstep python`) ends as under CPython: 0, 1 for an uncaught exception, or what it
//! gives to `sys.exit()`; 2 when it is refused.
//!
//! Of schedules drawn at random (`--random`) the status is 1 or 3: that nothing bad was drawn does not
//! mean that there is nothing.
//!
//! Documentation (`verify`) with something else than what is so: 1.
//!
//! A comparison is one of its cells with an anomaly or a deadlock: 1; otherwise one whose budget
//! ended it: 3. A cell that cannot be run shows its problem and counts only if none can be: 2.

mod args;
mod compare;
mod export;
mod file;
mod gallery;
mod hermitage;
mod plain;
mod shards;
mod spec_text;
mod text;
mod verify;

use args::{Args, CheckArgs, Command, Format, RunArgs, RunFormat};
use clap::Parser;
use lockstep_engine::{Check, CheckState, Limits, Permutations, Sampling, trace};
use lockstep_render::wording;
use lockstep_scenario::{Problem, Report, Sample, Scenario, Summary, Verdict};
use std::io::Write;
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::time::Instant;

/// Exploring makes and drops many small things.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// No anomaly and no deadlock.
const GOOD: u8 = 0;
/// An anomaly or a deadlock.
const BAD: u8 = 1;
/// The scenario cannot be run.
const CANNOT_RUN: u8 = 2;
/// The budget ended it.
const OVER_BUDGET: u8 = 3;

fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Check(args) => check(args),
        Command::Merge(args) => shards::merge_files(&args.files).map(|report| {
            print_report(&report, args.format);
            status(&report)
        }),
        Command::Run(args) => run(&args),
        Command::Export(args) => export::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Gallery { format } => gallery::run(format).map(|()| GOOD),
        Command::Hermitage { format } => hermitage::run(format).map(|()| GOOD),
        Command::Python(args) => plain::run(&args.file),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err((file, problem)) => {
            eprintln!("{file}: {problem}");
            ExitCode::from(CANNOT_RUN)
        }
    }
}

pub(crate) type Failed = (String, Problem);

fn check(mut args: CheckArgs) -> Result<u8, Failed> {
    let all_strategies = args.scenario.take_all_strategies();
    let all_databases = args.scenario.take_all_databases();
    let file = args.scenario.file.clone();
    let failed = |problem| (file.clone(), problem);
    let scenario = args.scenario.read().map_err(failed)?;
    let limits = Limits {
        states: args.max_states,
        ..Limits::default()
    };
    if let Some(schedules) = args.random {
        if all_strategies {
            return Err(failed(Problem::new(
                "--random draws schedules under one strategy: say which, or leave --strategy out.",
            )));
        }
        let sample = draw(&scenario, &file, schedules, args.seed).map_err(failed)?;
        match args.format {
            Format::Json => print_json(&sample),
            Format::Text => print(&text::sample(&sample)),
        }
        let mut verdicts = sample.outcomes.iter().filter_map(|o| o.verdict);
        // Schedules that were not drawn may do what those that were drawn have not done.
        return Ok(if verdicts.any(Verdict::is_bad) {
            BAD
        } else {
            OVER_BUDGET
        });
    }
    if all_strategies && args.shard.is_some() {
        return Err(failed(Problem::new(
            "--shard is for one exploration: say under which strategy, or leave --strategy out.",
        )));
    }
    if all_databases && (args.random.is_some() || args.shard.is_some()) {
        return Err(failed(Problem::new(
            "--database all is for a comparison: say on which database, or leave --random and --shard out.",
        )));
    }
    if all_strategies || all_databases || args.matrix {
        let cells = compare::cells(&args, &scenario.settings, all_databases);
        let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let jobs = args.jobs.unwrap_or_else(cores);
        let comparison = compare::compare(&scenario, &file, limits, &cells, jobs);
        let comparison = comparison.map_err(failed)?;
        match args.format {
            Format::Json => print_json(&comparison),
            Format::Text => print(&text::comparison(&comparison)),
        }
        return Ok(compare::status(&comparison));
    }
    if let Some(shard) = args.shard {
        let shard = shards::explore(&scenario, &file, limits, shard).map_err(failed)?;
        print_json(&shard);
        return Ok(if shard.complete { GOOD } else { OVER_BUDGET });
    }
    let report = match args.jobs.filter(|jobs| jobs.get() > 1) {
        Some(jobs) => shards::explore_in_parallel(&scenario, &file, limits, jobs),
        None => explore(&scenario, &file, limits).map(|(report, _)| report),
    };
    let report = report.map_err(failed)?;
    print_report(&report, args.format);
    Ok(status(&report))
}

fn print_report(report: &Report, format: Format) {
    match format {
        Format::Json => print_json(report),
        Format::Text => print(&text::report(report)),
    }
}

/// Explores everything, or as much as the limits allow.
fn explore(scenario: &Scenario, file: &str, limits: Limits) -> Result<(Report, Summary), Problem> {
    let begun = Instant::now();
    let mut check = Check::new(scenario, file, limits)?;
    while check.advance(4096)? == CheckState::Running {}
    let mut report = check.report()?;
    report.wall_ms = milliseconds(begun);
    Ok((report, check.summary()))
}

/// Draws schedules at random.
fn draw(scenario: &Scenario, file: &str, schedules: u64, seed: u32) -> Result<Sample, Problem> {
    let begun = Instant::now();
    let mut sampling = Sampling::new(scenario, file, schedules, seed)?;
    while sampling.advance(4096)? {}
    let mut sample = sampling.sample()?;
    sample.wall_ms = milliseconds(begun);
    Ok(sample)
}

/// How long ago that was. Rounded: a millionth of a millisecond means nothing.
fn milliseconds(begun: Instant) -> f64 {
    (begun.elapsed().as_secs_f64() * 1e6).round() / 1e3
}

fn status(report: &Report) -> u8 {
    if report.outcomes.iter().any(|o| o.verdict.is_bad()) {
        BAD
    } else if report.complete {
        GOOD
    } else {
        OVER_BUDGET
    }
}

fn run(args: &RunArgs) -> Result<u8, Failed> {
    let failed = |problem| (args.scenario.file.clone(), problem);
    let scenario = args.scenario.read().map_err(failed)?;
    match &args.schedule {
        Some(schedule) => run_schedule(args, &scenario, schedule).map_err(failed),
        None => run_permutations(args, &scenario).map_err(failed),
    }
}

fn run_schedule(args: &RunArgs, scenario: &Scenario, schedule: &str) -> Result<u8, Problem> {
    let schedule: Vec<String> = schedule
        .split(',')
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    let trace = trace(scenario, &schedule)?;
    match args.format {
        RunFormat::Json => print_json(&trace),
        RunFormat::Text => print(&text::trace(&trace)),
        RunFormat::Spec => {
            return Err(Problem::new(
                "--format spec is for the permutations of a .spec file, not for a schedule.",
            ));
        }
    }
    let bad = trace.outcome.is_some_and(|o| o.verdict.is_bad());
    Ok(if bad { BAD } else { GOOD })
}

fn run_permutations(args: &RunArgs, scenario: &Scenario) -> Result<u8, Problem> {
    let mut permutations = Permutations::new(scenario)?;
    let json = args.format == RunFormat::Json;
    if !json {
        print(&spec_text::head(permutations.sessions()));
    }
    let mut may_abort_more = false;
    for run in permutations.by_ref().take(args.max_permutations) {
        let run = run?;
        may_abort_more |= run.result.may_abort_more;
        if json {
            print_json(&run.result);
        } else {
            print(&spec_text::run(&run));
        }
    }
    if may_abort_more {
        // What is printed is what isolationtester prints, and this is not.
        eprintln!("{}: {}", args.scenario.file, wording::MAY_ABORT_MORE);
    }
    if permutations.next().is_none() {
        return Ok(GOOD);
    }
    eprintln!(
        "{}: there are more permutations than {}: the rest was not run",
        args.scenario.file, args.max_permutations
    );
    Ok(OVER_BUDGET)
}

fn print_json(value: &impl serde::Serialize) {
    // Plain data to memory: this cannot fail.
    print(&(serde_json::to_string(value).unwrap_or_default() + "\n"));
}

/// Writes to standard output; a reader that has gone away (`| head`) ends the program quietly.
fn print(text: &str) {
    if std::io::stdout().write_all(text.as_bytes()).is_err() {
        std::process::exit(i32::from(GOOD));
    }
}
