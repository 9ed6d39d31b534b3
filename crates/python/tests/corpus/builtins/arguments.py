# Natives that are given objects with __index__, and the errors of all built-in functions.
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: {}.__class__ is dict)
t(lambda: (1).__eq__("a"))
t(lambda: (1).__lt__(2.5))
t(lambda: [].__eq__(()))
t(lambda: hasattr(1, "__add__"))
t(lambda: hasattr([], "__hash__"))
t(lambda: [].__hash__)
t(lambda: hasattr((), "__iter__"))
t(lambda: hasattr(1, "__iter__"))
t(lambda: (lambda: 0).__call__())
t(lambda: "".__doc__ is not None)
t(lambda: int.__add__(1, 2))
t(lambda: str.upper("a"))
t(lambda: list.append.__name__)
t(lambda: dict.get({"a": 1}, "a"))
t(lambda: str.join("-", "ab"))
t(lambda: float.__repr__(1.5))
t(lambda: object.__repr__(1)[:4])
t(lambda: type.__call__(list, "ab"))
t(lambda: list.__len__([1]))
t(lambda: int.__bases__)
t(lambda: bool.__mro__)
t(lambda: object.__bases__)
for bad in (lambda: str.upper(1), lambda: list.append(1, 2), lambda: int.__add__("a", 1), lambda: dict.get(), lambda: [].__len__(1), lambda: str.upper(), lambda: "".upper(1), lambda: object.__init__(1, 2), lambda: list.__len__("a")):
    t(bad)
class N:
    def __int__(self): return 42
    def __float__(self): return 4.5
class I:
    def __index__(self): return 2
t(lambda: hex(I()))
t(lambda:  bin(I()))
t(lambda:  list(range(I())))
t(lambda:  [1] * I())
t(lambda:  "x" * I())
t(lambda:  chr(I()) == "\x02")
t(lambda: (I() * [1], I() * "ab", b"x" * I(), (1,) * I(), "abcd"[I()], (1,2,3)[I()], b"abc"[I()]))
t(lambda: [*range(1, 10, I())])
t(lambda: f"{I():d}")
t(lambda: float(I()))
t(lambda: int(N()))
t(lambda: math.floor(N()))
import math
t(lambda: (math.sqrt(N()), math.floor(N())))
t(lambda: math.gcd(I(), 4))
t(lambda: math.factorial(I()))
t(lambda: list.insert([1,2], I(), 3))
t(lambda: [].insert("a", 3))
t(lambda: list(range("a")))
t(lambda: range(1.5))
t(lambda: [1,2,3][I():])
t(lambda: [0]*1.5)
t(lambda: "a".ljust("x"))
t(lambda: chr("a"))
t(lambda: hex(1.5))
t(lambda: round(1.5, "a"))
t(lambda: [1][1:"a"])
t(lambda: itertools.islice([1], "a"))
class T:
    def __trunc__(self): return 9
    def __floor__(self): return 3
    def __ceil__(self): return 4
    def __round__(self, n=None): return ("r", n)
    def __abs__(self): return "abs"
    def __divmod__(self, o): return "dm"
    def __rdivmod__(self, o): return "rdm"
    def __pos__(self): return "pos"
t(lambda: (math.floor(T()), math.ceil(T()), math.trunc(T()), round(T()), round(T(), 2), abs(T()), divmod(T(), 1), divmod(1, T()), +T(), int(T())))
class Bad:
    def __int__(self): return "x"
    def __index__(self): return 1.5
    def __float__(self): return 1
    def __bool__(self): return 1
    def __len__(self): return "a"
    def __str__(self): return 1
    def __repr__(self): return None
    def __hash__(self): return "a"
    def __format__(self, s): return 1
    def __bytes__(self): return 1
    def __iter__(self): return 1
    def __contains__(self, x): return 5
for bad in (lambda: int(Bad()), lambda: [1][Bad()], lambda: float(Bad()), lambda: int(object), lambda: [1]["a"], lambda: [1][1.0], lambda: "abc"[None], lambda: bool(Bad()), lambda: len(Bad()), lambda: str(Bad()), lambda: repr(Bad()), lambda: hash(Bad()), lambda: format(Bad()), lambda: bytes(Bad()), lambda: list(Bad()), lambda: 1 in Bad(), lambda: not Bad(), lambda: f"{Bad()}", lambda: f"{Bad()!r}", lambda: "%s" % Bad(), lambda: range(Bad()), lambda: {Bad(): 1}, lambda: "x" * Bad(), lambda: math.floor(object()), lambda: (1,)["a"], lambda: "a"["b"], lambda: b"a"["b"], lambda: range(3)["a"], lambda: {}[[]], lambda: None[0], lambda: (1)[0], lambda: print[0], lambda: len(5), lambda: iter(5), lambda: next([]), lambda: reversed(5), lambda: abs("a"), lambda: sum(["a"]), lambda: max(5), lambda: ord("ab"), lambda: ord(5), lambda: chr(-1), lambda: isinstance(1, 5), lambda: issubclass(1, int), lambda: int("x"), lambda: int("5", 99), lambda: int(5, 5), lambda: float("x"), lambda: float([]), lambda: hash([]), lambda: hash({}), lambda: {[]: 1}, lambda: {1, []}, lambda: sorted([1, "a"]), lambda: zip(1), lambda: enumerate(5), lambda: map(1), lambda: filter(1), lambda: divmod(1, 0), lambda: pow(0, -1), lambda: round("a"), lambda: setattr(1, "a", 2), lambda: getattr(1, 5), lambda: type(1, 2), lambda: super(), lambda: tuple(5), lambda: dict([1]), lambda: dict([(1,2,3)]), lambda: dict(5), lambda: set(5), lambda: frozenset(5), lambda: list(5), lambda: bytes("a"), lambda: int(None), lambda: slice(), lambda: property(1, 2, 3, 4, 5), lambda: vars(5), lambda: id(), lambda: callable(), lambda: all(5), lambda: any(5), lambda: bin("a"), lambda: oct("a"), lambda: object(1), lambda: bool(1, 2), lambda: print(sep=5), lambda: sorted(1, 2), lambda: sorted([1], foo=2), lambda: min(), lambda: min([]), lambda: min(1, 2, default=3), lambda: max([], default=3)):
    t(bad)
