# One event loop a thread. Callbacks run first in, first out; time is the engine's virtual clock.
# When nothing is ready the loop waits for the next timer, or for another thread that does something for
# it. Which of several timers of the same moment comes first is the engine's choice: it knows the tasks
# that they are for by their paths. A plain program has no such choices, and its tasks no paths.
from _host import call as _call
from _machine import _function_kind, _new_thread, _thread_number
from _machine import coroutine as _coroutine
from contextvars import copy_context as _copy_context
from heapq import heapify as _heapify
from heapq import heappop as _heappop
from heapq import heappush as _heappush
from threading import _new_key


class CancelledError(BaseException):
    pass


class InvalidStateError(Exception):
    pass


class QueueEmpty(Exception):
    pass


class QueueFull(Exception):
    pass


class QueueShutDown(Exception):
    pass


TimeoutError = TimeoutError
FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"
_running = {}
_numbers = [0]
_paths = {}


def _path():
    # Of the task for which this thread runs; None in a plain program.
    number = _thread_number()
    if number not in _paths:
        _paths[number] = _call("path")
    return _paths[number]


def _set_path(path):
    if path != _path():
        _paths[_thread_number()] = path
        _call("path", path)


class Handle:
    def __init__(self, callback, args, context):
        self._callback = callback
        self._args = args
        self._context = context
        self._cancelled = False
        self._path = _path()

    def cancel(self):
        self._cancelled = True

    def cancelled(self):
        return self._cancelled

    def _run(self):
        if not self._cancelled:
            _set_path(self._path)
            self._context.run(self._callback, *self._args)


class TimerHandle(Handle):
    def when(self):
        return self._when


