from _host import call as _call
from _machine import _handling, _write, _write_error



class _Numbers(tuple):
    # A tuple whose items have names, and which nobody else can make.
    def __new__(cls, title, names, values):
        self = tuple.__new__(cls, values)
        self._title = title
        self._names = names
        return self

    def __getattr__(self, name):
        if name in self._names:
            return self[self._names.index(name)]
        raise AttributeError(f"'{self._title}' object has no attribute '{name}'")

    def __repr__(self):
        return f"{self._title}({', '.join([f'{n}={v!r}' for n, v in zip(self._names, self)])})"


version_info = _Numbers("sys.version_info", ("major", "minor", "micro", "releaselevel", "serial"), (3, 11, 0, "final", 0))
float_info = _Numbers(
    "sys.float_info",
    ("max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"),
    (1.7976931348623157e308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53, 2.220446049250313e-16, 2, 1),
)
hexversion = 0x030B00F0
maxunicode = 0x10FFFF
float_repr_style = "short"
version = "3.11.0 (lockstep)"
platform = "lockstep"
maxsize = 9223372036854775807
byteorder = "little"
argv = [""]


class _Stream:
    def write(self, text):
        _write(text)
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False


class _Errors(_Stream):
    def write(self, text):
        _write_error(text)
        return len(text)


stdout = __stdout__ = _Stream()
stderr = __stderr__ = _Errors()


def exit(code=None):
    raise SystemExit(code)


def exc_info():
    error = _handling()
    if error is None:
        return (None, None, None)
    return (type(error), error, error.__traceback__)


def exception():
    return _handling()


def getrecursionlimit():
    return 1000


def setrecursionlimit(limit):
    pass


def intern(text):
    return text


def getdefaultencoding():
    return "utf-8"


def getfilesystemencoding():
    return "utf-8"


def get_int_max_str_digits():
    return 4300
