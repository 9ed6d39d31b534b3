# Built-in classes that are written in Python.


class map_iterator:
    def __init__(self, function, *iterables):
        self._function = function
        self._iterators = [iter(iterable) for iterable in iterables]

    def __iter__(self):
        return self

    def __next__(self):
        args = []
        for iterator in self._iterators:
            args.append(next(iterator))
        return self._function(*args)


map_iterator.__name__ = map_iterator.__qualname__ = "map"
map_iterator.__module__ = "builtins"


class filter_iterator:
    def __init__(self, function, iterator):
        self._function = function
        self._iterator = iterator

    def __iter__(self):
        return self

    def __next__(self):
        function = self._function
        for item in self._iterator:
            if item if function is None else function(item):
                return item
        raise StopIteration


filter_iterator.__name__ = filter_iterator.__qualname__ = "filter"
filter_iterator.__module__ = "builtins"


class async_step:
    def __init__(self, steps):
        self._steps = steps

    def __await__(self):
        return self._steps

    def __iter__(self):
        return self._steps

    def send(self, value):
        return self._steps.send(value)

    def throw(self, *error):
        return self._steps.throw(*error)

    def close(self):
        self._steps.close()


class GenericAlias:
    def __init__(self, origin, args):
        self.__origin__ = origin
        self.__args__ = args if isinstance(args, tuple) else (args,)

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __getitem__(self, key):
        return self

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __eq__(self, other):
        return isinstance(other, GenericAlias) and self.__origin__ is other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __getattr__(self, name):
        return getattr(self.__origin__, name)

    def __repr__(self):
        args = ", ".join([_type_text(arg) for arg in self.__args__])
        return f"{_type_text(self.__origin__)}[{args}]"


class UnionType:
    def __init__(self, args):
        self.__args__ = args

    @property
    def __union__(self):
        return tuple([type(None) if arg is None else getattr(arg, "__origin__", arg) for arg in self.__args__])

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __eq__(self, other):
        return isinstance(other, UnionType) and set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        return " | ".join([_type_text(arg) for arg in self.__args__])


def _type_text(value):
    if value is Ellipsis:
        return "..."
    if value is None or value is type(None):
        return "None"
    if isinstance(value, type):
        return value.__qualname__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__qualname__}"
    return repr(value)


def _union(a, b):
    args = []
    for part in (a, b):
        if part is not None and not isinstance(part, (type, GenericAlias, UnionType)):
            raise TypeError(f"unsupported operand type(s) for |: '{type(a).__name__}' and '{type(b).__name__}'")
        for arg in part.__args__ if isinstance(part, UnionType) else (part,):
            if arg not in args:
                args.append(arg)
    return UnionType(tuple(args))


def _alias(origin, args):
    return GenericAlias(origin, args)


# Sets: what takes any number of iterables.


def _union_method(self, *others):
    result = self.copy()
    if type(result) is frozenset:
        result = set(result)
    for other in others:
        for item in other:
            result.add(item)
    return frozenset(result) if isinstance(self, frozenset) else result


def _intersection(self, *others):
    result = set(self)
    for other in others:
        keep = set(other)
        result = result & keep
    return frozenset(result) if isinstance(self, frozenset) else result


def _difference(self, *others):
    result = set(self)
    for other in others:
        for item in other:
            result.discard(item)
    return frozenset(result) if isinstance(self, frozenset) else result


def _symmetric_difference(self, other):
    result = set(self) ^ set(other)
    return frozenset(result) if isinstance(self, frozenset) else result


def _issubset(self, other):
    if not isinstance(other, (set, frozenset)):
        other = set(other)
    for item in self:
        if item not in other:
            return False
    return True


def _issuperset(self, other):
    for item in other:
        if item not in self:
            return False
    return True


def _isdisjoint(self, other):
    for item in other:
        if item in self:
            return False
    return True


def _update(self, *others):
    for other in others:
        for item in list(other):
            self.add(item)


def _intersection_update(self, *others):
    _set_replace(self, _intersection(self, *others))


def _difference_update(self, *others):
    for other in others:
        for item in list(other):
            self.discard(item)


def _symmetric_difference_update(self, other):
    _set_replace(self, set(self) ^ set(other))


for _cls in (set, frozenset):
    for _name, _function in (
        ("union", _union_method),
        ("intersection", _intersection),
        ("difference", _difference),
        ("symmetric_difference", _symmetric_difference),
        ("issubset", _issubset),
        ("issuperset", _issuperset),
        ("isdisjoint", _isdisjoint),
    ):
        _add_method(_cls, _name, _function)
_add_method(set, "update", _update)
_add_method(set, "intersection_update", _intersection_update)
_add_method(set, "difference_update", _difference_update)
_add_method(set, "symmetric_difference_update", _symmetric_difference_update)


class BaseExceptionGroup(BaseException):
    def __init__(self, message, exceptions):
        super().__init__(message, exceptions)
        self.message = message
        self.exceptions = tuple(exceptions)

    def __str__(self):
        n = len(self.exceptions)
        return f"{self.message} ({n} sub-exception{'s' if n != 1 else ''})"


class ExceptionGroup(BaseExceptionGroup, Exception):
    pass


BaseExceptionGroup.__module__ = ExceptionGroup.__module__ = "builtins"
del _cls, _name, _function
