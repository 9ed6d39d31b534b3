//! Running the permutations of a `.spec` file one by one, as isolationtester does.
//!
//! A permutation says in which order steps are sent. A step whose statement meets a lock waits while the
//! others go on; it tries again after every step, first those that have waited longest. When its own
//! session's next step comes up, or nothing is left to send, time passes and its busy timeout ends it. A step
//! that has none is cancelled, where the database can do that, and the permutation goes on.

use crate::any_database::AnyDatabase;
use crate::database::{Database, Failure};
use crate::program::{Code, Program};
use crate::session::{ResultSet, StepEnd};
use crate::world::World;
use lockstep_explorer::System;
use lockstep_scenario::{
    Language, Marker, PermutationRun, Problem, Scenario, Settings, Spec, StepPlace, StepRun,
    StepRunStatus,
};
use std::rc::Rc;

/// A permutation that was run.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What came of it.
    pub result: PermutationRun,
    /// The same as isolationtester tells it, in the order in which it does.
    pub events: Vec<Event>,
}

/// One thing that isolationtester prints.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Rows that a setup or a teardown gave.
    Rows(ResultSet),
    /// What the database says besides.
    Notice {
        /// To which session.
        session: String,
        /// Its text, with its severity.
        text: String,
    },
    /// A step was sent.
    Sent {
        /// Its name.
        step: String,
        /// Its SQL.
        sql: String,
        /// Its end is not reported yet.
        waiting: bool,
    },
    /// A step that no other one could end was cancelled.
    Cancelled {
        /// Its name.
        step: String,
    },
    /// The end of a step that was reported as waiting.
    Completed {
        /// Its name.
        step: String,
    },
    /// What the step that was told last gave, and the message of its error.
    Ended {
        /// Rows of each of its statements.
        results: Vec<ResultSet>,
        /// Why it ended early.
        error: Option<String>,
    },
}

/// The permutations of a `.spec` file, in order: those that it lists, or else all that can happen.
///
/// ```
/// let mut scenario = lockstep_scenario::Scenario::python("", "session a step a1 { SELECT 1 } session b step b1 { SELECT 2 }");
/// scenario.language = lockstep_scenario::Language::Spec;
/// let runs: Vec<_> = lockstep_engine::Permutations::new(&scenario).unwrap().map(Result::unwrap).collect();
/// assert_eq!(runs.len(), 2);
/// assert_eq!(runs[1].result.permutation, ["b1", "a1"]);
/// ```
pub struct Permutations {
    spec: Spec,
    settings: Settings,
    next: Next,
}

/// Which permutation comes next.
enum Next {
    /// The one of this number in the file's list.
    Listed(usize),
    /// All there are: in a world that is used again and again.
    Possible(Box<World<AnyDatabase>>, Choices),
}

impl Permutations {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with it, with a place where there is one, or what is wrong with its setup.
    pub fn new(scenario: &Scenario) -> Result<Self, Problem> {
        if scenario.language != Language::Spec {
            return Err(Problem::new(
                "This is a scenario in Python: say with --schedule which task takes which step. Only a .spec file has permutations.",
            ));
        }
        let program = Program::read(scenario)?;
        let Code::Sql(spec) = &program.code else {
            unreachable!("the language says so");
        };
        let spec = spec.clone();
        let next = if spec.permutations.is_empty() {
            let world = world(program, &scenario.settings)?;
            Next::Possible(Box::new(world), Choices::default())
        } else {
            Next::Listed(0)
        };
        Ok(Permutations {
            spec,
            settings: scenario.settings.clone(),
            next,
        })
    }

    /// How many sessions there are.
    pub fn sessions(&self) -> usize {
        self.spec.sessions.len()
    }
}

impl Iterator for Permutations {
    type Item = Result<Run, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.next {
            Next::Listed(number) => {
                let permutation = self.spec.permutations.get(*number)?;
                *number += 1;
                // Each session's steps are those that the permutation takes, in its order.
                let mut spec = self.spec.clone();
                for session in &mut spec.sessions {
                    session.steps.clear();
                }
                for step in &permutation.steps {
                    let whole = self.spec.step(step.place).clone();
                    spec.sessions[step.place.session].steps.push(whole);
                }
                let program = Program::of_sessions(spec, &self.settings);
                let world = program.and_then(|program| world(program, &self.settings));
                Some(world.and_then(|mut world| {
                    let mut run = Running::new(&self.spec, &mut world);
                    for step in &permutation.steps {
                        run.send(step.place, &step.markers)?;
                    }
                    run.cancel_all()?;
                    run.end()
                }))
            }
            Next::Possible(world, choices) => {
                if !choices.begin() {
                    return None;
                }
                world.reset();
                let mut run = Running::new(&self.spec, world);
                let all = || {
                    while let Some(session) = choices.choose(run.possible()?) {
                        let step = run.world.steps_ended(session).len();
                        run.send(StepPlace { session, step }, &[])?;
                    }
                    run.end()
                };
                Some(all())
            }
        }
    }
}

