# Class decorators and class-based decorators.
registry = {}

def register(cls):
    registry[cls.__name__] = cls
    cls.registered = True
    return cls

@register
class A: pass

@register
class B(A): pass

print(sorted(registry), A.registered, B().registered)

class CountCalls:
    def __init__(self, f):
        self.f, self.calls = f, 0
    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.f(*args, **kwargs)
    def __get__(self, obj, owner=None):
        return self if obj is None else lambda *a, **k: self(obj, *a, **k)

@CountCalls
def f(x):
    return x * 2

print(f(1), f(2), f.calls)

class C:
    @CountCalls
    def m(self, x):
        return (self.__class__.__name__, x)

c = C()
print(c.m(5), c.m(x=6), C.m.calls)

def add_repr(*names):
    def decorate(cls):
        def __repr__(self):
            inner = ", ".join(f"{n}={getattr(self, n)!r}" for n in names)
            return f"{cls.__name__}({inner})"
        cls.__repr__ = __repr__
        return cls
    return decorate

@add_repr("x", "y")
class Point:
    def __init__(self, x, y): self.x, self.y = x, y

print(Point(1, "two"))
