# Rounding modes, quantize, formats: money.
from decimal import Decimal, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN, ROUND_UP, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_05UP
cent = Decimal("0.01")
for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN, ROUND_UP, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_05UP):
    print(mode, [str(Decimal(x).quantize(cent, rounding=mode)) for x in ("1.005", "1.015", "-1.005", "2.675", "1.001", "-1.009")])
for x in ("1234567.891", "0.5", "-12.345", "1E+5", "0", "1e-8"):
    d = Decimal(x)
    print([f"{d}", f"{d:.2f}", f"{d:,.2f}", f"{d:>12}", f"{d:+.1f}", f"{d:e}", f"{d:.3g}", f"{d:%}", f"{d:08.1f}", f"{d:.0f}", "%s" % d, "%.1f" % d, f"{d:<10}|", f"{d!r}", f"{d:,}", f"{d:f}"])
price, qty, rate = Decimal("19.99"), 3, Decimal("0.0825")
subtotal = price * qty
tax = (subtotal * rate).quantize(cent, rounding=ROUND_HALF_UP)
print(subtotal, tax, subtotal + tax, (subtotal / 7).quantize(cent), sum([price] * 3, Decimal(0)), min(price, tax), Decimal("100") * Decimal("1.1") ** 5)
def split(amount, n):
    share = (amount / n).quantize(cent, rounding=ROUND_DOWN)
    rest = amount - share * n
    return [share + cent if i < rest / cent else share for i in range(n)]
print(split(Decimal("100"), 3), sum(split(Decimal("0.05"), 3)), split(Decimal("10.01"), 2))
