from _machine import _content, _function_kind, _parameters, _python_method, coroutine as _coroutine, generator as _generator


def iscoroutinefunction(obj):
    while hasattr(obj, "func"):
        obj = obj.func
    return _function_kind(obj) == 2


def isgeneratorfunction(obj):
    return _function_kind(obj) == 1


def isasyncgenfunction(obj):
    return _function_kind(obj) == 3


def iscoroutine(obj):
    return type(obj) is _coroutine


def isgenerator(obj):
    return type(obj) is _generator


def isawaitable(obj):
    return type(obj) is _coroutine or hasattr(obj, "__await__")


def isclass(obj):
    return isinstance(obj, type)


def isfunction(obj):
    return _function_kind(obj) is not None and _content(obj) != "method"


def ismethod(obj):
    return _content(obj) == "method"


def isbuiltin(obj):
    return type(obj) is type(len)


def isroutine(obj):
    return isfunction(obj) or ismethod(obj) or isbuiltin(obj)


def getmembers(obj, predicate=None):
    members = [(name, getattr(obj, name)) for name in dir(obj) if hasattr(obj, name)]
    return [m for m in members if predicate is None or predicate(m[1])]


def getdoc(obj):
    return getattr(obj, "__doc__", None)


def unwrap(func):
    while hasattr(func, "__wrapped__"):
        func = func.__wrapped__
    return func


class Parameter:
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    class empty:
        pass

    def __init__(self, name, kind, default=empty):
        self.name = name
        self.kind = kind
        self.default = default


class Signature:
    def __init__(self, parameters):
        self.parameters = parameters


def signature(func):
    bound = _content(func) == "method"
    described = _parameters(func)
    if described is None:
        if isinstance(func, type):
            described = _parameters(func.__init__)
            bound = True
        elif hasattr(type(func), "__call__"):
            described = _parameters(type(func).__call__)
            bound = True
        if described is None:
            raise ValueError(f"no signature found for {func!r}")
    positional, keyword, star, double_star, defaults = described
    parameters = {}
    for i, name in enumerate(positional):
        has_default = i >= len(positional) - defaults
        parameters[name] = Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, ... if has_default else Parameter.empty)
    if bound and positional:
        del parameters[positional[0]]
    if star:
        parameters["args"] = Parameter("args", Parameter.VAR_POSITIONAL)
    for name in keyword:
        parameters[name] = Parameter(name, Parameter.KEYWORD_ONLY)
    if double_star:
        parameters["kwargs"] = Parameter("kwargs", Parameter.VAR_KEYWORD)
    return Signature(parameters)
