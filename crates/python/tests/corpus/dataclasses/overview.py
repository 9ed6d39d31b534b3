import dataclasses
from dataclasses import KW_ONLY, FrozenInstanceError, InitVar, asdict, astuple, dataclass, field, fields, replace
from typing import ClassVar, List, Optional


@dataclass
class Item:
    name: str
    price: float = 1.5
    tags: List[str] = field(default_factory=list)
    count: ClassVar[int] = 0

    def total(self) -> float:
        return self.price * 2


i = Item("a")
j = Item("a", 1.5, [])
print(i, i == j, i.total(), i.tags is j.tags, Item("x", price=3, tags=["t"]))
print(asdict(i), astuple(i), [f.name for f in fields(i)], replace(i, name="z"))
try:
    hash(i)
except TypeError as e:
    print(e)


@dataclass(frozen=True, order=True)
class Point:
    x: int
    y: int = 0


p = Point(1, 2)
print(p, hash(p) == hash(Point(1, 2)), p < Point(2), sorted([Point(3), Point(1)]), {p: 1}[Point(1, 2)])
try:
    p.x = 5
except FrozenInstanceError as e:
    print(e)
try:
    del p.x
except AttributeError as e:
    print(e)


@dataclass
class Base:
    a: int
    b: int = 2


@dataclass
class Child(Base):
    c: int = 3
    secret: str = field(default="s", repr=False, compare=False)

    def __post_init__(self):
        self.sum = self.a + self.b + self.c


c = Child(1)
print(c, c.sum, Child(1, secret="other") == c)


@dataclass
class WithInit:
    x: int
    scale: InitVar[int] = 2
    result: int = field(init=False, default=0)

    def __post_init__(self, scale):
        self.result = self.x * scale


print(WithInit(5), WithInit(5, 10))


@dataclass
class Kw:
    a: int
    _: KW_ONLY
    b: int = 0
    c: int


print(Kw(1, c=3), Kw(1, b=2, c=3))
for bad in (lambda: Item(), lambda: Item("a", 1, [], 5), lambda: Item("a", nope=1), lambda: Kw(1), lambda: Kw(1, 2), lambda: Item("a", name="b")):
    try:
        bad()
    except TypeError as e:
        print(e)
try:

    @dataclass
    class Bad:
        x: list = []

except ValueError as e:
    print(e)
try:

    @dataclass
    class Bad2:
        x: int = 1
        y: int

except TypeError as e:
    print(e)


@dataclass
class Node:
    value: int
    next: Optional["Node"] = None


print(Node(1, Node(2)), asdict(Node(1, Node(2))), dataclasses.is_dataclass(Node))
match p:
    case Point(x=1, y=yy):
        print("matched", yy)
match p:
    case Point(a, b):
        print(a, b)


@dataclass(eq=False)
class NoEq:
    x: int


print(NoEq(1) == NoEq(1), hash(NoEq(1)) is not None)
