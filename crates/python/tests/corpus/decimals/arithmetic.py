# Decimal: construction, arithmetic, comparison, repr.
from decimal import Decimal, InvalidOperation, DivisionByZero
D = Decimal
print(D("1.10") + D("2.2"), D("0.1") + D("0.2") == D("0.3"), D(5), D("-0.00"), D("1E+3"), D("1e-10"), D("123.4500"), D(0.1), D(1.5), repr(D("1.5")), str(D("1E5")), D("  7 "), D("1_000.5"), D((0, (1, 2, 3), -2)))
a, b = D("10"), D("3")
print(a / b, a // b, a % b, -a % b, divmod(a, b), a ** 2, a ** -1, D(2) ** D("0.5"), -a, abs(D("-1.5")), +D("1.50"), a * b, a - b, 1 + a, 2 * b, 1 / b, 10 - b, 7 // b, 2 ** b)
print(a > b, a == 10, a == 10.0, D("1.0") == D("1.00"), hash(D("1.0")) == hash(1), {D(1): "x"}[1], max(a, b, 5), sorted([D("1.5"), 1, D("0.5")]), sum([D("0.1")] * 3), bool(D(0)), D("1.5") < 2.5, D("NaN") == D("NaN"), D("Infinity") > 10 ** 10)
print(int(D("3.9")), float(D("0.1")), round(D("2.5")), round(D("2.675"), 2), round(D("1234.5"), -2), D("3.7").to_integral_value(), D("-3.5").__floor__(), D("1.50").normalize(), D("100").normalize(), D("1.23E+5").as_tuple(), D("12.345").quantize(D("0.01")), D("9.995").adjusted(), D("1.5").is_signed(), D("7").is_finite(), D("2").sqrt(), D("100").log10(), D("1").exp())
for bad in (lambda: D("abc"), lambda: D(1) / D(0), lambda: D(0) / D(0), lambda: D(1) % 0, lambda: D("1") + 1.5, lambda: D(None), lambda: D(-1).sqrt(), lambda: D("1e400") * D("1") if False else D(""), lambda: D("1") + "1", lambda: D([]), lambda: int(D("NaN")), lambda: int(D("Infinity")), lambda: D("1") < "a", lambda: D(0) ** 0, lambda: D("123456789").quantize(D("1e-25"))):
    try:
        print(bad())
    except (InvalidOperation, DivisionByZero, ZeroDivisionError, TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__, e)
