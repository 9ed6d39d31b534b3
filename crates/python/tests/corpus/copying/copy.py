# copy and deepcopy: sharing, cycles, hooks.
import copy
a = [1, [2, 3], {"k": [4]}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append("x")
a[2]["k"].append("y")
print(a, b, c, b is a, b[1] is a[1], c[1] is a[1])
shared = [0]
d = copy.deepcopy([shared, shared])
d[0].append(1)
print(d, d[0] is d[1], shared)
loop = [1]
loop.append(loop)
l2 = copy.deepcopy(loop)
print(l2[1] is l2, l2 is loop)
class P:
    def __init__(self, x, l): self.x, self.l = x, l
p = P(1, [2])
q, r = copy.copy(p), copy.deepcopy(p)
p.l.append(3)
print(q.l, r.l, q.x, type(r).__name__, q is p)
t = (1, [2])
print(copy.copy(t) is t, copy.deepcopy(t) == t, copy.deepcopy(t)[1] is t[1], copy.deepcopy((1, 2)) == (1, 2), copy.copy("s"), copy.deepcopy({1, 2}) == {1, 2}, copy.deepcopy(None), copy.copy(5), copy.deepcopy(print) is print)
class Hook:
    def __init__(self, n): self.n = n
    def __copy__(self): return Hook(self.n + 1)
    def __deepcopy__(self, memo): return Hook(self.n + 100)
print(copy.copy(Hook(1)).n, copy.deepcopy([Hook(1)])[0].n)
from collections import defaultdict, deque, OrderedDict
from dataclasses import dataclass
dd = defaultdict(list, a=[1])
e = copy.deepcopy(dd)
e["a"].append(2); e["b"]
print(dd, e, copy.copy(deque([1], maxlen=2)), copy.deepcopy(OrderedDict(x=[1])))
@dataclass
class D: l: list
d1 = D([1])
print(copy.deepcopy(d1) == d1, copy.copy(d1).l is d1.l, copy.deepcopy(d1).l is d1.l)
class L(list): pass
l = L([1]); l.extra = [2]
m = copy.copy(l)
print(m, type(m).__name__, m.extra is l.extra, copy.deepcopy(l).extra)
