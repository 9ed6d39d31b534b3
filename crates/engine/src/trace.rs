//! One schedule, run with everything looked at.

use crate::anomaly;
use crate::database::{Database, Failure, Finished};
use crate::ending::{Ending, TaskEnd};
use crate::report::{outcome_of, rows_json, to_json};
use crate::world::{Sent, Standing, World};
use lockstep_explorer::{self as explorer, Judged, MAX_TASKS, System, Task, TaskSet};
use lockstep_scenario::{
    ConnectionView, EndedElsewhere, Frame, Outcome, Problem, Step, StepError, StepStatus,
    TaskResult, TaskStatus, TaskView, Trace, Verdict, View,
};
use std::rc::Rc;

/// Most steps that a trace may have.
const MAX_STEPS: usize = 5_000;

/// Most steps that all serial orders together may take.
const MAX_SERIAL_STEPS: u64 = 1_000_000;

/// Runs a schedule from the start. It may end early; the trace then has no outcome. A step is a task's
/// name, or `#` and its place in the trace's list of tasks.
///
/// # Errors
/// If it names no task, or one that cannot go on at that point, or if the run reaches a limit.
pub fn trace<D: Database>(world: &mut World<D>, schedule: &[String]) -> Result<Trace, Problem> {
    let mut run = run(world, schedule)?;
    if let Some(ending) = world.ending_if_over()? {
        run.outcome = Some(judged(world, &run, &ending, None)?);
    }
    Ok(run)
}

/// Runs a schedule; the trace has no outcome yet.
pub fn run<D: Database>(world: &mut World<D>, schedule: &[String]) -> Result<Trace, Problem> {
    world.observe(true);
    let trace = observed(world, schedule);
    world.observe(false);
    trace
}

fn observed<D: Database>(world: &mut World<D>, schedule: &[String]) -> Result<Trace, Problem> {
    if schedule.len() > MAX_STEPS {
        return Err(Problem::new(format!(
            "The schedule has {} steps; at most {MAX_STEPS} can be shown.",
            schedule.len()
        )));
    }
    world.reset();
    let start = view(world);
    let first = 0..world.tasks();
    let mut names: Vec<String> = first.map(|task| world.name(task).to_owned()).collect();
    let mut steps = Vec::with_capacity(schedule.len());
    let mut taken = Vec::with_capacity(schedule.len());
    for (index, name) in schedule.iter().enumerate() {
        let number = index + 1;
        appear(world, &mut names);
        let place = name.strip_prefix('#').and_then(|place| place.parse().ok());
        let name = place
            .and_then(|place: usize| names.get(place))
            .unwrap_or(name)
            .clone();
        let known = 0..world.tasks_met();
        let Some(task) = known
            .into_iter()
            .find(|task| world.name(*task) == name && world.exists(*task))
        else {
            return Err(Problem::new(format!(
                "Step {number} of the schedule is {name:?}, but there is no such task; there are {}.",
                names.join(", ")
            )));
        };

        let mut enabled = Vec::new();
        world.enabled(&mut enabled);
        if !enabled.contains(&task) {
            let why = match world.standing(task) {
                Standing::Ended(_) => "it has ended".to_owned(),
                Standing::Waiting(why) | Standing::Ready(why) => format!("it {why}"),
            };
            return Err(Problem::new(format!(
                "Step {number} of the schedule: {name} cannot go on, {why}."
            )));
        }
        steps.push(step(world, task, number)?);
        taken.push(name);
    }
    appear(world, &mut names);
    Ok(Trace {
        lockstep: 1,
        tasks: names,
        schedule: taken,
        start,
        steps,
        outcome: None,
    })
}

/// Lists the tasks that have appeared: in the order in which a schedule brings them about, whatever other
/// schedules have been run before.
fn appear<D: Database>(world: &World<D>, names: &mut Vec<String>) {
    let met = (world.tasks()..world.tasks_met()).filter(|task| world.exists(*task));
    let mut new: Vec<String> = met.map(|task| world.name(task).to_owned()).collect();
    new.retain(|name| !names.contains(name));
    new.sort_unstable();
    names.append(&mut new);
}

