# What the C library gives, to the last digit.
import math
values = [0.1, 0.5, 0.7, 1.1, 1.7, 2.3, 3.9, 7.7, 12.5, 27, 33.3, 100.1, 1e-3, 1e-8, 1e300, 1e-310]
for name in ("sqrt", "cbrt", "exp2", "log", "log2", "log10", "log1p", "asinh", "acosh", "atanh", "sinh", "tanh", "atan"):
    row = []
    for x in values:
        for y in (x, -x, x * 1.37):
            try:
                row.append(getattr(math, name)(y))
            except (ValueError, OverflowError) as e:
                row.append(str(e))
    print(name, row)
print([math.hypot(x, y) for x in values for y in values[:6]])
print([math.hypot(x, y, 1.1, -3.0) for x in values for y in values[:4]], math.hypot(), math.hypot(-3), math.hypot(math.inf, math.nan), math.hypot(1, math.nan))
print([math.dist((x, 1.5), (y, 0.25)) for x in values for y in values[:4]])
print(math.log(10**400), math.log10(10**400), math.log2(2**4000), math.log(10**400 + 12345, 3), math.log2(2**1023), math.log10(10**308))
for bad in (lambda: math.sqrt(), lambda: math.sqrt(1, 2), lambda: math.sqrt(x=1), lambda: math.atan2(1), lambda: math.log(), lambda: math.log(1, 2, 3), lambda: math.perm(), lambda: math.prod(), lambda: math.isclose(1), lambda: math.isclose(1, 2, 3), lambda: math.isclose(1, 2, tol=3), lambda: math.dist((1,), (1, 2)), lambda: math.atanh(1), lambda: math.acosh(0.5)):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
