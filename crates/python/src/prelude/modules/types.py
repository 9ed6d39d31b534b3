import builtins as _builtins
from _machine import function as FunctionType
from _machine import method as MethodType
from _machine import module as ModuleType
from _machine import generator as GeneratorType
from _machine import coroutine as CoroutineType
from _machine import async_generator as AsyncGeneratorType
from _machine import builtin_function_or_method as BuiltinFunctionType
from _machine import cell as CellType, code as CodeType, getset_descriptor as GetSetDescriptorType
from _machine import mappingproxy as MappingProxyType
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


class DynamicClassAttribute(property):
    pass


def new_class(name, bases=(), kwds=None, exec_body=None):
    namespace = {}
    if exec_body is not None:
        exec_body(namespace)
    return type(name, bases, namespace)
