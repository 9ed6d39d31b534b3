from _host import call as _call

MINYEAR = 1
MAXYEAR = 9999
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_DAYS_IN = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _only(unknown):
    for name in unknown:
        raise TypeError(f"'{name}' is an invalid keyword argument for replace()")


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN[month - 1]


def _before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _to_ordinal(year, month, day):
    return _before_year(year) + _DAYS_BEFORE[month - 1] + (month > 2 and _is_leap(year)) + day


def _from_ordinal(n):
    n -= 1
    n400, n = divmod(n, 146097)
    year = n400 * 400 + 1
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year += n100 * 100 + n4 * 4 + n1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = 12
    while _DAYS_BEFORE[month - 1] + (month > 2 and _is_leap(year)) > n:
        month -= 1
    return year, month, n - (_DAYS_BEFORE[month - 1] + (month > 2 and _is_leap(year))) + 1


def _round_half_even(x):
    return round(x)


def _wrong_arguments(names, required, most, values, rest, unknown, method=None):
    # What CPython says of arguments of what it has in C. `values`: those that were given by name or place.
    if method is not None:
        if rest:
            raise TypeError(f"{method}() takes at most {most} arguments ({most + len(rest) + len(unknown)} given)")
        raise TypeError(f"'{next(iter(unknown))}' is an invalid keyword argument for {method}()")
    given = len([value for value in values if value is not _absent]) + len(rest) + len(unknown)
    if rest:
        kind = "arguments" if most == len(names) and most == required else "positional arguments"
        raise TypeError(f"function takes at most {most} {kind} ({given} given)")
    if given > len(names) and unknown:
        raise TypeError(f"function takes at most {len(names)} arguments ({given} given)")
    for i in range(required):
        if values[i] is _absent:
            raise TypeError(f"function missing required argument '{names[i]}' (pos {i + 1})")
    raise TypeError(f"'{next(iter(unknown))}' is an invalid keyword argument for this function")


_absent = object()


def _days(total):
    # Days of a timedelta in C.
    days = total // 86400000000
    if not -2147483648 <= days <= 2147483647:
        raise OverflowError("Python int too large to convert to C int")
    return total


