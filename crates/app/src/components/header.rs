//! The bar at the top: name, title, gallery, theme, share.

use super::icon::{Icon, Picture};
use crate::route;
use crate::services::theme::Theme;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct HeaderProps {
    /// The scenario's.
    pub title: AttrValue,
    /// What the page wears.
    pub theme: Theme,
    /// Whether the gallery is open.
    pub in_gallery: bool,
    /// The title was edited.
    pub on_title: Callback<String>,
    /// The theme's switch was pressed.
    pub on_theme: Callback<()>,
    /// Help was asked for.
    pub on_help: Callback<()>,
    /// Share was pressed.
    pub on_share: Callback<()>,
}

/// The bar at the top.
#[function_component]
pub fn Header(props: &HeaderProps) -> Html {
    let on_title = props.on_title.clone();
    let oninput = move |event: InputEvent| {
        on_title.emit(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let on_theme = props.on_theme.clone();
    let on_help = props.on_help.clone();
    let on_share = props.on_share.clone();
    let picture = match props.theme {
        Theme::Auto => Picture::Auto,
        Theme::Light => Picture::Light,
        Theme::Dark => Picture::Dark,
    };
    let theme = format!("Theme: {}", props.theme.name());
    html! {
        <header class="top">
            <h1 class="wordmark">
                <svg class="logo" viewBox="0 0 26 24" aria-hidden="true">
                    <path class="logo-a" d="M3 3v6h8v6h8" />
                    <path class="logo-b" d="M7 21v-6M7 9V3h8v6h8v12" />
                </svg>
                <span>{ "Lockstep" }</span>
            </h1>
            <input class="title" aria-label="Title" placeholder="Untitled scenario" maxlength="120"
                value={props.title.clone()} {oninput} hidden={props.in_gallery} />
            <nav>
                <a class="button" href={route::GALLERY}
                    aria-current={props.in_gallery.then_some("page")}>{ "Gallery" }</a>
                <button class="icon-button" aria-label="Help" title="Help: keyboard and tour (?)"
                    onclick={move |_| on_help.emit(())}>{ "?" }</button>
                <button class="icon-button" aria-label={theme.clone()} title={theme}
                    onclick={move |_| on_theme.emit(())}><Icon {picture} /></button>
                if !props.in_gallery {
                    <button class="main" onclick={move |_| on_share.emit(())}>{ "Share" }</button>
                }
            </nav>
        </header>
    }
}
