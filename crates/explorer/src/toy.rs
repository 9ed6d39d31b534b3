//! Small systems to try the explorer on, with results that are known otherwise.
//!
//! [`Counters`] is about the smallest system there is. [`Machine`] runs tasks written as a few
//! [`Op`]s on shared variables: enough for the classics, which the functions here return.

use crate::{Judged, System, Task, TaskSet};
use std::convert::Infallible;

/// Tasks that take a number of steps each and never meet.
#[derive(Clone, Debug)]
pub struct Counters {
    taken: Vec<u8>,
    steps: u8,
}

/// `tasks` tasks of `steps` steps each: (tasks·steps)! / (steps!)^tasks interleavings.
///
/// # Panics
/// More than 16 tasks: their counts would not fit into the key.
pub fn counters(tasks: usize, steps: u8) -> Counters {
    assert!(tasks <= 16, "at most 16 counters");
    Counters {
        taken: vec![0; tasks],
        steps,
    }
}

impl System for Counters {
    type Key = u128;
    type Outcome = ();
    type Checkpoint = Vec<u8>;
    type Problem = Infallible;

    fn tasks(&self) -> usize {
        self.taken.len()
    }
    fn reset(&mut self) {
        self.taken.fill(0);
    }
    fn enabled(&self, into: &mut Vec<Task>) {
        into.extend((0..self.taken.len()).filter(|&task| !self.finished(task)));
    }
    fn step(&mut self, task: Task) -> Result<(), Infallible> {
        self.taken[task] += 1;
        Ok(())
    }
    fn key(&mut self) -> u128 {
        self.taken
            .iter()
            .fold(0, |key, &taken| key << 8 | u128::from(taken))
    }
    fn outcome(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
    fn finished(&self, task: Task) -> bool {
        self.taken[task] == self.steps
    }
    fn checkpoint(&mut self) -> Option<Vec<u8>> {
        Some(self.taken.clone())
    }
    fn restore(&mut self, checkpoint: &Vec<u8>) {
        self.taken.clone_from(checkpoint);
    }
}

impl Judged for () {
    fn broken(&self) -> bool {
        false
    }
    fn stuck(&self) -> bool {
        false
    }
    fn refused(&self) -> TaskSet {
        TaskSet::EMPTY
    }
    fn equal_without(&self, _: &Self, _: TaskSet) -> bool {
        true
    }
}

/// One step of a task of a [`Machine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Remember a variable.
    Read(usize),
    /// Set a variable to what was last remembered, plus a number.
    Write(usize, i32),
    /// Set a variable.
    Set(usize, i32),
    /// Add to a variable, in one step.
    Add(usize, i32),
    /// Wait until a variable has a value.
    Await(usize, i32),
    /// Wait until a variable is 0, then make it 1.
    Lock(usize),
    /// As `Lock`, but whether the variable is 0 is only found out by a step: if it is not, that step
    /// is blocked, and the next one is there when the variable is 0 again.
    Acquire(usize),
    /// If a variable is 0 make it 1, otherwise be refused: the task ends.
    TryLock(usize),
    /// Fail the invariant unless a variable has a value.
    Assert(usize, i32),
    /// Go to an op unless a variable has a value.
    Unless(usize, i32, usize),
    /// Go to an op.
    Goto(usize),
}

/// Tasks made of [`Op`]s on shared variables.
#[derive(Clone, Debug)]
pub struct Machine {
    programs: Vec<Vec<Op>>,
    initial: Vec<i32>,
    checkpoints: bool,
    state: State,
    /// Had the last step to wait?
    blocked: bool,
}

/// A [`Machine`]'s state, which is its own key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    variables: Vec<i32>,
    remembered: Vec<i32>,
    next: Vec<usize>,
    refused: TaskSet,
    /// Those whose last step was blocked.
    blocked: TaskSet,
    broken: bool,
}

/// What a [`Machine`] comes to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// The shared variables.
    pub variables: Vec<i32>,
    /// What each task remembered last.
    pub remembered: Vec<i32>,
    /// The tasks that were refused.
    pub refused: TaskSet,
    /// The tasks that have not come to their end.
    pub unfinished: TaskSet,
    /// Has an assertion failed?
    pub broken: bool,
    /// Was no task enabled although some had not come to their end?
    pub stuck: bool,
}

impl Machine {
    /// One program a task, and the variables' initial values.
    pub fn new(programs: Vec<Vec<Op>>, variables: Vec<i32>) -> Self {
        let mut machine = Self {
            programs,
            initial: variables,
            checkpoints: true,
            state: State::default(),
            blocked: false,
        };
        machine.reset();
        machine
    }

    /// The same machine, but with checkpoints only where all variables are even (as a connection
    /// can be brought back only outside a transaction).
    #[must_use]
    pub fn with_few_checkpoints(mut self) -> Self {
        self.checkpoints = false;
        self
    }

    fn op(&self, task: Task) -> Option<Op> {
        if self.state.refused.contains(task) {
            return None;
        }
        self.programs[task].get(self.state.next[task]).copied()
    }

    fn is_enabled(&self, task: Task) -> bool {
        match self.op(task) {
            None => false,
            Some(Op::Await(variable, value)) => self.state.variables[variable] == value,
            Some(Op::Lock(variable)) => self.state.variables[variable] == 0,
            Some(Op::Acquire(variable)) => {
                !self.state.blocked.contains(task) || self.state.variables[variable] == 0
            }
            Some(_) => true,
        }
    }
}

impl System for Machine {
    type Key = State;
    type Outcome = Outcome;
    type Checkpoint = State;
    type Problem = Infallible;

    fn tasks(&self) -> usize {
        self.programs.len()
    }

