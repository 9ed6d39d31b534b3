//! How cost grows with tasks and steps, with merging and without.

use crate::cases::Case;
use crate::plot::{Chart, Line, Plot, Point};
use crate::{duration, lockstep};
use std::error::Error;
use std::path::Path;

const TASKS: std::ops::RangeInclusive<usize> = 2..=6;
/// As many accounts as a task reads and writes: two steps each.
const ACCOUNTS: [usize; 3] = [1, 2, 3];

/// A check that takes longer is not awaited, and neither is one with more tasks.
const MOST_SECONDS: f64 = 20.0;
/// Without merging so many interleavings are run; what the others would take is estimated.
const MOST_INTERLEAVINGS: u64 = 20_000;

/// What was found for a case.
struct Cost {
    case: Case,
    /// With merging: seconds and states.
    merged: Option<(f64, u64)>,
    /// Without: seconds, and states, which is the number of different beginnings of schedules.
    unmerged: (f64, f64),
    /// Was it too much to run without merging?
    estimated: bool,
}

/// Measures, prints a table, and draws `docs/cost.svg`.
pub fn measure() -> Result<(), Box<dyn Error>> {
    lockstep_engine::warm_up();
    println!(
        "{:8} {:>20} {:>12} {:>10} {:>15} {:>14}",
        "", "interleavings", "merged", "states", "not merged", "states"
    );
    let mut costs = Vec::new();
    for accounts in ACCOUNTS {
        let mut too_much = false;
        for tasks in TASKS {
            let case = Case::new(tasks, accounts);
            let steps = case.statements().len();
            let merged = if too_much {
                None
            } else {
                lockstep::explore(case, MOST_SECONDS)?
            };
            too_much = merged.is_none();
            let (time, ran) = lockstep::some_one_by_one(case, MOST_INTERLEAVINGS)?;
            let (states, interleavings) = tree(tasks, steps);
            let seconds = time.as_secs_f64() / ran as f64 * interleavings;
            let estimated = (ran as f64) < interleavings;
            let (merged_time, merged_states) = merged.map_or(
                ("too much".to_owned(), String::new()),
                |(seconds, states)| (duration(seconds), states.to_string()),
            );
            println!(
                "{:8} {:>20} {merged_time:>12} {merged_states:>10} {:>15} {:>14}",
                format!("{tasks} × {steps}"),
                number(interleavings),
                (if estimated { "≈ " } else { "" }).to_owned() + &long_duration(seconds),
                number(states),
            );
            costs.push(Cost {
                case,
                merged,
                unmerged: (seconds, states),
                estimated,
            });
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("cost.svg");
    std::fs::write(&file, plot(&costs).svg()?)?;
    println!("drawn: docs/cost.svg");
    Ok(())
}

fn plot(costs: &[Cost]) -> Plot {
    let line = |name: usize, dashed: bool, up: &dyn Fn(&Cost) -> Option<(f64, bool)>| Line {
        name,
        dashed,
        points: (costs
            .iter()
            .filter(|cost| cost.case.accounts == ACCOUNTS[name]))
        .filter_map(|cost| {
            let (up, estimated) = up(cost)?;
            Some(Point {
                across: cost.case.tasks,
                up,
                estimated,
            })
        })
        .collect(),
    };
    let lines = |merged: &dyn Fn(&Cost) -> Option<(f64, bool)>,
                 unmerged: &dyn Fn(&Cost) -> Option<(f64, bool)>| {
        (0..ACCOUNTS.len())
            .flat_map(|name| [line(name, false, merged), line(name, true, unmerged)])
            .collect()
    };
    Plot {
        title: "What all interleavings cost".to_owned(),
        charts: vec![
            Chart {
                title: "Time".to_owned(),
                across: "tasks".to_owned(),
                lines: lines(&|cost| Some((cost.merged?.0, false)), &|cost| {
                    Some((cost.unmerged.0, cost.estimated))
                }),
                unit: " s",
            },
            Chart {
                title: "States".to_owned(),
                across: "tasks".to_owned(),
                lines: lines(&|cost| Some((cost.merged?.1 as f64, false)), &|cost| {
                    Some((cost.unmerged.1, false))
                }),
                unit: "",
            },
        ],
        lines: ACCOUNTS
            .map(|accounts| format!("{} steps a task", Case::new(1, accounts).statements().len()))
            .into(),
        dashed: "without merging".to_owned(),
        hollow: "estimated".to_owned(),
    }
}

/// How many different beginnings the schedules of so many tasks have, themselves included, and how many
/// schedules there are.
fn tree(tasks: usize, steps: usize) -> (f64, f64) {
    // By length: how often so many steps can be taken, divided by the factorial of the length. A task adds
    // one of 0 to `steps` steps in their order.
    let mut ways = vec![1.0];
    for _ in 0..tasks {
        let mut more = vec![0.0; ways.len() + steps];
        for (length, ways) in ways.iter().enumerate() {
            let mut factorial = 1.0;
            for added in 0..=steps {
                factorial *= added.max(1) as f64;
                more[length + added] += ways / factorial;
            }
        }
        ways = more;
    }
    let mut factorial = 1.0;
    let counts = ways.iter().enumerate().map(|(length, ways)| {
        factorial *= length.max(1) as f64;
        ways * factorial
    });
    let counts: Vec<f64> = counts.collect();
    (counts.iter().sum(), counts[counts.len() - 1])
}

/// Whole up to a million, in powers of ten above.
fn number(number: f64) -> String {
    match number {
        n if n < 1e6 => format!("{n:.0}"),
        n => format!("{n:.1e}").replace(".0e", "e"),
    }
}

fn long_duration(seconds: f64) -> String {
    const DAY: f64 = 86_400.0;
    match seconds {
        s if s < 60.0 => duration(s),
        s if s < 3600.0 => format!("{:.0} min", s / 60.0),
        s if s < DAY => format!("{:.1} h", s / 3600.0),
        s if s < 365.0 * DAY => format!("{:.0} days", s / DAY),
        s => format!("{} years", number(s / (365.0 * DAY))),
    }
}
