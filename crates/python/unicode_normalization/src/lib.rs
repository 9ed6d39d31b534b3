//! Stands in for the crate `unicode-normalization`, by which Ruff's parser brings names into the
//! form NFKC, as Python does.
//!
//! Its tables are a tenth of the language in the page. Here names stay as they are written, and the
//! language refuses those that are not in that form.

use std::str::Chars;

/// What Ruff's parser asks of a name.
pub trait UnicodeNormalization<'a> {
    /// The characters as they are written.
    fn nfkc(self) -> Chars<'a>;
}

impl<'a> UnicodeNormalization<'a> for &'a str {
    fn nfkc(self) -> Chars<'a> {
        self.chars()
    }
}

#[cfg(test)]
mod tests {
    use super::UnicodeNormalization;

    #[test]
    fn names_stay_as_they_are() {
        assert_eq!("größe_ﬁ".nfkc().collect::<String>(), "größe_ﬁ");
    }
}
