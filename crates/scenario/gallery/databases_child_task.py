# encode/databases, pull request #546, https://github.com/encode/databases/pull/546: a connection in a
# context variable (0.7) is inherited by child tasks, one in a dictionary by task (0.9) is not: "Each
# task acquires it's own connection".
import asyncio
import sqlite3

from databases import Database

database = Database("sqlite:///shop.db")


def setup():
    shop = sqlite3.connect("shop.db")
    shop.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, item TEXT)")
    shop.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT)")


async def write_log(line):
    await database.execute("INSERT INTO log (line) VALUES (:line)", {"line": line})


@database.transaction()
async def order(item):
    await database.execute("INSERT INTO orders (item) VALUES (:item)", {"item": item})
    await asyncio.create_task(write_log(f"{item} is wanted"))
    raise ValueError(f"{item} is sold out")


async def task_order():
    await order("tea")


def invariant_what_is_logged_stays():
    assert sqlite3.connect("shop.db").execute("SELECT count(*) FROM log").fetchone() == (1,)
