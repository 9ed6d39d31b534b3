//! The engine's worker, seen from the page.

use gloo_events::EventListener;
use lockstep_scenario::{Request, Response};
use wasm_bindgen::JsCast;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

use crate::services::page;

/// What comes from the worker.
pub enum EngineEvent {
    /// A message.
    Said(Box<Response>),
    /// It broke down or could not be loaded, and why, as far as the browser tells.
    Died(String),
}

/// A running worker. Dropping it ends it, whatever it does.
pub struct Engine {
    /// Whether the PostgreSQL profile is in it.
    pub postgres: bool,
    worker: Worker,
    _listeners: [EventListener; 3],
}

impl Engine {
    /// Starts a worker. It answers nothing before its `Ready`.
    ///
    /// # Errors
    /// Where no worker can be started, as in a sandboxed frame: what the browser says.
    pub fn start(tell: &Callback<EngineEvent>, postgres: bool) -> Result<Engine, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let name = if postgres {
            "lockstep-worker-postgres"
        } else {
            "lockstep-worker"
        };
        let url = page::built_file(name)
            .ok_or_else(|| "The page does not name its engine's file.".to_owned())?;
        let worker =
            Worker::new_with_options(&url, &options).map_err(|error| page::error_text(&error))?;
        let said = tell.clone();
        let died = tell.clone();
        let garbled = tell.clone();
        let listeners = [
            EventListener::new(&worker, "message", move |event| {
                let data = event.unchecked_ref::<MessageEvent>().data();
                let text = data.as_string().unwrap_or_default();
                said.emit(match serde_json::from_str(&text) {
                    Ok(response) => EngineEvent::Said(Box::new(response)),
                    Err(error) => {
                        EngineEvent::Died(format!("It sent what the page cannot read: {error}"))
                    }
                });
            }),
            EventListener::new(&worker, "error", move |event| {
                let message = event
                    .dyn_ref::<ErrorEvent>()
                    .map(ErrorEvent::message)
                    .unwrap_or_default();
                died.emit(EngineEvent::Died(message));
            }),
            EventListener::new(&worker, "messageerror", move |_| {
                garbled.emit(EngineEvent::Died(String::new()));
            }),
        ];
        Ok(Engine {
            postgres,
            worker,
            _listeners: listeners,
        })
    }

    /// Sends a request.
    pub fn send(&self, request: &Request) {
        // Plain data to text cannot fail, and a string can always be posted.
        if let Ok(text) = serde_json::to_string(request) {
            let _ = self.worker.post_message(&text.into());
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
