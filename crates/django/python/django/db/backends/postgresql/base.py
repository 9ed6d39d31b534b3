"""One connection to a PostgreSQL server, as Django has it with psycopg 3.

The driver sends BEGIN with the first statement of a transaction, not before: a block that
sends nothing begins nothing.
"""

from _host import call
from _postgres import load_rows, to_parameters
from django.db.backends.base.base import BaseDatabaseWrapper, TransactionManagementError
from django.db.backends.utils import CursorWrapper
from django.db.utils import BY_NAME, DatabaseError, ProgrammingError
from django.utils.asyncio import refuse_in_event_loop

LEVELS = {1: "READ UNCOMMITTED", 2: "READ COMMITTED", 3: "REPEATABLE READ", 4: "SERIALIZABLE"}

# Django reads JSON itself.
_LEFT_ALONE = ("json", "jsonb")


class DatabaseWrapper(BaseDatabaseWrapper):
    vendor = "postgresql"
    display_name = "PostgreSQL"

    @staticmethod
    def begin_statement(alias, options):
        level = options.get("isolation_level")
        if level is not None:
            if level not in LEVELS:
                from django.core.exceptions import ImproperlyConfigured

                raise ImproperlyConfigured(
                    "Invalid transaction isolation level %s specified. Use one of the psycopg.IsolationLevel values."
                    % (level,)
                )
            return "BEGIN ISOLATION LEVEL " + LEVELS[level]
        chosen = call("setting", "isolation") or "read-committed"
        if chosen == "read-committed":
            return "BEGIN"
        return "BEGIN ISOLATION LEVEL " + chosen.upper().replace("-", " ")

    def open_handle(self):
        self.cursors_opened = 0
        return call("connect", self.settings_dict["NAME"], {})

    def run(self, sql, params):
        """Sends one statement: (ok, columns, rows, rowcount ...). Raises Django's errors."""
        refuse_in_event_loop()
        if self.needs_rollback or self.closed_in_transaction:
            self.refuse_broken_transaction()
        if self.handle is None:
            self.connect()
        if not self.autocommit and not self.in_transaction:
            self.control(self.settings_dict["BEGIN"], True)
        answer = call("execute", self.handle, sql, to_parameters(params))
        if answer[0] == "ok":
            load_rows(answer, _LEFT_ALONE)
            return answer
        self.fail(answer, sql)

    def run_raw(self, sql, params):
        """As `run`, for a statement that the scenario wrote: it may begin or end a transaction."""
        answer = self.run(sql, params)
        self.in_transaction = call("in_transaction", self.handle)
        return answer

    def fail(self, answer, sql):
        """Raises the exception for an error answer."""
        from psycopg.errors import make_error

        # A COMMIT that fails has rolled back.
        self.in_transaction = call("in_transaction", self.handle)
        error = BY_NAME.get(answer[1], DatabaseError)(answer[2])
        error.__cause__ = make_error(answer)
        raise error

    def send_begin(self):
        """The first statement of the block does it."""

    def change_autocommit(self, autocommit, begin):
        if self.in_transaction and self.autocommit != autocommit:
            raise ProgrammingError("can't change 'autocommit' now: connection in transaction status INTRANS")
        if begin:
            self.begin()

    def lock_rows(self):
        """What select_for_update() needs."""
        if self.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")

    def cursor(self):
        self.ensure_connection()
        return PostgresCursor(self)

    def chunks(self, sql, params, size):
        """A query's rows, `size` at a time, from a cursor of the server's."""
        self.ensure_connection()
        self.cursors_opened += 1
        name = '"_django_curs_1_sync_%d"' % self.cursors_opened
        hold = " WITH HOLD" if self.autocommit else ""
        self.run("DECLARE %s NO SCROLL CURSOR%s FOR %s" % (name, hold, sql), params)
        try:
            while True:
                rows = self.run("FETCH FORWARD %d FROM %s" % (size, name), [])[2]
                if not rows:
                    return
                yield rows
        finally:
            if not self.needs_rollback and not self.closed_in_transaction and self.handle is not None:
                self.run("CLOSE %s" % name, [])


class PostgresCursor(CursorWrapper):
    """`connection.cursor()` over psycopg's."""

    statusmessage = None

    def _run(self, sql, params):
        answer = super()._run(sql, params)
        self.statusmessage = answer[6]
        return answer

    def _check_rows(self):
        self._check_open()
        if self.description is None:
            if self.statusmessage is None:
                raise ProgrammingError("no result available")
            raise ProgrammingError(
                "the last operation didn't produce records (command status: %s)" % self.statusmessage
            )

    def fetchone(self):
        self._check_rows()
        return super().fetchone()

    def fetchmany(self, size=None):
        self._check_rows()
        return super().fetchmany(size)

    def fetchall(self):
        self._check_rows()
        return super().fetchall()
