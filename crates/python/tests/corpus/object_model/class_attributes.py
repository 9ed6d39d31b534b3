# Class attributes: inheritance, shadowing, mutation, deletion.
class A:
    n = 0
    items = []
    def bump(self): self.n += 1
class B(A): pass
class C(B):
    n = 100
a, b, c = A(), B(), C()
a.bump(); a.bump(); b.bump(); c.bump()
print(A.n, a.n, b.n, c.n, C.n, vars(a), vars(c))
A.n = 50
print(B.n, B().n, b.n, C.n)
B.n = 7
print(A.n, B.n)
del B.n
print(B.n)
a.items.append("shared")
print(C.items, c.items is A.items)
c.items = ["own"]
print(A.items, c.items)
c.items += ["x"]; b.items += ["via b"]
print(A.items, c.items, "items" in vars(b), b.items is A.items)
try:
    del C.items
except AttributeError as e:
    print(e)
try:
    del c.n, c.n
except AttributeError as e:
    print(e)
A.method = lambda self: f"added to {type(self).__name__}"
print(c.method())
setattr(B, "n", property(lambda self: 41))
print(B().n, A().n)
try:
    B().bump()
except AttributeError as e:
    print(e)
class Meta:
    class Inner:
        verbose = "x"
        class Deep: ordering = ["-id"]
print(Meta.Inner.verbose, Meta.Inner.Deep.ordering, Meta.Inner.Deep.__qualname__)