/// What isolationtester says of a setup or a teardown: notices, but none of its own connection's, and rows.
fn told((session, end): (String, StepEnd)) -> Vec<Event> {
    let notices = end.notices.into_iter().filter(|_| !session.is_empty());
    let notices = notices.map(|notice| Event::Notice {
        session: session.clone(),
        text: notice.text,
    });
    notices
        .chain(end.results.into_iter().map(Event::Rows))
        .collect()
}

fn world(program: Program, settings: &Settings) -> Result<World<AnyDatabase>, Problem> {
    let database = AnyDatabase::new(settings, &[])?;
    World::new(Rc::new(program), database)
}

/// All ways through a tree, depth first, by running each from its root.
#[derive(Default)]
struct Choices {
    /// At each point so far: what there was to choose from, and which of it is taken.
    points: Vec<(Vec<usize>, usize)>,
    depth: usize,
    begun: bool,
}

impl Choices {
    /// Begins the next way; whether there is one.
    fn begin(&mut self) -> bool {
        self.depth = 0;
        if !std::mem::replace(&mut self.begun, true) {
            return true;
        }
        while let Some((options, taken)) = self.points.last_mut() {
            if *taken + 1 < options.len() {
                *taken += 1;
                return true;
            }
            self.points.pop();
        }
        false
    }

    /// What this way takes at the next point; `None` if there is nothing to choose from.
    fn choose(&mut self, options: Vec<usize>) -> Option<usize> {
        if self.depth == self.points.len() && !options.is_empty() {
            self.points.push((options, 0));
        }
        let (options, taken) = self.points.get(self.depth)?;
        self.depth += 1;
        Some(options[*taken])
    }
}

/// A step that was sent.
struct Sent {
    place: StepPlace,
    /// The how many of its session's it is.
    nth: usize,
    markers: Vec<Marker>,
    /// It had to wait.
    waited: bool,
    /// Its end has been told.
    reported: bool,
}

/// A permutation under way.
struct Running<'a> {
    spec: &'a Spec,
    world: &'a mut World<AnyDatabase>,
    sent: Vec<Sent>,
    events: Vec<Event>,
}

impl<'a> Running<'a> {
    fn new(spec: &'a Spec, world: &'a mut World<AnyDatabase>) -> Self {
        let opening = world.opening().to_vec();
        let events = opening.into_iter().flat_map(told).collect();
        Running {
            spec,
            world,
            sent: Vec::new(),
            events,
        }
    }

    /// The sessions that can send a step now, once time has passed if all that have one left wait.
    fn possible(&mut self) -> Result<Vec<usize>, Problem> {
        loop {
            let unfinished: Vec<usize> = (0..self.world.tasks())
                .filter(|session| {
                    let steps = self.spec.sessions[*session].steps.len();
                    let begun = usize::from(self.world.is_waiting(*session));
                    self.world.steps_ended(*session).len() + begun < steps
                })
                .collect();
            let ready = |session: &usize| !self.world.is_waiting(*session);
            let possible: Vec<usize> = unfinished.iter().copied().filter(ready).collect();
            if unfinished.is_empty() || !possible.is_empty() || !self.let_time_pass()? {
                return Ok(possible);
            }
        }
    }

