# The messages of errors everyone makes.
def attempt(f):
    try:
        print("value", f())
    except Exception as e:
        print(type(e).__name__, "-", e)

import math
for f in (
    lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.5 % 0, lambda: divmod(1, 0), lambda: divmod(1.0, 0), lambda: 0 ** -1, lambda: 0.0 ** -1,
    lambda: [][0], lambda: ()[1], lambda: ""[0], lambda: {}["x"], lambda: {}[1, 2], lambda: [].pop(), lambda: [1].pop(5), lambda: {}.pop("k"), lambda: set().pop(), lambda: {}.popitem(), lambda: set().remove(1),
    lambda: [1].index(2), lambda: [1].remove(2), lambda: (1,).index(2), lambda: "a".index("b"), lambda: "a".rindex("b"),
    lambda: int("x"), lambda: int(""), lambda: int("1.5"), lambda: float("x"), lambda: float(""), lambda: int("z", 36), lambda: int("9", 8), lambda: int("1", 99), lambda: int(float("inf")), lambda: int(float("nan")),
    lambda: 1 + "a", lambda: "a" + 1, lambda: [1] + (1,), lambda: "a" * "b", lambda: "a" * 1.5, lambda: -"a", lambda: ~1.5, lambda: {} + {}, lambda: None + 1, lambda: 1 << -1, lambda: 1 << 1.0, lambda: len(5), lambda: None.x, lambda: (1).x, lambda: 5["a"], lambda: None[0], lambda: "a" in 5, lambda: 5 in "a", lambda: 1 < "a",
    lambda: math.sqrt(-1), lambda: math.log(0), lambda: chr(-1), lambda: chr(1114112), lambda: "abc".encode("ascii2"), lambda: "é".encode("ascii"), lambda: b"\xff".decode(), lambda: round("a"), lambda: abs(None), lambda: [1, 2].sort(key=1), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: list(5), lambda: tuple(None), lambda: set(1), lambda: bytes(-1), lambda: bytes([256]), lambda: bool(1, 2), lambda: "".join([1]), lambda: ",".join(["a", None]), lambda: next(iter([])), lambda: 2.0 ** 5000, lambda: 10 ** 400 * 1.0, lambda: float(10 ** 400),
):
    attempt(f)
