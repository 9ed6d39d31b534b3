//! All interleavings of a transfer: Lockstep (its Python, Django's statements, the real SQLite) beside other
//! ways to run them all, in one run. `cargo xtask bench explore`
//!
//! The peers are a loop over bare rusqlite that runs every schedule from its beginning, `shuttle` around the
//! same loop, and, where they are installed, PostgreSQL's `isolationtester` and `frontrun` for Python.
//! Rows whose name contains one of the arguments are measured. The argument `growth` alone measures how
//! cost grows with tasks and steps, and draws it: `docs/cost.svg`.

mod bare;
mod cases;
mod frontrun;
mod growth;
mod isolationtester;
mod lockstep;
mod plot;
mod under_shuttle;

use cases::Case;
use isolationtester::Server;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// As the command line has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CASES: [Case; 4] = [
    Case::new(2, 2),
    Case::new(2, 3),
    Case::new(3, 2),
    Case::new(2, 2).in_transactions(),
];

/// Slow peers run at most so many of a case's schedules, and the rest is estimated.
const MOST_IN_ISOLATIONTESTER: usize = 500;
const MOST_IN_FRONTRUN: usize = 50;
/// A measurement is repeated for this long, and the best time counts.
const REPEAT: Duration = Duration::from_secs(3);

fn main() -> Result<(), Box<dyn Error>> {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    if wanted == ["growth"] {
        return growth::measure();
    }
    let folder = Folder::new()?;
    let bench = Bench {
        server: Server::start(&folder.0)?,
        frontrun: frontrun::is_installed(),
        folder: &folder.0,
        wanted,
    };
    lockstep_engine::warm_up();
    for case in CASES {
        bench.compare(case)?;
    }
    lockstep::print_goals()
}

struct Bench<'a> {
    server: Option<Server>,
    frontrun: bool,
    folder: &'a Path,
    /// Parts of names of rows; none means all.
    wanted: Vec<String>,
}

/// All interleavings of a case, by one of the peers.
struct Row {
    seconds: f64,
    /// How many schedules that were.
    schedules: u64,
    /// Were some of them not run?
    estimated: bool,
}

impl Row {
    fn all(schedules: u64, seconds: f64) -> Self {
        Self {
            seconds,
            schedules,
            estimated: false,
        }
    }

    fn some(ran: u64, time: Duration, of: u64) -> Self {
        Self {
            seconds: time.as_secs_f64() / ran as f64 * of as f64,
            schedules: of,
            estimated: ran < of,
        }
    }
}

impl Bench<'_> {
    fn compare(&self, case: Case) -> Result<(), Box<dyn Error>> {
        let ours = lockstep::check(case)?;
        println!(
            "\n{}: {} interleavings, {} states, {} outcomes",
            case.title(),
            ours.interleavings,
            ours.states,
            ours.outcomes
        );
        println!(
            "{:42} {:>12} {:>12} {:>11}",
            "", "all of them", "schedules/s", "× Lockstep"
        );
        let print = |name: &str, row: Option<Row>| match row {
            Some(row) => println!(
                "{name:42} {:>12} {:>12.0} {:>11}",
                (if row.estimated { "≈ " } else { "" }).to_owned() + &duration(row.seconds),
                row.schedules as f64 / row.seconds,
                ratio(row.seconds / ours.seconds()),
            ),
            None => println!("{name:42} {:>12}", "not installed"),
        };
        let row = |name: &str, measure: &dyn Fn() -> Result<Option<Row>, Box<dyn Error>>| {
            if self.wanted.is_empty() || self.wanted.iter().any(|part| name.contains(part)) {
                print(name, measure()?);
            }
            Ok::<(), Box<dyn Error>>(())
        };
        let all = ours.interleavings;
        row("Lockstep", &|| Ok(Some(Row::all(all, ours.seconds()))))?;
        row("Lockstep, the scenario is already read", &|| {
            Ok(Some(Row::all(all, ours.exploring)))
        })?;
        row("Lockstep, one by one, no merging", &|| {
            let (seconds, outcomes) = lockstep::one_by_one(case)?;
            assert_eq!(outcomes, ours.shares, "merging must not change a count");
            Ok(Some(Row::all(all, seconds)))
        })?;
        row("Lockstep, on the PostgreSQL profile", &|| {
            let profile = lockstep::check(case.on_postgres())?;
            Ok(Some(Row::all(profile.interleavings, profile.seconds())))
        })?;
        row("bare rusqlite, a loop", &|| {
            let mut tasks = bare::Tasks::new(case, self.folder)?;
            let (seconds, counts) = best(|| Ok((bare::run(&mut tasks)?, None)))?;
            assert_eq!(counts.values().sum::<u64>(), all, "the loop runs the same");
            Ok(Some(Row::all(all, seconds)))
        })?;
        row("shuttle around that loop", &|| {
            let mut tasks = bare::Tasks::new(case, self.folder)?;
            let expected = bare::run(&mut tasks)?;
            drop(tasks);
            let (seconds, counts) = best(|| Ok((under_shuttle::run(case, self.folder)?, None)))?;
            assert_eq!(counts, expected, "shuttle runs the same");
            Ok(Some(Row::all(all, seconds)))
        })?;
        let schedules = case.schedules();
        let apart = schedules.len().div_ceil(MOST_IN_ISOLATIONTESTER);
        row("isolationtester, PostgreSQL", &|| {
            let Some(server) = &self.server else {
                return Ok(None);
            };
            let some: Vec<&[usize]> = schedules.iter().step_by(apart).map(Vec::as_slice).collect();
            let time = server.run(case, &some)?;
            let (ran, of) = (some.len() as u64, schedules.len() as u64);
            Ok(Some(Row::some(ran, time, of)))
        })?;
        row("frontrun, CPython and SQLite", &|| {
            if !self.frontrun {
                return Ok(None);
            }
            let (ran, time) = frontrun::run(case, self.folder, MOST_IN_FRONTRUN)?;
            Ok(Some(Row::some(ran, time, schedules.len() as u64)))
        })
    }
}

/// The best time of a piece of work, repeated, and what it gives. Work that times a part of itself says how
/// long that took.
fn best<T>(
    mut work: impl FnMut() -> Result<(T, Option<Duration>), Box<dyn Error>>,
) -> Result<(f64, T), Box<dyn Error>> {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    loop {
        let start = Instant::now();
        let (result, part) = work()?;
        best = best.min(part.unwrap_or(start.elapsed()));
        if begin.elapsed() > REPEAT {
            return Ok((best.as_secs_f64(), result));
        }
    }
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}

fn ratio(ratio: f64) -> String {
    match ratio {
        r if r < 10.0 => format!("{r:.2}"),
        r => format!("{r:.0}"),
    }
}

/// A folder for the peers' files, gone when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> std::io::Result<Self> {
        let name = format!("lockstep-bench-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It is a temporary one: whoever cleans those will take it, too.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
