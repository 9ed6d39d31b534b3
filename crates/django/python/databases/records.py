"""What queries give: rows whose columns have names."""


class NoSuchColumnError(KeyError):
    def __str__(self):
        return self.args[0]


class Row:
    """A row of 0.7 (SQLAlchemy's): a sequence of values that also knows its columns' names."""

    def __init__(self, names, values):
        self._fields = tuple(names)
        self._values = tuple(values)

    def _at(self, name):
        if name not in self._fields:
            raise NoSuchColumnError("Could not locate column in row for column '%s'" % (name,))
        return self._fields.index(name)

    def __getitem__(self, key):
        if isinstance(key, (int, slice)):
            return self._values[key]
        return self._values[self._at(key)]

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self._values[self._at(name)]
        except NoSuchColumnError as error:
            raise AttributeError(error.args[0]) from None

    @property
    def _mapping(self):
        return dict(zip(self._fields, self._values))

    def _asdict(self):
        return self._mapping

    def keys(self):
        return list(self._fields)

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __contains__(self, value):
        return value in self._values

    def __eq__(self, other):
        return self._values == (other._values if isinstance(other, Row) else other)

    def __hash__(self):
        return hash(self._values)

    def __repr__(self):
        return repr(self._values)


class Record:
    """A row of 0.9: a mapping in disguise. Iterating over it gives names, and it equals only itself."""

    def __init__(self, names, values):
        self._row = _Values(names, values)

    @property
    def _mapping(self):
        return self._row

    def keys(self):
        return self._row.keys()

    def values(self):
        return self._row.values()

    def __getitem__(self, key):
        return self._row[key]

    def __iter__(self):
        return iter(self._row.keys())

    def __len__(self):
        return len(self._row)

    def __contains__(self, name):
        return name in self._row._fields

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(error.args[0]) from error


class _Values(Row):
    def _at(self, name):
        if name not in self._fields:
            raise KeyError(name)
        return self._fields.index(name)

    def values(self):
        return list(self)
