//! The picker of strategies, which is also the table that compares them; and the table that compares databases.

use crate::comparison::Comparison;
use crate::decimal::{group, percent};
use crate::services::page;
use crate::wording;
use lockstep_scenario::{
    DatabaseKind, Glance, Isolation, STRATEGIES, Strategy, Variant, Verdict, strategy,
};
use yew::prelude::*;

/// The best first, from left to right.
const VERDICTS: [Verdict; 4] = [
    Verdict::Serializable,
    Verdict::Aborted,
    Verdict::Anomaly,
    Verdict::Deadlock,
];

#[derive(PartialEq, Properties)]
pub struct StrategiesProps {
    /// What is chosen.
    pub chosen: Variant,
    /// What is known of each.
    pub comparison: Comparison,
    /// It is known of an older version of the scenario.
    pub outdated: bool,
    /// Another strategy was chosen.
    pub on_choose: Callback<&'static str>,
    /// Another database was chosen.
    pub on_database: Callback<(DatabaseKind, Isolation)>,
}

/// The picker. A click anywhere in a row chooses its strategy; keys go through the radio buttons.
#[function_component]
pub fn Strategies(props: &StrategiesProps) -> Html {
    let chosen = strategy(&props.chosen.strategy);
    html! {
        <section class="strategies">
            <div role="radiogroup" aria-label="Strategy" aria-describedby="strategy-help">
                <table class={props.outdated.then_some("old")} aria-label="Strategies">
                    { head("Strategy") }
                    <tbody>
                        { for STRATEGIES.iter().filter(|s| s.fits(props.chosen.database)).map(|strategy| row(strategy, props)) }
                    </tbody>
                </table>
            </div>
            <p class="strategy-help" id="strategy-help">
                { chosen.map_or("", |chosen| chosen.help) }
                if chosen.is_some_and(|chosen| !chosen.wrapper.is_empty()) {
                    { " The editor shows what it adds." }
                }
            </p>
            if props.chosen.database != DatabaseKind::Sqlite {
                <table class={props.outdated.then_some("old")} aria-label="Databases">
                    { head("Database") }
                    <tbody>
                        { for Variant::databases().into_iter()
                            .filter(|(database, _)| chosen.is_some_and(|strategy| strategy.fits(*database)))
                            .map(|on| database_row(on, props)) }
                    </tbody>
                </table>
            }
        </section>
    }
}

fn head(of: &str) -> Html {
    html! {
        <thead>
            <tr>
                <th scope="col">{ of }</th>
                { for VERDICTS.into_iter().map(|verdict| html! {
                    <th scope="col" class={class_of(verdict)} title={wording::meaning(verdict)}>
                        <b aria-hidden="true">{ wording::symbol(verdict) }</b>{ " " }<span>{ verdict.as_str() }</span>
                    </th>
                }) }
            </tr>
        </thead>
    }
}

/// A database at one of its isolation levels, under the strategy at hand.
fn database_row(on: (DatabaseKind, Isolation), props: &StrategiesProps) -> Html {
    let (database, isolation) = on;
    let variant = Variant {
        database,
        isolation,
        ..props.chosen.clone()
    };
    let name = match database {
        DatabaseKind::Sqlite => "SQLite".to_owned(),
        DatabaseKind::Postgres => format!("PostgreSQL, {}", isolation.as_str().replace('-', " ")),
    };
    let current = variant == props.chosen;
    let choose = props.on_database.reform(move |_: MouseEvent| on);
    html! {
        <tr key={name.clone()} class={current.then_some("chosen")}>
            <th scope="row"><button class="plain" aria-pressed={current.to_string()} onclick={choose.clone()}>{ name }</button></th>
            { cells(props.comparison.of(&variant), &choose) }
        </tr>
    }
}

/// What is known of a variant, a cell a verdict.
fn cells(known: Option<&Option<Glance>>, choose: &Callback<MouseEvent>) -> Html {
    match known {
        None => html! { <td colspan="4" class="unknown">{ "…" }</td> },
        Some(None) => {
            html! { <td colspan="4" class="unknown">{ "cannot be run like this" }</td> }
        }
        Some(Some(found)) => VERDICTS
            .into_iter()
            .map(|verdict| cell(found, verdict, choose.clone()))
            .collect(),
    }
}

fn row(strategy: &'static Strategy, props: &StrategiesProps) -> Html {
    let checked = strategy.id == props.chosen.strategy;
    let choose = props.on_choose.reform(|()| strategy.id);
    let variant = Variant {
        strategy: strategy.id.to_owned(),
        ..props.chosen.clone()
    };
    let onchange = choose.reform(|_: Event| ());
    html! {
        <tr key={strategy.id} class={checked.then_some("chosen")}>
            <th scope="row">
                <label title={strategy.help}>
                    <input type="radio" name="strategy" value={strategy.id} {checked}
                        {onchange} />
                    { strategy.title }
                </label>
            </th>
            { cells(props.comparison.of(&variant), &choose.reform(|_: MouseEvent| ())) }
        </tr>
    }
}

fn cell(found: &Glance, verdict: Verdict, onclick: Callback<MouseEvent>) -> Html {
    let share = found.shares.of(verdict);
    let of = if found.complete { "" } else { "at least " };
    let title = format!("of {of}{} interleavings", group(&found.interleavings));
    // Little must be seen, too.
    let tint = if share > 0.0 {
        12 + page::thousandths(share) * 28 / 1000
    } else {
        0
    };
    html! {
        <td class={class_of(verdict)} style={format!("--tint:{tint}%")} {title} {onclick}>
            if share > 0.0 {
                { percent(share) }{ if found.complete { "" } else { "?" } }
            } else {
                <span class="none">{ "–" }</span>
            }
        </td>
    }
}

fn class_of(verdict: Verdict) -> String {
    format!("verdict-{}", verdict.as_str())
}
