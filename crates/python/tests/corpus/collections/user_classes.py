# UserDict, UserList and UserString-like subclasses.
from collections import UserDict, UserList
class Lower(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
    def __getitem__(self, k): return super().__getitem__(k.lower())
    def __contains__(self, k): return super().__contains__(k.lower())
d = Lower({"A": 1}, B=2)
d.update({"C": 3})
d["X"] = 9
print(d, d["a"], "b" in d, "Q" in d, len(d), sorted(d), d.get("Z", 0), d.pop("x"), d.data, dict(d))
d.setdefault("NEW", 5)
print(d, isinstance(d, dict), d == {"a": 1, "b": 2, "c": 3, "new": 5})
try:
    d["nope"]
except KeyError as e:
    print(repr(e))
class Positive(UserList):
    def append(self, x):
        if x <= 0: raise ValueError("must be positive")
        super().append(x)
l = Positive([1])
l.append(2)
try:
    l.append(-1)
except ValueError as e:
    print(e)
print(l, l + [5], l[0], len(l), type(l[:1]).__name__, l == [1, 2], sum(l), l.data)
