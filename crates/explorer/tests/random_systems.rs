//! Random small systems, explored and worked out again in the plainest way there is.

use lockstep_explorer::toy::{self, Machine, Op, Outcome, State};
use lockstep_explorer::{
    Cost, Count, Exploration, Graph, Limits, Node, Part, Progress, System, Tally, Task, TaskSet,
    Waits, enumerate, serial_outcomes,
};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::convert::Infallible;

/// SplitMix64: the same systems in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ word >> 31) % end as u64) as usize
    }

    /// An op on few variables, so that tasks get into each other's way. `goto` is where jumps go.
    fn op(&mut self, goto: usize) -> Op {
        let variable = self.below(3);
        let value = self.below(2) as i32;
        match self.below(18) {
            0..3 => Op::Read(variable),
            3..5 => Op::Write(variable, value),
            5..7 => Op::Set(variable, value),
            7 => Op::Add(variable, 1),
            8 => Op::Await(variable, value),
            9 => Op::Lock(variable),
            10 => Op::TryLock(variable),
            11 => Op::Assert(variable, value),
            12..16 => Op::Unless(variable, value, goto),
            16 => Op::Acquire(variable),
            _ => Op::Goto(goto),
        }
    }

    /// A machine without loops, as jumps only go forward, or one whose jumps go anywhere.
    fn machine(&mut self, tasks: usize, ops: usize, loops: bool) -> Machine {
        let mut programs = Vec::new();
        for _ in 0..tasks {
            let len = 1 + self.below(ops);
            let program = (0..len).map(|at| {
                let goto = if loops {
                    self.below(len + 1)
                } else {
                    at + 1 + self.below(len - at)
                };
                match self.op(goto) {
                    // What goes round must not count, or there are states without end.
                    Op::Add(variable, _) if loops => Op::Set(variable, 1),
                    Op::Write(variable, _) if loops => Op::Write(variable, 0),
                    op => op,
                }
            });
            programs.push(program.collect());
        }
        let variables = (0..3).map(|_| self.below(2) as i32).collect();
        let machine = Machine::new(programs, variables);
        if self.below(2) == 0 {
            machine
        } else {
            machine.with_few_checkpoints()
        }
    }
}

