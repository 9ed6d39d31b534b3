//! The strategy and the settings.

use super::Strategies;
use crate::comparison::Comparison;
use crate::tasks;
use lockstep_scenario::{
    DatabaseKind, Isolation, SETTINGS, SettingInfo, SettingValues, Settings, Variant,
};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Which database, and what of it: they stand before the strategies.
const DATABASE: [&str; 2] = ["database", "isolation"];

/// Settings that mean something on one database only.
const SQLITE_ONLY: [&str; 3] = ["journal", "begin", "busy-timeout"];
const POSTGRES_ONLY: [&str; 3] = ["isolation", "deadlock-victim", "wake-order"];

const ABOUT_POSTGRES: &str = "This is a profile of PostgreSQL 15, not the server itself: row versions, locks, waits and isolation levels behave as its do, and what is not known to be equal is refused.";

/// Which libraries a scenario uses in a way that depends on their release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Libraries {
    /// Django, from asynchronous code.
    pub django: bool,
    /// The package `databases`.
    pub databases: bool,
}

impl Libraries {
    /// Found without parsing, so that the controls stay while the file does not parse.
    pub fn of(source: &str) -> Self {
        let imports = |name: &str| {
            source.lines().any(|line| {
                let mut words = line.split([' ', '.', ',']);
                matches!(words.next(), Some("from" | "import")) && words.any(|word| word == name)
            })
        };
        Libraries {
            django: imports("django") && source.contains("async "),
            databases: imports("databases"),
        }
    }

    fn has(self, name: &str) -> bool {
        match name {
            "django" => self.django,
            "databases" => self.databases,
            _ => true,
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct ControlsProps {
    /// As they are.
    pub settings: Settings,
    /// Names of the scenario's tasks.
    pub tasks: Vec<String>,
    /// What is known of each strategy.
    pub comparison: Comparison,
    /// It is known of an older version of the scenario.
    pub outdated: bool,
    /// Which libraries have a release to choose.
    pub libraries: Libraries,
    /// A setting's name and its new value, as [`Settings::set`] takes them.
    pub on_set: Callback<(&'static str, String)>,
}

/// The strategy and the settings.
#[function_component]
pub fn Controls(props: &ControlsProps) -> Html {
    let on_set = props.on_set.clone();
    let on_database = props.on_set.clone();
    let about = use_state(|| "Point at a setting, or go to it, to read what it does.");
    let postgres = props.settings.database == DatabaseKind::Postgres;
    let means_something = |info: &&SettingInfo| {
        let elsewhere: &[&str] = if postgres {
            &SQLITE_ONLY
        } else {
            &POSTGRES_ONLY
        };
        !elsewhere.contains(&info.name) && props.libraries.has(info.name)
    };
    let shown = |database: bool| {
        let about = about.clone();
        let infos = SETTINGS.iter().filter(means_something);
        let infos = infos.filter(move |info| DATABASE.contains(&info.name) == database);
        infos.map(move |info| {
            let about = about.clone();
            let tell = Callback::from(move |()| about.set(info.help));
            setting(info, props, &tell)
        })
    };
    html! {
        <div class="controls">
            <div class="settings database-settings">{ for shown(true) }</div>
            if postgres {
                <p class="database-help">{ ABOUT_POSTGRES }</p>
            }
            <Strategies chosen={Variant::of(&props.settings)} comparison={props.comparison.clone()}
                outdated={props.outdated}
                on_choose={move |id: &'static str| on_set.emit(("strategy", id.to_owned()))}
                on_database={move |(database, isolation): (DatabaseKind, Isolation)| {
                    on_database.emit(("isolation", isolation.as_str().to_owned()));
                    on_database.emit(("database", database.as_str().to_owned()));
                }} />
            <div class="settings">{ for shown(false) }</div>
            <p class="setting-help" id="setting-help">{ *about }</p>
        </div>
    }
}

/// A setting's control. `tell` is called when somebody may want to know what it does.
fn setting(info: &'static SettingInfo, props: &ControlsProps, tell: &Callback<()>) -> Html {
    let onfocusin = tell.reform(|_: FocusEvent| ());
    let onmouseenter = tell.reform(|_: MouseEvent| ());
    let value = props.settings.get(info.name).unwrap_or_default();
    match info.values {
        SettingValues::OneOf(values) => {
            let on_set = props.on_set.clone();
            let onchange = move |event: Event| {
                let select: HtmlSelectElement = event.target_unchecked_into();
                on_set.emit((info.name, select.value()));
            };
            html! {
                <label class="setting" key={info.name} {onfocusin} {onmouseenter}>
                    <span>{ info.title }</span>
                    <select {onchange} aria-describedby="setting-help">
                        { for values.iter().map(|each| html! {
                            <option value={*each} selected={*each == value}>{ title(each) }</option>
                        }) }
                    </select>
                </label>
            }
        }
        SettingValues::Milliseconds { max, .. } => {
            let on_set = props.on_set.clone();
            html! {
                <label class="setting" key={info.name} {onfocusin} {onmouseenter}>
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
                    <label class={classes!("setting", tasks::colour(index))} key={format!("copies-{task}")}
                        onfocusin={onfocusin.clone()} onmouseenter={onmouseenter.clone()}>
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

/// What the page calls a setting's value.
fn title(value: &'static str) -> &'static str {
    match value {
        "sqlite" => "SQLite",
        "postgres" => "PostgreSQL profile",
        _ => value,
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
        <input type="number" inputmode="numeric" aria-describedby="setting-help" min={props.min.to_string()} max={props.max.to_string()}
            step={props.step.to_string()} value={value.to_string()} {oninput} {onblur} />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_asked_for_where_they_matter() {
        let both =
            "from django.db import models\nimport asyncio, databases\nasync def task_a(): pass";
        assert_eq!(
            Libraries::of(both),
            Libraries {
                django: true,
                databases: true
            }
        );
        let plain = "from django.db import models\n# databases are fine\ndef task_a(): pass";
        assert_eq!(Libraries::of(plain), Libraries::default());
    }
}