class timedelta:
    __tp_name__ = "datetime.timedelta"
    __slots__ = ("_days", "_seconds", "_microseconds")

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0, *rest, **unknown):
        if rest or unknown:
            _wrong_arguments((), 0, 7, (), rest, unknown, "__new__")
        total = 0
        fraction = 0.0
        for value, unit in (
            (days, 86400000000),
            (seconds, 1000000),
            (microseconds, 1),
            (milliseconds, 1000),
            (minutes, 60000000),
            (hours, 3600000000),
            (weeks, 604800000000),
        ):
            if isinstance(value, int):
                total += value * unit
            elif isinstance(value, float):
                whole = int(value)
                total += whole * unit
                fraction += (value - whole) * unit
            else:
                raise TypeError(f"unsupported type for timedelta {_part_name(unit)} component: {type(value).__name__}")
        if fraction:
            # Half a microsecond goes to the even one of the whole.
            whole = int(fraction // 1)
            left = fraction - whole
            total += whole
            if left > 0.5 or (left == 0.5 and total % 2):
                total += 1
        return cls._of(_days(total))

    @classmethod
    def _of(cls, total):
        self = object.__new__(cls)
        seconds, self._microseconds = divmod(total, 1000000)
        self._days, self._seconds = divmod(seconds, 86400)
        if abs(self._days) > 999999999:
            raise OverflowError(f"days={self._days}; must have magnitude <= 999999999")
        return self

    def __reduce__(self):
        return (type(self), (self._days, self._seconds, self._microseconds))

    @property
    def days(self):
        return self._days

    @property
    def seconds(self):
        return self._seconds

    @property
    def microseconds(self):
        return self._microseconds

    def _total(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def total_seconds(self):
        return self._total() / 10**6

    def __repr__(self):
        parts = []
        if self._days:
            parts.append(f"days={self._days}")
        if self._seconds:
            parts.append(f"seconds={self._seconds}")
        if self._microseconds:
            parts.append(f"microseconds={self._microseconds}")
        return f"{_title(self)}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02d}:{seconds:02d}"
        if self._days:
            plural = "" if abs(self._days) == 1 else "s"
            text = f"{self._days} day{plural}, {text}"
        if self._microseconds:
            text += f".{self._microseconds:06d}"
        return text

    def __add__(self, other):
        if isinstance(other, timedelta):
            return timedelta._of(self._total() + other._total())
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._of(self._total() - other._total())
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return other - self
        return NotImplemented

    def __neg__(self):
        return timedelta._of(-self._total())

    def __pos__(self):
        return self

    def __abs__(self):
        return timedelta._of(abs(self._total()))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(_days(self._total() * other))
        if isinstance(other, float):
            n, d = other.as_integer_ratio()
            return timedelta._of(_divide_nearest(self._total() * n, d))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total() // other._total()
        if isinstance(other, int):
            return timedelta._of(self._total() // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total() / other._total()
        if isinstance(other, int):
            return timedelta._of(_divide_nearest(self._total(), other))
        if isinstance(other, float):
            n, d = other.as_integer_ratio()
            return timedelta._of(_divide_nearest(self._total() * d, n))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return timedelta._of(self._total() % other._total())
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            q, r = divmod(self._total(), other._total())
            return q, timedelta._of(r)
        return NotImplemented

    def __eq__(self, other):
        return self._total() == other._total() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._total() < other._total() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._total() <= other._total() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._total() > other._total() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._total() >= other._total() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash((self._days, self._seconds, self._microseconds))

    def __bool__(self):
        return self._total() != 0


def _title(value):
    # As a `repr` calls the class.
    cls = type(value)
    return cls.__dict__.get("__tp_name__", cls.__name__)


def _part_name(unit):
    return {86400000000: "days", 1000000: "seconds", 1: "microseconds", 1000: "milliseconds", 60000000: "minutes", 3600000000: "hours"}.get(unit, "weeks")


def _divide_nearest(a, b):
    q, r = divmod(a, b)
    r *= 2
    if (r > b if b > 0 else r < b) or (r == b and q % 2 == 1):
        q += 1
    return q


timedelta.min = timedelta._of(-999999999 * 86400000000)
timedelta.max = timedelta._of(999999999 * 86400000000 + 86399999999)
timedelta.resolution = timedelta._of(1)


class tzinfo:
    __slots__ = ()
    __tp_name__ = "datetime.tzinfo"

    def tzname(self, dt):
        raise NotImplementedError("tzinfo subclass must override tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("tzinfo subclass must override utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("tzinfo subclass must override dst()")

    def fromutc(self, dt):
        return dt + self.utcoffset(dt)


def _check_moment(method, dt):
    if dt is not None and not isinstance(dt, datetime):
        raise TypeError(f"{method}(dt) argument must be a datetime instance or None, not {type(dt).__name__}")


class timezone(tzinfo):
    __tp_name__ = "datetime.timezone"
    __slots__ = ("_offset", "_name")

    def __init__(self, offset=_absent, name=_absent):
        if offset is _absent:
            raise TypeError("timezone() missing required argument 'offset' (pos 1)")
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if not -86400000000 < offset._total() < 86400000000:
            raise ValueError(f"offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {offset!r}.")
        if name is not _absent and not isinstance(name, str):
            raise TypeError(f"timezone() argument 2 must be str, not {type(name).__name__}")
        self._offset = offset
        self._name = None if name is _absent else name

    def __new__(cls, offset=_absent, name=_absent):
        if name is _absent and isinstance(offset, timedelta) and not offset and hasattr(timezone, "utc"):
            return timezone.utc
        return object.__new__(cls)

    def utcoffset(self, dt):
        _check_moment("utcoffset", dt)
        return self._offset

    def dst(self, dt):
        _check_moment("dst", dt)
        return None

    def tzname(self, dt):
        _check_moment("tzname", dt)
        if self._name is not None:
            return self._name
        if not self._offset:
            return "UTC"
        return "UTC" + _offset_text(self._offset)

    def fromutc(self, dt):
        return dt + self._offset

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        if self._name is None:
            return f"datetime.timezone({self._offset!r})"
        return f"datetime.timezone({self._offset!r}, {self._name!r})"

    def __str__(self):
        return self.tzname(None)


def _offset_text(offset, separator=":"):
    total = offset._total()
    sign = "-" if total < 0 else "+"
    minutes, rest = divmod(abs(total), 60000000)
    hours, minutes = divmod(minutes, 60)
    text = f"{sign}{hours:02d}{separator}{minutes:02d}"
    if rest:
        seconds, micro = divmod(rest, 1000000)
        text += f"{separator}{seconds:02d}"
        if micro:
            text += f".{micro:06d}"
    return text


timezone.utc = timezone(timedelta(0))
timezone.min = timezone(timedelta(hours=-23, minutes=-59))
timezone.max = timezone(timedelta(hours=23, minutes=59))
UTC = timezone.utc


def _check_int(value):
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        raise TypeError("'float' object cannot be interpreted as an integer")
    raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")


def _check_date(year, month, day):
    year, month, day = _check_int(year), _check_int(month), _check_int(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond):
    hour, minute, second, microsecond = _check_int(hour), _check_int(minute), _check_int(second), _check_int(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    return hour, minute, second, microsecond


_MOMENT = ("year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold")


def _check_fold(fold):
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")


def _check_tz(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")


class IsoCalendarDate(tuple):
    @property
    def year(self):
        return self[0]

    @property
    def week(self):
        return self[1]

    @property
    def weekday(self):
        return self[2]

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"


class date:
    __tp_name__ = "datetime.date"
    __slots__ = ("_year", "_month", "_day")

    def __new__(cls, year=_absent, month=_absent, day=_absent, *rest, **unknown):
        if rest or unknown or day is _absent or month is _absent or year is _absent:
            _wrong_arguments(("year", "month", "day"), 3, 3, (year, month, day), rest, unknown)
        year, month, day = _check_date(year, month, day)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        return self

    @classmethod
    def fromordinal(cls, n):
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        return cls(*_from_ordinal(n))

    @classmethod
    def fromisocalendar(cls, year, week, day):
        if not 1 <= year <= 9999:
            raise ValueError(f"Year is out of range: {year}")
        if not 0 < week < 53:
            last = _iso_week1(year + 1) if year < 9999 else _to_ordinal(9999, 12, 31) + 1
            if week != 53 or (last - _iso_week1(year)) // 7 < 53:
                raise ValueError(f"Invalid week: {week}")
        if not 0 < day < 8:
            raise ValueError(f"Invalid day: {day} (range is [1, 7])")
        return cls.fromordinal(_iso_week1(year) + (week - 1) * 7 + day - 1)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_call("now"))

    @classmethod
    def fromtimestamp(cls, t):
        return cls.fromordinal(719163 + int(t // 86400))

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            parts = _parse_date(text)
        except (ValueError, IndexError):
            raise ValueError(f"Invalid isoformat string: {text!r}") from None
        return cls(*parts)

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    def __reduce__(self):
        return (type(self), (self._year, self._month, self._day))

    def toordinal(self):
        return _to_ordinal(self._year, self._month, self._day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        year = self._year
        first = _iso_week1(year)
        today = self.toordinal()
        week, day = divmod(today - first, 7)
        if week < 0:
            year -= 1
            week, day = divmod(today - _iso_week1(year), 7)
        elif week >= 52 and today >= _iso_week1(year + 1):
            year += 1
            week = 0
        return IsoCalendarDate((year, week + 1, day + 1))

    def isoformat(self):
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    __str__ = isoformat

    def __repr__(self):
        return f"{_title(self)}({self._year}, {self._month}, {self._day})"

    def ctime(self):
        return f"{_DAY_NAMES[self.weekday()][:3]} {_MONTHS[self._month - 1]} {self._day:2d} 00:00:00 {self._year:04d}"

    def strftime(self, format):
        return _strftime(self, format)

    def __format__(self, format):
        return self.strftime(format) if format else str(self)

    def timetuple(self):
        return _timetuple(self, 0, 0, 0)

    def replace(self, year=None, month=None, day=None, **unknown):
        _only(unknown)
        return type(self)(self._year if year is None else year, self._month if month is None else month, self._day if day is None else day)

    def __add__(self, other):
        if isinstance(other, timedelta):
            n = self.toordinal() + other.days
            if not 0 < n <= 3652059:
                raise OverflowError("date value out of range")
            return type(self).fromordinal(n)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _compare(self, other):
        return (self._year, self._month, self._day), (other._year, other._month, other._day)

    def __eq__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            a, b = self._compare(other)
            return a == b
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            a, b = self._compare(other)
            return a < b
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            a, b = self._compare(other)
            return a <= b
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            a, b = self._compare(other)
            return a > b
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            a, b = self._compare(other)
            return a >= b
        return NotImplemented

    def __hash__(self):
        return hash((self._year, self._month, self._day))


def _iso_week1(year):
    first = _to_ordinal(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


class time:
    __tp_name__ = "datetime.time"
    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *rest, fold=0, **unknown):
        if rest or unknown:
            _wrong_arguments(_MOMENT[3:], 0, 5, (0,) * 5 if rest else (), rest, unknown)
        _check_fold(fold)
        parts = _check_time(hour, minute, second, microsecond)
        _check_tz(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = parts
        self._tzinfo = tzinfo
        self._fold = fold
        return self

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    def __reduce__(self):
        return (type(self), (self._hour, self._minute, self._second, self._microsecond, self._tzinfo))

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            parts = _parse_time(text.removeprefix("T"))
        except (ValueError, IndexError):
            raise ValueError(f"Invalid isoformat string: {text!r}") from None
        return cls(*parts)

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def isoformat(self, timespec="auto"):
        text = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + _offset_text(offset)

    __str__ = isoformat

    def __repr__(self):
        parts = [str(self._hour), str(self._minute)]
        if self._second or self._microsecond:
            parts.append(str(self._second))
        if self._microsecond:
            parts.append(str(self._microsecond))
        if self._tzinfo is not None:
            parts.append(f"tzinfo={self._tzinfo!r}")
        if self._fold:
            parts.append("fold=1")
        return f"{_title(self)}({', '.join(parts)})"

    def strftime(self, format):
        return _strftime(datetime(1900, 1, 1, self._hour, self._minute, self._second, self._microsecond, self._tzinfo), format)

    def __format__(self, format):
        return self.strftime(format) if format else str(self)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None, **unknown):
        _only(unknown)
        return type(self)(
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
            fold=self._fold if fold is None else fold,
        )

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(None)

    def _micros(self):
        return ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond

    def _keys(self, other, equality=False):
        a, b = self.utcoffset(), other.utcoffset()
        if (a is None) != (b is None):
            if equality:
                return 0, 1
            raise TypeError("can't compare offset-naive and offset-aware times")
        x, y = self._micros(), other._micros()
        if a is not None:
            x -= a._total()
            y -= b._total()
        return x, y

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._keys(other, True)
        return a == b

    def __lt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._keys(other)
        return a < b

    def __le__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._keys(other)
        return a <= b

    def __gt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._keys(other)
        return a > b

    def __ge__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._keys(other)
        return a >= b

    def __hash__(self):
        offset = self.utcoffset()
        return hash(self._micros() - (offset._total() if offset is not None else 0))


time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)


def _time_text(hour, minute, second, microsecond, timespec):
    if timespec == "auto":
        timespec = "microseconds" if microsecond else "seconds"
    if timespec == "hours":
        return f"{hour:02d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    if timespec == "seconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "milliseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond // 1000:03d}"
    if timespec == "microseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond:06d}"
    raise ValueError("Unknown timespec value")


_date = date
_time = time


class datetime(date):
    __tp_name__ = "datetime.datetime"
    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year=_absent, month=_absent, day=_absent, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *rest, fold=0, **unknown):
        if rest or unknown or day is _absent or month is _absent or year is _absent:
            values = (year, month, day) + ((0,) * 5 if rest else ())
            if isinstance(year, str) and month is _absent and not unknown:
                _check_int(year)
            _wrong_arguments(_MOMENT, 3, 8, values, rest, unknown)
        _check_fold(fold)
        year, month, day = _check_date(year, month, day)
        parts = _check_time(hour, minute, second, microsecond)
        _check_tz(tzinfo)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        self._hour, self._minute, self._second, self._microsecond = parts
        self._tzinfo = tzinfo
        self._fold = fold
        return self

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    def __reduce__(self):
        return (type(self), (self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond, self._tzinfo))

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_call("now"), tz)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(_call("now"))

    @classmethod
    def fromtimestamp(cls, t, tz=None):
        total = round(t * 1000000) if isinstance(t, float) else _check_int(t) * 1000000
        moment = cls._of(719163 * 86400000000 + total, None)
        if tz is not None:
            moment = tz.fromutc(moment.replace(tzinfo=tz))
        return moment

    @classmethod
    def utcfromtimestamp(cls, t):
        return cls.fromtimestamp(t)

    @classmethod
    def fromordinal(cls, n):
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        return cls(*_from_ordinal(n))

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        if not isinstance(date, _date):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {type(date).__name__}")
        if not isinstance(time, _time):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {type(time).__name__}")
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond, time.tzinfo if tzinfo is True else tzinfo)

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            split = 10 if "-" in text[:8] else 8
            day = _parse_date(text[:split])
            rest = text[split + 1 :]
            if len(text) > split and not rest:
                raise ValueError
            parts = (*day, *(_parse_time(rest) if rest else ()))
        except (ValueError, IndexError):
            raise ValueError(f"Invalid isoformat string: {text!r}") from None
        return cls(*parts)

    @classmethod
    def strptime(cls, text, format):
        for i, value in enumerate((text, format)):
            if not isinstance(value, str):
                raise TypeError(f"strptime() argument {i + 1} must be str, not {type(value).__name__}")
        return _strptime(cls, text, format)

    @classmethod
    def _of(cls, total, tz):
        days, rest = divmod(total, 86400000000)
        if not 0 < days <= 3652059:
            raise OverflowError("date value out of range")
        seconds, micro = divmod(rest, 1000000)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return cls(*_from_ordinal(days), hour, minute, second, micro, tz)

    def _micros(self):
        return self.toordinal() * 86400000000 + ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def date(self):
        return date(self._year, self._month, self._day)

    def time(self):
        return time(self._hour, self._minute, self._second, self._microsecond)

    def timetz(self):
        return time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo)

    def timestamp(self):
        offset = self.utcoffset()
        total = self._micros() - 719163 * 86400000000
        if offset is not None:
            total -= offset._total()
        return total / 1000000

    def timetuple(self):
        dst = self.dst()
        return _timetuple(self, self._hour, self._minute, self._second, -1 if dst is None else 1 if dst else 0)

    def utctimetuple(self):
        moment = self if self.utcoffset() is None else self.astimezone(timezone.utc)
        return _timetuple(moment, moment._hour, moment._minute, moment._second, 0)

    def astimezone(self, tz=None):
        tz = timezone.utc if tz is None else tz
        offset = self.utcoffset() or timedelta(0)
        utc = (self - offset).replace(tzinfo=tz)
        return tz.fromutc(utc)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None, **unknown):
        _only(unknown)
        return type(self)(
            self._year if year is None else year,
            self._month if month is None else month,
            self._day if day is None else day,
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
            fold=self._fold if fold is None else fold,
        )

    def isoformat(self, sep="T", timespec="auto"):
        text = f"{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}" + _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + _offset_text(offset)

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        parts = [self._year, self._month, self._day, self._hour, self._minute]
        if self._second or self._microsecond:
            parts.append(self._second)
        if self._microsecond:
            parts.append(self._microsecond)
        text = ", ".join([str(p) for p in parts])
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        if self._fold:
            text += ", fold=1"
        return f"{_title(self)}({text})"

    def ctime(self):
        return f"{_DAY_NAMES[self.weekday()][:3]} {_MONTHS[self._month - 1]} {self._day:2d} {self._hour:02d}:{self._minute:02d}:{self._second:02d} {self._year:04d}"

    def __add__(self, other):
        if isinstance(other, timedelta):
            return type(self)._of(self._micros() + other._total(), self._tzinfo)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return type(self)._of(self._micros() - other._total(), self._tzinfo)
        if isinstance(other, datetime):
            a, b = self.utcoffset(), other.utcoffset()
            if (a is None) != (b is None):
                raise TypeError("can't subtract offset-naive and offset-aware datetimes")
            total = self._micros() - other._micros()
            if a is not None:
                total += b._total() - a._total()
            return timedelta._of(total)
        return NotImplemented

    def _keys(self, other, equality):
        a, b = self.utcoffset(), other.utcoffset()
        if (a is None) != (b is None):
            if equality:
                return 0, 1
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        x, y = self._micros(), other._micros()
        if a is not None:
            x -= a._total()
            y -= b._total()
        return x, y

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        a, b = self._keys(other, True)
        return a == b

    def __lt__(self, other):
        if not isinstance(other, date):
            return NotImplemented
        a, b = self._ordered(other)
        return a < b

    def __le__(self, other):
        if not isinstance(other, date):
            return NotImplemented
        a, b = self._ordered(other)
        return a <= b

    def __gt__(self, other):
        if not isinstance(other, date):
            return NotImplemented
        a, b = self._ordered(other)
        return a > b

    def __ge__(self, other):
        if not isinstance(other, date):
            return NotImplemented
        a, b = self._ordered(other)
        return a >= b

    def _ordered(self, other):
        if not isinstance(other, datetime):
            raise TypeError(f"can't compare datetime.datetime to datetime.date")
        return self._keys(other, False)

    def __hash__(self):
        offset = self.utcoffset()
        return hash(self._micros() - (offset._total() if offset is not None else 0))


datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)


def _timetuple(value, hour, minute, second, dst=-1):
    from time import struct_time

    yday = value.toordinal() - _to_ordinal(value.year, 1, 1) + 1
    return struct_time((value.year, value.month, value.day, hour, minute, second, value.weekday(), yday, dst))


def _parse_date(text):
    if len(text) == 10 and text[4] == "-" and text[7] == "-":
        return _digits(text[:4]), _digits(text[5:7]), _digits(text[8:])
    if len(text) == 8 and text.isdigit():
        return _digits(text[:4]), _digits(text[4:6]), _digits(text[6:])
    if len(text) >= 7 and text[4:6] == "-W":
        parts = text.split("-")
        year, week = _digits(parts[0]), _digits(parts[1][1:])
        day = _digits(parts[2]) if len(parts) > 2 else 1
        return _from_ordinal(_iso_week1(year) + (week - 1) * 7 + day - 1)
    raise ValueError


def _digits(text):
    if not text.isdigit():
        raise ValueError
    return int(text)


def _parse_time(text):
    tz = None
    if text.endswith("Z") or text.endswith("z"):
        tz = timezone.utc
        text = text[:-1]
    else:
        at = max(text.rfind("+"), text.rfind("-"))
        if at > 0:
            parts = _clock(text[at + 1 :])
            offset = timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2], microseconds=parts[3])
            tz = timezone.utc if not offset else timezone(-offset if text[at] == "-" else offset)
            text = text[:at]
    return (*_clock(text), tz)


