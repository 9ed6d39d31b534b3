"""Python's sqlite3 module (that of 3.11, with 3.12's `autocommit`), over Lockstep's databases."""

from _host import call
from _sqlite3 import (
    MAY_END_TRANSACTION,
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
    first_word,
    make_error,
    transaction_after,
)

apilevel = "2.0"
paramstyle = "qmark"
threadsafety = 1
sqlite_version = "3.46.0"
sqlite_version_info = (3, 46, 0)
PARSE_DECLTYPES = 1
PARSE_COLNAMES = 2
LEGACY_TRANSACTION_CONTROL = -1

SQLITE_BUSY = 5
SQLITE_BUSY_SNAPSHOT = 517
SQLITE_BUSY_TIMEOUT = 773
SQLITE_LOCKED = 6
SQLITE_CONSTRAINT = 19

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_LEVELS = {"": "BEGIN ", "DEFERRED": "BEGIN DEFERRED", "IMMEDIATE": "BEGIN IMMEDIATE", "EXCLUSIVE": "BEGIN EXCLUSIVE"}
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"


# Where no timeout is given (CPython: 5.0), the setting says how long a statement waits for a lock.
_BY_SETTING = object()


def connect(
    database,
    timeout=_BY_SETTING,
    detect_types=0,
    isolation_level="",
    check_same_thread=True,
    factory=None,
    cached_statements=128,
    uri=False,
    *,
    autocommit=LEGACY_TRANSACTION_CONTROL,
):
    """Opens a database. One name is one database for all tasks; ":memory:" is the connection's own."""
    if detect_types:
        raise NotImplementedError("sqlite3.connect(detect_types=) is not supported by Lockstep")
    if uri:
        raise NotImplementedError("sqlite3.connect(uri=True) is not supported by Lockstep: give the file's name")
    return (factory or Connection)(database, timeout, isolation_level, autocommit)


def adapt(value):
    """A Python value as SQLite stores it, or None and an error's text."""
    if value is None or isinstance(value, (int, float, str, bytes)):
        if isinstance(value, bool):
            return int(value)
        return value
    kind = type(value).__name__
    if kind == "bytearray":
        return bytes(value)
    if kind in ("date", "datetime") and hasattr(value, "isoformat"):
        return value.isoformat(" ") if kind == "datetime" else value.isoformat()
    if hasattr(value, "__conform__"):
        return adapt(value.__conform__(None))
    for registered, adapter in _ADAPTERS:
        if type(value) is registered:
            return adapt(adapter(value))
    return NotImplemented


_ADAPTERS = []


def register_adapter(type, adapter):
    _ADAPTERS.append((type, adapter))


def register_converter(typename, converter):
    raise NotImplementedError("sqlite3.register_converter() is not supported by Lockstep")


