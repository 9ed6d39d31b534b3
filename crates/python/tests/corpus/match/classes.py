# Class patterns with keywords, __match_args__ and built-ins.
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y

class Point3(Point):
    __match_args__ = ("x", "y", "z")
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z

class Plain:
    def __init__(self, v): self.v = v

def f(p):
    match p:
        case Point3(0, 0, 0): return "origin 3"
        case Point3(x, y, z=z): return f"3d {x} {y} {z}"
        case Point(0, 0): return "origin"
        case Point(x=0, y=y): return f"y axis {y}"
        case Point(x, y) if x == y: return f"diagonal {x}"
        case Point(): return "point"
        case Plain(v=Point(a, b)): return f"plain of {a} {b}"
        case Plain(v=[first, *_]): return f"plain of list {first}"
        case Plain(w=1): return "no such attribute"
        case int(n) | float(n): return f"number {n}"
        case str(s): return f"str {s}"
        case dict(d): return f"dict {d}"
        case list([a, b]): return f"list {a} {b}"
        case Exception(args=[m]): return f"exception {m}"
        case object(): return "object"

for p in (Point3(0, 0, 0), Point3(1, 2, 3), Point(0, 0), Point(0, 5), Point(2, 2), Point(1, 2), Plain(Point(1, 2)), Plain([7, 8]), Plain(None), 3, True, 2.5, "s", {}, [1, 2], [1], ValueError("m"), None):
    print(f(p))
try:
    match Plain(1):
        case Plain(1): pass
except TypeError as e:
    print(e)
try:
    match Point(1, 2):
        case Point(1, 2, 3): pass
except TypeError as e:
    print(e)
try:
    match Point(1, 2):
        case Point(1, x=1): pass
except TypeError as e:
    print(e)
not_class = 5
try:
    match 1:
        case not_class(): pass
except TypeError as e:
    print(e)
