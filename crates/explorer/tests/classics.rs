//! Systems whose results are known in closed form or from textbooks.

use lockstep_explorer::toy::{self, Machine, Op};
use lockstep_explorer::{
    Check, Count, Exploration, Graph, Judged, Limit, Limits, MAX_TASKS, Progress, System, Task,
    TaskSet, Verdict, Waits, enumerate, serial_outcomes,
};

fn explored<S: System>(system: S) -> Exploration<S> {
    let mut exploration = Exploration::new(system, Limits::default());
    while exploration.advance(1_000) == Progress::Running {}
    assert_eq!(exploration.progress(), Progress::Complete);
    exploration
}

fn checked<S: System>(system: S) -> Check<S>
where
    S::Outcome: Judged,
{
    let mut check = Check::new(system, Limits::default());
    while check.advance(1_000) == Progress::Running {}
    assert_eq!(check.progress(), Progress::Complete);
    check
}

#[test]
fn independent_counters_have_multinomial_counts() {
    for (tasks, steps, interleavings) in [
        (1, 5, "1"),
        (2, 4, "70"),
        (2, 6, "924"),
        (3, 4, "34650"),
        (4, 10, "4705360871073570227520"),
        (5, 4, "305540235000"),
        // (8·20)! / (20!)^8 would need 21^8 states; these need several words instead.
        (2, 200, CENTRAL_400),
        (3, 60, MULTI_180),
    ] {
        let exploration = explored(toy::counters(tasks, steps));
        let tally = exploration.tally();
        assert!(tally.complete);
        assert_eq!(
            tally.interleavings.to_string(),
            interleavings,
            "{tasks} × {steps}"
        );
        assert_eq!(tally.outcomes[0].interleavings, tally.interleavings);
        assert!((tally.outcomes[0].probability - 1.0).abs() < 1e-9);
        assert_eq!(tally.unexplored, 0.0);
        assert!(tally.loops.is_empty());
        assert_eq!(
            exploration.figures().states,
            (usize::from(steps) + 1).pow(tasks as u32)
        );
        assert_eq!(exploration.figures().done, 1.0);
    }
}

const CENTRAL_400: &str = "102952500135414432972975880320401986757210925381077648234849059575923332372651958598336595518976492951564048597506774120";
const MULTI_180: &str =
    "348695928658441817432456030627892908625692498038703169911236614657154552846287571200";

#[test]
fn no_task_and_finished_tasks_make_one_empty_interleaving() {
    let exploration = explored(Machine::new(vec![], vec![]));
    assert_eq!(exploration.tally().interleavings, Count::from(1));
    assert_eq!(exploration.witnesses().to_outcome(0), Some(vec![]));
    let exploration = explored(Machine::new(vec![vec![], vec![]], vec![]));
    assert_eq!(exploration.tally().interleavings, Count::from(1));
}

#[test]
fn a_lossy_counter_loses_updates() {
    let check = checked(toy::lossy_counter(2));
    let report = check.report();
    assert_eq!(report.interleavings.to_string(), "6");
    let counts = |value: i32| -> u64 {
        let found = report
            .outcomes
            .iter()
            .filter(|found| found.outcome.variables == [value]);
        found.map(|found| found.interleavings.to_f64() as u64).sum()
    };
    assert_eq!((counts(2), counts(1)), (2, 4));
    for found in &report.outcomes {
        let lost = found.outcome.variables == [1];
        assert_eq!(
            found.verdict,
            Some(if lost {
                Verdict::Anomaly
            } else {
                Verdict::Serializable
            })
        );
        assert_eq!(found.serial_order.is_some(), !lost);
    }

    // Of three tasks' (2·3)!/2^3 = 90 interleavings, 3! lose nothing.
    let check = checked(toy::lossy_counter(3));
    let report = check.report();
    assert_eq!(report.interleavings.to_string(), "90");
    let whole = report
        .outcomes
        .iter()
        .filter(|found| found.verdict == Some(Verdict::Serializable));
    let mut total = Count::zero();
    whole.for_each(|found| total += &found.interleavings);
    assert_eq!(total, Count::from(6));
}

#[test]
fn the_serial_order_of_an_outcome_leads_to_it() {
    let check = checked(toy::lossy_counter(3));
    for found in check.report().outcomes {
        let Some(order) = found.serial_order else {
            continue;
        };
        let schedule: Vec<Task> = order.iter().flat_map(|&task| [task, task]).collect();
        let node = check.exploration().graph().follow(&schedule).unwrap();
        assert_eq!(check.exploration().graph().ending(node), Some(found.id));
    }
}

