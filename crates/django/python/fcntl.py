"""`fcntl`: locks on files between processes. `flock()` shares them with `filelock`; those of `lockf()` are apart."""

import _files
from _host import call

LOCK_SH = 1
LOCK_EX = 2
LOCK_NB = 4
LOCK_UN = 8

# By what is locked, of `flock()` the descriptor, of `lockf()` the file: the lock's name, whether it is shared.
_held = {}


def flock(fd, operation, /):
    """Locks what a descriptor has opened. Another kind of lock replaces the one it has, which is given back first."""
    fd = _descriptor(fd)
    _lock(fd, _files.identity(fd), operation)


def lockf(fd, cmd, len=0, start=0, whence=0, /):
    """Locks a file for the whole process. Whoever waits in a circle waits for ever: Linux raises there."""
    if len or start or whence:
        raise NotImplementedError("fcntl.lockf() of a part of a file is not supported by Lockstep")
    name = _files.identity(_descriptor(fd)) + " (lockf)"
    if _held.get(name) == (name, True) and cmd & LOCK_EX:
        raise NotImplementedError("fcntl.lockf() does not turn a shared lock into an exclusive one in Lockstep: give it back first")
    _lock(name, name, cmd)


def _lock(key, name, operation):
    wanted = operation & ~LOCK_NB
    if wanted == LOCK_UN:
        _unlock(key)
        return
    if wanted not in (LOCK_SH, LOCK_EX):
        raise OSError(22, "Invalid argument")
    lock = (name, wanted == LOCK_SH)
    if _held.get(key) == lock:
        return
    _unlock(key)
    if not call("lock-file", name, 0.0 if operation & LOCK_NB else None, wanted == LOCK_SH):
        raise BlockingIOError(11, "Resource temporarily unavailable")
    _held[key] = lock


def _unlock(key):
    if key in _held:
        call("unlock", _held.pop(key)[0])


def _descriptor(fd):
    if hasattr(fd, "fileno"):
        fd = fd.fileno()
    if not isinstance(fd, int):
        raise TypeError("argument must be an int, or have a fileno() method.")
    return fd


def _close(descriptor):
    _unlock(descriptor)
    # As POSIX has it: the process loses its lock with any of its descriptors of the file.
    _unlock(_files.identity(descriptor) + " (lockf)")


_files.at_close.append(_close)
