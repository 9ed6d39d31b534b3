"""One connection to a SQLite database."""

from _host import call
from _sqlite3 import MAY_END_TRANSACTION, first_word, transaction_after
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import wrapped_error
from django.utils.asyncio import refuse_in_event_loop

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(BaseDatabaseWrapper):
    vendor = "sqlite"
    display_name = "SQLite"

    @staticmethod
    def begin_statement(alias, options):
        begin = call("setting", "begin") or "deferred"
        mode = options.get("transaction_mode")
        if mode is None and begin != "deferred":
            mode = begin
        if mode is None:
            return "BEGIN"
        if mode.upper() not in ("DEFERRED", "IMMEDIATE", "EXCLUSIVE"):
            from django.core.exceptions import ImproperlyConfigured

            raise ImproperlyConfigured(
                "settings.DATABASES[%r]['OPTIONS']['transaction_mode'] is improperly configured to %r. "
                "Use one of 'DEFERRED', 'EXCLUSIVE', 'IMMEDIATE', or None." % (alias, mode)
            )
        return "BEGIN " + mode.upper()

    def open_handle(self):
        # After set_autocommit(False) the driver itself begins before a write.
        self.implicit_begin = False
        timeout = self.settings_dict["OPTIONS"].get("timeout")
        if timeout is not None:
            timeout = int(timeout * 1000)
        return call("connect", self.settings_dict["NAME"], {"timeout": timeout, "foreign_keys": True})

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

    def fail(self, answer, sql):
        """Raises the exception for an error answer."""
        if self.in_transaction and (answer[3] in MAY_END_TRANSACTION or "ROLLBACK" in sql.upper()):
            self.in_transaction = call("in_transaction", self.handle)
        raise wrapped_error(answer[1], answer[2], answer[3])

    def send_begin(self):
        self.control(self.settings_dict["BEGIN"], True)

    def change_autocommit(self, autocommit, begin):
        if autocommit:
            # Giving the driver its autocommit back commits what is open.
            self.implicit_begin = False
            if self.in_transaction:
                self.control("COMMIT", False)
        elif begin:
            self.begin()
        else:
            self.implicit_begin = True

    def lock_rows(self):
        """select_for_update() means nothing here."""

    def chunks(self, sql, params, size):
        """A query's rows, read at once."""
        yield self.run(sql, params)[2]