/// What a run came to, judged by the serial orders unless its verdict is known; counts are an
/// exploration's to know.
pub fn judged<D: Database>(
    world: &mut World<D>,
    run: &Trace,
    ending: &Ending,
    known: Option<explorer::Verdict>,
) -> Result<Outcome, Problem> {
    let mut outcome = outcome_of(world, ending);
    let verdict = match known {
        Some(verdict) => Some(verdict),
        None => {
            let all = TaskSet::first(MAX_TASKS);
            let serial = serial(world, all)?;
            let ending = &ending.clone().with_copies_in_order(world.program());
            let others = serial_of_others(world, ending, all)?;
            explorer::verdict(ending, serial.iter(), |_| Some(&others[..]))
        }
    };
    outcome.verdict = verdict.map_or(Verdict::Anomaly, crate::report::verdict);
    let place = |name: &String| (0..world.tasks_met()).find(|task| world.name(*task) == name);
    let schedule: Vec<Task> = run.schedule.iter().filter_map(place).collect();
    if outcome.verdict == Verdict::Anomaly
        && let Some(anomaly) = anomaly::explain(world, &schedule)?
    {
        anomaly.describe(&mut outcome);
    }
    Ok(outcome)
}

fn serial<D: Database>(world: &mut World<D>, tasks: TaskSet) -> Result<Vec<Ending>, Problem> {
    let serial = explorer::serial_outcomes(world, tasks, MAX_SERIAL_STEPS)?;
    serial.map(|serial| serial.outcomes).ok_or_else(|| {
        Problem::new("There are too many serial orders of these tasks to judge the outcome.")
    })
}

/// Outcomes of the serial orders without the tasks that the database refused.
fn serial_of_others<D: Database>(
    world: &mut World<D>,
    ending: &Ending,
    all: TaskSet,
) -> Result<Vec<Ending>, Problem> {
    let refused = ending.refused();
    if refused.is_empty() {
        return Ok(Vec::new());
    }
    serial(world, all.without(refused))
}

fn step<D: Database>(world: &mut World<D>, task: usize, number: usize) -> Result<Step, Problem> {
    let line = user_line(world, task);
    world.step(task)?;
    let last = world.last().clone();
    let observed = world.observed();
    let let_end = last.let_end.iter();
    let let_end = let_end.map(|(task, sent)| ended_elsewhere(world, *task, sent));
    let mut step = Step {
        number: u32::try_from(number).unwrap_or(u32::MAX),
        task: world.name(task).to_owned(),
        line,
        statement: None,
        short: last.event.unwrap_or_default(),
        status: StepStatus::Done,
        columns: Vec::new(),
        rows: Vec::new(),
        rowcount: None,
        error: None,
        changes: Vec::new(),
        read: Vec::new(),
        waits_for: Vec::new(),
        published: false,
        let_end: let_end.collect(),
        output: last.output,
        after: view(world),
    };
    let Some(statement) = last.statement else {
        return Ok(step);
    };
    step.short = crate::short::statement(&statement.sql, &statement.params);
    step.statement = Some(lockstep_scenario::Statement {
        sql: statement.sql.clone(),
        params: statement.params.iter().map(to_json).collect(),
    });
    step.changes = observed.changes;
    step.read = observed.read;
    step.published = observed.published;
    match last.finished.map(Rc::unwrap_or_clone) {
        None => {
            step.status = StepStatus::Blocked;
            step.waits_for = world.waits_for(task);
        }
        Some(Finished::Failed(failure)) => {
            step.status = StepStatus::Error;
            step.error = Some(step_error(&failure));
        }
        Some(Finished::Done(done)) => {
            step.rows = rows_json(&done);
            step.columns = done.columns;
            step.rowcount = counts_rows(&statement.sql).then_some(done.rowcount);
        }
    }
    Ok(step)
}

