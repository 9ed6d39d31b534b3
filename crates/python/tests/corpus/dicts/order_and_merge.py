# Insertion order, |, |= and unpacking.
d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 9
print(d)
del d["a"]
d["a"] = 4
print(d, list(reversed(d)), list(reversed(d.values())), list(reversed(d.items())))
x, y = {"p": 1, "q": 2}, {"q": 3, "r": 4}
print(x | y, y | x, {**x, **y}, {**y, "q": 0}, x, y)
z = x
x |= y
print(x, z is x)
x |= [("s", 5)]
print(x)
for bad in (lambda: {} | [], lambda: [] | {}, lambda: {} | None):
    try:
        bad()
    except TypeError as e:
        print(e)
d = dict.fromkeys(range(5))
for k in [1, 3]:
    d.pop(k)
d[1] = "again"
print(d, next(iter(d)), d.popitem(), list(d))
print(sorted(d, reverse=True), max(d), sum(d), min({"z": 1, "y": 2}), {k: v for k, v in sorted({"b": 2, "a": 1}.items())})
counts = {}
for c in "hello world":
    counts[c] = counts.get(c, 0) + 1
print(counts, sorted(counts, key=counts.get, reverse=True)[:2], {v: k for k, v in counts.items()})
groups = {}
for w in ["apple", "avocado", "bean", "cherry", "beet"]:
    groups.setdefault(w[0], []).append(w)
print(groups)
