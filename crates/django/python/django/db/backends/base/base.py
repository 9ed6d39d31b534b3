"""A connection with Django's autocommit and atomic bookkeeping."""

from _host import call
from django.db.backends.utils import CursorWrapper
from django.db.utils import InterfaceError, ProgrammingError
from django.utils.asyncio import refuse_in_event_loop


class TransactionManagementError(ProgrammingError):
    """A use of transactions that makes no sense where it stands."""


class BaseDatabaseWrapper:
    """One connection, opened when it is first needed. Subclasses say what each database does."""

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
        # Whether the database has a transaction open.
        self.in_transaction = False
        # A strategy: querysets lock the rows that they read, whether they say so or not.
        self.locks_what_it_reads = False

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
        self.handle = self.open_handle()
        self.in_transaction = False
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

    def control(self, sql, open_after):
        """Sends BEGIN, COMMIT or ROLLBACK; after it a transaction is open or not."""
        answer = call("execute", self.handle, sql, [])
        if answer[0] != "ok":
            self.fail(answer, sql)
        self.in_transaction = open_after

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
        self.change_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        self.autocommit = autocommit
        if autocommit and self.run_commit_hooks_on_set_autocommit_on:
            self.run_and_clear_commit_hooks()
            self.run_commit_hooks_on_set_autocommit_on = False

    def begin(self):
        if self.needs_rollback or self.closed_in_transaction:
            self.refuse_broken_transaction()
        # Names need only be unique within a transaction.
        self.savepoint_state = 0
        self.send_begin()

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
        return "<DatabaseWrapper vendor=%r alias=%r>" % (self.vendor, self.alias)
