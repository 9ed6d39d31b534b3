from collections import Counter, OrderedDict, defaultdict, deque, namedtuple, ChainMap
from itertools import chain, islice, count, takewhile, dropwhile, accumulate, groupby, product, permutations, combinations, combinations_with_replacement, zip_longest, starmap, compress, pairwise, repeat, filterfalse, tee, cycle
import heapq, bisect, operator, functools
d = {"b": 1, "a": 2}
d["c"] = 3; del d["b"]; d["b"] = 4
print(d, list(d.items()), d.get("z"), d.setdefault("z", []), d.pop("a"), d.popitem(), d | {"q": 1}, {**d, "c": 0}, dict(zip("ab", range(2))), dict.fromkeys("ab", 0))
try:
    for k in d: d[k + "x"] = 1
except RuntimeError as e: print(e)
try:
    for k in list(d): del d[k]
    print(d)
except RuntimeError as e: print(e)
d = {i: i * i for i in range(5) if i % 2}
print(d, {v: k for k, v in d.items()}, 3 in d, max(d, key=d.get), sorted(d.items(), key=lambda kv: -kv[1]), d.keys() & {1, 9}, d.keys() - {1}, d.items() >= {(1, 1)})
l = [3, 1, 2]
l.sort(reverse=True); l.insert(1, 9); l.extend("ab"); l[1:3] = [7, 7, 7]; del l[-1]; l += (5,); print(l, l[::-1], l[-2:], l.index(7, 2), l.count(7))
print([*l, *"x"], l * 2, [[]] * 2, [1, 2] < [1, 3], [1] == [1.0], (1, 2) + (3,), min(l), sum([0.1] * 10), sum([[1], [2]], []))
words = "the quick brown fox jumps over the lazy dog the end".split()
c = Counter(words); print(c.most_common(2), c["zzz"], c + Counter(the=1), c - Counter(the=2), sum(c.values()), sorted(c.elements())[:3], Counter("abca") & Counter("ab"), Counter(a=1) == Counter(a=1, b=0))
dd = defaultdict(lambda: defaultdict(int)); dd["a"]["x"] += 1; print(dd["a"], dict(dd["b"]), "c" in dd, list(dd))
P = namedtuple("P", "x y z", defaults=[0]); p = P(1, y=2); print(p, p._asdict(), p._replace(x=9), p[0], p.x, *p, P._fields, p == (1, 2, 0), P._make([4, 5, 6]))
try: P(1)
except TypeError as e: print(e)
try: p.x = 3
except AttributeError as e: print(e)
dq = deque([1, 2, 3], maxlen=3); dq.append(4); dq.appendleft(0); dq.rotate(1); print(dq, dq[0], dq.maxlen, list(reversed(dq)), 3 in dq)
cm = ChainMap({"a": 1}, {"a": 2, "b": 3}); print(cm["a"], cm["b"], dict(cm), len(cm), cm.new_child({"b": 0})["b"], list(cm))
od = OrderedDict(a=1, b=2); od.move_to_end("a"); print(od, od.popitem(last=False), list(od))
print(list(chain([1], (2,), "3")), list(chain.from_iterable([[1], [2]])), list(islice(count(5, 2), 3)), list(takewhile(lambda x: x < 3, range(9))), list(dropwhile(lambda x: x < 3, range(5))), list(accumulate([1, 2, 3], operator.mul)), list(accumulate([1, 2], initial=10)))
print([(k, list(g)) for k, g in groupby("aabbbc")], list(product("ab", [1, 2])), list(permutations("abc", 2)), list(combinations(range(4), 2)), list(combinations_with_replacement("ab", 2)), list(zip_longest("ab", "c", fillvalue="-")), list(starmap(pow, [(2, 3)])), list(compress("abc", [1, 0, 1])), list(pairwise("abc")), list(repeat(1, 2)), list(filterfalse(None, [0, 1, ""])))
a, b = tee([1, 2]); print(list(a), list(b), list(islice(cycle("ab"), 5)), list(zip("ab", range(9))), list(enumerate("ab", 1)), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(reversed("ab")), any([]), all([]))
h = [5, 1, 4]; heapq.heapify(h); heapq.heappush(h, 0); print(heapq.heappop(h), h, heapq.nsmallest(2, h), heapq.nlargest(1, h), heapq.heappushpop(h, 2), bisect.bisect([1, 2, 2, 3], 2), bisect.bisect_left([1, 2, 2, 3], 2))
s = {1, 2}; s |= {3}; s.add(1); s.discard(9); print(s, s & {1, 9}, s ^ {1}, s - {2}, s <= {1, 2, 3, 4}, s.isdisjoint({7}), frozenset([1]) | {2}, {frozenset([1])}, s.union([5], (6,)), len(s), {1, True, 1.0})
data = [{"n": "b", "v": 2}, {"n": "a", "v": 2}, {"n": "c", "v": 1}]
print(sorted(data, key=lambda r: (-r["v"], r["n"])), sorted(data, key=operator.itemgetter("v")), max(data, key=lambda r: r["v"])["n"], functools.reduce(lambda a, b: a + b["v"], data, 0))
m = [[1, 2, 3], [4, 5, 6]]; print(list(zip(*m)), [[r[i] for r in m] for i in range(3)], [x for r in m for x in r if x % 2], sum(x for r in m for x in r), {(i, j): m[i][j] for i in range(2) for j in range(2)})
first, *mid, last = range(5); print(first, mid, last); (a, b), c = (1, 2), 3; print(a, b, c)
x = [1, 2, 3]; y = x; y.append(4); z = x[:]; z.append(5); print(x, y is x, z)
def f(a, b=[], *args, c, d=4, **kw): b.append(a); return a, b, args, c, d, kw
print(f(1, c=3), f(2, c=3), f(1, [0], 5, 6, c=7, e=8), f(*[1, []], **{"c": 1}))
print([i for i in range(10)][2:8:3], list(range(10, 0, -3)), range(5)[1:3], len(range(0, 100, 7)), 14 in range(0, 100, 7), list(range(3))[::-1])
print((n := 5) + n, [y := 1, y ** 2], [last := i for i in range(3)], last)
def outer():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
i = outer(); i(); print(i(), [f() for f in [lambda i=i: i for i in range(3)]], [f() for f in [lambda: j for j in range(3)]])
match {"type": "user", "name": "bob", "tags": [1, 2, 3]}:
    case {"type": "user", "name": str(n), "tags": [first, *rest]} if rest: print(n, first, rest)
    case _: print("no")
for v in (1, "a", [1, 2], (1, [2, 3]), {"k": 1}, None, P(1, 2), 3.5, True):
    match v:
        case True | None: r = "singleton"
        case int(x) if x > 0: r = f"int {x}"
        case str(): r = "str"
        case P(x=xx, y=yy): r = f"P {xx} {yy}"
        case [a, [b, *c]]: r = f"nested {a} {b} {c}"
        case [a, b]: r = f"pair {a} {b}"
        case {"k": kk, **rest}: r = f"map {kk} {rest}"
        case _: r = "other"
    print(r, end="; ")
print()
