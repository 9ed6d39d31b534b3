//! A task at the step that is looked at: where it stands, its locals, what it printed.

use crate::lanes::{held, snapshot, strongest};
use crate::locks::Lock;
use crate::tasks;
use lockstep_scenario::{TaskStatus, TaskView, View};
use yew::prelude::*;

/// The head of a task's lane.
///
/// With `on_take` the user decides who goes next: by a button here.
pub fn task_state(
    index: usize,
    task: &TaskView,
    view: &View,
    output: &str,
    lines: usize,
    on_take: Option<&Callback<String>>,
) -> Html {
    let strips = held(view, &task.task);
    let strip = strongest(&strips);
    let lock = strip.map_or(Lock::NONE, |strip| strip.lock);
    let in_transaction = strips.iter().any(|strip| strip.in_transaction);
    let age = strips.iter().filter_map(|strip| strip.snapshot_age).max();
    let reason = format!("state-{index}");
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
                <span class={classes!("lock-label", lock.class)} title={strip.and_then(|s| s.words()).unwrap_or_else(|| lock.meaning.to_owned())}>
                    { if lock.is_none() && view.server.is_some() { "" } else { lock.name } }
                    if in_transaction { <span class="in-transaction">{ " in transaction" }</span> }
                </span>
            </p>
            if let Some(age) = age.filter(|age| *age > 0) {
                <p class="aged">{ snapshot(age) }</p>
            }
            <p id={reason.clone()} class={classes!("lane-state", raised)} title={state.clone()}><span aria-hidden="true">{ mark }{ " " }</span>{ state }</p>
            if let Some(on_take) = on_take {
                { take(task, on_take, reason) }
            }
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

/// The button that lets a task take its next step; one that cannot go says why.
fn take(task: &TaskView, on_take: &Callback<String>, reason: String) -> Html {
    let name = task.task.clone();
    let ready = task.status == TaskStatus::Ready;
    let on_take = on_take.clone();
    let words = match task.status {
        TaskStatus::Ready | TaskStatus::Waiting => format!("Step {name}"),
        TaskStatus::Returned | TaskStatus::Raised => format!("{name} has ended"),
    };
    let onclick = move |_| {
        if ready {
            on_take.emit(name.clone());
        }
    };
    html! {
        <button class="take" aria-disabled={(!ready).then_some("true")} aria-describedby={reason} {onclick}>{ words }</button>
    }
}
