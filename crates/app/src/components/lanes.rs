//! The swimlanes: time runs down, a column a task, the database last.

use super::cell_table::step_table;
use super::task_state::task_state;
use crate::difference::compare;
use crate::lanes::{Lane, LaneRow, Lock, Published, RowChange, rows};
use crate::services::page;
use crate::session::Timeline;
use crate::step_text::{self, Tone};
use crate::tasks;
use lockstep_scenario::Step;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct LanesProps {
    /// What is looked at.
    pub timeline: Timeline,
    /// Numbers of the steps that make the anomaly.
    pub marked: Vec<u32>,
    /// A step's card was pressed.
    pub on_step: Callback<usize>,
}

/// The swimlanes with the world at the step at their head.
#[function_component]
pub fn Lanes(props: &LanesProps) -> Html {
    let trace = &props.timeline.trace;
    let rows = use_memo(trace.clone(), |trace| rows(trace));
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
    html! {
        <div class="lanes" style={format!("--lanes:{}", trace.tasks.len())} tabindex="0" role="group" aria-label="Lanes">
            <div class="lane-heads">
                <span class="number" aria-hidden="true"></span>
                { for trace.tasks.iter().enumerate().map(|(index, name)| {
                    let Some(task) = view.tasks.iter().find(|task| task.task == *name) else {
                        return html! { <div class="lane-head"><p class="lane-name"><b>{ name }</b></p></div> };
                    };
                    let output = step_text::output(&trace.steps, name, step);
                    task_state(index, task, view, &output, *lines)
                }) }
                <div class="lane-head database">
                    <p class="lane-name"><b>{ "database" }</b><span class="lock-label lock-none">{ "committed" }</span></p>
                    { for compare(&view.tables, &before.tables).iter().map(step_table) }
                </div>
            </div>
            <ol class="steps" role="list">
                <li class={classes!("row", "start", (step == 0).then_some("now"))}>
                    <span class="number">{ "0" }</span>
                    <button class="start-card" onclick={go(&props.on_step, 0)}
                        aria-current={(step == 0).then_some("step")}>{ "before the first step" }</button>
                </li>
                { for trace.steps.iter().zip(rows.iter()).enumerate().map(|(place, (taken, row))| {
                    let marked = props.marked.contains(&taken.number);
                    step_row(place + 1, step, taken, row, marked, &props.on_step)
                }) }
            </ol>
        </div>
    }
}

fn go(on_step: &Callback<usize>, number: usize) -> Callback<MouseEvent> {
    on_step.reform(move |_| number)
}

fn step_row(
    number: usize,
    at: usize,
    step: &Step,
    row: &LaneRow,
    marked: bool,
    on_step: &Callback<usize>,
) -> Html {
    let when = match number.cmp(&at) {
        std::cmp::Ordering::Less => "past",
        std::cmp::Ordering::Equal => "now",
        std::cmp::Ordering::Greater => "future",
    };
    html! {
        <li class={classes!("row", when)} key={number}>
            <span class="number" aria-hidden="true">{ number }</span>
            { for row.lanes.iter().enumerate().map(|(index, lane)| {
                let card = (index == row.actor).then(|| card(number, when == "now", marked, step, on_step));
                lane_cell(index, lane, card)
            }) }
            <div class="database-cell">{ for row.published.iter().map(|change| published(change, row.actor)) }</div>
        </li>
    }
}

fn lane_cell(index: usize, lane: &Lane, card: Option<Html>) -> Html {
    let class = classes!(
        "lane-cell",
        tasks::colour(index),
        lane.lock.class(),
        lane.in_transaction.then_some("transaction"),
        lane.over.then_some("over"),
        (lane.waits && card.is_none()).then_some("waits")
    );
    let title = (lane.lock != Lock::Unlocked)
        .then(|| format!("{}: {}", lane.lock.name(), lane.lock.meaning()));
    html! {
        <div {class}>
            <span class="strip" {title}></span>
            if let Some(card) = card {
                { card }
            } else if lane.waits {
                <span class="wait">{ "waits" }</span>
            }
        </div>
    }
}

fn card(number: usize, now: bool, marked: bool, step: &Step, on_step: &Callback<usize>) -> Html {
    let result = step_text::result(step);
    let tone = match result.tone {
        Tone::Read => "read",
        Tone::Wrote => "wrote",
        Tone::Plain => "plain",
        Tone::Error => "error",
        Tone::Waits => "waiting",
    };
    let sign = match result.tone {
        Tone::Error => "✗ ",
        Tone::Waits => "⏸ ",
        _ => "",
    };
    html! {
        <button class={classes!("step-card", tone, marked.then_some("marked"))} onclick={go(on_step, number)}
            aria-current={now.then_some("step")} title={step_text::statement(step)}>
            <span class="sr">{ format!("Step {number}, {}: ", step.task) }</span>
            <span class="statement">{ &step.short }</span>
            if marked {
                <span class="marker" title="One of the steps that make the anomaly"><span class="sr">{ ", part of the anomaly, " }</span></span>
            }
            <span class="came-of">{ sign }{ result.text }</span>
        </button>
    }
}

fn published(change: &Published, actor: usize) -> Html {
    let what = match &change.change {
        RowChange::Inserted(cells) => {
            let cells: Vec<String> = cells.iter().map(|(c, v)| format!("{c} {v}")).collect();
            html! { <><b>{ "new" }</b>{ " " }{ cells.join(", ") }</> }
        }
        RowChange::Deleted => html! { <b>{ "deleted" }</b> },
        RowChange::Updated(cells) => cells
            .iter()
            .map(|(column, before, after)| {
                html! { <>{ column }{ " " }{ before }{ " → " }<b>{ after }</b>{ " " }</> }
            })
            .collect(),
    };
    html! {
        <p class={classes!("published", tasks::colour(actor))}>
            <span class="key">{ &change.table }{ " " }{ &change.key }</span>{ " " }{ what }
        </p>
    }
}
