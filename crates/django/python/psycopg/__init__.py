"""psycopg 3: connections, cursors and transactions to a PostgreSQL server."""

from enum import IntEnum

from _host import call
from _postgres import CannotAdapt, load_rows, refuse_other_database, to_parameters
from psycopg import rows, sql
from psycopg.errors import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    Warning,
    make_error,
)

__version__ = "3.2.0"
apilevel = "2.0"
threadsafety = 2
paramstyle = "pyformat"


class IsolationLevel(IntEnum):
    READ_UNCOMMITTED = 1
    READ_COMMITTED = 2
    REPEATABLE_READ = 3
    SERIALIZABLE = 4


class Rollback(Exception):
    """Leaves a transaction() block, whose work is undone; it goes no further than that block."""

    def __init__(self, transaction=None):
        super().__init__()
        self.transaction = transaction


def connect(conninfo="", *, autocommit=False, row_factory=None, **kwargs):
    return Connection.connect(conninfo, autocommit=autocommit, row_factory=row_factory, **kwargs)


def database_of(conninfo, kwargs):
    """The database's name in a connection string or a URL."""
    name = kwargs.get("dbname") or kwargs.get("database")
    if name:
        return name
    if "://" in conninfo:
        rest = conninfo.partition("://")[2].partition("?")[0]
        return rest.partition("/")[2] or "postgres"
    for part in conninfo.split():
        key, _, value = part.partition("=")
        if key == "dbname":
            return value.strip("'")
    return "postgres"


def numbered(query, params):
    """SQL with %s or %(name)s placeholders as SQL with $1, and its parameters in order."""
    pieces = query.split("%%")
    named = isinstance(params, dict)
    values = []
    places = {}
    found = []
    for piece in pieces:
        parts = piece.split("%")
        text = parts[0]
        for part in parts[1:]:
            if named:
                name, _, rest = part[1:].partition(")")
                if not part.startswith("(") or rest[:1] not in ("s", "b", "t"):
                    raise ProgrammingError("positional and named placeholders cannot be mixed")
                if name not in params:
                    raise ProgrammingError("query parameter missing: %s" % name)
                if name not in places:
                    values.append(params[name])
                    places[name] = len(values)
                text += "$%d%s" % (places[name], rest[1:])
            else:
                if part[:1] not in ("s", "b", "t"):
                    raise ProgrammingError(
                        "only '%%s', '%%b', '%%t' are allowed as placeholders, got '%%%s'" % part[:1]
                    )
                places[len(places)] = True
                text += "$%d%s" % (len(places), part[1:])
        found.append(text)
    if not named:
        values = list(params)
        if len(values) != len(places):
            raise ProgrammingError(
                "the query has %d placeholders but %d parameters were passed" % (len(places), len(values))
            )
    return "%".join(found), values


class Column:
    """One column of `cursor.description`."""

    def __init__(self, name, type_code):
        self.name = name
        self.type_code = type_code

    def __getitem__(self, index):
        return (self.name, self.type_code, None, None, None, None, None)[index]

    def __len__(self):
        return 7

    def __repr__(self):
        return "<Column %r>" % self.name