class AbstractEventLoop:
    def __init__(self):
        self._ready = []
        self._timers = []
        self._count = 0
        self._closed = False
        self._stopping = False
        self._handler = None
        self._key = _new_key()
        self._mains = 0
        self._asyncgens = []

    def time(self):
        return _call("now")

    def call_soon(self, callback, *args, context=None):
        handle = Handle(callback, args, _copy_context() if context is None else context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        handle = self.call_soon(callback, *args, context=context)
        _call("notify", self._key)
        return handle

    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        handle = TimerHandle(callback, args, _copy_context() if context is None else context)
        handle._when = when
        self._count += 1
        _heappush(self._timers, (when, self._count, handle))
        return handle

    def create_future(self):
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        return Task(coro, loop=self, name=name, context=context)

    def is_running(self):
        return _running.get(_thread_number()) is self

    def is_closed(self):
        return self._closed

    def close(self):
        self._closed = True

    def stop(self):
        self._stopping = True

    def set_exception_handler(self, handler):
        self._handler = handler

    def call_exception_handler(self, context):
        if self._handler is not None:
            self._handler(self, context)

    def get_debug(self):
        return False

    def set_debug(self, enabled):
        pass

    def _once(self):
        timers = self._timers
        while timers and timers[0][2]._cancelled:
            _heappop(timers)
        chosen = False
        if not self._ready:
            if timers:
                when = timers[0][0]
                delay = max(when - self.time(), 0.0)
                paths = []
                for other, _, handle in timers:
                    if other <= when and not handle._cancelled and handle._path not in paths:
                        paths.append(handle._path)
                # True: something has become ready. False: the time has come. Or whose time has come.
                chosen = _call("serve", self._key, float(delay), paths)
            else:
                chosen = _call("serve", self._key, None, [])
        if type(chosen) is str:
            now = self.time()
            for entry in sorted(timers):
                if entry[0] <= now and entry[2]._path == chosen:
                    timers.remove(entry)
                    _heapify(timers)
                    if not entry[2]._cancelled:
                        self._ready.append(entry[2])
                    break
        elif _path() is None:
            now = self.time() if timers else 0
            while timers and timers[0][0] <= now:
                handle = _heappop(timers)[2]
                if not handle._cancelled:
                    self._ready.append(handle)
        ready = self._ready
        self._ready = []
        for handle in ready:
            handle._run()

    def run_until_complete(self, future):
        number = _thread_number()
        if _running.get(number) is not None:
            raise RuntimeError("This event loop is already running")
        future = ensure_future(future, loop=self)
        before = _running.get(number)
        _running[number] = self
        try:
            while not future.done() and not self._stopping:
                self._once()
        finally:
            if before is None:
                del _running[number]
            else:
                _running[number] = before
        return future.result()

    def run_forever(self):
        _running[_thread_number()] = self
        try:
            while not self._stopping:
                self._once()
        finally:
            del _running[_thread_number()]
            self._stopping = False

    def run_in_executor(self, executor, func, *args):
        server = _Server()
        future = server.ask(func, *args)
        server.stop()
        return future

    async def shutdown_asyncgens(self):
        pass


BaseEventLoop = AbstractEventLoop


class _Server:
    # A thread of a library's own: it calls functions one after the other, each for the task that asks.
    def __init__(self):
        self._key = _new_key()
        self._asked = []
        self._begun = False
        self._stopped = False

    def ask(self, func, *args):
        future = get_event_loop().create_future()
        if not self._begun:
            self._begun = True
            _start_server(self._serve)
        # It begins when the event loop has nothing else to do.
        self._asked.append((future, func, args, _path()))
        _call("notify", self._key)
        return future

    def serve_here(self):
        # In the thread that calls, which waits for something meanwhile, until `stop`.
        path = _path()
        self._serve()
        _set_path(path)

    def stop(self):
        self._stopped = True
        _call("notify", self._key)

    def _serve(self):
        while True:
            while not self._asked:
                if self._stopped:
                    return
                _call("serve", self._key, None, [])
            future, func, args, path = self._asked.pop(0)
            _set_path(path)
            try:
                result, error = func(*args), None
            except BaseException as raised:
                result, error = None, raised
            future.get_loop().call_soon_threadsafe(_settle, future, result, error)


def _start_server(function):
    # A thread of a library's own: what it does is done for the task that asks for it.
    _call("start-server", _new_thread(function, ()))


def _settle(future, result, error):
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


class Future:
    _asyncio_future_blocking = False

    def __init__(self, *, loop=None):
        self._loop = loop if loop is not None else get_event_loop()
        self._state = "PENDING"
        self._result = None
        self._exception = None
        self._callbacks = []
        self._cancel_message = None

    def get_loop(self):
        return self._loop

    def done(self):
        return self._state != "PENDING"

    def cancelled(self):
        return self._state == "CANCELLED"

    def _cancelled_error(self):
        return CancelledError() if self._cancel_message is None else CancelledError(self._cancel_message)

    def result(self):
        if self._state == "CANCELLED":
            raise self._cancelled_error()
        if self._state == "PENDING":
            raise InvalidStateError("Result is not set.")
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        if self._state == "CANCELLED":
            raise self._cancelled_error()
        if self._state == "PENDING":
            raise InvalidStateError("Exception is not set.")
        return self._exception

    def set_result(self, result):
        if self._state != "PENDING":
            raise InvalidStateError(f"{self._state}: {self!r}")
        self._result = result
        self._finish("FINISHED")

    def set_exception(self, exception):
        if self._state != "PENDING":
            raise InvalidStateError(f"{self._state}: {self!r}")
        if isinstance(exception, type):
            exception = exception()
        if type(exception) is StopIteration:
            raise TypeError("StopIteration interacts badly with generators and cannot be raised into a Future")
        self._exception = exception
        self._finish("FINISHED")

    def cancel(self, msg=None):
        if self._state != "PENDING":
            return False
        self._cancel_message = msg
        self._finish("CANCELLED")
        return True

    def _finish(self, state):
        self._state = state
        callbacks = self._callbacks
        self._callbacks = []
        for callback, context in callbacks:
            self._loop.call_soon(callback, self, context=context)

    def add_done_callback(self, callback, *, context=None):
        if context is None:
            context = _copy_context()
        if self._state != "PENDING":
            self._loop.call_soon(callback, self, context=context)
        else:
            self._callbacks.append((callback, context))

    def remove_done_callback(self, callback):
        kept = [c for c in self._callbacks if c[0] != callback]
        removed = len(self._callbacks) - len(kept)
        self._callbacks = kept
        return removed

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__

    def __repr__(self):
        text = self._state.lower()
        if self._state == "FINISHED":
            text += f" exception={self._exception!r}" if self._exception is not None else f" result={self._result!r}"
        return f"<{type(self).__name__} {text}>"


class Task(Future):
    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False, _own_path=None):
        super().__init__(loop=loop)
        if type(coro) is not _coroutine and not hasattr(coro, "send"):
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        _numbers[0] += 1
        self._name = f"Task-{_numbers[0]}" if name is None else str(name)
        self._coro = coro
        self._context = _copy_context() if context is None else context
        self._waiter = None
        self._must_cancel = False
        self._cancel_requests = 0
        self._tell = None
        self._path = _own_path
        if _own_path is None:
            self._path = _path()
            if not self._loop.is_running():
                # What a loop is run for is what its thread is for.
                self._loop._mains += 1
            if self._path is not None and (self._loop.is_running() or self._loop._mains > 1):
                self._path = _call("new-path", self._path)
        if self._path is not None:
            _coroutines[self._path] = coro
        self._loop.call_soon(self._step, context=self._context)
        _all.append(self)

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def cancel(self, msg=None):
        if self.done():
            return False
        self._cancel_requests += 1
        if self._waiter is not None and self._waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        return self._cancel_requests

    def uncancel(self):
        if self._cancel_requests > 0:
            self._cancel_requests -= 1
        return self._cancel_requests

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def _step(self, error=None):
        if self.done():
            return
        if self._must_cancel:
            if not isinstance(error, CancelledError):
                error = self._cancelled_error()
            self._must_cancel = False
        self._waiter = None
        _set_path(self._path)
        number = _thread_number()
        before = _current.get(number)
        _current[number] = self
        try:
            if error is None:
                result = self._coro.send(None)
            else:
                result = self._coro.throw(error)
        except StopIteration as stop:
            if self._must_cancel:
                self._must_cancel = False
                Future.cancel(self, msg=self._cancel_message)
            else:
                Future.set_result(self, stop.value)
        except CancelledError as cancelled:
            self._cancel_message = cancelled.args[0] if cancelled.args else None
            Future.cancel(self, msg=self._cancel_message)
        except (KeyboardInterrupt, SystemExit) as exit:
            Future.set_exception(self, exit)
            raise
        except BaseException as other:
            Future.set_exception(self, other)
        else:
            if isinstance(result, Future):
                if result is self:
                    self._loop.call_soon(self._step, RuntimeError(f"Task cannot await on itself: {self!r}"), context=self._context)
                else:
                    result._asyncio_future_blocking = False
                    result.add_done_callback(self._wakeup, context=self._context)
                    self._waiter = result
                    if self._must_cancel and self._waiter.cancel(msg=self._cancel_message):
                        self._must_cancel = False
            elif result is None:
                self._loop.call_soon(self._step, context=self._context)
            else:
                self._loop.call_soon(self._step, RuntimeError(f"Task got bad yield: {result!r}"), context=self._context)
        finally:
            if before is None:
                del _current[number]
            else:
                _current[number] = before

    def _wakeup(self, future):
        try:
            future.result()
        except BaseException as error:
            self._step(error)
        else:
            self._step()

    def _finish(self, state):
        if self in _all:
            _all.remove(self)
        if _coroutines.get(self._path) is self._coro:
            del _coroutines[self._path]
        super()._finish(state)
        if self._tell is not None:
            self._tell(self)

    def __repr__(self):
        return f"<Task {self._state.lower()} name={self._name!r}>"


