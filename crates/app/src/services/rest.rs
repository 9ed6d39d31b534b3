//! The second part of the page's program. `cargo xtask build` splits off what is not needed to show the page and the
//! editor (`crates/xtask/src/split.rs`).

use crate::services::page;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/services/rest.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn load(url: &str, first: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = loadNow)]
    fn load_now(url: &str, first: &JsValue);
}

/// Loads it, if the program is split.
///
/// # Errors
/// What the browser says if it cannot be loaded.
pub async fn load_it() -> Result<(), String> {
    match page::built_file("lockstep-rest") {
        Some(url) => match load(&url, &wasm_bindgen::exports()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(page::error_text(&error)),
        },
        None => Ok(()),
    }
}

/// Called when something is called that is in the second part, and that is not there yet. The page does not come to it
/// by itself: what happens too early waits (`App::waiting`).
#[wasm_bindgen]
pub fn load_the_rest() {
    if let Some(url) = page::built_file("lockstep-rest") {
        load_now(&url, &wasm_bindgen::exports());
    }
}
