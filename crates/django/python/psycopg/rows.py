"""What a cursor makes of each row."""


def tuple_row(cursor):
    return tuple


def dict_row(cursor):
    names = [column.name for column in cursor.description]
    return lambda row: dict(zip(names, row))


def namedtuple_row(cursor):
    from collections import namedtuple

    kind = namedtuple("Row", [column.name for column in cursor.description])
    return lambda row: kind(*row)


def scalar_row(cursor):
    return lambda row: row[0]


def class_row(cls):
    def factory(cursor):
        names = [column.name for column in cursor.description]
        return lambda row: cls(**dict(zip(names, row)))

    return factory


def args_row(func):
    return lambda cursor: lambda row: func(*row)


def kwargs_row(func):
    return class_row(func)