def _task_of(path, function, loop, tell):
    # For the engine: a task that has a name of its own in the schedule, and whose end is told at once.
    task = Task(function(), loop=loop, name=path, _own_path=path)
    task._tell = tell
    return task


# By path, what the tasks run: for the engine to show where they stand.
_coroutines = {}
_current = {}
_all = []
_loops = {}


def get_running_loop():
    loop = _get_running_loop()
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


def _get_running_loop():
    return _running.get(_thread_number())


def get_event_loop():
    number = _thread_number()
    loop = _running.get(number)
    if loop is None:
        loop = _loops.get(number)
        if loop is None or loop._closed:
            loop = _loops[number] = AbstractEventLoop()
    return loop


def new_event_loop():
    return AbstractEventLoop()


def set_event_loop(loop):
    _loops[_thread_number()] = loop


def current_task(loop=None):
    return _current.get(_thread_number())


def all_tasks(loop=None):
    return set([t for t in _all if not t.done()])


def iscoroutine(obj):
    return type(obj) is _coroutine


def iscoroutinefunction(func):
    return _function_kind(func) == 2


def isfuture(obj):
    return isinstance(obj, Future)


def create_task(coro, *, name=None, context=None):
    return get_running_loop().create_task(coro, name=name, context=context)


def ensure_future(value, *, loop=None):
    if isinstance(value, Future):
        return value
    if iscoroutine(value):
        return (loop or get_event_loop()).create_task(value)
    if hasattr(value, "__await__"):
        return (loop or get_event_loop()).create_task(_wrap_awaitable(value))
    raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")


