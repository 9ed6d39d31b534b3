"""Statements that wait for a lock, up to a timeout, in a deadlock too."""

import sqlite3


def both(one, two):
    one, two = (sqlite3.connect(name, isolation_level=None, timeout=5) for name in (one, two))
    one.execute("BEGIN IMMEDIATE")
    two.execute("BEGIN IMMEDIATE")
    two.execute("COMMIT")
    one.execute("COMMIT")


def task_forwards():
    both("left.db", "right.db")


def task_backwards():
    both("right.db", "left.db")
