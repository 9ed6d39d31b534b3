# encode/databases, pull request #546: "fix: incorrect concurrent usage of connection and transaction",
# https://github.com/encode/databases/pull/546. Its diagram: two users' requests in one decorated
# endpoint, whose one Transaction they share. Here the endpoint writes down who was there.
import sqlite3

from databases import Database

database = Database("sqlite:///api.db")


def setup():
    sqlite3.connect("api.db").execute("CREATE TABLE visit (id INTEGER PRIMARY KEY, user TEXT)")


@database.transaction()
async def endpoint(user):
    await database.execute("INSERT INTO visit (user) VALUES (:user)", {"user": user})
    return "200 OK"


async def task_user_1():
    return await endpoint("user 1")


async def task_user_2():
    return await endpoint("user 2")


def invariant_both_were_there():
    assert sqlite3.connect("api.db").execute("SELECT count(*) FROM visit").fetchone() == (2,)
