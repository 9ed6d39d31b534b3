import logging, sys, string, copy, operator, contextlib, functools, itertools, collections
log = logging.getLogger("app.db")
h = logging.StreamHandler(sys.stdout)
h.setFormatter(logging.Formatter("%(levelname)-8s|%(name)s|%(message)s"))
log.addHandler(h); log.setLevel(logging.DEBUG); log.propagate = False
log.debug("d %s %d", "x", 5); log.info("i"); log.warning("w %(a)s", {"a": 1}); log.error("e"); log.critical("c")
log.setLevel("WARNING"); log.info("hidden"); log.log(logging.ERROR, "lv"); print(log.isEnabledFor(logging.INFO), log.getEffectiveLevel(), logging.getLevelName(40), log.name, log.level)
class Ctx(logging.Filter):
    def filter(self, r): r.msg = "[f] " + r.msg; return "skip" not in r.msg
log.addFilter(Ctx()); log.error("shown"); log.error("skip me")
class Mem(logging.Handler):
    def __init__(self): super().__init__(); self.recs = []
    def emit(self, r): self.recs.append((r.levelname, r.getMessage()))
m = Mem(); l2 = logging.getLogger("m"); l2.addHandler(m); l2.propagate = False; l2.warning("hi %s", 1); print(m.recs)
child = logging.getLogger("app.db.child"); child.error("up"); print(child.parent is log)
ad = logging.LoggerAdapter(log, {"k": 1}); ad.error("adapter")
@contextlib.contextmanager
def managed(n):
    print("enter", n)
    try: yield n.upper()
    except ValueError as e: print("swallow", e)
    finally: print("leave", n)
with managed("a") as v: print(v)
with managed("b"): raise ValueError("x")
try:
    with managed("c"): raise KeyError("k")
except KeyError as e: print(repr(e))
@managed("deco")
def fn(): print("in fn")
fn()
with contextlib.ExitStack() as st:
    vs = [st.enter_context(managed(c)) for c in "xy"]
    st.callback(print, "cb", 1)
    print(vs)
with contextlib.suppress(KeyError, IndexError): [][1]
with contextlib.closing(type("T", (), {"close": lambda s: print("closed")})()): pass
with contextlib.nullcontext(5) as n: print(n)
@contextlib.contextmanager
def noyield():
    if False: yield
try:
    with noyield(): pass
except RuntimeError as e: print(e)
print(functools.reduce(operator.add, [1, 2, 3], 10), functools.partial(int, base=2)("101"), list(map(operator.attrgetter("real"), [1, 2])), operator.methodcaller("upper")("a"), operator.itemgetter(1, 0)("ab"))
@functools.singledispatch
def show(x): return f"obj {x}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
def _(x): return f"list {len(x)}"
print(show(1), show([1]), show("s"), show(True))
@functools.wraps(show)
def w(): pass
print(w.__name__, w.__wrapped__ is show)
calls = []
@functools.lru_cache(maxsize=2)
def sq(x): calls.append(x); return x * x
[sq(i) for i in (1, 2, 1, 3, 2)]; print(calls, sq.cache_info()); sq.cache_clear(); print(sq.cache_info())
a = [1, [2, {"k": [3]}]]; b = copy.copy(a); c = copy.deepcopy(a); a[1][1]["k"].append(4); print(b, c)
class P:
    def __init__(s, v): s.v = v
    def __copy__(s): return P("copied")
    def __deepcopy__(s, memo): return P("deep")
print(copy.copy(P(1)).v, copy.deepcopy([P(1)])[0].v)
print(string.ascii_lowercase[:5], string.Template("$a ${b} $$").substitute(a=1, b=2), string.Template("$x").safe_substitute(), string.capwords("ab cd"), string.digits)
print(sorted(["b", "A", "c"], key=str.lower), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([3, 1, 2], reverse=True), sorted("bca"), sorted({"b": 1, "a": 2}), sorted([1.5, 1, True]), sorted([[2], [1, 5]]))
rows = [dict(n="a", g=1), dict(n="b", g=0), dict(n="c", g=1)]
rows.sort(key=lambda r: r["g"]); print([r["n"] for r in rows])
for k, g in itertools.groupby(rows, key=lambda r: r["g"]): print(k, [r["n"] for r in g])
print({**{"a": 1}, "b": 2} | {"a": 3}, dict(a=1, **{"b": 2}), dict([("x", 1)], y=2), list({"a": 1}.items()), {"a": {"b": 1}}["a"]["b"])
d = {}; d.setdefault("k", []).append(1); d["k"] += [2]; print(d, d.get("q", {}).get("z"))
bank = {"alice": 100, "bob": 50}
class InsufficientFunds(Exception):
    def __init__(self, need, have): self.need, self.have = need, have; super().__init__(f"need {need}, have {have}")
def transfer(a, b, amt):
    if bank[a] < amt: raise InsufficientFunds(amt, bank[a])
    bank[a] -= amt; bank[b] += amt
for args in (("alice", "bob", 30), ("bob", "alice", 500), ("x", "y", 1)):
    try: transfer(*args)
    except InsufficientFunds as e: print("fail", e, e.need - e.have)
    except KeyError as e: print("no account", e)
    else: print("ok", bank)
print(int.from_bytes(b"\x01\x00", "big"), (258).to_bytes(2, "little"), bytes([65, 66]), b"a,b".split(b","), "é".encode(), b"\xc3\xa9".decode(), bytes(3), b"abc"[1], b"abc"[1:], list(b"ab"), b"%d-%s" % (5, b"x"), b"ab".hex(), bytes.fromhex("6162"), "a" in "abc", b"a" in b"abc", b"abc".replace(b"b", b"-"), b"ab" + b"c", b"x" * 3, str(b"q"), b"\x00\n'")
