"""`connections`: the databases by alias, and the connection that the current code has to each."""

import _work_ends
from _host import call
from django.db.backends.vendor import on_postgres
from django.db.utils import DEFAULT_DB_ALIAS, ConnectionDoesNotExist
from django.utils.connection import connection_storage


class ConnectionHandler:
    """`connections`: for each alias one connection of the current thread, async task or context."""

    def __init__(self):
        # What is set before is known only when the first connection is asked for.
        self._connections = None
        self._settings = None

    @property
    def settings(self):
        if self._settings is None:
            self._settings = _read_settings()
        return self._settings

    def _storage(self):
        if self._connections is None:
            self._connections = connection_storage()
        return self._connections

    def __getitem__(self, alias):
        connection = getattr(self._storage(), alias, None)
        if connection is None:
            if alias not in self.settings:
                raise ConnectionDoesNotExist("The connection '%s' doesn't exist." % alias)
            connection = _wrapper_class()(alias, self.settings[alias])
            setattr(self._connections, alias, connection)
        return connection

    def __setitem__(self, alias, connection):
        setattr(self._storage(), alias, connection)

    def __delitem__(self, alias):
        delattr(self._storage(), alias)

    def __iter__(self):
        return iter(self.settings)

    def __contains__(self, alias):
        return alias in self.settings

    def all(self, initialized_only=False):
        if initialized_only:
            return [self[alias] for alias in self.settings if hasattr(self._storage(), alias)]
        return [self[alias] for alias in self.settings]

    def close_all(self):
        for connection in self.all(initialized_only=True):
            connection.close()


def _wrapper_class():
    if on_postgres():
        from django.db.backends.postgresql.base import DatabaseWrapper
    else:
        from django.db.backends.sqlite3.base import DatabaseWrapper
    return DatabaseWrapper


ENGINES = {"sqlite": "django.db.backends.sqlite3", "postgres": "django.db.backends.postgresql"}


def _read_settings():
    """The databases by alias: DATABASES of the scenario over Lockstep's own settings."""
    configured = call("setting", "DATABASES") or {"default": {}}
    if DEFAULT_DB_ALIAS not in configured:
        configured = {"default": {}, **configured}
    chosen = "postgres" if on_postgres() else "sqlite"
    begin_statement = _wrapper_class().begin_statement
    found = {}
    for alias, given in configured.items():
        engine = given.get("ENGINE", ENGINES[chosen])
        if engine != ENGINES[chosen]:
            other = [name for name, one in ENGINES.items() if one == engine]
            raise NotImplementedError(
                "DATABASES[%r]['ENGINE'] is %r, but the setting database is %r: %s."
                % (
                    alias,
                    engine,
                    chosen,
                    "set it to %r" % other[0] if other else "Lockstep's Django speaks to SQLite and PostgreSQL",
                )
            )
        options = dict(given.get("OPTIONS", {}))
        found[alias] = {
            "ENGINE": engine,
            "NAME": str(given.get("NAME", alias)),
            "OPTIONS": options,
            "BEGIN": begin_statement(alias, options),
            "ATOMIC_REQUESTS": given.get("ATOMIC_REQUESTS", False),
            "AUTOCOMMIT": True,
        }
    return found


class ConnectionProxy:
    """`connection`: the current default connection."""

    def __init__(self, handler, alias):
        object.__setattr__(self, "_handler", handler)
        object.__setattr__(self, "_alias", alias)

    def __getattr__(self, name):
        return getattr(self._handler[self._alias], name)

    def __setattr__(self, name, value):
        setattr(self._handler[self._alias], name, value)

    def __repr__(self):
        return repr(self._handler[self._alias])


connections = ConnectionHandler()
connection = ConnectionProxy(connections, DEFAULT_DB_ALIAS)

# A worker has no connection open from one task to the next: Celery's fixup for Django sees to that.
_work_ends.at_end(connections.close_all)