fn step_error(failure: &Failure) -> StepError {
    StepError {
        class: failure.class.to_owned(),
        code: failure.code.clone(),
        message: failure.whole_message(),
    }
}

/// What a step let another task's statement come to.
fn ended_elsewhere<D: Database>(
    world: &World<D>,
    task: Option<Task>,
    sent: &Sent,
) -> EndedElsewhere {
    let statement = &sent.statement;
    let mut ended = EndedElsewhere {
        task: task.map_or_else(
            || "another task".to_owned(),
            |task| world.name(task).to_owned(),
        ),
        short: crate::short::statement(&statement.sql, &statement.params),
        rows: Vec::new(),
        columns: Vec::new(),
        rowcount: None,
        error: None,
        changes: sent.observed.changes.clone(),
        published: sent.observed.published,
    };
    match sent.finished.as_deref() {
        None => {}
        Some(Finished::Failed(failure)) => ended.error = Some(step_error(failure)),
        Some(Finished::Done(done)) => {
            ended.rows = rows_json(done);
            ended.columns.clone_from(&done.columns);
            ended.rowcount = counts_rows(&statement.sql).then_some(done.rowcount);
        }
    }
    ended
}

/// Is the number of rows that a statement changed worth telling?
fn counts_rows(sql: &str) -> bool {
    let word = sql.split_whitespace().next().unwrap_or_default();
    let words = ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"];
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// Line of the scenario at which a task stands.
pub fn user_line<D: Database>(world: &World<D>, task: usize) -> Option<u32> {
    let frames = world.frames(task);
    frames
        .iter()
        .rev()
        .find(|f| !f.internal)
        .map(|f| f.span.line)
}

/// The world as it stands.
fn view<D: Database>(world: &mut World<D>) -> View {
    let tables = world.database().tables();
    let tasks = (0..world.tasks_met())
        .filter(|task| world.exists(*task))
        .map(|task| task_view(world, task))
        .collect();
    let open = world.open_connections();
    let met = 0..world.tasks_met();
    let names: Vec<_> = met.map(|task| world.name(task).to_owned()).collect();
    let connections = open
        .into_iter()
        .map(|(task, file, id)| {
            let state = world.database().view(id);
            ConnectionView {
                task: names[task].clone(),
                file,
                lock: state.lock.to_owned(),
                transaction: state.transaction.to_owned(),
                savepoints: state.savepoints,
                snapshot_age: state.snapshot_age,
            }
        })
        .collect();
    View {
        tables,
        tasks,
        connections,
        clock_ms: world.clock(),
        server: world.inside(),
    }
}

fn task_view<D: Database>(world: &World<D>, task: usize) -> TaskView {
    let frames: Vec<Frame> = world
        .frames(task)
        .into_iter()
        .filter(|frame| !frame.internal)
        .map(|frame| Frame {
            function: frame.function.to_string(),
            line: frame.span.line,
            locals: frame
                .locals
                .into_iter()
                .map(|(name, repr)| (name.to_string(), repr))
                .collect(),
        })
        .collect();
    let mut view = TaskView {
        task: world.name(task).to_owned(),
        status: TaskStatus::Ready,
        line: frames.last().map(|frame| frame.line),
        next: None,
        reason: None,
        result: None,
        frames,
    };
    match world.standing(task) {
        Standing::Ready(next) => view.next = Some(next),
        Standing::Waiting(reason) => {
            view.status = TaskStatus::Waiting;
            view.reason = Some(reason);
        }
        Standing::Ended(TaskEnd { result, .. }) => {
            (view.status, view.result) = match result {
                TaskResult::Raised { class, message } => {
                    let text = if message.is_empty() {
                        class
                    } else {
                        format!("{class}: {message}")
                    };
                    (TaskStatus::Raised, Some(text))
                }
                TaskResult::Returned { value, .. } => (TaskStatus::Returned, Some(value)),
                TaskResult::Waiting { .. } | TaskResult::Unstarted => (TaskStatus::Waiting, None),
            };
        }
    }
    view
}
