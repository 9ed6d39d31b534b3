# Slots beside a dict, private slots, copies of them; NaNs in collections.
class A:
    __slots__ = ("x", "__dict__")
a = A(); a.x = 1; a.y = 2
print(a.__dict__, vars(a), a.x)
a.__dict__["z"] = 5
a.x = 7
print(a.z, a.x, a.__dict__)
del a.x
print(hasattr(a, "x"))
class B:
    __slots__ = ["__p", "q"]
    def __init__(self): self.__p = 1
    def get(self): return self.__p
b = B(); print(b.get(), B.__slots__)
class C(B): pass
c = C(); c.q = 3; c.r = 4
print(c.__dict__, c.get())
import copy
d = copy.copy(c)
print(d.__dict__, d.q)
d = copy.deepcopy(c)
print(d.__dict__, d.q)
import math
n = math.nan
print(n in [n], [n] == [n], float("nan") in [n], math.nan is n, n is float("nan"), {n: 1}.get(n), len({n, n, float("nan")}), [float("nan")].count(n), [1.5, n].index(n), (n,) == (n,), -n)
from dataclasses import dataclass
@dataclass(slots=True)
class P:
    x: int
    y: int = 3
print(P(1), P.__slots__)
try: P(1).z = 3
except AttributeError as e: print(e)
class Node:
    __slots__ = {"a": "doc of a"}
n = Node(); n.a = 1
print(n.a)
