from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, InvalidOperation, getcontext, localcontext

D = Decimal
print(D("1.10") + D("2.20"), D("0.1") + D("0.2") == D("0.3"), D("10") / 3, D(1) / D(7), D("1.00") * 3, D("5") - D("7.5"), -D("1.5"), abs(D("-2")), D(7) // 2, D(-7) // 2, D(7) % 3, D(-7) % 3, D(2) ** 10, D("1.1") ** 2, D(2) ** -1, D(2).sqrt())
print(repr(D("1.50")), D("1.50"), D("1E+5"), D("1E-10"), D("0.00001"), D("0.0000001"), D("-0"), D("123456789012345678901234567890") + 1, D(0.1), D("NaN"), D("Infinity"), D("-inf"), D(" 1_000.5 "), D((1, (1, 2, 3), -2)))
print(D("2.345").quantize(D("0.01")), D("2.355").quantize(D("0.01")), D("2.345").quantize(D("0.01"), rounding=ROUND_HALF_UP), D("2.341").quantize(D("0.01"), ROUND_UP), D("2.349").quantize(D(".01"), rounding=ROUND_DOWN), D("7").quantize(D("0.00")), D("1234.5").quantize(D("1")), D("1235").quantize(D("1E1")))
print(D("1.0") == D("1.00"), D("1.0") == 1, D("0.5") == 0.5, D("1.1") == 1.1, hash(D("1.0")) == hash(1), hash(D("0.5")) == hash(0.5), D(1) < D(2), D("1.5") > 1, 1 < D("1.5"), max(D(1), D(3)), sorted([D("2"), D("1.5")]), sum([D("0.1")] * 3), D("1") in [1, 2])
print(int(D("3.9")), int(D("-3.9")), float(D("1.5")), round(D("2.5")), round(D("2.675"), 2), bool(D(0)), bool(D("0.1")), D("1.500").normalize(), D("100").normalize(), D("3.14").as_tuple(), D("12.3").to_integral_value(), D("1.5").as_integer_ratio(), D("123.45").adjusted(), D("0").is_zero())
print(f"{D('1234.567'):.2f} {D('1234.567'):,.2f} {D('0.5'):.0%} {D('1.5'):>10} {D('1.5'):010.3f} {D('5')} {D('1E+3'):f} {D('12345.678'):.3e} {D('-1.5'):+.1f} {D('2.50')!s} {D('2.5')!r}", str(D("1.10")), "%s" % D("1.1"), "{:.1f}".format(D("2.25")))
for bad in (lambda: D("abc"), lambda: D(1) / 0, lambda: D(0) / 0, lambda: D(1) + 1.5, lambda: D(1) % 0, lambda: D("1").foo, lambda: D([1]), lambda: D(-1).sqrt(), lambda: D(None), lambda: D("1") + "1"):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e, isinstance(e, ArithmeticError))
with localcontext() as ctx:
    ctx.prec = 5
    print(D(1) / 3, D("123456.789") + 0)
print(D(1) / 3, getcontext().prec)
price, rate = D("19.99"), D("0.0825")
print((price * rate).quantize(D("0.01")), price * (1 + rate), D("100") - D("33.33") * 3, divmod(D(17), D(5)), D("10") == D("1E1"), str(D("1E1")), D("1.23e3"), D("-0.00"), D("0E+3"), D("1.0") * D("1.0"))
