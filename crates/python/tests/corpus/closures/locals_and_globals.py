# locals() and vars() as snapshots of names.
def f(a, b=2):
    c = a + b
    d = locals()
    return sorted(d.items())

print(f(1))

def cells(a):
    b = 1
    def inner():
        return a + b
    return sorted(k for k in locals() if k != "inner"), inner()

print(cells(4))

class A:
    x = 1
    names = sorted(k for k in locals() if not k.startswith("__"))

print(A.names)
print(__name__, globals()["__name__"])
print(sorted(vars(A()).items()))

class B:
    def __init__(self):
        self.q, self.p = 1, 2

print(vars(B()), B().__dict__)
try:
    vars(3)
except TypeError as e:
    print(e)
