//! What happens, in one sentence and one bar.

use crate::decimal::percent;
use crate::figure::Figure;
use crate::session::Shown;
use crate::wording;
use lockstep_scenario::{Outcome, Problem, Report, Verdict};
use yew::prelude::*;

/// What the engine is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Activity {
    /// It loads; `slow` when that takes long.
    Loading {
        /// Longer than one should have to wait in silence.
        slow: bool,
    },
    /// It could not be started.
    Failed(String),
    /// It explores.
    Running,
    /// The user stopped it.
    Stopped,
    /// It is done.
    Idle,
}

#[derive(PartialEq, Properties)]
pub struct SummaryProps {
    /// The last report.
    pub shown: Option<Shown>,
    /// Whether the scenario was changed since.
    pub outdated: bool,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// What the engine is at.
    pub activity: Activity,
    /// How much of the exploration is done, 0 to 1.
    pub done: f64,
    /// Which figure the bar draws.
    pub figure: Figure,
    /// Another one was chosen.
    pub on_figure: Callback<Figure>,
    /// Stop was pressed.
    pub on_stop: Callback<()>,
    /// Show the problem's place.
    pub on_place: Callback<(u32, u32)>,
    /// Start again what failed or was stopped.
    pub on_again: Callback<()>,
}

/// The sentence, the bar, and what the engine is at.
#[function_component]
pub fn Summary(props: &SummaryProps) -> Html {
    let report = props
        .shown
        .as_ref()
        .map(Shown::whole)
        .filter(|report| !report.outcomes.is_empty());
    let old = props.outdated && props.problem.is_some();
    html! {
        <section class="summary" aria-label="Result">
            { alert(props) }
            <div class={classes!("result", old.then_some("old"))}>
                <div class="headline" role="status">
                    { match &report {
                        Some(report) => headline(props, report),
                        None => waiting(props),
                    } }
                </div>
                if let Some(report) = &report {
                    { bar(report, props.figure) }
                }
            </div>
            <div class={classes!("under-bar", old.then_some("old"))}>
                if let Some(report) = &report { { legend(report, props.figure) } }
                { match (&report, &props.activity) {
                    (None, Activity::Loading { slow: true }) => slow(),
                    (None, Activity::Loading { .. } | Activity::Failed(_)) => html! { <p class="remark"></p> },
                    _ => under(props, report.as_deref()),
                } }
            </div>
            if let Some(report) = &report { { figures(props, report) } }
        </section>
    }
}

fn alert(props: &SummaryProps) -> Html {
    let on_again = props.on_again.clone();
    let again = move |_| on_again.emit(());
    if let Activity::Failed(why) = &props.activity {
        return html! {
            <div class="alert" role="alert">
                <p><b>{ "The engine could not be started. " }</b>
                    { "It runs in a Web Worker, as WebAssembly, inside this page; a sandboxed frame, an old browser or a lost connection can prevent that. Your work is kept." }
                    if !why.is_empty() { <br /><code>{ why }</code> }
                </p>
                <button onclick={again}>{ "Try again" }</button>
            </div>
        };
    }
    match &props.problem {
        Some(problem) => wrong(props, problem),
        None => Html::default(),
    }
}

/// Why the engine is not there yet.
fn slow() -> Html {
    html! {
        <p class="remark">{ "It is about one megabyte and is loaded once. A slow connection is enough to make it take this long." }</p>
    }
}

// Functions that come with the second part of the program are not put into others (see `LATER` in
// crates/xtask/src/page.rs).

/// What is wrong with the scenario.
#[inline(never)]
fn wrong(props: &SummaryProps, problem: &Problem) -> Html {
    let place = problem.line.map(|line| {
        let column = problem.column.unwrap_or(1);
        let on_place = props.on_place.clone();
        let text = match problem.column {
            Some(column) => format!("Line {line}, column {column}"),
            None => format!("Line {line}"),
        };
        html! {
            <button class="place" onclick={move |_| on_place.emit((line, column))}>{ text }</button>
        }
    });
    html! {
        <div class="alert" role="alert">
            <p>
                if let Some(place) = place { { place }{ ": " } }
                <span>{ &problem.message }</span>
            </p>
        </div>
    }
}

#[inline(never)]
fn headline(props: &SummaryProps, report: &Report) -> Html {
    let headline = wording::headline(report);
    let tone = if headline.bad { "bad" } else { "good" };
    html! {
        <p>
            <em class={tone}>{ headline.figure }</em>{ " " }{ headline.rest }
            if props.outdated && props.problem.is_some() {
                <span class="before">{ " before this edit" }</span>
            }
        </p>
    }
}

