# Every method of dict.
d = {"a": 1, "b": 2}
print(d["a"], d.get("z"), d.get("z", 0), d.setdefault("c", 3), d.setdefault("a", 9), d, d.pop("c"), d.pop("z", None), d.popitem(), d)
d.update({"x": 1}, y=2)
d.update([("z", 3), "pq"])
d.update(a=100)
print(d, len(d), "x" in d, 1 in d, list(d), list(d.keys()), list(d.values()), list(d.items()), d.copy() == d, d.clear(), d)
print(dict(a=1, b=2), dict([("k", "v")]), dict({"m": 1}, n=2), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), dict(zip("xy", range(2))), {}, dict(), {1: "a", "1": "b", (1,): "c", None: "d", 1.5: "e", True: "f"})
print({"a": 1} == {"a": 1.0}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} != {}, {"a": {"b": [1]}}, {1: {2: {}}})
for bad in (lambda: {}["k"], lambda: {}.pop("k"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: {}[[]], lambda: [] in {}, lambda: dict(1), lambda: dict([1]), lambda: dict(["abc"]), lambda: {} < {}, lambda: {}.update(1), lambda: {}.get(), lambda: {}.x, lambda: dict(1, 2), lambda: {}.setdefault(), lambda: {} + {}, lambda: dict.fromkeys(1), lambda: {}.pop(), lambda: {}.get([]), lambda: {1: 2}.keys()[0], lambda: {}.update([(1,)]), lambda: {}.update(1, 2)):
    try:
        print(bad())
    except (TypeError, ValueError, KeyError, AttributeError) as e:
        print(type(e).__name__, e)
d = {}
d["self"] = d
print(d, repr({"q'": 'w"'}))
del d["self"]
try:
    del d["self"]
except KeyError as e:
    print(e)
