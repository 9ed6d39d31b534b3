//! Schedules drawn at random, beside what is known of all of them.

use lockstep_explorer::toy::{self, Machine, Op, Outcome};
use lockstep_explorer::{
    Check, Judged, Limits, Progress, Sample, Sampling, System, Verdict, interval_95,
};
use std::fmt::Debug;

fn drawn<S: System>(system: S, schedules: u64, seed: u64) -> Sampling<S>
where
    S::Outcome: Judged,
    S::Problem: Debug,
{
    let mut sampling = Sampling::new(system, Limits::default(), schedules, seed);
    while sampling.advance(1_000).unwrap() {}
    sampling
}

/// Two may be refused, and the order of the others matters.
fn tasks_in_the_way_of_each_other() -> Machine {
    let refused = vec![Op::TryLock(1), Op::Read(0), Op::Write(0, 1), Op::Set(1, 0)];
    let careless = vec![Op::Read(0), Op::Write(0, 1)];
    Machine::new(vec![refused.clone(), refused, careless], vec![0, 0])
}

#[test]
fn intervals_hold_the_probabilities_as_often_as_they_say() {
    let mut check = Check::new(tasks_in_the_way_of_each_other(), Limits::default());
    while check.advance(1_000) == Progress::Running {}
    assert_eq!(check.progress(), Progress::Complete);
    let report = check.report();
    assert!(report.outcomes.len() > 5);
    let (mut held, mut all) = (0, 0);
    for seed in 0..100 {
        let sampling = drawn(tasks_in_the_way_of_each_other(), 400, seed);
        let sample = sampling.sample();
        assert_eq!((sample.drawn, sample.unended), (400, 0));
        let schedules: u64 = sample.outcomes.iter().map(|drawn| drawn.schedules).sum();
        assert_eq!(schedules, 400);
        for found in &report.outcomes {
            let same = |drawn: &&lockstep_explorer::Drawn<Outcome>| drawn.outcome == found.outcome;
            let same = sample.outcomes.iter().find(same);
            let hits = same.map_or(0, |drawn| drawn.schedules);
            let [low, high] = interval_95(hits, sample.drawn);
            held += u64::from((low..=high).contains(&found.probability));
            all += 1;
            if let Some(drawn) = same {
                assert_eq!(drawn.verdict, found.verdict);
                let node = check.exploration().graph().follow(drawn.schedule).unwrap();
                assert_eq!(check.exploration().graph().ending(node), Some(found.id));
            }
        }
    }
    let verdicts: Vec<_> = report.outcomes.iter().map(|found| found.verdict).collect();
    for verdict in [Verdict::Serializable, Verdict::Aborted, Verdict::Anomaly] {
        assert!(verdicts.contains(&Some(verdict)), "{verdicts:?}");
    }
    let part = held as f64 / all as f64;
    assert!((0.93..0.97).contains(&part), "{held} of {all}");
}

#[test]
fn a_seed_gives_the_same_in_slices_of_any_length() {
    let whole = drawn(tasks_in_the_way_of_each_other(), 200, 3);
    let mut slices = Sampling::new(tasks_in_the_way_of_each_other(), Limits::default(), 200, 3);
    while slices.advance(1).unwrap() {}
    assert_eq!(whole.sample(), slices.sample());
    let other = drawn(tasks_in_the_way_of_each_other(), 200, 4);
    assert_ne!(whole.sample(), other.sample());
}

/// The figures are those of the same counter and the same generator written in Python.
#[test]
fn a_seed_gives_the_same_on_every_machine() {
    let sampling = drawn(toy::lossy_counter(3), 1_000, 7);
    let sample: Sample<Outcome> = sampling.sample();
    let counts = |variable: i32| -> u64 {
        let outcomes = sample.outcomes.iter();
        let some = outcomes.filter(|drawn| drawn.outcome.variables == [variable]);
        some.map(|drawn| drawn.schedules).sum()
    };
    assert_eq!([counts(1), counts(2), counts(3)], [322, 519, 159]);
}

#[test]
fn a_schedule_without_end_is_given_up() {
    // The second asks again and again until the first has come, which it may never do.
    let limits = Limits {
        depth: 4,
        ..Limits::default()
    };
    let mut sampling = Sampling::new(toy::retry(), limits, 1_000, 0);
    while sampling.advance(1_000).unwrap() {}
    let sample = sampling.sample();
    let ended: u64 = sample.outcomes.iter().map(|drawn| drawn.schedules).sum();
    assert_eq!((sample.drawn, ended + sample.unended), (1_000, 1_000));
    assert!(
        sample
            .outcomes
            .iter()
            .all(|drawn| drawn.schedule.len() <= 4)
    );
    // The first comes not before the fourth step: three times the other side of the coin.
    let [low, high] = interval_95(sample.unended, 1_000);
    assert!(low < 0.125 && 0.125 < high, "{}", sample.unended);
}

#[test]
fn serial_orders_that_need_too_many_steps_leave_outcomes_without_a_verdict() {
    let limits = Limits {
        steps: 3,
        ..Limits::default()
    };
    let mut sampling = Sampling::new(toy::lossy_counter(3), limits, 10, 0);
    while sampling.advance(1_000).unwrap() {}
    let sample = sampling.sample();
    assert_eq!(sample.drawn, 10);
    assert!(sample.outcomes.iter().all(|drawn| drawn.verdict.is_none()));
}
