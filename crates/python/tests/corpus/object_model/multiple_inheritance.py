# Mixins, diamonds, class attributes by order, built-in bases.
class Loggable:
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self.log = []
    def note(self, m):
        self.log.append(m)
        return self
class Named:
    name = "unnamed"
    def __init__(self, name=None, *a, **k):
        super().__init__(*a, **k)
        if name: self.name = name
    def __str__(self): return f"{type(self).__name__}({self.name})"
class Thing(Loggable, Named): pass
class Items(Loggable, list):
    def append(self, x):
        super().append(x)
        self.note(f"append {x}")
t = Thing("t")
print(t, t.note("a").note("b").log, Thing().name)
i = Items([1])
i.append(2)
print(i, i.log, len(i), [c.__name__ for c in Items.__mro__])
class A:
    v = "A"
    def who(self): return "A"
class B(A):
    def who(self): return "B>" + super().who()
class C(A):
    v = "C"
    def who(self): return "C>" + super().who()
class D(B, C):
    def who(self): return "D>" + super().who()
print(D().who(), D.v, D().v, B.who(D()), super(B, D()).who(), isinstance(D(), A), D.__bases__ == (B, C))
class E(C): pass
class F(D, E): pass
print([c.__name__ for c in F.__mro__], F().who())
class DefaultDict(Named, dict):
    def __missing__(self, k): return f"{self.name}:{k}"
x = DefaultDict("dd", a=1)
print(x["a"], x["b"], x)
try:
    class Conflict(int, str): pass
except TypeError as e:
    print(e)
class NoInit(Named): pass
try:
    NoInit("n", 5)
except TypeError as e:
    print(e)
B.extra = "from B"
print(F.extra, F().extra)
