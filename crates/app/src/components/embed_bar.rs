//! The bar above an embedded scenario: its title, and the ways out.

use crate::services::page;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct EmbedBarProps {
    /// The scenario's title.
    pub title: AttrValue,
    /// The same in the whole page: what stands after `#`.
    pub fragment: AttrValue,
    /// Whether the code may be edited and is not yet.
    pub can_edit: bool,
    /// Whether something differs from what the page around asked for.
    pub can_reset: bool,
    /// Edit was pressed.
    pub on_edit: Callback<()>,
    /// Reset was pressed.
    pub on_reset: Callback<()>,
}

/// The bar.
#[function_component]
pub fn EmbedBar(props: &EmbedBarProps) -> Html {
    let (on_edit, on_reset) = (props.on_edit.clone(), props.on_reset.clone());
    let href = format!("{}#{}", page::whole_page(), props.fragment);
    html! {
        <header class="embed-bar">
            <span class="embed-title">{ props.title.clone() }</span>
            if props.can_edit {
                <button onclick={move |_| on_edit.emit(())}>{ "Edit" }</button>
            }
            if props.can_reset {
                <button onclick={move |_| on_reset.emit(())}>{ "Reset" }</button>
            }
            <a class="button" {href} target="_blank" rel="noopener">{ "Open in Lockstep" }</a>
        </header>
    }
}
