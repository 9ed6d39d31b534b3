# How class methods and static methods bind.
class A:
    registry = []

    @classmethod
    def create(cls, *args):
        instance = cls(*args)
        cls.registry.append(cls.__name__)
        return instance

    @staticmethod
    def add(a, b):
        return a + b

    def __init__(self, x=0):
        self.x = x

class B(A):
    registry = []

class C(A):
    pass

print(type(A.create(1)).__name__, type(B.create(2)).__name__, type(C.create().create()).__name__)
print(A.registry, B.registry, C.registry is A.registry)
print(A.add(1, 2), A().add(3, 4), B.add("x", "y"))
print(A.create.__self__ is A, B().create.__self__ is B, A.create.__func__ is B.create.__func__)
print(type(A.__dict__["create"]).__name__, type(A.__dict__["add"]).__name__)
print(A.__dict__["add"].__func__(5, 6))

class D:
    @classmethod
    @property
    def whole(cls):
        return cls.__name__

    alias = staticmethod(len)
    numbers = staticmethod(lambda *a: a)

print(D.whole, D.alias([1, 2]), D().numbers(1, 2))
