//! The wasm that runs in a Web Worker: the engine behind the messages of
//! [`lockstep_scenario::Request`] and [`Response`].

mod alive;
mod checks;
mod comparing;

use checks::Checks;
use comparing::Comparing;
use lockstep_scenario::{Problem, Request, Response};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent};

/// Answers the page's messages, for as long as the worker lives. `web/worker/loader.js` calls it with the Python
/// modules, which come in a file of their own.
///
/// # Errors
/// If the modules are not whole.
///
/// # Panics
/// If the browser has no message channels, which every one that runs wasm has.
#[wasm_bindgen]
pub fn serve(modules: String) -> Result<(), JsError> {
    lockstep_engine::load_modules(modules).map_err(|problem| JsError::new(&problem.message))?;
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let checks = Rc::new(RefCell::new(Checks::default()));

    // A message to oneself comes after those that already wait: between two slices of a
    // check the page is heard, which a timer would delay by some milliseconds each time.
    let again = MessageChannel::new().expect("workers have message channels");
    let slice = {
        let (checks, scope, port) = (checks.clone(), scope.clone(), again.port2());
        Closure::<dyn FnMut()>::new(move || {
            if let Some(response) = checks.borrow_mut().slice(alive::now) {
                post(&scope, &response);
            }
            if checks.borrow().is_running() {
                let _ = port.post_message(&JsValue::NULL);
            }
        })
    };
    again
        .port1()
        .set_onmessage(Some(slice.into_js_value().unchecked_ref()));

    let heard = {
        let (scope, port) = (scope.clone(), again.port2());
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            let was_running = checks.borrow().is_running();
            if let Some(response) = answer(&mut checks.borrow_mut(), &text, alive::now) {
                post(&scope, &response);
            }
            if !was_running && checks.borrow().is_running() {
                let _ = port.post_message(&JsValue::NULL);
            }
        })
    };
    scope.set_onmessage(Some(heard.into_js_value().unchecked_ref()));

    lockstep_engine::on_beat(alive::beat);
    // Part of loading: the page gives the first check no more time than any other.
    lockstep_engine::warm_up();
    // A worker's messages may come before its wasm has a handler for them: the page
    // waits for this one before it sends any.
    post(
        &scope,
        &Response::Ready {
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
    );
    Ok(())
}

/// What can be said at once to a message of the page.
fn answer(checks: &mut Checks, text: &str, clock: impl Fn() -> f64) -> Option<Response> {
    match serde_json::from_str(text) {
        Ok(Request::Check { id, scenario }) => checks.begin(id, scenario, clock()),
        Ok(Request::Compare {
            id,
            scenario,
            variants,
        }) => {
            checks.compare(Comparing::new(id, scenario, variants));
            None
        }
        Ok(Request::Cancel) => checks.cancel(clock),
        Ok(Request::Trace {
            id,
            scenario,
            schedule,
        }) => Some(match checks.trace(&scenario, &schedule) {
            Ok(trace) => Response::Trace {
                id,
                trace: Box::new(trace),
            },
            Err(problem) => Response::Problem { id, problem },
        }),
        Ok(Request::Ahead {
            id,
            scenario,
            schedule,
        }) => Some(match checks.ahead(&scenario, &schedule) {
            Ok(ahead) => Response::Ahead { id, ahead },
            Err(problem) => Response::Problem { id, problem },
        }),
        Ok(Request::RandomRuns {
            id,
            scenario,
            runs,
            seed,
        }) => Some(match checks.random_runs(&scenario, runs, seed) {
            Ok(runs) => Response::RandomRuns { id, runs },
            Err(problem) => Response::Problem { id, problem },
        }),
        Ok(Request::StateGraph { id, scenario }) => Some(match checks.states(&scenario) {
            Ok(graph) => Response::StateGraph { id, graph },
            Err(problem) => Response::Problem { id, problem },
        }),
        Err(error) => Some(Response::Problem {
            id: 0,
            problem: Problem::new(format!("The page sent what is no request: {error}.")),
        }),
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, response: &Response) {
    let text = serde_json::to_string(response).expect("a message is plain data");
    scope
        .post_message(&text.into())
        .expect("a string can be posted");
    alive::said();
}
