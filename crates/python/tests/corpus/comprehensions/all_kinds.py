# List, set, dict comprehensions and generator expressions.
print([x * 2 for x in range(4)], [x for x in range(10) if x % 2 if x % 3])
print({x % 3: x for x in range(7)}, {k: v for k, v in [("a", 1), ("b", 2)] if v > 1})
print(sorted({c.lower() for c in "aAbB"}), {x for x in ()}, {**{i: i for i in range(2)}})
print([(x, y) for x in range(3) for y in "ab" if x != 1])
print([[j for j in range(i)] for i in range(4)])
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [n for row in matrix for n in row])
print([a + b for a, b in [(1, 2), (3, 4)]], [first for first, *rest in ["abc", "de"]])
print([x if x > 1 else -x for x in range(4)], [(yes, no) for yes, no in zip("ab", "cd")])
print([y for x in range(5) if (y := x * x) > 3], [len(s) for s in {"k": 1, "kk": 2}])
print([f(2) for f in [lambda x, n=n: x ** n for n in range(4)]])
print([*(x for x in range(3)), *[9]], [print("side") for _ in range(2)])
print({v: k for k, v in {"a": 1, "b": 1}.items()}, {i: [j for j in range(i)] for i in range(3)})
try:
    [1 / x for x in [1, 0]]
except ZeroDivisionError as e:
    print(e)
try:
    {[]: 1 for _ in range(1)}
except TypeError as e:
    print(e)
try:
    [a for a, b in [(1, 2, 3)]]
except ValueError as e:
    print(e)
