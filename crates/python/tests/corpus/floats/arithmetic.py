# Division, modulo, power and comparison of floats.
for a in (7.5, -7.5, 0.0, 1e300):
    for b in (2.0, -2.0, 0.3):
        print(a, b, a // b, a % b, divmod(a, b), a / b, a * b, a - b)
inf, nan = float("inf"), float("nan")
print(inf - inf, inf * 0, inf + 1, -inf, inf // 1, inf % 2, 5 % inf, -5 % inf, 5 // inf, -5 // inf, nan == nan, nan != nan, nan < 1, inf > 10 ** 400, inf == inf, nan in [nan], [nan] == [nan], max(nan, 1), max(1, nan), sorted([3, inf, -inf, 1]))
print(2 ** 0.5, 2.0 ** 3, 4 ** -0.5, (-8.0) ** 2, 0.0 ** 0, inf ** 0, 1 ** nan, 0.0 ** inf, (-1.0) ** inf, (-2.0) ** 3.0, 10.0 ** -3)
print(1 == 1.0, 0.1 + 0.2 == 0.3, 1 < 1.5 < 2, 0.0 == -0.0, 3 == 3.0000000000000001, True == 1.0, hash(1) == hash(1.0) == hash(True), {1.0: "a"}[1], 2 ** 53 + 1 == 2.0 ** 53, hash(0.5) == hash(0.5))
print(abs(-2.5), -0.0, 0.0 * -1, int(2.9), int(-2.9), float(5), float("  1.5\n"), float("1_0.5"), float("-inf"), float("NaN"), float("1e-3"), float("infinity"), float("+.5"), float("5."), float(True), float())
print((2.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (2.5).hex(), float.fromhex("0x1.4p+1"), (1.5).conjugate(), (2.5).real, inf.is_integer(), (0.1).as_integer_ratio())
for bad in (lambda: float("x"), lambda: float("1 2"), lambda: float("1__0"), lambda: float([]), lambda: float("1,5"), lambda: int(nan), lambda: inf.as_integer_ratio(), lambda: 1.0 / 0, lambda: 1.0 % 0, lambda: 10.0 ** 400, lambda: 1.5 << 1, lambda: 1.5 & 1, lambda: [1][1.0], lambda: range(2.0), lambda: "a" * 2.0, lambda: round(nan), lambda: round(inf), lambda: 0.0 ** -1.0, lambda: float("0x10"), lambda: float(1, 2)):
    try:
        print(bad())
    except (ValueError, TypeError, OverflowError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
