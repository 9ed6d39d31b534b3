//! The picture of all states.

use crate::schedules::{Action, Schedules};
use crate::services::state_picture::StatePicture;
use crate::{tasks, wording};
use lockstep_scenario::StateGraph;
use serde_json::json;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct AllStatesProps {
    /// What is known of them.
    pub schedules: Schedules,
    /// Names of the tasks, for their colours.
    pub tasks: Vec<String>,
    /// How many steps of the schedule are taken.
    pub step: usize,
    /// What the user does.
    pub on_act: Callback<Action>,
}

/// The panel.
#[function_component]
pub fn AllStates(props: &AllStatesProps) -> Html {
    let place = use_node_ref();
    let picture = use_mut_ref(|| None::<StatePicture>);
    let ready = use_state(|| None::<Result<(), String>>);
    use_effect_with((), {
        let (place, picture, ready) = (place.clone(), picture.clone(), ready.clone());
        let on_act = props.on_act.clone();
        let alive = Rc::new(RefCell::new(true));
        move |()| {
            let (there, shown) = (alive.clone(), picture.clone());
            spawn_local(async move {
                let Some(element) = place.cast::<Element>() else {
                    return;
                };
                let on_state = Callback::from(move |state| on_act.emit(Action::State(state)));
                let made = StatePicture::create(&element, on_state).await;
                if !*there.borrow() {
                    return;
                }
                ready.set(Some(made.map(|made| *shown.borrow_mut() = Some(made))));
            });
            move || {
                *alive.borrow_mut() = false;
                picture.borrow_mut().take();
            }
        }
    });
    let told = props.schedules.graph.as_ref();
    let graph = told.map(|told| told.what.clone());
    let path = props.schedules.ahead.as_ref().map(|told| told.what.clone());
    use_effect_with((graph, (*ready).clone()), {
        let picture = picture.clone();
        let report = told.map(|told| told.report.clone());
        let names = props.tasks.clone();
        move |(graph, _)| {
            if let (Some(picture), Some(graph), Some(report)) = (&*picture.borrow(), graph, report)
                && let Some(graph) = &**graph
            {
                picture.show(&drawing(graph, &report.outcomes, &names));
            }
        }
    });
    use_effect_with(
        (
            path,
            props.step,
            told.map(|told| told.what.clone()),
            (*ready).clone(),
        ),
        {
            let picture = picture.clone();
            move |(path, step, ..)| {
                if let (Some(picture), Some(path)) = (&*picture.borrow(), path) {
                    picture.follow(&path.states, *step);
                }
            }
        },
    );
    let words = match (&*ready, told.map(|told| &*told.what)) {
        (Some(Err(why)), _) => Some(format!("The picture could not be loaded: {why}")),
        (_, Some(None)) => Some(
            "There are too many states for a picture that anybody could read. A picture is drawn of up to 200."
                .to_owned(),
        ),
        (_, None) | (None, _) => Some("The picture of all states is being made …".to_owned()),
        _ => None,
    };
    html! {
        <div class="all-states">
            if let Some(words) = &words {
                <p class="quiet">{ words }</p>
            }
            <div class="state-picture" ref={place} hidden={words.is_some()}></div>
            if words.is_none() {
                <p class="quiet">{ "Each dot is a state; steps that lead to the same state meet there. Click one to go to it; drag to move, Ctrl and the wheel to zoom." }</p>
            }
        </div>
    }
}

/// What the picture is drawn from: plain data.
fn drawing(
    graph: &StateGraph,
    outcomes: &[lockstep_scenario::Outcome],
    names: &[String],
) -> String {
    let states = graph.states.iter().map(|state| {
        let outcome = state.outcome.and_then(|outcome| outcomes.get(outcome));
        let steps = state.steps.iter().map(|(task, to)| {
            let colour = names
                .iter()
                .position(|name| name == task)
                .map(tasks::colour);
            json!({ "task": task, "to": to, "colour": colour })
        });
        json!({
            "steps": steps.collect::<Vec<_>>(),
            "verdict": outcome.map(|o| o.verdict.as_str()),
            "sign": outcome.map(|o| wording::symbol(o.verdict)),
            "title": outcome.map(wording::title),
        })
    });
    serde_json::Value::Array(states.collect()).to_string()
}
