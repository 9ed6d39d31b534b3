"""Waiting for other threads of the process: locks, events, conditions, semaphores.

Whoever has to wait makes the host call "wait" with a number; "notify" with the same number
lets all who wait for it look again, in the order of their start.
"""

from _host import call

_NUMBERS = [0]


def _number():
    _NUMBERS[0] += 1
    return _NUMBERS[0]


def _no_timeout(timeout):
    if timeout is not None and timeout != -1:
        raise NotImplementedError("waiting with a timeout is not supported in a scenario: leave the timeout out")


class Event:
    def __init__(self):
        self._flag = False
        self._waiting = _number()

    def is_set(self):
        return self._flag

    def set(self):
        self._flag = True
        call("notify", self._waiting)

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        if timeout == 0:
            return self._flag
        _no_timeout(timeout)
        while not self._flag:
            call("wait", self._waiting)
        return True


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._value = value
        self._waiting = _number()

    def acquire(self, blocking=True, timeout=None):
        if not blocking or timeout == 0:
            if self._value == 0:
                return False
        else:
            _no_timeout(timeout)
            while self._value == 0:
                call("wait", self._waiting)
        self._value -= 1
        return True

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        self._value += n
        call("notify", self._waiting)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def release(self, n=1):
        if self._value + n > self._initial_value:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class Lock:
    def __init__(self):
        self._locked = False
        self._waiting = _number()

    def acquire(self, blocking=True, timeout=-1):
        if not blocking:
            if self._locked:
                return False
        else:
            _no_timeout(timeout)
            while self._locked:
                call("wait", self._waiting)
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        self._locked = False
        call("notify", self._waiting)

    def locked(self):
        return self._locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc):
        self.release()


class RLock:
    def __init__(self):
        self._owner = None
        self._count = 0
        self._waiting = _number()

    def acquire(self, blocking=True, timeout=-1):
        me = call("task")
        if self._owner != me:
            if not blocking:
                if self._owner is not None:
                    return False
            else:
                _no_timeout(timeout)
                while self._owner is not None:
                    call("wait", self._waiting)
            self._owner = me
        self._count += 1
        return True

    def release(self):
        if self._owner != call("task"):
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if self._count == 0:
            self._owner = None
            call("notify", self._waiting)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc):
        self.release()


class Condition:
    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self._turns = []
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc):
        return self._lock.__exit__(*exc)

    def wait(self, timeout=None):
        _no_timeout(timeout)
        turn = Event()
        self._turns.append(turn)
        # An RLock may be held several times over: all of it is given up.
        held = getattr(self._lock, "_count", 1)
        for _ in range(held):
            self._lock.release()
        turn.wait()
        for _ in range(held):
            self._lock.acquire()
        return True

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        while not result:
            self.wait(timeout)
            result = predicate()
        return result

    def notify(self, n=1):
        turns = self._turns[:n]
        del self._turns[:n]
        for turn in turns:
            turn.set()

    def notify_all(self):
        self.notify(len(self._turns))


class local:
    def __init__(self):
        object.__setattr__(self, "_by_thread", {})

    def __getattr__(self, name):
        try:
            return self._by_thread[call("task")][name]
        except KeyError:
            raise AttributeError("'_thread._local' object has no attribute '%s'" % name) from None

    def __setattr__(self, name, value):
        self._by_thread.setdefault(call("task"), {})[name] = value

    def __delattr__(self, name):
        try:
            del self._by_thread[call("task")][name]
        except KeyError:
            raise AttributeError(name) from None


class Thread:
    def __init__(self, *args, **kwargs):
        raise NotImplementedError("a scenario starts no threads itself: write a task_* function for each, and use --concurrency threads")
