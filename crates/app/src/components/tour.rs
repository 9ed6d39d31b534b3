//! The first visit's tour: four steps through the transfer, beside the page and never over a task that
//! somebody has begun.

use super::Tab;
use crate::services::page;
use crate::session::Session;
use crate::wording;
use yew::prelude::*;

/// The built-in scenario that it goes through.
pub const SLUG: &str = "transfer";

/// How many steps it has.
const STEPS: usize = 4;

/// The part of the page that a step is about: its tab on a narrow screen, and what is brought into view.
pub fn about(step: usize) -> (Tab, &'static str) {
    match step {
        0 => (Tab::Code, ".editor"),
        1 => (Tab::Outcomes, ".summary"),
        2 => (Tab::Timeline, ".timeline"),
        _ => (Tab::Code, ".strategies"),
    }
}

/// A step's heading and its sentences. What was found is said as it was found.
pub fn text(step: usize, session: &Session) -> (String, String) {
    let report = session.shown.as_ref().map(|shown| &shown.report);
    match step {
        0 => (
            "Two transfers, at the same time".to_owned(),
            "alice and bob both run transfer_money(): it reads two balances, changes them in Python, and writes them back. Right before each statement the other one may go first.".to_owned(),
        ),
        1 => (
            report.map_or_else(
                || "What can happen".to_owned(),
                |report| {
                    let headline = wording::headline(report);
                    format!("{} {}", headline.figure, headline.rest)
                },
            ),
            "Not one lucky run: every order of the statements, on a real SQLite inside this page. Each card is one way in which it can end: its share, the final rows with the right ones crossed out beside them, and what is broken.".to_owned(),
        ),
        2 => {
            let end = session.timeline.as_ref().and_then(|t| t.trace.outcome.as_ref());
            let why = end.map_or("", |end| end.explanation.as_str());
            (
                "Where it happens".to_owned(),
                format!(
                    "{why} Go through the schedule with ← and →, and watch the rows and the locks; ◆ marks the steps that do the harm."
                ).trim_start().to_owned(),
            )
        }
        _ => (
            "What stops it".to_owned(),
            "Every strategy was explored in the same way, while you were reading. Choose a row: the editor shows what it puts around the code. Then change the code, or open another race in the Gallery.".to_owned(),
        ),
    }
}

#[derive(PartialEq, Properties)]
pub struct TourProps {
    /// Which step, from 0.
    pub step: usize,
    /// Its heading.
    pub title: AttrValue,
    /// Its sentences.
    pub text: AttrValue,
    /// Another step; nothing for the end.
    pub on_step: Callback<Option<usize>>,
}

/// A step of it.
#[function_component]
pub fn Tour(props: &TourProps) -> Html {
    use_effect_with((), |()| page::focus_if_idle(".tour"));
    // Once its tab is shown.
    use_effect_with(props.step, |step| page::reveal(about(*step).1));
    let go = |step: Option<usize>| {
        let on_step = props.on_step.clone();
        move |_: MouseEvent| on_step.emit(step)
    };
    let on_step = props.on_step.clone();
    let onkeydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            on_step.emit(None);
        }
    };
    let last = props.step + 1 >= STEPS;
    html! {
        <section class="tour" role="dialog" aria-labelledby="tour-title" aria-describedby="tour-text"
            tabindex="-1" data-step={(props.step + 1).to_string()} {onkeydown}>
            <div aria-live="polite">
                <p class="quiet">{ format!("{} of {STEPS}", props.step + 1) }</p>
                <h2 id="tour-title">{ props.title.clone() }</h2>
                <p id="tour-text">{ props.text.clone() }</p>
            </div>
            <p class="dialog-buttons">
                if !last {
                    <button class="inline" onclick={go(None)}>{ "Skip the tour" }</button>
                }
                if props.step > 0 {
                    <button onclick={go(Some(props.step - 1))}>{ "Back" }</button>
                }
                // One button all along, so that it keeps the focus.
                <button class="main" key="on" onclick={go((!last).then_some(props.step + 1))}>
                    { if last { "Done" } else { "Next" } }
                </button>
            </p>
        </section>
    }
}
