//! Exploring in parts: on several cores at once, or on several machines and merged afterwards.

use crate::compare::in_parallel;
use crate::{Failed, milliseconds};
use lockstep_engine::{Check, CheckState, Limits, merge};
use lockstep_scenario::{Problem, Report, Scenario, Shard, ShardOf};
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::time::Instant;

/// Explores one part of all interleavings.
pub fn explore(
    scenario: &Scenario,
    file: &str,
    limits: Limits,
    shard: ShardOf,
) -> Result<Shard, Problem> {
    Ok(part(scenario, file, limits, shard)?.0)
}

/// Explores everything, a part on each core. The result is that of one exploration of the whole.
pub fn explore_in_parallel(
    scenario: &Scenario,
    file: &str,
    limits: Limits,
    jobs: NonZeroUsize,
) -> Result<Report, Problem> {
    let begun = Instant::now();
    let of = jobs.get();
    let parts: Vec<ShardOf> = (1..=of).map(|number| ShardOf { number, of }).collect();
    let done = in_parallel(jobs, &parts, |shard| part(scenario, file, limits, *shard));
    let done = done.into_iter().collect::<Result<Vec<_>, _>>()?;
    let (shards, states): (Vec<Shard>, Vec<_>) = done.into_iter().unzip();
    let mut outcomes = shards.iter().flat_map(|shard| &shard.outcomes);
    if outcomes.any(|found| found.is_livelock()) {
        // Only the whole knows the simplest way to where tasks go round.
        return Ok(crate::explore(scenario, file, limits)?.0);
    }
    // Parts that meet the same states find the same steps there.
    let distinct: HashMap<u128, usize> = states.into_iter().flatten().collect();
    let mut report = merge(&shards)?;
    report.states = distinct.len() as u64;
    report.steps = distinct.into_values().map(|steps| steps as u64).sum();
    report.wall_ms = milliseconds(begun);
    Ok(report)
}

type States = Vec<(u128, usize)>;

fn part(
    scenario: &Scenario,
    file: &str,
    limits: Limits,
    shard: ShardOf,
) -> Result<(Shard, States), Problem> {
    let begun = Instant::now();
    let mut check = Check::of_shard(scenario, file, limits, shard)?;
    while check.advance(4096)? == CheckState::Running {}
    let mut found = check.shard(scenario, shard)?;
    found.wall_ms = milliseconds(begun);
    Ok((found, check.keys_of_states().collect()))
}

/// Joins what `--shard` has printed into these files.
pub fn merge_files(files: &[String]) -> Result<Report, Failed> {
    let read = |file: &String| -> Result<Shard, Failed> {
        let failed = |message: String| (file.clone(), Problem::new(message));
        let text = std::fs::read_to_string(file).map_err(|error| failed(error.to_string()))?;
        serde_json::from_str(&text)
            .map_err(|error| failed(format!("this is not what --shard prints: {error}")))
    };
    let shards = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    merge(&shards).map_err(|problem| ("merge".to_owned(), problem))
}
