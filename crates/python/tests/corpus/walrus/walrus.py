# Assignment expressions and where they bind.
if (n := len("hello")) > 3:
    print("long", n)
data = iter([1, 2, 3, 0, 4])
while (x := next(data)) != 0:
    print("x", x)
print([y := 1, y ** 2, (z := y + 1)], y, z)
print([last := i for i in range(3)], last)
print(any((witness := v) > 2 for v in [1, 2, 3, 4]), witness)
def f():
    if (total := sum(range(4))) and (half := total // 2):
        return total, half
print(f())
print((a := 1) + (b := 2), a, b)
print((lambda: (q := 5) + q)())
print(f"{(w := 7)} {w:=+3}")
d = {(k := "key"): (v := "value")}
print(d, k, v)
def g(x, y): return x, y
print(g(m := 1, y=(m2 := 2)), m, m2)
def in_function():
    [inner := i for i in range(3)]
    return inner
print(in_function())
if not (result := {}.get("missing")) is None:
    print("no")
else:
    print("result", result)
print((x := 1, 2), x)
filtered = {name: size for name in ["a", "bbb"] if (size := len(name)) > 1}
print(filtered)
