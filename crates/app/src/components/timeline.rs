//! One schedule, step by step.

use super::Server;
use super::all_states::AllStates;
use super::at_random::AtRandom;
use super::by_hand::ByHand;
use super::icon::{Icon, Picture};
use super::lanes::Lanes;
use super::schedule_tabs::{PANEL, ScheduleTabs, tab_id};
use crate::decimal::group;
use crate::figure::Figure;
use crate::locks::Lock;
use crate::names::Names;
use crate::schedules::{Action, Mode, Schedules};
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
    /// What outcomes are known by.
    pub names: Names,
    /// Index of that outcome.
    pub chosen: Option<usize>,
    /// Why a schedule cannot be run.
    pub problem: Option<Problem>,
    /// It comes to something else than the link recorded that led here, with this version.
    pub differs_from: Option<String>,
    /// Whether the scenario was changed since.
    pub outdated: bool,
    /// Whether steps go on by themselves.
    pub playing: bool,
    /// Where its schedule comes from.
    pub schedules: Schedules,
    /// Which figure stands beside what can still happen.
    pub figure: Figure,
    /// What the user does with the schedule.
    pub on_act: Callback<Action>,
    /// To a step.
    pub on_step: Callback<usize>,
    /// Play or pause.
    pub on_play: Callback<()>,
}

/// The timeline.
#[function_component]
pub fn TimelineView(props: &TimelineProps) -> Html {
    let on_mode = use_callback(props.on_act.clone(), |mode, on_act| {
        on_act.emit(Action::Enter(mode))
    });
    let on_take = use_callback(props.on_act.clone(), |task, on_act| {
        on_act.emit(Action::Take(task))
    });
    html! {
        <section class={classes!("timeline", props.outdated.then_some("old"))} aria-label="Timeline">
            { schedule(props, on_mode, on_take) }
        </section>
    }
}

/// While there is nothing to be shown in it.
pub fn no_timeline() -> Html {
    html! {
        <section class="timeline" aria-label="Timeline">
            { heading_alone() }
            { empty() }
        </section>
    }
}

/// While there is no schedule.
fn empty() -> Html {
    html! { <p class="empty">{ "How an outcome comes about, statement by statement, will stand here." }</p> }
}

/// Where no outcome is shown.
fn heading_alone() -> Html {
    html! { <div class="section-head"><h2>{ "Timeline" }</h2></div> }
}

fn schedule(props: &TimelineProps, on_mode: Callback<Mode>, on_take: Callback<String>) -> Html {
    let content = match &props.timeline {
        Some(timeline) => html! { <>
            <ScheduleTabs mode={props.schedules.mode} {on_mode} />
            <div role="tabpanel" id={PANEL} aria-labelledby={tab_id(props.schedules.mode)}>
                { panel(timeline, props) }
                { scrubber(timeline, props) }
                if let Some(server) = &timeline.view().server {
                    <Server server={server.clone()} tasks={timeline.trace.tasks.clone()} />
                }
                <Lanes timeline={timeline.clone()} marked={marked(timeline)} on_step={props.on_step.clone()}
                    on_take={(props.schedules.mode == Mode::Hand).then_some(on_take)} />
                { legend(timeline.view().server.is_some()) }
            </div>
        </> },
        None => empty(),
    };
    html! { <>
        { heading(props) }
        if let Some(problem) = &props.problem {
            <p class="timeline-problem">{ format!("This schedule cannot be run: {problem}") }</p>
        }
        if let Some(version) = &props.differs_from {
            <p class="timeline-problem" role="note">
            { format!("When this link was made, with version {version}, these steps came to another outcome. Here is what they come to now.") }
            </p>
        }
        { content }
    </> }
}

/// What stands above the lanes, depending on where the schedule comes from.
fn panel(timeline: &Timeline, props: &TimelineProps) -> Html {
    let schedules = &props.schedules;
    let on_act = &props.on_act;
    match schedules.mode {
        Mode::Witness => Html::default(),
        Mode::Hand => html! {
            <ByHand ahead={schedules.ahead.clone()} figure={props.figure} taken={timeline.step} {on_act} />
        },
        Mode::Random => html! { <AtRandom schedules={schedules.clone()} {on_act} /> },
        Mode::States => html! {
            <AllStates schedules={schedules.clone()} tasks={timeline.trace.tasks.clone()} step={timeline.step} {on_act} />
        },
    }
}

/// The outcome in which the timeline ends.
fn outcome(props: &TimelineProps) -> Option<&Outcome> {
    props.shown.as_ref()?.report.outcomes.get(props.chosen?)
}

/// The steps that make the anomaly: this schedule's, which are not those of other ways to its outcome.
fn marked(timeline: &Timeline) -> Vec<u32> {
    let end = timeline.trace.outcome.as_ref();
    end.map(|end| end.marked.clone()).unwrap_or_default()
}

fn heading(props: &TimelineProps) -> Html {
    let Some(outcome) = outcome(props) else {
        return heading_alone();
    };
    let verdict = format!("verdict-{}", outcome.verdict.as_str());
    // Of this way to the outcome.
    let end = props
        .timeline
        .as_ref()
        .and_then(|t| t.trace.outcome.as_ref());
    let explanation = end.map_or("", |end| &end.explanation);
    let is_witness = props
        .timeline
        .as_ref()
        .is_some_and(|timeline| timeline.trace.schedule == outcome.witness);
    html! {
        <div class={classes!("section-head", verdict)}>
            <h2>{ "Timeline" }</h2>
            <p class="what">
                <b class="verdict">{ wording::symbol(outcome.verdict) }{ " " }{ wording::title(outcome) }</b>
                if let Some(name) = props.names.find(outcome) {
                    <span class="known-as">{ ": " }{ name }</span>
                }
                <span class="quiet">
                    if is_witness {
                        { format!(" one of {} ways there, with the fewest switches", group(&outcome.interleavings)) }
                    } else {
                        { format!(" another of {} ways there", group(&outcome.interleavings)) }
                    }
                </span>
            </p>
            if !explanation.is_empty() {
                <p class="why">{ explanation }</p>
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

fn legend(postgres: bool) -> Html {
    html! {
        <p class="legend">
            <span class="legend-title">{ if postgres { "Locks of tables:" } else { "Locks:" } }</span>
            { for Lock::all(postgres).iter().map(|lock| html! {
                <span class={classes!("legend-lock", lock.class)} title={lock.meaning}><i></i>{ lock.name }</span>
            }) }
            <span class="keys"><kbd>{ "←" }</kbd><kbd>{ "→" }</kbd>{ " steps" }</span>
        </p>
    }
}
