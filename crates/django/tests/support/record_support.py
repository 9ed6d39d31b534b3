"""What the recorder and the check share: virtual time, settings, and the `probe` module."""

import ast
import sqlite3
import types

VIRTUAL_NOW = 1700000000.0


def probe_module(path, log, connect=sqlite3.connect):
    """`probe`, which a program imports to look at itself and to act as somebody else."""
    module = types.ModuleType("probe")

    def note(text):
        log.append("-- %s" % (text,))

    def other(sql, *params):
        """One statement on another connection, in autocommit."""
        raw = connect(path(), isolation_level=None, timeout=0)
        try:
            rows = raw.execute(sql, params).fetchall()
            note("other: done" if not rows else "other: %r" % (rows,))
            return rows
        except sqlite3.Error as error:
            note("other: %s [%s]" % (error, error.sqlite_errorname))
        finally:
            raw.close()

    open_connections = []

    def hold(*statements):
        """Statements on another connection that stays open until release()."""
        raw = connect(path(), isolation_level=None, timeout=0)
        for sql in statements:
            raw.execute(sql).fetchall()
        open_connections.append(raw)

    def release():
        while open_connections:
            open_connections.pop().close()

    module.note = note
    module.other = other
    module.hold = hold
    module.release = release
    return module


def constants_of(source):
    """The module-level constants that settings are read from, without running the rest."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name.isupper():
                try:
                    found[name] = ast.literal_eval(node.value)
                except ValueError:
                    pass
    return found
