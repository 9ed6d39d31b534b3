//! One schedule, step by step.

use super::icon::{Icon, Picture};
use super::lanes::Lanes;
use crate::decimal::group;
use crate::lanes::Lock;
use crate::session::{Shown, Timeline};
use crate::wording;
use lockstep_scenario::{Outcome, Problem};
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct TimelineProps {
    /// What is looked at.
    pub timeline: Option<Timeline>,
    /// The report in which its outcome is found.
    pub shown: Option<Shown>,
    /// Index of that outcome.
    pub chosen: Option<usize>,
    /// Why a schedule cannot be run.
    pub problem: Option<Problem>,
    /// Whether the scenario was changed since.
    pub outdated: bool,
    /// Whether steps go on by themselves.
    pub playing: bool,
    /// To a step.
    pub on_step: Callback<usize>,
    /// Play or pause.
    pub on_play: Callback<()>,
}

/// The timeline.
#[function_component]
pub fn TimelineView(props: &TimelineProps) -> Html {
    let content = match &props.timeline {
        Some(timeline) => html! { <>{ scrubber(timeline, props) }
        <Lanes timeline={timeline.clone()} marked={marked(timeline, props)} on_step={props.on_step.clone()} />
        { legend() }</> },
        None => {
            html! { <p class="empty">{ "How an outcome comes about, statement by statement, will stand here." }</p> }
        }
    };
    html! {
        <section class={classes!("timeline", props.outdated.then_some("old"))} aria-label="Timeline">
            { heading(props) }
            if let Some(problem) = &props.problem {
                <p class="timeline-problem">{ format!("This schedule cannot be run: {problem}") }</p>
            }
            { content }
        </section>
    }
}

/// The outcome in which the timeline ends.
fn outcome(props: &TimelineProps) -> Option<&Outcome> {
    props.shown.as_ref()?.report.outcomes.get(props.chosen?)
}

/// The steps that make the anomaly: known of the witness, not of other ways to its outcome.
fn marked(timeline: &Timeline, props: &TimelineProps) -> Vec<u32> {
    outcome(props)
        .filter(|outcome| outcome.witness == timeline.trace.schedule)
        .map(|outcome| outcome.marked.clone())
        .unwrap_or_default()
}

fn heading(props: &TimelineProps) -> Html {
    let Some(outcome) = outcome(props) else {
        return html! { <div class="section-head"><h2>{ "Timeline" }</h2></div> };
    };
    let verdict = format!("verdict-{}", outcome.verdict.as_str());
    let is_witness = props
        .timeline
        .as_ref()
        .is_some_and(|timeline| timeline.trace.schedule == outcome.witness);
    html! {
        <div class={classes!("section-head", verdict)}>
            <h2>{ "Timeline" }</h2>
            <p class="what">
                <b class="verdict">{ wording::symbol(outcome.verdict) }{ " " }{ wording::title(outcome) }</b>
                <span class="quiet">
                    if is_witness {
                        { format!(" one of {} ways there, with the fewest switches", group(&outcome.interleavings)) }
                    } else {
                        { " by the schedule of the link" }
                    }
                </span>
            </p>
            if !outcome.explanation.is_empty() {
                <p class="why">{ &outcome.explanation }</p>
            }
        </div>
    }
}

fn scrubber(timeline: &Timeline, props: &TimelineProps) -> Html {
    let last = timeline.trace.steps.len();
    let step = timeline.step;
    let on_step = props.on_step.clone();
    let oninput = move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Ok(step) = input.value().parse() {
            on_step.emit(step);
        }
    };
    let button = |name: &'static str, picture: Picture, to: usize| {
        let off = to == step;
        let on_step = props.on_step.clone();
        // Not `disabled`: the focus would be lost on reaching an end.
        html! {
            <button class="icon-button" aria-label={name} title={name} aria-disabled={off.to_string()}
                onclick={move |_| on_step.emit(to)}><Icon {picture} /></button>
        }
    };
    let on_play = props.on_play.clone();
    let (play, picture) = if props.playing {
        ("Pause", Picture::Pause)
    } else {
        ("Play", Picture::Play)
    };
    let text = match step
        .checked_sub(1)
        .and_then(|i| timeline.trace.steps.get(i))
    {
        Some(taken) => format!("Step {step} of {last}: {}, {}", taken.task, taken.short),
        None => format!("Before the first of {last} steps"),
    };
    html! {
        <div class="scrubber">
            { button("First step", Picture::First, 0) }
            { button("Previous step", Picture::Previous, step.saturating_sub(1)) }
            <button class="icon-button" aria-label={play} title={play} onclick={move |_| on_play.emit(())}><Icon {picture} /></button>
            { button("Next step", Picture::Next, (step + 1).min(last)) }
            { button("Last step", Picture::Last, last) }
            <input type="range" aria-label="Step" min="0" max={last.to_string()} step="1"
                value={step.to_string()} aria-valuetext={text} {oninput} />
            <output aria-hidden="true">{ format!("{step} / {last}") }</output>
        </div>
    }
}

fn legend() -> Html {
    html! {
        <p class="legend">
            <span class="legend-title">{ "Locks:" }</span>
            { for Lock::HELD.into_iter().map(|lock| html! {
                <span class={classes!("legend-lock", lock.class())} title={lock.meaning()}><i></i>{ lock.name() }</span>
            }) }
            <span class="keys"><kbd>{ "←" }</kbd><kbd>{ "→" }</kbd>{ " steps" }</span>
        </p>
    }
}
