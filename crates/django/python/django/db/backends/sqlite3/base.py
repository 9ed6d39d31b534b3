"""One connection to a SQLite database, with Django's autocommit and atomic bookkeeping."""

import _work_ends
from _host import call
from _sqlite3 import MAY_END_TRANSACTION, first_word, transaction_after
from django.db.utils import (
    DEFAULT_DB_ALIAS,
    ConnectionDoesNotExist,
    DatabaseError,
    Error,
    InterfaceError,
    ProgrammingError,
    wrapped_error,
)
from django.utils.asyncio import refuse_in_event_loop
from django.utils.connection import connection_storage


class TransactionManagementError(ProgrammingError):
    """A use of transactions that makes no sense where it stands."""


_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper:
    vendor = "sqlite"
    display_name = "SQLite"

    def __init__(self, alias, settings_dict):
        self.alias = alias
        self.settings_dict = settings_dict
        self.handle = None
        self.autocommit = True
        self.in_atomic_block = False
        self.savepoint_state = 0
        self.savepoint_ids = []
        self.commit_on_exit = True
        self.needs_rollback = False
        self.rollback_exc = None
        self.atomic_blocks = []
        self.closed_in_transaction = False
        self.run_on_commit = []
        self.run_commit_hooks_on_set_autocommit_on = False
        # Whether SQLite has a transaction open.
        self.in_transaction = False
        # After set_autocommit(False) the driver itself begins before a write.
        self.implicit_begin = False

    # Connecting

    @property
    def connection(self):
        """The open connection's handle or None."""
        return self.handle

    def connect(self):
        refuse_in_event_loop()
        self.in_atomic_block = False
        self.savepoint_ids = []
        self.savepoint_state = 0
        self.atomic_blocks = []
        self.needs_rollback = False
        self.closed_in_transaction = False
        options = self.settings_dict["OPTIONS"]
        timeout = options.get("timeout")
        if timeout is not None:
            timeout = int(timeout * 1000)
        self.handle = call("connect", self.settings_dict["NAME"], {"timeout": timeout, "foreign_keys": True})
        self.in_transaction = False
        self.implicit_begin = False
        self.autocommit = True
        self.run_on_commit = []

    def ensure_connection(self):
        refuse_in_event_loop()
        if self.handle is None:
            if self.in_atomic_block and self.closed_in_transaction:
                raise ProgrammingError("Cannot open a new connection in an atomic block.")
            self.connect()

    def close(self):
        refuse_in_event_loop()
        self.run_on_commit = []
        if self.closed_in_transaction or self.handle is None:
            return
        try:
            call("close", self.handle)
        finally:
            self.in_transaction = False
            if self.in_atomic_block:
                self.closed_in_transaction = True
                self.needs_rollback = True
            else:
                self.handle = None

    def close_if_unusable_or_obsolete(self):
        if self.handle is not None and not self.in_atomic_block and not self.get_autocommit():
            self.close()

    def is_usable(self):
        return True

    # Statements

    def run(self, sql, params):
        """Sends one statement: (columns, rows, rowcount, lastrowid). Raises Django's errors."""
        refuse_in_event_loop()
        if self.needs_rollback or self.closed_in_transaction:
            self.refuse_broken_transaction()
        if self.handle is None:
            self.connect()
        if self.implicit_begin and not self.in_transaction and first_word(sql) in _WRITES:
            self.control("BEGIN ", True)
        answer = call("execute", self.handle, sql, params)
        if answer[0] == "ok":
            return answer
        self.fail(answer, sql)

    def run_raw(self, sql, params):
        """As `run`, for a statement that the scenario wrote: it may begin or end a transaction."""
        answer = self.run(sql, params)
        self.in_transaction = transaction_after(sql, first_word(sql), self.in_transaction)
        return answer

    def control(self, sql, open_after):
        """Sends BEGIN, COMMIT or ROLLBACK; after it a transaction is open or not."""
        answer = call("execute", self.handle, sql, [])
        if answer[0] != "ok":
            self.fail(answer, sql)
        self.in_transaction = open_after

    def fail(self, answer, sql):
        """Raises the exception for an error answer."""
        if self.in_transaction and (answer[3] in MAY_END_TRANSACTION or "ROLLBACK" in sql.upper()):
            self.in_transaction = call("in_transaction", self.handle)
        raise wrapped_error(answer[1], answer[2], answer[3])

    def refuse_broken_transaction(self):
        if self.closed_in_transaction:
            raise InterfaceError("connection already closed")
        raise TransactionManagementError(
            "An error occurred in the current transaction. You can't "
            "execute queries until the end of the 'atomic' block."
        ) from self.rollback_exc

    def cursor(self):
        self.ensure_connection()
        return CursorWrapper(self)

    # Transactions

    def get_autocommit(self):
        self.ensure_connection()
        return self.autocommit

    def set_autocommit(self, autocommit, force_begin_transaction_with_broken_autocommit=False):
        self.validate_no_atomic_block()
        self.ensure_connection()
        if autocommit:
            # Giving the driver its autocommit back commits what is open.
            self.implicit_begin = False
            if self.in_transaction:
                self.control("COMMIT", False)
        elif force_begin_transaction_with_broken_autocommit:
            self.begin()
        else:
            self.implicit_begin = True
        self.autocommit = autocommit
        if autocommit and self.run_commit_hooks_on_set_autocommit_on:
            self.run_and_clear_commit_hooks()
            self.run_commit_hooks_on_set_autocommit_on = False

    def begin(self):
        if self.needs_rollback or self.closed_in_transaction:
            self.refuse_broken_transaction()
        # Names need only be unique within a transaction.
        self.savepoint_state = 0
        self.control(self.settings_dict["BEGIN"], True)

    def commit(self):
        refuse_in_event_loop()
        self.validate_no_atomic_block()
        if self.in_transaction:
            self.control("COMMIT", False)
        self.run_commit_hooks_on_set_autocommit_on = True

    def rollback(self):
        refuse_in_event_loop()
        self.validate_no_atomic_block()
        if self.in_transaction:
            self.control("ROLLBACK", False)
        self.needs_rollback = False
        self.run_on_commit = []

    def savepoint(self):
        """Opens a savepoint and returns its name; None in autocommit, where there are none."""
        refuse_in_event_loop()
        if self.get_autocommit():
            return None
        self.savepoint_state += 1
        sid = "s1_x%d" % self.savepoint_state
        self.run('SAVEPOINT "%s"' % sid, [])
        self.in_transaction = True
        return sid

    def savepoint_rollback(self, sid):
        refuse_in_event_loop()
        if self.get_autocommit():
            return
        self.run('ROLLBACK TO SAVEPOINT "%s"' % sid, [])
        self.run_on_commit = [hook for hook in self.run_on_commit if sid not in hook[0]]

    def savepoint_commit(self, sid):
        refuse_in_event_loop()
        if self.get_autocommit():
            return
        self.run('RELEASE SAVEPOINT "%s"' % sid, [])

    def clean_savepoints(self):
        refuse_in_event_loop()
        self.savepoint_state = 0

    def get_rollback(self):
        if not self.in_atomic_block:
            raise TransactionManagementError("The rollback flag doesn't work outside of an 'atomic' block.")
        return self.needs_rollback

    def set_rollback(self, rollback):
        if not self.in_atomic_block:
            raise TransactionManagementError("The rollback flag doesn't work outside of an 'atomic' block.")
        self.needs_rollback = rollback

    def validate_no_atomic_block(self):
        if self.in_atomic_block:
            raise TransactionManagementError("This is forbidden when an 'atomic' block is active.")

    def mark_for_rollback(self, error):
        """A write failed: inside atomic() nothing but a rollback may follow."""
        if self.in_atomic_block:
            self.needs_rollback = True
            self.rollback_exc = error

    # Callbacks after the commit

    def on_commit(self, func, robust=False):
        if not callable(func):
            raise TypeError("on_commit()'s callback must be a callable.")
        if self.in_atomic_block:
            self.run_on_commit.append((tuple(self.savepoint_ids), func, robust))
        elif not self.get_autocommit():
            raise TransactionManagementError("on_commit() cannot be used in manual transaction management")
        elif robust:
            try:
                func()
            except Exception:
                # Django only logs it.
                pass
        else:
            func()

    def run_and_clear_commit_hooks(self):
        hooks = self.run_on_commit
        self.run_on_commit = []
        while hooks:
            hook = hooks.pop(0)
            if hook[2]:
                try:
                    hook[1]()
                except Exception:
                    pass
            else:
                hook[1]()

    def __repr__(self):
        return "<DatabaseWrapper vendor='sqlite' alias='%s'>" % self.alias


