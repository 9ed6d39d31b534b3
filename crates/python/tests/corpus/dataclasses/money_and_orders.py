# An order with money, taxes, discounts: dataclasses, Decimal, enums, properties.
from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass, FrozenInstanceError, InitVar, KW_ONLY, make_dataclass
from decimal import Decimal, ROUND_HALF_UP, ROUND_HALF_EVEN, InvalidOperation
from enum import Enum, auto
from typing import ClassVar, Optional
from functools import total_ordering, cached_property, reduce
import datetime as dt

CENT = Decimal("0.01")
class Currency(Enum):
    EUR = "EUR"
    USD = "USD"
    @property
    def symbol(self): return {"EUR": "€", "USD": "$"}[self.value]

@total_ordering
@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: Currency = Currency.EUR
    def __post_init__(self):
        if not isinstance(self.amount, Decimal):
            object.__setattr__(self, "amount", Decimal(str(self.amount)))
    def __add__(self, other):
        if not isinstance(other, Money): return NotImplemented
        if other.currency is not self.currency: raise ValueError(f"cannot add {self.currency.name} and {other.currency.name}")
        return replace(self, amount=self.amount + other.amount)
    __radd__ = lambda self, o: self if o == 0 else NotImplemented
    def __mul__(self, n): return replace(self, amount=self.amount * n)
    def __lt__(self, o): return self.amount < o.amount
    def rounded(self, how=ROUND_HALF_UP): return replace(self, amount=self.amount.quantize(CENT, rounding=how))
    def __str__(self): return f"{self.currency.symbol}{self.amount:,.2f}"
print(Money("1.005").rounded(), Money("1.005").rounded(ROUND_HALF_EVEN), Money(10) + Money("2.5"), sum([Money(1), Money(2)]), Money(3) > Money(2), max(Money(1), Money(5)), Money(2) * 3)
for f in (lambda: Money(1) + 1, lambda: Money(1) + Money(1, Currency.USD), lambda: setattr(Money(1), "amount", 2), lambda: Money("x"), lambda: Money(), lambda: Money(1, 2, 3), lambda: Money(1, foo=2), lambda: delattr(Money(1), "amount"), lambda: Currency("GBP"), lambda: Money(1) < 5):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
@dataclass
class Line:
    sku: str
    quantity: int
    price: Money
    tags: list = field(default_factory=list, compare=False)
    @property
    def total(self): return self.price * self.quantity
@dataclass(order=True)
class Order:
    sort_index: dt.date = field(init=False, repr=False)
    number: int
    placed: dt.date
    lines: list[Line] = field(default_factory=list, repr=False)
    note: Optional[str] = None
    count: ClassVar[int] = 0
    discount: InitVar[Decimal] = Decimal(0)
    def __post_init__(self, discount):
        self.sort_index = self.placed
        self._discount = discount
        type(self).count += 1
    @cached_property
    def total(self): return reduce(lambda a, l: a + l.total, self.lines, Money(0)) * (1 - self._discount)
o = Order(1, dt.date(2024, 2, 29), [Line("a", 3, Money("19.99")), Line("b", 1, Money("0.01"), ["x"])], discount=Decimal("0.1"))
p = Order(2, dt.date(2024, 1, 1))
print(o, p, o.total, o.total.rounded(), o > p, sorted([o, p])[0].number, Order.count, o.__dict__.keys())
print(asdict(o)["lines"][0], astuple(o.lines[1]), [f.name for f in fields(o)], is_dataclass(Order), is_dataclass(o), o == p, o.lines[0] == Line("a", 3, Money("19.99"), ["z"]))
try: hash(o)
except TypeError as e: print(e)
print(hash(Money(1)) == hash(Money("1.0")), {Money(1): 1}[Money("1.00")], Order.__match_args__, Order.__dataclass_fields__["note"].default)
@dataclass
class Base:
    a: int = 1
    _: KW_ONLY
    b: int = 2
@dataclass
class Child(Base):
    c: int = 3
print(Child(5, 6, b=7), Child.__match_args__)
for f in (lambda: Child(1, 2, 3), lambda: Child(1, d=4), lambda: replace(o, sort_index=1), lambda: asdict(5), lambda: fields(5), lambda: replace(Money(1), x=2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try:
    @dataclass
    class Bad:
        x: list = []
except ValueError as e: print(e)
try:
    @dataclass
    class Bad2:
        x: int = 1
        y: int
except TypeError as e: print(e)
C = make_dataclass("C", [("x", int), ("y", int, field(default=5))])
print(C(1), C(1) == C(1, 5))
@dataclass(eq=False)
class Ident: x: int
print(Ident(1) == Ident(1), isinstance(hash(Ident(1)), int))
@dataclass(repr=False, unsafe_hash=True)
class H:
    x: int
    def __repr__(self): return "H!"
print(H(1), hash(H(1)) == hash(H(1)))
match o:
    case Order(number=1, placed=dt.date(year=y)): print("order of", y)
