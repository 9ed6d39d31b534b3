//! On a narrow screen: which part of the page is shown.

use crate::services::page;
use yew::prelude::*;

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Editor and controls.
    #[default]
    Code,
    /// The list of outcomes.
    Outcomes,
    /// A schedule, step by step.
    Timeline,
}

impl Tab {
    /// All of them, from left to right.
    pub const ALL: [Tab; 3] = [Tab::Code, Tab::Outcomes, Tab::Timeline];

    /// Its name, also that of its panel's element.
    pub fn name(self) -> &'static str {
        match self {
            Tab::Code => "Code",
            Tab::Outcomes => "Outcomes",
            Tab::Timeline => "Timeline",
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct TabsProps {
    /// The one that is shown.
    pub tab: Tab,
    /// How many outcomes there are.
    pub outcomes: Option<usize>,
    /// Another one was chosen.
    pub on_tab: Callback<Tab>,
}

/// The tabs. A wide screen shows everything at once and hides them.
#[function_component]
pub fn Tabs(props: &TabsProps) -> Html {
    let on_tab = props.on_tab.clone();
    let current = props.tab;
    let onkeydown = move |event: KeyboardEvent| {
        let place = Tab::ALL.iter().position(|tab| *tab == current).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => (place + 1) % Tab::ALL.len(),
            "ArrowLeft" => (place + Tab::ALL.len() - 1) % Tab::ALL.len(),
            "Home" => 0,
            "End" => Tab::ALL.len() - 1,
            _ => return,
        };
        event.prevent_default();
        on_tab.emit(Tab::ALL[next]);
        page::focus(&format!("#tab-{}", Tab::ALL[next].name()));
    };
    html! {
        <div class="tabs" role="tablist" aria-label="Parts" {onkeydown}>
            { for Tab::ALL.into_iter().map(|tab| {
                let on_tab = props.on_tab.clone();
                let chosen = tab == props.tab;
                html! {
                    <button role="tab" id={format!("tab-{}", tab.name())}
                        aria-selected={chosen.to_string()}
                        aria-controls={format!("panel-{}", tab.name())}
                        tabindex={if chosen { "0" } else { "-1" }}
                        onclick={move |_| on_tab.emit(tab)}>
                        { tab.name() }
                        if let (Tab::Outcomes, Some(count)) = (tab, props.outcomes) {
                            <span class="count">{ count }</span>
                        }
                    </button>
                }
            }) }
        </div>
    }
}
