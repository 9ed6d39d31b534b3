//! The swimlanes: time runs down, a column a task, the database last.

use super::arrows::Arrows;
use super::cell_table::step_table;
use super::step_row::StepRow;
use super::task_state::task_state;
use crate::difference::compare;
use crate::lanes::rows;
use crate::services::page;
use crate::session::Timeline;
use crate::shared::Shared;
use crate::step_text;
use std::cmp::Ordering;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct LanesProps {
    /// What is looked at.
    pub timeline: Timeline,
    /// Numbers of the steps that make the anomaly.
    pub marked: Vec<u32>,
    /// A step's card was pressed.
    pub on_step: Callback<usize>,
    /// A task is to take its next step, where that is the user's to decide.
    pub on_take: Option<Callback<String>>,
}

/// The swimlanes with the world at the step at their head.
#[function_component]
pub fn Lanes(props: &LanesProps) -> Html {
    let trace = &props.timeline.trace;
    let rows = use_memo(trace.clone(), |trace| Shared::new(rows(trace)));
    let lines = use_memo(trace.clone(), |trace| {
        let views = trace.steps.iter().map(|step| &step.after);
        step_text::most_locals(views.chain([&trace.start])).min(8)
    });
    let step = props.timeline.step;
    use_effect_with((trace.clone(), step), |_| {
        page::keep_current_step_in_view();
    });
    let view = props.timeline.view();
    let before = match step {
        0 => view,
        1 => &trace.start,
        n => trace.steps.get(n - 2).map_or(view, |step| &step.after),
    };
    let on_first = props.on_step.reform(|_| 0);
    html! {
        <div class="lanes" style={format!("--lanes:{}", trace.tasks.len())} tabindex="0" role="group" aria-label="Lanes">
            <div class="lane-heads">
                <span class="number" aria-hidden="true"></span>
                { for trace.tasks.iter().enumerate().map(|(index, name)| {
                    let Some(task) = view.tasks.iter().find(|task| task.task == *name) else {
                        return html! { <div class="lane-head"><p class="lane-name"><b>{ name }</b></p></div> };
                    };
                    let output = step_text::output(&trace.steps, name, step);
                    task_state(index, task, view, &output, *lines, props.on_take.as_ref())
                }) }
                <div class="lane-head database">
                    <p class="lane-name"><b>{ "database" }</b><span class="lock-label lock-none">{ "committed" }</span></p>
                    { for compare(&view.tables, &before.tables).iter().map(step_table) }
                </div>
            </div>
            <div class="under-heads">
                <ol class="steps" role="list">
                    <li class={classes!("row", "start", (step == 0).then_some("now"))}>
                        <span class="number">{ "0" }</span>
                        <button class="start-card" onclick={on_first}
                            aria-current={(step == 0).then_some("step")}>{ "before the first step" }</button>
                    </li>
                    { for (1..=trace.steps.len()).map(|number| {
                        let marked = props.marked.iter().any(|mark| *mark as usize == number);
                        let when = number.cmp(&step);
                        html! {
                            <StepRow key={number} {number} trace={trace.clone()} rows={(*rows).clone()}
                                now={when == Ordering::Equal} future={when == Ordering::Greater} {marked}
                                on_step={props.on_step.clone()} />
                        }
                    }) }
                </ol>
                if props.marked.len() > 1 {
                    <Arrows trace={trace.clone()} marked={props.marked.clone()} />
                }
            </div>
        </div>
    }
}
