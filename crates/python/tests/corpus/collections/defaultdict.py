# defaultdict: factories, lookups that insert and that do not.
from collections import defaultdict
d = defaultdict(list)
d["a"].append(1)
d["a"].append(2)
d["b"]
print(d, dict(d), d.get("z"), "z" in d, len(d), d.default_factory is list)
c = defaultdict(int)
for ch in "mississippi": c[ch] += 1
print(dict(c), sorted(c.items(), key=lambda kv: (-kv[1], kv[0])), c)
print(defaultdict(lambda: "dflt", x=1)["y"], defaultdict(int, {"k": 5})["k"], defaultdict(set), defaultdict(None, {1: 2}))
n = defaultdict(lambda: defaultdict(int))
n["x"]["y"] += 1
print({k: dict(v) for k, v in n.items()}, n["q"]["r"], len(n))
tree = lambda: defaultdict(tree)
t = tree()
t["a"]["b"]["c"] = 1
def plain(t): return {k: plain(v) if isinstance(v, dict) else v for k, v in t.items()}
print(plain(t))
try:
    defaultdict(None)["x"]
except KeyError as e:
    print(repr(e))
try:
    defaultdict(5)
except TypeError as e:
    print(e)
def failing(): raise ValueError("factory")
f = defaultdict(failing)
try:
    f["x"]
except ValueError as e:
    print(e, len(f))
c2 = c.copy()
c2["new"] += 1
print(type(c2).__name__, "new" in c, c == dict(c), isinstance(c, dict), c | {"z": 1}, c.pop("m"), c.setdefault("q", 9))
class D(defaultdict):
    def __missing__(self, key):
        self[key] = key * 2
        return self[key]
x = D()
print(x["ab"], x)
