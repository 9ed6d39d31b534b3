# A money type with every operator that code uses.
from functools import total_ordering
@total_ordering
class Money:
    __slots__ = ("cents",)
    def __init__(self, amount=0): object.__setattr__(self, "cents", round(amount * 100))
    @classmethod
    def of(cls, cents):
        m = cls()
        object.__setattr__(m, "cents", cents)
        return m
    def __setattr__(self, *a): raise AttributeError("Money is immutable")
    def __repr__(self): return f"Money({self.cents / 100:.2f})"
    def __format__(self, spec):
        if spec.endswith("$"): return "$" + format(self.cents / 100, spec[:-1] or ",.2f")
        return format(self.cents / 100, spec)
    def __eq__(self, o): return self.cents == o.cents if isinstance(o, Money) else NotImplemented
    def __lt__(self, o): return self.cents < o.cents if isinstance(o, Money) else NotImplemented
    def __hash__(self): return hash(self.cents)
    def __bool__(self): return self.cents != 0
    def __add__(self, o): return Money.of(self.cents + o.cents) if isinstance(o, Money) else self if o == 0 else NotImplemented
    __radd__ = __add__
    def __sub__(self, o): return self + -o
    def __neg__(self): return Money.of(-self.cents)
    def __abs__(self): return Money.of(abs(self.cents))
    def __mul__(self, k): return Money.of(round(self.cents * k)) if isinstance(k, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __truediv__(self, o):
        if isinstance(o, Money): return self.cents / o.cents
        return Money.of(round(self.cents / o))
    def __divmod__(self, n): return tuple(Money.of(c) for c in divmod(self.cents, n))
    def __int__(self): return self.cents // 100
    def __float__(self): return self.cents / 100
    def __index__(self): return self.cents
    def __iter__(self): yield from divmod(self.cents, 100)
a, b = Money(12.5), Money(3)
print(a + b, a - b, -a, abs(-a), a * 3, 2 * a, a / 2, a / b, divmod(a, 3), sum([a, b]), a > b, a == Money(12.50), a != b, max(a, b), sorted([a, b]), bool(Money()), int(a), float(a), {a: 1}[Money(12.5)], tuple(a), hex(b), f"{a:$} {a:.1f} {a:>8.2f} {Money(1234567):$}")
for bad in (lambda: a + 1, lambda: a * b, lambda: a < 5, lambda: setattr(a, "cents", 1), lambda: a + "x", lambda: a - 1, lambda: a / 0, lambda: sum([a, "x"]), lambda: a ** 2, lambda: a // 2, lambda: setattr(a, "x", 1)):
    try:
        print(bad())
    except (TypeError, AttributeError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