async def _wrap_awaitable(value):
    return await value


def run(main, *, debug=None):
    if _running.get(_thread_number()) is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    if not iscoroutine(main):
        raise ValueError(f"a coroutine was expected, got {main!r}")
    loop = AbstractEventLoop()
    try:
        return loop.run_until_complete(main)
    finally:
        pending = [t for t in _all if t._loop is loop and not t.done()]
        for task in pending:
            task.cancel()
        if pending:
            loop.run_until_complete(_gather_quietly(loop, pending))
        loop.close()


async def _gather_quietly(loop, tasks):
    for task in tasks:
        try:
            await task
        except BaseException:
            pass


class Runner:
    def __init__(self, *, debug=None, loop_factory=None):
        self._loop = None

    def __enter__(self):
        self._loop = AbstractEventLoop()
        return self

    def __exit__(self, *info):
        self._loop.close()

    def get_loop(self):
        return self._loop

    def run(self, coro, *, context=None):
        return self._loop.run_until_complete(coro)


class _Yield:
    def __await__(self):
        yield None


async def sleep(delay, result=None):
    if delay <= 0:
        await _Yield()
        return result
    loop = get_running_loop()
    future = loop.create_future()
    handle = loop.call_later(delay, _set_unless_done, future, result)
    try:
        return await future
    finally:
        handle.cancel()


def _set_unless_done(future, result):
    if not future.done():
        future.set_result(result)


class _Gathering(Future):
    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        any_cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                any_cancelled = True
        if any_cancelled:
            self._cancel_requested = True
        return any_cancelled


def gather(*aws, return_exceptions=False):
    loop = get_event_loop()
    if not aws:
        outer = loop.create_future()
        outer.set_result([])
        return outer
    seen = {}
    children = []
    for aw in aws:
        if id(aw) not in seen:
            seen[id(aw)] = ensure_future(aw, loop=loop)
        children.append(seen[id(aw)])
    outer = _Gathering(children, loop=loop)
    unique = list(seen.values())
    state = [0]

    def done(future):
        state[0] += 1
        if outer.done():
            return
        if not return_exceptions:
            if future.cancelled():
                outer.set_exception(future._cancelled_error())
                return
            error = future.exception()
            if error is not None:
                outer.set_exception(error)
                return
        if state[0] == len(unique):
            results = []
            for child in children:
                if child.cancelled():
                    results.append(CancelledError("" if child._cancel_message is None else child._cancel_message))
                else:
                    error = child.exception()
                    results.append(child.result() if error is None else error)
            if outer._cancel_requested:
                outer.set_exception(CancelledError())
            else:
                outer.set_result(results)

    for child in unique:
        child.add_done_callback(done)
    return outer


