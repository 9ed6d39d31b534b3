# datetime: construction, parts, arithmetic, formats, parsing.
from datetime import datetime, date, time, timedelta
dt = datetime(2024, 3, 15, 14, 30, 5, 123456)
print(dt, repr(dt), datetime(2024, 1, 1), repr(datetime(2024, 1, 1)), dt.date(), dt.time(), dt.hour, dt.microsecond, dt.replace(hour=0, minute=0), dt + timedelta(hours=10), dt - datetime(2024, 1, 1), dt.isoformat(), dt.isoformat(" ", "minutes"), dt.isoformat(timespec="milliseconds"), dt.weekday(), datetime.combine(date(2024, 1, 2), time(3, 4)), dt.ctime(), dt.timetuple()[:6], dt.isocalendar()[1])
print(dt.strftime("%Y-%m-%d %H:%M:%S.%f %I %p %j %w %a %b %y %M %Z%z|%T|%D|%e" if False else "%Y-%m-%d %H:%M:%S.%f %I %p %j %w %a %b %y %M %Z%z|%%"), f"{dt:%H:%M}", f"{dt!s:>30}", format(dt, ""), "{:%d %B}".format(dt))
for s, f in (("2024-03-15", "%Y-%m-%d"), ("15/03/24 2:05 PM", "%d/%m/%y %I:%M %p"), ("Mar 5 2024", "%b %d %Y"), ("2024-03-15T10:20:30.5", "%Y-%m-%dT%H:%M:%S.%f"), ("10:20", "%H:%M"), ("Friday March 01 2024", "%A %B %d %Y"), ("2024 075", "%Y %j"), ("2024-03-15 +0200", "%Y-%m-%d %z")):
    print(datetime.strptime(s, f))
print(datetime.fromisoformat("2024-03-15"), datetime.fromisoformat("2024-03-15T10:20"), datetime.fromisoformat("2024-03-15 10:20:30.123"), datetime.fromisoformat("2024-03-15T10:20:30Z"), datetime.fromisoformat("2024-03-15T10:20:30+02:00"), datetime.min, datetime.max, dt == datetime(2024, 3, 15, 14, 30, 5, 123456), dt < datetime.max, isinstance(dt, date), hash(dt) == hash(dt.replace()))
for bad in (lambda: datetime(2024, 1, 1, 24), lambda: datetime(2024, 1, 1, 0, 60), lambda: datetime(2024, 2, 30), lambda: datetime(2024, 1), lambda: dt + 5, lambda: dt - date(2024, 1, 1), lambda: dt < date(2024, 1, 1), lambda: datetime.strptime("x", "%Y"), lambda: datetime.strptime("2024-13-01", "%Y-%m-%d"), lambda: datetime.strptime("2024-01-01 extra", "%Y-%m-%d"), lambda: datetime.fromisoformat("bad"), lambda: datetime.strptime("1", "%Q"), lambda: dt + timedelta(days=10 ** 7), lambda: dt < 5, lambda: datetime("2024"), lambda: datetime.strptime("30 Feb 2024", "%d %b %Y"), lambda: dt + dt):
    try:
        print(bad())
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
print(dt == dt.date(), dt != "x", sorted([dt, datetime(2020, 1, 1)])[0], (dt - timedelta(days=31)).month)
