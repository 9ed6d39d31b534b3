# Sequence unpacking on the left side.
a, b = 1, 2
a, b = b, a
print(a, b)
(a, b), [c, (d,)] = (1, 2), (3, [4])
print(a, b, c, d)
first, *middle, last = range(6)
print(first, middle, last)
*init, last = "abc"
print(init, last)
head, *tail = [1]
print(head, tail)
a, (b, *c), *d = 1, "xyz", 3, 4
print(a, b, c, d)
x = y = z = []
x.append(1)
print(y, z is x)
[p, q] = {"k": 1, "l": 2}
print(p, q)
d = {}
d["a"], d["b"] = 1, 2
class O: pass
o = O()
o.x, o.y = o.z = "no"
print(d, o.x, o.y, o.z)
*a, = range(3)
print(a)
i, l = 0, [0, 0, 0]
i, l[i], *l[:i] = 1, "at", 8, 9
print(i, l)
for a, *b in [(1, 2, 3), "xy"]:
    print(a, b)
(a) = 5
(b,) = [6]
() = []
print(a, b)
