//! Keys that work anywhere on the page but where they mean something else.

use crate::services::page;
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::Callback;

/// A key that works anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// ←
    Previous,
    /// →
    Next,
    /// Home
    First,
    /// End
    Last,
    /// 1 to 9
    Number(usize),
    /// ?
    Help,
}

/// Where arrows have their own meaning.
const ELSEWHERE: &str = "input, select, textarea, dialog, [contenteditable='true'], [role='tab'], [role='separator'], .cm-editor";

/// Where letters are typed.
const TYPING: &str = "input:not([type='radio'], [type='range'], [type='checkbox']), select, textarea, dialog, .cm-editor";

/// Listens until it is dropped.
pub fn listen(tell: Callback<Key>) -> EventListener {
    EventListener::new_with_options(
        &page::document(),
        "keydown",
        EventListenerOptions::enable_prevent_default(),
        move |event| {
            let event: &KeyboardEvent = event.unchecked_ref();
            if event.alt_key() || event.ctrl_key() || event.meta_key() {
                return;
            }
            let help = event.key() == "?";
            let arrow = event.key().len() > 1;
            let elsewhere = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok())
                .is_some_and(|element| {
                    page::within(&element, if arrow { ELSEWHERE } else { TYPING })
                });
            // Many keyboards have the question mark above another key.
            if elsewhere || event.shift_key() && !help {
                return;
            }
            let key = match event.key().as_str() {
                "ArrowLeft" => Key::Previous,
                "ArrowRight" => Key::Next,
                "Home" => Key::First,
                "End" => Key::Last,
                "?" => Key::Help,
                key => match key.parse() {
                    Ok(number @ 1..=9) => Key::Number(number),
                    _ => return,
                },
            };
            event.prevent_default();
            tell.emit(key);
        },
    )
}
