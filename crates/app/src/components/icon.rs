//! Small pictures for buttons. The button's name says what it does; they are silent.

use yew::prelude::*;

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// To the start.
    First,
    /// One back.
    Previous,
    /// On and on.
    Play,
    /// Enough.
    Pause,
    /// One forward.
    Next,
    /// To the end.
    Last,
    /// Half light, half dark.
    Auto,
    /// A sun.
    Light,
    /// A moon.
    Dark,
}

#[derive(PartialEq, Properties)]
pub struct IconProps {
    /// Which one.
    pub picture: Picture,
}

/// A small picture.
#[function_component]
pub fn Icon(props: &IconProps) -> Html {
    let path = match props.picture {
        Picture::First => "M4 3v10M13 3 7 8l6 5z",
        Picture::Previous => "M11 3 5 8l6 5z",
        Picture::Play => "M4 3l9 5-9 5z",
        Picture::Pause => "M5 3v10M11 3v10",
        Picture::Next => "M5 3l6 5-6 5z",
        Picture::Last => "M12 3v10M3 3l6 5-6 5z",
        Picture::Auto => "M8 2a6 6 0 1 0 0 12z M8 2a6 6 0 0 1 0 12",
        Picture::Light => {
            "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1"
        }
        Picture::Dark => "M13 10A6 6 0 0 1 6 3a5.5 5.5 0 1 0 7 7z",
    };
    let class = match props.picture {
        Picture::Auto => "icon icon-half",
        _ => "icon",
    };
    html! {
        <svg {class} viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>
    }
}
