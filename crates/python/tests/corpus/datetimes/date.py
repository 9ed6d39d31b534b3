# date: construction, arithmetic, formats, errors.
from datetime import date, timedelta
d = date(2024, 2, 28)
print(d, repr(d), d.year, d.month, d.day, d + timedelta(days=2), d - timedelta(weeks=1), date(2024, 3, 1) - d, d < date(2024, 3, 1), d == date(2024, 2, 28), d.weekday(), d.isoweekday(), d.isocalendar(), tuple(d.isocalendar()), d.toordinal(), d.replace(day=29), d.replace(2023), d.isoformat(), hash(d) == hash(date(2024, 2, 28)), {d: 1}[date(2024, 2, 28)])
print(date.fromisoformat("2024-12-31"), date.fromordinal(738000), date.min, date.max, date.resolution, d.strftime("%Y/%m/%d %a %A %b %B %j %d %y %U %% %x"), f"{d:%d.%m.%Y}", f"{d}", format(d, "%H:%M"), d.timetuple()[:3], d.ctime(), str(d), date.fromisoformat("20240102"), date.fromisocalendar(2024, 1, 1))
for bad in (lambda: date(2024, 2, 30), lambda: date(2024, 13, 1), lambda: date(0, 1, 1), lambda: date(2024, 1), lambda: date("2024", 1, 1), lambda: d + 1, lambda: d - 1, lambda: d < 5, lambda: date.fromisoformat("nope"), lambda: date.fromisoformat("2024-1-1"), lambda: date.max + timedelta(1), lambda: date(2024, 1, 1.5), lambda: d + d, lambda: setattr(d, "year", 1), lambda: date.fromisoformat(5), lambda: date.fromisoformat("2024-02-30"), lambda: d.replace(month=99)):
    try:
        print(bad())
    except (ValueError, TypeError, OverflowError, AttributeError) as e:
        print(type(e).__name__, e)
print([str(date(2023, 12, 30) + timedelta(i)) for i in range(4)], max(d, date(2025, 1, 1)), d == "2024-02-28", d != None, bool(d), (date(2024, 12, 25) - date(2024, 1, 1)).days)
