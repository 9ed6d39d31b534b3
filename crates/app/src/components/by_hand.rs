//! What can still happen from here, while the user says who goes next.

use super::summary::{bar, legend};
use crate::decimal::percent;
use crate::difference::show;
use crate::figure::Figure;
use crate::schedules::{Action, Told, rest};
use crate::wording;
use lockstep_scenario::{Ahead, Outcome, Report};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct ByHandProps {
    /// What can still happen.
    pub ahead: Option<Told<Ahead>>,
    /// Which figure to show of it.
    pub figure: Figure,
    /// How many steps are taken.
    pub taken: usize,
    /// What the user does.
    pub on_act: Callback<Action>,
}

/// Most letters of an outcome's rows.
const CONTENT: usize = 32;

/// How many outcomes are listed one by one.
const LISTED: usize = 6;

/// The panel.
#[function_component]
pub fn ByHand(props: &ByHandProps) -> Html {
    let button = |name: &'static str, action: Action| {
        let on_act = props.on_act.clone();
        let off = props.taken == 0;
        html! {
            <button aria-disabled={off.then_some("true")} onclick={move |_| if !off { on_act.emit(action.clone()) }}>{ name }</button>
        }
    };
    html! {
        <div class="by-hand">
            <div class="hand-buttons">
                { button("Undo", Action::Undo) }
                { button("Start over", Action::Restart) }
                <span class="quiet">{ "You are the scheduler: let a task go on with its button below." }</span>
            </div>
            <div class="ahead">
                if let Some(told) = &props.ahead { { ahead(told, props.figure) } }
            </div>
        </div>
    }
}

fn ahead(told: &Told<Ahead>, figure: Figure) -> Html {
    let rest = rest(told);
    if rest.outcomes.is_empty() {
        return html! { <p class="quiet">{ "What can still happen from here is not explored." }</p> };
    }
    let (sign, words, class) = so_far(&rest);
    let over = rest.interleavings == "1" && rest.outcomes.len() == 1;
    let mut outcomes: Vec<(&Outcome, String)> = rest
        .outcomes
        .iter()
        .zip(&told.what.outcomes)
        .map(|(outcome, left)| {
            (
                outcome,
                told.outcome(left.outcome).map(content).unwrap_or_default(),
            )
        })
        .collect();
    outcomes.sort_by(|(a, _), (b, _)| figure.of(b).total_cmp(&figure.of(a)));
    html! {
        <>
            <p class={classes!("so-far", class)} aria-live="polite"><b aria-hidden="true">{ sign }</b>{ " " }{ words }</p>
            { bar(&rest, figure) }
            <div class="under-bar">{ legend(&rest, figure) }</div>
            if !over {
                <ul class="still" role="list" aria-label="Can still happen">
                    { for outcomes.iter().take(LISTED).map(|(outcome, content)| html! {
                        <li class={format!("verdict-{}", outcome.verdict.as_str())}>
                            <b class="verdict" aria-hidden="true">{ wording::symbol(outcome.verdict) }</b>
                            { " " }{ wording::title(outcome) }{ " " }<code>{ content }</code>{ " " }
                            <span class="quiet">{ wording::count(&rest, outcome) }{ ", " }{ percent(figure.of(outcome)) }</span>
                        </li>
                    }) }
                    if outcomes.len() > LISTED {
                        <li class="quiet">{ format!("and {} more", outcomes.len() - LISTED) }</li>
                    }
                </ul>
            }
        </>
    }
}

/// An outcome's final rows in few letters: their values without the keys.
fn content(outcome: &Outcome) -> String {
    let rows = outcome.tables.values().flatten();
    let values = rows.map(|row| {
        let values = row.iter().filter(|(column, _)| *column != "id");
        values
            .map(|(_, value)| show(value))
            .collect::<Vec<_>>()
            .join(" ")
    });
    let text = values.collect::<Vec<_>>().join(", ");
    match text.char_indices().nth(CONTENT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The verdict at this point.
fn so_far(rest: &Report) -> (&'static str, String, &'static str) {
    let bad = rest.outcomes.iter().filter(|o| o.verdict.is_bad()).count();
    let headline = wording::headline(rest);
    let ways = format!("{} {}", headline.figure, headline.rest);
    let only = rest.outcomes.len() == 1 && rest.interleavings == "1";
    match rest.outcomes.as_slice() {
        [outcome] if only => {
            let sign = wording::symbol(outcome.verdict);
            let class = if bad > 0 { "lost" } else { "saved" };
            (
                sign,
                format!("Decided: {}.", wording::title(outcome).to_ascii_lowercase()),
                class,
            )
        }
        _ if !rest.complete => (
            "?",
            format!("As far as it is explored: {ways} from here."),
            "open",
        ),
        all if bad == all.len() => ("✗", format!("Too late: {ways} from here."), "lost"),
        _ if bad == 0 => ("✓", format!("{ways} from here."), "saved"),
        _ => ("?", format!("Still open: {ways} from here."), "open"),
    }
}
