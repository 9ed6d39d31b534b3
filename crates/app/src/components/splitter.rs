//! A bar between two parts of the page, to make one of them larger.

use crate::services::{page, storage};
use web_sys::{HtmlElement, PointerEvent};
use yew::prelude::*;

/// Which parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// The code and what it does, side by side.
    Code,
    /// The editor and the controls, one above the other.
    Editor,
}

impl Split {
    /// The property in web/page.css that holds the first part's size, in percent of both.
    fn property(self) -> &'static str {
        match self {
            Split::Code => "--split-code",
            Split::Editor => "--split-editor",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Split::Code => "Width of the code",
            Split::Editor => "Height of the editor",
        }
    }

    /// The smallest size, the usual one, and the largest, in thousandths.
    fn sizes(self) -> (u32, u32, u32) {
        match self {
            Split::Code => (240, 390, 700),
            Split::Editor => (200, 560, 900),
        }
    }

    fn is_vertical(self) -> bool {
        self == Split::Code
    }
}

#[derive(PartialEq, Properties)]
pub struct SplitterProps {
    /// What it moves between.
    pub split: Split,
}

/// By how much a key moves it, in thousandths.
const KEY: u32 = 20;

/// A bar that is dragged, or moved by the arrow keys; a double click puts it back. The browser remembers
/// where it is.
#[function_component]
pub fn Splitter(props: &SplitterProps) -> Html {
    let split = props.split;
    let (min, usual, max) = split.sizes();
    let size = use_state(|| storage::split(split.property()).unwrap_or(usual));
    use_effect_with(*size, move |size| {
        page::set_property(split.property(), &format!("{}.{}%", size / 10, size % 10));
    });
    let set = {
        let size = size.clone();
        move |to: u32| {
            let to = to.clamp(min, max);
            storage::set_split(split.property(), to);
            size.set(to);
        }
    };
    let bar = use_node_ref();
    let element = |bar: &NodeRef| bar.cast::<HtmlElement>();
    let onpointerdown = {
        let bar = bar.clone();
        move |event: PointerEvent| {
            let Some(bar) = element(&bar) else {
                return;
            };
            event.prevent_default();
            let _ = bar.set_pointer_capture(event.pointer_id());
            let _ = bar.focus();
        }
    };
    let onpointermove = {
        let (set, bar) = (set.clone(), bar.clone());
        move |event: PointerEvent| {
            let bar = element(&bar).filter(|bar| bar.has_pointer_capture(event.pointer_id()));
            let Some(around) = bar.and_then(|bar| bar.parent_element()) else {
                return;
            };
            let around = around.get_bounding_client_rect();
            let part = if split.is_vertical() {
                (f64::from(event.client_x()) - around.left()) / around.width()
            } else {
                (f64::from(event.client_y()) - around.top()) / around.height()
            };
            set(page::thousandths(part));
        }
    };
    let onkeydown = {
        let (set, at) = (set.clone(), *size);
        move |event: KeyboardEvent| {
            let to = match (event.key().as_str(), split.is_vertical()) {
                ("ArrowLeft", true) | ("ArrowUp", false) => at.saturating_sub(KEY),
                ("ArrowRight", true) | ("ArrowDown", false) => at + KEY,
                ("Home", _) => min,
                ("End", _) => max,
                ("Enter", _) => usual,
                _ => return,
            };
            event.prevent_default();
            set(to);
        }
    };
    let whole = |size: u32| (size / 10).to_string();
    html! {
        <div ref={bar} class={classes!("splitter", if split.is_vertical() { "upright" } else { "level" })}
            role="separator" tabindex="0" aria-label={split.label()} title="Drag, or use the arrow keys"
            aria-orientation={if split.is_vertical() { "vertical" } else { "horizontal" }}
            aria-valuemin={whole(min)} aria-valuemax={whole(max)} aria-valuenow={whole(*size)}
            {onpointerdown} {onpointermove} {onkeydown} ondblclick={move |_| set(usual)}></div>
    }
}
