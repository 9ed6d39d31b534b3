//! A task at the step that is looked at: where it stands, its locals, what it printed.

use crate::lanes::held;
use crate::tasks;
use lockstep_scenario::{TaskStatus, TaskView, View};
use yew::prelude::*;

/// The head of a task's lane.
pub fn task_state(index: usize, task: &TaskView, view: &View, output: &str, lines: usize) -> Html {
    let (lock, in_transaction) = held(view, &task.task);
    let (mark, state) = match task.status {
        TaskStatus::Ready => (
            "▸",
            match &task.next {
                Some(next) => format!("next: {next}"),
                None => "ready".to_owned(),
            },
        ),
        TaskStatus::Waiting => (
            "⏸",
            task.reason.clone().unwrap_or_else(|| "waits".to_owned()),
        ),
        TaskStatus::Returned => (
            "■",
            match task.result.as_deref() {
                Some("None") | None => "returned".to_owned(),
                Some(value) => format!("returned {value}"),
            },
        ),
        TaskStatus::Raised => (
            "✗",
            format!(
                "raised {}",
                task.result.as_deref().unwrap_or("an exception")
            ),
        ),
    };
    let raised = (task.status == TaskStatus::Raised).then_some("raised");
    html! {
        <div class={classes!("lane-head", tasks::colour(index))}>
            <p class="lane-name">
                <b class="task-name">{ &task.task }</b>
                <span class={classes!("lock-label", lock.class())} title={lock.meaning()}>
                    { lock.name() }
                    if in_transaction { <span class="in-transaction">{ " in transaction" }</span> }
                </span>
            </p>
            <p class={classes!("lane-state", raised)} title={state.clone()}><span aria-hidden="true">{ mark }{ " " }</span>{ state }</p>
            <div class="locals" style={format!("--lines:{lines}")}>
                if let Some(frame) = task.frames.last() {
                    <p class="frame">{ format!("{}()", frame.function) }
                        <span class="quiet">{ format!(" line {}", frame.line) }</span></p>
                    <dl>
                        { for frame.locals.iter().map(|(name, value)| html! {
                            <div title={format!("{name} = {value}")}><dt>{ name }</dt><dd>{ value }</dd></div>
                        }) }
                    </dl>
                }
            </div>
            if !output.is_empty() {
                <pre class="output" aria-label={format!("printed by {}", task.task)}>{ output }</pre>
            }
        </div>
    }
}
