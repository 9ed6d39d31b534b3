//! `lockstep check --strategy all` and `--matrix`: one scenario under several settings.

use crate::args::CheckArgs;
use crate::{BAD, GOOD, OVER_BUDGET, explore};
use lockstep_engine::Limits;
use lockstep_scenario::{
    Begin, Cell, Comparison, Journal, Problem, STRATEGIES, Scenario, Settings,
};

/// The settings of each cell. What a flag says stays as it is.
pub fn cells(args: &CheckArgs, settings: &Settings) -> Vec<Settings> {
    let given = |name| args.scenario.given().any(|(given, _)| given == name);
    let all = |name| args.matrix && !given(name);
    let ids: Vec<&str> = STRATEGIES.iter().map(|strategy| strategy.id).collect();
    let strategies = match given("strategy") {
        true => &[&settings.strategy[..]][..],
        false => &ids,
    };
    let journals = match all("journal") {
        true => Journal::ALL,
        false => &[settings.journal],
    };
    let begins = match all("begin") {
        true => Begin::ALL,
        false => &[settings.begin],
    };
    let mut cells = Vec::new();
    for strategy in strategies {
        for &journal in journals {
            for &begin in begins {
                cells.push(Settings {
                    strategy: (*strategy).to_owned(),
                    journal,
                    begin,
                    ..settings.clone()
                });
            }
        }
    }
    cells
}

/// Explores a scenario under each of these settings; under those that come to the same, once.
///
/// # Errors
/// If it cannot be run under any of them: what is wrong under the first.
pub fn compare(
    scenario: &Scenario,
    file: &str,
    limits: Limits,
    all: &[Settings],
) -> Result<Comparison, Problem> {
    let mut cells: Vec<Cell> = Vec::new();
    for (place, settings) in all.iter().enumerate() {
        let mut cell = Cell {
            strategy: settings.strategy.clone(),
            journal: settings.journal,
            begin: settings.begin,
            same_as: None,
            summary: None,
            report: None,
            problem: None,
        };
        let plain = settings.plain();
        let same = all[..place].iter().position(|other| other.plain() == plain);
        if let Some(same) = same {
            cell.same_as = Some(same);
            cell.summary.clone_from(&cells[same].summary);
            cell.report.clone_from(&cells[same].report);
            cell.problem.clone_from(&cells[same].problem);
            if let Some(report) = &mut cell.report {
                report.settings = settings.clone();
            }
        } else {
            let scenario = Scenario {
                settings: settings.clone(),
                ..scenario.clone()
            };
            match explore(&scenario, file, limits) {
                Ok((report, summary)) => {
                    cell.report = Some(report);
                    cell.summary = Some(summary);
                }
                Err(problem) => cell.problem = Some(problem),
            }
        }
        cells.push(cell);
    }
    match cells.first().and_then(|cell| cell.problem.clone()) {
        Some(problem) if cells.iter().all(|cell| cell.problem.is_some()) => Err(problem),
        _ => Ok(Comparison {
            lockstep: 1,
            file: file.to_owned(),
            cells,
        }),
    }
}

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
