"""The backend for SQLite: an aiosqlite connection, opened when the first user comes and closed after the last."""

import aiosqlite
from databases.records import Record, Row
from databases.text import positional


class SQLiteBackend:
    def __init__(self, url, options, record_class):
        self.database = url.database
        if url._query:
            self.database += "?" + url._query
        self.options = options
        self.record_class = record_class

    async def connect(self):
        """Nothing is opened yet."""

    async def disconnect(self):
        """Connections are closed by those who use them."""

    def connection(self):
        return SQLiteConnection(self)


class SQLiteConnection:
    def __init__(self, backend):
        self._backend = backend
        self._connection = None
        self._savepoints = 0

    async def acquire(self):
        assert self._connection is None, "Connection is already acquired"
        connection = aiosqlite.connect(self._backend.database, isolation_level=None, **self._backend.options)
        await connection.__aenter__()
        self._connection = connection

    async def release(self):
        await self.raw_connection.__aexit__(None, None, None)
        self._connection = None

    @property
    def raw_connection(self):
        assert self._connection is not None, "Connection is not acquired"
        return self._connection

    async def fetch_all(self, query):
        async with self._execute(query) as cursor:
            rows = await cursor.fetchall()
            return [self._record(cursor, row) for row in rows]

    async def fetch_one(self, query):
        async with self._execute(query) as cursor:
            row = await cursor.fetchone()
            return None if row is None else self._record(cursor, row)

    async def fetch_val(self, query, column=0):
        row = await self.fetch_one(query)
        return None if row is None else row[column]

    async def execute(self, query):
        connection = self.raw_connection
        sql, values = self._compiled(query)
        async with connection.cursor() as cursor:
            await cursor.execute(sql, values)
            if cursor.lastrowid == 0:
                return cursor.rowcount
            return cursor.lastrowid

    async def execute_many(self, queries):
        for query in queries:
            await self.execute(query)

    async def iterate(self, query):
        async with self._execute(query) as cursor:
            async for row in cursor:
                yield self._record(cursor, row)

    def _execute(self, query):
        connection = self.raw_connection
        return connection.execute(*self._compiled(query))

    def _compiled(self, query):
        sql, values, names = positional(query)
        if self._backend.record_class is Record:
            # 0.9 formats the text for its log, so a `%` in it fails as it does there.
            sql % {name: "$%d" % at for at, name in enumerate(sorted(names), 1)}
        return sql, values

    def _record(self, cursor, values):
        return self._backend.record_class([column[0] for column in cursor.description], values)

    def transaction(self):
        return SQLiteTransaction(self)


class SQLiteTransaction:
    """A transaction, or a savepoint in one: what BEGIN and its ends are."""

    def __init__(self, connection):
        self._connection = connection
        self._savepoint = None

    async def start(self, is_root, extra_options):
        # On SQLite the options, `isolation` among them, change nothing.
        connection = self._connection
        if is_root:
            # Names need only be unique within a transaction.
            connection._savepoints = 0
            await self._send("BEGIN")
        else:
            connection._savepoints += 1
            self._savepoint = "STARLETTE_SAVEPOINT_%d" % connection._savepoints
            await self._send("SAVEPOINT " + self._savepoint)

    async def commit(self):
        await self._send("COMMIT" if self._savepoint is None else "RELEASE SAVEPOINT " + self._savepoint)

    async def rollback(self):
        await self._send("ROLLBACK" if self._savepoint is None else "ROLLBACK TO SAVEPOINT " + self._savepoint)

    async def _send(self, sql):
        async with self._connection.raw_connection.execute(sql) as cursor:
            await cursor.close()
