"""The exceptions of Python's sqlite3 driver: raised by `sqlite3`, the cause of Django's own."""


class Warning(Exception):
    pass


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


BY_NAME = {
    "Warning": Warning,
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

# SQLite's result codes, primary and extended, by name.
CODES = {
    "SQLITE_ERROR": 1,
    "SQLITE_INTERNAL": 2,
    "SQLITE_PERM": 3,
    "SQLITE_ABORT": 4,
    "SQLITE_BUSY": 5,
    "SQLITE_LOCKED": 6,
    "SQLITE_NOMEM": 7,
    "SQLITE_READONLY": 8,
    "SQLITE_INTERRUPT": 9,
    "SQLITE_IOERR": 10,
    "SQLITE_CORRUPT": 11,
    "SQLITE_NOTFOUND": 12,
    "SQLITE_FULL": 13,
    "SQLITE_CANTOPEN": 14,
    "SQLITE_PROTOCOL": 15,
    "SQLITE_SCHEMA": 17,
    "SQLITE_TOOBIG": 18,
    "SQLITE_CONSTRAINT": 19,
    "SQLITE_MISMATCH": 20,
    "SQLITE_MISUSE": 21,
    "SQLITE_AUTH": 23,
    "SQLITE_RANGE": 25,
    "SQLITE_NOTADB": 26,
    "SQLITE_BUSY_RECOVERY": 261,
    "SQLITE_LOCKED_SHAREDCACHE": 262,
    "SQLITE_CONSTRAINT_CHECK": 275,
    "SQLITE_BUSY_SNAPSHOT": 517,
    "SQLITE_CONSTRAINT_COMMITHOOK": 531,
    "SQLITE_BUSY_TIMEOUT": 773,
    "SQLITE_CONSTRAINT_FOREIGNKEY": 787,
    "SQLITE_CONSTRAINT_FUNCTION": 1043,
    "SQLITE_CONSTRAINT_NOTNULL": 1299,
    "SQLITE_CONSTRAINT_PRIMARYKEY": 1555,
    "SQLITE_CONSTRAINT_TRIGGER": 1811,
    "SQLITE_CONSTRAINT_UNIQUE": 2067,
    "SQLITE_CONSTRAINT_VTAB": 2323,
    "SQLITE_CONSTRAINT_ROWID": 2579,
    "SQLITE_CONSTRAINT_PINNED": 2835,
    "SQLITE_CONSTRAINT_DATATYPE": 3091,
}

# Errors after which SQLite may have rolled the whole transaction back by itself.
MAY_END_TRANSACTION = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOMEM", "SQLITE_INTERRUPT")


def make_error(class_name, message, code_name):
    """The driver's exception for an error answer of the database."""
    error = BY_NAME.get(class_name, DatabaseError)(message)
    if code_name:
        error.sqlite_errorname = code_name
        error.sqlite_errorcode = CODES.get(code_name, 1)
    return error


def first_word(sql):
    """The statement's first keyword in upper case, after blanks and comments."""
    text = sql.lstrip()
    while text.startswith("--") or text.startswith("/*"):
        if text.startswith("--"):
            end = text.find("\n")
            text = "" if end < 0 else text[end + 1 :].lstrip()
        else:
            end = text.find("*/")
            text = "" if end < 0 else text[end + 2 :].lstrip()
    word = ""
    for letter in text[:12]:
        if not (letter.isalpha() or letter == "_"):
            break
        word += letter
    return word.upper()


def transaction_after(sql, word, before):
    """Whether a transaction is open after `sql` succeeded, if one was open `before` or not."""
    if word == "BEGIN":
        return True
    if word == "COMMIT" or word == "END":
        return False
    if word == "ROLLBACK":
        # ROLLBACK TO keeps the transaction open.
        return before and " TO " in " " + " ".join(sql.upper().split()) + " "
    if word == "SAVEPOINT":
        return True
    return before
