"""Writes crates/python/src/compile/plain_names.rs: `python3 crates/python/tests/name_ranges.py`.

The characters that may stand in a name and that Python leaves as they are when it brings names into
the form NFKC, whatever stands beside them. Characters that no name may have fill the gaps between
them, so that there are fewer ranges.
"""

import pathlib
import unicodedata

TARGET = pathlib.Path(__file__).parent.parent / "src/compile/plain_names.rs"

HEAD = '''//! Names that Python leaves as they are written. Written by tests/name_ranges.py.

/// Are all characters of a name ones that stay as they are in the form NFKC, whatever stands beside
/// them? Python compares names in that form; [UAX 15](https://www.unicode.org/reports/tr15/).
pub fn is_plain(name: &str) -> bool {
    name.chars().all(|c| {
        let after = PLAIN.partition_point(|&(first, _)| first <= c);
        c.is_ascii() || after > 0 && c <= PLAIN[after - 1].1
    })
}

#[rustfmt::skip]
const PLAIN: &[(char, char)] = &[
'''


def second_of_a_pair():
    """Characters that become one with the one before them."""
    found = set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))  # in syllables of Hangul
    for code in range(0x110000):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            pair = "".join(chr(int(part, 16)) for part in parts)
            if unicodedata.normalize("NFC", pair) == chr(code):
                found.add(int(parts[1], 16))
    return found


def ranges():
    joins = second_of_a_pair()
    first = last = None
    for code in range(0x80, 0x110000):
        character = chr(code)
        if not ("a" + character).isidentifier():
            continue
        plain = (
            unicodedata.normalize("NFKC", character) == character
            and unicodedata.combining(character) == 0
            and code not in joins
        )
        if plain:
            first = code if first is None else first
            last = code
        elif first is not None:
            yield first, last
            first = None
    if first is not None:
        yield first, last


lines = [rf"    ('\u{{{first:x}}}', '\u{{{last:x}}}')," for first, last in ranges()]
TARGET.write_text(HEAD + "\n".join(lines) + "\n];\n")
