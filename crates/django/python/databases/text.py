"""Queries as text with `:name` parameters, as `sqlalchemy.text` reads them."""


class ArgumentError(Exception):
    pass


class InvalidRequestError(Exception):
    pass


class Query:
    def __init__(self, sql, values):
        self.pieces, self.names = _parse(sql)
        self.values = values or {}
        for name in self.values:
            if name not in self.names:
                raise ArgumentError("This text() construct doesn't define a bound parameter named %r" % name)


def query(sql, values):
    if not isinstance(sql, str):
        raise NotImplementedError(
            "A query is a string here, with :name for parameters; SQLAlchemy's expressions are not part of Lockstep."
        )
    return Query(sql, values)


def positional(query):
    """The text with `?` for each parameter, their values in order, and their names."""
    for name in query.names:
        if name not in query.values:
            raise InvalidRequestError("A value is required for bind parameter %r" % name)
    return "?".join(query.pieces), [query.values[name] for name in query.names], query.names


def _parse(sql):
    """The text around the parameters, and their names. Quotes protect nothing; `\\:` is a colon."""
    pieces = []
    names = []
    piece = ""
    at = 0
    while True:
        colon = sql.find(":", at)
        if colon < 0:
            pieces.append(piece + sql[at:])
            return pieces, names
        before = sql[colon - 1] if colon else ""
        end = colon + 1
        while end < len(sql) and _of_a_word(sql[end]):
            end += 1
        if end < len(sql) and sql[end] == ":":
            end -= 1
        if before == "\\":
            piece += sql[at : colon - 1] + ":"
            at = colon + 1
        elif end <= colon + 1 or before == ":" or (before and _of_a_word(before)):
            piece += sql[at : colon + 1]
            at = colon + 1
        else:
            pieces.append(piece + sql[at:colon])
            names.append(sql[colon + 1 : end])
            piece = ""
            at = end


def _of_a_word(letter):
    return letter.isalnum() or letter == "_"
