"""The exceptions of psycopg 3: a class for each SQLSTATE, below those of the DB-API."""


class Diagnostic:
    """`error.diag`: what else the server says about an error."""

    def __init__(self, answer):
        self.severity = "ERROR"
        self.severity_nonlocalized = "ERROR"
        self.sqlstate = answer[3]
        self.message_primary = answer[4]
        self.message_detail = answer[5]
        self.message_hint = answer[6]
        self.constraint_name = answer[7]
        self.table_name = answer[8]
        self.column_name = answer[9]
        self.schema_name = None if answer[8] is None else "public"


class _Nothing:
    severity = severity_nonlocalized = sqlstate = message_primary = message_detail = message_hint = None
    constraint_name = table_name = column_name = schema_name = None


class Warning(Exception):
    pass


class Error(Exception):
    sqlstate = None
    diag = _Nothing()
    pgconn = None
    pgresult = None


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


BASES = {
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

_BY_SQLSTATE = {}


def _state(sqlstate, name, base):
    found = type(name, (base,), {"sqlstate": sqlstate, "__module__": "psycopg.errors"})
    _BY_SQLSTATE[sqlstate] = found
    return found


FeatureNotSupported = _state("0A000", "FeatureNotSupported", NotSupportedError)
CardinalityViolation = _state("21000", "CardinalityViolation", ProgrammingError)
StringDataRightTruncation = _state("22001", "StringDataRightTruncation", DataError)
NumericValueOutOfRange = _state("22003", "NumericValueOutOfRange", DataError)
InvalidDatetimeFormat = _state("22007", "InvalidDatetimeFormat", DataError)
DatetimeFieldOverflow = _state("22008", "DatetimeFieldOverflow", DataError)
DivisionByZero = _state("22012", "DivisionByZero", DataError)
InvalidParameterValue = _state("22023", "InvalidParameterValue", DataError)
InvalidTextRepresentation = _state("22P02", "InvalidTextRepresentation", DataError)
IntegrityConstraintViolation = _state("23000", "IntegrityConstraintViolation", IntegrityError)
RestrictViolation = _state("23001", "RestrictViolation", IntegrityError)
NotNullViolation = _state("23502", "NotNullViolation", IntegrityError)
ForeignKeyViolation = _state("23503", "ForeignKeyViolation", IntegrityError)
UniqueViolation = _state("23505", "UniqueViolation", IntegrityError)
CheckViolation = _state("23514", "CheckViolation", IntegrityError)
ExclusionViolation = _state("23P01", "ExclusionViolation", IntegrityError)
InvalidCursorState = _state("24000", "InvalidCursorState", InternalError)
ActiveSqlTransaction = _state("25001", "ActiveSqlTransaction", InternalError)
ReadOnlySqlTransaction = _state("25006", "ReadOnlySqlTransaction", InternalError)
NoActiveSqlTransaction = _state("25P01", "NoActiveSqlTransaction", InternalError)
InFailedSqlTransaction = _state("25P02", "InFailedSqlTransaction", InternalError)
InvalidCursorName = _state("34000", "InvalidCursorName", ProgrammingError)
InvalidSavepointSpecification = _state("3B001", "InvalidSavepointSpecification", OperationalError)
TransactionRollback = _state("40000", "TransactionRollback", OperationalError)
SerializationFailure = _state("40001", "SerializationFailure", OperationalError)
DeadlockDetected = _state("40P01", "DeadlockDetected", OperationalError)
SyntaxErrorOrAccessRuleViolation = _state("42000", "SyntaxErrorOrAccessRuleViolation", ProgrammingError)
SyntaxError = _state("42601", "SyntaxError", ProgrammingError)
DuplicateColumn = _state("42701", "DuplicateColumn", ProgrammingError)
AmbiguousColumn = _state("42702", "AmbiguousColumn", ProgrammingError)
UndefinedColumn = _state("42703", "UndefinedColumn", ProgrammingError)
UndefinedObject = _state("42704", "UndefinedObject", ProgrammingError)
DuplicateObject = _state("42710", "DuplicateObject", ProgrammingError)
GroupingError = _state("42803", "GroupingError", ProgrammingError)
DatatypeMismatch = _state("42804", "DatatypeMismatch", ProgrammingError)
WrongObjectType = _state("42809", "WrongObjectType", ProgrammingError)
UndefinedFunction = _state("42883", "UndefinedFunction", ProgrammingError)
UndefinedTable = _state("42P01", "UndefinedTable", ProgrammingError)
UndefinedParameter = _state("42P02", "UndefinedParameter", ProgrammingError)
DuplicateCursor = _state("42P03", "DuplicateCursor", ProgrammingError)
DuplicateTable = _state("42P07", "DuplicateTable", ProgrammingError)
InvalidColumnReference = _state("42P10", "InvalidColumnReference", ProgrammingError)
ObjectNotInPrerequisiteState = _state("55000", "ObjectNotInPrerequisiteState", OperationalError)
LockNotAvailable = _state("55P03", "LockNotAvailable", OperationalError)
QueryCanceled = _state("57014", "QueryCanceled", OperationalError)


def lookup(sqlstate):
    """The class for an SQLSTATE; KeyError if there is none."""
    return _BY_SQLSTATE[sqlstate.upper()]


def make_error(answer):
    """The exception for an error answer of the server."""
    kind = _BY_SQLSTATE.get(answer[3])
    if kind is None:
        kind = BASES.get(answer[1], DatabaseError)
    error = kind(answer[2])
    error.sqlstate = answer[3]
    error.diag = Diagnostic(answer)
    return error
