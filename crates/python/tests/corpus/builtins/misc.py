# chr, ord, divmod, abs, pow, callable, repr, print options, sorted things, id-free identity.
print(chr(97), ord("a"), divmod(17, 5), divmod(-17, 5), divmod(7.5, 2), abs(-3), abs(-3.5), abs(True), pow(2, 8), pow(2, 8, 7), callable(print), callable(1), repr("x"), ascii("é"), bin(10), oct(8), hex(16))
print(1, 2, sep="-", end="!\n")
print("a", "b", sep="")
print()
print(*[], sep="x")
print("x", end="")
print("", None, sep="|")
print(None, True, ..., 1.0, [None], sep=None, end=None)
print("flush", flush=True)
for bad in (lambda: print(1, sep=1), lambda: print(1, end=2), lambda: print(1, nope=1), lambda: chr(1.5), lambda: divmod(1), lambda: divmod("a", 1), lambda: ord(), lambda: abs(1, 2), lambda: len(x=1), lambda: repr(), lambda: callable(), lambda: bool("a", "b"), lambda: int("1", x=2), lambda: str(1, 2), lambda: str(b"a", 5), lambda: type(1, 2), lambda: type(), lambda: isinstance(), lambda: hash(), lambda: sorted([1], reverse="x", nope=1), lambda: zip(1), lambda: enumerate(), lambda: enumerate(1), lambda: sum(), lambda: sum([1], 2, 3), lambda: iter(), lambda: next(), lambda: format(1, 2), lambda: vars(1), lambda: object().x, lambda: range(1, 2, 3, 4), lambda: slice(), lambda: map(), lambda: filter(None), lambda: reversed(5), lambda: any(), lambda: round(1, 2, 3), lambda: chr(), lambda: input.nope):
    try:
        print(bad())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
print(str(1), str(), str("a"), int(), float(), bool(), list(), tuple(), dict(), set(), bytes(), frozenset())
print(type(1)(5), type("")(5), type([])("ab"), (int)("7"), [int, str][1](3), {"f": float}["f"]("1.5"), list(map(type, [1, "a"])))
print(len.__name__, print.__name__, int.__name__, [].append.__name__, str.upper.__name__, len, print, int, str.upper, dict.get)
