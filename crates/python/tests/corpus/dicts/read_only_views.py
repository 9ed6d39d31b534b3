# Read-only views of mappings.
from types import MappingProxyType
import collections.abc
src = {"a": 1}; v = MappingProxyType(src); src["b"] = 2
print(v, repr(v), v["b"], len(v), list(v), "a" in v, v.get("q", 5), dict(v), v.items(), v == src, v | {"z": 1}, {"y": 0} | v, v.copy(), isinstance(v, collections.abc.Mapping), type(v).__name__, {**v}, list(reversed(v)), isinstance(int.__dict__, MappingProxyType), isinstance({}, MappingProxyType), isinstance(v, dict))
for f in (lambda: v.__setitem__, lambda: v["nope"], lambda: MappingProxyType(5), lambda: MappingProxyType([1]), lambda: hash(v), lambda: v.pop):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try: v["x"] = 1
except TypeError as e: print(e)
try: del v["a"]
except TypeError as e: print(e)
m = src.keys().mapping; src["c"] = 3
print(m, m["c"], type(m).__name__, src.items().mapping == src)
match v:
    case {"a": x}: print("matched", x)
def f(**k): return k
print(f(**v))
