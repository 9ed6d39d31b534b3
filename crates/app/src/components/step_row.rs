//! One step across all lanes. Drawn anew only when something about it changes, so that hundreds of them
//! do not make going from step to step slow.

use crate::lanes::{Lane, LaneRow, Published, RowChange, snapshot, strongest};
use crate::shared::Shared;
use crate::step_text::{self, Tone};
use crate::tasks;
use lockstep_scenario::{EndedElsewhere, Step, Trace};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct StepRowProps {
    /// 1 for the first.
    pub number: usize,
    /// What happened.
    pub trace: Shared<Trace>,
    /// What stands in each lane.
    pub rows: Shared<Vec<LaneRow>>,
    /// Whether it is the one that is looked at.
    pub now: bool,
    /// Whether it comes after that.
    pub future: bool,
    /// Whether it is part of the anomaly.
    pub marked: bool,
    /// It is to be looked at.
    pub on_step: Callback<usize>,
}

/// One step's row.
#[function_component]
pub fn StepRow(props: &StepRowProps) -> Html {
    let place = props.number - 1;
    let (Some(step), Some(row)) = (props.trace.steps.get(place), props.rows.get(place)) else {
        return Html::default();
    };
    let when = match (props.now, props.future) {
        (true, _) => "now",
        (_, true) => "future",
        _ => "past",
    };
    html! {
        <li class={classes!("row", when)}>
            <span class="number" aria-hidden="true">{ props.number }</span>
            { for row.lanes.iter().enumerate().map(|(index, lane)| {
                let card = (index == row.actor).then(|| card(props, step));
                lane_cell(index, lane, card, step)
            }) }
            <div class="database-cell">{ for row.published.iter().map(|change| published(change, row.actor)) }</div>
        </li>
    }
}

fn lane_cell(index: usize, lane: &Lane, card: Option<Html>, step: &Step) -> Html {
    let strongest = strongest(&lane.strips);
    let class = classes!(
        "lane-cell",
        tasks::colour(index),
        strongest
            .is_some_and(|strip| strip.in_transaction)
            .then_some("transaction"),
        lane.over.then_some("over"),
        (lane.waits.is_some() && card.is_none() && lane.let_end.is_empty()).then_some("waits")
    );
    html! {
        <div {class}>
            <span class="strips">
                { for lane.strips.iter().map(|strip| {
                    let old = strip.snapshot_age.is_some_and(|age| age > 0);
                    html! { <i class={classes!("strip", strip.lock.class, old.then_some("old-snapshot"))} title={strip.words()}></i> }
                }) }
            </span>
            { for lane.let_end.iter().filter_map(|place| Some(let_end(step.let_end.get(*place)?, &step.task))) }
            if let Some(card) = card {
                { card }
            } else if let Some(reason) = &lane.waits {
                <span class="wait" title={reason.clone()}>{ if lane.waits_on { "" } else { reason } }</span>
            } else if let Some(age) = lane.aged {
                <span class="aged">{ snapshot(age) }</span>
            }
        </div>
    }
}

fn card(props: &StepRowProps, step: &Step) -> Html {
    let (number, marked) = (props.number, props.marked);
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
        <button class={classes!("step-card", tone, marked.then_some("marked"))}
            onclick={props.on_step.reform(move |_| number)}
            data-line={step.line.map(|line| line.to_string())} data-rows={step_text::touched(step).join(" ")}
            aria-current={props.now.then_some("step")} title={step_text::statement(step)}>
            <span class="sr">{ format!("Step {number}, {}: ", step.task) }</span>
            <span class="statement">{ &step.short }</span>
            if marked {
                <span class="marker" title="One of the steps that make the anomaly"><span class="sr">{ ", part of the anomaly, " }</span></span>
            }
            <span class="came-of">{ sign }{ result.text }</span>
        </button>
    }
}

/// The end of a statement that waited, within the step of whoever it waited for.
fn let_end(ended: &EndedElsewhere, by: &str) -> Html {
    let result = step_text::result_elsewhere(ended);
    let (sign, tone) = match result.tone {
        Tone::Error => ("✗ ", "error"),
        Tone::Read => ("", "read"),
        Tone::Wrote => ("", "wrote"),
        Tone::Plain | Tone::Waits => ("", "plain"),
    };
    html! {
        <p class={classes!("let-end", tone)} title={format!("waited, and ended within {by}'s step")}>
            <span class="statement"><span aria-hidden="true">{ "↳ " }</span>{ &ended.short }</span>
            <span class="came-of">{ sign }{ result.text }</span>
        </p>
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
        <p class={classes!("published", tasks::colour(actor))} data-rows={format!("{}:{}", change.table, change.key)}>
            <span class="key">{ &change.table }{ " " }{ &change.key }</span>{ " " }{ what }
        </p>
    }
}
