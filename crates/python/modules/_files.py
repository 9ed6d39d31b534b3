"""Files as locks need them: they are made, opened, closed and removed, and the world knows which there are.

What is written to them is lost: nobody can read it.
"""

from _host import call

# Of each open descriptor: the file's path, and how many files of this path were removed before it.
_open = {}
# What is called with a descriptor that is about to close.
at_close = []


def path_of(path):
    path = path.__fspath__() if hasattr(path, "__fspath__") else path
    if not isinstance(path, str):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    return path


def open_descriptor(path, exclusive):
    """Makes the file if there is none; fails if there is one and it wants to be the first."""
    path = path_of(path)
    existed, removed = call("make-file", path)
    if existed and exclusive:
        raise FileExistsError(17, "File exists", path)
    descriptor = 3
    while descriptor in _open:
        descriptor += 1
    _open[descriptor] = (path, removed)
    return descriptor


def identity(descriptor):
    """A name for the file, which another one of the same path does not have."""
    if descriptor not in _open:
        raise OSError(9, "Bad file descriptor")
    path, removed = _open[descriptor]
    return f"{path} ({removed + 1})" if removed else path


def close_descriptor(descriptor):
    identity(descriptor)
    for tell in at_close:
        tell(descriptor)
    del _open[descriptor]


def remove(path):
    path = path_of(path)
    if not call("remove-file", path):
        raise FileNotFoundError(2, "No such file or directory", path)


class File:
    """What `open()` gives."""

    __tp_name__ = "_io.TextIOWrapper"

    def __init__(self, file, mode):
        if not isinstance(mode, str):
            raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
        if mode.replace("+", "").replace("b", "").replace("t", "") not in ("w", "a", "x"):
            raise NotImplementedError(f"open() with mode {mode!r} is not supported by Lockstep: there are no files to read")
        self.name = file
        self.mode = mode
        self._binary = "b" in mode
        self._descriptor = open_descriptor(file, "x" in mode)

    def _check(self):
        if self._descriptor is None:
            raise ValueError("I/O operation on closed file.")

    @property
    def closed(self):
        return self._descriptor is None

    def fileno(self):
        if self._descriptor is None:
            raise ValueError("I/O operation on closed file")
        return self._descriptor

    def write(self, data):
        self._check()
        if isinstance(data, str) == self._binary:
            if self._binary:
                raise TypeError("a bytes-like object is required, not 'str'")
            raise TypeError(f"write() argument must be str, not {type(data).__name__}")
        return len(data)

    def flush(self):
        self._check()

    def close(self):
        if self._descriptor is not None:
            close_descriptor(self._descriptor)
            self._descriptor = None

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *info):
        self.close()
