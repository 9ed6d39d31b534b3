"""What run.py needs on PostgreSQL: a server, and a psycopg that stops before each statement.

The server is the one that libpq's environment names: PGHOST, PGPORT, PGUSER, PGPASSWORD. It should be a private
one, and the user a superuser: databases of its own are made and dropped, and `deadlock_timeout` is set.
"""

import os

import psycopg
from psycopg import _connection_base, _cursor_base, _server_cursor_base

DEADLOCK_TIMEOUT = 0.008  # seconds: whoever waits has looked for a circle before the next one begins to wait

LEVELS = {
    "read-committed": psycopg.IsolationLevel.READ_COMMITTED,
    "repeatable-read": psycopg.IsolationLevel.REPEATABLE_READ,
    "serializable": psycopg.IsolationLevel.SERIALIZABLE,
}

_connect = psycopg.connect


# In the processes that run tasks


def take_over_psycopg(database, opened, stop, failed):
    """Connections are to the scenario's database, whatever they say; `opened(connection)` hears of each. `stop(sql)` is
    called before each statement, BEGIN and COMMIT included, `failed(message)` if it fails."""

    def connect(conninfo="", **given):
        known = ("autocommit", "row_factory", "cursor_factory", "prepare_threshold", "context")
        connection = open_connection(database, **{name: given[name] for name in known if name in given})
        opened(connection)
        return connection

    psycopg.connect = psycopg.Connection.connect = connect

    def around(owner, name):
        original = getattr(owner, name)

        def method(self, query, *args, **kwargs):
            stop(text_of(self, query))
            try:
                return (yield from original(self, query, *args, **kwargs))
            except psycopg.Error as error:
                failed(first_line(error))
                raise

        setattr(owner, name, method)

    around(_connection_base.BaseConnection, "_exec_command")
    around(_cursor_base.BaseCursor, "_maybe_prepare_gen")
    around(_server_cursor_base.ServerCursorMixin, "_declare_gen")


def open_connection(database, **options):
    settings = f"-c deadlock_timeout={DEADLOCK_TIMEOUT * 1000:.0f}ms -c timezone=UTC"
    return _connect(dbname=database, options=settings, **options)


def text_of(owner, query):
    query = getattr(query, "query", query)
    if hasattr(query, "as_bytes"):
        query = query.as_bytes(owner)
    return query.decode() if isinstance(query, bytes) else query


def first_line(error):
    """Details of the server's are about the way, not about what it led to."""
    return (str(error).splitlines() or [""])[0]


def django_databases(database, level, constants):
    """Django's setting DATABASES."""
    given = constants.get("DATABASES", {}).get("default", {})
    options = dict(given.get("OPTIONS", {}))
    if level != "read-committed":
        options.setdefault("isolation_level", LEVELS[level])
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database,
            "OPTIONS": options,
            "ATOMIC_REQUESTS": given.get("ATOMIC_REQUESTS", constants.get("ATOMIC_REQUESTS", False)),
        }
    }


