//! A set of characters, packed.

use std::sync::OnceLock;

/// A set of characters, given as the lengths of the gaps and of the ranges between them in turn, each
/// in the variable-length form LEB128. It is unpacked when it is first asked.
pub struct Ranges {
    packed: &'static [u8],
    unpacked: OnceLock<Vec<(u32, u32)>>,
}

impl Ranges {
    /// A set from its packed form, as `tests/unicode_tables.py` in `crates/python` writes it.
    pub const fn new(packed: &'static [u8]) -> Self {
        Ranges {
            packed,
            unpacked: OnceLock::new(),
        }
    }

    /// The range that has this character: its first and its last code.
    pub fn range(&self, c: char) -> Option<(u32, u32)> {
        let ranges = self.unpacked.get_or_init(|| unpack(self.packed));
        let code = c as u32;
        let at = ranges.partition_point(|range| range.1 < code);
        ranges.get(at).copied().filter(|range| range.0 <= code)
    }

    /// Whether the character is in the set.
    pub fn have(&self, c: char) -> bool {
        self.range(c).is_some()
    }
}

/// Numbers that are packed one after the other in the variable-length form LEB128.
pub fn numbers(packed: &[u8]) -> impl Iterator<Item = u32> {
    packed.chunk_by(|byte, _| byte & 0x80 != 0).map(|bytes| {
        bytes
            .iter()
            .rev()
            .fold(0, |number, byte| number << 7 | u32::from(byte & 0x7f))
    })
}

fn unpack(packed: &[u8]) -> Vec<(u32, u32)> {
    let mut end = 0;
    let mut edges = numbers(packed).map(|length| {
        end += length;
        end
    });
    let mut ranges = Vec::new();
    while let (Some(first), Some(end)) = (edges.next(), edges.next()) {
        ranges.push((first, end - 1));
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::Ranges;

    #[test]
    fn gaps_and_ranges_take_turns() {
        // From 2, three; from 2 + 3 + 200, one.
        let ranges = Ranges::new(&[2, 3, 0xc8, 1, 1]);
        let inside: Vec<u32> = ('\0'..='\u{1000}')
            .filter(|&c| ranges.have(c))
            .map(|c| c as u32)
            .collect();
        assert_eq!(inside, [2, 3, 4, 205]);
        assert_eq!(ranges.range('\u{3}'), Some((2, 4)));
        assert!(!Ranges::new(&[]).have('a'));
    }
}
