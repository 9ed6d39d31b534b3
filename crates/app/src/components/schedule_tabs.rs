//! Where the timeline's schedule comes from: a tab each.

use crate::schedules::Mode;
use crate::services::page;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct ScheduleTabsProps {
    /// The one that is shown.
    pub mode: Mode,
    /// Another one was chosen.
    pub on_mode: Callback<Mode>,
}

/// The element that the tabs are about.
pub const PANEL: &str = "schedule";

/// A tab's element.
pub fn tab_id(mode: Mode) -> String {
    format!("schedule-{mode:?}")
}

/// The tabs.
#[function_component]
pub fn ScheduleTabs(props: &ScheduleTabsProps) -> Html {
    let current = props.mode;
    let on_mode = props.on_mode.clone();
    let onkeydown = move |event: KeyboardEvent| {
        let all = Mode::ALL;
        let place = all.iter().position(|mode| *mode == current).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => (place + 1) % all.len(),
            "ArrowLeft" => (place + all.len() - 1) % all.len(),
            "Home" => 0,
            "End" => all.len() - 1,
            _ => return,
        };
        event.prevent_default();
        on_mode.emit(all[next]);
        page::focus(&format!("#{}", tab_id(all[next])));
    };
    html! {
        <div class="schedule-tabs" role="tablist" aria-label="Schedule" {onkeydown}>
            { for Mode::ALL.into_iter().map(|mode| {
                let on_mode = props.on_mode.clone();
                let chosen = mode == current;
                html! {
                    <button role="tab" id={tab_id(mode)} aria-selected={chosen.to_string()} aria-controls={PANEL}
                        tabindex={if chosen { "0" } else { "-1" }} onclick={move |_| on_mode.emit(mode)}>{ mode.name() }</button>
                }
            }) }
        </div>
    }
}
