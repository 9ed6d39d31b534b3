//! The Yew front end. Talks to the engine by messages only.

use lockstep_scenario::Response;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlMetaElement, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::prelude::*;

fn main() {
    yew::Renderer::<Page>::new().render();
}

/// The name that the build gave to a file (see index.html).
fn built_file(name: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    let tag = document
        .query_selector(&format!("meta[name='{name}']"))
        .ok()??;
    Some(tag.unchecked_into::<HtmlMetaElement>().content())
}

#[function_component]
fn Page() -> Html {
    let status = use_state(|| "Loading the engine …".to_owned());
    use_effect_with((), {
        let status = status.clone();
        move |()| {
            let options = WorkerOptions::new();
            options.set_type(WorkerType::Module);
            let address = built_file("lockstep-worker").unwrap_or_default();
            let worker = Worker::new_with_options(&address, &options);
            let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                let text = event.data().as_string().unwrap_or_default();
                status.set(match serde_json::from_str(&text) {
                    Ok(Response::Ready { version }) => format!("Engine {version} is ready"),
                    Ok(_) => "The engine said more than was asked".to_owned(),
                    Err(error) => error.to_string(),
                });
            });
            if let Ok(worker) = &worker {
                worker.set_onmessage(Some(listen.as_ref().unchecked_ref()));
            }
            move || {
                if let Ok(worker) = worker {
                    worker.terminate();
                }
                drop(listen);
            }
        }
    });
    html! {
        <main>
            <h1>{ "Lockstep" }</h1>
            <p role="status">{ (*status).clone() }</p>
        </main>
    }
}
