# Precision and traps of contexts.
from decimal import Decimal, getcontext, localcontext, Context, Inexact, ROUND_DOWN
print(getcontext().prec, getcontext().rounding, Decimal(1) / 7)
with localcontext() as ctx:
    ctx.prec = 5
    print(Decimal(1) / 7, Decimal("123456.789") + 0, +Decimal("1.2345678"), Decimal("1.2345678"))
print(Decimal(1) / 7)
getcontext().prec = 10
getcontext().rounding = ROUND_DOWN
print(Decimal(2) / 3, Decimal(10) ** 20, Decimal("1e20") + 1, Decimal("99999999999") * 1)
with localcontext(Context(prec=3)):
    print(Decimal(2) / 3, Decimal("12345") * 1, Decimal("0.0012345") + 0)
print(Context(prec=4).divide(Decimal(1), Decimal(3)), Context(prec=2).create_decimal("1.256"))
