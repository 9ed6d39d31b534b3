# deque: both ends, rotation, maxlen, errors.
from collections import deque
d = deque([1, 2, 3])
d.append(4); d.appendleft(0); d.extend([5, 6]); d.extendleft("ab")
print(d, len(d), d[0], d[-1], d[2], d.pop(), d.popleft(), d)
d.rotate(2); print(d); d.rotate(-3); print(d); d.rotate(); print(d)
d.remove(3); d.insert(1, "ins"); d.reverse(); d[0] = "first"; del d[1]
print(d, d.count(1), d.index(1), 1 in d, list(d), list(reversed(d)), d.copy() == d, d == deque(list(d)), d == list(d))
m = deque(range(5), maxlen=3)
m.append(9)
print(m, m.maxlen); m.appendleft(0); print(m); m.extend([7, 8]); print(m, deque(maxlen=2), d.maxlen)
print(deque("ab") + deque("c"), deque("ab") * 2, deque([1]) < deque([2]), bool(deque()), deque() == deque())
for bad in (lambda: deque().pop(), lambda: deque().popleft(), lambda: deque([1])[5], lambda: deque([1]).remove(2), lambda: deque([1]).index(2), lambda: deque(5), lambda: deque([1], -1), lambda: m.insert(0, 1), lambda: deque([1])[0:1], lambda: deque([1]) + [2], lambda: hash(deque()), lambda: deque([1]).rotate("a")):
    try:
        print(bad())
    except (IndexError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
d = deque([1, 2])
try:
    for x in d: d.append(x)
except RuntimeError as e:
    print(e)
d.clear(); print(d, not d)
q = deque([(0, 0)])
seen = {(0, 0)}
order = []
while q:
    x, y = q.popleft()
    order.append((x, y))
    for n in ((x + 1, y), (x, y + 1)):
        if max(n) < 3 and n not in seen:
            seen.add(n)
            q.append(n)
print(order)
d = deque([1]); d += [2]; d.append(d); print(len(d), d)
