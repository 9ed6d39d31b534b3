"""Python's sqlite3 as it is by default: it begins by itself before it writes."""

import sqlite3


def setup():
    db = sqlite3.connect("bank.db")
    db.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER CHECK (balance >= 0))")
    db.executemany("INSERT INTO account VALUES (?, ?)", [(1, 100), (2, 0)])
    db.commit()


def task_withdraw():
    db = sqlite3.connect("bank.db", timeout=0)
    with db:
        (balance,) = db.execute("SELECT balance FROM account WHERE id = 1").fetchone()
        db.execute("UPDATE account SET balance = ? WHERE id = 1", (balance - 60,))
    return balance


def task_move():
    db = sqlite3.connect("bank.db", timeout=0)
    with db:
        db.executemany("UPDATE account SET balance = balance + ? WHERE id = ?", [(-60, 1), (60, 2)])