class BaseConnection:
    """What connections have, whether or not one has to await them."""

    def __init__(self, database, autocommit, row_factory):
        refuse_other_database()
        self._handle = call("connect", database, {})
        self._database = database
        self._autocommit = autocommit
        self._level = None
        self._read_only = None
        self._deferrable = None
        # transaction() blocks that are open.
        self._blocks = 0
        self.closed = False
        self.row_factory = row_factory or rows.tuple_row

    @property
    def broken(self):
        return False

    @property
    def info(self):
        return ConnectionInfo(self)

    @property
    def autocommit(self):
        return self._autocommit

    @property
    def isolation_level(self):
        return self._level

    @property
    def read_only(self):
        return self._read_only

    @property
    def deferrable(self):
        return self._deferrable

    def _check_open(self):
        if self.closed:
            raise OperationalError("the connection is closed")

    def _check_idle(self, name):
        self._check_open()
        if self._in_transaction():
            raise ProgrammingError(
                "can't change %r now: connection in transaction status %s" % (name, self.info.status_name())
            )
        if self._blocks:
            raise ProgrammingError("can't change %r now: connection.transaction() context in progress" % name)

    def _check_no_block(self, what):
        if self._blocks:
            why = {
                "commit": "Transaction will be automatically committed on successful exit from context.",
                "rollback": "Either raise Rollback() or allow an exception to propagate out of the context.",
            }
            raise ProgrammingError(
                "Explicit %s() forbidden within a Transaction context. (%s)" % (what, why[what])
            )

    def _in_transaction(self):
        return not self.closed and call("in_transaction", self._handle)

    def _begin_text(self):
        text = "BEGIN"
        if self._level is not None:
            text += " ISOLATION LEVEL " + IsolationLevel(self._level).name.replace("_", " ")
        if self._read_only is not None:
            text += " READ ONLY" if self._read_only else " READ WRITE"
        if self._deferrable is not None:
            text += " DEFERRABLE" if self._deferrable else " NOT DEFERRABLE"
        return text

    def _set_autocommit(self, value):
        self._check_idle("autocommit")
        self._autocommit = bool(value)

    def _set_level(self, value):
        self._check_idle("isolation_level")
        self._level = None if value is None else IsolationLevel(value)

    def _set_read_only(self, value):
        self._check_idle("read_only")
        self._read_only = None if value is None else bool(value)

    def _set_deferrable(self, value):
        self._check_idle("deferrable")
        self._deferrable = None if value is None else bool(value)

    def _close(self):
        if not self.closed:
            call("close", self._handle)
            self.closed = True

    def add_notice_handler(self, callback):
        """There are no notices."""

    def __repr__(self):
        return "<psycopg.%s [%s] at 0x1>" % (type(self).__name__, "BAD" if self.closed else self.info.status_name())


class ConnectionInfo:
    """`connection.info`"""

    def __init__(self, connection):
        self._connection = connection

    @property
    def dbname(self):
        return self._connection._database

    @property
    def transaction_status(self):
        from psycopg.pq import TransactionStatus

        return TransactionStatus[self.status_name()]

    def status_name(self):
        return "INTRANS" if self._connection._in_transaction() else "IDLE"


class Connection(BaseConnection):
    """A connection that one need not await."""

    @classmethod
    def connect(cls, conninfo="", *, autocommit=False, row_factory=None, **kwargs):
        return cls(database_of(conninfo, kwargs), autocommit, row_factory)

    @property
    def autocommit(self):
        return self._autocommit

    @autocommit.setter
    def autocommit(self, value):
        self._set_autocommit(value)

    def set_autocommit(self, value):
        self._set_autocommit(value)

    @property
    def isolation_level(self):
        return self._level

    @isolation_level.setter
    def isolation_level(self, value):
        self._set_level(value)

    def set_isolation_level(self, value):
        self._set_level(value)

    @property
    def read_only(self):
        return self._read_only

    @read_only.setter
    def read_only(self, value):
        self._set_read_only(value)

    def set_read_only(self, value):
        self._set_read_only(value)

    @property
    def deferrable(self):
        return self._deferrable

    @deferrable.setter
    def deferrable(self, value):
        self._set_deferrable(value)

    def _send(self, query, params=()):
        self._check_open()
        answer = call("execute", self._handle, query, params)
        if answer[0] != "ok":
            raise make_error(answer)
        return answer

    def cursor(self, name="", *, row_factory=None, **kwargs):
        self._check_open()
        if name:
            raise NotImplementedError("cursors of the server's are not supported by Lockstep: leave the name out")
        return Cursor(self, row_factory)

    def execute(self, query, params=None, *, prepare=None, binary=False):
        return self.cursor().execute(query, params)

    def commit(self):
        self._check_open()
        self._check_no_block("commit")
        if self._in_transaction():
            self._send("COMMIT")

    def rollback(self):
        self._check_open()
        self._check_no_block("rollback")
        if self._in_transaction():
            self._send("ROLLBACK")

    def transaction(self, savepoint_name=None, force_rollback=False):
        return Transaction(self, savepoint_name, force_rollback)

    def close(self):
        self._close()

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        if self.closed:
            return
        if exc_type is not None:
            try:
                self.rollback()
            except Exception:
                # psycopg only logs it.
                pass
        else:
            self.commit()
        self.close()


class AsyncConnection:
    @classmethod
    async def connect(cls, conninfo="", **kwargs):
        raise NotImplementedError("psycopg's async connections are not supported by Lockstep: use asyncpg or databases")


