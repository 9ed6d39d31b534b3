//! One schedule, run with everything looked at.

use crate::database::{Database, Finished, Value};
use crate::ending::TaskEnd;
use crate::report::{outcome_of, to_json};
use crate::world::{Standing, World};
use lockstep_explorer::System;
use lockstep_scenario::{
    ConnectionView, Frame, Outcome, Problem, Step, StepError, StepStatus, TaskResult, TaskStatus,
    TaskView, Trace, View,
};

/// Most steps that a trace may have.
const MAX_STEPS: usize = 5_000;

/// Runs a schedule from the start. It may end early; the trace then has no outcome.
///
/// # Errors
/// If it names no task, or one that cannot go on at that point, or if the run reaches a limit.
pub fn trace<D: Database>(world: &mut World<D>, schedule: &[String]) -> Result<Trace, Problem> {
    if schedule.len() > MAX_STEPS {
        return Err(Problem::new(format!(
            "The schedule has {} steps; at most {MAX_STEPS} can be shown.",
            schedule.len()
        )));
    }
    world.reset();
    let names: Vec<String> = world
        .program()
        .tasks
        .iter()
        .map(|t| t.name.clone())
        .collect();
    let start = view(world);
    let mut steps = Vec::with_capacity(schedule.len());
    for (index, name) in schedule.iter().enumerate() {
        let number = index + 1;
        let Some(task) = names.iter().position(|n| n == name) else {
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
    }
    let mut enabled = Vec::new();
    world.enabled(&mut enabled);
    let outcome = if enabled.is_empty() {
        Some(ended(world)?)
    } else {
        None
    };
    Ok(Trace {
        lockstep: 1,
        tasks: names,
        schedule: schedule.to_vec(),
        start,
        steps,
        outcome,
    })
}

/// What the run came to; counts and verdict are the exploration's to know.
fn ended<D: Database>(world: &mut World<D>) -> Result<Outcome, Problem> {
    let ending = world.outcome()?;
    Ok(outcome_of(world, &ending))
}

fn step<D: Database>(world: &mut World<D>, task: usize, number: usize) -> Result<Step, Problem> {
    let line = user_line(world, task);
    world.step(task)?;
    let last = world.last().clone();
    let observed = world.database().observed();
    let mut step = Step {
        number: u32::try_from(number).unwrap_or(u32::MAX),
        task: world.program().tasks[task].name.clone(),
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
    match last.finished {
        None => {
            step.status = StepStatus::Blocked;
            step.waits_for = world.waits_for(task);
        }
        Some(Finished::Failed(failure)) => {
            step.status = StepStatus::Error;
            step.error = Some(StepError {
                class: failure.class.to_owned(),
                code: failure.code,
                message: failure.message,
            });
        }
        Some(Finished::Done(done)) => {
            let row_json = |row: &Vec<Value>| row.iter().map(to_json).collect();
            step.rows = done.rows.iter().map(row_json).collect();
            step.columns = done.columns;
            step.rowcount = (done.rowcount >= 0).then_some(done.rowcount);
        }
    }
    Ok(step)
}

/// Line of the scenario at which a task stands.
pub fn user_line<D: Database>(world: &World<D>, task: usize) -> Option<u32> {
    let frames = world.frames(task);
    frames.iter().rev().find(|f| !f.internal).map(|f| f.span.line)
}

/// The world as it stands.
fn view<D: Database>(world: &mut World<D>) -> View {
    let tables = world.database().tables();
    let tasks = (0..world.tasks())
        .map(|task| task_view(world, task))
        .collect();
    let open = world.open_connections();
    let names: Vec<_> = world
        .program()
        .tasks
        .iter()
        .map(|t| t.name.clone())
        .collect();
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
            }
        })
        .collect();
    View {
        tables,
        tasks,
        connections,
        clock_ms: world.clock(),
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
            locals: frame.locals.into_iter().map(|(name, repr)| (name.to_string(), repr)).collect(),
        })
        .collect();
    let mut view = TaskView {
        task: world.program().tasks[task].name.clone(),
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
                TaskResult::Returned { value } => (TaskStatus::Returned, Some(value)),
                TaskResult::Waiting { .. } | TaskResult::Unstarted => (TaskStatus::Waiting, None),
            };
        }
    }
    view
}