def _clock(text):
    text, point, fraction = text.replace(",", ".").partition(".")
    if point and not fraction.isdigit():
        raise ValueError
    parts = text.split(":") if ":" in text else [text[i : i + 2] for i in range(0, len(text), 2)]
    if not 1 <= len(parts) <= 3 or any(len(p) != 2 for p in parts):
        raise ValueError
    numbers = [_digits(p) for p in parts] + [0, 0]
    micro = int(fraction[:6].ljust(6, "0")) if fraction else 0
    return numbers[0], numbers[1], numbers[2], micro


def _strftime(value, format):
    if not isinstance(format, str):
        raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
    hour = getattr(value, "hour", 0)
    minute = getattr(value, "minute", 0)
    second = getattr(value, "second", 0)
    result = []
    i = 0
    while i < len(format):
        if format[i] != "%" or i + 1 >= len(format):
            result.append(format[i])
            i += 1
            continue
        code = format[i + 1]
        i += 2
        pad = True
        if code == "-" and i < len(format):
            pad = False
            code = format[i]
            i += 1
        if code == "Y":
            text = str(value.year)
        elif code == "m":
            text = f"{value.month:02d}"
        elif code == "d":
            text = f"{value.day:02d}"
        elif code == "e":
            text = f"{value.day:2d}"
        elif code == "H":
            text = f"{hour:02d}"
        elif code == "I":
            text = f"{hour % 12 or 12:02d}"
        elif code == "M":
            text = f"{minute:02d}"
        elif code == "S":
            text = f"{second:02d}"
        elif code == "f":
            text = f"{getattr(value, 'microsecond', 0):06d}"
        elif code == "y":
            text = f"{value.year % 100:02d}"
        elif code == "j":
            text = f"{value.toordinal() - _to_ordinal(value.year, 1, 1) + 1:03d}"
        elif code == "U":
            yday = value.toordinal() - _to_ordinal(value.year, 1, 1)
            text = f"{(yday + 7 - value.isoweekday() % 7) // 7:02d}"
        elif code == "W":
            yday = value.toordinal() - _to_ordinal(value.year, 1, 1)
            text = f"{(yday + 7 - value.weekday()) // 7:02d}"
        elif code == "b" or code == "h":
            text = _MONTHS[value.month - 1]
        elif code == "B":
            text = _MONTH_NAMES[value.month - 1]
        elif code == "a":
            text = _DAY_NAMES[value.weekday()][:3]
        elif code == "A":
            text = _DAY_NAMES[value.weekday()]
        elif code == "w":
            text = str(value.isoweekday() % 7)
        elif code == "u":
            text = str(value.isoweekday())
        elif code == "p":
            text = "AM" if hour < 12 else "PM"
        elif code == "F":
            text = value.strftime("%Y-%m-%d")
        elif code == "T" or code == "X":
            text = f"{hour:02d}:{minute:02d}:{second:02d}"
        elif code == "R":
            text = f"{hour:02d}:{minute:02d}"
        elif code == "D" or code == "x":
            text = f"{value.month:02d}/{value.day:02d}/{value.year % 100:02d}"
        elif code == "c":
            text = value.ctime()
        elif code == "z":
            offset = value.utcoffset() if hasattr(value, "utcoffset") else None
            text = "" if offset is None else _offset_text(offset, "")
        elif code == "Z":
            text = (value.tzname() if hasattr(value, "tzname") else None) or ""
        elif code == "G":
            text = str(value.isocalendar()[0])
        elif code == "V":
            text = f"{value.isocalendar()[1]:02d}"
        elif code == "s":
            text = str(int(value.timestamp()))
        elif code == "n":
            text = "\n"
        elif code == "t":
            text = "\t"
        elif code == "%":
            text = "%"
        else:
            text = "%" + code
        if not pad:
            text = text.lstrip("0") or "0"
        result.append(text)
    return "".join(result)