async def wait(aws, *, timeout=None, return_when=ALL_COMPLETED):
    futures = set(aws)
    if not futures:
        raise ValueError("Set of Tasks/Futures is empty.")
    for future in futures:
        if iscoroutine(future):
            raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    loop = get_running_loop()
    ordered = [f for f in aws]
    pending = [f for f in ordered if not f.done()]

    def enough():
        done = [f for f in ordered if f.done()]
        if len(done) == len(ordered):
            return True
        if return_when == FIRST_COMPLETED and done:
            return True
        return return_when == FIRST_EXCEPTION and any(not f.cancelled() and f.exception() is not None for f in done)

    if not enough():
        waiter = loop.create_future()
        handle = None if timeout is None else loop.call_later(timeout, _set_unless_done, waiter, None)

        def check(future):
            if enough():
                _set_unless_done(waiter, None)

        for future in pending:
            future.add_done_callback(check)
        try:
            await waiter
        finally:
            if handle is not None:
                handle.cancel()
            for future in pending:
                future.remove_done_callback(check)
    return set([f for f in ordered if f.done()]), set([f for f in ordered if not f.done()])


def as_completed(aws, *, timeout=None):
    loop = get_event_loop()
    futures = [ensure_future(aw, loop=loop) for aw in aws]
    finished = Queue()

    def done(future):
        finished.put_nowait(future)

    for future in futures:
        future.add_done_callback(done)

    async def one():
        future = await finished.get()
        return future.result()

    for _ in futures:
        yield one()


class Timeout:
    def __init__(self, when):
        self._when = when
        self._state = "created"
        self._task = None
        self._handle = None

    def when(self):
        return self._when

    def expired(self):
        return self._state in ("expiring", "expired")

    def reschedule(self, when):
        self._when = when
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if when is not None:
            loop = get_running_loop()
            if when <= loop.time():
                self._handle = loop.call_soon(self._expire)
            else:
                self._handle = loop.call_at(when, self._expire)

    async def __aenter__(self):
        task = current_task()
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = "entered"
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, kind, value, traceback):
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if self._state == "expiring":
            self._state = "expired"
            if self._task.uncancel() <= self._cancelling and kind is CancelledError:
                raise TimeoutError from value
        elif self._state == "entered":
            self._state = "exited"
        return None

    def _expire(self):
        self._task.cancel()
        self._state = "expiring"
        self._handle = None


def timeout(delay):
    return Timeout(None if delay is None else get_running_loop().time() + delay)


def timeout_at(when):
    return Timeout(when)


async def wait_for(fut, timeout):
    loop = get_running_loop()
    if timeout is None:
        return await fut
    if timeout <= 0:
        fut = ensure_future(fut, loop=loop)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except CancelledError as error:
            raise TimeoutError() from error
    waiter = loop.create_future()
    handle = loop.call_later(timeout, _set_unless_done, waiter, None)
    fut = ensure_future(fut, loop=loop)

    def done(future):
        _set_unless_done(waiter, None)

    fut.add_done_callback(done)
    try:
        try:
            await waiter
        except CancelledError:
            if fut.done():
                return fut.result()
            fut.remove_done_callback(done)
            await _cancel_and_wait(fut)
            raise
        if fut.done():
            return fut.result()
        fut.remove_done_callback(done)
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except CancelledError as error:
            raise TimeoutError() from error
    finally:
        handle.cancel()