    /// Sends a step, and lets those that wait try again.
    fn send(&mut self, place: StepPlace, markers: &[Marker]) -> Result<(), Problem> {
        let session = place.session;
        while self.world.is_waiting(session) {
            if !self.let_time_pass()? && !self.cancel(session)? {
                let name = |place| &self.spec.step(place).name;
                let waiting = self.sent.iter().rev();
                let mut waiting = waiting.filter(|sent| sent.place.session == session);
                return Err(Problem::new(format!(
                    "The step {} can never be sent in this permutation: its session still waits at {}, for what no other session gives free.",
                    name(place),
                    waiting
                        .next()
                        .map_or("its step before", |sent| name(sent.place)),
                )));
            }
        }
        let before = |sent: &Sent| sent.place.session == session && !sent.reported;
        if let Some(before) = self.sent.iter().position(before) {
            // The session's step before is told first. If a marker still holds it back it can never be
            // told in time: isolationtester would give up here.
            self.report_if_possible(before);
            self.report_waiting(self.sent.len());
            if !self.sent[before].reported {
                self.report_end(before);
            }
        }
        let nth = self.world.steps_ended(session).len();
        self.world.step(session)?;
        self.sent.push(Sent {
            place,
            nth,
            markers: markers.to_vec(),
            waited: self.world.is_waiting(session),
            reported: false,
        });
        let index = self.sent.len() - 1;
        let waits = markers.contains(&Marker::Waits) || !self.can_be_reported(index);
        let step = self.spec.step(place);
        if !waits {
            self.tell_notices(index);
        }
        self.events.push(Event::Sent {
            step: step.name.clone(),
            sql: step.sql.text.clone(),
            waiting: waits,
        });
        if !waits {
            self.tell_end(index);
        }
        self.try_waiting()?;
        // Whatever this step released; itself it is looked at after the next one.
        self.report_waiting(index);
        Ok(())
    }

    /// Lets waiting steps try again, those that have waited longest first, until none gets on.
    fn try_waiting(&mut self) -> Result<(), Problem> {
        let mut index = 0;
        while index < self.sent.len() {
            let session = self.sent[index].place.session;
            let is_latest = self.world.steps_ended(session).len() == self.sent[index].nth;
            if is_latest && self.world.is_waiting(session) && self.world.is_ready(session) {
                self.world.step(session)?;
                if !self.world.is_waiting(session) {
                    // It may have given a lock back that an earlier one waits for.
                    index = 0;
                    continue;
                }
            }
            index += 1;
        }
        Ok(())
    }

    /// Nothing else can happen: the timeout that is due first ends. Whether there is one.
    fn let_time_pass(&mut self) -> Result<bool, Problem> {
        let waiting = |sent: &&Sent| {
            let session = sent.place.session;
            self.world.is_waiting(session) && self.world.steps_ended(session).len() == sent.nth
        };
        let due = self
            .sent
            .iter()
            .filter(waiting)
            .filter_map(|sent| {
                let session = sent.place.session;
                Some((self.world.deadline(session)?, session))
            })
            .min_by_key(|(deadline, _)| *deadline);
        let Some((_, session)) = due else {
            return Ok(false);
        };
        self.world.step(session)?;
        self.try_waiting()?;
        Ok(true)
    }

    /// Cancels the step that a session waits at, since nothing else can end it; whether it could.
    fn cancel(&mut self, session: usize) -> Result<bool, Problem> {
        let waiting = |sent: &Sent| sent.place.session == session && !self.has_ended(sent);
        let Some(index) = self.sent.iter().position(waiting) else {
            return Ok(false);
        };
        if !self.world.cancel(session)? {
            return Ok(false);
        }
        let step = self.spec.step(self.sent[index].place).name.clone();
        self.events.push(Event::Cancelled { step });
        self.report_if_possible(index);
        self.try_waiting()?;
        self.report_waiting(self.sent.len());
        Ok(true)
    }

    /// Has this step ended?
    fn has_ended(&self, sent: &Sent) -> bool {
        self.world.steps_ended(sent.place.session).len() > sent.nth
    }

    /// Has this step ended, and do its markers let its end be told?
    fn can_be_reported(&self, index: usize) -> bool {
        let sent = &self.sent[index];
        let held_back = |marker: &Marker| match *marker {
            Marker::Waits => false,
            Marker::Step(other) => {
                let mut active = self.sent.iter().filter(|sent| !sent.reported);
                active.any(|sent| sent.place == other)
            }
            // There are no notices here.
            Marker::Notices(_, count) => count > 0,
        };
        self.has_ended(sent) && !sent.markers.iter().any(held_back)
    }

    /// Tells the ends of the first `count` steps that can be told now, in rounds: one may let another.
    fn report_waiting(&mut self, count: usize) {
        loop {
            let told = (0..count).filter(|index| self.report_if_possible(*index));
            if told.count() == 0 {
                return;
            }
        }
    }

    fn report_if_possible(&mut self, index: usize) -> bool {
        let possible = !self.sent[index].reported && self.can_be_reported(index);
        if possible {
            self.report_end(index);
        }
        possible
    }

