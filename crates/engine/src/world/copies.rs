//! Copies of one task: nothing tells them apart, so what matters is only how many of them stand where.
//!
//! During an exploration they change places after each step, so that their order depends only on what
//! they stand at. States that differ in nothing but which copy did what are then equal, and ten copies
//! do not cost ten factorial. A schedule names places; [`World::schedule_of_copies`] says who stood there.

use super::World;
use crate::database::Database;
use crate::ending::{Ending, TaskEnd};
use crate::hash::Hasher128;
use crate::program::Program;
use lockstep_explorer::{Count, System, Task};
use lockstep_scenario::{Problem, TaskResult};
use std::hash::{Hash, Hasher};

impl<D: Database> World<D> {
    /// Everything that decides what a task, alone in its process, does from now on.
    pub(super) fn digest_of(&mut self, task: Task) -> u128 {
        let process = self.tasks[task].process;
        let mut hasher = Hasher128::new();
        hasher.write_u128(self.processes.digest(self.now.states[process]));
        self.hash_waits(process, &mut hasher);
        for held in &self.now.locks {
            if held.by.process == process {
                (&held.name, held.by.number, held.shared).hash(&mut hasher);
            }
        }
        let mut ids = Vec::new();
        for slot in &self.now.open[process] {
            slot.is_some().hash(&mut hasher);
            ids.extend(slot.as_ref().map(|open| open.id));
        }
        hasher.write_u128(self.database.digest(&ids));
        hasher.finish128()
    }

    /// Brings copies into the order of their digests, and answers with the place of the task that has
    /// just taken a step. Of equal ones it comes first, so that its place depends on nothing else.
    pub(super) fn arrange(&mut self, stepped: Task) -> Result<Task, Problem> {
        let program = self.program.clone();
        let mut after = stepped;
        for copies in &program.copies {
            let mut order: Vec<(u128, bool, Task)> = Vec::with_capacity(copies.len());
            for task in copies.clone() {
                let digest = self.digest_of(task);
                order.push((digest, task != self.tasks[stepped].owner, task));
            }
            order.sort_unstable();
            let before = self.now.clone();
            let mut places = Vec::with_capacity(copies.len());
            for (task, (.., from)) in copies.clone().zip(&order) {
                let (to, source) = (self.tasks[task].process, self.tasks[*from].process);
                self.now.states[to] = before.states[source];
                self.now.waits[to].clone_from(&before.waits[source]);
                self.now.open[to].clone_from(&before.open[source]);
                self.now.steps[task] = before.steps[*from];
                self.now.who[task] = before.who[*from];
                places.push((source, to));
            }
            for held in &mut self.now.locks {
                if let Some((_, to)) = places.iter().find(|(from, _)| *from == held.by.process) {
                    held.by.process = *to;
                }
            }
            self.now.locks.sort_unstable();
            let (process, path) = (self.tasks[stepped].process, self.tasks[stepped].path);
            if let Some((_, to)) = places.iter().find(|(from, _)| *from == process) {
                // What has appeared in a process has moved with it.
                if self.tasks.len() > self.tasks.first() {
                    for (_, to) in places.iter().filter(|(from, to)| from != to) {
                        self.settle_threads(*to)?;
                    }
                }
                after = self.tasks.at(*to, path).unwrap_or(stepped);
            }
        }
        Ok(after)
    }

    /// The copies that stand in the places that a schedule names, as long as they change places. They are
    /// numbered in the order in which they take their first steps.
    ///
    /// # Errors
    /// The run cannot go on.
    pub fn schedule_of_copies(&mut self, places: &[Task]) -> Result<Vec<Task>, Problem> {
        let program = self.program.clone();
        if program.copies.is_empty() {
            return Ok(places.to_vec());
        }
        self.reset_symmetric();
        let mut numbers: Vec<Option<Task>> = vec![None; self.tasks.first()];
        let mut schedule = Vec::with_capacity(places.len());
        for &place in places {
            let owner = self.tasks[place].owner;
            let who = self.now.who[owner];
            let copies = program.copies.iter().find(|copies| copies.contains(&who));
            let number = match (numbers[who], copies) {
                (Some(number), _) => number,
                (None, None) => who,
                (None, Some(copies)) => {
                    let taken = copies.clone().filter(|copy| numbers[*copy].is_some());
                    copies.start + taken.count()
                }
            };
            numbers[who] = Some(number);
            let (process, path) = (self.tasks[number].process, self.tasks[place].path);
            let task = match place == owner {
                true => Some(number),
                false => {
                    let name = self.processes.path_name(path).clone();
                    self.tasks.meet(process, path, &name)
                }
            };
            schedule.push(task.unwrap_or(place));
            self.step(place)?;
        }
        Ok(schedule)
    }

