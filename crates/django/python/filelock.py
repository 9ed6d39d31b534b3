"""`filelock`: locks between processes. The world knows who holds which file."""

import functools

from _host import call


class Timeout(TimeoutError):
    """The lock could not be acquired in time."""

    def __init__(self, lock_file):
        super().__init__()
        self.lock_file = lock_file

    def __str__(self):
        return f"The file lock '{self.lock_file}' could not be acquired."

    def __repr__(self):
        return f"{type(self).__name__}({self.lock_file!r})"


# Which lock a thread holds a file by.
_holders = {}


class AcquireReturnProxy:
    """What `acquire()` gives: the lock, to be released at the end of a with block."""

    def __init__(self, lock):
        self.lock = lock

    def __enter__(self):
        return self.lock

    def __exit__(self, *info):
        self.lock.release()


class BaseFileLock:
    def __init__(self, lock_file, timeout=-1, mode=0o644, thread_local=True, *, blocking=True, is_singleton=False, poll_interval=0.05):
        if is_singleton or not thread_local:
            raise NotImplementedError("Lockstep's FileLock is neither a singleton nor shared by threads.")
        self.lock_file = str(lock_file)
        self.timeout = float(timeout)
        self.blocking = blocking
        self.poll_interval = poll_interval
        # Of each thread.
        self._counters = {}

    @property
    def lock_counter(self):
        return self._counters.get(call("task"), 0)

    @property
    def is_locked(self):
        return self.lock_counter > 0

    def acquire(self, timeout=None, poll_interval=None, *, blocking=None):
        """Waits for the lock, at most `timeout` seconds; for ever if that is negative."""
        timeout = self.timeout if timeout is None else timeout
        blocking = self.blocking if blocking is None else blocking
        thread = call("task")
        if not self.is_locked:
            if not blocking:
                timeout = 0
            if (thread, self.lock_file) in _holders:
                if timeout < 0:
                    raise RuntimeError(
                        f"Deadlock: lock '{self.lock_file}' is already held by a different FileLock instance in this "
                        "thread. Use is_singleton=True to enable reentrant locking across instances."
                    )
                # Nobody else will give it back.
                if timeout > 0:
                    call("sleep", float(timeout))
                raise Timeout(self.lock_file)
            if not call("lock-file", self.lock_file, None if timeout < 0 else float(timeout), False):
                raise Timeout(self.lock_file)
            _holders[thread, self.lock_file] = self
        self._counters[thread] = self.lock_counter + 1
        return AcquireReturnProxy(self)

    def release(self, force=False):
        count = self.lock_counter
        if not count:
            return
        thread = call("task")
        if count > 1 and not force:
            self._counters[thread] = count - 1
            return
        del self._counters[thread]
        del _holders[thread, self.lock_file]
        call("unlock", self.lock_file)

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *info):
        self.release()

    def __call__(self, func):
        @functools.wraps(func)
        def inner(*args, **kwargs):
            with self:
                return func(*args, **kwargs)

        return inner


class FileLock(BaseFileLock):
    """Held by the process, as flock() is: it ends with the process."""


UnixFileLock = FileLock
