# Where parentheses and commas make tuples.
a = 1,
b = (1)
c = ()
d = 1, 2,
print(a, b, c, d, type(b).__name__)
def f(): return 1,
print(f(), (lambda: (1, 2))(), [1, 2,], {1: 2,}, f"{1, 2}", (1, (2,), ((3,),)))
for x in 1, 2: print(x, end=" ")
print()
e = {}
e[1, 2] = "t"
print(e, e[(1, 2)], 1 in (1,), (1, 2) + (3,), ("a" "b"), ("a", "b"))
x = y = 1, 2
print(x is y, x)
print((yield_ := 3), (1 if 1 else 2,), -1 ** 2, (-1) ** 2, 2 ** -1, not 1 == 2, 1 < 2 == True, -2 .__abs__(), 3 - -3, ~-1, 1 if 0 else (2, 3))
print(2 + 3 * 4 ** 2 // 5 % 7 - 1, 1 | 2 ^ 3 & 4 << 1, 10 - 5 - 2, 2 ** 3 ** 0, 7 // 2 * 2, -7 // 2, "a" + "b" * 2, not True or True, not (True or True), 1 or 0 and 0, 5 & 3 == 1, (5 & 3) == 1, 1 + 1 << 2, 6 / 3 * 2)
