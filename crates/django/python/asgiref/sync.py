"""`sync_to_async` and `async_to_sync`: which thread runs what.

Code that is sensitive about its thread, as Django's ORM is, runs in one thread of its own, one
call after the other, unless a synchronous caller waits further up: then it runs in that one's.
"""

import asyncio
import contextvars
import functools
from asyncio import _get_running_loop
from threading import get_ident

# The synchronous caller that waits for the current asynchronous code.
_caller = contextvars.ContextVar("asgiref caller")
_sensitive = contextvars.ContextVar("asgiref thread_sensitive_context", default=None)
_busy = contextvars.ContextVar("asgiref single thread in use", default=False)
# The event loop that waits for what a thread does, by thread.
_waiting_loops = {}
# The one thread that runs sensitive calls of all event loops.
_single_thread = []


def iscoroutinefunction(func):
    return getattr(func, "_is_coroutine_marker", False) or asyncio.iscoroutinefunction(func)


def markcoroutinefunction(func):
    """Says of a plain function that it gives a coroutine."""
    func._is_coroutine_marker = True
    return func


class ThreadSensitiveContext:
    """A thread of its own for the sensitive calls within, as each asynchronous request has one."""

    def __init__(self):
        self._token = None
        self._server = None

    async def __aenter__(self):
        if _sensitive.get() is None:
            self._token = _sensitive.set(self)
        return self

    async def __aexit__(self, exc_type, exc_value, traceback):
        if self._token is not None:
            if self._server is not None:
                self._server.stop()
            _sensitive.reset(self._token)
            self._token = None


class SyncToAsync:
    def __init__(self, func, thread_sensitive=True, executor=None):
        if not callable(func) or iscoroutinefunction(func):
            raise TypeError("sync_to_async can only be applied to sync functions.")
        if executor is not None:
            if thread_sensitive:
                raise TypeError("executor must not be set when thread_sensitive is True")
            raise NotImplementedError("sync_to_async(executor=...) is not supported by Lockstep: leave it out")
        self.func = func
        self._thread_sensitive = thread_sensitive
        markcoroutinefunction(self)
        functools.update_wrapper(self, func)

    async def __call__(self, *args, **kwargs):
        loop = asyncio.get_running_loop()
        server = self._server()
        context = contextvars.copy_context()
        given_up = []

        def run():
            # A call that was given up before its turn is never made.
            if given_up:
                return None
            _waiting_loops[get_ident()] = loop
            return context.run(self.func, *args, **kwargs)

        future = server.ask(run)
        if not self._thread_sensitive:
            server.stop()
        try:
            return await future
        except asyncio.CancelledError:
            given_up.append(True)
            raise
        finally:
            _take_over(context)
            _busy.set(False)

    def _server(self):
        if not self._thread_sensitive:
            return asyncio._Server()
        caller = _caller.get(None)
        if caller is not None:
            return caller
        scope = _sensitive.get()
        if scope is not None:
            if scope._server is None:
                scope._server = asyncio._Server()
            return scope._server
        if _busy.get():
            raise RuntimeError("Single thread executor already being used, would deadlock")
        _busy.set(True)
        if not _single_thread:
            _single_thread.append(asyncio._Server())
        return _single_thread[0]

    def __get__(self, instance, owner=None):
        return functools.update_wrapper(functools.partial(self.__call__, instance), self.func)


class AsyncToSync:
    def __init__(self, awaitable, force_new_loop=False):
        self.awaitable = awaitable
        self.force_new_loop = force_new_loop

    def __call__(self, *args, **kwargs):
        if _get_running_loop() is not None:
            raise RuntimeError(
                "You cannot use AsyncToSync in the same thread as an async event loop - "
                "just await the async function directly."
            )
        # While this thread waits it does what the asynchronous code asks of it.
        caller = asyncio._Server()
        caller._begun = True
        context = contextvars.copy_context()
        context.run(_caller.set, caller)
        outcome = []

        async def main():
            try:
                outcome.append((await self.awaitable(*args, **kwargs), None))
            except BaseException as error:
                outcome.append((None, error))
            caller.stop()

        loop = None if self.force_new_loop else _waiting_loops.get(get_ident())
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(lambda: loop.create_task(main(), context=context))
        else:
            asyncio._start_server(lambda: context.run(asyncio.run, main()))
        caller.serve_here()
        outer = _caller.get(None)
        _take_over(context)
        _caller.set(outer)
        result, error = outcome[0]
        if error is not None:
            raise error
        return result

    def __get__(self, instance, owner=None):
        return functools.update_wrapper(functools.partial(self.__call__, instance), self.awaitable)


def _take_over(context):
    """What was set in a context that ran elsewhere holds here, too."""
    for variable in context:
        value = context.get(variable)
        if variable.get(_take_over) is not value:
            variable.set(value)


def sync_to_async(func=None, *, thread_sensitive=True, executor=None):
    if func is None:
        return lambda func: SyncToAsync(func, thread_sensitive, executor)
    return SyncToAsync(func, thread_sensitive, executor)


def async_to_sync(awaitable=None, *, force_new_loop=False):
    if awaitable is None:
        return lambda awaitable: AsyncToSync(awaitable, force_new_loop)
    return AsyncToSync(awaitable, force_new_loop)
