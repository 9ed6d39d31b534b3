//! The wasm that runs in a Web Worker: the engine behind the messages of
//! [`lockstep_scenario::Request`] and [`Response`].

use lockstep_scenario::Response;
use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // A worker's messages may come before its wasm has a handler for them: the page
    // waits for this one before it sends any.
    let ready = Response::Ready {
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let text = serde_json::to_string(&ready).expect("a message is plain data");
    scope
        .post_message(&text.into())
        .expect("a string can be posted");
}
