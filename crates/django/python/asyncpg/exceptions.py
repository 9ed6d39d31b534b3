"""The exceptions of asyncpg: a class for each SQLSTATE, below PostgresError."""


class InterfaceError(Exception):
    pass


class PostgresError(Exception):
    sqlstate = None
    message = detail = hint = constraint_name = table_name = column_name = None

    def __str__(self):
        text = self.args[0] if self.args else ""
        if self.detail:
            text += "\nDETAIL:  " + self.detail
        if self.hint:
            text += "\nHINT:  " + self.hint
        return text


_BY_SQLSTATE = {}


def _state(sqlstate, name, base):
    found = type(name, (base,), {"sqlstate": sqlstate, "__module__": "asyncpg.exceptions"})
    _BY_SQLSTATE[sqlstate] = found
    return found


DataError = _state("22000", "DataError", PostgresError)
StringDataRightTruncationError = _state("22001", "StringDataRightTruncationError", DataError)
NumericValueOutOfRangeError = _state("22003", "NumericValueOutOfRangeError", DataError)
DivisionByZeroError = _state("22012", "DivisionByZeroError", DataError)
InvalidTextRepresentationError = _state("22P02", "InvalidTextRepresentationError", DataError)
FeatureNotSupportedError = _state("0A000", "FeatureNotSupportedError", PostgresError)
IntegrityConstraintViolationError = _state("23000", "IntegrityConstraintViolationError", PostgresError)
NotNullViolationError = _state("23502", "NotNullViolationError", IntegrityConstraintViolationError)
ForeignKeyViolationError = _state("23503", "ForeignKeyViolationError", IntegrityConstraintViolationError)
UniqueViolationError = _state("23505", "UniqueViolationError", IntegrityConstraintViolationError)
CheckViolationError = _state("23514", "CheckViolationError", IntegrityConstraintViolationError)
InvalidTransactionStateError = _state("25000", "InvalidTransactionStateError", PostgresError)
ActiveSQLTransactionError = _state("25001", "ActiveSQLTransactionError", InvalidTransactionStateError)
ReadOnlySQLTransactionError = _state("25006", "ReadOnlySQLTransactionError", InvalidTransactionStateError)
NoActiveSQLTransactionError = _state("25P01", "NoActiveSQLTransactionError", InvalidTransactionStateError)
InFailedSQLTransactionError = _state("25P02", "InFailedSQLTransactionError", InvalidTransactionStateError)
TransactionRollbackError = _state("40000", "TransactionRollbackError", PostgresError)
SerializationError = _state("40001", "SerializationError", TransactionRollbackError)
DeadlockDetectedError = _state("40P01", "DeadlockDetectedError", TransactionRollbackError)
SyntaxOrAccessError = _state("42000", "SyntaxOrAccessError", PostgresError)
PostgresSyntaxError = _state("42601", "PostgresSyntaxError", SyntaxOrAccessError)
UndefinedColumnError = _state("42703", "UndefinedColumnError", SyntaxOrAccessError)
UndefinedFunctionError = _state("42883", "UndefinedFunctionError", SyntaxOrAccessError)
UndefinedTableError = _state("42P01", "UndefinedTableError", SyntaxOrAccessError)
DuplicateTableError = _state("42P07", "DuplicateTableError", SyntaxOrAccessError)
ObjectNotInPrerequisiteStateError = _state("55000", "ObjectNotInPrerequisiteStateError", PostgresError)
LockNotAvailableError = _state("55P03", "LockNotAvailableError", ObjectNotInPrerequisiteStateError)
QueryCanceledError = _state("57014", "QueryCanceledError", PostgresError)


def make_error(answer):
    """The exception for an error answer of the server."""
    error = _BY_SQLSTATE.get(answer[3], PostgresError)(answer[4])
    error.sqlstate = answer[3]
    error.message = answer[4]
    error.detail = answer[5]
    error.hint = answer[6]
    error.constraint_name = answer[7]
    error.table_name = answer[8]
    error.column_name = answer[9]
    return error
