# encode/databases, pull request #546, https://github.com/encode/databases/pull/546: "a connection must
# be explicitly provided to descendant tasks if active transaction state is to be inherited". Given
# it, two children write in their parent's transaction, in 0.7 and in 0.9.
import asyncio
import sqlite3

from databases import Database

database = Database("sqlite:///shop.db")


def setup():
    shop = sqlite3.connect("shop.db")
    shop.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, item TEXT)")


async def order(connection, item):
    await connection.execute("INSERT INTO orders (item) VALUES (:item)", {"item": item})


async def task_order():
    async with database.connection() as connection:
        async with connection.transaction():
            children = [asyncio.create_task(order(connection, item)) for item in ("tea", "milk")]
            await asyncio.gather(*children)
            return await connection.fetch_val("SELECT count(*) FROM orders")


def invariant_both_or_nothing():
    assert sqlite3.connect("shop.db").execute("SELECT count(*) FROM orders").fetchone() != (1,)
