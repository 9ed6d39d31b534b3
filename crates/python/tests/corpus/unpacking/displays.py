# Stars in list, tuple, set and dict displays and in calls.
a, b = [1, 2], (3, 4)
print([*a, *b], (*a, 0, *b), [*range(3), *"xy"], [*{}])
print(sorted({*a, *b, *a}), {**{"x": 1}, "y": 2, **{"x": 3}})
print({"x": 0, **{"x": 1}}, {**{}, **{"a": 1}}, {1: "a", **{1.0: "b"}})
t = *a, *b
print(t, type(t).__name__)
print(*a, *b, sep="-")
def f(*args, **kw): return args, kw
print(f(*a, 9, *b, **{"k": 1}, j=2, **{"m": 3}))
print([*map(str, a)], [*zip(a, b)], (*(x for x in a),), {*()}, {**dict(a=1)})
for x in *a, *b:
    print(x, end=" ")
print()
class M:
    def keys(self): return ["p", "q"]
    def __getitem__(self, k): return k * 2
print({**M()}, f(**M()), dict(M()))
def ret(): return *a, 1
print(ret(), a[:], [*a][0], [a, *b][1:])
