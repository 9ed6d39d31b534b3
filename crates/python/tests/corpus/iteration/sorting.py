# sorted and list.sort: stable, keys, reverse, errors.
people = [("ann", 30), ("bob", 25), ("cid", 30), ("dan", 25)]
print(sorted(people, key=lambda p: p[1]))
print(sorted(people, key=lambda p: p[1], reverse=True))
print(sorted(people, key=lambda p: (-p[1], p[0]), reverse=False))
print(sorted("banana"), sorted({"b": 1, "a": 2}), sorted((3, 1, 2), reverse=True), sorted([]))
print(sorted([3, 1.5, True, 2]), sorted(["b", "A", "a", "B"]), sorted(["b", "A", "a", "B"], key=str.lower))
l = [3, 1, 2]
print(l.sort(), l, l.sort(reverse=True), l)
print(sorted([[2, 1], [1, 9], [1, 2]]), sorted([(1, "b"), (1, "a"), (0, "z")]))
for bad in (lambda: sorted([1, "a"]), lambda: sorted([1, None, 2]), lambda: sorted(3), lambda: [2, 1].sort(lambda x: x), lambda: sorted([1], key=3), lambda: sorted([{}, {}])):
    try:
        bad()
    except TypeError as e:
        print(e)
from functools import cmp_to_key
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
class C:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
print([c.n for c in sorted([C(2), C(1), C(3)])])
calls = []
sorted([3, 1, 2], key=lambda x: calls.append(x))if False else sorted([3, 1, 2], key=lambda x: calls.append(x) or x)
print(calls)
l = [1, 2, 3, 4]
l.sort(key=lambda x: x % 2)
print(l)
