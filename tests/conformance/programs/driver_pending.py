"""A writer that waits for a reader keeps its lock meanwhile, and stops new readers."""

import sqlite3


def connect():
    return sqlite3.connect("shop.db", isolation_level=None, timeout=5)


def setup():
    connect().execute("CREATE TABLE item (id INTEGER PRIMARY KEY, stock INTEGER)")
    connect().execute("INSERT INTO item VALUES (1, 5)")


def task_read():
    db = connect()
    db.execute("BEGIN")
    first = db.execute("SELECT stock FROM item").fetchall()
    second = db.execute("SELECT stock FROM item").fetchall()
    db.execute("COMMIT")
    return first == second


def task_write():
    connect().execute("UPDATE item SET stock = stock - 1")


def task_look():
    return connect().execute("SELECT stock FROM item").fetchone()
