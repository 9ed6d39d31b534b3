//! What the browser keeps for the user. Where it keeps nothing (a sandboxed frame, full
//! storage) the page works all the same; what could not be kept is said by the caller.

use crate::drafts::Drafts;
use crate::services::page::window;
use web_sys::Storage;

const DRAFTS: &str = "lockstep.drafts";
const THEME: &str = "lockstep.theme";
const SPLIT: &str = "lockstep";
const TOUR: &str = "lockstep.tour";
const DRAFT_HERE: &str = "lockstep.draft";

fn local() -> Option<Storage> {
    window().local_storage().ok()?
}

fn session() -> Option<Storage> {
    window().session_storage().ok()?
}

/// The user's own work; read afresh each time, since other tabs write it too.
pub fn drafts() -> Drafts {
    local()
        .and_then(|storage| storage.get_item(DRAFTS).ok()?)
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// Keeps the user's work, the oldest of it left out if there is no room for all; `false`
/// if nothing could be kept.
pub fn keep_drafts(mut drafts: Drafts) -> bool {
    let Some(storage) = local() else {
        return false;
    };
    loop {
        let Ok(text) = serde_json::to_string(&drafts) else {
            return false;
        };
        if storage.set_item(DRAFTS, &text).is_ok() {
            return true;
        }
        if !drafts.forget_oldest() {
            return false;
        }
    }
}

/// Which draft this tab shows, for when it is loaded again.
pub fn draft_here() -> Option<u64> {
    session()?.get_item(DRAFT_HERE).ok()??.parse().ok()
}

/// Remembers which draft this tab shows.
pub fn set_draft_here(id: Option<u64>) {
    if let Some(storage) = session() {
        let _ = match id {
            Some(id) => storage.set_item(DRAFT_HERE, &id.to_string()),
            None => storage.remove_item(DRAFT_HERE),
        };
    }
}

/// Whether the tour is yet to be shown. Never where that cannot be remembered.
pub fn tour_is_due() -> bool {
    local().is_some_and(|storage| matches!(storage.get_item(TOUR), Ok(None)))
}

/// Remembers that the tour was shown.
pub fn set_tour_shown() {
    if let Some(storage) = local() {
        let _ = storage.set_item(TOUR, "shown");
    }
}

/// The chosen theme's name.
pub fn theme() -> Option<String> {
    local()?.get_item(THEME).ok()?
}

/// Remembers the theme.
pub fn set_theme(name: &str) {
    if let Some(storage) = local() {
        let _ = storage.set_item(THEME, name);
    }
}

/// Where a bar between two parts of the page was left, in thousandths.
pub fn split(name: &str) -> Option<u32> {
    local()?
        .get_item(&format!("{SPLIT}{name}"))
        .ok()??
        .parse()
        .ok()
}

/// Remembers where a bar was left.
pub fn set_split(name: &str, size: u32) {
    if let Some(storage) = local() {
        let _ = storage.set_item(&format!("{SPLIT}{name}"), &size.to_string());
    }
}
