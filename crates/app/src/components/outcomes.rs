//! The list of outcomes.

use super::outcome_card::OutcomeCard;
use super::sight::Sight;
use crate::figure::Figure;
use crate::names::Names;
use crate::schedules::Told;
use crate::session::Shown;
use lockstep_scenario::Ahead;
use yew::prelude::*;

/// How many cards are drawn at first.
const CARDS: usize = 24;

/// Each time that the last one comes into sight as many again are drawn, but no more than these at once.
const MORE_CARDS: usize = 96;

#[derive(PartialEq, Properties)]
pub struct OutcomesProps {
    /// The last report.
    pub shown: Shown,
    /// Whether the scenario cannot be run as it is now.
    pub outdated: bool,
    /// Index of the one in the timeline.
    pub chosen: Option<usize>,
    /// What they are known by.
    pub names: Names,
    /// Which figure stands on the cards.
    pub figure: Figure,
    /// What can still happen after the steps that are looked at, where that is asked: other cards fade.
    pub ahead: Option<Told<Ahead>>,
    /// Show me.
    pub on_choose: Callback<usize>,
}

/// While there is no report.
pub fn no_outcomes() -> Html {
    html! {
        <div class="outcomes waiting">
            <p class="empty">{ "Every outcome that the tasks can have will stand here, with its share of all interleavings." }</p>
        </div>
    }
}

/// The list of outcomes.
#[function_component]
pub fn Outcomes(props: &OutcomesProps) -> Html {
    let all = use_state(|| false);
    let drawn = use_state(|| CARDS);
    let shown = &props.shown;
    let outcomes = &shown.report.outcomes;
    let left_out: usize = shown.rest.iter().map(|rest| rest.outcomes).sum();
    let class = classes!(
        "outcomes",
        props.outdated.then_some("old"),
        all.then_some("all")
    );
    let toggle = {
        let all = all.clone();
        move |_| all.set(!*all)
    };
    let ahead = props
        .ahead
        .as_ref()
        .filter(|told| told.report == shown.report && told.what.complete);
    let gone = |index| {
        ahead.is_some_and(|told| !told.what.outcomes.iter().any(|left| left.outcome == index))
    };
    let more = {
        let drawn = drawn.clone();
        Callback::from(move |()| drawn.set(*drawn + (*drawn).min(MORE_CARDS)))
    };
    html! {
        <div {class}>
            <div class="section-head">
                <h2 id="outcomes-title">{ "Outcomes" }</h2>
                if outcomes.len() > 3 {
                    <button class="inline" aria-pressed={all.to_string()} onclick={toggle}>
                        { if *all { "In one row".to_owned() } else { format!("Spread out all {}", outcomes.len() + left_out) } }
                    </button>
                }
            </div>
            <ul class="cards" role="list" aria-labelledby="outcomes-title">
                { for (0..outcomes.len().min(*drawn)).map(|index| html! {
                    <OutcomeCard key={index} {index} shown={shown.clone()} name={outcomes.get(index).and_then(|outcome| props.names.find(outcome))} figure={props.figure}
                        gone={gone(index)} chosen={props.chosen == Some(index)} on_choose={props.on_choose.clone()} />
                }) }
                if outcomes.len() > *drawn {
                    <li class="more-cards" key="more">
                        <Sight key={*drawn} on_sight={more.clone()} />
                        <button class="inline" onclick={move |_| more.emit(())}>{ format!("{} more", outcomes.len() + left_out - *drawn) }</button>
                    </li>
                } else if left_out > 0 {
                    <li class="more-cards quiet" key="left-out">{ format!("{left_out} more, once all is explored") }</li>
                }
            </ul>
        </div>
    }
}
