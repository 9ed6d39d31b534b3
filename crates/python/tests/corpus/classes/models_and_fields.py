# Classes: descriptors, abstract properties, class attributes, errors.
from abc import ABC, abstractmethod
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class Typed:
    def __init__(self, kind, default=None): self.kind, self.default = kind, default
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, o, owner=None): return self if o is None else getattr(o, self.name, self.default)
    def __set__(self, o, v):
        if not isinstance(v, self.kind): raise TypeError(f"{self.name[1:]} must be {self.kind.__name__}, got {type(v).__name__}")
        setattr(o, self.name, v)
class Lazy:
    def __init__(self, f): self.f = f; self.__doc__ = f.__doc__
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, o, owner):
        if o is None: return self
        v = o.__dict__[self.name] = self.f(o); return v
class Model(ABC):
    registry = {}
    id = Typed(int, 0)
    def __init_subclass__(cls, /, table=None, **kw): super().__init_subclass__(**kw); cls.table = table or cls.__name__.lower(); Model.registry[cls.table] = cls
    @property
    @abstractmethod
    def label(self): ...
    @abstractmethod
    def save(self): pass
    @classmethod
    @abstractmethod
    def make(cls): ...
class User(Model, table="users"):
    name = Typed(str)
    @property
    def label(self): return f"{self.name}#{self.id}"
    def save(self): return "saved"
    @classmethod
    def make(cls): u = cls(); u.name = "x"; return u
    @Lazy
    def heavy(self): "doc"; print("computing"); return 42
class Half(Model): 
    def save(self): pass
u = User.make(); u.id = 3
print(u.label, u.heavy, u.heavy, u.__dict__, Model.registry.keys(), User.table, User.heavy.__doc__, Half.__abstractmethods__ == {"label", "make"}, isinstance(User.name, Typed))
for f in (lambda: Model(), lambda: Half(), lambda: setattr(u, "id", "x"), lambda: setattr(u, "label", 1), lambda: u.nope, lambda: User.nope, lambda: User(1), lambda: u(), lambda: u[0], lambda: len(u), lambda: u + 1, lambda: u < u, lambda: iter(u), lambda: int(u), lambda: u.save(1), lambda: User.save(), lambda: delattr(u, "label"), lambda: delattr(u, "zip"), lambda: hash(u) == hash(u), lambda: bool(u), lambda: u == u, lambda: u != 5, lambda: super(User, u).label, lambda: super(int, u), lambda: object().x, lambda: setattr(object(), "x", 1), lambda: type("D", (int, str), {}), lambda: type("D", (bool,), {}), lambda: type("D", (Model, User), {}), lambda: type("D", (), {"a": 1})().a, lambda: User.__mro__[1].__name__, lambda: type(1)("5"), lambda: isinstance(u, (int, Model)), lambda: issubclass(User, Model), lambda: callable(User), lambda: vars(u)["name"], lambda: getattr(u, "zz", "dflt"), lambda: u.__class__.__name__, lambda: u.__module__, lambda: User.__qualname__, lambda: u.save.__self__ is u, lambda: u.save.__func__ is User.save, lambda: u.save.__name__, lambda: User.make.__self__ is User, lambda: User.__dict__["make"].__class__, lambda: User.__dict__["save"].__class__.__name__, lambda: u.save == u.save, lambda: u.save is u.save, lambda: User.save is User.save):
    t(f)
class Temp:
    def __init__(self, c=0): self.c = c
    @property
    def f(self): "fahrenheit"; return self.c * 9 / 5 + 32
    @f.setter
    def f(self, v): self.c = (v - 32) * 5 / 9
    @f.deleter
    def f(self): self.c = None
    @staticmethod
    def st(x): return x
    @classmethod
    def from_f(cls, f): o = cls(); o.f = f; return o
class T2(Temp):
    @Temp.f.getter
    def f(self): return super().f + 1
    def __repr__(self): return f"{type(self).__qualname__}({self.c})"
k = Temp.from_f(212); print(k.c, k.f, Temp.f.__doc__, T2(100).f, T2.from_f(33), Temp.st(4), k.st(5)); del k.f; print(k.c)
class Vec:
    def __init__(self, *v): self.v = v
    def __eq__(self, o): return self.v == o.v if isinstance(o, Vec) else NotImplemented
    def __add__(self, o): return Vec(*map(sum, zip(self.v, o.v))) if isinstance(o, Vec) else NotImplemented
    def __radd__(self, o): return self if o == 0 else NotImplemented
    def __iter__(self): return iter(self.v)
    def __getitem__(self, i): return self.v[i]
    def __len__(self): return len(self.v)
    def __bool__(self): return any(self.v)
    def __neg__(self): return Vec(*[-x for x in self.v])
    def __matmul__(self, o): return sum(a * b for a, b in zip(self, o))
    def __repr__(self): return f"Vec{self.v}"
    def __contains__(self, x): return x in self.v
    def __call__(self, n): return self.v[n]
    def __format__(self, s): return "<" + ",".join(format(x, s) for x in self.v) + ">"
    def __iadd__(self, o): self.v = tuple(x + o for x in self.v); return self
    def __lt__(self, o): return len(self) < len(o)
a = Vec(1, 2); b = a; b += 1
print(a, a is b, a == Vec(2, 3), a == 5, a != Vec(2, 3), a + Vec(1, 1), sum([Vec(1), Vec(2)]), a @ a, -a, 2 in a, a(0), f"{a:.1f}", list(a), a[0:1], bool(Vec()), [*a], max(a), sorted([Vec(1, 2), Vec(3)]), Vec(1) > Vec())
for f in (lambda: hash(a), lambda: a + 1, lambda: a - a, lambda: 1 + a, lambda: a <= a, lambda: {a: 1}, lambda: a @ 1, lambda: a["x"]): t(f)
class P:
    def __getattr__(self, n):
        if n.startswith("get_"): return lambda: n[4:]
        raise AttributeError(f"{type(self).__name__!r} has no {n!r}")
    def __setattr__(self, n, v):
        if n == "ro": raise AttributeError("read only")
        super().__setattr__(n, v)
    def __delattr__(self, n): print("del", n); object.__delattr__(self, n)
    def __dir__(self): return ["b", "a"]
p = P(); p.x = 1; del p.x
print(p.get_me(), hasattr(p, "zz"), dir(p), getattr(p, "q", None))
for f in (lambda: p.zz, lambda: setattr(p, "ro", 1), lambda: delattr(p, "nope")): t(f)
class Generic:
    def __class_getitem__(cls, k): return f"{cls.__name__}[{k.__name__}]"
print(Generic[int])
class Cnt:
    n = 0
    def __init__(self): type(self).n += 1; self.n2 = Cnt.n
    def __enter__(self): print("in"); return self
    def __exit__(self, *a): print("out", a[0]); return False
    def __del__x(self): pass
with Cnt() as c1, Cnt() as c2: print(c1.n, c2.n2, Cnt.n)
class Outer:
    class Inner:
        def where(self): return type(self).__qualname__
    x = [i for i in range(3)]
    y = x[::-1]
print(Outer.Inner().where(), Outer.y, Outer.Inner)