#[test]
fn philosophers_deadlock_only_if_all_are_greedy_at_once() {
    for seats in 2..=4 {
        let check = checked(toy::philosophers(seats));
        let report = check.report();
        let stuck: Vec<_> = report
            .outcomes
            .iter()
            .filter(|found| found.verdict == Some(Verdict::Deadlock))
            .collect();
        assert_eq!(stuck.len(), 1);
        // Each takes one fork, in any order.
        let greedy: Vec<Task> = (0..seats).collect();
        assert_eq!(check.witness(stuck[0].id), Some(greedy));
        assert!(
            report
                .outcomes
                .iter()
                .any(|found| found.verdict == Some(Verdict::Serializable))
        );
        assert_eq!(report.outcomes.len(), 2);
        let all = enumerate(&mut toy::philosophers(seats), 10_000_000, 100).unwrap();
        assert_eq!(report.interleavings, Count::from(all.interleavings));
    }
}

/// Two tasks of `steps` steps, all of them under one lock.
fn critical_sections(lock: Op, steps: usize) -> Machine {
    let mut task = vec![lock];
    task.extend(vec![Op::Add(1, 1); steps - 2]);
    task.push(Op::Set(0, 0));
    Machine::new(vec![task.clone(), task], vec![0, 0])
}

#[test]
fn who_waits_for_a_lock_waits_for_the_steps_that_are_left() {
    for steps in 2..9 {
        let own = steps as f64;
        // Not enabled until the other is through: that takes all its steps but the first.
        let exploration = explored(critical_sections(Op::Lock(0), steps));
        assert_eq!(exploration.tally().interleavings, Count::from(2));
        let expected = Waits {
            blocked: 0.0,
            waited: own - 1.0,
        };
        assert_eq!(exploration.waits(), Some(expected));
        // The other comes after any step of the first. Unless that was the last, one step is blocked and
        // a second one goes on with it, and in between are the steps that the first has left.
        let exploration = explored(critical_sections(Op::Acquire(0), steps));
        let interleavings = Count::from(2 * steps as u64);
        assert_eq!(exploration.tally().interleavings, interleavings);
        let expected = Waits {
            blocked: 2.0 * (own - 1.0) / own,
            waited: (own - 1.0) / 2.0,
        };
        assert_eq!(exploration.waits(), Some(expected));
    }
}

#[test]
fn there_are_no_mean_waits_of_nothing_and_of_what_has_no_end() {
    let nothing = Exploration::new(toy::counters(2, 2), Limits::default());
    assert_eq!(nothing.waits(), None);
    assert_eq!(explored(toy::retry()).waits(), None);
    let none = Waits {
        blocked: 0.0,
        waited: 0.0,
    };
    assert_eq!(explored(toy::counters(3, 60)).waits(), Some(none));
}

#[test]
fn peterson_keeps_the_other_out() {
    let polite = checked(toy::peterson(true));
    assert!(
        polite
            .report()
            .outcomes
            .iter()
            .all(|found| !found.outcome.broken)
    );
    // It waits by asking again: there is no end to the interleavings, but no livelock either.
    assert_eq!(polite.report().interleavings, Count::Infinite);
    assert!(polite.report().loops.iter().all(|inside| !inside.livelock));

    let rude = checked(toy::peterson(false));
    let report = rude.report();
    let broken = report
        .outcomes
        .iter()
        .find(|found| found.outcome.broken)
        .unwrap();
    assert_eq!(broken.verdict, Some(Verdict::Anomaly));
    assert!(rude.witness(broken.id).is_some());
}

#[test]
fn a_retry_without_bound_has_infinitely_many_interleavings_but_ends() {
    let check = checked(toy::retry());
    let report = check.report();
    assert_eq!(report.interleavings, Count::Infinite);
    assert_eq!(report.outcomes.len(), 1);
    assert_eq!(report.outcomes[0].interleavings, Count::Infinite);
    assert_eq!(report.outcomes[0].verdict, Some(Verdict::Serializable));
    assert!((report.outcomes[0].probability - 1.0).abs() < 1e-12);
    assert_eq!(check.witness(0), Some(vec![0, 1]));
    assert_eq!(report.loops.len(), 1);
    let inside = &report.loops[0];
    assert_eq!(
        (inside.tasks, inside.livelock, inside.forever),
        (TaskSet::one(1), false, 0.0)
    );
    let round = check.exploration().witnesses().round(inside).unwrap();
    assert_eq!((round.path, round.round), (vec![], vec![1]));
    // The order 1, 0 never comes to an end; 0, 1 is the only serial one.
    assert_eq!(check.serial().unwrap().orders, [[0, 1]]);
}

