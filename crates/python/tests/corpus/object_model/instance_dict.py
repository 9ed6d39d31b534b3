# __dict__ as the storage of attributes.
class A:
    c = 1
    def __init__(self): self.x = 1
a = A()
a.__dict__["y"] = 2
a.__dict__.update(z=3, **{"odd name": 4})
print(a.y, a.z, sorted(a.__dict__), getattr(a, "odd name"), "c" in a.__dict__, "c" in A.__dict__)
a.__dict__ = {"new": 5}
print(a.new, hasattr(a, "x"), vars(a))
del a.__dict__["new"]
print(hasattr(a, "new"), a.c)
try:
    a.__dict__ = 5
except TypeError as e:
    print(e)
b = A()
print(b.__dict__ == {"x": 1}, list(vars(b).items()), b.__dict__ is b.__dict__)
try:
    A.__dict__["c"] = 2
except TypeError as e:
    print(e)
print(type(A.__dict__).__name__, A.__dict__["c"])
class Bunch(dict):
    def __getattr__(self, k):
        try: return self[k]
        except KeyError: raise AttributeError(k) from None
    def __setattr__(self, k, v): self[k] = v
n = Bunch(a=1)
n.b = 2
print(n, n.a + n.b, hasattr(n, "q"))
class Share:
    state = {}
    def __init__(self): self.__dict__ = self.state
p, q = Share(), Share()
p.v = 7
print(q.v)
for k in ("v", "w"): setattr(p, k, k * 2)
print(q.__dict__)
