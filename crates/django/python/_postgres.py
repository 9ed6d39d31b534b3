"""Values on their way to PostgreSQL and back, as its drivers turn them."""

import datetime
import json
import uuid
from decimal import Decimal

from _host import call

_PLAIN = (int, str, float, bytes, type(None))


def refuse_other_database():
    if call("setting", "database") != "postgres":
        raise NotImplementedError("This speaks to PostgreSQL, but the setting database is 'sqlite': set it to 'postgres'.")


class CannotAdapt(Exception):
    """There is no type of PostgreSQL's for a value."""


def to_parameters(values):
    """Python values as parameters; what the server knows only by its text becomes that text."""
    for value in values:
        if type(value) not in _PLAIN:
            return [to_parameter(one) for one in values]
    return values


def to_parameter(value):
    kind = type(value)
    if kind is bool:
        return "true" if value else "false"
    if kind in _PLAIN:
        return value
    if isinstance(value, (list, tuple)):
        return to_array(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, (datetime.date, datetime.time, Decimal)):
        return str(value)
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime.timedelta):
        return "%d days %d seconds %d microseconds" % (value.days, value.seconds, value.microseconds)
    if isinstance(value, Json):
        return json.dumps(value.obj)
    # An enumeration's members and the like.
    for base in (int, str, float):
        if isinstance(value, base):
            return base(value)
    raise CannotAdapt(kind.__name__)


class Json:
    """Marks a value to be sent as JSON."""

    def __init__(self, obj):
        self.obj = obj


def to_array(values):
    """The text of an array: {1,NULL,"a b"}"""
    parts = []
    for value in values:
        value = to_parameter(value) if not isinstance(value, (list, tuple)) else to_array(value)
        if value is None:
            parts.append("NULL")
        elif isinstance(value, str):
            parts.append(value if value.startswith("{") and value.endswith("}") else _quoted(value))
        elif isinstance(value, bytes):
            parts.append('"\\\\x%s"' % value.hex())
        else:
            parts.append(str(value))
    return "{%s}" % ",".join(parts)


def _quoted(text):
    plain = text and text.upper() != "NULL" and text.replace("_", "").isalnum()
    return text if plain else '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def from_array(text, load):
    """The list that an array's text stands for."""
    items = []
    stack = [items]
    at = 1
    while at < len(text) - 1:
        letter = text[at]
        if letter == "{":
            inner = []
            stack[-1].append(inner)
            stack.append(inner)
            at += 1
        elif letter == "}":
            stack.pop()
            at += 1
        elif letter == ",":
            at += 1
        else:
            quoted = letter == '"'
            word = ""
            at += quoted
            while at < len(text) - 1 and (text[at] != '"' if quoted else text[at] not in ",}"):
                if text[at] == "\\":
                    at += 1
                word += text[at]
                at += 1
            at += quoted
            stack[-1].append(None if not quoted and word == "NULL" else load(word) if load else word)
    return items


def _zoned(text):
    # The server writes whole hours: +00.
    return datetime.datetime.fromisoformat(text + ":00" if text[-3] in "+-" else text)


def _interval(text):
    days = 0
    rest = text.split()
    while len(rest) >= 2:
        number, unit = int(rest.pop(0)), rest.pop(0)
        days += number * (365 if unit.startswith("year") else 30 if unit.startswith("mon") else 1)
    seconds = 0
    micros = 0
    if rest:
        sign = -1 if rest[0].startswith("-") else 1
        hours, minutes, last = rest[0].lstrip("+-").split(":")
        whole, _, part = last.partition(".")
        seconds = sign * (int(hours) * 3600 + int(minutes) * 60 + int(whole))
        micros = sign * int((part + "000000")[:6])
    return datetime.timedelta(days=days, seconds=seconds, microseconds=micros)


LOADERS = {
    "numeric": Decimal,
    "timestamptz": _zoned,
    "timestamp": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "interval": _interval,
    "uuid": uuid.UUID,
    "json": json.loads,
    "jsonb": json.loads,
    "bool[]": lambda text: from_array(text, lambda one: one == "t"),
    "int2[]": lambda text: from_array(text, int),
    "int4[]": lambda text: from_array(text, int),
    "int8[]": lambda text: from_array(text, int),
    "float8[]": lambda text: from_array(text, float),
    "numeric[]": lambda text: from_array(text, Decimal),
    "uuid[]": lambda text: from_array(text, uuid.UUID),
    "text[]": lambda text: from_array(text, None),
}

# Numbers by which the protocol knows the types.
OIDS = {
    "bool": 16,
    "bytea": 17,
    "int8": 20,
    "int2": 21,
    "int4": 23,
    "text": 25,
    "json": 114,
    "float8": 701,
    "unknown": 705,
    "varchar": 1043,
    "date": 1082,
    "time": 1083,
    "timestamp": 1114,
    "timestamptz": 1184,
    "interval": 1186,
    "numeric": 1700,
    "void": 2278,
    "uuid": 2950,
    "jsonb": 3802,
}


def load_rows(answer, without=()):
    """Turns the values of an answer's rows, in place, into what Python has for their types; answers with the rows."""
    rows = answer[2]
    if rows:
        for index, name in enumerate(answer[5]):
            load = LOADERS.get(name)
            if load is not None and name not in without:
                for row in rows:
                    if row[index] is not None:
                        row[index] = load(row[index])
    return rows