#[test]
fn a_livelock_is_an_outcome_of_its_own() {
    let check = checked(toy::livelock());
    let report = check.report();
    assert_eq!(report.interleavings, Count::Infinite);
    let stuck: Vec<_> = report
        .loops
        .iter()
        .filter(|inside| inside.livelock)
        .collect();
    assert_eq!(stuck.len(), 1);
    assert_eq!(stuck[0].tasks, TaskSet::first(2));
    // After the first task's first step an even scheduler picks either.
    assert!((stuck[0].forever - 0.5).abs() < 1e-12);
    let ends: f64 = report.outcomes.iter().map(|found| found.probability).sum();
    assert!((ends - 0.5).abs() < 1e-12);
    let round = check.exploration().witnesses().round(stuck[0]).unwrap();
    assert_eq!(round.path, [0, 1]);
    assert_eq!(round.round, [0, 0]);
}

#[test]
fn interleavings_are_finite_where_no_loop_comes_before() {
    // Task 0 chooses by what it reads; only if it reads 0 it goes round, until task 1 sets 1 to 5.
    let programs = vec![
        vec![Op::Unless(0, 0, 2), Op::Unless(1, 5, 0)],
        vec![Op::Set(0, 1), Op::Set(1, 5)],
    ];
    let exploration = explored(Machine::new(programs, vec![0, 0]));
    let tally = exploration.tally();
    assert_eq!(tally.interleavings, Count::Infinite);
    // Once task 1 has taken its first step the loop can be gone round at most once more.
    let node = exploration.graph().follow(&[1]).unwrap();
    let after = exploration.tally_from(node);
    assert_eq!(after.interleavings.to_string(), "2");
    assert!(after.loops.is_empty());
    assert!(
        (after
            .outcomes
            .iter()
            .map(|share| share.probability)
            .sum::<f64>()
            - 1.0)
            .abs()
            < 1e-12
    );
}

#[test]
fn refused_tasks_abort_unless_they_leave_something_behind() {
    // Two tasks that give up when they do not get the lock.
    let task = vec![Op::TryLock(1), Op::Read(0), Op::Write(0, 1), Op::Set(1, 0)];
    let check = checked(Machine::new(vec![task.clone(), task], vec![0, 0]));
    let report = check.report();
    for found in &report.outcomes {
        let verdict = if found.outcome.refused.is_empty() {
            Verdict::Serializable
        } else {
            Verdict::Aborted
        };
        assert_eq!(found.verdict, Some(verdict));
        assert_eq!(
            found.serial_order.unwrap().len(),
            2 - found.outcome.refused.len()
        );
    }
    assert_eq!(report.outcomes.len(), 4); // both, in two orders; only 0; only 1

    // The same, but they leave a trace before.
    let task = vec![Op::Add(2, 1), Op::TryLock(1), Op::Set(1, 0)];
    let check = checked(Machine::new(vec![task.clone(), task], vec![0, 0, 0]));
    for found in check.report().outcomes {
        let verdict = if found.outcome.refused.is_empty() {
            Verdict::Serializable
        } else {
            Verdict::Anomaly
        };
        assert_eq!(found.verdict, Some(verdict));
    }
}

#[test]
fn a_broken_invariant_is_an_anomaly_even_in_a_serial_order() {
    let check = checked(Machine::new(
        vec![vec![Op::Set(0, 1), Op::Assert(0, 0)]],
        vec![0],
    ));
    assert_eq!(check.report().outcomes[0].verdict, Some(Verdict::Anomaly));
}

