# typing in annotations and as run-time helpers.
from typing import Any, Callable, Dict, Generic, Iterable, List, Literal, NamedTuple, Optional, Protocol, Tuple, TypedDict, TypeVar, Union, cast, Final, Iterator, Sequence, Mapping, overload, TYPE_CHECKING, NoReturn, Annotated
T = TypeVar("T")
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: List[T] = []
    def push(self, x: T) -> "Stack[T]":
        self.items.append(x)
        return self
    def pop(self) -> Optional[T]: return self.items.pop() if self.items else None
s: Stack[int] = Stack[int]()
print(s.push(1).push("not checked").pop(), s.pop(), s.pop())
class Row(NamedTuple):
    id: int
    name: str = "none"
    def label(self) -> str: return f"{self.id}:{self.name}"
print(Row(1), Row(2, "x").label(), Row(1) == (1, "none"), Row._fields, Row(3)._asdict())
class Movie(TypedDict, total=False):
    title: str
    year: int
m: Movie = {"title": "M"}
print(m, Movie(title="N", year=1), type(Movie(title="x")).__name__)
class Closable(Protocol):
    def close(self) -> None: ...
class File:
    def close(self): print("closed")
def shut(c: Closable) -> None: c.close()
shut(File())
def f(a: Union[int, str], b: Dict[str, Any], c: Callable[[int], str], d: Tuple[int, ...] = (), e: Literal["x", "y"] = "x", g: Annotated[int, "meta"] = 0) -> Iterator[T]: return a
print(f("v", {}, None), cast(int, "still a string"))
LIMIT: Final = 5
if TYPE_CHECKING:
    import nothing_that_exists
@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x): return x
print(g(LIMIT), TYPE_CHECKING)
def never() -> NoReturn: raise ValueError("never returns")
try:
    never()
except ValueError as e:
    print(e)
Alias = Dict[str, List[int]]
def h(x: Alias, y: "Forward" = None, *z: Sequence[int]) -> Mapping[str, int]: return x
print(h({"a": [1]}))
