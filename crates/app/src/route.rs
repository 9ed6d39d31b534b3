//! What the address asks for: the part behind `#`.

use lockstep_scenario::{Link, LinkError, decode_link};

/// Where the address leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// To the work at hand.
    Work,
    /// To the gallery.
    Gallery,
    /// To a scenario.
    Link(Box<Link>),
    /// Nowhere, and why.
    Bad(LinkError),
}

/// The fragment of the gallery.
pub const GALLERY: &str = "#gallery";

/// Reads a fragment, with its `#`.
pub fn read(fragment: &str) -> Route {
    match fragment {
        "" | "#" => Route::Work,
        GALLERY => Route::Gallery,
        other => match decode_link(other) {
            Ok(link) => Route::Link(Box::new(link)),
            Err(error) => Route::Bad(error),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fragment_leads_somewhere() {
        assert_eq!(read(""), Route::Work);
        assert_eq!(read("#gallery"), Route::Gallery);
        assert!(matches!(read("#x/transfer&at=3"), Route::Link(link) if link.place.at == Some(3)));
        assert!(matches!(read("#s1.broken"), Route::Bad(_)));
        assert!(matches!(read("#anything"), Route::Bad(_)));
    }
}
