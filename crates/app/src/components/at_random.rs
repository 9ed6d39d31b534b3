//! Runs drawn at random, as production draws them, beside what exploring all of them has shown.

use crate::decimal::percent;
use crate::schedules::{Action, RUNS, Schedules, Told, kinds};
use crate::services::page;
use crate::wording;
use gloo_timers::callback::Timeout;
use lockstep_scenario::RandomRuns;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// From one run to the next, while they are shown coming in.
const DOT_MS: u32 = 24;

#[derive(PartialEq, Properties)]
pub struct AtRandomProps {
    /// What is known of the runs.
    pub schedules: Schedules,
    /// What the user does.
    pub on_act: Callback<Action>,
}

/// The panel.
#[function_component]
pub fn AtRandom(props: &AtRandomProps) -> Html {
    let schedules = &props.schedules;
    let seed = schedules.seed.unwrap_or(0);
    let on_act = props.on_act.clone();
    let draw = move |_| on_act.emit(Action::Draw(seed.wrapping_add(1)));
    let on_act = props.on_act.clone();
    let onchange = move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Ok(seed) = input.value().parse() {
            on_act.emit(Action::Draw(seed));
        }
    };
    html! {
        <div class="at-random">
            <div class="hand-buttons">
                <button class="main" onclick={draw}>{ format!("Run it {RUNS} times") }</button>
                if schedules.seed.is_some() {
                    <label class="setting">{ "Seed" }
                        <input type="number" min="0" max={u32::MAX.to_string()} value={seed.to_string()} {onchange} />
                    </label>
                }
                <span class="quiet">{ "As production does: at each step chance decides who goes on." }</span>
            </div>
            if let Some(told) = &schedules.runs {
                <Runs told={told.clone()} shown={schedules.run} on_act={props.on_act.clone()} />
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct RunsProps {
    told: Told<RandomRuns>,
    /// The one in the timeline.
    shown: Option<usize>,
    on_act: Callback<Action>,
}

/// The runs as they come in: drawn anew for each, and nothing else with them.
#[function_component]
fn Runs(props: &RunsProps) -> Html {
    let RunsProps {
        told,
        shown,
        on_act,
    } = props;
    let all = &told.what.runs;
    let drawn = use_state_eq(|| 0_usize);
    let began = use_mut_ref(|| 0_u64);
    use_effect_with(told.what.clone(), {
        let (drawn, began) = (drawn.clone(), began.clone());
        move |what| {
            *began.borrow_mut() = page::now();
            let at_once = page::wants_no_motion();
            drawn.set(if at_once { what.runs.len() } else { 0 });
        }
    });
    use_effect_with((told.what.clone(), *drawn), {
        let drawn = drawn.clone();
        move |(what, count)| {
            let next = (*count < what.runs.len()).then(|| {
                let next = count + 1;
                Timeout::new(DOT_MS, move || {
                    // Where drawing is slow, several at a time.
                    let elapsed = page::now().saturating_sub(*began.borrow());
                    let due = usize::try_from(elapsed / u64::from(DOT_MS)).unwrap_or(next);
                    drawn.set(next.max(due));
                })
            });
            move || drop(next)
        }
    });
    let (shown, drawn) = (*shown, (*drawn).min(all.len()));
    let (kinds, unknown) = kinds(told, drawn);
    let on_slide = {
        let on_act = on_act.clone();
        move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Ok(number) = input.value().parse::<usize>() {
                on_act.emit(Action::Run(number.saturating_sub(1)));
            }
        }
    };
    let pressed = {
        let on_act = on_act.clone();
        // One listener for all dots.
        move |event: MouseEvent| {
            let element: web_sys::Element = event.target_unchecked_into();
            if let Some(place) = element
                .get_attribute("data-run")
                .and_then(|n| n.parse().ok())
            {
                on_act.emit(Action::Run(place));
            }
        }
    };
    let name = |place: usize| match all.get(place).and_then(|run| told.outcome(run.outcome?)) {
        Some(outcome) => format!(
            "Run {}: {}",
            place + 1,
            wording::title(outcome).to_ascii_lowercase()
        ),
        None => format!("Run {}: its end is not known", place + 1),
    };
    let part = |seen: usize| seen as f64 / drawn.max(1) as f64;
    html! {
        <>
            <div class="dots" onclick={pressed} aria-hidden="true">
                { for all.iter().enumerate().map(|(place, run)| {
                    let outcome = run.outcome.and_then(|outcome| told.outcome(outcome));
                    let verdict = outcome.map(|o| format!("verdict-{}", o.verdict.as_str()));
                    let class = classes!("dot", verdict, (place >= drawn).then_some("to-come"), (shown == Some(place)).then_some("shown"));
                    html! { <i key={place} {class} data-run={place.to_string()} title={name(place)}>{ outcome.map_or("?", |o| wording::symbol(o.verdict)) }</i> }
                }) }
            </div>
            <div class="scrubber run-scrubber">
                <label for="run">{ "Run" }</label>
                <input id="run" type="range" min="1" max={all.len().to_string()} value={shown.map_or(1, |run| run + 1).to_string()}
                    aria-valuetext={name(shown.unwrap_or(0))} oninput={on_slide} />
                <output>{ shown.map_or_else(|| "none is shown".to_owned(), name) }</output>
            </div>
            <div class="table-scroll">
                <table class="kinds" aria-label="Seen and exact">
                    <thead><tr><th scope="col">{ "Outcome" }</th><th scope="col">{ format!("Seen in {drawn}") }</th><th scope="col">{ "Exact probability" }</th><th scope="col">{ "Seen above, exact below" }</th></tr></thead>
                    <tbody>
                        { for kinds.iter().map(|kind| html! {
                            <tr class={format!("verdict-{}", kind.verdict.as_str())}>
                                <th scope="row"><b class="verdict" aria-hidden="true">{ wording::symbol(kind.verdict) }</b>{ " " }{ &kind.title }</th>
                                <td>{ kind.seen }{ if drawn > 0 && kind.seen == 0 { " (missed)" } else { "" } }</td>
                                <td>{ percent(kind.probability) }</td>
                                <td class="pair" aria-hidden="true">
                                    <i style={format!("width:{:.2}%", 100.0 * part(kind.seen))}></i>
                                    <i class="exact" style={format!("width:{:.2}%", 100.0 * kind.probability)}></i>
                                </td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            if unknown > 0 {
                <p class="quiet">{ format!("Of {unknown} runs the end is not known: it is not explored, or they were given up after very many steps.") }</p>
            }
            if (all.len() as u32) < RUNS {
                <p class="quiet">{ format!("These runs are so long that only {} were made.", all.len()) }</p>
            }
        </>
    }
}
