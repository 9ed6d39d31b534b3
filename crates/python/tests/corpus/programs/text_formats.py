# Run lengths, roman numerals, base64, hex dumps, tables by hand.
from itertools import groupby
def rle(s): return "".join(f"{n}{c}" if (n := len(list(g))) > 1 else c for c, g in groupby(s))
def unrle(s):
    out, n = "", ""
    for c in s:
        if c.isdigit(): n += c
        else:
            out += c * int(n or 1)
            n = ""
    return out
print(rle("aaabccdddd"), unrle(rle("aaabccdddd")), rle(""))
NUMERALS = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
def roman(n):
    out = ""
    for value, text in NUMERALS:
        count, n = divmod(n, value)
        out += text * count
    return out
def unroman(s):
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    return sum(-values[a] if values[a] < values[b] else values[a] for a, b in zip(s, s[1:] + s[-1:]))
print([roman(n) for n in (1, 4, 9, 14, 1994, 2024, 3999)], all(unroman(roman(n)) == n for n in range(1, 400)))
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
def b64(data):
    out = ""
    for i in range(0, len(data), 3):
        chunk = data[i:i + 3]
        n = int.from_bytes(chunk + b"\0" * (3 - len(chunk)), "big")
        out += "".join(ALPHABET[n >> s & 63] for s in (18, 12, 6, 0)[:len(chunk) + 1]) + "=" * (3 - len(chunk))
    return out
print([b64(s) for s in (b"", b"M", b"Ma", b"Man", b"hello world", bytes([255, 254]))])
def dump(data, width=8):
    for i in range(0, len(data), width):
        row = data[i:i + width]
        yield f"{i:04x}  {row.hex(' '):<{width * 3 - 1}}  {''.join(chr(b) if 32 <= b < 127 else '.' for b in row)}"
print(*dump(b"Hello\x00\xffWorld\n!"), sep="\n")
def table(rows, headers):
    widths = [max(len(str(r[i])) for r in [headers, *rows]) for i in range(len(headers))]
    line = "+".join("-" * (w + 2) for w in widths)
    yield "|".join(f" {h:^{w}} " for h, w in zip(headers, widths))
    yield line
    for r in rows: yield "|".join(f" {c:>{w}} " if isinstance(c, (int, float)) else f" {c:<{w}} " for c, w in zip(r, widths))
print(*table([("tea", 3, 2.5), ("coffee", 12, 10.25)], ("item", "n", "price")), sep="\n")
print("\n".join(" " * (4 - i) + " ".join(str(c) for c in row) for i, row in enumerate([[1], [1, 1], [1, 2, 1], [1, 3, 3, 1]])))