class Connection:
    def __init__(self, database, timeout=_BY_SETTING, isolation_level="", autocommit=LEGACY_TRANSACTION_CONTROL):
        self._isolation_level = None
        self._in_transaction = False
        self._autocommit = autocommit
        self._open = True
        self._changes = 0
        self.row_factory = None
        self.text_factory = str
        self._check_level(isolation_level)
        if timeout is _BY_SETTING:
            timeout = None
        elif isinstance(timeout, (int, float)):
            timeout = max(0, int(timeout * 1000))
        else:
            raise TypeError("must be real number, not %s" % type(timeout).__name__)
        if call("setting", "database") == "postgres":
            raise NotImplementedError("This speaks to SQLite, but the setting database is 'postgres': set it to 'sqlite'.")
        name = str(database) or ":memory:"
        self._handle = call("connect", name, {"timeout": timeout, "foreign_keys": False})
        self._isolation_level = None if isolation_level is None else isolation_level.upper()
        if autocommit is False:
            self._control("BEGIN", True)

    def _check_level(self, level):
        if level is None:
            return
        if not isinstance(level, str):
            raise TypeError("isolation_level must be str or None")
        if level.upper() not in _LEVELS:
            raise ValueError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'")

    @property
    def isolation_level(self):
        self._check_open()
        return self._isolation_level

    @isolation_level.setter
    def isolation_level(self, level):
        self._check_level(level)
        if level is None:
            # Autocommit from here on: what is open is committed.
            self._isolation_level = None
            if self._in_transaction:
                self._control("COMMIT", False)
        else:
            self._isolation_level = level.upper()

    @property
    def autocommit(self):
        return self._autocommit

    @property
    def in_transaction(self):
        self._check_open()
        return self._in_transaction

    @property
    def total_changes(self):
        self._check_open()
        return self._changes

    def _check_open(self):
        if not self._open:
            raise ProgrammingError("Cannot operate on a closed database.")

    def _run(self, sql, params):
        answer = call("execute", self._handle, sql, params)
        if answer[0] == "ok":
            return answer
        if self._in_transaction and (answer[3] in MAY_END_TRANSACTION or "ROLLBACK" in sql.upper()):
            self._in_transaction = call("in_transaction", self._handle)
        raise make_error(answer[1], answer[2], answer[3])

    def _control(self, sql, open_after):
        self._run(sql, [])
        self._in_transaction = open_after

    def cursor(self, factory=None):
        self._check_open()
        return (factory or Cursor)(self)

    def execute(self, sql, parameters=()):
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql, parameters):
        return self.cursor().executemany(sql, parameters)

    def executescript(self, sql_script):
        return self.cursor().executescript(sql_script)

    def commit(self):
        self._check_open()
        if self._autocommit is True:
            return
        if self._in_transaction:
            self._control("COMMIT", False)
        if self._autocommit is False:
            self._control("BEGIN", True)

    def rollback(self):
        self._check_open()
        if self._autocommit is True:
            return
        if self._in_transaction:
            self._control("ROLLBACK", False)
        if self._autocommit is False:
            self._control("BEGIN", True)

    def close(self):
        if not self._open:
            return
        if self._autocommit is False and self._in_transaction:
            self._control("ROLLBACK", False)
        self._open = False
        self._in_transaction = False
        call("close", self._handle)

    def __enter__(self):
        self._check_open()
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        if exc_type is None:
            try:
                self.commit()
            except Error:
                # Whoever could not commit rolls back, and the error goes on.
                if self._in_transaction:
                    self._control("ROLLBACK", False)
                raise
        else:
            self.rollback()
        return False

    def _unsupported(self, name):
        raise NotImplementedError("sqlite3.Connection.%s() is not supported by Lockstep" % name)

    def create_function(self, *args, **kwargs):
        self._unsupported("create_function")

    def create_aggregate(self, *args, **kwargs):
        self._unsupported("create_aggregate")

    def create_collation(self, *args, **kwargs):
        self._unsupported("create_collation")

    def set_trace_callback(self, *args, **kwargs):
        self._unsupported("set_trace_callback")

    def set_authorizer(self, *args, **kwargs):
        self._unsupported("set_authorizer")

    def set_progress_handler(self, *args, **kwargs):
        self._unsupported("set_progress_handler")

    def backup(self, *args, **kwargs):
        self._unsupported("backup")

    def iterdump(self, *args, **kwargs):
        self._unsupported("iterdump")

    def interrupt(self):
        self._check_open()


