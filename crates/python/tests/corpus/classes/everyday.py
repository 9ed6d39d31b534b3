from abc import ABC, abstractmethod
from functools import total_ordering, cached_property, lru_cache, wraps, partial, reduce
from enum import Enum, IntEnum, Flag, auto
import copy
class Status(Enum):
    OPEN = "open"
    CLOSED = "closed"
    @property
    def label(self): return self.value.title()
    @classmethod
    def parse(cls, s):
        try: return cls(s)
        except ValueError: return cls.OPEN
class Prio(IntEnum):
    LOW = 1
    HIGH = auto()
class Perm(Flag):
    R = auto(); W = auto(); X = auto()
    RW = R | W
print(Status.OPEN, repr(Status.OPEN), Status("closed"), Status["OPEN"].label, Status.parse("zz"), list(Status), Status.OPEN is Status("open"))
print(Prio.HIGH > Prio.LOW, Prio.HIGH + 1, f"{Prio.HIGH}", f"{Prio.HIGH!r}", sorted(Prio, reverse=True), max(Prio))
print(Perm.R | Perm.X, Perm.RW & Perm.W, ~Perm.R, bool(Perm.R & Perm.W), Perm(3), repr(Perm(0)), Perm.R in Perm.RW)
try: Status("nope")
except ValueError as e: print(e)
try: Status["NOPE"]
except KeyError as e: print(repr(e))
class Shape(ABC):
    registry = {}
    def __init_subclass__(cls, /, kind=None, **kw):
        super().__init_subclass__(**kw)
        Shape.registry[kind or cls.__name__.lower()] = cls
    @abstractmethod
    def area(self) -> float: ...
    @property
    @abstractmethod
    def name(self): ...
    def __repr__(self): return f"<{type(self).__name__} {self.area():.2f}>"
    @classmethod
    def make(cls, kind, *a, **k): return cls.registry[kind](*a, **k)
class Square(Shape, kind="sq"):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
    @property
    def name(self): return "square"
class Circle(Shape):
    PI = 3.14159
    def __init__(self, r): self._r = r
    @property
    def r(self): return self._r
    @r.setter
    def r(self, v):
        if v < 0: raise ValueError("negative radius")
        self._r = v
    @r.deleter
    def r(self): del self._r
    def area(self): return self.PI * self.r ** 2
    name = "circle"
print(Shape.make("sq", 3), Shape.make("circle", 2), sorted(Shape.registry))
try: Shape()
except TypeError as e: print(e)
class Half(Shape):
    def area(self): return 0
try: Half()
except TypeError as e: print(e)
c = Circle(1)
c.r = 5
try: c.r = -1
except ValueError as e: print(e)
del c.r
try: c.r
except AttributeError as e: print(e)
try: Square(2).name = "x"
except AttributeError as e: print(e)
@total_ordering
class V:
    __slots__ = ("maj", "min")
    def __init__(self, s): self.maj, self.min = map(int, s.split("."))
    def __eq__(self, o): return (self.maj, self.min) == (o.maj, o.min) if isinstance(o, V) else NotImplemented
    def __lt__(self, o): return (self.maj, self.min) < (o.maj, o.min) if isinstance(o, V) else NotImplemented
    def __hash__(self): return hash((self.maj, self.min))
    def __str__(self): return f"{self.maj}.{self.min}"
    def __repr__(self): return f"V('{self}')"
vs = [V("1.10"), V("1.9"), V("0.1")]
print(sorted(vs), max(vs), V("1.0") >= V("1.0"), V("1.0") == 1, {V("1.0"): 1}[V("1.0")])
try: V("1.0") < 3
except TypeError as e: print(e)
try: V("1.0").zzz = 1
except AttributeError as e: print(e)
class A:
    def who(self): return ["A"]
class B(A):
    def who(self): return ["B"] + super().who()
class C(A):
    def who(self): return ["C"] + super().who()
class D(B, C):
    def who(self): return ["D"] + super().who()
print(D().who(), [k.__name__ for k in D.__mro__])
try:
    class E(A, B): pass
except TypeError as e: print(e)
class Meta:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, typ=None):
        if obj is None: return self
        return obj.__dict__.get(self.name, "unset")
    def __set__(self, obj, val):
        if not isinstance(val, int): raise TypeError(f"{self.name} must be int, got {type(val).__name__}")
        obj.__dict__[self.name] = val
class M:
    x = Meta(); y = Meta()
m = M()
print(m.x, m.y)
m.x = 3
try: m.y = "s"
except TypeError as e: print(e)
print(m.x, vars(m), M.x.name)
class Proxy:
    def __init__(self, t): object.__setattr__(self, "_t", t)
    def __getattr__(self, n): print("get", n); return getattr(self._t, n)
    def __setattr__(self, n, v): print("set", n, v); setattr(self._t, n, v)
p = Proxy([1, 2])
p.append(3); print(p._t, p.count(3))
try: p.foo = 1
except AttributeError as e: print(e)
class Cfg:
    @cached_property
    def v(self): print("compute"); return 42
k = Cfg(); print(k.v, k.v, k.__dict__)
@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
print(fib(80), fib.cache_info())
class Vec:
    def __init__(self, *c): self.c = c
    def __add__(self, o): return Vec(*(a + b for a, b in zip(self.c, o.c)))
    def __mul__(self, k): return Vec(*(a * k for a in self.c))
    __rmul__ = __mul__
    def __matmul__(self, o): return sum(a * b for a, b in zip(self.c, o.c))
    def __neg__(self): return self * -1
    def __getitem__(self, i): return self.c[i]
    def __len__(self): return len(self.c)
    def __iter__(self): return iter(self.c)
    def __contains__(self, x): return x in self.c
    def __bool__(self): return any(self.c)
    def __call__(self, f): return Vec(*map(f, self.c))
    def __repr__(self): return f"Vec{self.c}"
    def __eq__(self, o): return isinstance(o, Vec) and self.c == o.c
    def __iadd__(self, o): self.c = tuple(a + b for a, b in zip(self.c, o.c)); return self
    def __format__(self, spec): return "(" + ", ".join(format(x, spec) for x in self.c) + ")"
    def __enter__(self): print("in"); return self
    def __exit__(self, t, v, tb): print("out", t and t.__name__, v); return t is ZeroDivisionError
v = Vec(1, 2, 3)
print(v + v, 2 * v, v @ v, -v, v[0], v[1:], len(v), list(v), 2 in v, bool(Vec(0)), v(str), f"{v:.1f}", *v)
v += v; print(v)
with v as w: 1 / 0
a, *rest = v; print(a, rest)
try: hash(v)
except TypeError as e: print(e)
d = copy.deepcopy({"v": v, "l": [v]}); print(d, d["v"] is d["l"][0], d["v"] is v)