    fn report_end(&mut self, index: usize) {
        let step = self.spec.step(self.sent[index].place).name.clone();
        self.tell_notices(index);
        self.events.push(Event::Completed { step });
        self.tell_end(index);
    }

    /// Tells what the database said to a step's first statement: that comes before the step's own line.
    fn tell_notices(&mut self, index: usize) {
        let sent = &self.sent[index];
        let end = self.world.steps_ended(sent.place.session).get(sent.nth);
        let notices = end.map_or(&[][..], |end| &end.notices);
        let session = &self.spec.sessions[sent.place.session].name;
        let notices = notices.iter().filter(|notice| notice.after.is_none());
        self.events.extend(notices.map(|notice| Event::Notice {
            session: session.clone(),
            text: notice.text.clone(),
        }));
    }

    fn tell_end(&mut self, index: usize) {
        self.sent[index].reported = true;
        let sent = &self.sent[index];
        let ended = self.world.steps_ended(sent.place.session);
        let Some(end) = ended.get(sent.nth).cloned() else {
            return;
        };
        let mut told = 0;
        for notice in &end.notices {
            let after = notice.after.unwrap_or(0).min(end.results.len());
            if after > told {
                self.events.push(Event::Ended {
                    results: end.results[told..after].to_vec(),
                    error: None,
                });
                told = after;
            }
            if notice.after.is_some() {
                self.events.push(Event::Notice {
                    session: self.spec.sessions[sent.place.session].name.clone(),
                    text: notice.text.clone(),
                });
            }
        }
        self.events.push(Event::Ended {
            results: end.results[told..].to_vec(),
            error: end.error.as_ref().map(|failure| failure.message.clone()),
        });
    }

    /// Waits for what still waits.
    fn await_all(&mut self) -> Result<(), Problem> {
        while (0..self.world.tasks()).any(|session| self.world.is_waiting(session))
            && self.let_time_pass()?
        {}
        self.report_waiting(self.sent.len());
        Ok(())
    }

    /// Cancels what nothing can end any more, those that have waited longest first.
    fn cancel_all(&mut self) -> Result<(), Problem> {
        self.await_all()?;
        for index in 0..self.sent.len() {
            if !self.has_ended(&self.sent[index]) {
                self.cancel(self.sent[index].place.session)?;
            }
        }
        Ok(())
    }

    /// Lets the sessions go, and looks at what is left.
    fn end(mut self) -> Result<Run, Problem> {
        self.await_all()?;
        for index in 0..self.sent.len() {
            if !self.sent[index].reported && self.has_ended(&self.sent[index]) {
                self.report_end(index);
            }
        }
        let steps = self.sent.iter().map(|sent| self.step_run(sent)).collect();
        let names = self
            .sent
            .iter()
            .map(|sent| self.spec.step(sent.place).name.clone());
        let permutation = names.collect();
        let may_abort_more = self.world.may_abort_more();
        let closing = self.world.close_sessions();
        self.events.extend(closing.into_iter().flat_map(told));
        let tables = self.world.database().tables();
        if let Some(teardown) = &self.spec.teardown {
            let end = self.world.run_last(teardown)?;
            self.events.extend(told((String::new(), end)));
        }
        Ok(Run {
            result: PermutationRun {
                permutation,
                may_abort_more,
                steps,
                tables,
            },
            events: self.events,
        })
    }

    fn step_run(&self, sent: &Sent) -> StepRun {
        let end = self.world.steps_ended(sent.place.session).get(sent.nth);
        let rows = |end: &StepEnd| end.rows().filter(|_| end.error.is_none());
        let error = |end: &StepEnd| end.error.clone();
        let (code, message) = match end.and_then(|end| error(end)) {
            Some(Failure { code, message, .. }) => (Some(code), Some(message)),
            None => (None, None),
        };
        let rows = end.and_then(|end| rows(end));
        StepRun {
            session: self.spec.sessions[sent.place.session].name.clone(),
            step: self.spec.step(sent.place).name.clone(),
            status: match end {
                None => StepRunStatus::Blocked,
                Some(_) if code.is_some() => StepRunStatus::Error,
                Some(_) if rows.is_some() => StepRunStatus::Rows,
                Some(_) => StepRunStatus::Done,
            },
            changes: end.filter(|_| code.is_none()).map(|end| end.changes),
            rows,
            code,
            message,
            waited: sent.waited,
        }
    }
}
