# __new__: singletons, other types, immutable subclasses.
class Singleton:
    instance = None
    def __new__(cls, *args):
        if cls.instance is None:
            print("creating")
            cls.instance = super().__new__(cls)
        return cls.instance
    def __init__(self, value):
        print("init", value)
        self.value = value

a, b = Singleton(1), Singleton(2)
print(a is b, a.value)

class Other:
    def __new__(cls): return "not an Other"
    def __init__(self): print("never")

print(Other())

class Celsius(float):
    def __new__(cls, value, unit="C"):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

c = Celsius(20.5)
print(c, c + 1, type(c + 1).__name__, c.unit, isinstance(c, float))

class Pair(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    @property
    def swapped(self): return Pair(self[1], self[0])

p = Pair(1, 2)
print(p, p.swapped, type(p.swapped).__name__, p == (1, 2), len(p))
try:
    object.__new__(3)
except TypeError as e:
    print(e)