class CursorWrapper:
    """`connection.cursor()`: raw SQL with %s placeholders."""

    def __init__(self, db):
        self.db = db
        self.closed = False
        self.arraysize = 1
        self.description = None
        self.rowcount = -1
        self.lastrowid = None
        self._rows = []
        self._next = 0

    def execute(self, sql, params=None):
        self._check_open()
        if not isinstance(sql, str):
            raise TypeError("execute() argument 1 must be str, not " + type(sql).__name__)
        if params is None:
            self._run(sql, [])
        else:
            sql, params = qmark(sql, params)
            self._run(sql, params)
        return self

    def executemany(self, sql, param_list):
        self._check_open()
        total = 0
        for params in param_list:
            one, values = qmark(sql, params)
            self._run(one, values)
            if self.rowcount > 0:
                total += self.rowcount
        self.rowcount = total
        return self

    def callproc(self, procname, params=None, kparams=None):
        raise wrapped_error("NotSupportedError", "SQLite has no stored procedures.", None)

    def _run(self, sql, params):
        answer = self.db.run_raw(sql, params)
        columns = answer[1]
        self._rows = [tuple(row) for row in answer[2]]
        self._next = 0
        if columns:
            self.description = tuple([(name, None, None, None, None, None, None) for name in columns])
        else:
            self.description = None
        self.rowcount = answer[3]
        self.lastrowid = answer[4]

    def fetchone(self):
        self._check_open()
        if self._next >= len(self._rows):
            return None
        row = self._rows[self._next]
        self._next += 1
        return row

    def fetchmany(self, size=None):
        self._check_open()
        if size is None:
            size = self.arraysize
        rows = self._rows[self._next : self._next + size]
        self._next += len(rows)
        return rows

    def fetchall(self):
        self._check_open()
        rows = self._rows[self._next :]
        self._next = len(self._rows)
        return rows

    def close(self):
        self.closed = True
        self._rows = []

    def _check_open(self):
        if self.closed:
            raise wrapped_error("ProgrammingError", "Cannot operate on a closed cursor.", None)

    def __iter__(self):
        while True:
            row = self.fetchone()
            if row is None:
                return
            yield row

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.close()


