import sqlite3
import sys
import time

import frontrun.trace_markers as markers

SAVE = "UPDATE bankaccount SET balance = ? WHERE id = ?"
GET = "SELECT id, balance FROM bankaccount WHERE id = ? LIMIT 21"


class Task:
    """One connection, used by one thread of each run."""

    def __init__(self):
        self.connection = sqlite3.connect(
            "frontrun.sqlite", timeout=0, isolation_level=None, check_same_thread=False
        )
        self.connection.execute("PRAGMA synchronous = OFF")
        self.failed = False
        self.balances = {}

    def send(self, sql, parameters=()):
        # A task that failed goes past the rest of its markers: every schedule has all of them.
        if not self.failed:
            try:
                return self.connection.execute(sql, parameters).fetchone()
            except sqlite3.OperationalError:
                self.failed = True
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    def get(self, id):
        row = self.send(GET, (id,))
        if row is not None:
            self.balances[id] = row[1]

    def save(self, id, change):
        if not self.failed:
            self.send(SAVE, (self.balances[id] + change, id))


class Run:
    """The initial rows, and no task has begun."""

    tasks = []

    def __init__(self):
        self.tasks[0].connection.execute(
            "UPDATE bankaccount SET balance = CASE id WHEN 1 THEN 100 ELSE 0 END"
        )
        for task in self.tasks:
            task.failed = False


def measure(threads):
    Run.tasks = [Task() for _ in range(TASKS)]
    connection = Run.tasks[0].connection
    connection.execute("DROP TABLE IF EXISTS bankaccount")
    connection.execute("CREATE TABLE bankaccount (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)")
    for id in range(1, ACCOUNTS + 1):
        connection.execute("INSERT INTO bankaccount VALUES (?, 0)", (id,))
    # Only so many of the schedules, evenly spread. What it takes to list all of them is not counted.
    every = markers.all_marker_schedules
    limit = int(sys.argv[1])
    start = 0.0

    def some(declared):
        nonlocal start
        schedules = every(declared)
        start = time.perf_counter()
        return schedules[:: -(-len(schedules) // limit)]

    markers.all_marker_schedules = some
    result = markers.explore_marker_interleavings(
        setup=Run, threads=threads, invariant=lambda run: True, stop_on_first=False
    )
    seconds = time.perf_counter() - start
    assert result.property_holds, result.explanation
    print(result.num_explored, seconds)


