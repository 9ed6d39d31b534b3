# OrderedDict and ChainMap.
from collections import OrderedDict, ChainMap
o = OrderedDict([("b", 1), ("a", 2)])
o["c"] = 3
o.move_to_end("b"); print(o, list(o))
o.move_to_end("c", last=False); print(list(o.items()), o.popitem(), o.popitem(last=False), o)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1), OrderedDict(), list(reversed(OrderedDict(a=1, b=2))), OrderedDict(a=1) | {"b": 2}, isinstance(o, dict), o.copy(), OrderedDict.fromkeys("xy"))
for bad in (lambda: o.move_to_end("zz"), lambda: OrderedDict().popitem(), lambda: o["nope"], lambda: o.pop("nope")):
    try:
        bad()
    except KeyError as e:
        print(repr(e))
class LRU:
    def __init__(self, n): self.n, self.d = n, OrderedDict()
    def get(self, k):
        if k not in self.d: return None
        self.d.move_to_end(k)
        return self.d[k]
    def put(self, k, v):
        self.d[k] = v
        self.d.move_to_end(k)
        if len(self.d) > self.n: print("evict", self.d.popitem(last=False))
l = LRU(2)
l.put("a", 1); l.put("b", 2); l.get("a"); l.put("c", 3)
print(list(l.d))
base, over = {"color": "red", "user": "guest"}, {"user": "admin"}
c = ChainMap(over, base)
print(c["user"], c["color"], c.get("x"), len(c), sorted(c), "color" in c, dict(c) == {"color": "red", "user": "admin"}, c.maps, c)
c["color"] = "blue"
print(base, over, c.parents["user"])
child = c.new_child({"user": "root"})
print(child["user"], child["color"], list(child.items()), len(child.maps))
del c["color"]
print(c["color"])
try:
    del c["color"]
except KeyError as e:
    print(e)
try:
    c["missing"]
except KeyError as e:
    print(repr(e))
