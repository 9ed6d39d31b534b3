//! Arrows from one of the anomaly's steps to the next, over the lanes.

use crate::services::page::{document, when_resized};
use crate::shared::Shared;
use lockstep_scenario::Trace;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct ArrowsProps {
    /// What happened.
    pub trace: Shared<Trace>,
    /// Numbers of the steps, ascending.
    pub marked: Vec<u32>,
}

/// The arrows. Where the cards stand is known once they are drawn.
#[function_component]
pub fn Arrows(props: &ArrowsProps) -> Html {
    let place = use_node_ref();
    let paths = use_state(Vec::<String>::new);
    use_effect_with((props.trace.clone(), props.marked.clone()), {
        let (place, paths) = (place.clone(), paths.clone());
        move |_| {
            let around = place.cast::<Element>().and_then(|svg| svg.parent_element());
            let watch = around.and_then(|around| {
                let measured = around.clone();
                // Tells at once, too.
                let draw = Callback::from(move |()| paths.set(arrows(&measured)));
                when_resized(&around, draw)
            });
            move || drop(watch)
        }
    });
    html! {
        <svg ref={place} class="arrows" aria-hidden="true">
            <defs>
                <marker id="arrow-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                    <path d="M0 0 8 4 0 8z" />
                </marker>
            </defs>
            { for paths.iter().map(|d| html! { <path d={d.clone()} marker-end="url(#arrow-head)" /> }) }
        </svg>
    }
}

/// A path from each marked card to the next, in the coordinates of what is around them.
fn arrows(around: &Element) -> Vec<String> {
    let Ok(found) = document().query_selector_all(".step-card.marked") else {
        return Vec::new();
    };
    let cards: Vec<DomRect> = (0..found.length())
        .filter_map(|i| found.get(i))
        .map(|node| node.unchecked_into::<Element>().get_bounding_client_rect())
        .collect();
    let origin = around.get_bounding_client_rect();
    let x = |x: f64| x - origin.left();
    let y = |y: f64| y - origin.top();
    cards
        .windows(2)
        .map(|pair| {
            let (from, to) = (&pair[0], &pair[1]);
            let (start, end) = (y(from.bottom() - 12.0), y(to.top() + 12.0));
            // From the side that faces the other lane; within a lane out and back on the right.
            let (a, b, out, back) = if to.left() > from.right() {
                (x(from.right()), x(to.left()), 26.0, -26.0)
            } else if to.right() < from.left() {
                (x(from.left()), x(to.right()), -26.0, 26.0)
            } else {
                (x(from.right()), x(to.right()), 16.0, 16.0)
            };
            format!(
                "M{a:.1} {start:.1}C{:.1} {start:.1} {:.1} {end:.1} {b:.1} {end:.1}",
                a + out,
                b + back
            )
        })
        .collect()
}
