# __slots__ forbids other attributes.
class P:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y

p = P(1, 2)
p.x = 10
print(p.x, p.y, hasattr(p, "__dict__"))
try:
    p.z = 3
except AttributeError as e:
    print(e)
del p.x
try:
    p.x
except AttributeError as e:
    print(e)

class Q(P):
    pass

q = Q(1, 2)
q.z = 3
print(q.z, q.__dict__, q.x)

class R(P):
    __slots__ = ("w",)

r = R(1, 2)
r.w = 5
print(r.w, r.x, P.__slots__, R.__slots__)
try:
    r.v = 1
except AttributeError as e:
    print(e)
try:
    class Bad:
        __slots__ = ("a",)
        a = 1
except ValueError as e:
    print(e)
