# strip, justify, zfill, expandtabs, center, translate.
print([x.strip() for x in ("  a ", "\t\na\r\n", "", "   ", "\u2003a\u00a0", "a b")], "xxaxx".strip("x"), "xyaxyx".strip("xy"), "xxa".lstrip("x"), "axx".rstrip("x"), "abc".strip(""), "  a".lstrip(), "a  ".rstrip() + "|", "www.example.com".strip("cmowz."), " a ".strip(None))
print(["a".ljust(3), "a".rjust(3), "a".center(4), "ab".center(5), "a".center(4, "*"), "abc".ljust(2), "a".ljust(3, "-"), "a".center(2), "ab".center(3), "a".rjust(-1)])
print(["42".zfill(5), "-42".zfill(5), "+4".zfill(4), "abc".zfill(2), "".zfill(2), "--1".zfill(5), "é".zfill(3)])
print(["a\tb".expandtabs(), "a\tb".expandtabs(4), "\t".expandtabs(2), "abcd\te\n\tf".expandtabs(4), "a\tb".expandtabs(0)])
table = str.maketrans({"a": "1", "b": None, ord("c"): "xyz"})
print("abcd".translate(table), "abc".translate(str.maketrans("ab", "xy")), "abc".translate(str.maketrans("a", "z", "c")), "abc".translate({97: 98}), sorted(str.maketrans("ab", "cd").items()))
for bad in (lambda: "a".ljust("x"), lambda: "a".ljust(5, "ab"), lambda: "a".center(5, ""), lambda: "a".strip(1), lambda: str.maketrans("a", "bc"), lambda: str.maketrans({"ab": 1}), lambda: "a".zfill("1"), lambda: "a".center(), lambda: str.maketrans("a"), lambda: "a".ljust(5, 1)):
    try:
        print(bad())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
