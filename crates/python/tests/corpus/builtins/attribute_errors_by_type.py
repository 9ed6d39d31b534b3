# The message of a missing attribute on every kind of object.
import math
class A: pass
def f(): pass
def g(): yield
async def c(): pass
co = c()
for o in (1, 1.5, True, "s", b"b", [], (), {}, set(), frozenset(), None, ..., range(1), slice(1), A, A(), f, (lambda: 0), g(), co, print, [].append, A.__init__, int, type, object(), iter([]), iter({}), {}.keys(), ValueError("x"), property(), staticmethod(f), super, math, bytearray(), zip(), enumerate([]), NotImplemented, map(str, []), reversed([])):
    try:
        o.nope
    except AttributeError as e:
        print(e)
co.close()
