//! The dialog with the link.

use crate::services::page;
use crate::shared::Shared;
use lockstep_render::{html, markdown};
use lockstep_scenario::{Language, Place, Report, Scenario, decode_link};
use qrcodegen::{QrCode, QrCodeEcc};
use web_sys::{HtmlDialogElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Chat systems cut longer links.
const LONG: usize = 2_000;

/// Longer links are better sent as a file.
const TOO_LONG: usize = 8_000;

#[derive(PartialEq, Properties)]
pub struct ShareProps {
    /// What to share.
    pub scenario: Scenario,
    /// What names it in a link.
    pub fragment: String,
    /// The schedule in the timeline and the place in it, if it is this scenario's.
    pub place: Option<Place>,
    /// Whether outcomes show their probability.
    pub probability: bool,
    /// What was found, if it is about this scenario.
    pub report: Option<Shared<Report>>,
    /// The dialog was closed.
    pub on_close: Callback<()>,
}

/// The dialog.
#[function_component]
pub fn Share(props: &ShareProps) -> Html {
    let dialog = use_node_ref();
    // Steps by hand belong to what is shared.
    let with_place = use_state(|| props.place.as_ref().is_some_and(|place| place.by_hand));
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
    let place = Place {
        probability: props.probability,
        ..props
            .place
            .clone()
            .filter(|_| *with_place)
            .unwrap_or_default()
    };
    let fragment = format!("{}{}", props.fragment, place.encode());
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
    let toggle = {
        let with_place = with_place.clone();
        move |event: Event| {
            with_place.set(event.target_unchecked_into::<HtmlInputElement>().checked())
        }
    };
    let save = {
        let scenario = props.scenario.clone();
        move |_| page::download(&file_name(&scenario), &scenario.source)
    };
    let markdown = props.report.as_ref().map(|report| {
        let link = opens.then_some(link.as_str());
        markdown::snippet(&props.scenario, report, link)
    });
    let whole = page::whole_page();
    let folder = whole.rfind('/').map_or(&whole[..], |end| &whole[..=end]);
    let embed = html::embed(&props.scenario, props.fragment.strip_prefix("x/"), folder);
    html! {
        <dialog class="share" ref={dialog} aria-labelledby="share-title" onclose={move |_| on_close.emit(())}>
            <h2 id="share-title">{ "Share" }</h2>
            if opens {
                <p>{ "The link holds the whole scenario: the file and the settings. It stays in the address and is sent to no server." }</p>
                <div class="link-row">
                    <input readonly=true aria-label="Link" value={link.clone()} onfocus={select} />
                    <Copy text={link.clone()} main={true} />
                </div>
                if props.place.is_some() {
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
            if let Some(markdown) = markdown {
                <Snippet title="Markdown, for a bug report" text={markdown} />
            }
            <Snippet title="HTML, for a page of documentation" text={embed} />
            if opens {
                <details>
                    <summary>{ "QR code" }</summary>
                    { qr_code(&link) }
                </details>
            }
            <div class="dialog-buttons">
                <button onclick={save}>{ "Save the file" }</button>
                <button onclick={close}>{ "Close" }</button>
            </div>
        </dialog>
    }
}

fn select(event: FocusEvent) {
    event.target_unchecked_into::<HtmlInputElement>().select();
}

#[derive(PartialEq, Properties)]
struct CopyProps {
    text: AttrValue,
    #[prop_or_default]
    main: bool,
}

/// A button that copies a text, and says whether that worked.
#[function_component]
fn Copy(props: &CopyProps) -> Html {
    let copied = use_state(|| None::<(AttrValue, bool)>);
    let onclick = {
        let (text, copied) = (props.text.clone(), copied.clone());
        move |_| {
            let (copied, whole) = (copied.clone(), text.clone());
            page::copy(
                &text,
                Callback::from(move |worked| copied.set(Some((whole.clone(), worked)))),
            );
        }
    };
    // It is about the text that was copied.
    let worked = copied
        .as_ref()
        .filter(|(text, _)| *text == props.text)
        .map(|(_, worked)| *worked);
    let label = match worked {
        Some(true) => "Copied",
        Some(false) => "Press Ctrl+C",
        None => "Copy",
    };
    html! { <button class={props.main.then_some("main")} {onclick}>{ label }</button> }
}

#[derive(PartialEq, Properties)]
struct SnippetProps {
    title: AttrValue,
    text: AttrValue,
}

/// A text of several lines, to be copied.
#[function_component]
fn Snippet(props: &SnippetProps) -> Html {
    let select = |event: FocusEvent| {
        event
            .target_unchecked_into::<HtmlTextAreaElement>()
            .select()
    };
    html! {
        <details>
            <summary>{ props.title.clone() }</summary>
            <div class="snippet">
                <textarea readonly=true rows="6" aria-label={props.title.clone()} value={props.text.clone()} onfocus={select} />
                <Copy text={props.text.clone()} />
            </div>
        </details>
    }
}

/// A link for a camera; a sentence if it is too long for one.
fn qr_code(link: &str) -> Html {
    let Ok(code) = QrCode::encode_text(link, QrCodeEcc::Low) else {
        return html! { <p>{ "The link is too long for a QR code, which holds 2,953 characters." }</p> };
    };
    // Readers want four modules of light around it.
    let whole = code.size() + 8;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
        }
    }
    html! {
        <svg class="qr" viewBox={format!("0 0 {whole} {whole}")} role="img" aria-label="QR code of the link">
            <rect width="100%" height="100%" fill="#fff" /><path d={path} fill="#000" />
        </svg>
    }
}

/// A file's name from a scenario's title.
fn file_name(scenario: &Scenario) -> String {
    let words: String = scenario
        .title
        .to_ascii_lowercase()
        .chars()
        .map(|c| {
            if !c.is_ascii() || c.is_ascii_alphanumeric() {
                c
            } else {
                ' '
            }
        })
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
