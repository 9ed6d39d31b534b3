# encode/databases, pull request #546, https://github.com/encode/databases/pull/546: "It seems a little wild to
# use a ContextVar to store a dictionary that includes the asyncio.Task in it", "we can just use an instance
# dictionary and remove a lot of complexity". A transaction with one, by task, in short.
import asyncio
import sqlite3

import aiosqlite


class Transaction:
    def __init__(self):
        self.active = {}  # the connection by task

    async def __aenter__(self):
        connection = await aiosqlite.connect("bank.db", isolation_level=None)
        await connection.execute("BEGIN")
        self.active[asyncio.current_task()] = connection
        return self

    def execute(self, sql):
        return self.active[asyncio.current_task()].execute(sql)

    async def __aexit__(self, exc_type, exc_value, traceback):
        connection = self.active[asyncio.current_task()]
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
        return await asyncio.gather(balance(), balance(), return_exceptions=True)

    return [str(answer) for answer in asyncio.run(main())]
