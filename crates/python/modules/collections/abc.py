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


def _has(cls, name):
    # Whether instances have a method: the class's own classes decide, not its metaclass.
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name] is not None
    return False


_NOT_HASHABLE = (list, dict, set, slice, type({}.keys()), type({}.items()))


class Hashable(_Structural):
    @abstractmethod
    def __hash__(self):
        return 0

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return other not in _NOT_HASHABLE and _has(other, "__hash__")


class Callable(_Structural):
    @abstractmethod
    def __call__(self, *args, **kwds):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return other in (type(len), type(lambda: 0), type([].append), type(list.append), type) or _has(other, "__call__")


class Iterable(_Structural):
    _needs = ("__iter__",)

    @abstractmethod
    def __iter__(self):
        while False:
            yield None

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return _has(other, "__iter__") or other.__name__.endswith("iterator") or other in (range, enumerate, zip, bytes)


class Iterator(Iterable):
    @abstractmethod
    def __next__(self):
        raise StopIteration

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return other.__name__ != "coroutine" and _has(other, "__next__") and _has(other, "__iter__") or other.__name__.endswith("iterator") or other in (enumerate, zip)

    def __iter__(self):
        return self


class Generator(Iterator):
    _also = (type((lambda: (yield))()),)

    @abstractmethod
    def send(self, value):
        raise NotImplementedError

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return other.__name__ == "generator" or NotImplemented


class Awaitable(_Structural):
    _needs = ("__await__",)

    @abstractmethod
    def __await__(self):
        raise NotImplementedError


class Coroutine(Awaitable):
    @abstractmethod
    def send(self, value):
        raise NotImplementedError

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return other.__name__ == "coroutine" or NotImplemented


class AsyncIterable(_Structural):
    _needs = ("__aiter__",)

    @abstractmethod
    def __aiter__(self):
        raise NotImplementedError


class AsyncIterator(AsyncIterable):
    _needs = ("__aiter__", "__anext__")

    @abstractmethod
    def __anext__(self):
        raise NotImplementedError


class AsyncGenerator(AsyncIterator):
    _needs = ("__aiter__", "__anext__", "asend")

    @abstractmethod
    def asend(self, value):
        raise NotImplementedError

    @abstractmethod
    def athrow(self, typ, val=None, tb=None):
        raise NotImplementedError


class Sized(_Structural):
    @abstractmethod
    def __len__(self):
        return 0

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return other in (range, bytes) or _has(other, "__len__")


class Container(_Structural):
    @abstractmethod
    def __contains__(self, x):
        return False

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return other in (range, bytes, type({}.keys()), type({}.values()), type({}.items())) or _has(other, "__contains__")


class Collection(Sized, Iterable, Container):
    _needs = ("__len__", "__iter__", "__contains__")

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return all(_has(other, name) for name in ("__len__", "__iter__", "__contains__")) or other in (range, bytes, type({}.keys()), type({}.values()), type({}.items()))


class Reversible(Iterable):
    @abstractmethod
    def __reversed__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return other in _REVERSIBLE or (_has(other, "__reversed__") and _has(other, "__iter__")) or NotImplemented


_REVERSIBLE = (list, tuple, str, bytes, dict, range, type({}.keys()), type({}.values()), type({}.items()))


