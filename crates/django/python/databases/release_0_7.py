"""0.7, before pull request 546: a connection is a context variable's, and a transaction keeps its state in itself."""

from contextvars import ContextVar

import aiosqlite
from databases.common import BaseConnection, BaseDatabase, BaseTransaction
from databases.records import Row

aiosqlite._any_order = True


class Transaction(BaseTransaction):
    # `_connection` and `_transaction` belong to the instance: a second task that starts it takes them over.

    async def start(self):
        self._connection = self._connection_callable()
        self._transaction = self._connection._connection.transaction()
        async with self._connection._transaction_lock:
            is_root = not self._connection._transaction_stack
            await self._connection.__aenter__()
            await self._transaction.start(is_root, self._extra_options)
            self._connection._transaction_stack.append(self)
        return self

    async def commit(self):
        async with self._connection._transaction_lock:
            assert self._connection._transaction_stack[-1] is self
            self._connection._transaction_stack.pop()
            await self._transaction.commit()
            await self._connection.__aexit__()

    async def rollback(self):
        async with self._connection._transaction_lock:
            assert self._connection._transaction_stack[-1] is self
            self._connection._transaction_stack.pop()
            await self._transaction.rollback()
            await self._connection.__aexit__()


class Connection(BaseConnection):
    transaction_class = Transaction


class Database(BaseDatabase):
    release = "0.7.0"
    record_class = Row
    transaction_class = Transaction

    def __init__(self, url, *, force_rollback=False, **options):
        super().__init__(url, force_rollback=force_rollback, **options)
        self._connection_context = ContextVar("connection_context")

    def _new_connection(self):
        return Connection(self._backend)

    def _current_connection(self):
        # Tasks inherit what is set when they are created: they share the connection.
        connection = self._connection_context.get(None)
        if connection is None:
            connection = self._new_connection()
            self._connection_context.set(connection)
        return connection

    def _forget_connection(self):
        self._connection_context = ContextVar("connection_context")
