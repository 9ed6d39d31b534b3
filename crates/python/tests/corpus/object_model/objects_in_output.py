# repr and str of containers of objects; recursion in reprs.
class P:
    def __init__(self, *kids): self.kids = kids
    def __repr__(self): return f"P{self.kids!r}" if self.kids else "P"
    def __str__(self): return "p"
print(P(), [P()], (P(P()),), {"k": P()}, {P: 1}.__len__(), f"{P()} {P()!r} {[P()]}", str([P()]), "%s %r" % (P(), P()))
l = [1]; l.append(l); d = {"l": l}; d["d"] = d
print(l, d, (l,), [l, l])
t = ([],); t[0].append(t)
print(t)
from collections import deque, OrderedDict
q = deque(); q.append(q)
print(q)
s = [[]]; s[0].append(s[0])
print(s)
class R(list): pass
r = R(); r.append(r)
print(r, [r])
class Parent:
    def __init__(self): self.children = []
    def __repr__(self): return f"<Parent {self.children}>"
class Child:
    def __init__(self, p): self.p = p
    def __repr__(self): return f"<Child of {type(self.p).__name__}>"
p = Parent(); p.children.append(Child(p))
print(p, [p.children])
print([None, True, 1.0, "a'b", b"c", (), {}, set(), range(2), ..., int, len, P], slice(1, 2), type(None), NotImplemented)
o = OrderedDict(a=1); o["self"] = o
print(o)
