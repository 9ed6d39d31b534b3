rows = [("apple", 3, 1.5), ("kiwi", 12, 0.25), ("watermelon", 1, 3.999)]
for n, q, p in rows:
    print(f"{n:<12}|{q:>4d}|{p:8.2f}|{q*p:>10,.3f}|{n!r:^14}|{q:04d}|{q:+d}|{p:e}|{p:g}|{p:%}")
print("%-10s|%5d|%05.1f|%x|%o|%e|%r|%s|%%|%c" % ("ab", 42, 3.14159, 255, 8, 12345.678, "q", None, "z"))
print("{0}-{1}-{0} {name!r:>8} {d[k]} {o.real}".format(1, 2, name="n", d={"k": 5}, o=3))
print("{:,} {:_} {:b} {:#x} {:08.3f} {:>+10} {:^#12o}".format(1234567, 1234567, 10, 255, 3.14159, 5, 64))
for x in (0.1, 1e16, 1e15, 123456789.123, 1e-5, 0.0001, -0.0, float("inf"), 1/3, 2.5, 1e22, 5e-324, 100.0, 1.1e100):
    print(x, repr(x), f"{x:.3g}", f"{x:10.4f}", round(x, 2) if abs(x) < 1e300 and x == x else "")
print([round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5)], round(2.675, 2), round(1234.5678, -2), round(15, -1), round(25, -1), round(-15, -1))
print(7 // 2, -7 // 2, 7 // -2, -7 // -2, 7 % 3, -7 % 3, 7 % -3, -7 % -3, 7.5 // 2, -7.5 // 2, -7.5 % 2, divmod(-7, 2), divmod(7.5, -2))
print(2 ** 10, 2 ** -1, (-2) ** 3, -2 ** 2, 2 ** 100, 10 ** 20 // 3, (-8) ** 2, 0 ** 0, pow(3, -1, 7), pow(2, 10, 1000))
print(int("0x1f", 16), int("-101", 2), int(" 42 "), int("1_000"), int(3.99), int(-3.99), int("z", 36), float("1e3"), float(" -2.5 "), int(True))
for bad in ("", "abc", "1.5", "0x1f", "1__0"):
    try: int(bad)
    except ValueError as e: print(e)
s = "Hello, World"
print(s[::-1], s[-5:], s[:-7], s[::2], s[10:2:-2], s[100:], s[-100:3], s.find("o", 5), s.rfind("o"), s.index("W"), s.count("l"))
print(s.replace("l", "L", 2), s.swapcase(), s.partition(", "), s.rpartition("o"), s.split("o", 1), s.rsplit("o", 1), s.startswith(("He", "x")), s.endswith("ld"))
print("a,b,,c".split(","), " a  b ".split(), "a\nb\r\nc\x0bd".splitlines(), "a\nb\n".splitlines(True), "-".join(["x", "y"]), "abc".center(10, "*"), "7".zfill(3), "-7".zfill(4), "\t|".expandtabs(4))
print("ß".upper(), "İ".lower(), "ǆ".title(), "hello world's".title(), "HELLO".capitalize(), "ﬁ".upper(), "straße".casefold(), "Ünïcödé".encode(), "日本".encode("utf-8").hex())
print("abc" < "abd", "Z" < "a", "" < "a", "a" * 0, "ab" in "cab", "x".isalpha(), "1".isdigit(), "²".isdigit(), "½".isnumeric(), " ".isspace(), "Ab".istitle(), "a_1".isidentifier(), "é".isascii())
print("%s" % (1,), "%s %s" % ("a", [1]), "%(x)s-%(y)03d" % {"x": 1, "y": 2}, "%5.2f%%" % 12.345, "%-5s|" % "a", "%+d % d" % (3, 4), "%.3s" % "abcdef", "%*d" % (5, 42))
for bad in (lambda: "%d" % "x", lambda: "%s %s" % "a", lambda: "%s" % (1, 2), lambda: "{}".format(), lambda: "{a}".format(), lambda: "{:d}".format("x"), lambda: f"{1:q}", lambda: "a" + 1, lambda: 1 + "a", lambda: "a" * "b", lambda: [] + (), lambda: {}["k"], lambda: [][0], lambda: "abc"[5], lambda: (1,)[3], lambda: {1: 2}[[]], lambda: int([]), lambda: len(5), lambda: sum(["a"]), lambda: max([]), lambda: sorted([1, "a"]), lambda: None.x, lambda: (1).foo, lambda: "x".foo(), lambda: [1, 2].remove(5), lambda: {}.pop("k"), lambda: [].pop(), lambda: set().pop(), lambda: {1}.remove(2), lambda: "a".index("b"), lambda: [1].index(2), lambda: next(iter([])), lambda: int("a", 99), lambda: chr(-1), lambda: ord("ab"), lambda: 1 / 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 0 ** -1, lambda: 5 // 0.0, lambda: range(1, 2, 0), lambda: list(5), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: set([[]]), lambda: (lambda a: a)(), lambda: (lambda: 0)(1), lambda: (lambda *, k: k)(), lambda: (lambda a, b=1: a)(1, 2, 3), lambda: (lambda a: a)(b=1), lambda: isinstance(1, "x"), lambda: print(1, foo=2), lambda: sorted(1), lambda: zip(1), lambda: abs("x"), lambda: round("x"), lambda: float("x"), lambda: "".join([1]), lambda: b"a" + "b", lambda: "é".encode("ascii"), lambda: b"\xff".decode(), lambda: bytes([256]), lambda: [1, 2, 3][::0], lambda: setattr(1, "x", 2), lambda: delattr("s", "x"), lambda: object().x, lambda: type("X", (), {})().y, lambda: not_defined):
    try: r = bad(); print("ok", r if not callable(r) else "callable")
    except Exception as e: print(type(e).__name__, e)
