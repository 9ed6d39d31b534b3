import collections as _collections
from _machine import GenericAlias, UnionType, _union

TYPE_CHECKING = False


class _Special:
    def __init__(self, name):
        self._name = name

    def __getitem__(self, key):
        return _Parameterised(self, key if isinstance(key, tuple) else (key,))

    def __repr__(self):
        return f"typing.{self._name}"

    def __or__(self, other):
        return _Parameterised(Union, (self, other))

    def __ror__(self, other):
        return _Parameterised(Union, (other, self))

    def __call__(self, *args, **kwargs):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __mro_entries__(self, bases):
        return ()


class _Parameterised(_Special):
    def __init__(self, origin, args):
        self.__origin__ = origin
        self.__args__ = args

    @property
    def __union__(self):
        if self.__origin__ is Union:
            return self.__args__
        if self.__origin__ is Optional:
            return self.__args__ + (type(None),)
        raise AttributeError("__union__")

    def __repr__(self):
        inner = ", ".join([_text(arg) for arg in self.__args__])
        return f"{self.__origin__!r}[{inner}]"

    def __eq__(self, other):
        return isinstance(other, _Parameterised) and self.__origin__ is other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash(self.__args__)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _Alias):
            return (self.__origin__.__origin__,)
        if self.__origin__ is Generic or self.__origin__ is Protocol:
            return (self.__origin__._class,)
        return ()

    def __call__(self, *args, **kwargs):
        if isinstance(self.__origin__, _Alias):
            return self.__origin__.__origin__(*args, **kwargs)
        raise TypeError(f"Cannot instantiate {self!r}")


def _text(arg):
    if arg is Ellipsis:
        return "..."
    if isinstance(arg, type):
        return arg.__qualname__ if arg.__module__ == "builtins" else f"{arg.__module__}.{arg.__qualname__}"
    if isinstance(arg, list):
        return "[" + ", ".join([_text(a) for a in arg]) + "]"
    return repr(arg)


class _Alias(_Special):
    def __init__(self, origin, name):
        self.__origin__ = origin
        self._name = name

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, value):
        return isinstance(value, self.__origin__)


Any = _Special("Any")
Union = _Special("Union")
Optional = _Special("Optional")
ClassVar = _Special("ClassVar")
Final = _Special("Final")
Literal = _Special("Literal")
Annotated = _Special("Annotated")
NoReturn = _Special("NoReturn")
Never = _Special("Never")
Self = _Special("Self")
LiteralString = _Special("LiteralString")
TypeAlias = _Special("TypeAlias")
Concatenate = _Special("Concatenate")
Required = _Special("Required")
NotRequired = _Special("NotRequired")
Unpack = _Special("Unpack")
TypeGuard = _Special("TypeGuard")
List = _Alias(list, "List")
Dict = _Alias(dict, "Dict")
Set = _Alias(set, "Set")
FrozenSet = _Alias(frozenset, "FrozenSet")
Tuple = _Alias(tuple, "Tuple")
Type = _Alias(type, "Type")
DefaultDict = _Alias(_collections.defaultdict, "DefaultDict")
OrderedDict = _Alias(_collections.OrderedDict, "OrderedDict")
Counter = _Alias(_collections.Counter, "Counter")
Deque = _Alias(_collections.deque, "Deque")
Callable = _Special("Callable")
IO = _Special("IO")
TextIO = _Special("TextIO")
BinaryIO = _Special("BinaryIO")
Pattern = _Special("Pattern")
Match = _Special("Match")
ChainMap = _Alias(_collections.ChainMap, "ChainMap")
Text = str
AnyStr = _Special("AnyStr")


def __getattr__(name):
    if name in ("Iterable", "Iterator", "Generator", "Sequence", "MutableSequence", "Mapping", "MutableMapping", "Hashable", "Sized", "Container", "Collection", "Awaitable", "Coroutine", "AsyncIterable", "AsyncIterator", "AsyncGenerator", "MutableSet", "KeysView", "ItemsView", "ValuesView", "MappingView"):
        import collections.abc

        return getattr(collections.abc, name)
    if name == "AbstractSet":
        import collections.abc

        return collections.abc.Set
    if name in ("ContextManager", "AsyncContextManager"):
        import contextlib

        return getattr(contextlib, "Abstract" + name)
    raise AttributeError(f"module 'typing' has no attribute '{name}'")


class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound

    def __repr__(self):
        return "~" + self.__name__

    def __or__(self, other):
        return _Parameterised(Union, (self, other))

    def __ror__(self, other):
        return _Parameterised(Union, (other, self))


class ParamSpec(TypeVar):
    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self


class TypeVarTuple(TypeVar):
    def __iter__(self):
        yield self


class Generic:
    @classmethod
    def __class_getitem__(cls, key):
        return GenericAlias(cls, key)


class Protocol(Generic):
    pass


class NamedTupleMeta(type):
    def __new__(meta, name, bases, namespace):
        if not bases:
            from _machine import _finish_class

            return _finish_class(meta, name, bases, namespace, {})
        annotations = namespace.get("__annotations__", {})
        defaults = [namespace[n] for n in annotations if n in namespace]
        cls = _collections.namedtuple(name, list(annotations), defaults=defaults, module=namespace.get("__module__"))
        cls.__annotations__ = annotations
        cls.__qualname__ = namespace.get("__qualname__", name)
        for key, value in namespace.items():
            if key not in annotations and key not in ("__annotations__", "__qualname__", "__module__", "__classcell__"):
                setattr(cls, key, value)
        return cls

    def __call__(cls, name, fields=(), **kwargs):
        return _collections.namedtuple(name, [f[0] for f in fields] or list(kwargs))


class NamedTuple(metaclass=NamedTupleMeta):
    pass


class TypedDict(dict):
    def __init_subclass__(cls, total=True, **kwargs):
        pass

    def __new__(cls, *args, **kwargs):
        return dict(*args, **kwargs)


def cast(typ, value):
    return value


def overload(function):
    return function


def final(function):
    return function


def override(function):
    return function


def no_type_check(function):
    return function


def runtime_checkable(cls):
    return cls


def NewType(name, tp):
    def new_type(value):
        return value

    new_type.__name__ = new_type.__qualname__ = name
    new_type.__supertype__ = tp
    return new_type


def get_origin(tp):
    return getattr(tp, "__origin__", None)


def get_args(tp):
    return getattr(tp, "__args__", ())


def assert_never(value):
    raise AssertionError(f"Expected code to be unreachable, but got: {value!r}")


def assert_type(value, typ):
    return value


def reveal_type(value):
    return value


