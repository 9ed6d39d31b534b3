import bisect
import copy
import heapq
import logging
import string
import sys
import types
from abc import ABC, abstractmethod
from typing import Any, Callable, Dict, Generic, List, NamedTuple, Optional, Protocol, TypedDict, TypeVar, Union

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
log = logging.getLogger("app.views")
log.debug("hidden %s", 1)
log.info("shown %s %d", "x", 5)
log.warning("warn")
try:
    1 / 0
except ZeroDivisionError:
    log.error("failed: %(a)s", {"a": 1})
print(log.name, log.getEffectiveLevel(), log.isEnabledFor(10), logging.getLogger("app.views") is log)


class Shape(ABC):
    @abstractmethod
    def area(self):
        ...

    @property
    @abstractmethod
    def name(self):
        ...

    def describe(self):
        return f"{self.name} {self.area()}"


class Sq(Shape):
    name = "sq"

    def area(self):
        return 4


try:
    Shape()
except TypeError as e:
    print(e)


class Half(Shape):
    def area(self):
        return 1


try:
    Half()
except TypeError as e:
    print(e)
print(Sq().describe(), isinstance(Sq(), Shape), issubclass(Sq, Shape))

a = {"x": [1, [2]], "y": (1, [3])}
b = copy.copy(a)
c = copy.deepcopy(a)
a["x"][1].append(9)
a["y"][1].append(8)
print(b, c, copy.copy([1]), copy.deepcopy((1, 2)))


class Node:
    def __init__(self, v):
        self.v = v
        self.me = self


n = copy.deepcopy(Node([1]))
print(n.v, n.me is n, copy.copy(Node(1)).v)
h = [5, 1, 4]
heapq.heapify(h)
heapq.heappush(h, 0)
print([heapq.heappop(h) for _ in range(4)], heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, [4, 2, 9], key=lambda x: -x))
print(bisect.bisect([1, 3, 5], 3), bisect.bisect_left([1, 3, 5], 3), string.ascii_lowercase[:3], string.digits, string.Template("$a ${b} $$").substitute(a=1, b=2), string.capwords("a bc"))
T = TypeVar("T")


class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: List[T] = []

    def push(self, item: T) -> "Stack[T]":
        self.items.append(item)
        return self


print(Stack[int]().push(1).items, Optional[int] is not None, Union[int, str] is not None, Dict[str, Any] is not None)


class Emp(NamedTuple):
    name: str
    id: int = 3


print(Emp("x"), Emp("y", 1).id, Emp._fields)


class TD(TypedDict, total=False):
    a: int


print(TD(a=1), {"a": 1} == TD(a=1))


class Proto(Protocol):
    def go(self) -> int:
        ...


def annotated(x: int, y: "str" = "z", *args: Any, **kw: Callable[[int], str]) -> Optional[int]:
    v: int = 5
    w: str
    return v


print(annotated(1), list(annotated.__annotations__))
ns = types.SimpleNamespace(a=1, b="x")
print(ns, ns.a, ns == types.SimpleNamespace(a=1, b="x"))
print(int | None, isinstance(5, int | str), isinstance(None, int | None), list[int], dict[str, int])


def f(x: int | None = None) -> list[int]:
    return []


print(f(), sys.version_info >= (3, 8), isinstance(len, types.BuiltinFunctionType), isinstance(f, types.FunctionType))
