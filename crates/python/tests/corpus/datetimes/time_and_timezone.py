# time of day and fixed-offset time zones.
from datetime import datetime, time, timedelta, timezone
t = time(14, 5, 6, 7)
print(t, repr(t), time(), time(9), repr(time(9, 30)), t.replace(hour=1), t.isoformat("minutes"), t < time(15), time.fromisoformat("10:20:30"), t.strftime("%H-%M-%S"), f"{t:%I %p}", time.min, time.max, t == time(14, 5, 6, 7), bool(time(0)))
utc = timezone.utc
cet = timezone(timedelta(hours=1))
named = timezone(timedelta(hours=-5, minutes=-30), "HERE")
print(utc, repr(utc), cet, repr(cet), named, repr(named), cet.utcoffset(None), named.tzname(None), timezone(timedelta(0)) == utc)
a = datetime(2024, 1, 1, 12, tzinfo=utc)
print(a, repr(a), a.astimezone(cet), a.astimezone(named), a == a.astimezone(cet), a.tzinfo, a.utcoffset(), a.tzname(), a.isoformat(), a.timestamp(), datetime.fromtimestamp(0, utc), datetime.fromtimestamp(1700000000.5, cet), datetime.utcfromtimestamp(86400), a - datetime(2024, 1, 1, 12, tzinfo=cet), a.replace(tzinfo=None), a.strftime("%z %Z"), a.utctimetuple()[:4], hash(a) == hash(a.astimezone(cet)))
for bad in (lambda: a < datetime(2024, 1, 1), lambda: a - datetime(2024, 1, 1), lambda: timezone(timedelta(hours=25)), lambda: timezone(5), lambda: time(25), lambda: time(1) + timedelta(1), lambda: datetime(2024, 1, 1, tzinfo="UTC"), lambda: time.fromisoformat("x"), lambda: time(1) < 5):
    try:
        print(bad())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(a == datetime(2024, 1, 1, 12), datetime.fromisoformat(a.isoformat()) == a, time(1, tzinfo=utc), time(1, tzinfo=utc).isoformat(), sorted([a, a.replace(hour=1)])[0])
