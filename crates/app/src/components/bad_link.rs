//! What a link that cannot be opened shows.

use crate::route;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct BadLinkProps {
    /// What is wrong with it.
    pub error: AttrValue,
    /// Go on without it.
    pub on_continue: Callback<()>,
}

/// The page instead of a scenario.
#[function_component]
pub fn BadLink(props: &BadLinkProps) -> Html {
    let on_continue = props.on_continue.clone();
    html! {
        <main class="bad-link">
            <div role="alert">
                <h2>{ "This link cannot be opened" }</h2>
                <p>{ &props.error }</p>
            </div>
            <p class="quiet">{ "Nothing of your own work is touched." }</p>
            <p class="dialog-buttons">
                <button class="main" onclick={move |_| on_continue.emit(())}>{ "Go on without it" }</button>
                <a class="button" href={route::GALLERY}>{ "Open the gallery" }</a>
            </p>
        </main>
    }
}
