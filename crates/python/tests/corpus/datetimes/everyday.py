from datetime import datetime, date, timedelta, timezone, time
from decimal import Decimal, ROUND_HALF_UP, ROUND_DOWN, getcontext, localcontext, InvalidOperation
import json, uuid, math, random

d = datetime(2024, 2, 29, 13, 5, 9, 123456)
print(d, repr(d), d.isoformat(), d.date(), d.time(), d + timedelta(days=1, hours=-5), d.strftime("%Y-%m-%d %H:%M:%S.%f %j %a %A %b %B %p %I %y %%"), d.weekday(), d.isoweekday(), d.isocalendar(), d.replace(year=2023, day=1), d.timetuple().tm_yday)
print(datetime.strptime("03/01/2025 07:08", "%d/%m/%Y %H:%M"), datetime.fromisoformat("2024-01-02T03:04:05+02:00"), date.fromisoformat("2024-12-31") - date(2024, 1, 1), datetime(2024, 1, 1, tzinfo=timezone.utc).astimezone(timezone(timedelta(hours=-3))), (datetime(2024, 3, 1) - datetime(2024, 2, 1, 12)).total_seconds())
print(timedelta(days=-1, seconds=5), timedelta(minutes=90), timedelta(1.5), timedelta(weeks=1) / 2, timedelta(hours=5) // timedelta(hours=2), timedelta(seconds=3) * 2.5, repr(timedelta(days=1, seconds=2, microseconds=3)), -timedelta(hours=1), abs(timedelta(-1)), timedelta(0) == timedelta(), bool(timedelta(0)), max(timedelta(1), timedelta(2)))
for bad in (lambda: date(2023, 2, 29), lambda: datetime.strptime("x", "%Y"), lambda: datetime.fromisoformat("nope"), lambda: datetime(2024, 1, 1) < datetime(2024, 1, 1, tzinfo=timezone.utc), lambda: date(2024, 1, 1) + 1, lambda: datetime(2024, 13, 1), lambda: time(25), lambda: datetime.now() - date.today()):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(Decimal("1.10") + Decimal("2.205"), Decimal("1") / 3, Decimal("2.675").quantize(Decimal("0.01"), ROUND_HALF_UP), Decimal("2.665").quantize(Decimal("0.01")), Decimal(10).sqrt(), Decimal("1E+3"), Decimal("0.00001"), Decimal("-0"), repr(Decimal("1.0")), Decimal("1.0") == Decimal("1"), hash(Decimal("1.0")) == hash(1), Decimal(5) // 2, Decimal(-7) % 3, Decimal("1.5") ** 2, round(Decimal("2.5")), round(Decimal("1.234"), 2), int(Decimal("3.9")), float(Decimal("0.1")), Decimal(0.1), f"{Decimal('1234.5'):,.2f}", sum([Decimal("0.1")] * 3), Decimal("1.20").normalize(), Decimal("123").as_tuple(), max(Decimal(1), Decimal(2)), Decimal("NaN") == Decimal("NaN"), Decimal("3.14").to_integral_value(), Decimal("1e2") + 1)
with localcontext() as ctx:
    ctx.prec = 5
    print(Decimal(1) / 7)
for bad in (lambda: Decimal("x"), lambda: Decimal(1) / 0, lambda: Decimal(1) + 1.5, lambda: Decimal("1") < "2"):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
obj = {"a": [1, 2.5, None, True, "é\n\"q"], "b": {"c": {}, "d": []}, "e": 1e100, "10": -0.0}
s = json.dumps(obj); print(s); print(json.loads(s) == obj, json.dumps(obj, indent=2, sort_keys=True, ensure_ascii=False)); print(json.dumps([1, [2]], separators=(",", ":")), json.dumps({1: 2, None: 3, True: 4, 1.5: 5}), json.dumps("\u2028</"), json.dumps((1, 2)), json.dumps(float("nan")))
class E(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, (date, Decimal)): return str(o)
        if isinstance(o, set): return sorted(o)
        return super().default(o)
print(json.dumps({"d": date(2024, 1, 1), "s": {3, 1}, "x": Decimal("1.5")}, cls=E), json.dumps({"d": d}, default=str))
for bad in (lambda: json.loads("{"), lambda: json.loads("[1,]"), lambda: json.loads(""), lambda: json.loads('{"a": 1 "b"}'), lambda: json.loads("nul"), lambda: json.loads('"\x01"'), lambda: json.dumps({1, 2}), lambda: json.dumps({(1,): 2}), lambda: json.loads("[1] x"), lambda: json.loads("{'a': 1}")):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(json.loads('{"a": 1, "a": 2}'), json.loads("[1e5, -0, 1E-2, 123456789012345678901234567890]"), json.loads('"\\u00e9\\ud83d\\ude00"'), json.loads("[]", parse_float=Decimal), json.loads("1.5", parse_float=Decimal), json.loads('{"x": 1}', object_hook=lambda d: list(d.items())))
print(math.floor(-1.5), math.ceil(1.2), math.trunc(-1.9), math.sqrt(16), math.gcd(12, 18), math.lcm(4, 6), math.factorial(10), math.comb(5, 2), math.perm(5, 2), math.isclose(0.1 + 0.2, 0.3), math.hypot(3, 4), math.log(100, 10), math.log2(8), math.log10(1000), math.exp(1), math.pi, math.inf, math.prod([1, 2, 3]), math.fsum([0.1] * 10), math.isqrt(17), math.modf(2.5), math.copysign(1, -0.0), math.degrees(math.pi), math.dist((0, 0), (3, 4)))
random.seed(123); print(random.random(), random.randint(1, 100), random.choice("abc"), random.sample(range(50), 3), random.uniform(1, 2), random.shuffle(x := [1, 2, 3, 4]), x, random.gauss(0, 1), random.choices("ab", [1, 3], k=4), random.randrange(0, 10, 3))
u = uuid.UUID("12345678123456781234567812345678"); print(u, u.hex, u.version, uuid.uuid5(uuid.NAMESPACE_DNS, "python.org"), len(str(uuid.uuid4())))
