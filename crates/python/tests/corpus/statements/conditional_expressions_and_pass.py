# Conditional expressions, nested, in every place; pass and ... as bodies.
def f(x): return "neg" if x < 0 else "zero" if x == 0 else "pos"
print(f(-1), f(0), f(1), [i if i % 2 else -i for i in range(4)], (1 if True else 2, 3), (lambda x: x if x else "empty")(0), {("a" if 1 else "b"): (2 if 0 else 3)}, f"{1 if [] else 2}", (1, 2)[True if 0 else False], 1 + (2 if 1 else 3) * 2)
print(*([1, 2] if True else []), sep="-" if True else "+")
class Empty: ...
class Passing: pass
def nothing(): ...
def doc_only(): "doc"
print(Empty.__name__, Passing().__class__.__name__, nothing(), doc_only(), doc_only.__doc__)
if 1: pass
else: print("no")
for _ in range(2): ...
while False: pass
x = 5 if False else None
print(x is None, not x if x else "n", (yes := 1) if not x else 0, yes)
assert (1 if x is None else 0)
if (a := 5) > 3 and not (b := a % 2) == 0 or False: print("in", a, b)
elif a: print("elif")
else: print("else")
1; "expression statement"; f(1); [1, 2][0]
print("one"); print("line")
