import builtins as _builtins
from _machine import function as FunctionType
from _machine import method as MethodType
from _machine import module as ModuleType
from _machine import generator as GeneratorType
from _machine import coroutine as CoroutineType
from _machine import async_generator as AsyncGeneratorType
from _machine import builtin_function_or_method as BuiltinFunctionType
from _machine import cell as CellType, code as CodeType, getset_descriptor as GetSetDescriptorType
from _machine import mappingproxy as _ClassProxy
from _machine import traceback as TracebackType
from _machine import GenericAlias, UnionType

LambdaType = FunctionType
BuiltinMethodType = BuiltinFunctionType
NoneType = type(None)
EllipsisType = type(Ellipsis)
NotImplementedType = type(NotImplemented)


class SimpleNamespace:
    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        inner = ", ".join([f"{k}={v!r}" for k, v in self.__dict__.items()])
        return f"namespace({inner})"

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    __hash__ = None


class _ProxyType(type):
    # What classes have as their `__dict__` is one, too.
    def __instancecheck__(cls, value):
        return type(value) is _ClassProxy or cls in type(value).__mro__


class MappingProxyType(metaclass=_ProxyType):
    __tp_name__ = "mappingproxy"
    __match_mapping__ = True
    __slots__ = ("_mapping",)

    def __init__(self, mapping):
        if not hasattr(type(mapping), "__getitem__") or isinstance(mapping, (list, tuple)):
            raise TypeError(f"mappingproxy() argument must be a mapping, not {type(mapping).__name__}")
        self._mapping = mapping

    def __getitem__(self, key):
        return self._mapping[key]

    def __contains__(self, key):
        return key in self._mapping

    def __len__(self):
        return len(self._mapping)

    def __iter__(self):
        return iter(self._mapping)

    def __reversed__(self):
        return reversed(self._mapping)

    def __repr__(self):
        return f"mappingproxy({self._mapping!r})"

    def __str__(self):
        return str(self._mapping)

    def __eq__(self, other):
        return self._mapping == (other._mapping if type(other) is MappingProxyType else other)

    __hash__ = None

    def __or__(self, other):
        if not isinstance(other, (dict, MappingProxyType)):
            return NotImplemented
        return self._mapping | (other._mapping if type(other) is MappingProxyType else other)

    def __ror__(self, other):
        return other | self._mapping

    def get(self, key, default=None):
        return self._mapping.get(key, default)

    def keys(self):
        return self._mapping.keys()

    def values(self):
        return self._mapping.values()

    def items(self):
        return self._mapping.items()

    def copy(self):
        return self._mapping.copy()

    @classmethod
    def __class_getitem__(cls, key):
        return GenericAlias(cls, key)


MappingProxyType.__name__ = MappingProxyType.__qualname__ = "mappingproxy"


class DynamicClassAttribute(property):
    pass


def new_class(name, bases=(), kwds=None, exec_body=None):
    namespace = {}
    if exec_body is not None:
        exec_body(namespace)
    return type(name, bases, namespace)
