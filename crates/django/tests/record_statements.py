"""Records tests/programs/NAME.expected: what the real Django sends for each program.

    python3 -m venv venv && venv/bin/pip install 'django==5.2.*'
    venv/bin/python crates/django/tests/record_statements.py [NAME ...]

Needed only when a program is added or changed. The SQL is captured below Django, by
sqlite3's trace callback, so it is what the database received, with its parameters.
"""

import importlib
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import types

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
sys.path.insert(0, str(HERE / "support"))

from record_support import VIRTUAL_NOW, constants_of, probe_module


class RealDjango:
    """The world of the real Django on a SQLite file."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "cases.sqlite3")
        self.log = []
        self.logging = False

    def start(self, source, constants):
        import django
        from django.conf import settings

        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": self.path, "OPTIONS": {"timeout": 0}}
        given = constants.get("DATABASES", {}).get("default", {})
        database["OPTIONS"].update(given.get("OPTIONS", {}))
        database["ATOMIC_REQUESTS"] = given.get("ATOMIC_REQUESTS", constants.get("ATOMIC_REQUESTS", False))
        settings.configure(
            DATABASES={"default": database},
            INSTALLED_APPS=["scenario"],
            DEFAULT_AUTO_FIELD=constants.get("DEFAULT_AUTO_FIELD", "django.db.models.AutoField"),
            USE_TZ=True,
            ALLOWED_HOSTS=["*"],
            ROOT_URLCONF="scenario.models",
            SECRET_KEY="x",
        )
        from django.utils import timezone
        import datetime

        timezone.now = lambda: datetime.datetime.fromtimestamp(VIRTUAL_NOW, tz=datetime.timezone.utc)
        django.setup()
        from django.db.backends.signals import connection_created

        def trace(sender, connection, **kwargs):
            connection.connection.set_trace_callback(self.seen)

        self._trace = trace
        connection_created.connect(trace)
        return vars(importlib.import_module("scenario.models"))

    def seen(self, sql):
        if self.logging:
            self.log.append(sql)

    def ddl(self):
        from django.apps import apps
        from django.db import connection

        self.statements = []
        for model in apps.get_app_config("scenario").get_models():
            if model._meta.proxy:
                continue
            with connection.schema_editor(collect_sql=True, atomic=False) as editor:
                editor.create_model(model)
            self.statements.extend(editor.collected_sql)
        connection.close()
        return self.statements

    def fresh(self):
        from django.db import connection

        self.forget()
        for ending in ("", "-journal", "-wal", "-shm"):
            if os.path.exists(self.path + ending):
                os.remove(self.path + ending)
        raw = sqlite3.connect(self.path, isolation_level=None)
        for sql in self.statements:
            raw.execute(sql)
        raw.close()

    def forget(self):
        from django.db import connections

        for connection in connections.all():
            # A case may leave a block open in the middle; start over whatever it did.
            connection.in_atomic_block = False
            connection.needs_rollback = False
            connection.close()


class RealDriver:
    """The world of Python's own sqlite3 module."""

    def __init__(self, folder):
        self.folder = folder
        self.path = os.path.join(folder, "default.sqlite3")
        self.log = []
        self.logging = False
        self.opened = []

    def start(self, source, file_name):
        module = types.ModuleType("scenario")
        real_connect = sqlite3.connect

        def connect(database, timeout=5.0, **kwargs):
            path = database if database == ":memory:" else os.path.join(self.folder, database + ".sqlite3")
            # Nobody waits here: with one thread a lock is never given back in time.
            raw = real_connect(path, timeout=0, **kwargs)
            raw.set_trace_callback(self.seen)
            self.opened.append(raw)
            return raw

        sqlite3.connect = connect
        self.real_connect = real_connect
        exec(compile(source, file_name, "exec"), module.__dict__)
        return module.__dict__

    def seen(self, sql):
        if self.logging:
            self.log.append(sql)

    def ddl(self):
        return []

    def fresh(self):
        self.forget()
        for file in os.listdir(self.folder):
            os.remove(os.path.join(self.folder, file))

    def forget(self):
        for raw in self.opened:
            raw.close()
        self.opened.clear()


def record_here(name):
    import case_runner

    source = (PROGRAMS / (name + ".py")).read_text()
    if name.startswith("driver_"):
        with tempfile.TemporaryDirectory() as folder:
            world = RealDriver(folder)
            sys.modules["probe"] = probe_module(lambda: world.path, world.log)
            text = case_runner.run(world.start(source, name + ".py"), world)
            world.forget()
        (PROGRAMS / (name + ".expected")).write_text(text)
        return
    with tempfile.TemporaryDirectory() as folder:
        package = pathlib.Path(folder) / "scenario"
        package.mkdir()
        (package / "__init__.py").write_text("")
        (package / "models.py").write_text(source)
        sys.path.insert(0, folder)
        world = RealDjango(folder)
        sys.modules["probe"] = probe_module(lambda: world.path, world.log)
        program = world.start(source, constants_of(source))
        text = case_runner.run(program, world)
        world.forget()
    (PROGRAMS / (name + ".expected")).write_text(text)


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--here"]:
        return record_here(arguments[1])
    names = arguments or sorted(path.stem for path in PROGRAMS.glob("*.py"))
    for name in names:
        # A process each: Django's registry of models is global.
        subprocess.run([sys.executable, __file__, "--here", name], check=True)
        print("recorded", name)


if __name__ == "__main__":
    main()
