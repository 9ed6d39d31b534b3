//! Stands in for the crate `unicode-ident`, by which Ruff's parser tells what a name may be made of.
//!
//! Its tables answer in one look and are 10 KB of a compressed page. Those here are packed, and of the
//! version of Unicode that CPython 3.11 has.

mod ranges;
mod tables;

pub use ranges::{Ranges, numbers};

static START: Ranges = Ranges::new(tables::START);
static CONTINUE: Ranges = Ranges::new(tables::CONTINUE);

/// Whether a name may begin with a character, by Unicode's property XID_Start.
pub fn is_xid_start(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' => true,
        _ => !c.is_ascii() && START.have(c),
    }
}

/// Whether a name may have a character in it, by Unicode's property XID_Continue.
pub fn is_xid_continue(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => true,
        _ => !c.is_ascii() && CONTINUE.have(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_python() {
        let starts = ['a', 'Z', 'é', 'ℼ', '漢', '\u{20000}'];
        let goes_on = ['_', '7', '·', '\u{301}', '٣'];
        let never = ['-', ' ', '€', '\u{37a}', '\u{e000}', '\u{10ffff}'];
        for c in starts {
            assert!(is_xid_start(c) && is_xid_continue(c), "{c:?}");
        }
        for c in goes_on {
            assert!(!is_xid_start(c) && is_xid_continue(c), "{c:?}");
        }
        for c in never {
            assert!(!is_xid_start(c) && !is_xid_continue(c), "{c:?}");
        }
    }
}
