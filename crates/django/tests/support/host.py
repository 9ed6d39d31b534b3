"""The host under CPython: `_host.call` over Python's own sqlite3 module."""

import importlib.abc
import importlib.util
import os
import sqlite3
import sys
import types

from record_support import VIRTUAL_NOW, constants_of, probe_module


class Modules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds Lockstep's modules in a folder, before any installed package of that name."""

    def __init__(self, folder):
        self.folder = folder

    def find_spec(self, fullname, path=None, target=None):
        base = os.path.join(self.folder, *fullname.split("."))
        if os.path.isfile(os.path.join(base, "__init__.py")):
            file, package = os.path.join(base, "__init__.py"), True
        elif os.path.isfile(base + ".py"):
            file, package = base + ".py", False
        else:
            return None
        return importlib.util.spec_from_file_location(
            fullname, file, submodule_search_locations=[base] if package else None
        )


class World:
    """Lockstep's modules over SQLite files in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.log = []
        self.logging = False
        self.handles = {}
        self.last_handle = 0
        self.models = []
        self.settings = {"begin": "deferred", "database": "sqlite", "django": "5"}

    @property
    def path(self):
        return os.path.join(self.folder, "default.sqlite3")

    def start(self, sources, source, file_name):
        constants = constants_of(source)
        self.settings.update(constants)
        if constants.get("DEFAULT_AUTO_FIELD") is None:
            self.settings["DEFAULT_AUTO_FIELD"] = "django.db.models.AutoField"
        host = types.ModuleType("_host")
        host.call = self.call
        sys.modules["_host"] = host
        sys.modules["probe"] = probe_module(lambda: self.path, self.log)
        for name in list(sys.modules):
            if name.partition(".")[0] in ("sqlite3", "_sqlite3", "asgiref", "django", "celery", "databases"):
                del sys.modules[name]
        sys.meta_path.insert(0, Modules(str(sources)))
        module = types.ModuleType("scenario.models")
        module.__file__ = file_name
        sys.modules["scenario.models"] = module
        exec(compile(source, file_name, "exec"), module.__dict__)
        return module.__dict__

    # What the modules call

    def call(self, name, *args):
        return getattr(self, "host_" + name)(*args)

    def host_connect(self, database, options):
        path = ":memory:" if database == ":memory:" else os.path.join(self.folder, database + ".sqlite3")
        # Waits are the engine's business: here every conflict fails at once.
        raw = sqlite3.connect(path, isolation_level=None, timeout=0)
        if options.get("foreign_keys"):
            raw.execute("PRAGMA foreign_keys = ON")
        raw.set_trace_callback(self.seen)
        self.last_handle += 1
        self.handles[self.last_handle] = raw
        return self.last_handle

    def host_close(self, handle):
        self.handles.pop(handle).close()

    def host_execute(self, handle, sql, params):
        raw = self.handles[handle]
        try:
            cursor = raw.execute(sql, params)
            rows = [list(row) for row in cursor.fetchall()]
            columns = [column[0] for column in cursor.description] if cursor.description else []
            return ("ok", columns, rows, cursor.rowcount, cursor.lastrowid)
        except sqlite3.Error as error:
            return ("error", type(error).__name__, str(error), getattr(error, "sqlite_errorname", None))

    def host_in_transaction(self, handle):
        return self.handles[handle].in_transaction

    def host_setting(self, name):
        return self.settings.get(name)

    def host_task(self):
        return "main"

    def host_now(self):
        return VIRTUAL_NOW

    def host_model(self, table, label, statements, later):
        self.models.append((statements, later))

    # What the runner calls

    def seen(self, sql):
        if self.logging:
            self.log.append(sql)

    def ddl(self):
        made = [statements for statements, _ in self.models] + [later for _, later in self.models]
        return [sql + ";" for statements in made for sql in statements]

    def fresh(self):
        self.forget()
        for file in os.listdir(self.folder):
            os.remove(os.path.join(self.folder, file))
        raw = sqlite3.connect(self.path, isolation_level=None)
        for sql in self.ddl():
            raw.execute(sql)
        raw.close()

    def forget(self):
        handler = sys.modules.get("django.db.handler")
        if handler:
            handler.connections.__init__()
        for handle in list(self.handles):
            self.host_close(handle)