def _strptime(cls, text, format):
    parts = {"year": 1900, "month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "micro": 0}
    tz = None
    pm = None
    yday = None
    at = 0

    def fail():
        raise ValueError(f"time data {text!r} does not match format {format!r}")

    def number(most):
        nonlocal at
        end = at
        while end < len(text) and end - at < most and text[end].isdigit():
            end += 1
        if end == at:
            fail()
        value = int(text[at:end])
        at = end
        return value

    def word(words):
        nonlocal at
        rest = text[at:].lower()
        for i, candidate in sorted(enumerate(words), key=lambda p: -len(p[1])):
            if rest.startswith(candidate.lower()):
                at += len(candidate)
                return i
        fail()

    format_text = format.replace("%F", "%Y-%m-%d").replace("%T", "%H:%M:%S").replace("%D", "%m/%d/%y").replace("%R", "%H:%M")
    i = 0
    while i < len(format_text):
        char = format_text[i]
        if char == "%" and i + 1 < len(format_text):
            code = format_text[i + 1]
            i += 2
            if code == "Y":
                start = at
                parts["year"] = number(4)
                if at - start != 4:
                    fail()
            elif code == "m":
                parts["month"] = number(2)
            elif code == "d":
                parts["day"] = number(2)
            elif code == "H" or code == "I":
                parts["hour"] = number(2)
                if code == "I" and pm is None:
                    pm = False
            elif code == "M":
                parts["minute"] = number(2)
            elif code == "S":
                parts["second"] = number(2)
            elif code == "y":
                y = number(2)
                parts["year"] = y + (2000 if y < 69 else 1900)
            elif code == "j":
                yday = number(3)
            elif code == "f":
                start = at
                value = number(6)
                parts["micro"] = value * 10 ** (6 - (at - start))
            elif code == "b" or code == "h":
                parts["month"] = word(_MONTHS) + 1
            elif code == "B":
                parts["month"] = word(_MONTH_NAMES) + 1
            elif code == "a":
                word([d[:3] for d in _DAY_NAMES])
            elif code == "A":
                word(_DAY_NAMES)
            elif code == "p":
                pm = word(("AM", "PM")) == 1
            elif code == "z":
                if text[at : at + 1] == "Z":
                    tz = timezone.utc
                    at += 1
                else:
                    if text[at : at + 1] not in ("+", "-"):
                        fail()
                    sign = -1 if text[at] == "-" else 1
                    at += 1
                    hours = number(2)
                    if text[at : at + 1] == ":":
                        at += 1
                    minutes = number(2)
                    offset = timedelta(hours=hours, minutes=minutes) * sign
                    tz = timezone.utc if not offset else timezone(offset)
            elif code == "Z":
                if text[at : at + 3] in ("UTC", "GMT"):
                    at += 3
                else:
                    fail()
            elif code == "%":
                if text[at : at + 1] != "%":
                    fail()
                at += 1
            else:
                raise ValueError(f"'{code}' is a bad directive in format '{format}'")
        elif char.isspace():
            i += 1
            while at < len(text) and text[at].isspace():
                at += 1
        else:
            if text[at : at + 1] != char:
                fail()
            at += 1
            i += 1
    if at < len(text):
        raise ValueError(f"unconverted data remains: {text[at:]}")
    if pm is not None:
        if not 1 <= parts["hour"] <= 12:
            fail()
        parts["hour"] = parts["hour"] % 12 + (12 if pm else 0)
    for name, least, most in (("month", 1, 12), ("day", 1, 31), ("hour", 0, 23), ("minute", 0, 59), ("second", 0, 61)):
        if not least <= parts[name] <= most:
            fail()
    if yday is not None:
        parts["year"], parts["month"], parts["day"] = _from_ordinal(_to_ordinal(parts["year"], 1, 1) + yday - 1)
    return cls(parts["year"], parts["month"], parts["day"], parts["hour"], parts["minute"], parts["second"], parts["micro"], tz)
