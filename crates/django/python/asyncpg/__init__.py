"""asyncpg: connections to a PostgreSQL server, their transactions, and a pool of them.

What a connection is asked for runs on a thread of its own, so that other tasks go on meanwhile.
"""

import asyncio

from _host import call
from _postgres import load_rows, refuse_other_database, to_parameters
from asyncpg import exceptions
from asyncpg.exceptions import *
from asyncpg.exceptions import make_error

__version__ = "0.30.0"

# JSON is text here, unless a program says otherwise.
_LEFT_ALONE = ("json", "jsonb")

LEVELS = {
    "read_uncommitted": "READ UNCOMMITTED",
    "read_committed": "READ COMMITTED",
    "repeatable_read": "REPEATABLE READ",
    "serializable": "SERIALIZABLE",
}


def _database_of(dsn, database):
    if database:
        return database
    if dsn and "://" in dsn:
        rest = dsn.partition("://")[2].partition("?")[0]
        return rest.partition("/")[2] or "postgres"
    return "postgres"


async def connect(dsn=None, *, database=None, **options):
    return Connection(_database_of(dsn, database))


class Record:
    """A row: a sequence of values that knows its columns' names."""

    def __init__(self, names, values):
        self._names = names
        self._values = tuple(values)

    def __getitem__(self, key):
        if isinstance(key, str):
            if key not in self._names:
                raise KeyError(key)
            return self._values[self._names.index(key)]
        return self._values[key]

    def get(self, key, default=None):
        return self[key] if key in self._names else default

    def keys(self):
        return iter(self._names)

    def values(self):
        return iter(self._values)

    def items(self):
        return zip(self._names, self._values)

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __contains__(self, key):
        return key in self._names

    def __eq__(self, other):
        return self._values == (other._values if isinstance(other, Record) else other)

    def __hash__(self):
        return hash(self._values)

    def __repr__(self):
        return "<Record %s>" % " ".join(["%s=%r" % pair for pair in self.items()])


class Connection:
    def __init__(self, database):
        refuse_other_database()
        self._handle = call("connect", database, {})
        self._server = asyncio._Server()
        self._closed = False
        self._busy = False
        self._top_xact = None
        self._savepoints = 0

    def is_closed(self):
        return self._closed

    def is_in_transaction(self):
        return not self._closed and call("in_transaction", self._handle)

    async def _send(self, query, args=()):
        if self._closed:
            raise InterfaceError("connection is closed")
        if self._busy:
            raise InterfaceError("cannot perform operation: another operation is in progress")
        self._busy = True
        try:
            answer = await self._server.ask(call, "execute", self._handle, query, to_parameters(args))
        finally:
            self._busy = False
        if answer[0] != "ok":
            raise make_error(answer)
        return answer

    async def execute(self, query, *args, timeout=None):
        return (await self._send(query, args))[6]

    async def executemany(self, command, args, *, timeout=None):
        for one in args:
            await self._send(command, one)

    async def fetch(self, query, *args, timeout=None, record_class=None):
        answer = await self._send(query, args)
        return [Record(answer[1], row) for row in load_rows(answer, _LEFT_ALONE)]

    async def fetchrow(self, query, *args, timeout=None, record_class=None):
        found = await self.fetch(query, *args)
        return found[0] if found else None

    async def fetchval(self, query, *args, column=0, timeout=None):
        row = await self.fetchrow(query, *args)
        return None if row is None else row[column]

    def transaction(self, *, isolation=None, readonly=False, deferrable=False):
        if isolation is not None and isolation not in LEVELS:
            raise ValueError("isolation is expected to be either of %s, got %r" % (set(LEVELS), isolation))
        return Transaction(self, isolation, readonly, deferrable)

    async def close(self, *, timeout=None):
        self.terminate()

    def terminate(self):
        if not self._closed:
            self._closed = True
            self._server.stop()
            call("close", self._handle)


