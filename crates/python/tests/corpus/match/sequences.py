# Sequence patterns.
def f(x):
    match x:
        case []: return "empty"
        case [a]: return f"one {a}"
        case [1, 2, 3]: return "one two three"
        case ["go", direction]: return f"go {direction}"
        case ["drop", *things]: return f"drop {things}"
        case [first, *_, "end"]: return f"{first} to end"
        case [(a, b), [c, *d]]: return f"nested {a} {b} {c} {d}"
        case (a, _, c): return f"three {a} {c}"
        case [*everything]: return f"list {everything}"
        case str(): return "string"
        case _: return "other"

for x in ([], [7], (1, 2, 3), ["go", "north"], ["drop", "a", "b"], ["drop"], [1, 2, 3, "end"], [(1, 2), [3, 4, 5]], (1, 2, 4), range(5), "abc", b"ab", {1: 2}, {1, 2}, iter([1]), 5, [None], [[]]):
    print(type(x).__name__ if not isinstance(x, (list, tuple, range)) else x, "->", f(x))
from collections import deque
print(f(deque([1, 2, 3])))
match [1, [2, [3]]]:
    case [a, [b, [c]]] if a + b == c:
        print("sum", a, b, c)
match "ab":
    case [a, b]: print("split")
    case _: print("strings are no sequences")
