# Collections as code bases use them.
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple, ChainMap, UserDict, UserList, UserString
import collections.abc
c = Counter("mississippi"); c.update({"s": 2}, m=5); c["z"]
print(c, c.most_common(2), c.total(), +Counter(a=-1, b=2), c - Counter("sss"), c & Counter("ssp"), c | Counter("zz"), sorted(c.elements())[:4], c == Counter(dict(c)), Counter(a=1) <= Counter(a=2), Counter([1, 1, 2]).most_common(), dict(Counter("ab") + Counter("bc")), Counter().most_common(1))
class LC(Counter):
    def __missing__(self, k): return -1
print(LC("a")["q"], LC("aa"))
for f in (lambda: Counter(1), lambda: Counter(a=1) + {"a": 1}, lambda: Counter.fromkeys("a"), lambda: Counter("a", "b"), lambda: Counter(a=1) < 5, lambda: Counter(a="x") + Counter(a=1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
d = defaultdict(lambda: defaultdict(int)); d["a"]["b"] += 1; d["a"]["c"]
print({k: dict(v) for k, v in d.items()}, d.default_factory is not None, "z" in d, d.get("z"), defaultdict(list, {"k": [1]}), defaultdict(None, a=1), len(d), defaultdict(int) | {"a": 1}, {"a": 1} | defaultdict(int, b=2))
for f in (lambda: defaultdict(5), lambda: defaultdict()["x"], lambda: defaultdict(list, 5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
od = OrderedDict([("a", 1), ("b", 2)]); od.move_to_end("a"); od["c"] = 3
print(od, list(reversed(od)), od.popitem(last=False), od == OrderedDict(a=1, c=3), od == {"c": 3, "a": 1}, OrderedDict(a=1, c=3) == OrderedDict(c=3, a=1), od | {"z": 1}, OrderedDict.fromkeys("ab", 0), od.keys(), od.items(), od.values())
for f in (lambda: od.move_to_end("zz"), lambda: OrderedDict().popitem(), lambda: od.pop("zz"), lambda: OrderedDict(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
q = deque(range(5), maxlen=3); q.append(9); q.appendleft(0); q.extend([1, 2]); q.rotate(1); q.extendleft("ab")
print(q, q.maxlen, q[0], q[-1], 1 in q, list(reversed(q)), q.count("a"), deque("abc") == deque("abc"), deque([1]) < deque([2]), deque("ab") + deque("c"), deque("ab") * 2, bool(deque()), q.copy(), deque([deque([1])]), deque("abcd").index("c"))
for f in (lambda: q[10], lambda: deque().pop(), lambda: deque().popleft(), lambda: deque([1]).remove(2), lambda: deque(5), lambda: deque([], -1), lambda: deque([1]).insert(0, 2), lambda: deque([1], 1).insert(0, 2), lambda: q["a"], lambda: q[0:1], lambda: deque("a") + [1], lambda: hash(deque()), lambda: setattr(q, "maxlen", 5), lambda: deque([1]).index(5), lambda: deque("a", foo=1), lambda: deque(1, 2, 3), lambda: deque([1]).rotate("x"), lambda: q.foo):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try:
    for x in (dq := deque([1, 2])): dq.append(x)
except RuntimeError as e: print(e)
P = namedtuple("P", "x y z", defaults=[0]); p = P(1, y=2)
class Q(namedtuple("Q", ["a", "b"])):
    __slots__ = ()
    @property
    def s(self): return self.a + self.b
    def __str__(self): return f"<{self.a}>"
print(p, p._asdict(), p._replace(x=5), P._fields, P._field_defaults, p == (1, 2, 0), P._make([1, 2, 3]), Q(1, 2).s, Q(1, 2), repr(Q(1, 2)), str(Q(1, 2)), hash(p) == hash((1, 2, 0)), p[1:], P.__name__, P.__doc__, p + (1,), [*p], p.count(1), p.index(2), isinstance(p, tuple))
for f in (lambda: P(), lambda: P(1, 2, 3, 4), lambda: P(1, 2, w=1), lambda: p._replace(q=1), lambda: setattr(p, "x", 1), lambda: p.nope, lambda: namedtuple("T", "a a"), lambda: namedtuple("T", "1a"), lambda: namedtuple("T", "_a"), lambda: namedtuple("class", "a"), lambda: P._make([1]), lambda: namedtuple("T", "def", rename=True)(1), lambda: setattr(p, "new", 1), lambda: P(1, 2, x=3), lambda: delattr(p, "x")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
cm = ChainMap({"a": 1}, {"a": 2, "b": 3}); cm["c"] = 4; child = cm.new_child({"b": 9})
print(cm, cm["b"], child["b"], list(child), child.parents, dict(child), len(cm), "q" in cm, cm.get("q", 7), cm.maps, ChainMap(), cm | {"z": 1}, cm.pop("c"))
for f in (lambda: cm["q"], lambda: cm.__delitem__("b"), lambda: cm.pop("b"), lambda: ChainMap().popitem()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Env(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), str(v))
    def __missing__(self, k): return f"<{k}>"
e = Env(path=1); e["x"] = 2; e.update(y=3)
print(e, e["nope"], "X" in e, e | {"q": 1}, list(e), e.copy(), len(e), type(e.copy()).__name__, e.keys(), e.items(), isinstance(e, collections.abc.MutableMapping), dict(e))
class UL(UserList):
    def total(self): return sum(self)
u = UL([3, 1]); u.append(2); u.sort(); u += [5]; u.extend([1]); u[0:1] = [9, 9]
print(u, u.total(), u[1:], type(u[1:]).__name__, u + [1], u * 2, 9 in u, u.index(2), len(u), list(reversed(u)), u == [9, 9, 2, 3, 5, 1], u.pop(), u.count(9), u.copy(), u < [100], max(u))
class US(UserString):
    def shout(self): return self.upper() + "!"
s = US("abc"); print(s, s.shout(), s + "d", s[1], len(s), "b" in s, s == "abc", repr(s), s.replace("a", "z"), type(s.upper()).__name__, hash(s) == hash("abc"), s.split("b"), int(US("5")), s % () if False else "", s * 2, s.data, s.startswith("a"), sorted(s))
class Registry(collections.abc.Mapping):
    def __init__(self, **k): self._d = k
    def __getitem__(self, k): return self._d[k]
    def __len__(self): return len(self._d)
    def __iter__(self): return iter(self._d)
r = Registry(a=1, b=2)
print(dict(r), r.get("z"), "a" in r, list(r.items()), r == {"a": 1, "b": 2}, r.keys() & {"a"}, {**r}, r != {}, list(r.values()))
class Abstract(collections.abc.MutableSequence):
    def __len__(self): return 0
try: Abstract()
except TypeError as e: print(e)
class S(collections.abc.Set):
    def __init__(self, it): self._s = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self._s
    def __iter__(self): return iter(self._s)
    def __len__(self): return len(self._s)
print(list(S("abc") & S("bcd")), list(S("ab") | S("c")), S("ab") <= S("abc"), list(S("abc") - S("a")), S("ab") == {"a", "b"}, S("ab").isdisjoint("cd"), list(S("ab") ^ S("bc")))
