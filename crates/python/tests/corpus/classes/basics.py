# Attributes of classes and instances, and where assignment goes.
class A:
    """Doc of A."""
    shared = []
    count = 0

    def __init__(self, name):
        self.name = name
        A.count += 1
        self.shared.append(name)

    def rename(self, name):
        self.name = name
        return self

a, b = A("a"), A("b")
print(A.count, a.shared, a.shared is b.shared)
a.count = 50
print(a.count, b.count, A.count)
print(a.rename("z").name, a.__dict__, b.__dict__)
del a.count
print(a.count)
print(A.__name__, A.__doc__, A.__module__, A.__qualname__, A.__bases__)
print(type(a) is A, type(A) is type, isinstance(a, A), a.__class__ is A)
try:
    del a.count
except AttributeError as e:
    print("AttributeError", e)
try:
    a.missing
except AttributeError as e:
    print(e, e.name, e.obj is a)
try:
    A.missing
except AttributeError as e:
    print(e)
a.extra = 1
print(sorted(vars(a)))