/// While there is no report.
fn waiting(props: &SummaryProps) -> Html {
    let text = match (&props.activity, &props.problem) {
        (Activity::Failed(_), _) => "No result: the engine is not running",
        (_, Some(_)) => "No result yet",
        (Activity::Loading { slow: false }, _) => "Loading the engine …",
        (Activity::Loading { slow: true }, _) => "Still loading the engine …",
        (Activity::Running, _) => "Exploring all interleavings …",
        (Activity::Stopped | Activity::Idle, _) => "Nothing explored",
    };
    html! { <p class="waiting">{ text }</p> }
}

/// The worst first.
const ORDER: [Verdict; 4] = [
    Verdict::Anomaly,
    Verdict::Deadlock,
    Verdict::Aborted,
    Verdict::Serializable,
];

/// Which figure, and what it means. Where they say the same of every outcome there is nothing to choose.
#[inline(never)]
fn figures(props: &SummaryProps, report: &Report) -> Html {
    let same = |outcome: &Outcome| (outcome.share - outcome.probability).abs() < 1e-9;
    let alike = report.outcomes.iter().all(same);
    html! {
        <div class="figures" role="radiogroup" aria-label="Figure">
            { for Figure::ALL.into_iter().map(|figure| {
                let on_figure = props.on_figure.clone();
                html! {
                    <label title={figure.meaning()}>
                        <input type="radio" name="figure" checked={figure == props.figure}
                            onchange={move |_| on_figure.emit(figure)} />
                        <span>{ figure.name() }</span>
                    </label>
                }
            }) }
            <span class="quiet" aria-live="polite">
                { if alike { "Here both say the same." } else { props.figure.meaning() } }
            </span>
        </div>
    }
}

/// More pieces than these of one verdict are thinner than a pixel: the rest is one piece.
const PIECES: usize = 60;

/// A piece an outcome, those of a verdict side by side.
#[inline(never)]
pub fn bar(report: &Report, figure: Figure) -> Html {
    html! {
        <div class="bar" aria-hidden="true">
            { for ORDER.into_iter().flat_map(|verdict| {
                let mut sizes: Vec<f64> = report.outcomes.iter()
                    .filter(|outcome| outcome.verdict == verdict)
                    .map(|outcome| figure.of(outcome))
                    .collect();
                if sizes.len() > PIECES {
                    let rest = sizes.split_off(PIECES);
                    sizes.push(rest.iter().sum());
                }
                sizes.into_iter().map(move |size| {
                    let class = classes!("piece", format!("verdict-{}", verdict.as_str()));
                    html! { <i {class} style={format!("flex-grow:{size}")}></i> }
                })
            }) }
        </div>
    }
}

/// The bar's shares in words.
#[inline(never)]
pub fn legend(report: &Report, figure: Figure) -> Html {
    let share = |verdict| -> f64 {
        let all = report.outcomes.iter().filter(|o| o.verdict == verdict);
        all.map(|o| figure.of(o)).sum()
    };
    html! {
        <ul class="bar-legend" aria-label="Verdicts">
            { for ORDER.into_iter().filter(|v| share(*v) > 0.0).map(|verdict| html! {
                <li class={format!("verdict-{}", verdict.as_str())} title={wording::meaning(verdict)}>
                    <b aria-hidden="true">{ wording::symbol(verdict) }</b>
                    { format!(" {} {}", percent(share(verdict)), verdict.as_str()) }
                </li>
            }) }
        </ul>
    }
}

/// What the engine is at, and what is to be said of what it found.
#[inline(never)]
fn under(props: &SummaryProps, report: Option<&Report>) -> Html {
    let on_stop = props.on_stop.clone();
    let on_again = props.on_again.clone();
    match &props.activity {
        Activity::Running => html! {
            <div class="running">
                <div class="progress" role="progressbar" aria-label="Exploring"
                    aria-valuenow={format!("{:.0}", 100.0 * props.done)}>
                    <i style={format!("width:{:.1}%", 100.0 * props.done)}></i>
                </div>
                <span>{ report.map(wording::effort).unwrap_or_default() }</span>
                <button onclick={move |_| on_stop.emit(())}>{ "Stop" }</button>
            </div>
        },
        Activity::Stopped => html! {
            <p class="remark">
                { "Stopped: counts are of what was explored. " }
                <button class="inline" onclick={move |_| on_again.emit(())}>{ "Explore again" }</button>
            </p>
        },
        Activity::Loading { slow: true } => slow(),
        _ => match report {
            Some(report) => html! {
                <p class="remark">
                    <span>{ wording::remark(report) }</span>
                    if !report.complete {
                        <span>{ " There is more than the budget allows to explore: every count is \"at least\"." }</span>
                    }
                    if report.may_abort_more {
                        <span>{ " " }{ wording::MAY_ABORT_MORE }</span>
                    }
                    <span class="effort">{ wording::effort(report) }</span>
                </p>
            },
            None => html! { <p class="remark"></p> },
        },
    }
}
