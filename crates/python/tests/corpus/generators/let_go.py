# A generator that nobody holds any more is closed: its finally runs, its with is left.
from contextlib import contextmanager
import itertools

def g(tag, n=3):
    try:
        for i in range(n):
            yield i
    finally:
        print("close", tag)
def delegating(tag):
    yield from g(tag)
def looping(tag):
    for x in g(tag):
        yield x
for x in g("break"):
    break
print("after break")
def returning():
    for x in g("return"):
        return x
print(returning(), "after return")
def local():
    it = g("local")
    next(it)
    return "done"
print(local(), "after local")
def raising():
    for x in g("raise"):
        raise ValueError("v")
try:
    raising()
except ValueError as e:
    print("caught", e)
for x in delegating("delegated"):
    break
for x in looping("looped over"):
    break
x = g("deleted")
next(x)
del x
print("after del")
x = g("rebound")
next(x)
x = None
print("after rebinding")
for i, x in enumerate(g("enumerated")):
    break
for x, y in zip(g("zipped 1"), g("zipped 2")):
    break
for x in map(str, g("mapped")):
    break
for x in itertools.islice(g("sliced"), 2):
    print(x)
for x in itertools.chain(g("chained"), g("never begun")):
    break
print("iterators are done")
held = []
def keep():
    it = g("held")
    held.append(it)
    for x in it:
        break
keep()
print("still held", next(held[0]))
@contextmanager
def managed():
    print("enter")
    try:
        yield
    finally:
        print("exit")
def using():
    with managed():
        for x in g("in with"):
            return x
print(using())
def opening():
    with managed():
        yield 1
        yield 2
for x in opening():
    break
try:
    for x in opening():
        raise KeyError("k")
except KeyError as e:
    print("caught", e)
def nested():
    for x in g("outer"):
        for y in g("inner"):
            return x, y
print(nested())
def continuing():
    for x in g("whole", 2):
        for y in g(f"part {x}"):
            if y == 1:
                break
continuing()
def argument(it):
    for x in it:
        return x
print(argument(g("argument")))
first, second = g("unpacked", 2)
print(first, second, [x for x in g("exhausted", 1)])
last = g("at the end")
next(last)
print("end")
