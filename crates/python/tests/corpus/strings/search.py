# find, index, count, in, startswith, endswith, replace.
s = "abracadabra"
print(s.find("bra"), s.find("bra", 2), s.find("z"), s.rfind("a"), s.rfind("a", 0, 5), s.index("c"), s.rindex("b"), s.count("a"), s.count("a", 1, 8), s.count(""), "".count(""), "aaa".count("aa"))
print("bra" in s, "" in s, "z" in s, s.startswith("abra"), s.startswith(("x", "ab")), s.endswith("bra"), s.endswith(("ra", "q"), 3), s.startswith("bra", 1), s.startswith(""), s.endswith("", 50), s.startswith("", 50), s.startswith(()))
print(s.replace("a", "-"), s.replace("a", "-", 2), s.replace("", "."), s.replace("abra", ""), s.replace("x", "y"), "aaa".replace("aa", "b"), s.replace("a", "A", -1), s.replace("a", "A", 0), "".replace("", "x"))
print(s.removeprefix("abra"), s.removeprefix("x"), s.removesuffix("bra"), s.removesuffix(""), s.find("", 5), s.find("", 50), s.find("a", -3), s.index("a", -3), s[::-1].find("arb"))
for bad in (lambda: s.index("z"), lambda: s.find(1), lambda: s.startswith(1), lambda: s.endswith([1]), lambda: s.replace("a"), lambda: s.replace(1, 2), lambda: s.count(), lambda: 1 in s, lambda: s.startswith(("a", 1)) or s.startswith((1, "a")), lambda: s.find("a", "b"), lambda: s.removeprefix(1), lambda: s.find()):
    try:
        print(bad())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
