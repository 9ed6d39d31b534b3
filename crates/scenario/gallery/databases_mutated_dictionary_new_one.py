# encode/databases, pull request #546, https://github.com/encode/databases/pull/546: "context variables
# undergo a shallow clone when context is copied for new tasks. That means that we had been undoing any
# isolation that context variables had been providing by mutating the WeakKeyDictionary". A transaction
# as the pull request had it after that, in short: "just need to treat those dictionaries as immutable".
import asyncio
import sqlite3
from contextvars import ContextVar

import aiosqlite

active = ContextVar("active_transactions")  # the connection by transaction


class Transaction:
    async def __aenter__(self):
        connection = await aiosqlite.connect("bank.db", isolation_level=None)
        await connection.execute("BEGIN")
        active.set({**active.get(), self: connection})
        return self

    def execute(self, sql):
        return active.get()[self].execute(sql)

    async def __aexit__(self, exc_type, exc_value, traceback):
        connection = active.get()[self]
        await connection.execute("COMMIT" if exc_type is None else "ROLLBACK")
        await connection.close()


def setup():
    bank = sqlite3.connect("bank.db")
    bank.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER)")
    bank.execute("INSERT INTO account VALUES (1, 100)")
    bank.commit()


def task_server():
    transaction = Transaction()  # one for all calls, as a decorator's is

    async def balance():
        async with transaction:
            cursor = await transaction.execute("SELECT balance FROM account")
            return (await cursor.fetchone())[0]

    async def main():
        active.set({})
        return await asyncio.gather(balance(), balance(), return_exceptions=True)

    return [str(answer) for answer in asyncio.run(main())]
