# Objects that compare, hash and sort themselves inside containers.
class Ordered:
    def __init__(self, k, label): self.k, self.label = k, label
    def __lt__(self, o): return self.k < o.k
    def __eq__(self, o): return isinstance(o, Ordered) and self.k == o.k
    def __hash__(self): return hash(("Ordered", self.k))
    def __repr__(self): return f"{self.label}{self.k}"
items = [Ordered(k, l) for k, l in ((2, "a"), (1, "b"), (2, "c"), (0, "d"))]
print(sorted(items), sorted(items, reverse=True), min(items), max(items), items.index(Ordered(2, "x")), items.count(Ordered(2, "y")), Ordered(1, "z") in items)
print(dict.fromkeys(items, 0), len(set(items)), {Ordered(2, "new"): "v"}[items[0]])
items.remove(Ordered(2, "?"))
print(items, items == [Ordered(1, ""), Ordered(2, ""), Ordered(0, "")], items != items[:])
class Never:
    def __eq__(self, o): return False
    def __hash__(self): return 1
n = Never()
print(n in [n], [n] == [n], [Never()] == [Never()], n in {n}, [n].index(n), [n].count(n), (n,) == (n,), {1: n} == {1: n})
class Always:
    def __eq__(self, o): return True
print(Always() == 5, 5 == Always(), Always() in [1], [1, 2].index(Always()), [1] == [Always()], Always() != 3, (1, 2) == (Always(), Always()))
class Loud:
    def __init__(self, n): self.n = n
    def __eq__(self, o):
        print("eq", self.n, o.n)
        return self.n == o.n
print([Loud(1), Loud(2)] == [Loud(1), Loud(3)], [Loud(1)] == [Loud(1), Loud(2)], (Loud(1), Loud(2)) != (Loud(0), Loud(2)))
print([1, 2] < [1, 3], [1, "a"] == [1, "a"], (1, (2, 3)) < (1, (2, 4)), [[1], [2]] > [[1], [1, 9]], [] < [[]])
