//! `lockstep check --strategy all` and `--matrix`: one scenario under several settings.

use crate::args::CheckArgs;
use crate::{BAD, GOOD, OVER_BUDGET, explore};
use lockstep_engine::Limits;
use lockstep_scenario::{
    Begin, Cell, Comparison, DatabaseKind, Isolation, Journal, Problem, STRATEGIES, Scenario,
    Settings,
};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::Builder;

/// The settings of each cell. What a flag says stays as it is.
pub fn cells(args: &CheckArgs, settings: &Settings, all_databases: bool) -> Vec<Settings> {
    let given = |name| args.scenario.given().any(|(given, _)| given == name);
    let all = |name| args.matrix && !given(name);
    let databases = match all_databases {
        true => DatabaseKind::ALL,
        false => &[settings.database],
    };
    let journals = match all("journal") {
        true => Journal::ALL,
        false => &[settings.journal],
    };
    let begins = match all("begin") {
        true => Begin::ALL,
        false => &[settings.begin],
    };
    let isolations = match all("isolation") {
        true => Isolation::ALL,
        false => &[settings.isolation],
    };
    let mut cells = Vec::new();
    for &database in databases {
        let strategies: Vec<&str> = match given("strategy") {
            true => vec![&settings.strategy],
            false => {
                let fitting = STRATEGIES.iter().filter(|s| s.fits(database));
                fitting.map(|strategy| strategy.id).collect()
            }
        };
        for strategy in strategies {
            let cell = Settings {
                database,
                strategy: strategy.to_owned(),
                ..settings.clone()
            };
            match database {
                DatabaseKind::Sqlite => cells.extend(journals.iter().flat_map(|&journal| {
                    let cell = &cell;
                    begins.iter().map(move |&begin| Settings {
                        journal,
                        begin,
                        // It has no levels.
                        isolation: Isolation::default(),
                        ..cell.clone()
                    })
                })),
                DatabaseKind::Postgres => {
                    cells.extend(isolations.iter().map(|&isolation| Settings {
                        isolation,
                        ..cell.clone()
                    }))
                }
            }
        }
    }
    cells
}

/// Explores a scenario under each of these settings; under those that come to the same, once. As many
/// cells as there are `jobs` are explored at a time, which changes nothing but the time.
///
/// # Errors
/// If it cannot be run under any of them: what is wrong under the first.
pub fn compare(
    scenario: &Scenario,
    file: &str,
    limits: Limits,
    all: &[Settings],
    jobs: NonZeroUsize,
) -> Result<Comparison, Problem> {
    let plain: Vec<Settings> = all.iter().map(Settings::plain).collect();
    let same_as = |place: usize| {
        let earlier = &plain[..place];
        earlier.iter().position(|other| *other == plain[place])
    };
    let explored: Vec<usize> = (0..all.len())
        .filter(|&place| same_as(place).is_none())
        .collect();
    let found = in_parallel(jobs, &explored, |&place| {
        let scenario = Scenario {
            settings: all[place].clone(),
            ..scenario.clone()
        };
        explore(&scenario, file, limits)
    });
    let cells = all.iter().enumerate().map(|(place, settings)| {
        let same_as = same_as(place);
        let source = explored.binary_search(&same_as.unwrap_or(place));
        let found = &found[source.expect("the first of those that are the same is explored")];
        let (mut report, summary, problem) = match found {
            Ok((report, summary)) => (Some(report.clone()), Some(summary.clone()), None),
            Err(problem) => (None, None, Some(problem.clone())),
        };
        if let Some(report) = &mut report {
            report.settings = settings.clone();
        }
        Cell {
            database: settings.database,
            isolation: settings.isolation,
            strategy: settings.strategy.clone(),
            journal: settings.journal,
            begin: settings.begin,
            same_as,
            summary,
            report,
            problem,
        }
    });
    let cells: Vec<Cell> = cells.collect();
    match cells.first().and_then(|cell| cell.problem.clone()) {
        Some(problem) if cells.iter().all(|cell| cell.problem.is_some()) => Err(problem),
        _ => Ok(Comparison {
            lockstep: 1,
            file: file.to_owned(),
            cells,
        }),
    }
}

/// Does the same to each item, as many at a time as there are `jobs`; the results, in their order.
pub fn in_parallel<T: Sync, R: Send>(
    jobs: NonZeroUsize,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let job = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else {
                return done;
            };
            done.push((place, work(item)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let others = 1..jobs.get().min(items.len());
        let others: Vec<_> = others
            // A thread that cannot be had leaves its part to the others.
            .filter_map(|_| {
                Builder::new()
                    .stack_size(STACK)
                    .spawn_scoped(scope, job)
                    .ok()
            })
            .collect();
        let mut done = job();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// A thread's stack: as large as the first one's usually is, so that none refuses what another does.
const STACK: usize = 8 << 20;

/// The exit status: of the cells that could be run, the worst.
pub fn status(comparison: &Comparison) -> u8 {
    let reports = comparison
        .cells
        .iter()
        .filter_map(|cell| cell.report.as_ref());
    let statuses: Vec<u8> = reports.map(crate::status).collect();
    let found = |status: &u8| statuses.contains(status);
    [BAD, OVER_BUDGET].into_iter().find(found).unwrap_or(GOOD)
}
