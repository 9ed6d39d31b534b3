# What happens if the container changes while it is iterated.
l = [1, 2, 3, 4]
for x in l:
    if x < 4:
        l.remove(x)
print(l)
l = [1]
for x in l:
    if len(l) < 5:
        l.append(x + 1)
print(l)
d = {"a": 1, "b": 2}
try:
    for k in d:
        d[k + "x"] = 1
except RuntimeError as e:
    print(e)
d = {"a": 1, "b": 2}
for k in d:
    d[k] += 1
print(d)
try:
    for k in d:
        del d[k]
except RuntimeError as e:
    print(e)
s = {1}
try:
    for x in s:
        s.add(x + 1)
except RuntimeError as e:
    print(e)
d = {1: 1, 2: 2}
try:
    for k in d.values():
        d.pop(k)
        d[k + 10] = 9
except RuntimeError as e:
    print(e)
for k in list(d):
    del d[k]
print(d)
it = iter(l)
l.clear()
print(next(it, "over"))
l.append(1)
print(next(it, "stays over"))
