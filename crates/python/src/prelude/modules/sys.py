from _host import call as _call
from _machine import _handling, _write, _write_error

version_info = (3, 11, 0, "final", 0)
version = "3.11.0 (lockstep)"
platform = "lockstep"
maxsize = 9223372036854775807
byteorder = "little"
argv = [""]
path = []
modules = {}
implementation = None


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


def getsizeof(value, default=0):
    raise NotImplementedError("sys.getsizeof is not provided: sizes differ from CPython's")
