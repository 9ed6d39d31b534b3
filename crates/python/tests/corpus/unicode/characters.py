# What is a letter, a digit, printable; upper, lower, title and folded case, of whole blocks.
blocks = [(0, 0x600), (0x660, 0x670), (0x10A0, 0x1100), (0x13A0, 0x1400), (0x1C80, 0x1CC0), (0x1E00, 0x2100), (0x2150, 0x2190), (0x2460, 0x2500), (0xA640, 0xA800), (0xAB30, 0xABC0), (0xFB00, 0xFB20), (0x1F100, 0x1F110)]
tests = [str.isalpha, str.isdecimal, str.isdigit, str.isnumeric, str.isalnum, str.isspace, str.isprintable, str.isupper, str.islower, str.istitle, str.isidentifier]
cases = [str.upper, str.lower, str.title, str.capitalize, str.casefold, str.swapcase]
for first, end in blocks:
    chars = [chr(code) for code in range(first, end)]
    print(hex(first), [sum(test(c) for c in chars) for test in tests], [sum(code for code, c in enumerate(chars) if test(c)) for test in tests])
    text = "".join(chars)
    for case in cases:
        changed = "".join([case(c) for c in chars if case(c) != c])
        print(len(changed), sum(map(ord, changed)) % 65537, ascii(changed[:6]), ascii(changed[-6:]))
    print(len(repr(text)), len(text.encode()), len(text.encode("utf-16")))
for s in ("ΑΣ", "ΑΣ.", "ΣΑ", "Σ", "ΑΣΒ", "ὈΔΥΣΣΕΎΣ ΣΟΦΌΣ", "aΣ'b", "ŉ ǆ ß ﬁ İ ᾳ"):
    print([s.lower(), s.upper(), s.title(), s.capitalize(), s.swapcase(), s.casefold()])
