# frozen, order, eq, repr, init, kw_only, slots, unsafe_hash, match_args.
from dataclasses import dataclass, field, FrozenInstanceError, KW_ONLY
@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0
p = Point(1, 2)
print(p, hash(p) == hash(Point(1, 2)), {p: "k"}[Point(1, 2)], len({Point(1), Point(1), Point(2)}))
for change in (lambda: setattr(p, "x", 5), lambda: delattr(p, "x"), lambda: setattr(p, "new", 1)):
    try:
        change()
    except FrozenInstanceError as e:
        print(type(e).__name__, e, isinstance(e, AttributeError))
@dataclass(order=True)
class V:
    major: int
    minor: int = field(default=0, compare=False)
print(V(1) < V(2), V(1, 5) == V(1, 6), sorted([V(3), V(1)]), V(1) >= V(1), max(V(1), V(4)))
try:
    V(1) < 1
except TypeError as e:
    print(e)
@dataclass(kw_only=True)
class K:
    a: int
    b: int = 2
print(K(a=1))
try:
    K(1)
except TypeError as e:
    print(e)
@dataclass
class Mixed:
    x: int
    _: KW_ONLY
    y: int = 5
    z: int
print(Mixed(1, z=3))
@dataclass(eq=False, repr=False)
class Bare:
    x: int
print(Bare(1) == Bare(1), Bare(2).x, type(Bare(1).__repr__()).__name__)
@dataclass(unsafe_hash=True)
class H:
    x: int
    y: int = field(default=0, hash=False)
print(hash(H(1, 2)) == hash(H(1, 3)), H(1, 2) == H(1, 3))
@dataclass(slots=True)
class S:
    x: int
    y: int = 1
s = S(1)
print(s, hasattr(s, "__dict__"))
try:
    s.z = 1
except AttributeError as e:
    print(e)
match Point(3, 4):
    case Point(x, y): print("matched", x, y)
print(Point.__match_args__)
@dataclass(init=False)
class NoInit:
    x: int = 3
    def __init__(self): self.x = 10
print(NoInit())
