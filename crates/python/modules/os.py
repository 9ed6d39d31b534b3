

import _files
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


O_RDONLY = 0
O_WRONLY = 1
O_RDWR = 2
O_CREAT = 0o100
O_EXCL = 0o200
O_TRUNC = 0o1000
O_APPEND = 0o2000
O_CLOEXEC = 0o2000000


def open(path, flags, mode=0o777):
    if not flags & O_CREAT:
        raise NotImplementedError("os.open() without os.O_CREAT is not supported by Lockstep: there are no files to read")
    return _files.open_descriptor(path, flags & O_EXCL)


def write(fd, data, /):
    _files.identity(fd)
    if not isinstance(data, bytes):
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
    return len(data)


def close(fd):
    _files.close_descriptor(fd)


def remove(path):
    _files.remove(path)


unlink = remove
