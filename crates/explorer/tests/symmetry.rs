//! Tasks that are alike may change their numbers: nothing that is counted changes by that, and witnesses
//! are as simple as those of all interleavings.

use lockstep_explorer::{Cost, Exploration, Limits, Progress, System, Task, enumerate};
use std::collections::HashMap;
use std::convert::Infallible;

/// Where a task stands that reads a number, writes one more, and returns what it has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Stage {
    Begins,
    HasRead(u8),
    Returned(u8),
}

/// Such tasks, and one that is not like them: it sets the number to 10.
#[derive(Clone, Debug)]
struct Writers {
    number: u8,
    set: bool,
    stages: Vec<Stage>,
    /// Where they change places: who stands where.
    who: Vec<Task>,
    after: Option<Task>,
}

impl Writers {
    fn new(copies: usize) -> Self {
        Self {
            number: 0,
            set: false,
            stages: vec![Stage::Begins; copies],
            who: Vec::new(),
            after: None,
        }
    }
}

impl System for Writers {
    type Key = (u8, bool, Vec<Stage>);
    type Outcome = (u8, Vec<Stage>);
    type Checkpoint = Self;
    type Problem = Infallible;

    fn tasks(&self) -> usize {
        self.stages.len() + 1
    }
    fn reset(&mut self) {
        *self = Self::new(self.stages.len());
    }
    fn reset_symmetric(&mut self) {
        self.reset();
        self.who = (0..self.stages.len()).collect();
    }
    fn number_after(&self, task: Task) -> Task {
        self.after.unwrap_or(task)
    }
    fn twins(&mut self, one: Task, other: Task) -> bool {
        let stage = |task: Task| self.stages.get(task);
        stage(one).is_some() && stage(one) == stage(other)
    }
    fn enabled(&self, into: &mut Vec<Task>) {
        into.extend((0..self.tasks()).filter(|&task| !self.finished(task)));
    }
    fn step(&mut self, task: Task) -> Result<(), Infallible> {
        self.after = None;
        match self.stages.get(task) {
            None => {
                self.set = true;
                self.number = 10;
            }
            Some(Stage::Begins) => self.stages[task] = Stage::HasRead(self.number),
            Some(Stage::HasRead(number)) => {
                self.number = number + 1;
                self.stages[task] = Stage::Returned(self.number);
            }
            Some(Stage::Returned(_)) => unreachable!("it has ended"),
        }
        if !self.who.is_empty() && task < self.stages.len() {
            let mut order: Vec<Task> = (0..self.stages.len()).collect();
            order.sort_by_key(|&from| (self.stages[from], from != task, from));
            self.stages = order.iter().map(|&from| self.stages[from]).collect();
            self.who = order.iter().map(|&from| self.who[from]).collect();
            self.after = order.iter().position(|&from| from == task);
        }
        Ok(())
    }
    fn key(&mut self) -> Self::Key {
        (self.number, self.set, self.stages.clone())
    }
    fn outcome(&mut self) -> Result<Self::Outcome, Infallible> {
        let mut stages = self.stages.clone();
        stages.sort_unstable();
        Ok((self.number, stages))
    }
    fn finished(&self, task: Task) -> bool {
        match self.stages.get(task) {
            Some(stage) => matches!(stage, Stage::Returned(_)),
            None => self.set,
        }
    }
    fn checkpoint(&mut self) -> Option<Self> {
        Some(self.clone())
    }
    fn restore(&mut self, checkpoint: &Self) {
        self.clone_from(checkpoint);
    }
}

/// Who takes the steps of a schedule in which tasks change their numbers.
fn schedule_of(system: &mut Writers, numbers: &[Task]) -> Vec<Task> {
    system.reset_symmetric();
    let mut schedule = Vec::new();
    for &number in numbers {
        schedule.push(system.who.get(number).copied().unwrap_or(number));
        system.step(number).unwrap();
    }
    schedule
}

#[test]
fn counts_and_witnesses_are_those_of_all_interleavings() {
    for copies in 1..=4 {
        let mut exploration = Exploration::new(Writers::new(copies), Limits::default());
        while exploration.advance(1_000) == Progress::Running {}
        let plain = enumerate(&mut Writers::new(copies), u64::MAX, 100).unwrap();
        assert!(plain.complete);
        let outcomes: Vec<_> = exploration.outcomes().cloned().collect();
        let tally = exploration.tally();
        let found: HashMap<_, _> = outcomes.iter().cloned().zip(&tally.outcomes).collect();
        assert_eq!(found.len(), plain.outcomes.len());
        for one in &plain.outcomes {
            let share = found[&one.outcome];
            let count = one.interleavings.to_string();
            assert_eq!(share.interleavings.to_string(), count);
            assert!((share.probability - one.probability).abs() < 1e-9);
            let id = outcomes.iter().position(|o| *o == one.outcome).unwrap();
            let numbers = exploration.witnesses().to_outcome(id).unwrap();
            let mut system = Writers::new(copies);
            let schedule = schedule_of(&mut system, &numbers);
            assert_eq!(Cost::of(&schedule), Cost::of(&one.witness));
            system.reset();
            for task in schedule {
                system.step(task).unwrap();
            }
            assert_eq!(system.outcome().unwrap(), one.outcome);
        }
    }
}

#[test]
fn steps_of_twins_are_taken_once() {
    let mut exploration = Exploration::new(Writers::new(6), Limits::default());
    while exploration.advance(1_000) == Progress::Running {}
    let figures = exploration.figures();
    // 13 steps, two of each of the six and one: 13! / 2^6.
    assert_eq!(exploration.tally().interleavings.to_string(), "97297200");
    assert!(figures.states < 5_000, "{figures:?}");
    assert!((figures.steps as usize) < figures.edges, "{figures:?}");
}
