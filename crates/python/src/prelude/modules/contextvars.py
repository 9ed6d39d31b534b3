from _machine import _thread_number

_contexts = {}
_missing = object()


def _current():
    number = _thread_number()
    if number not in _contexts:
        _contexts[number] = Context()
    return _contexts[number]


class Token:
    MISSING = _missing

    def __init__(self, var, old_value):
        self.var = var
        self.old_value = old_value
        self._used = False


class ContextVar:
    def __init__(self, name, *, default=_missing):
        self.name = name
        self._default = default

    def get(self, *default):
        values = _current()._values
        if self in values:
            return values[self]
        if default:
            return default[0]
        if self._default is not _missing:
            return self._default
        raise LookupError(self)

    def set(self, value):
        values = _current()._values
        token = Token(self, values.get(self, _missing))
        values[self] = value
        return token

    def reset(self, token):
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        token._used = True
        values = _current()._values
        if token.old_value is _missing:
            values.pop(self, None)
        else:
            values[self] = token.old_value

    def __repr__(self):
        return f"<ContextVar name={self.name!r}>"


class Context:
    def __init__(self, values=None):
        self._values = {} if values is None else values

    def run(self, callable, *args, **kwargs):
        number = _thread_number()
        before = _current()
        _contexts[number] = self
        try:
            return callable(*args, **kwargs)
        finally:
            _contexts[number] = before

    def copy(self):
        return Context(dict(self._values))

    def __getitem__(self, var):
        return self._values[var]

    def __contains__(self, var):
        return var in self._values

    def get(self, var, default=None):
        return self._values.get(var, default)

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def items(self):
        return self._values.items()

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()


def copy_context():
    return _current().copy()
