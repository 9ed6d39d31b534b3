"""0.9, after pull request 546: a connection is a task's, and a transaction's state a context variable's."""

import asyncio
from contextvars import ContextVar

from databases.common import BaseConnection, BaseDatabase, BaseTransaction
from databases.records import Record

# What was begun in this context, by Transaction. Contexts are copied, but not what is in them: every
# change puts a new dictionary here.
_ACTIVE_TRANSACTIONS = ContextVar("databases:active_transactions", default=None)


class Transaction(BaseTransaction):
    @property
    def _connection(self):
        return self._connection_callable()

    @property
    def _transaction(self):
        active = _ACTIVE_TRANSACTIONS.get()
        return None if active is None else active.get(self)

    @_transaction.setter
    def _transaction(self, transaction):
        active = dict(_ACTIVE_TRANSACTIONS.get() or {})
        if transaction is None:
            active.pop(self, None)
        else:
            active[self] = transaction
        _ACTIVE_TRANSACTIONS.set(active)

    async def start(self):
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
            assert self._transaction is not None
            await self._transaction.commit()
            await self._connection.__aexit__()
            self._transaction = None

    async def rollback(self):
        async with self._connection._transaction_lock:
            assert self._connection._transaction_stack[-1] is self
            self._connection._transaction_stack.pop()
            assert self._transaction is not None
            await self._transaction.rollback()
            await self._connection.__aexit__()
            self._transaction = None


class Connection(BaseConnection):
    transaction_class = Transaction

    def __init__(self, database, backend):
        super().__init__(backend)
        self._database = database

    def _released(self):
        self._database._connection = None


class Database(BaseDatabase):
    release = "0.9.0"
    record_class = Record
    transaction_class = Transaction

    def __init__(self, url, *, force_rollback=False, **options):
        super().__init__(url, force_rollback=force_rollback, **options)
        self._connection_map = {}

    @property
    def _current_task(self):
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("No currently active asyncio.Task found")
        return task

    @property
    def _connection(self):
        return self._connection_map.get(self._current_task)

    @_connection.setter
    def _connection(self, connection):
        if connection is None:
            self._connection_map.pop(self._current_task, None)
        else:
            self._connection_map[self._current_task] = connection

    def _new_connection(self):
        return Connection(self, self._backend)

    def _current_connection(self):
        if self._connection is None:
            self._connection = self._new_connection()
        return self._connection

    def _forget_connection(self):
        self._connection = None
