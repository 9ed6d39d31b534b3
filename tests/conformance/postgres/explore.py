"""What the real Django does with a scenario on a real PostgreSQL server, through every interleaving.

    python explore.py --server "host=/run/postgresql user=postgres" [--level LEVEL] [--most N] [NAME ...]

Runs `scenarios/NAME.py` (all of them if none is named) and writes `recorded/NAME.LEVEL.json`. Needs Django 5.2 and
psycopg 3; makes and drops databases of its own on the server, which should be a private one: it terminates what hangs.

A task is a thread with a connection of its own, opened beforehand, that stops before every statement, BEGIN and
COMMIT included, as the driver sends them. One runs at a time, until it is about to send its next
statement, has ended, or waits for a lock; those that its step lets go on run to their next statement, too. A session
that waits is left alone until its deadlock check is over, so that the victim is always who closes the circle.
Schedules are enumerated depth first, each from the beginning.
"""

import argparse
import copy
import json
import os
import pathlib
import subprocess
import sys
import threading
import time
import types

import psycopg
from psycopg import _connection_base, _cursor_base, _server_cursor_base
from psycopg.types.string import TextLoader

HERE = pathlib.Path(__file__).resolve().parent
LEVELS = {"read-committed": None, "repeatable-read": 3, "serializable": 4}
DEADLOCK_TIMEOUT = 0.008

_here = threading.local()


def _gate():
    task = getattr(_here, "task", None)
    if task is not None:
        task.arrive()


def _stop_before_statements():
    def around(owner, name):
        original = getattr(owner, name)

        def method(self, *args, **kwargs):
            _gate()
            return (yield from original(self, *args, **kwargs))

        setattr(owner, name, method)

    around(_connection_base.BaseConnection, "_exec_command")
    around(_cursor_base.BaseCursor, "_maybe_prepare_gen")
    around(_server_cursor_base.ServerCursorMixin, "_declare_gen")


class Task:
    def __init__(self, name, function):
        self.name = name
        self.function = function
        self.result = {"status": "waiting"}
        self.at_gate = False
        self.done = False
        self.go = threading.Event()
        self.arrived = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self):
        from django.db import connection

        connection.ensure_connection()
        self.pid = connection.connection.info.backend_pid
        _here.task = self
        try:
            self.result = {"status": "returned", "value": repr(self.function())}
        except Exception as error:
            lines = str(error).splitlines() or [""]
            self.result = {"status": "raised", "type": type(error).__name__, "message": lines[0]}
        _here.task = None
        self.done = True
        connection.close()
        self.arrived.set()

    def arrive(self):
        self.go.clear()
        self.at_gate = True
        self.arrived.set()
        self.go.wait()
        self.at_gate = False

    def step(self):
        self.at_gate = False
        self.go.set()


