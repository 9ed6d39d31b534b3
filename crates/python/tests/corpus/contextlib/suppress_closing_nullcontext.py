# suppress, closing, nullcontext, redirect-free helpers.
from contextlib import suppress, closing, nullcontext
with suppress(KeyError, ValueError):
    {}["x"]
    print("never")
with suppress(LookupError):
    [][0]
with suppress():
    print("nothing suppressed")
try:
    with suppress(KeyError):
        raise TypeError("through")
except TypeError as e:
    print(e)
class Door:
    def __init__(self): print("open")
    def close(self): print("closed")
with closing(Door()) as d:
    print(type(d).__name__)
try:
    with closing(Door()):
        raise ValueError("inside")
except ValueError as e:
    print(e)
with nullcontext() as n:
    print(n)
with nullcontext(5) as n:
    print(n)
def process(lock=None):
    with lock or nullcontext():
        return "processed"
print(process())
def gen():
    try:
        yield 1
        yield 2
    finally:
        print("generator closed")
with closing(gen()) as g:
    print(next(g))
s = suppress(IndexError)
for _ in range(2):
    with s:
        [][1]
print("reusable")
