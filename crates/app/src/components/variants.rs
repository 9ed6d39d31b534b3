//! A built-in scenario and its variants, side by side as tabs above the editor.

use crate::services::cards::Card;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct VariantsProps {
    /// The scenario and its variants, in their order: slug and title.
    pub family: Vec<(String, String)>,
    /// The slug of the one that is open.
    pub open: String,
    /// Whether differences are shown.
    pub differences: bool,
    /// Show them, or do not.
    pub on_differences: Callback<bool>,
}

/// The tabs; nothing where there are no variants.
#[function_component]
pub fn Variants(props: &VariantsProps) -> Html {
    let on_differences = props.on_differences.clone();
    let onchange = move |event: Event| {
        on_differences.emit(event.target_unchecked_into::<HtmlInputElement>().checked());
    };
    let is_variant = props
        .family
        .first()
        .is_some_and(|(slug, _)| *slug != props.open);
    html! {
        <div class="family">
            <nav aria-label="Variants">
                { for props.family.iter().enumerate().map(|(place, (slug, title))| html! {
                    <a key={slug.clone()} href={format!("#x/{slug}")} title={title.clone()}
                        aria-current={(*slug == props.open).then_some("page")}>
                        { if place == 0 { "As published" } else { title } }
                    </a>
                }) }
            </nav>
            if is_variant {
                <label class="check">
                    <input type="checkbox" checked={props.differences} {onchange} />
                    { "Differences" }
                </label>
            }
        </div>
    }
}

/// A scenario with its variants, whichever of them is asked for; empty if it has none.
pub fn family(cards: &[Card], slug: &str) -> Vec<(String, String)> {
    let Some(card) = cards.iter().find(|card| card.slug == slug) else {
        return Vec::new();
    };
    let head = card.parent.as_ref().unwrap_or(&card.slug);
    let is_kin = |card: &&Card| card.slug == *head || card.parent.as_ref() == Some(head);
    let kin: Vec<_> = cards
        .iter()
        .filter(is_kin)
        .map(|card| (card.slug.clone(), card.scenario.title.clone()))
        .collect();
    if kin.len() > 1 { kin } else { Vec::new() }
}