def strategies(function, retry):
    """A task's function under the strategies that there are on PostgreSQL only."""
    from django.db import connection, transaction

    def atomically(before=None):
        def call():
            with transaction.atomic():
                if before is not None:
                    with connection.cursor() as cursor:
                        cursor.execute(before)
                return function()

        return call

    def lock_table():
        from django.apps import apps

        models = [model for model in apps.get_app_config("scenario").get_models(True) if not model._meta.proxy]
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        return atomically(tables and f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE" or None)()

    def select_for_update():
        lock_what_is_read()
        return atomically()()

    def at(level):
        def call():
            connection.settings_dict["OPTIONS"]["isolation_level"] = LEVELS[level]
            return retry(atomically())

        return call

    return {
        "select-for-update": select_for_update,
        "lock-table": lock_table,
        "advisory-lock": atomically("SELECT pg_advisory_xact_lock(1)"),
        "repeatable-read-retry": at("repeatable-read"),
        "serializable-retry": at("serializable"),
    }


def lock_what_is_read():
    """As if every queryset had select_for_update(of=("self",)), unless its rows are not those of a table."""
    from django.db.models.sql.compiler import SQLCompiler

    as_sql = SQLCompiler.as_sql

    def locking(self, *args, **kwargs):
        query = self.query
        grouped = query.group_by is not None or any(a.contains_aggregate for a in query.annotations.values())
        if type(self) is SQLCompiler and not (query.subquery or query.distinct or query.combinator or grouped):
            if not query.select_for_update:
                query.select_for_update, query.select_for_update_of = True, ("self",)
        return as_sql(self, *args, **kwargs)

    SQLCompiler.as_sql = locking


# In the process that controls them


class Server:
    """The server as the controller sees it, on a connection of its own."""

    def __init__(self, sleep):
        self.sleep = sleep
        self.name = f"lockstep_{os.getpid()}"
        self.beginning = self.name + "_beginning"
        self.connection = _connect(dbname="postgres", autocommit=True)
        self._do(f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'")

    def _do(self, sql, *values):
        return self.connection.execute(sql, values)

    def keep_beginning(self):
        """What the database is now is what every run begins with."""
        self._do(f"ALTER DATABASE {self.name} RENAME TO {self.beginning}")

    def begin(self):
        self._do(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._do(f"CREATE DATABASE {self.name} TEMPLATE {self.beginning}")

    def close(self):
        for name in (self.name, self.beginning):
            self._do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.connection.close()

    def wait(self, pids, arrived):
        """Until what a process does on these connections is over, which `arrived(seconds)` tells: True if it is, False
        if it waits for a lock, and goes on to."""
        while not arrived(0.0005):
            if self._blocked(pids):
                self.sleep(2 * DEADLOCK_TIMEOUT)
                if not arrived(0) and self._blocked(pids):
                    return False
        return True

    def _blocked(self, pids):
        sql = "SELECT 1 FROM unnest(%s::int[]) AS p WHERE cardinality(pg_blocking_pids(p)) > 0"
        return bool(pids) and self._do(sql, pids).fetchone() is not None

    def wait_for_end(self, pids):
        """Until these connections are gone, with their locks."""
        while self._do("SELECT 1 FROM pg_stat_activity WHERE pid = ANY(%s)", pids).fetchone():
            self.sleep(0.001)

    def end(self, pids):
        """Ends connections whose process is no more: the server would find out only when they wait no longer."""
        self._do("SELECT pg_terminate_backend(p) FROM unnest(%s::int[]) AS p", pids)
        self.wait_for_end(pids)

    def tables(self, labels):
        """The final content, as Lockstep's reports have it."""
        found = {}
        with open_connection(self.name) as connection:
            sql = "SELECT oid, relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2"
            for oid, name in connection.execute(sql).fetchall():
                found[labels.get(name, name)] = rows_of(connection, oid, name)
        return found


def rows_of(connection, oid, name):
    quoted = lambda name: '"' + name.replace('"', '""') + '"'
    columns = connection.execute(
        "SELECT attname, atttypid::regtype::text FROM pg_attribute"
        " WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        (oid,),
    ).fetchall()
    keys = connection.execute(
        "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)"
        " WHERE indrelid = %s AND indisprimary ORDER BY array_position(indkey::int2[], attnum)",
        (oid,),
    ).fetchall()
    listed = ", ".join(f"{quoted(column)}::text" for column, _ in columns)
    order = ", ".join(quoted(key) for (key,) in keys) or "ctid"
    rows = connection.execute(f"SELECT {listed} FROM {quoted(name)} ORDER BY {order}").fetchall()
    return [{column: as_json(kind, text) for (column, kind), text in zip(columns, row)} for row in rows]


def as_json(kind, text):
    if text is None:
        return None
    if kind in ("smallint", "integer", "bigint"):
        return int(text)
    if kind in ("real", "double precision"):
        return float(text)
    if kind == "boolean":
        return text == "true"
    if kind == "bytea":
        return {"blob": text.removeprefix("\\x").upper()}
    return text