class Explorer:
    def __init__(self, path, level, server):
        self.path, self.server = path, server
        self.database = "explore_%s_%s" % (path.stem, level.replace("-", "_"))
        self.admin("postgres", 'DROP DATABASE IF EXISTS "%s" WITH (FORCE)' % self.database)
        self.admin("postgres", 'CREATE DATABASE "%s"' % self.database)
        self.scenario = self.load(level)
        self.watch = psycopg.connect("%s dbname=%s" % (server, self.database), autocommit=True)
        # A document is the text that the server prints.
        self.watch.adapters.register_loader("jsonb", TextLoader)

    def admin(self, database, sql):
        with psycopg.connect("%s dbname=%s" % (self.server, database), autocommit=True) as connection:
            connection.execute(sql)

    def load(self, level):
        import django
        from django.conf import settings

        options = {"options": "-c deadlock_timeout=%dms" % (DEADLOCK_TIMEOUT * 1000)}
        if LEVELS[level]:
            options["isolation_level"] = LEVELS[level]
        where = dict(part.split("=") for part in self.server.split())
        database = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "HOST": where.get("host", ""),
            "USER": where.get("user", ""),
            "OPTIONS": options,
        }
        settings.configure(
            DATABASES={"default": database},
            INSTALLED_APPS=["scenario"],
            USE_TZ=True,
            TIME_ZONE="UTC",
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        )
        package = types.ModuleType("scenario")
        package.__path__ = [str(HERE)]
        package.__file__ = str(HERE / "__init__.py")
        sys.modules["scenario"] = package
        django.setup()
        module = types.ModuleType("scenario.models")
        sys.modules["scenario.models"] = module
        exec(compile(self.path.read_text(), str(self.path), "exec"), module.__dict__)
        from django.apps import apps
        from django.db import connection

        self.models = [model for model in apps.all_models["scenario"].values() if not model._meta.proxy]
        with connection.schema_editor() as editor:
            for model in self.models:
                if not model._meta.auto_created:
                    editor.create_model(model)
        connection.close()
        plain = (int, list, dict, set)
        self.globals = {
            name: copy.deepcopy(value)
            for name, value in vars(module).items()
            if isinstance(value, plain) and not name.startswith("__")
        }
        _stop_before_statements()
        return module

    def reset(self):
        from django.db import connection

        tables = ", ".join('"%s"' % model._meta.db_table for model in self.models)
        self.watch.execute("TRUNCATE %s RESTART IDENTITY CASCADE" % tables)
        vars(self.scenario).update(copy.deepcopy(self.globals))
        if hasattr(self.scenario, "setup"):
            self.scenario.setup()
            connection.close()

    def blocked(self, tasks):
        pids = [task.pid for task in tasks]
        sql = "SELECT p FROM unnest(%s::int[]) p WHERE cardinality(pg_blocking_pids(p)) > 0"
        return {row[0] for row in self.watch.execute(sql, (pids,)).fetchall()}

    def settle(self, tasks):
        """Until each task is about to send a statement, has ended, or waits for a lock."""
        under_way = lambda: [task for task in tasks if not task.done and not task.at_gate]
        while True:
            waiting = under_way()
            if not waiting:
                return
            if len(self.blocked(waiting)) == len(waiting):
                time.sleep(DEADLOCK_TIMEOUT * 2)
                if under_way() == waiting and len(self.blocked(waiting)) == len(waiting):
                    return
            time.sleep(0.0003)

    def run(self, prefix):
        self.reset()
        names = [name for name in vars(self.scenario) if name.startswith("task_")]
        tasks = [Task(name[len("task_") :], getattr(self.scenario, name)) for name in names]
        for task in tasks:
            task.thread.start()
            task.arrived.wait()
        schedule, choices = [], []
        while True:
            enabled = [at for at, task in enumerate(tasks) if task.at_gate and not task.done]
            if not enabled:
                break
            chosen = prefix[len(schedule)] if len(schedule) < len(prefix) else enabled[0]
            assert chosen in enabled, (prefix, schedule, enabled)
            choices.append(enabled)
            schedule.append(chosen)
            tasks[chosen].step()
            self.settle(tasks)
        if not all(task.done for task in tasks):
            sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            results = {task.name: task.result for task in tasks}
            self.watch.execute(sql, (self.database,))
        for task in tasks:
            task.thread.join(5)
        if all(task.done for task in tasks):
            results = {task.name: task.result for task in tasks}
        return schedule, choices, self.outcome(results)

    def outcome(self, results):
        from django.db import connection

        tables = {}
        for model in self.models:
            columns = [field.column for field in model._meta.local_fields]
            listed = ", ".join('"%s"' % column for column in columns)
            meta = model._meta
            sql = 'SELECT %s FROM "%s" ORDER BY "%s"' % (listed, meta.db_table, meta.pk.column)
            tables[meta.model_name] = [dict(zip(columns, row)) for row in self.watch.execute(sql).fetchall()]
        invariants = {}
        for name in [name for name in vars(self.scenario) if name.startswith("invariant_")]:
            try:
                holds = getattr(self.scenario, name)() is not False
            except Exception:
                holds = False
            invariants[name[len("invariant_") :]] = holds
        connection.close()
        return json.dumps({"tables": tables, "tasks": results, "invariants": invariants}, sort_keys=True, default=str)

    def explore(self, most):
        counts, prefix, runs = {}, [], 0
        while True:
            schedule, choices, outcome = self.run(prefix)
            counts[outcome] = counts.get(outcome, 0) + 1
            runs += 1
            at = len(schedule) - 1
            while at >= 0 and schedule[at] == choices[at][-1]:
                at -= 1
            if at < 0 or runs >= most:
                break
            prefix = schedule[:at] + [choices[at][choices[at].index(schedule[at]) + 1]]
        outcomes = [{"interleavings": count, **json.loads(outcome)} for outcome, count in counts.items()]
        outcomes.sort(key=lambda outcome: -outcome["interleavings"])
        return {"complete": at < 0, "interleavings": runs, "outcomes": outcomes}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--level", choices=LEVELS, action="append")
    parser.add_argument("--most", type=int, default=1200)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    paths = [HERE / "scenarios" / (name + ".py") for name in given.names]
    paths = paths or sorted((HERE / "scenarios").glob("*.py"))
    levels = given.level or list(LEVELS)
    if not given.here:
        # A process each: Django is configured once.
        for path in paths:
            for level in levels:
                command = [sys.executable, __file__, "--here", "--server", given.server, "--level", level]
                subprocess.run([*command, "--most", str(given.most), path.stem], check=True)
        return
    (path,), (level,) = paths, levels
    found = Explorer(path, level, given.server).explore(given.most)
    print(path.stem, level, found["interleavings"], "complete" if found["complete"] else "not complete", flush=True)
    if found["complete"]:
        text = json.dumps(found, indent=1, sort_keys=True) + "\n"
        (HERE / "recorded" / ("%s.%s.json" % (path.stem, level))).write_text(text)
    # Threads of a deadlock that nobody resolves may be left.
    sys.stdout.flush()
    os._exit(0)


main()
