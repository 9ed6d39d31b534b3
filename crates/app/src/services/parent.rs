//! The page around this one, if there is one that wants to talk.

use crate::embed::Tell;
use crate::services::page;
use gloo_events::EventListener;
use js_sys::JSON;
use lockstep_scenario::OpenRequest;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Window};
use yew::Callback;

/// A line to the page around.
pub struct Parent {
    window: Window,
    /// The origin that it has said; `None` where it has none, as a file on a disk.
    origin: Option<String>,
    _listener: EventListener,
}

impl Parent {
    /// Listens to the page around, and to nobody else.
    pub fn new(origin: &str, on_open: Callback<OpenRequest>) -> Option<Parent> {
        let own = page::window();
        let window = own.parent().ok()??;
        if window == own {
            return None;
        }
        let (around, said) = (window.clone(), origin.to_owned());
        let listener = EventListener::new(&own, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else {
                return;
            };
            let from: JsValue = event.source().map_or(JsValue::NULL, Into::into);
            if event.origin() != said || !js_sys::Object::is(&from, around.as_ref()) {
                return;
            }
            let text = JSON::stringify(&event.data()).ok();
            if let Some(open) = text.and_then(|text| OpenRequest::read(&String::from(text))) {
                on_open.emit(open);
            }
        });
        Some(Parent {
            window,
            origin: (origin != "null").then(|| origin.to_owned()),
            _listener: listener,
        })
    }

    /// Tells it something.
    pub fn tell(&self, tell: &Tell) {
        if let Ok(message) = JSON::parse(&tell.json()) {
            // It may be gone.
            let _ = self
                .window
                .post_message(&message, self.origin.as_deref().unwrap_or("*"));
        }
    }
}