async def _cancel_and_wait(fut):
    loop = get_running_loop()
    waiter = loop.create_future()

    def done(future):
        _set_unless_done(waiter, None)

    fut.add_done_callback(done)
    try:
        fut.cancel()
        await waiter
    finally:
        fut.remove_done_callback(done)


def shield(arg):
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner._loop.create_future()

    def inner_done(future):
        if outer.cancelled():
            return
        if future.cancelled():
            outer.cancel()
        elif future.exception() is not None:
            outer.set_exception(future.exception())
        else:
            outer.set_result(future.result())

    def outer_done(future):
        if not inner.done():
            inner.remove_done_callback(inner_done)

    inner.add_done_callback(inner_done)
    outer.add_done_callback(outer_done)
    return outer


class TaskGroup:
    def __init__(self):
        self._tasks = []
        self._errors = []
        self._aborting = False
        self._entered = False
        self._exiting = False
        self._parent = None
        self._cancel_parent = False
        self._waiter = None

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._entered = True
        self._parent = current_task()
        return self

    def create_task(self, coro, *, name=None, context=None):
        if not self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has not been entered")
        if self._exiting and not self._tasks:
            raise RuntimeError(f"TaskGroup {self!r} is finished")
        if self._aborting:
            raise RuntimeError(f"TaskGroup {self!r} is shutting down")
        task = get_running_loop().create_task(coro, name=name, context=context)
        task.add_done_callback(self._done)
        self._tasks.append(task)
        return task

    def _abort(self):
        self._aborting = True
        for task in list(self._tasks):
            if not task.done():
                task.cancel()

    def _done(self, task):
        if task in self._tasks:
            self._tasks.remove(task)
        if self._waiter is not None and not self._tasks:
            _set_unless_done(self._waiter, True)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        self._errors.append(error)
        if not self._aborting and not self._cancel_parent:
            self._abort()
            if not self._parent.done() and not self._exiting:
                self._cancel_parent = True
                self._parent.cancel()
            elif self._exiting and not self._parent.done():
                pass

    async def __aexit__(self, kind, value, traceback):
        self._exiting = True
        propagate = None
        if kind is not None and issubclass(kind, CancelledError):
            propagate = value
        if self._cancel_parent:
            if self._parent.uncancel() == 0:
                propagate = None
        if kind is not None and not self._aborting:
            self._abort()
        while self._tasks:
            if self._waiter is None:
                self._waiter = get_running_loop().create_future()
            try:
                await self._waiter
            except CancelledError as error:
                if not self._aborting:
                    propagate = error
                    self._abort()
            self._waiter = None
        if propagate is not None and not self._errors:
            raise propagate
        if kind is not None and not issubclass(kind, CancelledError):
            self._errors.append(value)
        if self._errors:
            raise BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors) if any(not isinstance(e, Exception) for e in self._errors) else ExceptionGroup("unhandled errors in a TaskGroup", self._errors)


class _Waiters:
    def __init__(self):
        self._waiters = []

    def _wait(self):
        future = get_running_loop().create_future()
        self._waiters.append(future)
        return future

    def _wake_first(self):
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(True)
                return


class Lock(_Waiters):
    def __init__(self):
        super().__init__()
        self._locked = False

    def locked(self):
        return self._locked

    async def acquire(self):
        if not self._locked and all(w.cancelled() for w in self._waiters):
            self._locked = True
            return True
        waiter = self._wait()
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except CancelledError:
            if not self._locked:
                self._wake_first()
            raise
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._wake_first()

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *info):
        self.release()


class Event(_Waiters):
    def __init__(self):
        super().__init__()
        self._value = False

    def is_set(self):
        return self._value

    def set(self):
        if not self._value:
            self._value = True
            for waiter in self._waiters:
                if not waiter.done():
                    waiter.set_result(True)

    def clear(self):
        self._value = False

    async def wait(self):
        if self._value:
            return True
        waiter = self._wait()
        try:
            await waiter
            return True
        finally:
            self._waiters.remove(waiter)