def qmark(sql, params):
    """SQL with %s (or %(name)s) placeholders as SQL with ?, and its parameters in order."""
    if isinstance(params, dict):
        pieces = []
        values = []
        rest = sql
        while True:
            at = rest.find("%")
            if at < 0:
                pieces.append(rest)
                return "".join(pieces), values
            pieces.append(rest[:at])
            rest = rest[at + 1 :]
            if rest.startswith("%"):
                pieces.append("%")
                rest = rest[1:]
                continue
            end = rest.find(")s")
            if not rest.startswith("(") or end < 0:
                raise ValueError("unsupported format character in SQL: use %(name)s with a dict of parameters")
            values.append(params[rest[1:end]])
            pieces.append("?")
            rest = rest[end + 2 :]
    if "%" in sql:
        parts = sql.split("%%")
        sql = "%".join([part.replace("%s", "?") for part in parts])
    return sql, list(params)


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
            connection = DatabaseWrapper(alias, self.settings[alias])
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


def _read_settings():
    """The databases by alias: DATABASES of the scenario over Lockstep's own settings."""
    configured = call("setting", "DATABASES") or {"default": {}}
    if DEFAULT_DB_ALIAS not in configured:
        configured = {"default": {}, **configured}
    begin = call("setting", "begin") or "deferred"
    found = {}
    for alias, given in configured.items():
        engine = given.get("ENGINE", "django.db.backends.sqlite3")
        if engine != "django.db.backends.sqlite3":
            raise NotImplementedError(
                "DATABASES[%r]['ENGINE'] is %r: Lockstep's Django speaks to 'django.db.backends.sqlite3'." % (alias, engine)
            )
        options = dict(given.get("OPTIONS", {}))
        mode = options.get("transaction_mode")
        if mode is None and begin != "deferred":
            mode = begin
        if mode is None:
            statement = "BEGIN"
        else:
            if mode.upper() not in ("DEFERRED", "IMMEDIATE", "EXCLUSIVE"):
                from django.core.exceptions import ImproperlyConfigured

                raise ImproperlyConfigured(
                    "settings.DATABASES[%r]['OPTIONS']['transaction_mode'] is improperly configured to %r. "
                    "Use one of 'DEFERRED', 'EXCLUSIVE', 'IMMEDIATE', or None." % (alias, mode)
                )
            statement = "BEGIN " + mode.upper()
        found[alias] = {
            "ENGINE": engine,
            "NAME": str(given.get("NAME", alias)),
            "OPTIONS": options,
            "BEGIN": statement,
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
