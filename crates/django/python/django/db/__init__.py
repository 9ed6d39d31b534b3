"""`django.db`: connections and the database exceptions."""

from django.db.handler import connection, connections
from django.db.utils import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)


def close_old_connections(**kwargs):
    for one in connections.all(initialized_only=True):
        one.close_if_unusable_or_obsolete()


def reset_queries(**kwargs):
    """Lockstep keeps no list of queries: the trace is one."""
