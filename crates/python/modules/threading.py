# Threads are threads of the machine; who runs next is the engine's choice. Everything that waits
# does so by one primitive: `wait` on a key, until somebody notifies that key (or time is out), and
# then looks again whether what it waited for holds. Where others may be after the same thing, who comes
# first is the engine's choice: `wait-in-turn`.
from _host import call as _call
from _machine import _new_thread, _thread_number

_keys = [0]


def _new_key():
    _keys[0] += 1
    return _keys[0]


def _wait(key, timeout=None):
    # True if notified, False when the time is out.
    return _call("wait", key, None if timeout is None else float(timeout))


def _wait_in_turn(key, timeout=None):
    return _call("wait-in-turn", key, None if timeout is None else float(timeout))


def _notify(key):
    _call("notify", key)


def _deadline(timeout):
    return None if timeout is None else _call("now") + timeout


def _left(deadline):
    return None if deadline is None else deadline - _call("now")


class Lock:
    def __reduce__(self):
        raise TypeError("cannot pickle '_thread.lock' object")

    def __init__(self):
        self._key = _new_key()
        self._owner = None

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if self._owner is None:
            self._owner = _thread_number()
            return True
        if not blocking:
            return False
        deadline = _deadline(None if timeout == -1 else timeout)
        while self._owner is not None:
            left = _left(deadline)
            if left is not None and left <= 0:
                return False
            _wait_in_turn(self._key, left)
        self._owner = _thread_number()
        return True

    def release(self):
        if self._owner is None:
            raise RuntimeError("release unlocked lock")
        self._owner = None
        _notify(self._key)

    def locked(self):
        return self._owner is not None

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *info):
        self.release()

    def __repr__(self):
        return f"<{'locked' if self._owner is not None else 'unlocked'} _thread.lock object>"


class RLock:
    def __reduce__(self):
        raise TypeError("cannot pickle '_thread.RLock' object")

    def __init__(self):
        self._key = _new_key()
        self._owner = None
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        me = _thread_number()
        if self._owner == me:
            self._count += 1
            return True
        if self._owner is not None and not blocking:
            return False
        deadline = _deadline(None if timeout == -1 else timeout)
        while self._owner is not None:
            left = _left(deadline)
            if left is not None and left <= 0:
                return False
            _wait_in_turn(self._key, left)
        self._owner = me
        self._count = 1
        return True

    def release(self):
        if self._owner != _thread_number():
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._owner = None
            _notify(self._key)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *info):
        self.release()

    def _release_all(self):
        count, self._count, self._owner = self._count, 0, None
        _notify(self._key)
        return count

    def _restore(self, count):
        self.acquire()
        self._count = count


class Condition:
    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *info):
        return self._lock.__exit__(*info)

    def _held(self):
        return self._lock._owner == _thread_number()

    def wait(self, timeout=None):
        if not self._held():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = [_new_key(), False]
        self._waiters.append(waiter)
        count = self._lock._release_all() if isinstance(self._lock, RLock) else self._lock.release()
        deadline = _deadline(timeout)
        try:
            while not waiter[1]:
                left = _left(deadline)
                if left is not None and left <= 0:
                    return False
                _wait_in_turn(waiter[0], left)
            return True
        finally:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
            if isinstance(self._lock, RLock):
                self._lock._restore(count)
            else:
                self._lock.acquire()

    def wait_for(self, predicate, timeout=None):
        deadline = _deadline(timeout)
        result = predicate()
        while not result:
            left = _left(deadline)
            if left is not None and left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        if not self._held():
            raise RuntimeError("cannot notify on un-acquired lock")
        for waiter in self._waiters[:n]:
            waiter[1] = True
            self._waiters.remove(waiter)
            _notify(waiter[0])

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._key = _new_key()
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        deadline = _deadline(timeout)
        while self._value == 0:
            left = _left(deadline)
            if not blocking or (left is not None and left <= 0):
                return False
            _wait_in_turn(self._key, left)
        self._value -= 1
        return True

    def release(self, n=1):
        self._value += n
        _notify(self._key)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *info):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._most = value

    def release(self, n=1):
        if self._value + n > self._most:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class Event:
    def __init__(self):
        self._key = _new_key()
        self._flag = False

    def is_set(self):
        return self._flag

    isSet = is_set

    def set(self):
        self._flag = True
        _notify(self._key)

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        deadline = _deadline(timeout)
        while not self._flag:
            left = _left(deadline)
            if left is not None and left <= 0:
                return False
            _wait(self._key, left)
        return True


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    def __init__(self, parties, action=None, timeout=None):
        self._key = _new_key()
        self.parties = parties
        self._action = action
        self._timeout = timeout
        self._waiting = 0
        self._round = 0
        self.broken = False

    @property
    def n_waiting(self):
        return self._waiting

    def wait(self, timeout=None):
        if self.broken:
            raise BrokenBarrierError
        index = self._waiting
        self._waiting += 1
        if self._waiting == self.parties:
            if self._action is not None:
                self._action()
            self._waiting = 0
            self._round += 1
            _notify(self._key)
            return index
        mine = self._round
        deadline = _deadline(self._timeout if timeout is None else timeout)
        while self._round == mine and not self.broken:
            left = _left(deadline)
            if left is not None and left <= 0:
                self.abort()
            else:
                _wait(self._key, left)
        if self.broken:
            raise BrokenBarrierError
        return index

    def abort(self):
        self.broken = True
        _notify(self._key)

    def reset(self):
        self.broken = False
        self._waiting = 0


