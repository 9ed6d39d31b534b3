//! The built-in scenarios. `x/<slug>` names one wherever a file's name may stand.

use crate::Scenario;

/// A built-in scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GalleryEntry {
    /// Its name in links: `#x/<slug>`.
    pub slug: &'static str,
    /// Shown above it.
    pub title: &'static str,
    /// Two sentences.
    pub summary: &'static str,
    /// The file.
    pub source: &'static str,
}

impl GalleryEntry {
    /// The scenario, with default settings.
    pub fn scenario(&self) -> Scenario {
        Scenario::python(self.title, self.source)
    }
}

const GALLERY: &[GalleryEntry] = &[
    GalleryEntry {
        slug: "transfer",
        title: "Transfer money, twice at once",
        summary: "Two processes move money from account 1 to account 2 at the same moment. Each works on balances that the other one is about to change.",
        source: include_str!("../gallery/transfer.py"),
    },
    GalleryEntry {
        slug: "get-or-create",
        title: "get_or_create makes two rows",
        summary: "Two requests ask for the row of the same name and create it if it is missing. Nothing in the table forbids a second one.",
        source: include_str!("../gallery/get_or_create.py"),
    },
];

/// The built-in scenarios, in the order in which they are shown.
pub fn gallery() -> &'static [GalleryEntry] {
    GALLERY
}

/// The built-in scenario with this slug.
pub fn gallery_entry(slug: &str) -> Option<&'static GalleryEntry> {
    GALLERY.iter().find(|entry| entry.slug == slug)
}
