# Length, iteration, normal forms and order by code points.
s = "naïve café 日本語 😀🇪🇺"
print(len(s), [len(w) for w in s.split()], s[::-1][:3], s.upper(), s.title(), s.find("日"), s.encode("utf-8")[:8], len(s.encode("utf-8")), len(s.encode("utf-16-le")))
print(sorted(["é", "e", "z", "É", "a"]), "é" == "e\u0301", len("e\u0301"), max(s), [hex(ord(c)) for c in "😀é"], "😀"[0] == "😀", "日本" * 2, "日" in s, s.count("a"), s.replace("😀", ":)"))
print("ÀÉ".lower(), "straße".upper(), "ŉ".upper(), "İ".lower(), len("İ".lower()), "Ω".lower(), "ς".upper(), "ά".upper(), "ǆ".title(), "ﬁ".upper(), "ß".capitalize(), "ÿ".upper())
print("٣٤".isdigit(), int("٣٤"), "Ⅷ".isnumeric(), "²".isdigit(), "²".isdecimal(), "日".isalpha(), "日".isidentifier(), "é".isidentifier(), "\u00a0".isspace(), "\u200b".isspace(), "😀".isprintable(), "\u0301".isalpha())
print("日本".ljust(5, "*"), "é".center(5, "-"), f"{'日':>4}|", f"{'😀':^5}|", "日,本".split(","), "a\u3000b".split(), "é".casefold(), "日本語".translate({ord("本"): "_"}))
é = 1
变量 = é + 1
print(变量, é, {"ключ": "значение"}, repr("ключ"), ascii("ключ"))
print("\N{GREEK SMALL LETTER ALPHA}\N{SNOWMAN}", "\u03b1" == "α", "\x41", chr(0x10FFFF) == "\U0010FFFF", "a\x00b" == "a\0b", len("a\x00b"), repr("a\x00b"))
