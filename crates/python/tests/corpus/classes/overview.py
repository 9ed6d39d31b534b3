class A:
    """A doc."""

    x = 1

    def __init__(self, v):
        self.v = v

    def who(self):
        return "A" + str(self.v)

    @property
    def double(self):
        return self.v * 2

    @double.setter
    def double(self, value):
        self.v = value // 2

    @classmethod
    def make(cls, v):
        return cls(v)

    @staticmethod
    def stat(a):
        return a + 1

    def __repr__(self):
        return f"{type(self).__name__}({self.v})"


class B(A):
    def who(self):
        return "B" + super().who()


class C(A):
    def who(self):
        return "C" + super().who()


class D(B, C):
    def __init__(self, v, w):
        super().__init__(v)
        self.w = w

    def who(self):
        return "D" + super().who()


d = D(1, 2)
print(d.who(), D.__mro__, d.double, D.__name__, D.__qualname__, D.__module__)
d.double = 10
print(d, d.v, A.make(4), D.stat(1), isinstance(d, A), issubclass(D, (int, C)))
print(A.__doc__, A.x, d.x, d.__dict__, vars(d))
for bad in (lambda: d.nope, lambda: A.nope, lambda: setattr(A(1), "double", "x"), lambda: A(), lambda: (5).foo, lambda: "a".bar):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)


class P:
    @property
    def ro(self):
        return 1


try:
    P().ro = 3
except AttributeError as e:
    print(e)
try:
    del P().ro
except AttributeError as e:
    print(e)


class Desc:
    def __set_name__(self, owner, name):
        self.name = name
        print("set_name", owner.__name__, name)

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, "unset")

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value * 2


class UsesDesc:
    f = Desc()
    g = Desc()


u = UsesDesc()
u.f = 21
print(u.f, u.g, u.__dict__, isinstance(UsesDesc.f, Desc))


class Base:
    registry = []

    def __init_subclass__(cls, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.registry.append((cls.__name__, tag))


class S1(Base, tag="one"):
    pass


class S2(Base):
    pass


print(Base.registry)


class Attrs:
    def __getattr__(self, name):
        if name.startswith("x"):
            return name.upper()
        raise AttributeError(name)

    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)


a = Attrs()
a.q = 5
print(a.q, a.xyz, hasattr(a, "nope"), getattr(a, "nope", "dflt"))
del a.q
print(hasattr(a, "q"))


class Callable:
    def __call__(self, *args):
        return sum(args)


print(Callable()(1, 2, 3), callable(Callable()), callable(5))
T = type("T", (A,), {"y": 9, "hello": lambda self: "hi"})
t = T(3)
print(t, t.y, t.hello(), T.__bases__, T)


class Err(Exception):
    pass


A.Missing = type("Missing", (Err,), {"__module__": "scenario", "__qualname__": "A.Missing"})
print(A.Missing, A.Missing.__name__, A.Missing.__qualname__)
try:
    raise A.Missing("gone")
except Err as e:
    print(repr(e), e)


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


s = Slots()
try:
    s.c = 1
except AttributeError as e:
    print(e)
try:
    s.b
except AttributeError as e:
    print(e)


class New:
    def __new__(cls, *args):
        print("new", args)
        self = super().__new__(cls)
        return self

    def __init__(self, *args):
        print("init", args)


New(1, 2)


class Private:
    def __init__(self):
        self.__secret = 1

    def get(self):
        return self.__secret


print(Private().get(), Private().__dict__)


class Outer:
    z = 10

    class Inner:
        def f(self):
            return "inner"

    items = [i * 2 for i in range(3)]

    def method(self):
        return self.Inner().f()


print(Outer().method(), Outer.items, Outer.Inner.__qualname__)
try:

    class X(A, B):
        pass

except TypeError as e:
    print(e)
print(object() == object(), A(1) == A(1), A(1) != A(1))
print([k for k in vars(Outer) if not k.startswith("__")])
print(type(5), type("x"), type(None), type(type), type(A), type(print), type(len))
print(d.__class__, d.__class__.__name__, D.mro()[1])


class Temp:
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, t, v, tb):
        print("exit", t and t.__name__, v)
        return t is KeyError


with Temp() as tt:
    print("body")
with Temp():
    raise KeyError("k")
try:
    with Temp():
        raise ValueError("v")
except ValueError as e:
    print("caught", e)
print(A.who(A(5)), A.who.__name__, A(1).who.__self__)
