"""SQL put together from pieces, without a way for a value to become a statement."""


class Composable:
    def as_string(self, context=None):
        raise NotImplementedError

    def __add__(self, other):
        return Composed([self, other])


class Composed(Composable):
    def __init__(self, seq):
        self._parts = list(seq)

    def as_string(self, context=None):
        return "".join([part.as_string(context) for part in self._parts])

    def join(self, joiner):
        return (SQL(joiner) if isinstance(joiner, str) else joiner).join(self._parts)


class SQL(Composable):
    def __init__(self, obj):
        self._text = obj

    def as_string(self, context=None):
        return self._text

    def format(self, *args, **kwargs):
        found = []
        rest = self._text
        place = 0
        while True:
            before, brace, rest = rest.partition("{")
            found.append(SQL(before))
            if not brace:
                return Composed(found)
            name, _, rest = rest.partition("}")
            if name and not name.isdigit():
                value = kwargs[name]
            else:
                value = args[int(name) if name else place]
                place += 1
            found.append(value if isinstance(value, Composable) else Literal(value))

    def join(self, seq):
        found = []
        for part in seq:
            if found:
                found.append(self)
            found.append(part if isinstance(part, Composable) else Literal(part))
        return Composed(found)


class Identifier(Composable):
    def __init__(self, *strings):
        self._names = strings

    def as_string(self, context=None):
        return ".".join(['"%s"' % name.replace('"', '""') for name in self._names])


class Literal(Composable):
    def __init__(self, obj):
        self._value = obj

    def as_string(self, context=None):
        from _postgres import to_parameter

        value = self._value
        if value is None:
            return "NULL"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return str(value)
        return "'%s'" % str(to_parameter(value)).replace("'", "''")


class Placeholder(Composable):
    def __init__(self, name=""):
        self._name = name

    def as_string(self, context=None):
        return "%%(%s)s" % self._name if self._name else "%s"
