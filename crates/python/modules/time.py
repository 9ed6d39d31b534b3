# Time is the engine's virtual clock.
from _host import call


def time():
    return call("now")


def time_ns():
    return int(call("now") * 1_000_000_000)


def monotonic():
    return call("now")


def monotonic_ns():
    return int(call("now") * 1_000_000_000)


perf_counter = monotonic
perf_counter_ns = monotonic_ns
process_time = monotonic
thread_time = monotonic
process_time_ns = monotonic_ns
thread_time_ns = monotonic_ns


def sleep(seconds):
    if not isinstance(seconds, (int, float)):
        raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    call("sleep", float(seconds))


timezone = 0
altzone = 0
daylight = 0
tzname = ("UTC", "UTC")


class struct_time(tuple):
    __slots__ = ()
    __tp_name__ = "time.struct_time"
    _names = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")
    __match_args__ = _names

    def __getattr__(self, name):
        if name in self._names:
            return self[self._names.index(name)]
        if name == "tm_zone":
            return "UTC" if self[8] >= 0 else None
        if name == "tm_gmtoff":
            return 0 if self[8] >= 0 else None
        raise AttributeError(f"'time.struct_time' object has no attribute '{name}'")

    def __repr__(self):
        return f"time.struct_time({', '.join([f'{name}={value!r}' for name, value in zip(self._names, self)])})"


def gmtime(secs=None):
    import datetime

    moment = datetime.datetime.fromtimestamp(time() if secs is None else secs, datetime.timezone.utc)
    return struct_time(moment.utctimetuple())


localtime = gmtime


def asctime(t=None):
    import datetime

    return datetime.datetime(*(gmtime() if t is None else t)[:6]).ctime()


def ctime(secs=None):
    return asctime(gmtime(secs))


def mktime(t):
    import datetime

    return datetime.datetime(*t[:6], tzinfo=datetime.timezone.utc).timestamp()


def strftime(format, t=None):
    import datetime

    t = gmtime() if t is None else t
    return datetime.datetime(*t[:6]).strftime(format)
