print(1, "a", None, True, 1.5, [1, "b"], (1,), {"k": [1]}, {1, 2}, sep="|", end="!\n")
print(repr("a'b"), repr('a"b'), repr("a'b\"c"), repr("\n\t\\\x00é\u200b😀"))
print(f"{3.14159:.2f} {42:05d} {42:>8} {42:<8}| {'x':^7}| {1234567:,} {0.5:%} {255:#x} {255:b} {-5:+} {3:+}")
x = 10
print(f"{x=} {x!r:>5} {x + 1 = } {'a'!r} {{}} {x:{x}}|")
print("%s %r %d %5.2f %x %-5s| %05d %%" % ("a", "b", 3, 2.5, 255, "z", 42))
print("%(a)s-%(b)03d" % {"a": 1, "b": 2})
print("{} {1}".format(1, 2) if False else "{0} {1} {0}".format(1, 2), "{a.real} {b[0]}".format(a=5, b=[9]), "{:>{w}}".format("r", w=5))
print("Hello World".split(), "a,b,,c".split(","), "a b c".split(" ", 1), " x ".strip() + "|", "xxaxx".strip("x"))
print("abc".upper(), "ABC".lower(), "hello world".title(), "hello".capitalize(), "aBc".swapcase())
print("abc".find("c"), "abc".find("z"), "abcabc".rfind("b"), "abcabc".count("b"), "abc".replace("b", "XX"))
print("abc".startswith("ab"), "abc".endswith(("x", "c")), "a-b-c".partition("-"), "a-b-c".rpartition("-"))
print("abc".center(9, "*"), "abc".ljust(5) + "|", "abc".rjust(5), "42".zfill(5), "-42".zfill(5))
print("abc".isalpha(), "12".isdigit(), "a1".isalnum(), " ".isspace(), "Ab".isupper(), "ab".islower())
print("-".join(["a", "b"]), "".join(str(i) for i in range(5)), "a\nb\r\nc".splitlines(), "ab" * 3, 3 * "x")
print("abcdef"[1:4], "abcdef"[::-1], "abcdef"[-2:], "abcdef"[::2], "abc"[0], "héllo"[1], len("héllo"))
print("a" in "abc", "z" not in "abc", "a" < "b", "abc" == "abc", "a" "b")
print([1, 2, 3][::-1], [1, 2, 3, 4][1:3], list(range(10))[2:8:3], (1, 2, 3)[-1])
l = [3, 1, 2]
l.sort()
print(l, sorted(l, reverse=True), l.index(2), l.count(1), l.pop(), l)
l.insert(0, 9)
l.extend([7, 8])
l += [5]
l[1:3] = ["x", "y", "z"]
print(l, len(l), l * 2, [0] * 3)
del l[0]
del l[1:3]
print(l, [1, 2] + [3], [1, 2] == [1, 2], [1, 2] < [1, 3], [[1, 2], [3]][0][1])
l.reverse()
print(l, l.copy(), list("abc"), tuple([1, 2]), list((1, 2)), list({"a": 1}))
d = {"a": 1, "b": 2}
d["c"] = 3
print(d, d["a"], d.get("z"), d.get("z", 0), "a" in d, len(d), list(d.items()), list(d.keys()), list(d.values()))
print(d.pop("a"), d.setdefault("q", 5), d, d.popitem(), {**d, "r": 1}, d | {"s": 2})
d.update({"x": 1}, y=2)
d.update([("z", 3)])
print(d, dict(a=1), dict([(1, 2)]), dict({"a": 1}, b=2), {k: v for k, v in zip("ab", [1, 2])})
del d["x"]
for k, v in d.items():
    print(k, v, end=" ")
