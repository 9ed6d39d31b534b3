# repr of strings with every kind of character, and escapes in literals.
for s in ("plain", "it's", 'say "hi"', "both ' and \"", "new\nline", "tab\t", "cr\r", "nul\0", "\x07\x1b\x7f", "back\\slash", "é ü ñ", "\u200b", "\xa0", "\xad", "日本", "😀", "\u2028", "\ue000", "\U0010ffff", "\x80\x9f", "a\u0301", "\ud7ff"):
    print(repr(s), ascii(s), len(s))
print("\101\x41\u0041\U00000041\N{LATIN SMALL LETTER E WITH ACUTE}", "\'\"\\", r"raw\n\'", "line \
continued", "a" "b" 'c' """d""")
print('''triple 'single' "double"
second line''', """\
no first newline""")
print("\0".encode(), "\08".encode(), "\377", len("\x00\x00"), "\a\b\f\v".encode())
print(str("x"), str(b"x"), str(b"caf\xc3\xa9", "utf-8"), str(5), str(None), str([]))
print(repr("'"), repr('"'), repr("'\""), repr("\\'"), repr(""), ["'", '"'], {"k'": 'v"'})