class Transaction:
    """`async with connection.transaction():` a transaction, or a savepoint in one."""

    def __init__(self, connection, isolation, readonly, deferrable):
        self._connection = connection
        self._isolation = isolation
        self._readonly = readonly
        self._deferrable = deferrable
        self._savepoint = None
        self._state = "new"

    async def start(self):
        if self._state != "new":
            raise InterfaceError("cannot start; the transaction is already started")
        connection = self._connection
        if connection._top_xact is None:
            if connection.is_in_transaction():
                raise InterfaceError("cannot use Connection.transaction() in a manually started transaction")
            connection._top_xact = self
            query = "BEGIN"
            if self._isolation is not None:
                query += " ISOLATION LEVEL " + LEVELS[self._isolation]
            if self._readonly:
                query += " READ ONLY"
            if self._deferrable:
                query += " DEFERRABLE"
        else:
            top = connection._top_xact._isolation
            if self._isolation is not None and self._isolation != top:
                raise InterfaceError(
                    "nested transaction has a different isolation level: current %r != outer %r" % (self._isolation, top)
                )
            connection._savepoints += 1
            self._savepoint = "__asyncpg_savepoint_%x__" % connection._savepoints
            query = "SAVEPOINT " + self._savepoint
        try:
            await connection._send(query + ";")
        except BaseException:
            self._state = "failed"
            self._over()
            raise
        self._state = "started"

    async def commit(self):
        await self._end("commit", "COMMIT;" if self._savepoint is None else "RELEASE SAVEPOINT %s;" % self._savepoint)

    async def rollback(self):
        await self._end("rollback", "ROLLBACK;" if self._savepoint is None else "ROLLBACK TO %s;" % self._savepoint)

    async def _end(self, what, query):
        if self._state != "started":
            why = "not yet started" if self._state == "new" else "already " + self._state
            raise InterfaceError("cannot %s; the transaction is %s" % (what, why))
        self._over()
        try:
            await self._connection._send(query)
        except BaseException:
            self._state = "failed"
            raise
        self._state = "committed" if what == "commit" else "rolled back"

    def _over(self):
        if self._connection._top_xact is self:
            self._connection._top_xact = None

    async def __aenter__(self):
        await self.start()
        return self

    async def __aexit__(self, exc_type, exc_value, traceback):
        if self._connection._closed:
            return
        if exc_type is None:
            await self.commit()
        else:
            await self.rollback()


class Pool:
    """Connections to be had for a while. One that is given back forgets all that its user has set: here that
    is a new one."""

    def __init__(self, database, max_size):
        self._database = database
        self._free = asyncio.Semaphore(max_size)
        self._closed = False

    def __await__(self):
        return self._ready().__await__()

    async def _ready(self):
        return self

    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, exc_value, traceback):
        await self.close()

    def acquire(self, *, timeout=None):
        return _Acquired(self)

    async def _acquire(self):
        if self._closed:
            raise InterfaceError("pool is closed")
        await self._free.acquire()
        return Connection(self._database)

    async def release(self, connection, *, timeout=None):
        if not connection.is_closed():
            connection.terminate()
            self._free.release()

    async def execute(self, query, *args, timeout=None):
        async with self.acquire() as connection:
            return await connection.execute(query, *args)

    async def fetch(self, query, *args, timeout=None):
        async with self.acquire() as connection:
            return await connection.fetch(query, *args)

    async def fetchrow(self, query, *args, timeout=None):
        async with self.acquire() as connection:
            return await connection.fetchrow(query, *args)

    async def fetchval(self, query, *args, column=0, timeout=None):
        async with self.acquire() as connection:
            return await connection.fetchval(query, *args, column=column)

    async def close(self):
        self._closed = True

    def terminate(self):
        self._closed = True


class _Acquired:
    """What acquire() gives: to be awaited, or entered."""

    def __init__(self, pool):
        self._pool = pool
        self._connection = None

    def __await__(self):
        return self._pool._acquire().__await__()

    async def __aenter__(self):
        self._connection = await self._pool._acquire()
        return self._connection

    async def __aexit__(self, exc_type, exc_value, traceback):
        await self._pool.release(self._connection)


def create_pool(dsn=None, *, min_size=10, max_size=10, database=None, **options):
    return Pool(_database_of(dsn, database), max_size)
