"""Of psycopg's layer over the protocol: a transaction's status."""

from enum import IntEnum


class TransactionStatus(IntEnum):
    IDLE = 0
    ACTIVE = 1
    INTRANS = 2
    INERROR = 3
    UNKNOWN = 4
