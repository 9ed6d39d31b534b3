//! The command line's arguments.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum, value_parser};
use lockstep_scenario::ShardOf;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Every interleaving of a few concurrent tasks, explored on a real SQLite.
#[derive(Parser)]
#[command(name = "lockstep", version, about)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Explore all interleavings of a scenario and print its outcomes
    Check(CheckArgs),
    /// Join the parts of an exploration that `check --shard` has printed, and print the outcomes of the whole
    Merge(MergeArgs),
    /// Replay one schedule and print what happens, or run the permutations of a .spec file
    Run(RunArgs),
    /// Write a scenario and an outcome for other programs: as a picture, a text, a link, or for the real libraries
    Export(ExportArgs),
    /// Run the scenarios that documentation links to or embeds, and compare with what it says of them
    Verify(VerifyArgs),
    /// List the built-in scenarios
    Gallery {
        /// How to print; as JSON each one comes whole, with what exploring it finds
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Print which anomalies of Hermitage's table SQLite and the PostgreSQL profile let happen: every interleaving of
    /// each is run
    Hermitage {
        /// How to print
        #[arg(long, value_enum, default_value = "text")]
        format: HermitageFormat,
    },
    /// Run a plain program in the language of scenarios
    Python(PythonArgs),
}

#[derive(ClapArgs)]
pub struct CheckArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Draw N schedules at random instead of exploring all, one task as likely as another at each step
    #[arg(long, value_name = "N", conflicts_with = "matrix", value_parser = value_parser!(u64).range(1..))]
    pub random: Option<u64>,
    /// With --random: the same seed draws the same schedules, on every machine
    #[arg(long, value_name = "S", default_value_t = 0, requires = "random")]
    pub seed: u32,
    /// Compare all strategies and, on SQLite, journals and ways to begin, on PostgreSQL isolation levels; a flag
    /// that is given leaves only its value
    #[arg(long)]
    pub matrix: bool,
    /// Explore on so many cores at a time: cells of a comparison (without it, as many as there are cores) or parts
    /// of one exploration. The result is the same
    #[arg(long, value_name = "N", conflicts_with = "random", value_parser = jobs)]
    pub jobs: Option<NonZeroUsize>,
    /// Explore part K of N, on another machine each, and print what `lockstep merge` needs of it, in JSON
    #[arg(long, value_name = "K/N", conflicts_with_all = ["random", "matrix", "jobs"])]
    pub shard: Option<ShardOf>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// End an exploration, or a part of one, at this many states (exit status 3)
    #[arg(long, default_value_t = 2_000_000, value_name = "N")]
    pub max_states: usize,
}

/// Cores; more parts than this would only explore the same states again.
fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    match text.parse() {
        Ok(jobs) if jobs <= NonZeroUsize::new(256).unwrap_or(NonZeroUsize::MIN) => Ok(jobs),
        _ => Err("a number from 1 to 256".to_owned()),
    }
}