class Condition:
    def __init__(self, lock=None):
        self._lock = Lock() if lock is None else lock
        self.locked = self._lock.locked
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._waiters = []

    async def __aenter__(self):
        await self._lock.acquire()

    async def __aexit__(self, *info):
        self._lock.release()

    async def wait(self):
        if not self._lock.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        self._lock.release()
        try:
            waiter = get_running_loop().create_future()
            self._waiters.append(waiter)
            try:
                await waiter
                return True
            finally:
                self._waiters.remove(waiter)
        finally:
            cancelled = None
            while True:
                try:
                    await self._lock.acquire()
                    break
                except CancelledError as error:
                    cancelled = error
            if cancelled is not None:
                raise cancelled

    async def wait_for(self, predicate):
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        if not self._lock.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        for waiter in self._waiters:
            if n <= 0:
                break
            if not waiter.done():
                waiter.set_result(False)
                n -= 1

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_Waiters):
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        super().__init__()
        self._value = value

    def locked(self):
        return self._value == 0 or any(not w.cancelled() for w in self._waiters)

    async def acquire(self):
        if not self.locked():
            self._value -= 1
            return True
        waiter = self._wait()
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except CancelledError:
            if not waiter.cancelled():
                self._value += 1
                self._wake_next()
            raise
        if self._value > 0:
            self._wake_next()
        return True

    def release(self):
        self._value += 1
        self._wake_next()

    def _wake_next(self):
        for waiter in self._waiters:
            if not waiter.done():
                self._value -= 1
                waiter.set_result(True)
                return

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *info):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._bound = value

    def release(self):
        if self._value >= self._bound:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


class Queue:
    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._getters = []
        self._putters = []
        self._unfinished = 0
        self._finished = Event()
        self._finished.set()
        self._init(maxsize)

    def _init(self, maxsize):
        self._queue = []

    def _get(self):
        return self._queue.pop(0)

    def _put(self, item):
        self._queue.append(item)

    def _wake(self, waiters):
        while waiters:
            waiter = waiters.pop(0)
            if not waiter.done():
                waiter.set_result(None)
                break

    @property
    def maxsize(self):
        return self._maxsize

    def qsize(self):
        return len(self._queue)

    def empty(self):
        return not self._queue

    def full(self):
        return 0 < self._maxsize <= len(self._queue)

    async def put(self, item):
        while self.full():
            putter = get_running_loop().create_future()
            self._putters.append(putter)
            try:
                await putter
            except BaseException:
                putter.cancel()
                if putter in self._putters:
                    self._putters.remove(putter)
                if not self.full() and not putter.cancelled():
                    self._wake(self._putters)
                raise
        return self.put_nowait(item)

    def put_nowait(self, item):
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished += 1
        self._finished.clear()
        self._wake(self._getters)

    async def get(self):
        while self.empty():
            getter = get_running_loop().create_future()
            self._getters.append(getter)
            try:
                await getter
            except BaseException:
                getter.cancel()
                if getter in self._getters:
                    self._getters.remove(getter)
                if not self.empty() and not getter.cancelled():
                    self._wake(self._getters)
                raise
        return self.get_nowait()

    def get_nowait(self):
        if self.empty():
            raise QueueEmpty
        item = self._get()
        self._wake(self._putters)
        return item

    def task_done(self):
        if self._unfinished <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished -= 1
        if self._unfinished == 0:
            self._finished.set()

    async def join(self):
        if self._unfinished > 0:
            await self._finished.wait()


class PriorityQueue(Queue):
    def _put(self, item):
        _heappush(self._queue, item)

    def _get(self):
        return _heappop(self._queue)


class LifoQueue(Queue):
    def _get(self):
        return self._queue.pop()


async def to_thread(func, /, *args, **kwargs):
    loop = get_running_loop()
    return await loop.run_in_executor(None, lambda: func(*args, **kwargs))


def run_coroutine_threadsafe(coro, loop):
    return ensure_future(coro, loop=loop)