    fn reset(&mut self) {
        let tasks = self.programs.len();
        self.state = State {
            variables: self.initial.clone(),
            remembered: vec![0; tasks],
            next: vec![0; tasks],
            refused: TaskSet::EMPTY,
            blocked: TaskSet::EMPTY,
            broken: false,
        };
    }

    fn enabled(&self, into: &mut Vec<Task>) {
        into.extend((0..self.tasks()).filter(|&task| self.is_enabled(task)));
    }

    fn step(&mut self, task: Task) -> Result<(), Infallible> {
        let Some(op) = self.op(task) else {
            return Ok(());
        };
        let State {
            variables,
            remembered,
            next,
            refused,
            blocked,
            broken,
        } = &mut self.state;
        self.blocked = blocked.contains(task);
        *blocked = blocked.without(TaskSet::one(task));
        next[task] += 1;
        match op {
            Op::Read(variable) => remembered[task] = variables[variable],
            Op::Write(variable, more) => variables[variable] = remembered[task] + more,
            Op::Set(variable, value) => variables[variable] = value,
            Op::Add(variable, more) => variables[variable] += more,
            Op::Await(..) => {}
            Op::Lock(variable) => variables[variable] = 1,
            Op::Acquire(variable) if variables[variable] == 0 => variables[variable] = 1,
            Op::Acquire(_) => {
                next[task] -= 1;
                blocked.insert(task);
                self.blocked = true;
            }
            Op::TryLock(variable) if variables[variable] == 0 => variables[variable] = 1,
            Op::TryLock(_) => refused.insert(task),
            Op::Assert(variable, value) => *broken |= variables[variable] != value,
            Op::Unless(variable, value, to) if variables[variable] != value => next[task] = to,
            Op::Unless(..) => {}
            Op::Goto(to) => next[task] = to,
        }
        Ok(())
    }

    fn blocked(&self) -> bool {
        self.blocked
    }

    fn key(&mut self) -> State {
        self.state.clone()
    }

    fn outcome(&mut self) -> Result<Outcome, Infallible> {
        let unfinished: TaskSet = (0..self.tasks())
            .filter(|&task| !self.finished(task))
            .collect();
        let enabled = (0..self.tasks()).any(|task| self.is_enabled(task));
        let State {
            variables,
            remembered,
            refused,
            broken,
            ..
        } = self.state.clone();
        let stuck = !unfinished.is_empty() && !enabled;
        Ok(Outcome {
            variables,
            remembered,
            refused,
            unfinished,
            broken,
            stuck,
        })
    }

    fn finished(&self, task: Task) -> bool {
        self.op(task).is_none()
    }

    fn checkpoint(&mut self) -> Option<State> {
        let even = self.state.variables.iter().all(|value| value % 2 == 0);
        (self.checkpoints || even).then(|| self.state.clone())
    }

    fn restore(&mut self, checkpoint: &State) {
        self.state.clone_from(checkpoint);
    }
}

impl Judged for Outcome {
    fn broken(&self) -> bool {
        self.broken
    }
    fn stuck(&self) -> bool {
        self.stuck
    }
    fn refused(&self) -> TaskSet {
        self.refused
    }
    fn equal_without(&self, serial: &Self, refused: TaskSet) -> bool {
        let same =
            |task: Task| refused.contains(task) || self.remembered[task] == serial.remembered[task];
        self.variables == serial.variables
            && self.broken == serial.broken
            && self.refused.without(refused) == serial.refused.without(refused)
            && (0..self.remembered.len()).all(same)
    }
}

/// `tasks` tasks that each read the one variable and write it plus one: updates get lost.
pub fn lossy_counter(tasks: usize) -> Machine {
    Machine::new(vec![vec![Op::Read(0), Op::Write(0, 1)]; tasks], vec![0])
}

/// `seats` philosophers who take the fork on their left, then the one on their right, and put both
/// back: all may hold the left one and wait.
pub fn philosophers(seats: usize) -> Machine {
    let dine = |seat: usize| {
        let (left, right) = (seat, (seat + 1) % seats);
        vec![
            Op::Lock(left),
            Op::Lock(right),
            Op::Set(right, 0),
            Op::Set(left, 0),
        ]
    };
    Machine::new((0..seats).map(dine).collect(), vec![0; seats])
}

/// Peterson's algorithm for two tasks, with an assertion that one is alone. `polite` false leaves
/// out that each lets the other go first: then both can be inside.
pub fn peterson(polite: bool) -> Machine {
    let (turn, inside) = (2, 3);
    let task = |me: usize| {
        let other = 1 - me;
        vec![
            Op::Set(me, 1),
            if polite {
                Op::Set(turn, other as i32)
            } else {
                Op::Set(turn, me as i32)
            },
            Op::Unless(other, 1, 5),
            Op::Unless(turn, other as i32, 5),
            Op::Goto(2),
            Op::Assert(inside, 0),
            Op::Set(inside, 1),
            Op::Set(inside, 0),
            Op::Set(me, 0),
        ]
    };
    Machine::new(vec![task(0), task(1)], vec![0; 4])
}

/// Task 1 asks again and again until task 0 has set the variable: a loop with a way out.
pub fn retry() -> Machine {
    Machine::new(
        vec![vec![Op::Set(0, 1)], vec![Op::Unless(0, 1, 0)]],
        vec![0],
    )
}

/// Two tasks that each say that they want to go and then ask again and again until the other does
/// not. If both have said so before one has asked, they go round for ever.
pub fn livelock() -> Machine {
    let task = |me: usize| {
        vec![
            Op::Set(me, 1),
            Op::Unless(1 - me, 1, 3),
            Op::Goto(1),
            Op::Set(me, 0),
        ]
    };
    Machine::new(vec![task(0), task(1)], vec![0; 2])
}
