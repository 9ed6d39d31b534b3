# Lists are shared, not copied.
a = [1, 2]
b = a
b.append(3)
print(a, a is b)
c = a[:]
c.append(4)
print(a, c)
def change(l):
    l.append("changed")
    l = ["rebound"]
    return l
print(change(a), a)
a += [5]
print(b, a is b)
a = a + [6]
print(b, a, a is b)
nested = [[1], [2]]
shallow = nested.copy()
shallow[0].append("both")
shallow.append("one")
print(nested, shallow)
x = [[0]] * 3
x[0].append(1)
x[1] = "own"
print(x)
d = dict.fromkeys("ab", [])
d["a"].append(1)
print(d)
t = ([1], 2)
t[0].append(3)
print(t)
matrix = [[0] * 3 for _ in range(2)]
for row in matrix:
    row[1] = 1
print(matrix)
p = q = []
p += [1]
print(q)
def default(x, acc=[]):
    acc += [x]
    return acc
print(default(1), default(2))
