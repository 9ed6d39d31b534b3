//! Light, dark, or as the system has it. The colours are web/tokens.css's business.

use crate::services::{page, storage};

/// Which colours the page wears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order in which the switch goes through.
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    /// What storage and the document call it.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The one that was chosen last.
    pub fn kept() -> Theme {
        let name = storage::theme();
        Theme::ALL
            .into_iter()
            .find(|theme| name.as_deref() == Some(theme.name()))
            .unwrap_or_default()
    }

    /// The next one of the switch.
    pub fn next(self) -> Theme {
        match self {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        }
    }

    /// Puts it on.
    pub fn wear(self) {
        if let Some(root) = page::document().document_element() {
            let _ = root.set_attribute("data-theme", self.name());
        }
    }
}
