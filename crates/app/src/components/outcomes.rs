//! The list of outcomes.

use super::outcome_card::OutcomeCard;
use crate::difference::distance;
use crate::session::Shown;
use lockstep_scenario::{Outcome, Tables, Verdict};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct OutcomesProps {
    /// The last report.
    pub shown: Option<Shown>,
    /// Whether the scenario cannot be run as it is now.
    pub outdated: bool,
    /// Index of the one in the timeline.
    pub chosen: Option<usize>,
    /// Show me.
    pub on_choose: Callback<usize>,
}

/// The list of outcomes.
#[function_component]
pub fn Outcomes(props: &OutcomesProps) -> Html {
    let all = use_state(|| false);
    let Some(shown) = &props.shown else {
        return html! {
            <div class="outcomes">
                <p class="empty">{ "Every outcome that the tasks can have will stand here, with its share of all interleavings." }</p>
            </div>
        };
    };
    let outcomes = &shown.report.outcomes;
    let class = classes!(
        "outcomes",
        props.outdated.then_some("old"),
        all.then_some("all")
    );
    let toggle = {
        let all = all.clone();
        move |_| all.set(!*all)
    };
    html! {
        <div {class}>
            <div class="section-head">
                <h2 id="outcomes-title">{ "Outcomes" }</h2>
                if outcomes.len() > 3 {
                    <button class="inline" aria-pressed={all.to_string()} onclick={toggle}>
                        { if *all { "In one row".to_owned() } else { format!("Spread out all {}", outcomes.len()) } }
                    </button>
                }
            </div>
            <ul class="cards" role="list" aria-labelledby="outcomes-title">
                { for outcomes.iter().enumerate().map(|(index, outcome)| html! {
                    <OutcomeCard key={index} {index} shown={shown.clone()}
                        expected={nearest_serial(outcome, outcomes)}
                        chosen={props.chosen == Some(index)} on_choose={props.on_choose.clone()} />
                }) }
            </ul>
        </div>
    }
}

/// What some serial order gives and comes closest to this outcome's tables; `None` if there
/// is nothing wrong with them or nothing to compare them with.
fn nearest_serial(outcome: &Outcome, all: &[Outcome]) -> Option<Tables> {
    if !outcome.verdict.is_bad() {
        return None;
    }
    all.iter()
        .filter(|other| other.verdict == Verdict::Serializable)
        .map(|other| &other.tables)
        .min_by_key(|tables| distance(&outcome.tables, tables))
        .cloned()
}