class Cursor:
    def __init__(self, connection):
        self.connection = connection
        self.row_factory = connection.row_factory
        self.description = None
        self.rowcount = -1
        self.lastrowid = None
        self.arraysize = 1
        self._rows = []
        self._next = 0
        self._open = True
        self._changed = None

    def _check_open(self):
        if not self._open:
            raise ProgrammingError("Cannot operate on a closed cursor.")
        self.connection._check_open()

    def execute(self, sql, parameters=(), /):
        self._check_open()
        sql, params = self._bound(sql, parameters)
        self._execute(sql, params)
        return self

    def _bound(self, sql, parameters):
        if not isinstance(sql, str):
            raise TypeError("execute() argument 1 must be str, not %s" % type(sql).__name__)
        if ";" in sql and len(statements(sql)) > 1:
            raise ProgrammingError("You can only execute one statement at a time.")
        named = hasattr(parameters, "keys")
        if named or ":" in sql or "@" in sql or "$" in sql:
            sql, parameters = by_place(sql, parameters, named)
        elif not hasattr(parameters, "__getitem__"):
            raise ProgrammingError("parameters are of unsupported type")
        params = []
        for index, value in enumerate(parameters):
            adapted = adapt(value)
            if adapted is NotImplemented:
                raise ProgrammingError(
                    "Error binding parameter %d: type '%s' is not supported" % (index + 1, type(value).__name__)
                )
            if isinstance(adapted, int) and not -9223372036854775808 <= adapted <= 9223372036854775807:
                raise OverflowError("Python int too large to convert to SQLite INTEGER")
            params.append(adapted)
        return sql, params

    def _execute(self, sql, params):
        connection = self.connection
        word = first_word(sql)
        write = word in _WRITES
        self._rows = []
        self._next = 0
        self._changed = None
        self.description = None
        self.rowcount = 0 if write else -1
        if (
            write
            and connection._autocommit is LEGACY_TRANSACTION_CONTROL
            and connection._isolation_level is not None
            and not connection._in_transaction
        ):
            connection._control(_LEVELS[connection._isolation_level], True)
        answer = connection._run(sql, params)
        connection._in_transaction = transaction_after(sql, word, connection._in_transaction)
        columns = answer[1]
        self._rows = answer[2]
        self.lastrowid = answer[4]
        if columns:
            self.description = tuple([(name, None, None, None, None, None, None) for name in columns])
        if write:
            connection._changes += answer[3]
            if self._rows:
                # With RETURNING the count is known when all rows have been read.
                self._changed = answer[3]
            else:
                self.rowcount = answer[3]

    def executemany(self, sql, seq_of_parameters, /):
        self._check_open()
        if first_word(sql) not in _WRITES:
            raise ProgrammingError("executemany() can only execute DML statements.")
        total = 0
        last = self.lastrowid
        for parameters in seq_of_parameters:
            one, params = self._bound(sql, parameters)
            self._execute(one, params)
            total += self._changed if self._changed is not None else self.rowcount
            self._rows = []
        self.lastrowid = last
        self.rowcount = total
        return self

    def executescript(self, sql_script, /):
        self._check_open()
        connection = self.connection
        if not isinstance(sql_script, str):
            raise TypeError("executescript() argument must be str, not %s" % type(sql_script).__name__)
        if connection._autocommit is LEGACY_TRANSACTION_CONTROL and connection._in_transaction:
            connection._control("COMMIT", False)
        for sql in statements(sql_script):
            connection._run(sql, [])
            connection._in_transaction = transaction_after(sql, first_word(sql), connection._in_transaction)
        return self

    def _row(self, values):
        factory = self.row_factory
        values = tuple(values)
        return values if factory is None else factory(self, values)

    def fetchone(self):
        self._check_open()
        if self._next >= len(self._rows):
            return None
        row = self._row(self._rows[self._next])
        self._next += 1
        if self._next >= len(self._rows) and self._changed is not None:
            self.rowcount = self._changed
            self._changed = None
        return row

    def fetchmany(self, size=None):
        found = []
        for _ in range(self.arraysize if size is None else size):
            row = self.fetchone()
            if row is None:
                break
            found.append(row)
        return found

    def fetchall(self):
        self._check_open()
        found = []
        while self._next < len(self._rows):
            found.append(self.fetchone())
        return found

    def __iter__(self):
        return self

    def __next__(self):
        row = self.fetchone()
        if row is None:
            raise StopIteration
        return row

    def setinputsizes(self, sizes, /):
        pass

    def setoutputsize(self, size, column=None, /):
        pass

    def close(self):
        self._open = False
        self._rows = []


