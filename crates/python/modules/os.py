

from _host import call


class _Environ(dict):
    def __setitem__(self, key, value):
        for text in (key, value):
            if not isinstance(text, str):
                raise TypeError(f"str expected, not {type(text).__name__}")
        dict.__setitem__(self, key, value)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __repr__(self):
        return f"environ({dict.__repr__(self)})"


environ = _Environ()
sep = "/"
linesep = "\n"
name = "posix"


def getenv(key, default=None):
    return environ.get(key, default)


def getpid():
    return 1


def urandom(n):
    if n < 0:
        raise ValueError("negative argument not allowed")
    parts = []
    while n > 0:
        parts.append(call("random-bytes", min(n, 4096)))
        n -= 4096
    return b"".join(parts)
