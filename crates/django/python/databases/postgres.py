"""The backend for PostgreSQL: connections of a pool of asyncpg's."""

import asyncpg
from databases.text import positional


class PostgresBackend:
    def __init__(self, url, options, record_class):
        if url.driver not in ("", "asyncpg"):
            raise NotImplementedError("The driver %r: Lockstep's databases package has asyncpg for PostgreSQL." % url.driver)
        self.database = url.database
        self.options = options
        self.record_class = record_class
        self.pool = None

    async def connect(self):
        assert self.pool is None, "DatabaseBackend is already running"
        size = self.options.get("max_size", 10)
        self.pool = await asyncpg.create_pool(database=self.database, max_size=size)

    async def disconnect(self):
        assert self.pool is not None, "DatabaseBackend is not running"
        await self.pool.close()
        self.pool = None

    def connection(self):
        return PostgresConnection(self)


class PostgresConnection:
    def __init__(self, backend):
        self._backend = backend
        self._connection = None

    async def acquire(self):
        assert self._connection is None, "Connection is already acquired"
        assert self._backend.pool is not None, "DatabaseBackend is not running"
        self._connection = await self._backend.pool.acquire()

    async def release(self):
        assert self._connection is not None, "Connection is not acquired"
        connection, self._connection = self._connection, None
        await self._backend.pool.release(connection)

    @property
    def raw_connection(self):
        assert self._connection is not None, "Connection is not acquired"
        return self._connection

    async def fetch_all(self, query):
        sql, values = _numbered(query)
        return [self._record(row) for row in await self.raw_connection.fetch(sql, *values)]

    async def fetch_one(self, query):
        sql, values = _numbered(query)
        row = await self.raw_connection.fetchrow(sql, *values)
        return None if row is None else self._record(row)

    async def fetch_val(self, query, column=0):
        row = await self.fetch_one(query)
        return None if row is None else row[column]

    async def execute(self, query):
        sql, values = _numbered(query)
        return await self.raw_connection.fetchval(sql, *values)

    async def execute_many(self, queries):
        for query in queries:
            sql, values = _numbered(query)
            await self.raw_connection.execute(sql, *values)

    async def iterate(self, query):
        sql, values = _numbered(query)
        for row in await self.raw_connection.fetch(sql, *values):
            yield self._record(row)

    def _record(self, row):
        return self._backend.record_class(list(row.keys()), list(row.values()))

    def transaction(self):
        return PostgresTransaction(self)


class PostgresTransaction:
    def __init__(self, connection):
        self._connection = connection
        self._transaction = None

    async def start(self, is_root, extra_options):
        self._transaction = self._connection.raw_connection.transaction(**extra_options)
        await self._transaction.start()

    async def commit(self):
        await self._transaction.commit()

    async def rollback(self):
        await self._transaction.rollback()


def _numbered(query):
    """The text with $1 for each parameter, and their values in order."""
    sql, values, _ = positional(query)
    pieces = query.pieces
    text = pieces[0]
    for index, piece in enumerate(pieces[1:], 1):
        text += "$%d%s" % (index, piece)
    return text, values
