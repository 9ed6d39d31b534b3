//! Bundles of JavaScript that the page loads when it comes to need them.

use crate::services::page;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "export const load = (url) => import(url);")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn load(url: &str) -> Result<JsValue, JsValue>;
}

/// Loads the bundle that index.html has under this name, once, however often it is asked for.
///
/// # Errors
/// What the browser says if it cannot be loaded.
pub async fn bundle<T: JsCast>(name: &str) -> Result<T, String> {
    let url = page::built_file(name).ok_or("The page does not name its file.")?;
    match load(&url).await {
        Ok(module) => Ok(module.unchecked_into()),
        Err(error) => Err(page::error_text(&error)),
    }
}
