# Reflected methods: order, NotImplemented, subclasses first.
class L:
    def __add__(self, o):
        print("L.__add__")
        return NotImplemented
class R:
    def __radd__(self, o):
        print("R.__radd__")
        return "from R"
class Base:
    def __add__(self, o): return "Base.add"
    def __radd__(self, o): return "Base.radd"
class Derived(Base):
    def __radd__(self, o): return "Derived.radd"
class Same(Base): pass

print(L() + R())
print(Base() + Derived(), Derived() + Base(), Base() + Same(), Base() + Base())
print(1 + R(), "s" + R(), [1] + R())
try:
    L() + L()
except TypeError as e:
    print(e)
try:
    L() + 1
except TypeError as e:
    print(e)

class All:
    pass
for op in "sub mul truediv floordiv mod pow lshift rshift and or xor matmul".split():
    setattr(All, f"__r{op}__", lambda self, other, op=op: f"r{op} {other}")
x = All()
print(1 - x, 1 * x, 1 / x, 1 // x, 1 % x, 1 ** x, 1 << x, 1 >> x, 1 & x, 1 | x, 1 ^ x, 1 @ x)
class DM:
    def __rdivmod__(self, o): return ("rdivmod", o)
print(divmod(7, DM()))