#[derive(ClapArgs)]
pub struct MergeArgs {
    /// The files, one of each part
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

#[derive(ClapArgs)]
pub struct RunArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Task names in the order of their steps, separated by commas. Without it the permutations of a
    /// .spec file are run, all that are possible if it lists none
    #[arg(long, value_name = "TASKS")]
    pub schedule: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: RunFormat,
    /// End after this many permutations (exit status 3 if there are more)
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    pub max_permutations: usize,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum RunFormat {
    /// For people
    Text,
    /// One JSON object; of permutations one each, a line each
    Json,
    /// Permutations as PostgreSQL's isolationtester prints them
    Spec,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum HermitageFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// The table of the playground's page, with links into the playground
    Html,
}

#[derive(ClapArgs)]
pub struct ExportArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// What to write
    #[arg(long, value_enum)]
    pub to: ExportTo,
    /// Which outcome's witness, from 1, in the order of `check`. Without it, the most frequent anomaly's; the
    /// first outcome's if there is none
    #[arg(long, value_name = "N")]
    pub outcome: Option<NonZeroUsize>,
    /// Where the playground is published: texts then have a link to it, and `--to link` the whole address
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
    /// The folder in which `--to django` and `--to pytest` write; what is of one text only is printed
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
    /// End the exploration at this many states
    #[arg(long, default_value_t = 2_000_000, value_name = "N")]
    pub max_states: usize,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum ExportTo {
    /// A picture of the outcome and its witness
    Svg,
    /// The witness as a sequence diagram, which GitHub draws
    Mermaid,
    /// A piece of HTML without scripts: code, picture, outcomes
    Html,
    /// As a bug report has it: code, sentence, link, outcomes, diagram
    Markdown,
    /// The scenario, what exploring it finds, and the witness, as one JSON object
    Json,
    /// The link; without --base the part after the page's address
    Link,
    /// run.py beside the scenario: `python run.py` replays it under CPython with the real libraries
    Django,
    /// The same, and test_run.py, which runs it under pytest
    Pytest,
}

#[derive(ClapArgs)]
pub struct VerifyArgs {
    /// Markdown, reStructuredText and HTML files, or folders with such files
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// End an exploration at this many states: an expectation that needs more fails
    #[arg(long, default_value_t = 2_000_000, value_name = "N")]
    pub max_states: usize,
}

#[derive(ClapArgs)]
pub struct PythonArgs {
    /// A Python file, or `-` for standard input
    pub file: String,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// A scenario and how to run it. Links and the page have the same names and values.
#[derive(ClapArgs)]
pub struct ScenarioArgs {
    /// A Python file or an isolationtester .spec file, `-` for Python on standard input, or `x/SLUG` for a
    /// built-in scenario
    pub file: String,
    /// The database behind the connections: sqlite, postgres (a profile of it: see the README); `check` compares
    /// `all` of them
    #[arg(long)]
    database: Option<String>,
    /// PostgreSQL only: read-committed, repeatable-read, serializable
    #[arg(long)]
    isolation: Option<String>,
    /// PostgreSQL only, who gets the error of a deadlock: closer (of the circle), any
    #[arg(long)]
    deadlock_victim: Option<String>,
    /// PostgreSQL only, who goes on first of several that a step lets go on: queue, any
    #[arg(long)]
    wake_order: Option<String>,
    /// SQLite's journal mode: delete, wal
    #[arg(long)]
    journal: Option<String>,
    /// How atomic() begins: deferred, immediate, exclusive
    #[arg(long)]
    begin: Option<String>,
    /// Milliseconds of virtual time; 0 fails at once
    #[arg(long, value_name = "MS")]
    busy_timeout: Option<String>,
    /// What tasks share: processes, threads
    #[arg(long)]
    concurrency: Option<String>,
    /// as-written, atomic, mutex, retry; on SQLite immediate, exclusive; on PostgreSQL select-for-update,
    /// lock-table, advisory-lock, repeatable-read-retry, serializable-retry; `check` compares `all` of them
    #[arg(long)]
    strategy: Option<String>,
    /// Run a task several times at once; may be repeated
    #[arg(long, value_name = "TASK=N")]
    copies: Vec<String>,
    /// How connections follow async tasks: 2, 3, 5
    #[arg(long)]
    django: Option<String>,
    /// Release of the databases package: 0.7, 0.9
    #[arg(long)]
    databases: Option<String>,
}

impl ScenarioArgs {
    /// Are all strategies asked for? That is no strategy's id, so it is as if none had been given.
    pub fn take_all_strategies(&mut self) -> bool {
        self.strategy.take_if(|id| id == "all").is_some()
    }

    /// Are all databases asked for? As with strategies.
    pub fn take_all_databases(&mut self) -> bool {
        self.database.take_if(|name| name == "all").is_some()
    }

    /// The settings that were given: name and value, in the words of `Settings::set`.
    pub fn given(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let single = [
            ("database", &self.database),
            ("isolation", &self.isolation),
            ("deadlock-victim", &self.deadlock_victim),
            ("wake-order", &self.wake_order),
            ("journal", &self.journal),
            ("begin", &self.begin),
            ("busy-timeout", &self.busy_timeout),
            ("concurrency", &self.concurrency),
            ("strategy", &self.strategy),
            ("django", &self.django),
            ("databases", &self.databases),
        ];
        single
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_deref()?)))
            .chain(self.copies.iter().map(|copies| ("copies", copies.as_str())))
    }
}
