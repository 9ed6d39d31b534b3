# Data and non-data descriptors against instance dictionaries.
class Data:
    def __set_name__(self, owner, name):
        self.name = name
        print("set_name", owner.__name__, name)
    def __get__(self, obj, owner):
        if obj is None:
            return self
        return ("data", obj.__dict__.get(self.name))
    def __set__(self, obj, value):
        obj.__dict__[self.name] = value * 2
    def __delete__(self, obj):
        print("delete", self.name)
        del obj.__dict__[self.name]

class NonData:
    def __get__(self, obj, owner):
        return ("non-data", owner.__name__, obj is None)

class A:
    d = Data()
    n = NonData()

a = A()
print(a.d, a.n, A.n, type(A.d).__name__)
a.d = 5
print(a.d, a.__dict__)
a.__dict__["d"] = "direct"
print(a.d)
a.__dict__["n"] = "shadow"
print(a.n)
del a.d
print(a.__dict__)

class ReadOnly:
    def __get__(self, obj, owner): return 42
    def __set__(self, obj, value): raise AttributeError("read only")

class B:
    r = ReadOnly()

b = B()
try:
    b.r = 1
except AttributeError as e:
    print(e, b.r)

class OnlySet:
    def __set__(self, obj, value): obj.__dict__["stored"] = value

class C:
    o = OnlySet()

c = C()
c.o = 1
print(type(c.o).__name__, c.stored)
try:
    del c.o
except AttributeError as e:
    print(type(e).__name__, e)
