"""`django.db.transaction`: atomic blocks, savepoints and callbacks after the commit."""

from functools import wraps

from django.db.backends.base.base import TransactionManagementError
from django.db.handler import connections
from django.db.utils import DEFAULT_DB_ALIAS, DatabaseError, Error


def get_connection(using=None):
    return connections["default" if using is None else using]


def get_autocommit(using=None):
    return get_connection(using).get_autocommit()


def set_autocommit(autocommit, using=None):
    return get_connection(using).set_autocommit(autocommit)


def commit(using=None):
    get_connection(using).commit()


def rollback(using=None):
    get_connection(using).rollback()


def savepoint(using=None):
    return get_connection(using).savepoint()


def savepoint_rollback(sid, using=None):
    get_connection(using).savepoint_rollback(sid)


def savepoint_commit(sid, using=None):
    get_connection(using).savepoint_commit(sid)


def clean_savepoints(using=None):
    get_connection(using).clean_savepoints()


def get_rollback(using=None):
    return get_connection(using).get_rollback()


def set_rollback(rollback, using=None):
    return get_connection(using).set_rollback(rollback)


def on_commit(func, using=None, robust=False):
    get_connection(using).on_commit(func, robust)


class mark_for_rollback_on_error:
    """Around a write: an error in it leaves the surrounding atomic() only a rollback."""

    def __init__(self, using=None):
        self.using = using

    def __enter__(self):
        return None

    def __exit__(self, exc_type, exc_value, traceback):
        if exc_type is not None and issubclass(exc_type, Exception):
            get_connection(self.using).mark_for_rollback(exc_value)
        return False


class Atomic:
    """One atomic block: a transaction if it is the outermost, else a savepoint in it."""

    def __init__(self, using, savepoint, durable):
        self.using = using
        self.savepoint = savepoint
        self.durable = durable

    def __call__(self, func):
        using = self.using
        savepoint = self.savepoint
        durable = self.durable

        @wraps(func)
        def inner(*args, **kwargs):
            with Atomic(using, savepoint, durable):
                return func(*args, **kwargs)

        return inner

    def __enter__(self):
        connection = get_connection(self.using)
        if self.durable and connection.atomic_blocks:
            raise RuntimeError("A durable atomic block cannot be nested within another atomic block.")
        if not connection.in_atomic_block:
            connection.commit_on_exit = True
            connection.needs_rollback = False
            if not connection.get_autocommit():
                # The transaction is managed by hand: never commit it here.
                connection.in_atomic_block = True
                connection.commit_on_exit = False
        if connection.in_atomic_block:
            if self.savepoint and not connection.needs_rollback:
                connection.savepoint_ids.append(connection.savepoint())
            else:
                connection.savepoint_ids.append(None)
        else:
            connection.set_autocommit(False, True)
            connection.in_atomic_block = True
        connection.atomic_blocks.append(self)

    def __exit__(self, exc_type, exc_value, traceback):
        connection = get_connection(self.using)
        if connection.atomic_blocks:
            connection.atomic_blocks.pop()
        if connection.savepoint_ids:
            sid = connection.savepoint_ids.pop()
        else:
            # The outermost block: commit() and rollback() are allowed from here on.
            sid = None
            connection.in_atomic_block = False
        try:
            if connection.closed_in_transaction:
                connection.handle = None
            elif exc_type is None and not connection.needs_rollback:
                self._keep(connection, sid)
            else:
                self._undo(connection, sid)
        finally:
            if not connection.in_atomic_block:
                if connection.closed_in_transaction:
                    connection.handle = None
                    connection.closed_in_transaction = False
                    connection.needs_rollback = False
                else:
                    connection.set_autocommit(True)
            elif not connection.savepoint_ids and not connection.commit_on_exit:
                if connection.closed_in_transaction:
                    connection.handle = None
                else:
                    connection.in_atomic_block = False
        return False

    def _keep(self, connection, sid):
        if not connection.in_atomic_block:
            try:
                connection.commit()
            except DatabaseError:
                try:
                    connection.rollback()
                except Error:
                    connection.close()
                raise
        elif sid is not None:
            try:
                connection.savepoint_commit(sid)
            except DatabaseError:
                try:
                    connection.savepoint_rollback(sid)
                    connection.savepoint_commit(sid)
                except Error:
                    # Nothing but the whole transaction can be undone now.
                    connection.needs_rollback = True
                raise

    def _undo(self, connection, sid):
        connection.needs_rollback = False
        if not connection.in_atomic_block:
            try:
                connection.rollback()
            except Error:
                connection.close()
        elif sid is None:
            connection.needs_rollback = True
        else:
            try:
                connection.savepoint_rollback(sid)
                connection.savepoint_commit(sid)
            except Error:
                connection.needs_rollback = True


def atomic(using=None, savepoint=True, durable=False):
    """A decorator or context manager: all of the block's writes, or none."""
    if callable(using):
        return Atomic(DEFAULT_DB_ALIAS, savepoint, durable)(using)
    return Atomic(using, savepoint, durable)


def non_atomic_requests(using=None):
    """A view that ATOMIC_REQUESTS leaves alone."""
    if callable(using):
        return _mark_non_atomic(using, DEFAULT_DB_ALIAS)
    alias = DEFAULT_DB_ALIAS if using is None else using
    return lambda func: _mark_non_atomic(func, alias)


def _mark_non_atomic(func, alias):
    if not hasattr(func, "_non_atomic_requests"):
        func._non_atomic_requests = set()
    func._non_atomic_requests.add(alias)
    return func