class Sequence(Reversible, Collection):
    _also = (list, tuple, str, range, bytes)

    @abstractmethod
    def __getitem__(self, index):
        raise IndexError

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
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
    @abstractmethod
    def __setitem__(self, index, value):
        raise IndexError

    @abstractmethod
    def __delitem__(self, index):
        raise IndexError

    @abstractmethod
    def insert(self, index, value):
        raise IndexError

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
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

    def clear(self):
        try:
            while True:
                self.pop()
        except IndexError:
            pass

    def reverse(self):
        n = len(self)
        for i in range(n // 2):
            self[i], self[n - i - 1] = self[n - i - 1], self[i]

    def remove(self, value):
        del self[self.index(value)]

    def __iadd__(self, values):
        self.extend(values)
        return self


class Set(Collection):
    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return set in other.__mro__ or frozenset in other.__mro__ or other in (type({}.keys()), type({}.items())) or NotImplemented

    @classmethod
    def _from_iterable(cls, it):
        return cls(it)

    def __le__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        if len(self) > len(other):
            return False
        for item in self:
            if item not in other:
                return False
        return True

    def __lt__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) < len(other) and self.__le__(other)

    def __ge__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        if len(self) < len(other):
            return False
        for item in other:
            if item not in self:
                return False
        return True

    def __gt__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) > len(other) and self.__ge__(other)

    def __eq__(self, other):
        if not isinstance(other, Set):
            return NotImplemented
        return len(self) == len(other) and self.__le__(other)

    def __and__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable([value for value in other if value in self])

    __rand__ = __and__

    def isdisjoint(self, other):
        for value in other:
            if value in self:
                return False
        return True

    def __or__(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        return self._from_iterable([e for s in (self, other) for e in s])

    __ror__ = __or__

    def __sub__(self, other):
        if not isinstance(other, Set):
            if not isinstance(other, Iterable):
                return NotImplemented
            other = self._from_iterable(other)
        return self._from_iterable([value for value in self if value not in other])

    def __rsub__(self, other):
        if not isinstance(other, Set):
            if not isinstance(other, Iterable):
                return NotImplemented
            other = self._from_iterable(other)
        return self._from_iterable([value for value in other if value not in self])

    def __xor__(self, other):
        if not isinstance(other, Set):
            if not isinstance(other, Iterable):
                return NotImplemented
            other = self._from_iterable(other)
        return (self - other) | (other - self)

    __rxor__ = __xor__


class MutableSet(Set):
    @abstractmethod
    def add(self, value):
        raise NotImplementedError

    @abstractmethod
    def discard(self, value):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return set in other.__mro__ or NotImplemented

    def remove(self, value):
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def clear(self):
        try:
            while True:
                self.pop()
        except KeyError:
            pass

    def __ior__(self, it):
        for value in it:
            self.add(value)
        return self

    def __iand__(self, it):
        for value in self - it:
            self.discard(value)
        return self

    def __isub__(self, it):
        if it is self:
            self.clear()
        else:
            for value in it:
                self.discard(value)
        return self

    def __ixor__(self, it):
        if it is self:
            self.clear()
        else:
            if not isinstance(it, Set):
                it = self._from_iterable(it)
            for value in it:
                if value in self:
                    self.discard(value)
                else:
                    self.add(value)
        return self


class MappingView(Sized):
    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return any(view in other.__mro__ for view in (type({}.keys()), type({}.values()), type({}.items()))) or NotImplemented

    def __init__(self, mapping):
        self._mapping = mapping

    def __len__(self):
        return len(self._mapping)

    def __repr__(self):
        return f"{self.__class__.__name__}({self._mapping!r})"


class KeysView(MappingView, Set):
    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return type({}.keys()) in other.__mro__ or NotImplemented

    @classmethod
    def _from_iterable(cls, it):
        return set(it)

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        yield from self._mapping


class ItemsView(MappingView, Set):
    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return type({}.items()) in other.__mro__ or NotImplemented

    @classmethod
    def _from_iterable(cls, it):
        return set(it)

    def __contains__(self, item):
        key, value = item
        try:
            v = self._mapping[key]
        except KeyError:
            return False
        return v is value or v == value

    def __iter__(self):
        for key in self._mapping:
            yield (key, self._mapping[key])


class ValuesView(MappingView, Collection):
    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return type({}.values()) in other.__mro__ or NotImplemented

    def __contains__(self, value):
        for key in self._mapping:
            v = self._mapping[key]
            if v is value or v == value:
                return True
        return False

    def __iter__(self):
        for key in self._mapping:
            yield self._mapping[key]


class ByteString(Sequence):
    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return bytes in other.__mro__ or NotImplemented


class Mapping(Collection):
    @abstractmethod
    def __getitem__(self, key):
        raise KeyError

    __match_mapping__ = True

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
        return dict in other.__mro__ or (other.__name__ == "mappingproxy" and other.__module__ != "__main__") or NotImplemented

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
        return KeysView(self)

    def items(self):
        return ItemsView(self)

    def values(self):
        return ValuesView(self)

    def __eq__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.items()) == dict(other.items())

    __reversed__ = None


class MutableMapping(Mapping):
    @abstractmethod
    def __setitem__(self, key, value):
        raise KeyError

    @abstractmethod
    def __delitem__(self, key):
        raise KeyError

    @classmethod
    def __subclasshook__(cls, other):
        if "__subclasshook__" not in cls.__dict__:
            return NotImplemented
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

    def popitem(self):
        for key in self:
            value = self[key]
            del self[key]
            return key, value
        raise KeyError

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
