# Special methods are looked up on the type.
class A:
    def __len__(self): return 1
    def __call__(self): return "class"
a = A()
a.__len__ = lambda: 99
a.__call__ = lambda: "instance"
a.__str__ = lambda: "instance str"
a.__iter__ = lambda: iter([1])
a.__add__ = lambda o: "added"
a.__eq__ = lambda o: True
print(len(a), a(), a.__len__(), a.__call__(), a == 5, str(a) == "instance str")
for bad in (lambda: iter(a), lambda: a + 1, lambda: a[0]):
    try:
        bad()
    except TypeError as e:
        print(e)
A.__add__ = lambda self, o: f"added {o}"
A.__getitem__ = lambda self, k: k * 2
A.__contains__ = lambda self, x: x == "yes"
print(a + 1, a[4], "yes" in a, "no" in a)
del A.__len__
try:
    len(a)
except TypeError as e:
    print(e)
class B(A):
    __add__ = None
    __contains__ = None
for bad in (lambda: B() + 1, lambda: 1 in B()):
    try:
        bad()
    except TypeError as e:
        print(e)
class G:
    def __getattr__(self, n):
        print("getattr", n)
        return lambda *a: 5
for bad in (lambda: len(G()), lambda: G() + 1, lambda: G()()):
    try:
        bad()
    except TypeError as e:
        print(e)
print(G().__len__(), G().anything(1, 2))
