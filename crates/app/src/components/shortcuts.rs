//! The sheet of shortcuts.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Keys, one after the other, and what they do.
type Shortcut = (&'static [&'static str], &'static str);

/// What the keys do, and where.
const SHEET: [(&str, &[Shortcut]); 3] = [
    (
        "Timeline",
        &[
            (&["←", "→"], "a step back, a step on"),
            (&["Home", "End"], "to the first step, to the last"),
            (
                &["1", "9"],
                "shows that outcome; by hand: lets that task take its step",
            ),
        ],
    ),
    (
        "Editor",
        &[
            (&["Tab"], "indents"),
            (&["Esc", "Tab"], "one after the other: leave the editor"),
            (&["Ctrl F"], "finds and replaces"),
            (&["Ctrl Z"], "takes back"),
        ],
    ),
    (
        "Anywhere",
        &[
            (&["Tab"], "to the next control"),
            (
                &["←", "→", "↑", "↓"],
                "another strategy, tab, or size, where one has the focus",
            ),
            (&["?"], "this sheet"),
            (&["Esc"], "closes it"),
        ],
    ),
];

#[derive(PartialEq, Properties)]
pub struct ShortcutsProps {
    /// The tour is wanted.
    pub on_tour: Callback<()>,
    /// It was closed.
    pub on_close: Callback<()>,
}

/// The sheet.
#[function_component]
pub fn Shortcuts(props: &ShortcutsProps) -> Html {
    let dialog = use_node_ref();
    use_effect_with(dialog.clone(), |dialog| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            let _ = dialog.show_modal();
        }
    });
    let close = {
        let dialog = dialog.clone();
        move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    let tour = {
        let close = close.clone();
        let on_tour = props.on_tour.clone();
        move |event| {
            close(event);
            on_tour.emit(());
        }
    };
    let on_close = props.on_close.clone();
    html! {
        <dialog ref={dialog} class="shortcuts" aria-labelledby="shortcuts-title"
            onclose={move |_| on_close.emit(())}>
            <h2 id="shortcuts-title">{ "Keyboard" }</h2>
            { for SHEET.iter().map(|(place, keys)| html! {
                <>
                    <h3>{ *place }</h3>
                    <dl>
                        { for keys.iter().map(|(keys, what)| html! {
                            <div>
                                <dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt>
                                <dd>{ *what }</dd>
                            </div>
                        }) }
                    </dl>
                </>
            }) }
            <p class="dialog-buttons">
                <button onclick={tour}>{ "Take the tour" }</button>
                <button class="main" onclick={close}>{ "Close" }</button>
            </p>
        </dialog>
    }
}
