//! The dialog with the link.

use crate::services::page;
use lockstep_scenario::{Language, Scenario, decode_link, encode_link, encode_schedule};
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

/// Chat systems cut longer links.
const LONG: usize = 2_000;

/// Longer links are better sent as a file.
const TOO_LONG: usize = 8_000;

#[derive(PartialEq, Properties)]
pub struct ShareProps {
    /// What to share.
    pub scenario: Scenario,
    /// The schedule in the timeline, as task indexes, and the place in it; if it is this scenario's.
    pub schedule: Option<(Vec<usize>, usize)>,
    /// Whether it was put together by hand: then it belongs to what is shared.
    pub by_hand: bool,
    /// The dialog was closed.
    pub on_close: Callback<()>,
}

/// The dialog.
#[function_component]
pub fn Share(props: &ShareProps) -> Html {
    let dialog = use_node_ref();
    let with_place = use_state(|| props.by_hand);
    let copied = use_state(|| None::<bool>);
    use_effect_with((), {
        let dialog = dialog.clone();
        move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // Fails only if it is open already.
                let _ = dialog.show_modal();
            }
            page::focus("dialog.share input[readonly]");
        }
    });
    let schedule = props
        .schedule
        .as_ref()
        .and_then(|(schedule, at)| Some(format!("&w={}&at={at}", encode_schedule(schedule)?)));
    let mut fragment = encode_link(&props.scenario);
    if let (true, Some(place)) = (*with_place, &schedule) {
        fragment.push_str(place);
    }
    let opens = decode_link(&fragment).is_ok();
    let link = format!("{}#{fragment}", page::address());
    let length = link.chars().count();

    let on_close = props.on_close.clone();
    let close = {
        let dialog = dialog.clone();
        move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    let copy = {
        let (link, copied) = (link.clone(), copied.clone());
        move |_| {
            let copied = copied.clone();
            page::copy(
                &link,
                Callback::from(move |worked: bool| {
                    if !worked {
                        page::focus("dialog.share input[readonly]");
                    }
                    copied.set(Some(worked));
                }),
            );
        }
    };
    let toggle = {
        let (with_place, copied) = (with_place.clone(), copied.clone());
        move |event: Event| {
            with_place.set(event.target_unchecked_into::<HtmlInputElement>().checked());
            copied.set(None);
        }
    };
    let save = {
        let scenario = props.scenario.clone();
        move |_| page::download(&file_name(&scenario), &scenario.source)
    };
    let select = |event: FocusEvent| event.target_unchecked_into::<HtmlInputElement>().select();
    let copy_label = match *copied {
        Some(true) => "Copied",
        Some(false) => "Press Ctrl+C",
        None => "Copy",
    };
    html! {
        <dialog class="share" ref={dialog} aria-labelledby="share-title" onclose={move |_| on_close.emit(())}>
            <h2 id="share-title">{ "Share" }</h2>
            if opens {
                <p>{ "The link holds the whole scenario: the file and the settings. It stays in the address and is sent to no server." }</p>
                <div class="link-row">
                    <input readonly=true aria-label="Link" value={link} onfocus={select} />
                    <button class="main" onclick={copy}>{ copy_label }</button>
                </div>
                if schedule.is_some() {
                    <label class="check">
                        <input type="checkbox" checked={*with_place} onchange={toggle} />
                        { "Open the timeline at the step that I look at" }
                    </label>
                }
                <p class={classes!("length", (length > LONG).then_some("warn"))}>
                    { format!("{length} characters. ") }
                    if length > TOO_LONG {
                        { "Many programs cut a link this long: better send the file." }
                    } else if length > LONG {
                        { "Some chat systems cut links above 2,000 characters." }
                    }
                </p>
            } else {
                <p class="warn">{ "This scenario is too large for a link. Send the file instead." }</p>
            }
            <div class="dialog-buttons">
                <button onclick={save}>{ "Save the file" }</button>
                <button onclick={close}>{ "Close" }</button>
            </div>
        </dialog>
    }
}

/// A file's name from a scenario's title.
fn file_name(scenario: &Scenario) -> String {
    let words: String = scenario
        .title
        .to_ascii_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let mut name = words.split_whitespace().collect::<Vec<_>>().join("_");
    if name.is_empty() {
        name.push_str("scenario");
    }
    name.push_str(match scenario.language {
        Language::Python => ".py",
        Language::Spec => ".spec",
    });
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_the_title() {
        let mut scenario = Scenario::python("Transfer money, twice!", "");
        assert_eq!(file_name(&scenario), "transfer_money_twice.py");
        scenario.title = "  ".to_owned();
        scenario.language = Language::Spec;
        assert_eq!(file_name(&scenario), "scenario.spec");
    }
}
