"""Writes what CPython 3.11 knows about characters, as packed ranges: `python3.11 unicode_tables.py`.

Into `src/unicode_tables.rs`, and what the parser needs into `unicode_ident/src/tables.rs`.
"""

import pathlib
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent.parent


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


JOINS = second_of_a_pair()


def plain(c):
    return (
        unicodedata.normalize("NFKC", c) == c
        and unicodedata.combining(c) == 0
        and ord(c) not in JOINS
    )


def ranges(test):
    """First and last codes of the ranges; where `test` says `None`, either will do."""
    found, start, last = [], None, None
    for code in range(0x110000):
        inside = not 0xD800 <= code < 0xE000 and test(chr(code))
        if inside:
            start = code if start is None else start
            last = code
        elif inside is not None and start is not None:
            found.append((start, last))
            start = None
    if start is not None:
        found.append((start, last))
    return found


def leb128(number):
    out = []
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return out


def literal(numbers):
    """Numbers one after the other, as a literal of bytes."""
    codes = [b for number in numbers for b in leb128(number)]
    shown = (chr(b) if 0x20 <= b < 0x7F and b not in b'"\\' else f"\\x{b:02x}" for b in codes)
    return f'&[u8] = b"{"".join(shown)}"'


def packed(test):
    numbers, end = [], 0
    for first, last in ranges(test):
        numbers += [first - end, last + 1 - first]
        end = last + 1
    return literal(numbers)


def letters(change, usual=lambda c: c):
    """Characters that `change` makes another one than `usual`, and that one's code."""
    for code in range(0x80, 0x110000):
        c = chr(code)
        if not 0xD800 <= code < 0xE000 and change(c) != usual(c) and len(change(c)) == 1:
            yield code, ord(change(c))


def packed_letters(change, usual=lambda c: c):
    """Runs of characters: the gap before, how many, how far apart, and twice the distance to what they
    become, one more if that is before them."""
    runs = []
    for code, other in letters(change, usual):
        distance = other - code
        if runs:
            first, count, apart, same = runs[-1]
            gap = code - (first + (count - 1) * apart)
            if same == distance and (gap == apart or count == 1 and gap <= 2):
                runs[-1] = (first, count + 1, gap, same)
                continue
        runs.append((code, 1, 1, distance))
    numbers, end = [], 0
    for first, count, apart, distance in runs:
        numbers += [first - end, count, apart, 2 * abs(distance) + (distance < 0)]
        end = first
    return literal(numbers)


def packed_texts(change, usual=lambda c: c):
    """Characters that become several, each before those, the groups with a line each."""
    found = ""
    for code in range(0x80, 0x110000):
        c = chr(code)
        if not 0xD800 <= code < 0xE000 and change(c) != usual(c) and len(change(c)) > 1:
            found += c + change(c) + "\n"
    return '&str = "' + "".join(c if " " <= c < "\x7f" else f"\\u{{{ord(c):x}}}" for c in found) + '"'


def write(path, tables):
    lines = [f"//! Written by tests/unicode_tables.py: Unicode {unicodedata.unidata_version}.\n"]
    for name, meaning, test in tables:
        value = packed(test) if callable(test) else test
        lines.append(f"/// {meaning}\n#[rustfmt::skip]\npub const {name}: {value};\n")
    (HERE / path).write_text("\n".join(lines))


write("src/unicode_tables.rs", [
    ("ALPHABETIC", "Letters: `str.isalpha`.", str.isalpha),
    ("DECIMAL", "Digits of decimal numbers, each script's from 0 to 9: `str.isdecimal`.", str.isdecimal),
    ("DIGIT", "Other digits, as superscripts: `str.isdigit`.", lambda c: c.isdigit() and not c.isdecimal()),
    ("NUMERIC", "Other numbers, as fractions: `str.isnumeric`.", lambda c: c.isnumeric() and not c.isdigit()),
    ("HIDDEN", "What `repr` escapes: not `str.isprintable`.", lambda c: not c.isprintable()),
    ("TITLE", "Capitals that stand for several letters.", lambda c: unicodedata.category(c) == "Lt"),
    ("IS_UPPER", "`str.isupper` of one character.", str.isupper),
    ("IS_LOWER", "`str.islower` of one character.", str.islower),
    ("CASED", "What makes a `Σ` after it one at the end of a word.", lambda c: ("aΣ" + c).lower()[1] == "σ"),
    ("IGNORED", "What is skipped when the end of a word is looked for.",
     lambda c: ("aΣ" + c).lower()[1] == "ς" and ("aΣ" + c + "a").lower()[1] == "σ"),
    ("UPPER", "`str.upper`: letters that become one.", packed_letters(str.upper)),
    ("UPPER_TEXTS", "`str.upper`: letters that become several.", packed_texts(str.upper)),
    ("LOWER", "`str.lower`: letters that become one.", packed_letters(str.lower)),
    ("LOWER_TEXTS", "`str.lower`: letters that become several.", packed_texts(str.lower)),
    ("TITLE_LETTERS", "`str.title` where it is not `str.upper`.", packed_letters(str.title, str.upper)),
    ("TITLE_TEXTS", "`str.title` where it is not `str.upper`.", packed_texts(str.title, str.upper)),
    ("FOLD", "`str.casefold` where it is not `str.lower`.", packed_letters(str.casefold, str.lower)),
    ("FOLD_TEXTS", "`str.casefold` where it is not `str.lower`.", packed_texts(str.casefold, str.lower)),
    ("PLAIN", "What is left as it is in the form NFKC, whatever stands beside it; of what names are made of.",
     lambda c: plain(c) if c > "\x7f" and ("a" + c).isidentifier() else None),
])
write("unicode_ident/src/tables.rs", [
    ("START", "What a name may begin with.", lambda c: c != "_" and c.isidentifier()),
    ("CONTINUE", "What a name may have in it.", lambda c: ("a" + c).isidentifier()),
])
