from _machine import _address, _thread_number

_contexts = {}


class _Missing:
    def __repr__(self):
        return "<Token.MISSING>"


_missing = _Missing()


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
        self._context = _current()

    def __repr__(self):
        used = " used" if self._used else ""
        return f"<Token{used} var={self.var!r} at {_address(self)}>"


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
        if not isinstance(token, Token):
            raise TypeError(f"expected an instance of Token, got {token!r}")
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token.var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        if token._context is not _current():
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        values = _current()._values
        if token.old_value is _missing:
            values.pop(self, None)
        else:
            values[self] = token.old_value

    def __repr__(self):
        default = "" if self._default is _missing else f" default={self._default!r}"
        return f"<ContextVar name={self.name!r}{default} at {_address(self)}>"


class Context:
    def __init__(self, values=None):
        self._values = {} if values is None else values
        self._entered = False

    def run(self, callable, *args, **kwargs):
        if self._entered:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        self._entered = True
        number = _thread_number()
        before = _current()
        _contexts[number] = self
        try:
            return callable(*args, **kwargs)
        finally:
            self._entered = False
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
