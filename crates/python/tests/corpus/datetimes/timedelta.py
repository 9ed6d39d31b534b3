# timedelta: normalization, arithmetic, text.
from datetime import timedelta
T = timedelta
for t in (T(), T(1), T(days=1, hours=2, minutes=3, seconds=4, milliseconds=5, microseconds=6), T(seconds=-1), T(hours=25), T(weeks=1), T(days=-1, seconds=1), T(microseconds=10 ** 12), T(1.5), T(seconds=0.1), T(minutes=-90), T.max, T.min, T.resolution):
    print(t, repr(t), t.days, t.seconds, t.microseconds, t.total_seconds(), bool(t))
a, b = T(hours=3), T(minutes=50)
print(a + b, a - b, a * 2, 2 * a, a / 2, a / b, a // b, a % b, divmod(a, b), -a, abs(-a), +a, a > b, a == T(minutes=180), sum([a, b], T()), a // 7, a * 0.5, a * 1.23456789, hash(a) == hash(T(minutes=180)), sorted([a, b]), max(a, b), str(a), f"{b}", a != 5, a == 0, a / 0.7)
for bad in (lambda: a + 1, lambda: a * a, lambda: a < 1, lambda: T("x"), lambda: T(10 ** 10), lambda: a / 0, lambda: 1 / a, lambda: a // 0, lambda: 1 - a, lambda: T(nope=1), lambda: a / "x", lambda: a % 5, lambda: T(float("nan"))):
    try:
        print(bad())
    except (TypeError, OverflowError, ZeroDivisionError, ValueError) as e:
        print(type(e).__name__, e)
def human(t):
    s = int(t.total_seconds())
    h, s = divmod(s, 3600)
    m, s = divmod(s, 60)
    return f"{h}h{m:02d}m{s:02d}s"
print(human(T(hours=26, seconds=61)), human(T(minutes=5)))