class Transaction:
    """`with connection.transaction():` a transaction, or a savepoint in one."""

    def __init__(self, connection, savepoint_name, force_rollback):
        self.connection = connection
        self.savepoint_name = savepoint_name
        self.force_rollback = force_rollback
        self._outer = False

    def entering(self):
        """The statements with which it begins."""
        connection = self.connection
        connection._check_open()
        self._outer = not connection._in_transaction()
        if not self._outer and not self.savepoint_name:
            self.savepoint_name = "_pg3_%d" % (connection._blocks + 1)
        connection._blocks += 1
        if self._outer:
            yield connection._begin_text()
        if self.savepoint_name:
            yield "SAVEPOINT " + self._quoted()

    def leaving(self, keep):
        self.connection._blocks -= 1
        if self.savepoint_name and not self._outer:
            if not keep:
                yield "ROLLBACK TO " + self._quoted()
            yield "RELEASE " + self._quoted()
        if self._outer:
            yield "COMMIT" if keep else "ROLLBACK"

    def swallows(self, error):
        return isinstance(error, Rollback) and (error.transaction is None or error.transaction is self)

    def _quoted(self):
        return '"%s"' % self.savepoint_name.replace('"', '""')

    def __enter__(self):
        for statement in self.entering():
            self.connection._send(statement)
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        if self.connection.closed:
            return False
        if exc_type is None and not self.force_rollback:
            for statement in self.leaving(True):
                self.connection._send(statement)
            return False
        try:
            for statement in self.leaving(False):
                self.connection._send(statement)
        except Error:
            # psycopg only logs it.
            return False
        return self.swallows(exc_value)


class BaseCursor:
    """What cursors have, whether or not one has to await them."""

    def __init__(self, connection, row_factory):
        self.connection = connection
        self.row_factory = row_factory or connection.row_factory
        self.arraysize = 1
        self.closed = False
        self.description = None
        self.rowcount = -1
        self.statusmessage = None
        self._rows = None
        self._next = 0

    @property
    def rownumber(self):
        return None if self._rows is None else self._next

    def _check_open(self):
        if self.closed:
            raise InterfaceError("the cursor is closed")
        self.connection._check_open()

    def _prepared(self, query, params):
        """The text and the parameters as the server gets them."""
        self._check_open()
        if isinstance(query, sql.Composable):
            query = query.as_string(None)
        if isinstance(query, bytes):
            query = query.decode()
        if params is None:
            return query, ()
        query, values = numbered(query, params)
        try:
            return query, to_parameters(values)
        except CannotAdapt as error:
            raise ProgrammingError(
                "cannot adapt type %r using placeholder '%%s' (format: AUTO)" % str(error)
            ) from None

    def _take(self, answer):
        self.statusmessage = answer[6]
        self.rowcount = answer[3]
        self._next = 0
        if answer[1]:
            from _postgres import OIDS

            self.description = [Column(name, OIDS.get(kind, 0)) for name, kind in zip(answer[1], answer[5])]
            make = self.row_factory(self)
            self._rows = [make(row) for row in load_rows(answer)]
        else:
            self.description = None
            self._rows = None

    def _check_rows(self):
        self._check_open()
        if self._rows is None:
            if self.statusmessage is None:
                raise ProgrammingError("no result available")
            raise ProgrammingError(
                "the last operation didn't produce records (command status: %s)" % self.statusmessage
            )

    def _fetch(self, count):
        self._check_rows()
        found = self._rows[self._next : self._next + count]
        self._next += len(found)
        return found

    def _fetch_one(self):
        found = self._fetch(1)
        return found[0] if found else None

    def _fetch_all(self):
        self._check_rows()
        return self._fetch(len(self._rows))


class Cursor(BaseCursor):
    def execute(self, query, params=None, *, prepare=None, binary=None):
        query, values = self._prepared(query, params)
        connection = self.connection
        if not connection._autocommit and not connection._in_transaction():
            connection._send(connection._begin_text())
        self.description = self._rows = None
        self._take(connection._send(query, values))
        return self

    def executemany(self, query, params_seq, *, returning=False):
        total = 0
        for params in params_seq:
            self.execute(query, params)
            total += max(self.rowcount, 0)
        self.rowcount = total

    def fetchone(self):
        return self._fetch_one()

    def fetchmany(self, size=0):
        return self._fetch(size or self.arraysize)

    def fetchall(self):
        return self._fetch_all()

    def close(self):
        self.closed = True

    def nextset(self):
        return None

    def __iter__(self):
        while True:
            row = self._fetch_one()
            if row is None:
                return
            yield row

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.close()