print()
s = {3, 1, 2}
s.add(5)
s.discard(9)
print(s, s | {9}, s & {1, 2}, s - {1}, s ^ {1, 10}, {1, 2} <= s, 3 in s, len(s), sorted(s), frozenset([1]))
print({1, 2}.union([3]), {1, 2}.issubset({1, 2, 3}), set("a"), set(), {x % 3 for x in range(10)})
print(abs(-5), min(3, 1, 2), max([1, 5, 2]), sum([1, 2, 3]), sum([0.5, 1]), round(2.5), round(3.5), round(2.675, 2), round(-1234, -2))
print(min("abc", key=lambda c: -ord(c)), max([], default="none"), any([0, 1]), all([1, 0]), divmod(17, 5), divmod(-7, 2), pow(2, 10), pow(3, 4, 5))
print(list(enumerate("ab", 1)), list(zip([1, 2], "ab", (True, False))), list(map(str, [1, 2])), list(filter(None, [0, 1, 2])), list(reversed([1, 2, 3])))
print(bin(10), hex(255), oct(8), chr(97), ord("a"), int("42"), int("ff", 16), int(3.9), int(-3.9), float("1.5"), str(5), bool([]), bool("a"))
print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 / 2, 2**10, 2**-1, 2**0.5, 10**20, 1e100, 1e-7, 123456789.123, 1e16, 0.1 + 0.2, -0.0, 5.0)
print(7.5 // 2, -7.5 % 2, 1_000_000, 0xFF, 0b101, 0o17, 1 << 70, (1 << 70) >> 68, 5 & 3, 5 | 3, 5 ^ 3, ~5, not 5)
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, True + 1, True == 1, None is None, 5 and 0, 0 or "x", "a" if 1 else "b")
print(isinstance(True, int), isinstance(5, (str, int)), type(5).__name__, callable(len), hash(5), hash("a") == hash("a"), id(d) == id(d))
print(float("inf"), float("-inf"), float("nan"), 1e308 * 10, int(1e20), 3.0 == 3, 10**30 // 7, -(10**30) % 7, 10**30 / 3)
print("".join(sorted("hello")), list(range(5, 0, -2)), range(3), range(0, 10, 2)[2], 4 in range(0, 10, 2), len(range(7)))
print(str([1, "a", None]), str({"a": (1, 2)}), repr((1,)), str(()), str({}), str(set()), [[]], [()])
print(b"abc", b"a\x00\xff", b"abc"[0], b"abc"[1:], bytes([65, 66]), "é".encode(), b"\xc3\xa9".decode(), b"a" + b"b")
print((1, 2) + (3,), (1, 2) * 2, (1, 2) < (1, 3), () == (), (1, "a") == (1, "a"))
a = b = [1]
a.append(2)
print(b, a is b, [1] is [1])
matrix = [[i * j for j in range(3)] for i in range(3)]
print(matrix, [x for row in matrix for x in row if x], {i: i * i for i in range(3)})
print(*[1, 2, 3], *"ab", sep="-")
first, *rest = "hello"
print(first, rest)
(a, b), c = (1, 2), 3
print(a, b, c)
i = 5
i -= 2
i *= 3
i //= 2
i **= 2
i %= 7
print(i)
print([y := 5, y**2], y)
print("abc" "def", "tab\there", r"raw\n", 'single "quotes"', """triple
line""")
print(10 .__class__, (5).bit_length(), (3.7).is_integer(), (255).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "big"))
print("{:.3g} {:e} {:g} {:.0f} {:,.2f}".format(1234.5, 1234.5, 0.0001, 2.5, 1234567.891))
print(f"{1e10} {1e22} {123456789012345678} {1/3} {100.0} {1e5:g} {1.0:.1f}")
print(f"{True} {None} {'a':s} {[1]} {(1,)} {True:d} {3.0!r} {'é':>3}")
print([*range(3)], {*[1, 2]}, [*"ab", *[1]], (*[1], 2))
print(sorted([(2, "b"), (1, "z"), (2, "a")]), sorted(["B", "a", "C"], key=str.lower), sorted({"b": 1, "a": 2}))
print("a,b;c".replace(";", ",").split(","), "x=1".split("=", 1), "aXbXc".rsplit("X", 1))
for i, ch in enumerate("ab"):
    print(i, ch)
else:
    print("done")
n = 0
while n < 3:
    n += 1
    if n == 2:
        continue
else:
    print("while else", n)
