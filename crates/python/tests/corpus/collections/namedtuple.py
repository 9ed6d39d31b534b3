# namedtuple: fields, defaults, methods, errors.
from collections import namedtuple
P = namedtuple("P", "x y")
p = P(1, y=2)
print(p, p.x, p[1], p == (1, 2), len(p), list(p), P._fields, p._asdict(), p._replace(y=9), P._make([5, 6]), hash(p) == hash((1, 2)))
x, y = p
print(x, y, P(*[3, 4]), P(**{"x": 1, "y": 0}), p < P(1, 3), p + (3,), isinstance(p, tuple), {p: 1}[1, 2], max(P(1, 2), P(2, 0)), P.__name__)
D = namedtuple("D", ["a", "b", "c"], defaults=[10, 20])
print(D(1), D(1, c=3), D._field_defaults, namedtuple("R", "a class a _b", rename=True)._fields, namedtuple("C", "a, b")(1, 2), namedtuple("E", [])())
class Point(namedtuple("Base", "x y")):
    __slots__ = ()
    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __add__(self, o): return Point(self.x + o.x, self.y + o.y)
    @property
    def flipped(self): return self._replace(x=self.y, y=self.x)
q = Point(3, 4)
print(q, q.norm(), q + q, q.flipped, type(q._replace(x=0)).__name__)
for bad in (lambda: P(1), lambda: P(1, 2, 3), lambda: P(1, z=2), lambda: p._replace(z=1), lambda: setattr(p, "x", 5), lambda: namedtuple("B", "a a"), lambda: namedtuple("B", "class"), lambda: namedtuple("B", "_a"), lambda: namedtuple("1B", "a"), lambda: P._make([1]), lambda: p.z, lambda: p[5], lambda: namedtuple("B", "a", defaults=[1, 2])):
    try:
        print(bad())
    except (TypeError, ValueError, AttributeError, IndexError) as e:
        print(type(e).__name__, e)
match p:
    case P(x=1, y=y): print("matched", y)
match p:
    case P(1, b): print("positional", b)
