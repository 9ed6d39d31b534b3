# Integer arithmetic and its signs.
for a in (7, -7, 0, 13):
    for b in (2, -2, 5, -3):
        print(a, b, a + b, a - b, a * b, a // b, a % b, divmod(a, b), a / b, a & b, a | b, a ^ b, -a, ~a)
print(2 ** 10, 2 ** 0, (-2) ** 3, -2 ** 2, 2 ** -1, 0 ** 0, pow(2, 3), pow(2, 10, 1000), pow(3, -1, 7), pow(-2, 3, 5), pow(2, 3, -5))
print(1 << 5, -1 << 3, 100 >> 3, -100 >> 3, -1 >> 100, 1 << 0, 5 >> 100, 0 << 1000)
print(+True, -True, ~True, True + True, True * 3, True / 2, True & 3, True | False, True ^ True, ~0, not 0)
print(7 .bit_length(), (0).bit_length(), (-8).bit_length(), (255).bit_count(), (5).conjugate(), (5).real, (5).imag, (5).numerator, (5).denominator, (7).as_integer_ratio(), (3).__add__(4), (3).__add__("x"), (7).is_integer() if hasattr(7, "is_integer") else "no is_integer")
for bad in (lambda: pow(2, -1, 4), lambda: pow(2, 2, 0), lambda: pow(2.0, 2, 3), lambda: 1 << -1, lambda: 1 >> -1, lambda: pow("a", 2), lambda: 1 @ 2, lambda: 5 & 1.0, lambda: pow(2), lambda: 1 // 0):
    try:
        print(bad())
    except (ValueError, TypeError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
