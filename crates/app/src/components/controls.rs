//! The strategy and the settings.

use crate::tasks;
use lockstep_scenario::{SETTINGS, STRATEGIES, SettingInfo, SettingValues, Settings, strategy};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Settings that the engine runs today, in the order in which they are shown. The
/// strategy has its own control.
const SHOWN: [&str; 5] = ["journal", "begin", "busy-timeout", "concurrency", "copies"];

#[derive(PartialEq, Properties)]
pub struct ControlsProps {
    /// As they are.
    pub settings: Settings,
    /// Names of the scenario's tasks.
    pub tasks: Vec<String>,
    /// A setting's name and its new value, as [`Settings::set`] takes them.
    pub on_set: Callback<(&'static str, String)>,
}

/// The strategy and the settings.
#[function_component]
pub fn Controls(props: &ControlsProps) -> Html {
    let chosen = strategy(&props.settings.strategy);
    html! {
        <div class="controls">
            <h2 id="strategy-title">{ "Strategy" }</h2>
            <div class="chips" role="radiogroup" aria-labelledby="strategy-title" aria-describedby="strategy-help">
                { for STRATEGIES.iter().map(|strategy| {
                    let on_set = props.on_set.clone();
                    let checked = strategy.id == props.settings.strategy;
                    html! {
                        <label class="chip" title={strategy.help} key={strategy.id}>
                            <input type="radio" name="strategy" value={strategy.id} {checked}
                                onchange={move |_| on_set.emit(("strategy", strategy.id.to_owned()))} />
                            <span>{ strategy.title }</span>
                        </label>
                    }
                }) }
            </div>
            <div class="strategy-help" id="strategy-help">
                if let Some(chosen) = chosen {
                    <p>{ chosen.help }</p>
                    if !chosen.wrapper.is_empty() {
                        <details>
                            <summary>{ "What it puts around each task" }</summary>
                            <pre>{ chosen.wrapper }</pre>
                        </details>
                    }
                }
            </div>
            <div class="settings">
                { for SHOWN.iter().filter_map(|name| SETTINGS.iter().find(|info| info.name == *name))
                    .map(|info| setting(info, props)) }
            </div>
        </div>
    }
}

fn setting(info: &'static SettingInfo, props: &ControlsProps) -> Html {
    let value = props.settings.get(info.name).unwrap_or_default();
    match info.values {
        SettingValues::OneOf(values) => {
            let on_set = props.on_set.clone();
            let onchange = move |event: Event| {
                let select: HtmlSelectElement = event.target_unchecked_into();
                on_set.emit((info.name, select.value()));
            };
            html! {
                <label class="setting" title={info.help} key={info.name}>
                    <span>{ info.title }</span>
                    <select {onchange}>
                        { for values.iter().map(|each| html! {
                            <option value={*each} selected={*each == value}>{ *each }</option>
                        }) }
                    </select>
                </label>
            }
        }
        SettingValues::Milliseconds { max, .. } => {
            let on_set = props.on_set.clone();
            html! {
                <label class="setting" title={info.help} key={info.name}>
                    <span>{ info.title }</span>
                    <span class="with-unit">
                        <Number min={0} {max} step={100} value={props.settings.busy_timeout}
                            on_value={move |ms: u32| on_set.emit((info.name, ms.to_string()))} />
                        <span aria-hidden="true">{ "ms" }</span>
                    </span>
                </label>
            }
        }
        SettingValues::Copies { max } => props
            .tasks
            .iter()
            .enumerate()
            .map(|(index, task)| {
                let on_set = props.on_set.clone();
                let value = props.settings.copies.get(task).copied().unwrap_or(1);
                let name = task.clone();
                html! {
                    <label class={classes!("setting", tasks::colour(index))} title={info.help} key={format!("copies-{task}")}>
                        <span>{ "Copies of " }<b class="task-name">{ task }</b></span>
                        <Number min={1} {max} step={1} {value}
                            on_value={move |n: u32| on_set.emit((info.name, format!("{name}={n}")))} />
                    </label>
                }
            })
            .collect(),
        SettingValues::Strategy => Html::default(),
    }
}

#[derive(PartialEq, Properties)]
struct NumberProps {
    min: u32,
    max: u32,
    step: u32,
    value: u32,
    on_value: Callback<u32>,
}

/// A whole number. What is typed on the way to one changes nothing.
#[function_component]
fn Number(props: &NumberProps) -> Html {
    let range = props.min..=props.max;
    let on_value = props.on_value.clone();
    let oninput = move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Ok(number) = input.value().parse()
            && range.contains(&number)
        {
            on_value.emit(number);
        }
    };
    // What was left behind unfinished gives way to what holds.
    let value = props.value;
    let onblur = move |event: FocusEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.set_value(&value.to_string());
    };
    html! {
        <input type="number" inputmode="numeric" min={props.min.to_string()} max={props.max.to_string()}
            step={props.step.to_string()} value={value.to_string()} {oninput} {onblur} />
    }
}
