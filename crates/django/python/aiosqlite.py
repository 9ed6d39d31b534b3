"""The aiosqlite package: sqlite3 on a thread a connection, which does one thing after the other."""

import asyncio
import sqlite3
from sqlite3 import (
    DatabaseError,
    Error,
    IntegrityError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    Row,
    Warning,
    register_adapter,
    register_converter,
    sqlite_version,
    sqlite_version_info,
)

from _host import call

__version__ = "0.21.0"
paramstyle = sqlite3.paramstyle


# In which order threads that run at the same time open their connections is anybody's guess. It makes no
# difference but to who keeps in one place what belongs to several connections, and says so here.
_any_order = False

# How many things the process's connections are asked for and have not answered.
_busy = 0


def connect(database, *, iter_chunk_size=64, **kwargs):
    def connector():
        if _any_order and _busy > 1:
            call("turn")
        return sqlite3.connect(str(database), **kwargs)

    return Connection(connector, iter_chunk_size)


class _Result:
    """What a method gives: to be awaited, or entered and closed in the end."""

    def __init__(self, coroutine):
        self._coroutine = coroutine
        self._value = None

    def __await__(self):
        return self._coroutine.__await__()

    async def __aenter__(self):
        self._value = await self._coroutine
        return self._value

    async def __aexit__(self, exc_type, exc, tb):
        if isinstance(self._value, Cursor):
            await self._value.close()


def _gives(method):
    return lambda *args, **kwargs: _Result(method(*args, **kwargs))


class Cursor:
    def __init__(self, conn, cursor):
        self._conn = conn
        self._cursor = cursor
        self.iter_chunk_size = conn._iter_chunk_size

    async def _execute(self, fn, *args):
        return await self._conn._execute(fn, *args)

    def __aiter__(self):
        return self._rows()

    async def _rows(self):
        while True:
            rows = await self.fetchmany(self.iter_chunk_size)
            if not rows:
                return
            for row in rows:
                yield row

    async def execute(self, sql, parameters=None):
        await self._execute(self._cursor.execute, sql, [] if parameters is None else parameters)
        return self

    async def executemany(self, sql, parameters):
        await self._execute(self._cursor.executemany, sql, parameters)
        return self

    async def executescript(self, sql_script):
        await self._execute(self._cursor.executescript, sql_script)
        return self

    async def fetchone(self):
        return await self._execute(self._cursor.fetchone)

    async def fetchmany(self, size=None):
        args = () if size is None else (size,)
        return await self._execute(self._cursor.fetchmany, *args)

    async def fetchall(self):
        return await self._execute(self._cursor.fetchall)

    async def close(self):
        await self._execute(self._cursor.close)

    @property
    def rowcount(self):
        return self._cursor.rowcount

    @property
    def lastrowid(self):
        return self._cursor.lastrowid

    @property
    def arraysize(self):
        return self._cursor.arraysize

    @property
    def description(self):
        return self._cursor.description

    @property
    def connection(self):
        return self._cursor.connection

    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, exc, tb):
        await self.close()


class Connection:
    def __init__(self, connector, iter_chunk_size):
        self._connector = connector
        self._iter_chunk_size = iter_chunk_size
        self._connection = None
        self._running = True
        self._server = asyncio._Server()

    @property
    def _conn(self):
        if self._connection is None:
            raise ValueError("no active connection")
        return self._connection

    async def _execute(self, fn, *args):
        if not self._running or not self._connection:
            raise ValueError("Connection closed")
        return await self._ask(fn, *args)

    async def _ask(self, fn, *args):
        global _busy
        _busy += 1
        try:
            return await self._server.ask(fn, *args)
        finally:
            _busy -= 1

    async def _connect(self):
        if self._connection is None:
            try:
                self._connection = await self._ask(self._connector)
            except BaseException:
                self._stop()
                raise
        return self

    def _stop(self):
        self._running = False
        self._connection = None
        self._server.stop()

    def __await__(self):
        return self._connect().__await__()

    async def __aenter__(self):
        return await self

    async def __aexit__(self, exc_type, exc, tb):
        await self.close()

    async def close(self):
        if self._connection is None:
            return
        try:
            await self._execute(self._conn.close)
        finally:
            self._stop()

    async def commit(self):
        await self._execute(self._conn.commit)

    async def rollback(self):
        await self._execute(self._conn.rollback)

    @_gives
    async def cursor(self):
        return Cursor(self, await self._execute(self._conn.cursor))

    @_gives
    async def execute(self, sql, parameters=None):
        parameters = [] if parameters is None else parameters
        return Cursor(self, await self._execute(self._conn.execute, sql, parameters))

    @_gives
    async def executemany(self, sql, parameters):
        return Cursor(self, await self._execute(self._conn.executemany, sql, parameters))

    @_gives
    async def executescript(self, sql_script):
        return Cursor(self, await self._execute(self._conn.executescript, sql_script))

    @_gives
    async def execute_insert(self, sql, parameters=None):
        def insert():
            cursor = self._conn.execute(sql, [] if parameters is None else parameters)
            cursor.execute("SELECT last_insert_rowid()")
            return cursor.fetchone()

        return await self._execute(insert)

    @_gives
    async def execute_fetchall(self, sql, parameters=None):
        def fetch():
            return self._conn.execute(sql, [] if parameters is None else parameters).fetchall()

        return await self._execute(fetch)

    @property
    def in_transaction(self):
        return self._conn.in_transaction

    @property
    def isolation_level(self):
        return self._conn.isolation_level

    @isolation_level.setter
    def isolation_level(self, value):
        self._conn.isolation_level = value

    @property
    def row_factory(self):
        return self._conn.row_factory

    @row_factory.setter
    def row_factory(self, factory):
        self._conn.row_factory = factory

    @property
    def total_changes(self):
        return self._conn.total_changes