/// Explored in slices of any length.
fn explored<S: System>(system: S, random: &mut Random) -> Exploration<S> {
    let mut exploration = Exploration::new(system, Limits::default());
    while exploration.advance(1 + random.below(20)) == Progress::Running {}
    assert_eq!(exploration.progress(), Progress::Complete);
    exploration
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

#[test]
fn merging_finds_what_plain_enumeration_finds() {
    let mut random = Random(1);
    let mut most = 0;
    for case in 0..600 {
        let (tasks, ops) = [(2, 6), (3, 3), (4, 2)][case % 3];
        let mut machine = random.machine(tasks, ops, false);
        let plain = enumerate(&mut machine, 1_000_000, 1_000).unwrap();
        assert!(plain.complete);
        most = most.max(plain.interleavings);
        let exploration = explored(machine.clone(), &mut random);
        let tally = exploration.tally();
        assert!(tally.complete && tally.loops.is_empty());
        assert_eq!(
            tally.interleavings,
            Count::from(plain.interleavings),
            "{machine:?}"
        );
        assert_eq!(
            exploration.outcomes().len(),
            plain.outcomes.len(),
            "{machine:?}"
        );
        let witnesses = exploration.witnesses();
        for (id, outcome) in exploration.outcomes().enumerate() {
            let same = plain
                .outcomes
                .iter()
                .find(|plain| plain.outcome == *outcome)
                .unwrap();
            assert_eq!(
                tally.outcomes[id].interleavings,
                Count::from(same.interleavings),
                "{machine:?}"
            );
            assert!(
                close(tally.outcomes[id].probability, same.probability),
                "{machine:?}"
            );
            assert_eq!(
                witnesses.to_outcome(id).as_ref(),
                Some(&same.witness),
                "{machine:?}"
            );
        }
    }
    assert!(
        most > 900,
        "the systems are too tame: at most {most} interleavings"
    );
}

/// Runs every schedule that begins with what `machine` has done, in which tasks have waited so far as
/// `waits` says: how many there are, and what they come to together.
fn add_up_waits(machine: &Machine, waits: (u64, u64), sums: &mut (u64, u64, u64)) {
    let mut enabled = Vec::new();
    machine.enabled(&mut enabled);
    if enabled.is_empty() {
        sums.0 += 1;
        sums.1 += waits.0;
        sums.2 += waits.1;
    }
    let waiting = |task: &Task| !enabled.contains(task) && !machine.finished(*task);
    let waiting = (0..machine.tasks()).filter(waiting).count() as u64;
    for &task in &enabled {
        let mut machine = machine.clone();
        machine.step(task).unwrap();
        let blocked = u64::from(machine.blocked());
        add_up_waits(&machine, (waits.0 + blocked, waits.1 + waiting), sums);
    }
}

#[test]
fn waits_are_those_of_all_schedules() {
    let mut random = Random(7);
    let (mut blocked, mut waited) = (0, 0);
    for case in 0..300 {
        let (tasks, ops) = [(2, 5), (3, 3)][case % 2];
        let mut machine = random.machine(tasks, ops, false);
        machine.reset();
        let mut sums = (0, 0, 0);
        add_up_waits(&machine, (0, 0), &mut sums);
        let expected = Waits {
            blocked: sums.1 as f64 / sums.0 as f64,
            waited: sums.2 as f64 / sums.0 as f64,
        };
        let found = explored(machine.clone(), &mut random).waits();
        assert_eq!(found, Some(expected), "{machine:?}");
        blocked += usize::from(sums.1 > 0);
        waited += usize::from(sums.2 > 0);
    }
    assert!(
        blocked > 20 && waited > 60,
        "the systems are too tame: steps were blocked in {blocked} of them, tasks waited in {waited}"
    );
}

#[test]
fn each_node_has_the_interleavings_of_its_steps() {
    let mut random = Random(2);
    for _ in 0..30 {
        let exploration = explored(random.machine(3, 3, false), &mut random);
        let graph = exploration.graph();
        for node in 0..graph.len() as Node {
            let tally = exploration.tally_from(node);
            if let Some(outcome) = graph.ending(node) {
                assert_eq!(tally.interleavings, Count::from(1));
                assert_eq!(tally.outcomes[outcome].probability, 1.0);
                continue;
            }
            let mut sum = Count::zero();
            for (_, target) in graph.steps(node) {
                sum += &exploration.tally_from(target.unwrap()).interleavings;
            }
            assert_eq!(tally.interleavings, sum);
        }
    }
}

#[test]
fn what_is_found_while_it_runs_is_part_of_the_whole() {
    let mut random = Random(3);
    for case in 0..60 {
        let machine = random.machine(3, 3, case % 2 == 0);
        let whole = explored(machine.clone(), &mut random);
        let all = whole.tally();
        let mut exploration = Exploration::new(machine, Limits::default());
        while exploration.advance(5) == Progress::Running {
            let tally = exploration.tally();
            let mut known = tally.unexplored;
            for (id, share) in tally.outcomes.iter().enumerate() {
                // Outcomes are numbered as they are found, so the numbers are the same.
                assert_eq!(exploration.outcome(id), whole.outcome(id));
                assert!(share.interleavings <= all.outcomes[id].interleavings);
                assert!(share.probability <= all.outcomes[id].probability + 1e-9);
                known += share.probability;
            }
            for inside in tally.loops.iter().filter(|inside| inside.livelock) {
                assert!(
                    all.loops
                        .iter()
                        .any(|other| other.livelock && other.tasks == inside.tasks)
                );
            }
            assert!(close(known + tally.forever(), 1.0));
            // Towards the end all may be known before it is known to be all.
            assert!(!tally.complete || exploration.figures().edges == whole.figures().edges);
        }
    }
}

#[test]
fn witnesses_do_not_depend_on_the_order_of_exploration() {
    /// The same system with its tasks in the opposite order.
    struct Backwards(Machine);

    impl Backwards {
        fn other(&self, task: Task) -> Task {
            self.0.tasks() - 1 - task
        }
    }

    impl System for Backwards {
        type Key = State;
        type Outcome = Outcome;
        type Checkpoint = State;
        type Problem = Infallible;
        fn tasks(&self) -> usize {
            self.0.tasks()
        }
        fn reset(&mut self) {
            self.0.reset();
        }
        fn enabled(&self, into: &mut Vec<Task>) {
            self.0.enabled(into);
            into.iter_mut().for_each(|task| *task = self.other(*task));
            into.reverse();
        }
        fn step(&mut self, task: Task) -> Result<(), Infallible> {
            self.0.step(self.other(task))
        }
        fn key(&mut self) -> State {
            self.0.key()
        }
        fn outcome(&mut self) -> Result<Outcome, Infallible> {
            self.0.outcome()
        }
        fn finished(&self, task: Task) -> bool {
            self.0.finished(self.other(task))
        }
        fn restore(&mut self, checkpoint: &State) {
            self.0.restore(checkpoint);
        }
    }

    let mut random = Random(4);
    for _ in 0..200 {
        let machine = random.machine(3, 3, true);
        let forwards = explored(machine.clone(), &mut random);
        let backwards = explored(Backwards(machine), &mut random);
        let one = forwards.witnesses();
        let two = backwards.witnesses();
        for (id, outcome) in forwards.outcomes().enumerate() {
            let same = backwards
                .outcomes()
                .position(|other| other == outcome)
                .unwrap();
            let one = one.to_outcome(id).unwrap();
            let two = two.to_outcome(same).unwrap();
            // Which of those with equal cost comes first depends on the tasks' names, the cost not.
            assert_eq!(Cost::of(&one), Cost::of(&two));
        }
    }
}

/// All states of a machine, found by whole keys, with their steps.
struct Plain {
    states: Vec<State>,
    steps: Vec<Vec<(Task, usize)>>,
    endings: Vec<Option<Outcome>>,
}

impl Plain {
    fn of(machine: &mut Machine) -> Self {
        machine.reset();
        let mut plain = Self {
            states: vec![machine.key()],
            steps: Vec::new(),
            endings: Vec::new(),
        };
        let mut numbers = HashMap::from([(machine.key(), 0)]);
        while plain.steps.len() < plain.states.len() {
            let state = plain.states[plain.steps.len()].clone();
            machine.restore(&state);
            let mut enabled = Vec::new();
            machine.enabled(&mut enabled);
            plain
                .endings
                .push(enabled.is_empty().then(|| machine.outcome().unwrap()));
            let mut steps = Vec::new();
            for task in enabled {
                machine.restore(&state);
                machine.step(task).unwrap();
                let key = machine.key();
                let number = *numbers.entry(key.clone()).or_insert_with(|| {
                    plain.states.push(key);
                    plain.states.len() - 1
                });
                steps.push((task, number));
            }
            plain.steps.push(steps);
        }
        plain
    }

    /// For each state all that can be reached by at least one step.
    fn reachable(&self) -> Vec<HashSet<usize>> {
        let from = |start: usize| {
            let mut seen = HashSet::new();
            let mut open: Vec<usize> = self.steps[start].iter().map(|&(_, to)| to).collect();
            while let Some(state) = open.pop() {
                if seen.insert(state) {
                    open.extend(self.steps[state].iter().map(|&(_, to)| to));
                }
            }
            seen
        };
        (0..self.states.len()).map(from).collect()
    }

    /// The probabilities of outcomes after very many steps.
    fn probabilities(&self) -> HashMap<Outcome, f64> {
        let mut now = vec![0.0; self.states.len()];
        now[0] = 1.0;
        for _ in 0..3_000 {
            let mut next = vec![0.0; now.len()];
            for (state, probability) in now.iter().enumerate() {
                if self.steps[state].is_empty() {
                    next[state] += probability;
                }
                for &(_, to) in &self.steps[state] {
                    next[to] += probability / self.steps[state].len() as f64;
                }
            }
            now = next;
        }
        let mut found = HashMap::new();
        for (ending, probability) in self.endings.iter().zip(now) {
            if let Some(outcome) = ending {
                *found.entry(outcome.clone()).or_insert(0.0) += probability;
            }
        }
        found
    }

    /// For each outcome the simplest schedule: whole schedules, cheapest first.
    fn witnesses(&self) -> HashMap<Outcome, Vec<Task>> {
        let mut found = HashMap::new();
        let mut settled = HashSet::new();
        let mut queue = BinaryHeap::from([Reverse((Cost::default(), Vec::<Task>::new(), 0))]);
        while let Some(Reverse((_, schedule, state))) = queue.pop() {
            if !settled.insert((state, schedule.last().copied())) {
                continue;
            }
            if let Some(outcome) = &self.endings[state] {
                found
                    .entry(outcome.clone())
                    .or_insert_with(|| schedule.clone());
            }
            for &(task, to) in &self.steps[state] {
                let mut longer = schedule.clone();
                longer.push(task);
                queue.push(Reverse((Cost::of(&longer), longer, to)));
            }
        }
        found
    }
}

#[test]
fn loops_are_worked_out_right() {
    let mut random = Random(5);
    let (mut livelocks, mut retries, mut mixed) = (0, 0, 0);
    for case in 0..400 {
        let (tasks, ops) = [(2, 5), (3, 3)][case % 2];
        let mut machine = random.machine(tasks, ops, true);
        let plain = Plain::of(&mut machine);
        let exploration = explored(machine.clone(), &mut random);
        let tally = exploration.tally();
        assert_eq!(exploration.graph().len(), plain.states.len());

        let reachable = plain.reachable();
        let goes_round: Vec<usize> = (0..plain.states.len())
            .filter(|&state| reachable[state].contains(&state))
            .collect();
        let ends = |state: usize| {
            reachable[state]
                .iter()
                .any(|&end| plain.endings[end].is_some())
        };
        let looping = goes_round.iter().filter(|&&state| ends(state)).count();
        // A state without a way to any end may still leave its loop for another.
        let locked = goes_round.iter().filter(|&&state| {
            reachable[state]
                .iter()
                .all(|&other| reachable[other].contains(&state))
        });
        let locked = locked.count();
        let states = |livelock: bool| -> usize {
            let loops = tally
                .loops
                .iter()
                .filter(|inside| inside.livelock == livelock);
            loops.map(lockstep_explorer::Loop::states).sum()
        };
        assert_eq!(states(true), locked, "{machine:?}");
        assert_eq!(states(false), goes_round.len() - locked, "{machine:?}");
        assert!(states(false) >= looping);

        let probabilities = plain.probabilities();
        let witnesses = plain.witnesses();
        let search = exploration.witnesses();
        let mut ended = 0.0;
        for (id, outcome) in exploration.outcomes().enumerate() {
            let share = &tally.outcomes[id];
            assert!(
                close(share.probability, probabilities[outcome]),
                "{machine:?}"
            );
            assert_eq!(
                search.to_outcome(id).as_ref(),
                Some(&witnesses[outcome]),
                "{machine:?}"
            );
            let infinite = goes_round.iter().any(|&state| {
                reachable[state]
                    .iter()
                    .any(|&end| plain.endings[end].as_ref() == Some(outcome))
            });
            assert_eq!(
                share.interleavings == Count::Infinite,
                infinite,
                "{machine:?}"
            );
            ended += share.probability;
        }
        assert_eq!(probabilities.len(), exploration.outcomes().len());
        assert!(close(ended + tally.forever(), 1.0));
        assert_eq!(
            tally.interleavings == Count::Infinite,
            !goes_round.is_empty()
        );

        for inside in &tally.loops {
            let round = search.round(inside).unwrap();
            let graph = exploration.graph();
            let start = graph.follow(&round.path);
            let again = graph.follow(&[round.path, round.round.clone()].concat());
            assert_eq!((start, start.is_some()), (again, true));
            assert!(!round.round.is_empty());
            assert!(round.round.iter().all(|&task| inside.tasks.contains(task)));
        }
        livelocks += usize::from(locked > 0);
        retries += usize::from(states(false) > 0);
        mixed += usize::from(locked > 0 && !exploration.graph().is_empty() && ended > 0.0);
    }
    assert!(
        livelocks > 30 && retries > 30 && mixed > 5,
        "{livelocks} {retries} {mixed}"
    );
}

#[test]
fn serial_orders_are_those_of_all_permutations() {
    let mut random = Random(6);
    for case in 0..300 {
        let mut machine = random.machine(4, 3, false);
        let tasks = if case % 3 == 0 {
            TaskSet::first(4)
        } else {
            (0..4).filter(|_| random.below(3) > 0).collect()
        };
        let mut plain: HashMap<Outcome, Vec<Task>> = HashMap::new();
        for order in permutations(&tasks.iter().collect::<Vec<_>>()) {
            machine.reset();
            let feasible = order.iter().all(|&task| {
                while !machine.finished(task) {
                    let mut enabled = Vec::new();
                    machine.enabled(&mut enabled);
                    if !enabled.contains(&task) {
                        return false;
                    }
                    machine.step(task).unwrap();
                }
                true
            });
            if feasible {
                let outcome = machine.outcome().unwrap();
                plain.entry(outcome).or_insert(order);
            }
        }
        let serial = serial_outcomes(&mut machine, tasks, 100_000)
            .unwrap()
            .unwrap();
        let found: HashMap<Outcome, Vec<Task>> =
            serial.outcomes.into_iter().zip(serial.orders).collect();
        assert_eq!(found, plain, "{machine:?}");
    }
}

/// In alphabetical order.
fn permutations(tasks: &[Task]) -> Vec<Vec<Task>> {
    if tasks.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for &first in tasks {
        let rest: Vec<Task> = tasks
            .iter()
            .copied()
            .filter(|&task| task != first)
            .collect();
        all.extend(
            permutations(&rest)
                .into_iter()
                .map(|order| [vec![first], order].concat()),
        );
    }
    all
}

#[test]
fn parts_add_up_to_the_whole() {
    let mut random = Random(8);
    let (mut shared, mut endless) = (0, 0);
    for case in 0..600 {
        let loops = case % 2 == 0;
        let machine = random.machine(2 + case % 3 % 2, if loops { 4 } else { 6 }, loops);
        let whole = explored(machine.clone(), &mut random);
        let of = 1 + random.below(4);
        let parts: Vec<_> = (0..of)
            .map(|number| {
                let part = Part { number, of };
                let part = Exploration::part(machine.clone(), Limits::default(), part);
                let mut part = part.unwrap();
                while part.advance(1 + random.below(20)) == Progress::Running {}
                assert_eq!(part.progress(), Progress::Complete);
                part
            })
            .collect();
        let tallies: Vec<_> = parts.iter().map(Exploration::tally).collect();
        let tally = whole.tally();
        for (id, outcome) in whole.outcomes().enumerate() {
            let mut count = Count::zero();
            let mut probability = 0.0;
            let mut witnesses = Vec::new();
            for (part, tally) in parts.iter().zip(&tallies) {
                if let Some(id) = part.outcomes().position(|found| found == outcome) {
                    count += &tally.outcomes[id].interleavings;
                    probability += tally.outcomes[id].probability;
                    let witness = part.witnesses().to_outcome(id).unwrap();
                    witnesses.push((Cost::of(&witness), witness));
                }
            }
            shared += usize::from(witnesses.len() > 1);
            assert_eq!(count, tally.outcomes[id].interleavings, "{machine:?}");
            assert!(close(probability, tally.outcomes[id].probability));
            let witness = witnesses.into_iter().min().map(|(_, witness)| witness);
            assert_eq!(witness, whole.witnesses().to_outcome(id));
        }
        endless += usize::from(!tally.loops.is_empty());
        let forever: f64 = tallies.iter().map(Tally::forever).sum();
        assert!(close(forever, tally.forever()));
        // Each finds the same states, if not each all of them.
        let mut found = HashMap::new();
        for (key, steps) in parts.iter().flat_map(Exploration::states) {
            assert_eq!(*found.entry(key).or_insert(steps), steps);
        }
        let figures = whole.figures();
        assert_eq!(found.len(), figures.states);
        assert_eq!(found.into_values().sum::<usize>(), figures.edges);
    }
    assert!(shared > 100 && endless > 30, "{shared} {endless}");
}

/// A lossy counter whose key leaves out what the tasks remember.
struct TooCoarse(Machine);

impl System for TooCoarse {
    type Key = String;
    type Outcome = Outcome;
    type Checkpoint = State;
    type Problem = Infallible;
    fn tasks(&self) -> usize {
        self.0.tasks()
    }
    fn reset(&mut self) {
        self.0.reset();
    }
    fn enabled(&self, into: &mut Vec<Task>) {
        self.0.enabled(into);
    }
    fn step(&mut self, task: Task) -> Result<(), Infallible> {
        self.0.step(task)
    }
    fn key(&mut self) -> String {
        let state = format!("{:?}", self.0.key());
        let (before, after) = state.split_once("remembered").unwrap();
        [before, after.split_once(']').unwrap().1].concat()
    }
    fn outcome(&mut self) -> Result<Outcome, Infallible> {
        self.0.outcome()
    }
    fn finished(&self, task: Task) -> bool {
        self.0.finished(task)
    }
    fn restore(&mut self, checkpoint: &State) {
        self.0.restore(checkpoint);
    }
}

#[test]
fn a_key_that_says_too_little_is_found_out_by_enumeration() {
    let plain = enumerate(&mut toy::lossy_counter(2), 100, 100).unwrap();
    let exploration = explored(TooCoarse(toy::lossy_counter(2)), &mut Random(7));
    let tally = exploration.tally();
    let same = plain.outcomes.iter().all(|plain| {
        let id = exploration
            .outcomes()
            .position(|outcome| *outcome == plain.outcome);
        id.is_some_and(|id| tally.outcomes[id].interleavings == Count::from(plain.interleavings))
    });
    assert!(!same);
    assert!(
        exploration
            .graph()
            .follow(&[0, 1])
            .is_some_and(|node| node != Graph::ROOT)
    );
}
