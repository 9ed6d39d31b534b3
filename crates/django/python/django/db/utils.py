"""The database exceptions of `django.db`, and how a driver's error becomes one of them."""

from _sqlite3 import make_error

DEFAULT_DB_ALIAS = "default"


class Error(Exception):
    pass


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class DataError(DatabaseError):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


class ConnectionDoesNotExist(Exception):
    pass


BY_NAME = {
    "Error": Error,
    "InterfaceError": InterfaceError,
    "DatabaseError": DatabaseError,
    "DataError": DataError,
    "OperationalError": OperationalError,
    "IntegrityError": IntegrityError,
    "InternalError": InternalError,
    "ProgrammingError": ProgrammingError,
    "NotSupportedError": NotSupportedError,
}


def wrapped_error(class_name, message, code_name):
    """Django's exception for an error answer, with the driver's own as its cause."""
    error = BY_NAME.get(class_name, DatabaseError)(message)
    error.__cause__ = make_error(class_name, message, code_name)
    return error
