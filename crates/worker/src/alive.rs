//! Tells the page that the worker is at work, from within work that takes long.
//!
//! A worker that works hears no questions, so the page cannot ask; but what it posts leaves at once. The
//! engine beats wherever it may take long: at every step, every run of Python, every so many states. Work that
//! has no end does not beat, so the page can end a worker that is silent without ever ending one that is slow.

use lockstep_scenario::Response;
use std::cell::{Cell, OnceCell};
use wasm_bindgen::JsCast;
use web_sys::{DedicatedWorkerGlobalScope, Performance};

/// After how much silence a beat is worth a message.
const SILENT_MS: f64 = 400.0;

thread_local! {
    static SAID: Cell<f64> = const { Cell::new(0.0) };
    // Asked for at every beat.
    static CLOCK: OnceCell<Option<Performance>> = const { OnceCell::new() };
}

/// Notes that the page has heard something.
pub fn said() {
    SAID.set(now());
}

/// The engine is at work.
pub fn beat() {
    if now() > SAID.get() + SILENT_MS {
        super::post(&scope(), &Response::Alive);
    }
}

/// Milliseconds since the worker began.
pub fn now() -> f64 {
    CLOCK.with(|clock| {
        let clock = clock.get_or_init(|| scope().performance());
        clock.as_ref().map_or(0.0, Performance::now)
    })
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
