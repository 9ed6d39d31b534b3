"""databases: low-level transactions, nested ones, and rows."""

import sqlite3

from databases import Database

database = Database("sqlite:///notes.db")


def setup():
    sqlite3.connect("notes.db").execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")


async def task_low_level():
    transaction = await database.transaction()
    try:
        await database.execute("INSERT INTO note (text) VALUES (:text)", {"text": "a"})
        raise ValueError("no")
    except ValueError:
        await transaction.rollback()
    return await database.fetch_val("SELECT count(*) FROM note")


async def task_nested():
    async with database.transaction():
        await database.execute("INSERT INTO note (text) VALUES ('b')")
    return [row["text"] for row in await database.fetch_all("SELECT text FROM note")]