#[test]
fn serial_orders_skip_what_must_wait_and_merge_the_rest() {
    // 0 waits for 1: only 1, 0.
    let mut machine = Machine::new(vec![vec![Op::Await(0, 1)], vec![Op::Set(0, 1)]], vec![0]);
    let serial = serial_outcomes(&mut machine, TaskSet::first(2), 100)
        .unwrap()
        .unwrap();
    assert_eq!(serial.orders, [[1, 0]]);
    // 0 alone has no serial order; nobody at all has one.
    assert!(
        serial_outcomes(&mut machine, TaskSet::one(0), 100)
            .unwrap()
            .unwrap()
            .outcomes
            .is_empty()
    );
    let nobody = serial_outcomes(&mut machine, TaskSet::EMPTY, 100)
        .unwrap()
        .unwrap();
    assert_eq!(
        (nobody.outcomes.len(), nobody.outcomes[0].variables[0]),
        (1, 0)
    );
    // 12! orders, 2^12 states.
    let mut counters = toy::counters(12, 1);
    let serial = serial_outcomes(&mut counters, TaskSet::first(12), 1_000_000)
        .unwrap()
        .unwrap();
    assert_eq!(serial.orders, [(0..12).collect::<Vec<_>>()]);
    // Too little for that.
    assert_eq!(
        serial_outcomes(&mut counters, TaskSet::first(12), 1_000).unwrap(),
        None
    );
}

#[test]
fn a_budget_ends_it_with_what_was_found_and_more_of_it_goes_on() {
    let all = 34_650.0;
    for (limits, limit) in [
        (
            Limits {
                states: 60,
                ..Limits::default()
            },
            Limit::States,
        ),
        (
            Limits {
                steps: 80,
                ..Limits::default()
            },
            Limit::Steps,
        ),
        (
            Limits {
                bytes: 1_000,
                ..Limits::default()
            },
            Limit::Bytes,
        ),
        (
            Limits {
                depth: 11,
                ..Limits::default()
            },
            Limit::Depth,
        ),
    ] {
        let mut exploration = Exploration::new(toy::counters(3, 4), limits);
        let mut done = 0.0;
        while exploration.advance(7) == Progress::Running {
            let figures = exploration.figures();
            assert!(figures.done >= done);
            done = figures.done;
            let tally = exploration.tally();
            assert!(!tally.complete && tally.interleavings.to_f64() < all);
            let found: f64 = tally.outcomes.iter().map(|share| share.probability).sum();
            assert!((found + tally.unexplored - 1.0).abs() < 1e-12);
        }
        assert_eq!(exploration.progress(), Progress::OverBudget(limit));
        assert!(exploration.tally().interleavings.to_f64() < all);
        assert!(exploration.figures().states <= limits.states);
        exploration.set_limits(Limits {
            depth: 12,
            ..Limits::default()
        });
        while exploration.advance(7) == Progress::Running {}
        assert_eq!(exploration.progress(), Progress::Complete);
        assert_eq!(exploration.tally().interleavings.to_f64(), all);
        assert_eq!(exploration.figures().states, 125);
    }
}

#[test]
fn limits_that_are_just_enough_are_enough() {
    let limits = Limits {
        states: 125,
        ..Limits::default()
    };
    let mut exploration = Exploration::new(toy::counters(3, 4), limits);
    while exploration.advance(1_000) == Progress::Running {}
    assert_eq!(exploration.progress(), Progress::Complete);
}

#[test]
fn a_task_without_end_runs_into_the_depth() {
    let programs = vec![vec![Op::Add(0, 1), Op::Goto(0)], vec![Op::Set(1, 1)]];
    let limits = Limits {
        depth: 5_000,
        ..Limits::default()
    };
    let mut exploration = Exploration::new(Machine::new(programs, vec![0, 0]), limits);
    while exploration.advance(1_000) == Progress::Running {}
    assert_eq!(exploration.progress(), Progress::OverBudget(Limit::Depth));
    assert_eq!(exploration.figures().deepest, 5_000);
    assert!(exploration.path().iter().all(|&task| task == 0));
}

#[test]
fn serial_orders_of_a_task_without_end_run_into_the_steps() {
    let programs = vec![vec![Op::Add(0, 1), Op::Goto(0)]];
    let limits = Limits {
        steps: 10_000,
        ..Limits::default()
    };
    let mut check = Check::new(Machine::new(programs, vec![0]), limits);
    while check.advance(1_000) == Progress::Running {}
    assert_eq!(check.progress(), Progress::OverBudget(Limit::Steps));
}

#[test]
fn too_many_tasks_are_refused() {
    let mut exploration = Exploration::new(
        Machine::new(vec![vec![]; MAX_TASKS + 1], vec![]),
        Limits::default(),
    );
    assert_eq!(exploration.advance(10), Progress::OverBudget(Limit::Tasks));
    let mut check = Check::new(
        Machine::new(vec![vec![]; MAX_TASKS + 1], vec![]),
        Limits::default(),
    );
    assert_eq!(check.advance(10), Progress::OverBudget(Limit::Tasks));
    assert!(
        !explored(Machine::new(vec![vec![]; MAX_TASKS], vec![]))
            .graph()
            .is_empty()
    );
}

