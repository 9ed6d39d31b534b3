//! One outcome.

use super::cell_table::plain_table;
use crate::decimal::{group, percent};
use crate::difference::compare;
use crate::session::Shown;
use crate::{tasks, wording};
use lockstep_scenario::{Outcome, Tables, Verdict};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct OutcomeCardProps {
    /// Its place in the report.
    pub index: usize,
    /// The report.
    pub shown: Shown,
    /// Tables to compare with.
    pub expected: Option<Tables>,
    /// Whether the timeline shows it.
    pub chosen: bool,
    /// Show me.
    pub on_choose: Callback<usize>,
}

/// One outcome: its share, its verdict, and how it differs from what was meant.
#[function_component]
pub fn OutcomeCard(props: &OutcomeCardProps) -> Html {
    let report = &props.shown.report;
    let Some(outcome) = report.outcomes.get(props.index) else {
        return Html::default();
    };
    let verdict = outcome.verdict;
    let tables = compare(
        &outcome.tables,
        props.expected.as_ref().unwrap_or(&outcome.tables),
    );
    let on_choose = props.on_choose.clone();
    let index = props.index;
    let explanation = if outcome.explanation.is_empty() {
        wording::meaning(verdict)
    } else {
        &outcome.explanation
    };
    html! {
        <li class={classes!("card", format!("verdict-{}", verdict.as_str()), props.chosen.then_some("chosen"))}
            aria-current={props.chosen.then_some("true")}>
            <p class="card-share">
                <span class="verdict"><b aria-hidden="true">{ wording::symbol(verdict) }</b>{ " " }{ verdict.as_str() }</span>
                <span class="share">
                    { wording::count(report, outcome) }{ " " }
                    <small>{ percent(outcome.share) }</small>
                </span>
            </p>
            <h3>{ wording::title(outcome) }</h3>
            <p class="explanation" title={explanation.to_owned()}>{ explanation }</p>
            <div class="card-tables">
                { for tables.iter().map(plain_table) }
            </div>
            { results(outcome, &report.tasks) }
            if let Some(multiplicity) = &outcome.multiplicity {
                <p class="results quiet">
                    { "One of " }{ group(multiplicity) }{ " that differ only in which copy came to which end." }
                </p>
            }
            { for outcome.invariants.iter().filter(|(_, holds)| !**holds).map(|(name, _)| html! {
                <p class="invariant">{ "✗ " }<span>{ name.replace('_', " ") }</span>{ " does not hold" }</p>
            }) }
            <button class="show" onclick={move |_| on_choose.emit(index)}>{ "Show me" }</button>
        </li>
    }
}

/// What tasks returned or raised, if any of it tells something.
fn results(outcome: &Outcome, names: &[String]) -> Html {
    let said: Vec<(usize, String)> = names
        .iter()
        .enumerate()
        .filter_map(|(index, name)| {
            let result = wording::result(outcome.tasks.get(name)?)?;
            Some((index, result))
        })
        .collect();
    if said.is_empty() {
        let text = match (outcome.verdict, names.len()) {
            (Verdict::Deadlock, _) | (_, 0) => return Html::default(),
            (_, 1) => "The task returned None.",
            _ => "All tasks returned None.",
        };
        return html! { <p class="results quiet">{ text }</p> };
    }
    html! {
        <ul class="results" role="list">
            { for said.into_iter().map(|(index, result)| html! {
                <li class={tasks::colour(index)} title={result.clone()}>
                    <b class="task-name">{ &names[index] }</b>{ " " }{ result }
                </li>
            }) }
        </ul>
    }
}
