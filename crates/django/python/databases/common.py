"""What both releases have in common: everything but whose a connection is, and where a transaction's state lives."""

import asyncio
import contextlib
import functools

from _host import call
from databases.text import query as text
from databases.url import DatabaseURL

_DIALECTS = ("postgresql", "postgres", "mysql", "sqlite")


def _backend_class(dialect):
    chosen = call("setting", "database")
    if dialect == "sqlite" and chosen != "postgres":
        from databases.sqlite import SQLiteBackend as Backend
    elif dialect in ("postgresql", "postgres") and chosen == "postgres":
        from databases.postgres import PostgresBackend as Backend
    else:
        speaks = "postgresql://HOST/NAME" if chosen == "postgres" else "sqlite:///FILE"
        raise NotImplementedError("The database %r: Lockstep's databases package speaks to %s." % (dialect, speaks))
    return Backend


class BaseDatabase:
    """A database by its URL. What it does, it does on the current connection."""

    record_class = None
    transaction_class = None

    def __init__(self, url, *, force_rollback=False, **options):
        self.url = DatabaseURL(url)
        self.options = options
        self.is_connected = False
        self._force_rollback = force_rollback
        if self.url.dialect not in _DIALECTS:
            raise KeyError(self.url.dialect)
        self._backend = _backend_class(self.url.dialect)(self.url, options, self.record_class)
        # With force_rollback all tasks use one connection, in a transaction that is never committed.
        self._global_connection = None
        self._global_transaction = None

    async def connect(self):
        if self.is_connected:
            return
        await self._backend.connect()
        self.is_connected = True
        if self._force_rollback:
            assert self._global_connection is None
            self._global_connection = self._new_connection()
            self._global_transaction = self._global_connection.transaction(force_rollback=True)
            await self._global_transaction.__aenter__()

    async def disconnect(self):
        if not self.is_connected:
            return
        if self._force_rollback:
            assert self._global_transaction is not None
            await self._global_transaction.__aexit__()
            self._global_transaction = None
            self._global_connection = None
        else:
            self._forget_connection()
        await self._backend.disconnect()
        self.is_connected = False

    async def __aenter__(self):
        await self.connect()
        return self

    async def __aexit__(self, exc_type=None, exc_value=None, traceback=None):
        await self.disconnect()

    def connection(self):
        if self._global_connection is not None:
            return self._global_connection
        return self._current_connection()

    def transaction(self, *, force_rollback=False, **kwargs):
        return self.transaction_class(self.connection, force_rollback, **kwargs)

    @contextlib.contextmanager
    def force_rollback(self):
        before = self._force_rollback
        self._force_rollback = True
        try:
            yield
        finally:
            self._force_rollback = before

    async def fetch_all(self, query, values=None):
        async with self.connection() as connection:
            return await connection.fetch_all(query, values)

    async def fetch_one(self, query, values=None):
        async with self.connection() as connection:
            return await connection.fetch_one(query, values)

    async def fetch_val(self, query, values=None, column=0):
        async with self.connection() as connection:
            return await connection.fetch_val(query, values, column=column)

    async def execute(self, query, values=None):
        async with self.connection() as connection:
            return await connection.execute(query, values)

    async def execute_many(self, query, values):
        async with self.connection() as connection:
            return await connection.execute_many(query, values)

    async def iterate(self, query, values=None):
        async with self.connection() as connection:
            async for record in connection.iterate(query, values):
                yield record


class BaseConnection:
    """A connection that its users open and close together: the first opens it, the last closes it."""

    transaction_class = None

    def __init__(self, backend):
        self._backend = backend
        self._connection_lock = asyncio.Lock()
        self._connection = backend.connection()
        self._connection_counter = 0
        self._transaction_lock = asyncio.Lock()
        self._transaction_stack = []
        self._query_lock = asyncio.Lock()

    async def __aenter__(self):
        async with self._connection_lock:
            self._connection_counter += 1
            try:
                if self._connection_counter == 1:
                    await self._connection.acquire()
            except BaseException:
                self._connection_counter -= 1
                raise
        return self

    async def __aexit__(self, exc_type=None, exc_value=None, traceback=None):
        async with self._connection_lock:
            self._connection_counter -= 1
            if self._connection_counter == 0:
                await self._connection.release()
                self._released()

    def _released(self):
        """Nobody uses it any more."""

    async def fetch_all(self, query, values=None):
        query = text(query, values)
        async with self._query_lock:
            return await self._connection.fetch_all(query)

    async def fetch_one(self, query, values=None):
        query = text(query, values)
        async with self._query_lock:
            return await self._connection.fetch_one(query)

    async def fetch_val(self, query, values=None, column=0):
        query = text(query, values)
        async with self._query_lock:
            return await self._connection.fetch_val(query, column)

    async def execute(self, query, values=None):
        query = text(query, values)
        async with self._query_lock:
            return await self._connection.execute(query)

    async def execute_many(self, query, values):
        queries = [text(query, one) for one in values]
        async with self._query_lock:
            await self._connection.execute_many(queries)

    async def iterate(self, query, values=None):
        query = text(query, values)
        async with self.transaction():
            async with self._query_lock:
                async for record in self._connection.iterate(query):
                    yield record

    def transaction(self, *, force_rollback=False, **kwargs):
        return self.transaction_class(lambda: self, force_rollback, **kwargs)

    @property
    def raw_connection(self):
        return self._connection.raw_connection


class BaseTransaction:
    """A transaction as a context manager, as a decorator, and by hand."""

    def __init__(self, connection_callable, force_rollback, **kwargs):
        self._connection_callable = connection_callable
        self._force_rollback = force_rollback
        self._extra_options = kwargs

    async def __aenter__(self):
        await self.start()
        return self

    async def __aexit__(self, exc_type=None, exc_value=None, traceback=None):
        if exc_type is not None or self._force_rollback:
            await self.rollback()
        else:
            await self.commit()

    def __await__(self):
        return self.start().__await__()

    def __call__(self, func):
        # One instance for all calls of the function, however many run at once.
        @functools.wraps(func)
        async def wrapper(*args, **kwargs):
            async with self:
                return await func(*args, **kwargs)

        return wrapper