#[test]
fn a_deep_schedule_needs_no_deep_stack() {
    // One task of 20,000 steps beside one of one step, which may come anywhere.
    let mut long = vec![Op::Add(0, 1); 20_000];
    long.push(Op::Set(0, 0));
    let exploration = explored(Machine::new(vec![long, vec![Op::Set(1, 1)]], vec![0, 0]));
    assert_eq!(exploration.tally().interleavings, Count::from(20_002));
    assert_eq!(exploration.witnesses().to_outcome(0).unwrap().len(), 20_002);
}

#[test]
fn the_system_may_be_used_for_something_else_in_between() {
    let mut exploration = Exploration::new(toy::lossy_counter(3), Limits::default());
    while exploration.advance(2) == Progress::Running {
        let system = exploration.system_mut();
        system.reset();
        system.step(2).unwrap();
    }
    assert_eq!(exploration.tally().interleavings, Count::from(90));

    let mut check = Check::new(toy::lossy_counter(3), Limits::default());
    while check.advance(5) == Progress::Running {
        let system = check.exploration_mut().system_mut();
        system.reset();
        system.step(2).unwrap();
    }
    assert_eq!(check.report().interleavings, Count::from(90));
    assert_eq!(check.serial().unwrap().outcomes.len(), 6);
}

#[test]
fn the_graph_can_be_followed() {
    let exploration = explored(toy::lossy_counter(2));
    let graph = exploration.graph();
    assert_eq!(graph.follow(&[]), Some(Graph::ROOT));
    assert_eq!(graph.enabled(Graph::ROOT), TaskSet::first(2));
    assert_eq!(graph.follow(&[0, 0, 0]), None);
    assert_eq!(graph.follow(&[0, 1]), graph.follow(&[1, 0])); // both have read
    let both_read = graph.follow(&[0, 1]).unwrap();
    let tally = exploration.tally_from(both_read);
    assert_eq!(tally.interleavings, Count::from(2));
    let lost = tally
        .outcomes
        .iter()
        .filter(|share| share.interleavings != Count::zero());
    assert_eq!(lost.count(), 1);
}

/// A system that breaks after some steps.
struct Fragile(toy::Counters, u32);

impl System for Fragile {
    type Key = u128;
    type Outcome = ();
    type Checkpoint = ();
    type Problem = String;
    fn tasks(&self) -> usize {
        self.0.tasks()
    }
    fn reset(&mut self) {
        self.0.reset();
    }
    fn enabled(&self, into: &mut Vec<Task>) {
        self.0.enabled(into);
    }
    fn step(&mut self, task: Task) -> Result<(), String> {
        self.1 = self
            .1
            .checked_sub(1)
            .ok_or_else(|| format!("task {task} broke it"))?;
        self.0.step(task).map_err(|never| match never {})
    }
    fn key(&mut self) -> u128 {
        self.0.key()
    }
    fn outcome(&mut self) -> Result<(), String> {
        Ok(())
    }
    fn finished(&self, task: Task) -> bool {
        self.0.finished(task)
    }
    fn restore(&mut self, (): &()) {}
}

#[test]
fn a_problem_ends_it() {
    let mut exploration = Exploration::new(Fragile(toy::counters(2, 2), 6), Limits::default());
    assert_eq!(exploration.advance(100), Progress::Problem);
    assert_eq!(exploration.problem().unwrap(), "task 0 broke it");
    assert_eq!(exploration.advance(100), Progress::Problem);
    assert_eq!(exploration.tally().interleavings, Count::from(1)); // what was found before
    let mut check = Check::new(Fragile(toy::counters(2, 2), 1), Limits::default());
    assert_eq!(check.advance(100), Progress::Problem);
    assert_eq!(check.problem().unwrap(), "task 0 broke it");
    assert!(enumerate(&mut Fragile(toy::counters(2, 2), 6), 100, 100).is_err());
}

#[test]
fn enumeration_says_when_it_was_not_all() {
    let all = enumerate(&mut toy::counters(2, 3), 20, 6).unwrap();
    assert_eq!((all.interleavings, all.complete), (20, true));
    let some = enumerate(&mut toy::counters(2, 3), 19, 6).unwrap();
    assert_eq!((some.interleavings, some.complete), (19, false));
    let shallow = enumerate(&mut toy::counters(2, 3), 20, 5).unwrap();
    assert_eq!((shallow.interleavings, shallow.complete), (0, false));
}
