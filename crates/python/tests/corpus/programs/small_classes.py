class Account:
    interest = 0.02
    _registry = {}
    def __new__(cls, owner, *a, **k):
        if owner in cls._registry: return cls._registry[owner]
        self = super().__new__(cls); cls._registry[owner] = self; return self
    def __init__(self, owner, balance=0): self.owner = owner; self._balance = balance
    @property
    def balance(self): return self._balance
    def __str__(self): return f"{self.owner}: ${self.balance:,.2f}"
    def __repr__(self): return f"{self.__class__.__name__}({self.owner!r}, {self._balance!r})"
a = Account("ann", 1234.5); b = Account("ann", 5); print(a is b, a, repr(b), [a], f"{a!s:>20}|{a!r}")
try: a.balance = 3
except AttributeError as e: print(e)
class Savings(Account):
    interest = 0.05
    def __init__(self, *args, rate=None, **kw):
        super().__init__(*args, **kw)
        self.rate = rate if rate is not None else self.interest
    def __getattribute__(self, n):
        if n == "secret": return "intercepted"
        return super().__getattribute__(n)
s = Savings("bob", 10, rate=0); print(s, s.rate, s.secret, Savings.__mro__[1].__name__, isinstance(s, Account), issubclass(Savings, object), type(s).__bases__)
class Stack(list):
    def push(self, x): self.append(x); return self
    def __getitem__(self, i):
        r = super().__getitem__(i)
        return Stack(r) if isinstance(i, slice) else r
    @property
    def top(self): return self[-1]
st = Stack([1]).push(2).push(3); print(st, st.top, st[1:], type(st[1:]).__name__, len(st), st == [1, 2, 3], st + [4], type(st + [4]).__name__, sorted(st, reverse=True))
class CI(dict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
    def __getitem__(self, k): return super().__getitem__(k.lower())
    def __contains__(self, k): return super().__contains__(k.lower())
    def get(self, k, d=None): return self[k] if k in self else d
    def __missing__(self, k): return f"<{k}>"
c = CI(); c["Foo"] = 1; print(c, c["FOO"], "fOO" in c, c.get("x", 2), c["nope"], dict(c), CI(A=1))
class Str(str):
    def __add__(self, o): return Str(super().__add__(o) + "!")
    def shout(self): return self.upper()
x = Str("hi"); print(x + " you", (x + "a").shout(), x == "hi", {x: 1}["hi"], type(x.upper()).__name__, isinstance(x, str), f"{x:>5}")
class Int(int):
    def __add__(self, o): return Int(int(self) + o + 1)
    def __repr__(self): return f"Int({int(self)})"
print(Int(1) + 1, Int(5) * 2, [Int(3)], f"{Int(3)}", str(Int(4)), Int(3) == 3, sum([Int(1), Int(2)]), hash(Int(3)) == hash(3), Int("7"))
class E1(Exception): pass
class E2(E1, ValueError): pass
try: raise E2("multi", 1)
except ValueError as e: print(type(e).__mro__[1:4], e, e.args)
import functools
def retry(times, exceptions=(Exception,), on_fail=None):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*a, **k):
            last = None
            for attempt in range(1, times + 1):
                try: return fn(*a, attempt=attempt, **k)
                except exceptions as e:
                    last = e
                    print(f"attempt {attempt} failed: {e!r}")
            if on_fail: return on_fail(last)
            raise RuntimeError("gave up") from last
        return wrapper
    return deco
@retry(3, (ValueError,), on_fail=lambda e: f"fallback {e}")
def flaky(n, attempt): raise ValueError(f"{n}/{attempt}")
print(flaky("q"))
@retry(2)
def ok(attempt):
    if attempt == 1: raise KeyError("once")
    return attempt
print(ok())
@retry(1)
def nope(attempt): raise OSError(5, "io")
try: nope()
except RuntimeError as e: print(e, repr(e.__cause__))
def validate(**rules):
    def deco(fn):
        def w(**kw):
            errs = {k: f"must be {t.__name__}" for k, t in rules.items() if not isinstance(kw.get(k), t)}
            if errs: raise TypeError(errs)
            return fn(**kw)
        return w
    return deco
@validate(name=str, age=int)
def create(name, age): return {"name": name, "age": age}
print(create(name="a", age=1))
try: create(name=1)
except TypeError as e: print(e)
class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    def __matmul__(self, o): return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __eq__(self, o): return self.rows == o.rows
    def __getitem__(self, ij): i, j = ij; return self.rows[i][j]
    def __setitem__(self, ij, v): i, j = ij; self.rows[i][j] = v
    def __iter__(self): return (x for r in self.rows for x in r)
    def __str__(self): return "\n".join(" ".join(f"{x:3d}" for x in r) for r in self.rows)
    @classmethod
    def identity(cls, n): return cls([[int(i == j) for j in range(n)] for i in range(n)])
m = Matrix([[1, 2], [3, 4]]); print(m @ m); m[0, 1] = 9; print(m[0, 1], list(m), m @ Matrix.identity(2) == m)
def paginate(items, size):
    for i in range(0, len(items), size): yield items[i:i + size]
for n, page in enumerate(paginate(list("abcdefg"), 3), start=1): print(n, page)
def flatten(x):
    for i in x:
        if isinstance(i, (list, tuple)): yield from flatten(i)
        else: yield i
print(list(flatten([1, [2, (3, [4])], []])))
tree = {"v": 1, "l": {"v": 2, "l": None, "r": None}, "r": {"v": 3, "l": None, "r": None}}
def walk(t): return [] if t is None else walk(t["l"]) + [t["v"]] + walk(t["r"])
print(walk(tree))
from collections import defaultdict
g = defaultdict(set)
for a, b in [(1, 2), (2, 3), (3, 1), (4, 5)]: g[a].add(b); g[b].add(a)
seen, comps = set(), []
for n in list(g):
    if n in seen: continue
    stack, comp = [n], []
    while stack:
        k = stack.pop()
        if k in seen: continue
        seen.add(k); comp.append(k); stack.extend(sorted(g[k] - seen))
    comps.append(sorted(comp))
print(comps)
print("%-20s%10.2f" % ("Total:", 1234.5), "{:>10}|{:<10}|{:^10}".format("r", "l", "c"), f"{'Name':<10}{'Qty':>5}", "=" * 20, sep="\n")
print(", ".join(f"{k}={v!r}" for k, v in sorted({"b": "x", "a": 1}.items())), "a\tb".expandtabs(4), repr("it's"), repr('say "hi"'), repr("both ' \""), "\u00e9", "\x41", r"\n", b"\x00\xff", "line1\\nline2")
print(f"{1e10:.0f} {1e10} {1e-7} {123456789.0} {1.0} {100:.1e} {0.1 + 0.2} {1/3:.3%} {1234.5678:,.1f} {-5:05d} {5:+} {255:08b} {255:X} {3.0:g} {1e20:g} {float('nan')} {-float('inf')}")
