from dataclasses import dataclass, field, fields, asdict, astuple, replace, FrozenInstanceError, InitVar, KW_ONLY, is_dataclass, make_dataclass
from typing import ClassVar, Optional, NamedTuple, TypedDict, Generic, TypeVar, Protocol, Any, Union, Callable
import copy
@dataclass
class Base:
    id: int
    name: str = "x"
    tags: list = field(default_factory=list, repr=False, compare=False)
    count: ClassVar[int] = 0
    def __post_init__(self): Base.count += 1
@dataclass
class Child(Base):
    extra: Optional[dict] = None
    _: KW_ONLY
    flag: bool = False
    secret: InitVar[str] = "s"
    total: float = field(init=False, default=0.0)
    def __post_init__(self, secret):
        super().__post_init__()
        self.total = len(secret) * 1.5
c = Child(1, "n", ["t"], {"a": 1}, flag=True, secret="abc")
print(c, c.tags, c.total, Base.count, asdict(c), astuple(c), [f.name for f in fields(c)])
print(replace(c, id=2, secret="q"), c == Child(1, "n", [], {"a": 1}, flag=True, secret="abc"), is_dataclass(c), is_dataclass(Child), is_dataclass(3))
for bad in (lambda: Child(), lambda: Child(1, "a", [], None, True), lambda: Base(1, 2, 3, 4), lambda: Base(1, zz=1), lambda: Base(id=1, **{"id": 2}) if 0 else Base(1, id=2)):
    try: print(bad())
    except TypeError as e: print(e)
@dataclass(frozen=True, order=True)
class Pt:
    x: int
    y: int = 0
    def dist(self): return (self.x ** 2 + self.y ** 2) ** 0.5
p = Pt(3, 4)
print(p.dist(), p < Pt(4), sorted([Pt(2), Pt(1, 5), Pt(1)]), hash(p) == hash(Pt(3, 4)), {p: 1}[Pt(3, 4)], p.__match_args__)
try: p.x = 1
except FrozenInstanceError as e: print(type(e).__name__, e)
try: del p.x
except FrozenInstanceError as e: print(e)
try: hash(c)
except TypeError as e: print(e)
try: Pt(1) < (1, 0)
except TypeError as e: print(e)
try:
    @dataclass
    class Bad:
        a: int = 1
        b: str
except TypeError as e: print(e)
try:
    @dataclass
    class Bad2:
        a: list = []
except ValueError as e: print(e)
@dataclass(eq=False)
class NoEq: a: int
print(NoEq(1) == NoEq(1), NoEq(1) != NoEq(1))
@dataclass(slots=True)
class S: a: int; b: int = 2
s = S(1); print(s)
try: s.zz = 1
except AttributeError as e: print(e)
@dataclass
class Node:
    v: int
    kids: list["Node"] = field(default_factory=list)
    parent: "Node" = None
n = Node(1, [Node(2)]); n.parent = n; print(n)
n2 = copy.deepcopy(n); print(n2.parent is n2, n2.kids[0] is n.kids[0], copy.copy(n).kids is n.kids)
D = make_dataclass("D", [("a", int), ("b", str, "q")]); print(D(1), D.__name__)
class Emp(NamedTuple):
    name: str
    age: int = 30
    def older(self): return self._replace(age=self.age + 1)
    @property
    def initial(self): return self.name[0]
e = Emp("Al"); print(e, e.older(), e.initial, e._asdict(), Emp._fields, e[1], e == ("Al", 30), Emp._field_defaults)
class TD(TypedDict, total=False): a: int; b: str
t: TD = {"a": 1}; print(t, TD(a=2), type(TD(a=1)))
T = TypeVar("T")
class Stack(Generic[T]):
    def __init__(self): self.items: list[T] = []
    def push(self, x: T) -> None: self.items.append(x)
    def pop(self) -> T: return self.items.pop()
st = Stack[int](); st.push(1); print(st.pop(), list[int], dict[str, int], Optional[int], int | None, Union[int, str], Callable[[int], str], isinstance(1, int | str), T)
