# Mapping patterns.
def g(x):
    match x:
        case {"type": "click", "pos": [x, y]}: return f"click at {x},{y}"
        case {"type": "key", "key": ("a" | "b") as k}: return f"key {k}"
        case {"type": str(t), **rest}: return f"{t} with {rest}"
        case {"n": {"deep": [_, {"er": v}]}}: return f"deep {v}"
        case {1: one}: return f"one {one}"
        case {**all} if all: return f"rest {all}"
        case {}: return "empty mapping"
        case _: return "not a mapping"

for x in ({"type": "click", "pos": (1, 2)}, {"type": "key", "key": "b"}, {"type": "key", "key": "z"}, {"type": 5}, {"n": {"deep": [0, {"er": "v", "x": 1}]}}, {True: "t"}, {}, [], {"a": None}):
    print(g(x))
from collections import defaultdict, OrderedDict
d = defaultdict(list)
match d:
    case {"missing": m}: print("made", m)
    case _: print("no default made", dict(d))
match OrderedDict(a=1):
    case {"a": 1}: print("ordered")
