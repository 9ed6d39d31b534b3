//! The document around the page: address, title, clipboard, files.

use crate::embed::Embed;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, Element, HtmlAnchorElement, HtmlElement, HtmlMetaElement, Window};
use yew::Callback;

/// The window: there always is one where this runs.
pub fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

/// The document.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// The address that the build gave to a file, from its tag in index.html; nothing if it made no such file.
pub fn built_file(name: &str) -> Option<String> {
    let tag = document()
        .query_selector(&format!("meta[name='{name}']"))
        .ok()??;
    let name = tag.unchecked_into::<HtmlMetaElement>().content();
    if name.is_empty() {
        return None;
    }
    web_sys::Url::new_with_base(&name, &document().base_uri().ok()??)
        .ok()
        .map(|url| url.href())
}

/// The fragment, with its `#`; empty if there is none.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// The address of the page without a fragment.
pub fn address() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// What the address asks for in its query, with the `?`.
pub fn query() -> String {
    window().location().search().unwrap_or_default()
}

/// The address of the whole page, without query and fragment.
pub fn whole_page() -> String {
    let address = address();
    address.split('?').next().unwrap_or_default().to_owned()
}

/// How the page stands inside of another one, if its address says so.
pub fn embed() -> Option<Embed> {
    Embed::of(&query(), decoded)
}

/// A value of the query without its escapes.
fn decoded(value: &str) -> String {
    let value = value.replace('+', " ");
    js_sys::decode_uri_component(&value).map_or(value, String::from)
}

/// How high the content of the page is, in pixels.
pub fn content_height() -> u32 {
    let body = document().body();
    body.map_or(0, |body| u32::try_from(body.scroll_height()).unwrap_or(0))
}

/// Takes the fragment out of the address, without a new entry in the history.
pub fn drop_fragment() {
    set_fragment("");
}

/// Puts another fragment, with its `#`, into the address, without a new entry in the history.
pub fn set_fragment(fragment: &str) {
    if let Ok(history) = window().history() {
        let url = address() + fragment;
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
    }
}

/// Names the tab after the scenario.
pub fn set_title(scenario: &str) {
    document().set_title(&if scenario.is_empty() {
        "Lockstep".to_owned()
    } else {
        format!("{scenario} · Lockstep")
    });
}

/// Puts text on the clipboard and says whether that worked.
pub fn copy(text: &str, done: Callback<bool>) {
    let clipboard = window().navigator().clipboard();
    // Missing where the page is not served securely.
    if clipboard.is_undefined() {
        done.emit(false);
        return;
    }
    let promise = clipboard.write_text(text);
    spawn_local(async move { done.emit(JsFuture::from(promise).await.is_ok()) });
}

/// Offers text as a file to save.
pub fn download(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/x-python");
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) else {
        return;
    };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else {
        return;
    };
    if let Ok(link) = document().create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _ = web_sys::Url::revoke_object_url(&url);
}

/// Brings the first element that matches into view, moving as little as possible.
pub fn reveal(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls the lanes, and nothing around them, so that the current step can be seen.
pub fn keep_current_step_in_view() {
    let find = |selector| document().query_selector(selector).ok().flatten();
    let (Some(lanes), Some(row)) = (find(".lanes"), find(".lanes .row.now")) else {
        return;
    };
    let (outer, inner) = (
        lanes.get_bounding_client_rect(),
        row.get_bounding_client_rect(),
    );
    // The heads of the lanes stay on top of them.
    let top = find(".lane-heads").map_or(outer.top(), |heads| {
        heads.get_bounding_client_rect().bottom()
    });
    let by = if inner.top() < top {
        inner.top() - top
    } else if inner.bottom() > outer.bottom() {
        inner.bottom() - outer.bottom()
    } else {
        return;
    };
    lanes.scroll_by_with_x_and_y(0.0, by);
}

/// Tells once when an element is within two screens of sight; stops when it is dropped.
pub fn when_in_sight(element: &Element, tell: Callback<()>) -> Option<InSight> {
    let seen = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let inside = |entry: JsValue| {
            let entry: web_sys::IntersectionObserverEntry = entry.unchecked_into();
            entry.is_intersecting()
        };
        if entries.iter().any(inside) {
            tell.emit(());
        }
    });
    let options = web_sys::IntersectionObserverInit::new();
    options.set_root_margin("200%");
    let observer =
        web_sys::IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options);
    let observer = observer.ok()?;
    observer.observe(element);
    Some(InSight {
        observer,
        _seen: seen,
    })
}

/// Watches an element until it is dropped.
pub struct InSight {
    observer: web_sys::IntersectionObserver,
    _seen: Closure<dyn Fn(js_sys::Array)>,
}

impl Drop for InSight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Tells when an element changes its size; stops when it is dropped.
pub fn when_resized(element: &Element, tell: Callback<()>) -> Option<Resized> {
    let changed = Closure::<dyn Fn()>::new(move || tell.emit(()));
    let observer = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some(Resized {
        observer,
        _changed: changed,
    })
}

/// Watches an element's size until it is dropped.
pub struct Resized {
    observer: web_sys::ResizeObserver,
    _changed: Closure<dyn Fn()>,
}

impl Drop for Resized {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Whether the visitor wants as little motion as possible.
pub fn wants_no_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Moves the focus to the first element that matches.
pub fn focus(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Some(element) = element.dyn_ref::<HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// The same, unless the visitor has put it somewhere already.
pub fn focus_if_idle(selector: &str) {
    let at = document().active_element();
    if at.is_none_or(|element| element.tag_name() == "BODY") {
        focus(selector);
    }
}

/// Whether the page is part of another one.
pub fn is_framed() -> bool {
    // What may not be looked at is another site's.
    window().top().map_or(true, |top| top != Some(window()))
}

/// Gives a property of the style sheet another value on the whole page.
pub fn set_property(name: &str, value: &str) {
    if let Some(root) = document().document_element()
        && let Some(root) = root.dyn_ref::<HtmlElement>()
    {
        let _ = root.style().set_property(name, value);
    }
}

/// A part of 1, in thousandths.
pub fn thousandths(part: f64) -> u32 {
    // It is between 0 and 1000.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = (part.clamp(0.0, 1.0) * 1000.0) as u32;
    whole
}

/// Milliseconds since 1970.
pub fn now() -> u64 {
    // Whole milliseconds fit.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now = js_sys::Date::now() as u64;
    now
}

/// What an exception of JavaScript says.
pub fn error_text(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()))
        .unwrap_or_else(|| format!("{error:?}"))
}

/// Whether an element, or one around it, matches.
pub fn within(element: &Element, selector: &str) -> bool {
    element.closest(selector).is_ok_and(|found| found.is_some())
}
