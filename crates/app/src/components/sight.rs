//! Something without a size that tells when it comes into sight.

use crate::services::page::when_in_sight;
use web_sys::Element;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct SightProps {
    /// It is in sight, or nearly.
    pub on_sight: Callback<()>,
}

/// Tells once, then is to be drawn anew, with another key.
#[function_component]
pub fn Sight(props: &SightProps) -> Html {
    let place = use_node_ref();
    use_effect_with((), {
        let (place, on_sight) = (place.clone(), props.on_sight.clone());
        move |()| {
            let watch = place
                .cast::<Element>()
                .and_then(|element| when_in_sight(&element, on_sight));
            move || drop(watch)
        }
    });
    html! { <i ref={place} aria-hidden="true"></i> }
}
