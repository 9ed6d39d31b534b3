//! The built-in scenarios: a file beside the page, so that they do not weigh on its program.

use crate::services::page;
use crate::shared::Shared;
use lockstep_scenario::GalleryCard;
use serde_json::value::RawValue;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

/// A built-in scenario. What exploring it finds is only read for the gallery.
pub type Card = GalleryCard<Box<RawValue>>;

/// What came of loading them.
pub type Loaded = Result<Shared<Vec<Card>>, String>;

/// Loads them.
pub fn load(tell: Callback<Loaded>) {
    spawn_local(async move { tell.emit(fetch().await.map(Shared::new)) });
}

async fn fetch() -> Result<Vec<Card>, String> {
    let url = page::built_file("lockstep-gallery")
        .ok_or_else(|| "the page does not name their file".to_owned())?;
    let text = async {
        let response = JsFuture::from(page::window().fetch_with_str(&url)).await?;
        JsFuture::from(response.unchecked_into::<web_sys::Response>().text()?).await
    };
    let text = text.await.map_err(|error| page::error_text(&error))?;
    serde_json::from_str(&text.as_string().unwrap_or_default()).map_err(|error| error.to_string())
}
