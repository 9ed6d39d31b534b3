"""Writes unicode_tables.rs: what CPython 3.11 knows about characters, as ranges. Run with python3.11."""

import pathlib
import unicodedata


def ranges(test):
    found, start = [], None
    for code in range(0x110001):
        inside = code < 0x110000 and not 0xD800 <= code < 0xE000 and test(chr(code))
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            found.append((start, code - 1))
            start = None
    return found


tables = [
    ("ALPHABETIC", "Letters: `str.isalpha`.", str.isalpha),
    ("DECIMAL", "Digits of decimal numbers, each script's from 0 to 9: `str.isdecimal`.", str.isdecimal),
    ("DIGIT", "Other digits, as superscripts: `str.isdigit`.", lambda c: c.isdigit() and not c.isdecimal()),
    ("NUMERIC", "Other numbers, as fractions: `str.isnumeric`.", lambda c: c.isnumeric() and not c.isdigit()),
    ("HIDDEN", "What `repr` escapes: not `str.isprintable`.", lambda c: not c.isprintable()),
    ("TITLE", "Capitals that stand for several letters.", lambda c: unicodedata.category(c) == "Lt"),
    ("NAME_START", "What a name may begin with besides letters.", lambda c: c.isidentifier() and not c.isalpha()),
    ("NAME_PART", "What else a name may have in it.", lambda c: ("a" + c).isidentifier() and not c.isidentifier()),
    ("NAME_NEVER", "Letters that a name may not begin with.", lambda c: c.isalpha() and not c.isidentifier()),
]
lines = [f"//! Written by unicode.py: Unicode {unicodedata.unidata_version}, first and last characters of ranges.\n"]
for name, meaning, test in tables:
    cells = ", ".join(f"({a:#x}, {b:#x})" for a, b in ranges(test))
    lines.append(f"/// {meaning}\n#[rustfmt::skip]\npub const {name}: &[(u32, u32)] = &[{cells}];\n")
pathlib.Path(__file__).with_name("unicode_tables.rs").write_text("\n".join(lines))
