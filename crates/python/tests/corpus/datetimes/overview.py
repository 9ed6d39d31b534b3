from datetime import date, datetime, time, timedelta, timezone

d = date(2024, 2, 29)
print(d, repr(d), d.weekday(), d.isoweekday(), d.isocalendar(), d.toordinal(), date.fromordinal(738945), d.isoformat(), d.strftime("%d/%m/%Y %A %B %j"))
print(d + timedelta(days=366), d - timedelta(1), d - date(2023, 12, 25), d < date(2025, 1, 1), d == date(2024, 2, 29), d.replace(year=2023, day=1), date.min, date.max)
t = datetime(2024, 1, 15, 10, 30, 45, 123456)
print(t, repr(t), t.date(), t.time(), t.isoformat(), t.isoformat(" ", "seconds"), t.strftime("%Y-%m-%d %H:%M:%S.%f %p %I"))
print(t + timedelta(hours=20), t - timedelta(minutes=31), t - datetime(2024, 1, 1), t.replace(microsecond=0), t.ctime(), t.timetuple()[:6])
u = datetime(2024, 1, 15, 10, 30, tzinfo=timezone.utc)
tz = timezone(timedelta(hours=5, minutes=30))
print(u, repr(u), u.timestamp(), u.astimezone(tz), u.astimezone(timezone(timedelta(hours=-8), "PST")).tzname(), u.isoformat(), u == u.astimezone(tz), hash(u) == hash(u.astimezone(tz)))
print(datetime.fromtimestamp(1700000000.5, timezone.utc), datetime.fromisoformat("2024-01-15T10:30:00+02:00"), datetime.fromisoformat("2024-01-15 10:30:00.5"), datetime.fromisoformat("2024-01-15"), datetime.fromisoformat("2024-01-15T10:30:00Z"), date.fromisoformat("2024-12-31"))
print(datetime.strptime("15/01/24 08:05 PM", "%d/%m/%y %I:%M %p"), datetime.strptime("2024-01-15T10:30:45.123+0200", "%Y-%m-%dT%H:%M:%S.%f%z"), datetime.strptime("Jan 5 2024", "%b %d %Y"))
x = timedelta(days=1, hours=25, minutes=-5, microseconds=5)
print(x, repr(x), x.days, x.seconds, x.total_seconds(), -x, abs(-x), x * 2, x / 2, x // timedelta(hours=1), x % timedelta(hours=1), timedelta(0), bool(timedelta()), timedelta(weeks=1) > x, timedelta(seconds=1.5), timedelta(days=-1), repr(timedelta()), x == timedelta(days=2, minutes=55, microseconds=5), divmod(x, timedelta(hours=3)), timedelta(1) / timedelta(hours=5), timedelta(1) * 0.3)
print(time(10, 5), repr(time(10, 5, 1)), time(1) < time(2), time.fromisoformat("10:20:30"), time(23, 59, 59, 999).isoformat(), datetime.combine(d, time(1, 2)))
for bad in (lambda: date(2023, 2, 29), lambda: datetime(2024, 13, 1), lambda: datetime(2024, 1, 1, 25), lambda: t - u, lambda: t < u, lambda: datetime.fromisoformat("nope"), lambda: datetime.strptime("x", "%Y"), lambda: datetime.strptime("2024x", "%Y"), lambda: date(2024, 1, 1) + 5, lambda: timedelta("x"), lambda: t < d):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(t == u, sorted([datetime(2024, 2, 1), datetime(2023, 1, 1)])[0], {d: 1}[date(2024, 2, 29)], f"{t:%H:%M} {d:%Y} {d}", max(date(2020, 1, 1), d), isinstance(t, date))
