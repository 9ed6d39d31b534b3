//! The editor bundle (web/editor), seen from Rust.

use super::bundle::bundle;
use crate::services::page;
use crate::session::Mark;
use crate::tasks;
use lockstep_scenario::{Language, Problem};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::Callback;

#[wasm_bindgen]
extern "C" {
    type Bundle;

    #[wasm_bindgen(method, catch)]
    fn create(
        this: &Bundle,
        parent: &Element,
        text: &str,
        language: &str,
        on: &js_sys::Object,
    ) -> Result<Handle, JsValue>;

    type Handle;

    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &Handle, text: &str, language: &str);
    #[wasm_bindgen(method, js_name = setOriginal)]
    fn set_original(this: &Handle, original: &JsValue);
    #[wasm_bindgen(method, js_name = setWrapper)]
    fn set_wrapper(this: &Handle, text: &str);
    #[wasm_bindgen(method, js_name = setMarks)]
    fn set_marks(this: &Handle, list: &JsValue);
    #[wasm_bindgen(method, js_name = setProblem)]
    fn set_problem(this: &Handle, line: u32, column: u32, message: &str);
    #[wasm_bindgen(method, js_name = goTo)]
    fn go_to(this: &Handle, line: u32, column: u32);
    #[wasm_bindgen(method)]
    fn destroy(this: &Handle);
}

/// An editor in the page.
pub struct Editor {
    handle: Handle,
    // The editor calls it until it is destroyed.
    _changed: Closure<dyn Fn(String)>,
}

impl Editor {
    /// Loads the bundle and puts an editor into `parent`.
    ///
    /// # Errors
    /// What the browser says if the bundle cannot be loaded.
    pub async fn create(
        parent: &Element,
        text: &str,
        language: Language,
        changed: Callback<String>,
    ) -> Result<Editor, String> {
        let bundle: Bundle = bundle("lockstep-editor").await?;
        let changed = Closure::<dyn Fn(String)>::new(move |text| changed.emit(text));
        let on = js_sys::Object::new();
        js_sys::Reflect::set(&on, &"change".into(), changed.as_ref())
            .map_err(|error| page::error_text(&error))?;
        let handle = bundle
            .create(parent, text, name(language), &on)
            .map_err(|error| page::error_text(&error))?;
        Ok(Editor {
            handle,
            _changed: changed,
        })
    }

    /// Shows another scenario's text.
    pub fn set_text(&self, text: &str, language: Language) {
        self.handle.set_text(text, name(language));
    }

    /// Shows how the text differs from another one.
    pub fn set_original(&self, original: Option<&str>) {
        self.handle
            .set_original(&original.map_or(JsValue::NULL, JsValue::from));
    }

    /// Shows the code that stands around each task.
    pub fn set_wrapper(&self, wrapper: &str) {
        self.handle.set_wrapper(wrapper);
    }

    /// Shows where tasks stand.
    pub fn set_marks(&self, marks: &[Mark]) {
        let list = js_sys::Array::new();
        for mark in marks {
            let object = js_sys::Object::new();
            let fields: [(&str, JsValue); 3] = [
                ("line", mark.line.into()),
                ("label", mark.label.as_str().into()),
                ("colour", tasks::colour(mark.task).into()),
            ];
            for (name, value) in fields {
                // Setting a field of a plain object does not fail.
                let _ = js_sys::Reflect::set(&object, &name.into(), &value);
            }
            list.push(&object);
        }
        self.handle.set_marks(&list);
    }

    /// Shows what is wrong, at its place.
    pub fn set_problem(&self, problem: Option<&Problem>) {
        match problem {
            Some(Problem {
                message,
                line: Some(line),
                column,
            }) => self.handle.set_problem(*line, column.unwrap_or(1), message),
            _ => self.handle.set_problem(0, 0, ""),
        }
    }

    /// Moves the cursor and the focus to a place.
    pub fn go_to(&self, line: u32, column: u32) {
        self.handle.go_to(line, column);
    }
}

/// What the bundle calls a language.
fn name(language: Language) -> &'static str {
    match language {
        Language::Python => "python",
        Language::Spec => "spec",
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.handle.destroy();
    }
}
