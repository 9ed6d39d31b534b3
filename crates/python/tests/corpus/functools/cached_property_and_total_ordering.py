# cached_property and total_ordering.
from functools import cached_property, total_ordering
class Data:
    def __init__(self, n): self.n = n
    @cached_property
    def squared(self):
        "Doc."
        print("computing")
        return self.n ** 2
d = Data(3)
print(d.squared, d.squared, d.__dict__)
d.n = 5
print(d.squared)
del d.squared
print(d.squared, Data.squared.__doc__)
d.squared = "set"
print(d.squared, Data(2).squared)
@total_ordering
class Version:
    def __init__(self, s): self.parts = tuple(int(p) for p in s.split("."))
    def __eq__(self, o): return self.parts == o.parts if isinstance(o, Version) else NotImplemented
    def __lt__(self, o): return self.parts < o.parts if isinstance(o, Version) else NotImplemented
    def __repr__(self): return "V" + ".".join(map(str, self.parts))
a, b = Version("1.2"), Version("1.10")
print(a < b, a <= b, a > b, a >= b, a == b, a != b, a <= Version("1.2"), a >= Version("1.2"), sorted([b, a]), max(a, b))
for bad in (lambda: a < 1, lambda: a >= 1, lambda: 1 <= a):
    try:
        bad()
    except TypeError as e:
        print(e)
try:
    @total_ordering
    class None_: pass
except ValueError as e:
    print(e)
@total_ordering
class ByGe:
    def __init__(self, n): self.n = n
    def __ge__(self, o): return self.n >= o.n
    def __eq__(self, o): return self.n == o.n
print(ByGe(1) < ByGe(2), ByGe(1) <= ByGe(1), ByGe(2) > ByGe(1))
