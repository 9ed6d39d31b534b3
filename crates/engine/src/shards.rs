//! Parts of an exploration, and how they are joined.

use crate::check::{Check, Found, Like, Limits, order, rank, rounded};
use crate::hash::Hasher128;
use lockstep_explorer::{Cost, Count};
use lockstep_scenario::{Outcome, Problem, Report, Scenario, Shard, ShardOf, ShardOutcome};
use std::collections::HashMap;
use std::hash::Hash;

impl Check {
    /// What a part has found so far, to be [merged](merge()) with the others.
    ///
    /// # Errors
    /// If an outcome's witness cannot be replayed, which would be a mistake of the engine.
    pub fn shard(&mut self, scenario: &Scenario, shard: ShardOf) -> Result<Shard, Problem> {
        let (_, found) = self.found()?;
        let (states, steps) = self.figures();
        let outcomes = found.into_iter().map(|found| ShardOutcome {
            id: self.id(&found),
            schedule: found.schedule,
            outcome: found.outcome,
        });
        Ok(Shard {
            lockstep: 1,
            shard,
            scenario: scenario.clone(),
            outcomes: outcomes.collect(),
            file: self.file().to_owned(),
            complete: self.is_complete(),
            may_abort_more: self.may_abort_more(),
            states,
            steps,
            wall_ms: 0.0,
        })
    }

    fn id(&self, found: &Found) -> String {
        let mut hasher = Hasher128::new();
        match &found.like {
            Like::Livelock(tasks) => tasks.hash(&mut hasher),
            Like::Ending(ending) => {
                let plain = Outcome {
                    verdict: found.outcome.verdict,
                    ..self.plain_outcome(ending)
                };
                // Plain data to memory: this cannot fail.
                serde_json::to_string(&plain)
                    .unwrap_or_default()
                    .hash(&mut hasher);
            }
        }
        format!("{:032x}", hasher.finish128())
    }
}

/// Joins the parts of an exploration: counts, probabilities, verdicts and witnesses are those of the whole. (The
/// way to where tasks go round for ever may be longer than the simplest.)
/// `states` and `steps` are the sums of the parts', which may have met the same states.
///
/// # Errors
/// If these are not all the parts of one exploration, or the scenario cannot be run.
///
/// ```
/// use lockstep_engine::{Check, CheckState, Limits, merge};
/// use lockstep_scenario::ShardOf;
/// let scenario = lockstep_scenario::gallery_entry("transfer").unwrap().scenario();
/// let shards: Vec<_> = (1..=2)
///     .map(|number| {
///         let shard = ShardOf { number, of: 2 };
///         let mut check = Check::of_shard(&scenario, "x", Limits::default(), shard).unwrap();
///         while check.advance(1000).unwrap() == CheckState::Running {}
///         check.shard(&scenario, shard).unwrap()
///     })
///     .collect();
/// assert_eq!(merge(&shards).unwrap().interleavings, "70");
/// assert!(merge(&shards[..1]).is_err());
/// ```
pub fn merge(shards: &[Shard]) -> Result<Report, Problem> {
    let first = first_of_all(shards)?;
    let mut check = Check::new(&first.scenario, &first.file, Limits::default())?;
    let tasks = check.task_names();
    let mut merged: Vec<Merged> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut interleavings = Count::zero();
    for found in shards.iter().flat_map(|shard| &shard.outcomes) {
        let count = &found.outcome.interleavings;
        let count: Count = count
            .parse()
            .map_err(|()| Problem::new(format!("{count:?} is no number of interleavings.")))?;
        interleavings += &count;
        let place = *places.entry(&found.id).or_insert_with(|| {
            merged.push(Merged {
                simplest: found,
                interleavings: Count::zero(),
                probability: 0.0,
            });
            merged.len() - 1
        });
        let merged = &mut merged[place];
        merged.interleavings += &count;
        merged.probability += found.outcome.probability;
        if is_simpler(&tasks, found, merged.simplest) {
            merged.simplest = found;
        }
    }
    let complete = shards.iter().all(|shard| shard.complete);
    if complete && merged.iter().all(|merged| merged.simplest.is_livelock()) {
        // It never ends, whatever comes first: the whole knows how to say so.
        while check.advance(4096)? == crate::CheckState::Running {}
    }
    let outcomes = merged.into_iter().map(|merged| {
        let share = merged.interleavings.share_of(&interleavings);
        let outcome = Outcome {
            interleavings: merged.interleavings.to_string(),
            share: share.unwrap_or(rounded(merged.probability)),
            probability: rounded(merged.probability),
            ..merged.simplest.outcome.clone()
        };
        (merged.interleavings, outcome)
    });
    let mut outcomes: Vec<(Count, Outcome)> = outcomes.collect();
    outcomes.sort_by(|one, other| rank((&one.0, &one.1), (&other.0, &other.1), &tasks));
    let outcomes = outcomes.into_iter().map(|(_, outcome)| outcome).collect();
    let mut report = check.report_of(complete, &interleavings, outcomes)?;
    report.may_abort_more |= shards.iter().any(|shard| shard.may_abort_more);
    report.states = shards.iter().map(|shard| shard.states).sum();
    report.steps = shards.iter().map(|shard| shard.steps).sum();
    report.wall_ms = shards.iter().map(|shard| shard.wall_ms).sum();
    Ok(report)
}

/// An outcome of some parts.
struct Merged<'a> {
    simplest: &'a ShardOutcome,
    interleavings: Count,
    probability: f64,
}

/// The first part, if these are all parts of one exploration.
fn first_of_all(shards: &[Shard]) -> Result<&Shard, Problem> {
    let Some(first) = shards.first() else {
        return Err(Problem::new("There are no shards to merge."));
    };
    let of = first.shard.of;
    for other in shards {
        if other.lockstep != 1 {
            return Err(Problem::new(format!(
                "Shard {} is of another version of Lockstep.",
                other.shard
            )));
        }
        if other.scenario != first.scenario || other.shard.of != of {
            return Err(Problem::new(format!(
                "Shard {} and shard {} are not of the same exploration.",
                first.shard, other.shard
            )));
        }
    }
    for number in 1..=of {
        let shard = ShardOf { number, of };
        match shards.iter().filter(|other| other.shard == shard).count() {
            1 => {}
            0 => return Err(Problem::new(format!("Shard {shard} is missing."))),
            _ => return Err(Problem::new(format!("Shard {shard} is there twice."))),
        }
    }
    Ok(first)
}

/// Is this the simpler schedule, as witnesses are? What a switch is depends on who takes the steps; the
/// alphabet is that of the places that they take them in.
fn is_simpler(tasks: &[String], one: &ShardOutcome, other: &ShardOutcome) -> bool {
    let by_cost = cost(&one.outcome.witness).cmp(&cost(&other.outcome.witness));
    by_cost
        .then_with(|| order(tasks, &one.schedule).cmp(order(tasks, &other.schedule)))
        .is_lt()
}

fn cost(schedule: &[String]) -> Cost {
    let first_of_name = |name| schedule.iter().position(|other| other == name);
    let numbers: Vec<usize> = schedule.iter().filter_map(first_of_name).collect();
    Cost::of(&numbers)
}
