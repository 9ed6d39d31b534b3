//! The editor, and what stands in for it while its bundle loads or if it cannot.

use crate::services::editor::Editor;
use crate::session::Mark;
use lockstep_scenario::{Language, Problem};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

/// A place to bring the cursor to; a new `number` asks again for the same one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Number of the request.
    pub number: u32,
    /// 1-based.
    pub line: u32,
    /// 1-based.
    pub column: u32,
}

#[derive(PartialEq, Properties)]
pub struct CodeProps {
    /// The text when `revision` last changed; the editor has its own since.
    pub text: AttrValue,
    /// Counts the scenarios that were opened.
    pub revision: u32,
    /// Where tasks stand.
    pub marks: Vec<Mark>,
    /// What is wrong.
    pub problem: Option<Problem>,
    /// Where the cursor should go.
    pub place: Place,
    /// The code around each task, with `task()` where it stands; empty for none.
    pub wrapper: AttrValue,
    /// What the text is written in.
    pub language: Language,
    /// Another text, to show what differs from it.
    pub original: Option<AttrValue>,
    /// The text was edited.
    pub on_edit: Callback<String>,
}

#[derive(Clone, PartialEq)]
enum Loading {
    Underway,
    Done,
    Failed(String),
}

/// The editor.
#[function_component]
pub fn Code(props: &CodeProps) -> Html {
    let parent = use_node_ref();
    let editor = use_mut_ref(|| None::<Editor>);
    let loading = use_state(|| Loading::Underway);
    // What the editor should hold once it is there.
    let content = || (props.text.clone(), props.language);
    let text = use_mut_ref(content);
    *text.borrow_mut() = content();

    use_effect_with((), {
        let (parent, editor, text) = (parent.clone(), editor.clone(), text.clone());
        let (loading, on_edit) = (loading.clone(), props.on_edit.clone());
        let alive = Rc::new(RefCell::new(true));
        move |()| {
            spawn_local({
                let (editor, alive) = (editor.clone(), alive.clone());
                async move {
                    let Some(parent) = parent.cast::<Element>() else {
                        return;
                    };
                    let (start, language) = text.borrow().clone();
                    let made = Editor::create(&parent, &start, language, on_edit).await;
                    if !*alive.borrow() {
                        return;
                    }
                    match made {
                        Ok(made) => {
                            // A link may have been opened meanwhile.
                            let (text, language) = text.borrow().clone();
                            made.set_text(&text, language);
                            *editor.borrow_mut() = Some(made);
                            loading.set(Loading::Done);
                        }
                        Err(why) => loading.set(Loading::Failed(why)),
                    }
                }
            });
            move || {
                *alive.borrow_mut() = false;
                editor.borrow_mut().take();
            }
        }
    });
    use_effect_with(props.revision, {
        let (editor, (text, language)) = (editor.clone(), content());
        move |_| {
            if let Some(editor) = &*editor.borrow() {
                editor.set_text(&text, language);
            }
        }
    });
    use_effect_with((props.marks.clone(), props.revision, (*loading).clone()), {
        let editor = editor.clone();
        move |(marks, ..)| {
            if let Some(editor) = &*editor.borrow() {
                editor.set_marks(marks);
            }
        }
    });
    use_effect_with(
        (props.problem.clone(), props.revision, (*loading).clone()),
        {
            let editor = editor.clone();
            move |(problem, ..)| {
                if let Some(editor) = &*editor.borrow() {
                    editor.set_problem(problem.as_ref());
                }
            }
        },
    );
    use_effect_with(
        (props.wrapper.clone(), props.revision, (*loading).clone()),
        {
            let editor = editor.clone();
            move |(wrapper, ..)| {
                if let Some(editor) = &*editor.borrow() {
                    editor.set_wrapper(wrapper);
                }
            }
        },
    );
    use_effect_with(
        (props.original.clone(), props.revision, (*loading).clone()),
        {
            let editor = editor.clone();
            move |(original, ..)| {
                if let Some(editor) = &*editor.borrow() {
                    editor.set_original(original.as_deref());
                }
            }
        },
    );
    use_effect_with(props.place, {
        let editor = editor.clone();
        move |place| {
            if let (Some(editor), true) = (&*editor.borrow(), place.number > 0) {
                editor.go_to(place.line, place.column);
            }
        }
    });

    let on_edit = props.on_edit.clone();
    let oninput = move |event: InputEvent| {
        on_edit.emit(event.target_unchecked_into::<HtmlTextAreaElement>().value());
    };
    html! {
        <div class="editor">
            <div class="editor-parent" ref={parent} hidden={*loading != Loading::Done}></div>
            if *loading == Loading::Underway {
                <pre class="editor-waiting" aria-label="Scenario, the editor is loading">{ props.text.clone() }</pre>
            }
            if let Loading::Failed(why) = &*loading {
                <p class="editor-failed">
                    { "The editor could not be loaded (" }{ why }
                    { "). Here is a plain one; load the page again for the better one." }
                </p>
                <textarea class="editor-plain" aria-label="Scenario" spellcheck="false" wrap="off"
                    value={props.text.clone()} {oninput} />
            }
        </div>
    }
}
