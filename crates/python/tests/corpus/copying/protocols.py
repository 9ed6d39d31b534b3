# Copies of everything, as objects themselves say how.
import copy
class P:
    __slots__ = ("x", "y")
p = P(); p.x = [1]; 
q = copy.copy(p); q.x.append(2); print(q is p, p.x, hasattr(q, "y"))
r = copy.deepcopy(p); r.x.append(3); print(p.x, r.x)
class E(Exception):
    def __init__(self, a, b): super().__init__(a, b); self.c = a
e = copy.copy(E(1, 2)); print(e.args, e.c)
class L(list):
    def __init__(self, *a): super().__init__(*a); self.tag = "t"
l = copy.deepcopy(L([1, [2]])); print(l, l.tag, type(l).__name__)
def f(): pass
print(copy.copy(f) is f, copy.deepcopy(f) is f, copy.copy(int) is int, copy.copy(len) is len)
import collections, datetime, enum, dataclasses
print(copy.copy(collections.deque([1, 2], 5)), copy.deepcopy(collections.defaultdict(list, a=[1])), copy.deepcopy(collections.Counter("aab")), copy.deepcopy(collections.OrderedDict(a=[1])))
@dataclasses.dataclass
class D:
    a: list
    b: "D" = None
d = D([1]); d.b = d
d2 = copy.deepcopy(d); print(d2.b is d2, d2.a, d2.a is d.a)
print(dataclasses.replace(D([1]), a=[2]), copy.copy(datetime.timedelta(1)), copy.deepcopy(datetime.timezone.utc) is datetime.timezone.utc, copy.deepcopy({"k": datetime.date(2024, 1, 1)}))
class S:
    def __getstate__(self): return {"a": 1}
    def __setstate__(self, s): self.got = s
s = copy.copy(S()); print(getattr(s, "got", None), s.__dict__)
class R:
    def __reduce__(self): return (list, ([1, 2],))
print(copy.copy(R()))
class N:
    def __new__(cls, v): o = super().__new__(cls); o.v = v; return o
try: print(copy.copy(N(5)).v)
except TypeError as e: print(e)
class G(N):
    def __getnewargs__(self): return (self.v,)
print(copy.copy(G(5)).v, copy.deepcopy(G([5])).v)
import types
m = types.MappingProxyType({"a": 1}); src = {"a": 1}; v = types.MappingProxyType(src); src["b"] = 2
print(dict(v), m, len(v))
n = types.SimpleNamespace(a=1); print(copy.copy(n), n == types.SimpleNamespace(a=1))
gen = (i for i in [1])
try: copy.copy(gen)
except TypeError as e: print(e)
import threading
try: copy.deepcopy(threading.Lock())
except TypeError as e: print(e)