class Row:
    """A row by index and by column name, whatever its case."""

    def __init__(self, cursor, values):
        self._description = cursor.description
        self._values = values

    def keys(self):
        return [column[0] for column in self._description]

    def __getitem__(self, key):
        if isinstance(key, (int, slice)):
            return self._values[key]
        if isinstance(key, str):
            wanted = key.lower()
            for index, column in enumerate(self._description):
                if column[0].lower() == wanted:
                    return self._values[index]
            raise IndexError("No item with that key")
        raise IndexError("Index must be int or string")

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return iter(self._values)

    def __eq__(self, other):
        if not isinstance(other, Row):
            return NotImplemented
        return self.keys() == other.keys() and self._values == other._values

    def __hash__(self):
        return hash(self._values)


def _skip(sql, at):
    """Where the quoted text or comment that begins at `at` ends; `at` itself if none does."""
    letter = sql[at]
    if letter in "'\"`":
        end = at + 1
        while end < len(sql):
            if sql[end] == letter:
                if end + 1 < len(sql) and sql[end + 1] == letter:
                    end += 2
                    continue
                return end + 1
            end += 1
        return len(sql)
    if letter == "[":
        end = sql.find("]", at)
        return len(sql) if end < 0 else end + 1
    if sql.startswith("--", at):
        end = sql.find("\n", at)
        return len(sql) if end < 0 else end + 1
    if sql.startswith("/*", at):
        end = sql.find("*/", at)
        return len(sql) if end < 0 else end + 2
    return at


def statements(script):
    """The statements of a script, without those that are only blanks and comments."""
    found = []
    start = 0
    at = 0
    content = False
    trigger = False
    word = ""
    words = 0
    while at < len(script):
        end = _skip(script, at)
        if end > at:
            if script[at] not in "-/":
                content = True
            at = end
            word = ""
            continue
        letter = script[at]
        if letter in _LETTERS:
            word += letter.upper()
            content = True
            following = script[at + 1] if at + 1 < len(script) else " "
            if following not in _LETTERS:
                words += 1
                if word == "TRIGGER" and words <= 3:
                    trigger = True
                if word == "END" and trigger:
                    trigger = False
                word = ""
        elif letter == ";" and not trigger:
            if content:
                found.append(script[start : at + 1].strip())
            start = at + 1
            content = False
            words = 0
            word = ""
        elif letter not in " \t\r\n;":
            content = True
        at += 1
    if content:
        found.append(script[start:].strip())
    return found


def by_place(sql, parameters, named):
    """SQL with ? only, and its parameters in that order."""
    pieces = []
    values = []
    at = 0
    used = []
    place = 0
    seen_named = False
    while at < len(sql):
        end = _skip(sql, at)
        if end > at:
            pieces.append(sql[at:end])
            at = end
            continue
        letter = sql[at]
        if letter == "?":
            pieces.append("?")
            used.append(place)
            place += 1
            at += 1
        elif letter in ":@$" and at + 1 < len(sql) and sql[at + 1] in _LETTERS:
            end = at + 1
            while end < len(sql) and sql[end] in _LETTERS:
                end += 1
            pieces.append("?")
            used.append(sql[at + 1 : end])
            seen_named = True
            at = end
        else:
            pieces.append(letter)
            at += 1
    if not named:
        if not seen_named:
            return sql, parameters
        # Names given by a sequence: in the order of their first appearance.
        order = []
        for one in used:
            if one not in order:
                order.append(one)
        if len(order) != len(parameters):
            raise ProgrammingError(
                "Incorrect number of bindings supplied. The current statement uses %d, and there %s %d supplied."
                % (len(order), "is" if len(parameters) == 1 else "are", len(parameters))
            )
        return "".join(pieces), [parameters[order.index(one)] for one in used]
    for one in used:
        if isinstance(one, int):
            raise ProgrammingError("Binding %d has no name, but you supplied a dictionary (which has only names)." % (one + 1))
        if one not in parameters:
            raise ProgrammingError("You did not supply a value for binding parameter :%s." % one)
        values.append(parameters[one])
    return "".join(pieces), values
