from abc import ABCMeta, abstractmethod


class _Structural(metaclass=ABCMeta):
    _needs = ()
    _also = ()

    @classmethod
    def __subclasshook__(cls, other):
        needs = cls.__dict__.get("_needs")
        if needs:
            return all(any(name in base.__dict__ and base.__dict__[name] is not None for base in other.__mro__) for name in needs) or NotImplemented
        if other in cls.__dict__.get("_also", ()):
            return True
        for builtin in cls.__dict__.get("_also", ()):
            if builtin in other.__mro__:
                return True
        return NotImplemented

    @classmethod
    def __class_getitem__(cls, key):
        return cls


class Hashable(_Structural):
    _needs = ("__hash__",)


class Callable(_Structural):
    @classmethod
    def __subclasshook__(cls, other):
        return other in (type(len), type(lambda: 0), type(_Structural.mro)) or hasattr(other, "__call__")


class Iterable(_Structural):
    _needs = ("__iter__",)

    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "__iter__") or other.__name__.endswith("iterator") or other in (range, enumerate, zip)


class Iterator(Iterable):
    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "__next__") or other.__name__.endswith("iterator") or other in (enumerate, zip)

    def __iter__(self):
        return self


class Generator(Iterator):
    _also = (type((lambda: (yield))()),)

    @classmethod
    def __subclasshook__(cls, other):
        return other.__name__ == "generator" or NotImplemented


class Awaitable(_Structural):
    _needs = ("__await__",)


class Coroutine(Awaitable):
    @classmethod
    def __subclasshook__(cls, other):
        return other.__name__ == "coroutine" or NotImplemented


class AsyncIterable(_Structural):
    _needs = ("__aiter__",)


class AsyncIterator(AsyncIterable):
    _needs = ("__aiter__", "__anext__")


class AsyncGenerator(AsyncIterator):
    _needs = ("__aiter__", "__anext__", "asend")


class Sized(_Structural):
    _needs = ("__len__",)


class Container(_Structural):
    _needs = ("__contains__",)


class Collection(Sized, Iterable, Container):
    _needs = ("__len__", "__iter__", "__contains__")

    @classmethod
    def __subclasshook__(cls, other):
        return all(hasattr(other, name) for name in ("__len__", "__iter__", "__contains__")) or other is range


class Sequence(Collection):
    _also = (list, tuple, str, range, bytes)

    @classmethod
    def __subclasshook__(cls, other):
        return any(builtin in other.__mro__ for builtin in (list, tuple, str, range, bytes)) or NotImplemented

    def __iter__(self):
        i = 0
        try:
            while True:
                yield self[i]
                i += 1
        except IndexError:
            return

    def __contains__(self, value):
        for item in self:
            if item is value or item == value:
                return True
        return False

    def __reversed__(self):
        for i in reversed(range(len(self))):
            yield self[i]

    def index(self, value):
        for i, item in enumerate(self):
            if item is value or item == value:
                return i
        raise ValueError

    def count(self, value):
        return sum(1 for item in self if item is value or item == value)


class MutableSequence(Sequence):
    @classmethod
    def __subclasshook__(cls, other):
        return list in other.__mro__ or NotImplemented

    def append(self, value):
        self.insert(len(self), value)

    def extend(self, values):
        for value in values:
            self.append(value)

    def pop(self, index=-1):
        value = self[index]
        del self[index]
        return value

    def remove(self, value):
        del self[self.index(value)]

    def __iadd__(self, values):
        self.extend(values)
        return self


class Set(Collection):
    @classmethod
    def __subclasshook__(cls, other):
        return set in other.__mro__ or frozenset in other.__mro__ or NotImplemented


class MutableSet(Set):
    @classmethod
    def __subclasshook__(cls, other):
        return set in other.__mro__ or NotImplemented


class Mapping(Collection):
    __match_mapping__ = True

    @classmethod
    def __subclasshook__(cls, other):
        return dict in other.__mro__ or NotImplemented

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self):
        return list(self)

    def items(self):
        return [(key, self[key]) for key in self]

    def values(self):
        return [self[key] for key in self]

    def __eq__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.items()) == dict(other.items())


class MutableMapping(Mapping):
    @classmethod
    def __subclasshook__(cls, other):
        return dict in other.__mro__ or NotImplemented

    def pop(self, key, *default):
        try:
            value = self[key]
        except KeyError:
            if default:
                return default[0]
            raise
        del self[key]
        return value

    def setdefault(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default

    def update(self, other=(), /, **kwds):
        if hasattr(other, "keys"):
            for key in other.keys():
                self[key] = other[key]
        else:
            for key, value in other:
                self[key] = value
        for key, value in kwds.items():
            self[key] = value

    def clear(self):
        for key in list(self):
            del self[key]