    /// The other way round: the places in which the tasks of a schedule stand, as long as copies change
    /// places. It ends where one of them cannot take its step.
    ///
    /// # Errors
    /// The run cannot go on.
    pub fn places_of_copies(&mut self, schedule: &[String]) -> Result<Vec<Task>, Problem> {
        self.reset_symmetric();
        let mut places = Vec::with_capacity(schedule.len());
        let mut ready = Vec::new();
        for name in schedule {
            ready.clear();
            self.enabled(&mut ready);
            let Some(place) = ready.iter().find(|place| self.is_named(**place, name)) else {
                break;
            };
            places.push(*place);
            self.step(*place)?;
        }
        Ok(places)
    }

    /// Whether who stands in a place has this name; what appears from a task is named after it.
    fn is_named(&self, place: Task, name: &str) -> bool {
        let owner = self.tasks[place].owner;
        let who = self.now.who.get(owner).copied().unwrap_or(owner);
        if who == owner {
            return name == self.name(place);
        }
        let rest = self.name(place).strip_prefix(self.name(owner));
        rest.is_some() && name.strip_prefix(self.name(who)) == rest
    }

    /// What a schedule comes to, each copy with its own end; `None` if it could go on.
    ///
    /// # Errors
    /// The run cannot go on.
    pub fn ending_of(&mut self, schedule: &[Task]) -> Result<Option<Ending>, Problem> {
        self.reset();
        for task in schedule {
            self.step(*task)?;
        }
        self.ending_if_over()
    }
}

impl Ending {
    /// The same for all endings that differ only in which copy came to which end. Those that the
    /// database refused come last: so do those that take no part in a serial order.
    pub fn with_copies_in_order(mut self, program: &Program) -> Ending {
        if program.copies.is_empty() {
            return self;
        }
        let mut ends = self.tasks.to_vec();
        for copies in &program.copies {
            for (_, end) in &mut ends {
                if let TaskResult::Waiting { what } = &mut end.result {
                    let name = program.tasks[copies.start].function.as_str();
                    let another = format!("another {}", name.trim_start_matches("task_"));
                    // From the last: the name of the first can begin that of the tenth.
                    for copy in copies.clone().rev() {
                        *what = what.replace(&program.tasks[copy].name, &another);
                    }
                }
            }
            // The tasks of the start come first, each at its number.
            let mut in_order: Vec<TaskEnd> = ends[copies.clone()]
                .iter()
                .map(|(_, end)| end.clone())
                .collect();
            in_order.sort_by_cached_key(|end| {
                let apart = end.refused || end.result == TaskResult::Unstarted;
                (apart, format!("{end:?}"))
            });
            for ((_, end), new) in ends[copies.clone()].iter_mut().zip(in_order) {
                *end = new;
            }
        }
        self.tasks = ends.into();
        self
    }

    /// How many endings there are that differ from this one only in which copy came to which end.
    pub fn multiplicity(&self, program: &Program) -> Count {
        program.copies.iter().fold(Count::from(1), |all, copies| {
            let mut equal: Vec<(&TaskEnd, usize)> = Vec::new();
            for (_, end) in &self.tasks[copies.clone()] {
                match equal.iter_mut().find(|(other, _)| *other == end) {
                    Some((_, count)) => *count += 1,
                    None => equal.push((end, 1)),
                }
            }
            all.times(&Count::of_orders(equal.iter().map(|(_, count)| *count)))
        })
    }
}
