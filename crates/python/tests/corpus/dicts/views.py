# keys(), values() and items() follow the dict; keys and items act as sets.
d = {"a": 1, "b": 2}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i)
d["c"] = 3
print(k, len(v), list(i), "c" in k, 3 in v, ("c", 3) in i, ("c", 4) in i)
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), k == {"a", "b", "c"}, k >= {"a"}, k.isdisjoint({"q"}), sorted(i & {("a", 1)}), {"a"} <= k, type(k & k).__name__)
print(v == d.values(), i == d.items(), k == d.keys(), k == ["a", "b", "c"], type(k).__name__, type(v).__name__, type(i).__name__)
for key, value in d.items():
    print(key, value, end="; ")
print()
for bad in (lambda: v & v, lambda: k[0], lambda: hash(k), lambda: k.add("x"), lambda: i.x):
    try:
        bad()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
print(dict(i), tuple(v), [*k], max(v), sum(v), list(zip(k, v)), list(enumerate(k)), set(k) == set(d), k.mapping["a"])
print({}.keys(), {}.values(), {}.items(), {1: [2]}.items(), repr({"a": 1}.keys()))
