//! One outcome.

use super::cell_table::plain_table;
use crate::decimal::{group, percent};
use crate::difference::{compare, distance};
use crate::figure::Figure;
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
    /// What it is known by.
    pub name: Option<&'static str>,
    /// Which figure to show.
    pub figure: Figure,
    /// Whether it cannot come any more after the steps that are looked at.
    pub gone: bool,
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
        nearest_serial(outcome, &report.outcomes).unwrap_or(&outcome.tables),
    );
    let on_choose = props.on_choose.clone();
    let index = props.index;
    let explanation = if outcome.explanation.is_empty() {
        wording::meaning(verdict)
    } else {
        &outcome.explanation
    };
    html! {
        <li class={classes!("card", format!("verdict-{}", verdict.as_str()), props.chosen.then_some("chosen"), props.gone.then_some("gone"))}
            aria-current={props.chosen.then_some("true")}>
            <p class="card-share">
                <span class="verdict"><b aria-hidden="true">{ wording::symbol(verdict) }</b>{ " " }{ verdict.as_str() }</span>
                <span class="share">
                    { wording::count(report, outcome) }{ " " }
                    <small title={props.figure.name()}>{ percent(props.figure.of(outcome)) }</small>
                </span>
                <span class="share-bar" aria-hidden="true">
                    <i style={format!("width:{:.3}%", 100.0 * props.figure.of(outcome))}></i>
                </span>
            </p>
            <h3>{ wording::title(outcome) }</h3>
            if let Some(name) = props.name {
                <p class="known-as" title={name}>{ name }</p>
            }
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

/// What some serial order gives and comes closest to this outcome's tables; `None` if there
/// is nothing wrong with them or nothing to compare them with.
fn nearest_serial<'a>(outcome: &Outcome, all: &'a [Outcome]) -> Option<&'a Tables> {
    if !outcome.verdict.is_bad() {
        return None;
    }
    all.iter()
        .filter(|other| other.verdict == Verdict::Serializable)
        .map(|other| &other.tables)
        .min_by_key(|tables| distance(&outcome.tables, tables))
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
