from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence

d = defaultdict(list)
d["a"].append(1)
d["b"]
print(d, dict(d), d.get("z"), "z" in d, len(d), isinstance(d, dict))
n = defaultdict(int, x=5)
n["x"] += 1
n["y"] += 1
print(n, sorted(n.items()))
try:
    defaultdict(5)
except TypeError as e:
    print(e)
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a")
print(o, list(o), o.popitem(), o.popitem(last=False), o == OrderedDict(c=3), o == {"c": 3})
c = Counter("abracadabra")
print(c, c.most_common(2), c["z"], sum(c.values()), sorted(c.elements())[:3])
c.update("aaa")
c.subtract({"b": 1})
print(c["a"], c["b"], Counter(a=3) + Counter(a=1, b=2), Counter(a=3, b=1) - Counter(a=1, b=2), Counter(a=1) | Counter(a=2), Counter())
q = deque([1, 2, 3], maxlen=3)
q.append(4)
q.appendleft(0)
print(q, q.pop(), q.popleft(), list(q), len(q), q[0], 2 in q, deque("ab"), bool(deque()))
q.rotate(1)
q.extend([7, 8])
print(q, list(reversed(q)), q == deque(q))
try:
    deque().popleft()
except IndexError as e:
    print(e)
P = namedtuple("P", "x y")
p = P(1, y=2)
print(p, p.x, p[1], p._replace(x=5), p._asdict(), P._fields, p == (1, 2), P._make([3, 4]), tuple(p), *p)
Q = namedtuple("Q", ["a", "b", "c"], defaults=[9])
print(Q(1, 2), Q.__name__, isinstance(Q(1, 2), tuple), hash(p) == hash((1, 2)))
for bad in (lambda: P(1), lambda: P(1, 2, 3), lambda: P(1, 2, z=3), lambda: p.nope):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
x, y = p
print(x, y)
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(m["a"], m["b"], sorted(m), len(m), "b" in m)
print(isinstance([], Sequence), isinstance({}, Mapping), isinstance(5, Iterable), isinstance("a", Iterable), isinstance(iter([]), Iterator), isinstance(len, Callable), isinstance(d, MutableMapping))


class MyMap(Mapping):
    def __getitem__(self, k):
        return {"a": 1}[k]

    def __iter__(self):
        return iter(["a"])

    def __len__(self):
        return 1


mm = MyMap()
print(mm["a"], mm.get("z", 0), "a" in mm, list(mm), dict(mm), list(mm.items()), len(mm))


class Point(namedtuple("Point", "x y")):
    def total(self):
        return self.x + self.y


print(Point(1, 2).total(), Point(1, 2))
