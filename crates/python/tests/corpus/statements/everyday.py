x = "global"
class C:
    x = "class"
    y = [x for _ in range(2)]
    z = x
    def m(self): return x
    __priv = 1
    def get(self): return self.__priv
    def __secret(self): return "s"
    def call(self): return self.__secret()
    try: w = [y for y in y if x]
    except NameError as e: w = str(e)
print(C.y, C.z, C().m(), C().get(), C._C__priv, C().call(), C.w)
def f():
    try: print(x)
    except UnboundLocalError as e: print(e)
    x = 1
f()
def g():
    global newg
    newg = 5
    def h():
        nonlocal v
        v += 1
        return v
    v = 10
    return h
h = g(); print(h(), h(), newg)
def outer():
    def inner():
        return free
    try: inner()
    except NameError as e: print(e)
    free = 1
    print(inner())
    del free
    try: inner()
    except NameError as e: print(e)
outer()
fs = []
for i in range(3):
    def k(): return i
    fs.append(k)
print([q() for q in fs], i)
print([lambda: n for n in range(3)][0](), [(lambda n=n: n)() for n in range(3)])
def deco(*args, **kw):
    print("deco", args, kw)
    def wrap(fn):
        print("wrap", fn.__name__)
        def inner(*a, **k):
            print("call", a, k)
            return fn(*a, **k)
        inner.__name__ = fn.__name__
        return inner
    return wrap
@deco(1, a=2)
@deco()
def add(a, b=1, /, c=2, *d, e, f=5, **g): return (a, b, c, d, e, f, g)
print(add(1, 2, 3, 4, e=5, z=6), add.__name__)
for bad in (lambda: add(), lambda: add(1), lambda: add(a=1, e=2), lambda: add(1, 2, 3, c=3, e=1)):
    try: print(bad())
    except TypeError as e: print(e)
def pos(a, b, /): pass
def kwo(*, a, b=1): pass
def many(a, b, c, d=1): pass
for bad in ("pos(a=1, b=2)", "pos(1)"):
    pass
for bad in (lambda: pos(a=1, b=2), lambda: pos(1), lambda: kwo(1), lambda: kwo(), lambda: many(), lambda: many(1), lambda: many(1, 2, 3, 4, 5), lambda: many(1, 2, 3, a=1), lambda: many(1, 2, 3, zz=1), lambda: C(1), lambda: C.m(), lambda: C().m(1), lambda: object(1), lambda: len(), lambda: len(1, 2), lambda: "a".join(), lambda: [].append(), lambda: {}.get()):
    try: print(bad())
    except TypeError as e: print(e)
class A:
    def __init__(self): self.log = []
    def __enter__(self): self.log.append("in"); return self
    def __exit__(self, *a): self.log.append(a[0].__name__ if a[0] else None); return False
a = A()
try:
    with a: raise KeyError
except KeyError: pass
print(a.log)
import sys
def gen():
    try:
        got = yield "first"
        print("got", got)
        yield from (c for c in "ab")
    except GeneratorExit:
        print("exit"); raise
    finally: print("fin")
it = gen(); print(next(it)); print(it.send("hey")); print(next(it)); it.close()
def countdown(n):
    while n > 0:
        r = yield n
        n = r if r is not None else n - 1
    return "liftoff"
def runner(): 
    res = yield from countdown(3)
    print(res)
print(list(runner()))
c = countdown(5); print(next(c), c.send(2), next(c), next(c, "end"))
pipeline = (x * 2 for x in range(10) if x % 3 == 0)
print(sum(pipeline), list(pipeline), max((len(w), w) for w in "a bbb cc".split()))
del x
try: x
except NameError as e: print(e)
print(__name__, f.__qualname__, C.m.__qualname__, outer.__name__, type(f), type(C.m), type(C().m), C.__doc__, C.__module__, C.__name__)
def doc():
    """Doc here."""
print(doc.__doc__, (lambda: 0).__name__)
i = 0
while True:
    i += 1
    if i == 3: continue
    if i > 5: break
else: print("never")
print(i)
for i in []: pass
else: print("empty else")
a = b = []; a.append(1); print(b, a is b)
a, b = b, a = [1], [2]; print(a, b)
x = [0, 1, 2]; i = 0
i, x[i] = 2, 9; print(i, x)
x = [1, 2, 3]; x[0], x[1] = x[1], x[0]; print(x)
print(1 < 2 < 3, 1 < 3 > 2, 1 == 1.0 == True, not 1 == 2, 5 if 0 else 6, None or 0 or "z", 1 and [] and 2, "a" if [] else "b")
print(*[1, 2], sep="-", end="!\n"); print("a", "b", sep=""); print(); print(None, True, sep="\n")
assert True, "never"
print(f"{x!r:>12}|{'q' * 3}|{len(x)=}|{3.14159:.{2}f}|{{}}|{x[0]:+}|{'a' 'b'}")
print(f"{1 + 1 = } {x = !s} {'nested ' + f'{2 * 3}'}")
