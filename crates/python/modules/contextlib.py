from abc import ABC
from functools import wraps


class AbstractContextManager(ABC):
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return None


class AbstractAsyncContextManager(ABC):
    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, traceback):
        return None


class ContextDecorator:
    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return inner


class AsyncContextDecorator:
    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        async def inner(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)

        return inner


class _GeneratorContextManager(AbstractContextManager, ContextDecorator):
    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        self.__doc__ = getattr(func, "__doc__", None)

    def _recreate_cm(self):
        return self.__class__(self.func, self.args, self.kwds)

    def __enter__(self):
        del self.args, self.kwds, self.func
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind, value, traceback):
        if kind is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = kind()
        try:
            self.gen.throw(value)
        except StopIteration as error:
            return error is not value
        except RuntimeError as error:
            if error is value:
                return False
            if isinstance(value, StopIteration) and error.__cause__ is value:
                return False
            raise
        except BaseException as error:
            if error is not value:
                raise
            return False
        raise RuntimeError("generator didn't stop after throw()")


class _AsyncGeneratorContextManager(AbstractAsyncContextManager, AsyncContextDecorator):
    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        self.__doc__ = getattr(func, "__doc__", None)

    def _recreate_cm(self):
        return self.__class__(self.func, self.args, self.kwds)

    async def __aenter__(self):
        del self.args, self.kwds, self.func
        try:
            return await anext(self.gen)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, kind, value, traceback):
        if kind is None:
            try:
                await anext(self.gen)
            except StopAsyncIteration:
                return False
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = kind()
        try:
            await self.gen.athrow(value)
        except StopAsyncIteration as error:
            return error is not value
        except RuntimeError as error:
            if error is value:
                return False
            if isinstance(value, (StopIteration, StopAsyncIteration)) and error.__cause__ is value:
                return False
            raise
        except BaseException as error:
            if error is not value:
                raise
            return False
        raise RuntimeError("generator didn't stop after athrow()")


def contextmanager(func):
    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return helper


def asynccontextmanager(func):
    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)

    return helper


class closing(AbstractContextManager):
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *info):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *info):
        await self.thing.aclose()


class suppress(AbstractContextManager):
    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, self._exceptions)


class nullcontext(AbstractContextManager):
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *info):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *info):
        pass


def _check_protocol(cm, names, what):
    cls = type(cm)
    for name in names:
        if not hasattr(cls, name):
            raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does not support the {what} protocol")


class ExitStack(AbstractContextManager):
    def __init__(self):
        self._callbacks = []

    def enter_context(self, cm):
        _check_protocol(cm, ("__enter__", "__exit__"), "context manager")
        result = type(cm).__enter__(cm)
        self._callbacks.append(lambda *info: type(cm).__exit__(cm, *info))
        return result

    def push(self, exit):
        if hasattr(type(exit), "__exit__"):
            self._callbacks.append(lambda *info: type(exit).__exit__(exit, *info))
        else:
            self._callbacks.append(exit)
        return exit

    def callback(self, callback, /, *args, **kwds):
        def run(*info):
            callback(*args, **kwds)

        self._callbacks.append(run)
        return callback

    def pop_all(self):
        stack = type(self)()
        stack._callbacks = self._callbacks
        self._callbacks = []
        return stack

    def close(self):
        self.__exit__(None, None, None)

    def __exit__(self, *info):
        error = info[1]
        received = error is not None
        suppressed = False
        pending = False
        while self._callbacks:
            callback = self._callbacks.pop()
            try:
                if callback(type(error) if error is not None else None, error, None if error is None else error.__traceback__):
                    suppressed = True
                    pending = False
                    error = None
            except BaseException as new:
                pending = True
                error = new
        if pending:
            raise error
        return received and suppressed


class AsyncExitStack(AbstractAsyncContextManager):
    def __init__(self):
        self._callbacks = []

    async def enter_async_context(self, cm):
        _check_protocol(cm, ("__aenter__", "__aexit__"), "asynchronous context manager")
        result = await type(cm).__aenter__(cm)

        async def leave(*info):
            return await type(cm).__aexit__(cm, *info)

        self._callbacks.append(leave)
        return result

    def enter_context(self, cm):
        _check_protocol(cm, ("__enter__", "__exit__"), "context manager")
        result = type(cm).__enter__(cm)

        async def leave(*info):
            return type(cm).__exit__(cm, *info)

        self._callbacks.append(leave)
        return result

    def callback(self, callback, /, *args, **kwds):
        async def run(*info):
            callback(*args, **kwds)

        self._callbacks.append(run)
        return callback

    def push(self, exit):
        async def leave(*info):
            if hasattr(type(exit), "__exit__"):
                return type(exit).__exit__(exit, *info)
            return exit(*info)

        self._callbacks.append(leave)
        return exit

    def push_async_exit(self, exit):
        async def leave(*info):
            if hasattr(type(exit), "__aexit__"):
                return await type(exit).__aexit__(exit, *info)
            return await exit(*info)

        self._callbacks.append(leave)
        return exit

    def pop_all(self):
        stack = type(self)()
        stack._callbacks = self._callbacks
        self._callbacks = []
        return stack

    def push_async_callback(self, callback, /, *args, **kwds):
        async def run(*info):
            await callback(*args, **kwds)

        self._callbacks.append(run)
        return callback

    async def aclose(self):
        await self.__aexit__(None, None, None)

    async def __aexit__(self, *info):
        error = info[1]
        received = error is not None
        suppressed = False
        pending = False
        while self._callbacks:
            callback = self._callbacks.pop()
            try:
                if await callback(type(error) if error is not None else None, error, None if error is None else error.__traceback__):
                    suppressed = True
                    pending = False
                    error = None
            except BaseException as new:
                pending = True
                error = new
        if pending:
            raise error
        return received and suppressed
