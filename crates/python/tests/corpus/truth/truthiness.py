# What is false, and what and, or, not return.
falsy = [None, False, 0, 0.0, "", b"", [], (), {}, set(), frozenset(), range(0), bytearray(), -0.0]
truthy = [True, 1, -1, 0.1, "0", " ", b"\0", [0], (None,), {0: 0}, {0}, range(1), float("nan"), object, len, ..., 2]
print([bool(x) for x in falsy], [bool(x) for x in truthy], all(truthy), any(falsy))
print([x or "default" for x in falsy][:4], [x and "yes" for x in falsy][:5], 0 or [] or "last", 1 and [] and "no", 1 and 2, None or 0, not None, not "a", not not [])
def f(x, r):
    print("call", x, end=" ")
    return r
print(f(1, 0) or f(2, 5) or f(3, 1), f(4, 1) and f(5, 0) and f(6, 1), not f(7, []))
print("a" if [] else "b", "a" if [[]] else "b", 1 if 0 else 2 if "" else 3, (None or {}).get("x", "chained"), True + True, True == 1, True is True, None is None, [] is [], () == ())
x = None
print(x is None, x is not None, x == None, None != 0, None == False, ... is Ellipsis, repr(...), repr(None), type(...).__name__, type(None).__name__, str(NotImplemented), bool(...))
while x is None:
    x = [] or "set"
print(x, 0 if x == "set" else 1, 1 if not 1 else 2, (not 1) == False, not 1 == 2, not (1 and 0), 1 or 1 / 0, 0 and 1 / 0)
