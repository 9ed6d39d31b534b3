# Class bodies are code that runs once, in order.
print("before")
class A:
    print("in body", __qualname__, __module__)
    if True:
        def chosen(self): return "chosen"
    else:
        def other(self): return "other"
    for i in range(3):
        last = i
    squares = {n: n * n for n in range(3)}
    try:
        bad = 1 / 0
    except ZeroDivisionError:
        bad = "handled"
    class Inner:
        value = 5
        def f(self): return __class__.__qualname__
    del i

print(A().chosen(), A.last, A.squares, A.bad, A.Inner.value, A.Inner().f(), hasattr(A, "i"), hasattr(A, "other"))

def make(n):
    class Local:
        value = n
        def get(self): return self.value, n
    return Local

L1, L2 = make(1), make(2)
print(L1().get(), L2().get(), L1 is L2, L1.__qualname__)
T = type("Dynamic", (A,), {"x": 1, "f": lambda self: self.x + 1})
print(T.__name__, T().f(), T().chosen(), T.__bases__[0].__name__)
A.late = lambda self: "late"
print(T().late())
