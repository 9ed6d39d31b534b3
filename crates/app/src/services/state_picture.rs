//! The bundle that draws the graph of states (web/states), seen from Rust.

use super::bundle::bundle;
use crate::services::page;
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
        on_state: &Closure<dyn Fn(u32)>,
    ) -> Result<Handle, JsValue>;

    type Handle;

    #[wasm_bindgen(method)]
    fn show(this: &Handle, states: &str);
    #[wasm_bindgen(method)]
    fn follow(this: &Handle, path: &[u32], step: usize);
    #[wasm_bindgen(method)]
    fn destroy(this: &Handle);
}

/// A picture in the page.
pub struct StatePicture {
    handle: Handle,
    // It calls it until it is destroyed.
    _pressed: Closure<dyn Fn(u32)>,
}

impl StatePicture {
    /// Loads the bundle and puts an empty picture into `parent`.
    ///
    /// # Errors
    /// What the browser says if the bundle cannot be loaded.
    pub async fn create(
        parent: &Element,
        on_state: Callback<usize>,
    ) -> Result<StatePicture, String> {
        let bundle: Bundle = bundle("lockstep-states").await?;
        let pressed = Closure::<dyn Fn(u32)>::new(move |state: u32| on_state.emit(state as usize));
        let handle = bundle
            .create(parent, &pressed)
            .map_err(|error| page::error_text(&error))?;
        Ok(StatePicture {
            handle,
            _pressed: pressed,
        })
    }

    /// Draws other states: JSON.
    pub fn show(&self, states: &str) {
        self.handle.show(states);
    }

    /// Shows a schedule as a path through them, and the place in it.
    pub fn follow(&self, path: &[u32], step: usize) {
        self.handle.follow(path, step);
    }
}

impl Drop for StatePicture {
    fn drop(&mut self) {
        self.handle.destroy();
    }
}
