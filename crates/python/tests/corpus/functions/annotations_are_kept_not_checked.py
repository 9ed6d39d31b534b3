# Annotations change nothing at run time.
from typing import Optional

def f(a: int, b: "str" = 1, *args: float, c: Optional[int] = None, **kw: dict) -> list:
    return a, b, args, c, kw

print(f("not an int", b=2.5))
x: int = "text"
print(x)
y: int
try:
    print(y)
except NameError as e:
    print(e)

class C:
    a: int
    b: str = "b"
    c: "list[int]" = None

print(sorted(C.__annotations__))
print(hasattr(C, "a"), C.b)

def g():
    z: int = 3
    w: str
    return z

print(g())
print(list(f.__annotations__))