class local:
    __tp_name__ = "_thread._local"

    def __new__(cls, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        object.__setattr__(self, "_values", {})
        object.__setattr__(self, "_arguments", (args, kwargs))
        # The thread that makes it runs `__init__` as usual.
        object.__getattribute__(self, "_values")[_thread_number()] = {}
        return self

    def _mine(self):
        values = object.__getattribute__(self, "_values")
        number = _thread_number()
        mine = values.get(number)
        if mine is None:
            mine = values[number] = {}
            if type(self).__init__ is not object.__init__:
                # Every other thread runs it when it first looks.
                args, kwargs = object.__getattribute__(self, "_arguments")
                type(self).__init__(self, *args, **kwargs)
        return mine

    def __getattribute__(self, name):
        if name in ("__class__", "_mine", "_values", "_arguments"):
            return object.__getattribute__(self, name)
        mine = object.__getattribute__(self, "_mine")()
        if name == "__dict__":
            return mine
        if name in mine:
            return mine[name]
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        self._mine()[name] = value

    def __delattr__(self, name):
        mine = self._mine()
        if name not in mine:
            raise AttributeError(f"'_thread._local' object has no attribute '{name}'")
        del mine[name]


_count = [0]
_threads = {}


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        self._target = target
        self._args = args
        self._kwargs = kwargs or {}
        if name is None:
            _count[0] += 1
            name = f"Thread-{_count[0]}"
            if target is not None and hasattr(target, "__name__"):
                name += f" ({target.__name__})"
        self.name = name
        self.daemon = bool(daemon)
        self.ident = None
        self._key = _new_key()
        self._started = False
        self._done = False

    def start(self):
        if self._started:
            raise RuntimeError("threads can only be started once")
        self._started = True
        self.ident = _new_thread(self._bootstrap, ())
        _threads[self.ident] = self
        _call("start-thread", self.ident, self.name, self.daemon)

    def _bootstrap(self):
        try:
            self.run()
        except SystemExit:
            pass
        finally:
            self._done = True
            _notify(self._key)

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def join(self, timeout=None):
        if not self._started:
            raise RuntimeError("cannot join thread before it is started")
        deadline = _deadline(timeout)
        while not self._done:
            left = _left(deadline)
            if left is not None and left <= 0:
                return
            _wait(self._key, left)

    def is_alive(self):
        return self._started and not self._done

    def getName(self):
        return self.name

    @property
    def native_id(self):
        return self.ident


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = args or []
        self.kwargs = kwargs or {}
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    def __init__(self, ident):
        super().__init__(name="MainThread")
        self.ident = ident
        self._started = True


def current_thread():
    number = _thread_number()
    if number not in _threads:
        _threads[number] = _MainThread(number)
    return _threads[number]


currentThread = current_thread


def main_thread():
    for thread in _threads.values():
        if isinstance(thread, _MainThread):
            return thread
    return current_thread()


def get_ident():
    return _thread_number()


get_native_id = get_ident


def active_count():
    return 1 + sum(1 for t in _threads.values() if t.is_alive() and not isinstance(t, _MainThread))


def enumerate():
    return [t for t in _threads.values() if t.is_alive()]


ThreadError = RuntimeError
TIMEOUT_MAX = 9223372036.0
