# Bound methods carry their object; functions on instances do not bind.
class A:
    def __init__(self, n):
        self.n = n
    def get(self, plus=0):
        return self.n + plus

a, b = A(1), A(2)
get = a.get
print(get(), get(10), get(plus=5))
print(A.get(b), A.get(b, 3))
print(get.__self__ is a, get.__func__ is A.get)
print(a.get == a.get, a.get is a.get, a.get == b.get)
a.free = lambda: "free"
print(a.free())
A.added = lambda self, x: self.n * x
print(b.added(21))
try:
    A.get()
except TypeError as e:
    print(e)
try:
    a.get(1, 2)
except TypeError as e:
    print(e)
try:
    a.get(minus=1)
except TypeError as e:
    print(e)
print([f() for f in (a.get, b.get)])
print(list(map("{:>4}".format, [1, 22])))
append = [].append
print(append(1))
