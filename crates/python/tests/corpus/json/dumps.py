# json.dumps: types, separators, indent, errors.
import json
print(json.dumps({"a": 1, "b": [True, None, 1.5, "x"], "c": {}}), json.dumps([]), json.dumps("é\n\"\\/\u2028😀\x00\x7f"), json.dumps("é", ensure_ascii=False), json.dumps((1, 2)), json.dumps(10 ** 20), json.dumps(1e100), json.dumps(0.1), json.dumps(1.0), json.dumps(-0.0), json.dumps(float("inf")), json.dumps(float("nan")))
print(json.dumps({"b": 1, "a": [1, {"z": 2}], "e": [], "d": {}}, indent=2))
print(json.dumps([1, [2, 3]], indent="\t"), json.dumps({"a": 1, "b": 2}, separators=(",", ":")), json.dumps({"b": 1, "a": 2}, sort_keys=True), json.dumps([1], indent=0))
print(json.dumps({1: "a", 1.5: "b", True: "c", None: "d", "s": "e", False: "f"}), json.dumps({(1,): 2, "k": 3}, skipkeys=True))
from enum import IntEnum
from collections import OrderedDict, defaultdict, namedtuple
class E(IntEnum): A = 1
print(json.dumps([E.A, OrderedDict(x=1), defaultdict(int, y=2), namedtuple("N", "p q")(1, 2), {"k": E.A}]))
class Money:
    def __init__(self, v): self.v = v
print(json.dumps({"m": Money(5)}, default=lambda o: {"__money__": o.v}), json.dumps({1, 2}, default=sorted), json.dumps([Money(1)], default=lambda o: str(o.v)))
class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Money): return f"money {o.v}"
        return super().default(o)
print(json.dumps([Money(3)], cls=Encoder), Encoder(indent=1).encode([1]))
loop = []
loop.append(loop)
for bad in (lambda: json.dumps(Money(1)), lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 2}), lambda: json.dumps(b"x"), lambda: json.dumps(loop), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.dumps({"a": object}), lambda: json.dumps([Money], cls=Encoder), lambda: json.dumps({"a": 1, 2: 1}, sort_keys=True)):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
