# round() on floats and ints, banker's rounding, negative digits.
print([round(x) for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, 2.5001, 1e20, -2.7, 0.49999999999999994)])
print([round(x, 1) for x in (0.05, 0.15, 0.25, 0.35, 2.675, -1.25, 1e20, 1.0)], [round(x, 2) for x in (2.675, 1.005, 2.5, 0.125, 0.375, 1234.5678)])
print([round(x, -1) for x in (15, 25, 5, -5, -15, 14.9, 25.0, 1234, 1235, 105)], round(1234567, -3), round(5, -1), round(15, -2), round(-51, -2), round(7, 3), round(True), type(round(2.0)).__name__, type(round(2.0, 0)).__name__, type(round(2, 1)).__name__)
print(round(1e300, 2), round(1.5, 400), round(1.5, -400), round(float("nan"), 2), round(float("inf"), 2), round(-0.4), round(-0.04, 1), round(2.5, None), round(number=1.25, ndigits=1), round(12345.678, -2))
print(f"{0.5:.0f} {1.5:.0f} {2.5:.0f} {2.675:.2f} {0.125:.2f} {1e22:.0f} {1.005:.2f} {0.1:.20f} {123456789.987654321:.3f}")
for bad in (lambda: round("a"), lambda: round(1.5, "a"), lambda: round(1.5, 1.5), lambda: round(None), lambda: round()):
    try:
        print(bad())
    except TypeError as e:
        print(e)
total = 0.0
for _ in range(10):
    total += 0.1
print(total, round(total, 10), total == 1.0, 1.1 + 2.2, 3 * 1.1, 0.1 * 0.1, 1 - 0.9, 4.35 * 100, int(4.35 * 100), 1.15 * 100)
