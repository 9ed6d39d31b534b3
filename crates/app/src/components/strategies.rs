//! The picker of strategies, which is also the table that compares them.

use crate::comparison::Comparison;
use crate::decimal::{group, percent};
use crate::services::page;
use crate::wording;
use lockstep_scenario::{Glance, STRATEGIES, Strategy, Verdict, strategy};
use yew::prelude::*;

/// The best first, from left to right.
const VERDICTS: [Verdict; 4] = [
    Verdict::Serializable,
    Verdict::Aborted,
    Verdict::Anomaly,
    Verdict::Deadlock,
];

#[derive(PartialEq, Properties)]
pub struct StrategiesProps {
    /// Id of the chosen one.
    pub chosen: String,
    /// What is known of each.
    pub comparison: Comparison,
    /// It is known of an older version of the scenario.
    pub outdated: bool,
    /// Another one was chosen.
    pub on_choose: Callback<&'static str>,
}

/// The picker. A click anywhere in a row chooses its strategy; keys go through the radio buttons.
#[function_component]
pub fn Strategies(props: &StrategiesProps) -> Html {
    let chosen = strategy(&props.chosen);
    html! {
        <section class="strategies">
            <div role="radiogroup" aria-label="Strategy" aria-describedby="strategy-help">
                <table class={props.outdated.then_some("old")} aria-label="Strategies">
                    <thead>
                        <tr>
                            <th scope="col">{ "Strategy" }</th>
                            { for VERDICTS.into_iter().map(|verdict| html! {
                                <th scope="col" class={class_of(verdict)} title={wording::meaning(verdict)}>
                                    <b aria-hidden="true">{ wording::symbol(verdict) }</b>{ " " }<span>{ verdict.as_str() }</span>
                                </th>
                            }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for STRATEGIES.iter().map(|strategy| row(strategy, props)) }
                    </tbody>
                </table>
            </div>
            <p class="strategy-help" id="strategy-help">
                { chosen.map_or("", |chosen| chosen.help) }
                if chosen.is_some_and(|chosen| !chosen.wrapper.is_empty()) {
                    { " The editor shows what it adds." }
                }
            </p>
        </section>
    }
}

fn row(strategy: &'static Strategy, props: &StrategiesProps) -> Html {
    let checked = strategy.id == props.chosen;
    let choose = |on: &Callback<&'static str>| {
        let on = on.clone();
        move || on.emit(strategy.id)
    };
    let onchange = choose(&props.on_choose);
    html! {
        <tr key={strategy.id} class={checked.then_some("chosen")}>
            <th scope="row">
                <label title={strategy.help}>
                    <input type="radio" name="strategy" value={strategy.id} {checked}
                        onchange={move |_| onchange()} />
                    { strategy.title }
                </label>
            </th>
            { match props.comparison.of(strategy.id) {
                None => html! { <td colspan="4" class="unknown">{ "…" }</td> },
                Some(None) => html! { <td colspan="4" class="unknown">{ "cannot be run like this" }</td> },
                Some(Some(found)) => VERDICTS.into_iter().map(|verdict| {
                    let onclick = choose(&props.on_choose);
                    cell(found, verdict, Callback::from(move |_| onclick()))
                }).collect(),
            } }
        </tr>
    }
}

fn cell(found: &Glance, verdict: Verdict, onclick: Callback<MouseEvent>) -> Html {
    let share = found.shares.of(verdict);
    let of = if found.complete { "" } else { "at least " };
    let title = format!("of {of}{} interleavings", group(&found.interleavings));
    // Little must be seen, too.
    let tint = if share > 0.0 {
        12 + page::thousandths(share) * 28 / 1000
    } else {
        0
    };
    html! {
        <td class={class_of(verdict)} style={format!("--tint:{tint}%")} {title} {onclick}>
            if share > 0.0 {
                { percent(share) }{ if found.complete { "" } else { "?" } }
            } else {
                <span class="none">{ "–" }</span>
            }
        </td>
    }
}

fn class_of(verdict: Verdict) -> String {
    format!("verdict-{}", verdict.as_str())
}
