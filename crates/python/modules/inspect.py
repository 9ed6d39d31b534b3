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


class _empty:
    pass


class _ParameterKind(int):
    def __new__(cls, value, name, description):
        self = int.__new__(cls, value)
        self.name = name
        self.description = description
        return self

    def __repr__(self):
        return f"<_ParameterKind.{self.name}: {int(self)}>"

    def __str__(self):
        return self.name


class Parameter:
    POSITIONAL_ONLY = _ParameterKind(0, "POSITIONAL_ONLY", "positional-only")
    POSITIONAL_OR_KEYWORD = _ParameterKind(1, "POSITIONAL_OR_KEYWORD", "positional or keyword")
    VAR_POSITIONAL = _ParameterKind(2, "VAR_POSITIONAL", "variadic positional")
    KEYWORD_ONLY = _ParameterKind(3, "KEYWORD_ONLY", "keyword-only")
    VAR_KEYWORD = _ParameterKind(4, "VAR_KEYWORD", "variadic keyword")
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation

    def __str__(self):
        text = self.name
        if self.annotation is not _empty:
            text += f": {_annotation(self.annotation)}"
        if self.default is not _empty:
            text += f" = {self.default!r}" if self.annotation is not _empty else f"={self.default!r}"
        if self.kind == Parameter.VAR_POSITIONAL:
            text = "*" + text
        elif self.kind == Parameter.VAR_KEYWORD:
            text = "**" + text
        return text

    def __repr__(self):
        return f'<Parameter "{self}">'


def _annotation(value):
    return value.__name__ if isinstance(value, type) else value if isinstance(value, str) else repr(value)


class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    @property
    def args(self):
        args = []
        for name, parameter in self.signature.parameters.items():
            if parameter.kind in (Parameter.VAR_KEYWORD, Parameter.KEYWORD_ONLY) or name not in self.arguments:
                break
            if parameter.kind == Parameter.VAR_POSITIONAL:
                args.extend(self.arguments[name])
            else:
                args.append(self.arguments[name])
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        started = False
        for name, parameter in self.signature.parameters.items():
            if not started:
                if parameter.kind in (Parameter.VAR_KEYWORD, Parameter.KEYWORD_ONLY) or name not in self.arguments:
                    started = True
            if not started or name not in self.arguments:
                continue
            if parameter.kind == Parameter.VAR_KEYWORD:
                kwargs.update(self.arguments[name])
            else:
                kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        arguments = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif parameter.default is not _empty:
                arguments[name] = parameter.default
            elif parameter.kind == Parameter.VAR_POSITIONAL:
                arguments[name] = ()
            elif parameter.kind == Parameter.VAR_KEYWORD:
                arguments[name] = {}
        self.arguments = arguments

    def __repr__(self):
        inner = ", ".join([f"{name}={value!r}" for name, value in self.arguments.items()])
        return f"<BoundArguments ({inner})>"


class Signature:
    empty = _empty

    def __init__(self, parameters=(), *, return_annotation=_empty):
        self.parameters = {parameter.name: parameter for parameter in parameters}
        self.return_annotation = return_annotation

    def __str__(self):
        shown = []
        positional_only = False
        starred = False
        for parameter in self.parameters.values():
            if parameter.kind == Parameter.POSITIONAL_ONLY:
                positional_only = True
            elif positional_only:
                shown.append("/")
                positional_only = False
            if parameter.kind == Parameter.VAR_POSITIONAL:
                starred = True
            elif parameter.kind == Parameter.KEYWORD_ONLY and not starred:
                shown.append("*")
                starred = True
            shown.append(str(parameter))
        if positional_only:
            shown.append("/")
        text = f"({', '.join(shown)})"
        if self.return_annotation is not _empty:
            text += f" -> {_annotation(self.return_annotation)}"
        return text

    def __repr__(self):
        return f"<Signature {self}>"

    def _bind(self, args, kwargs, partial):
        arguments = {}
        args = list(args)
        kwargs = dict(kwargs)
        for name, parameter in self.parameters.items():
            kind = parameter.kind
            if kind == Parameter.VAR_POSITIONAL:
                if args:
                    arguments[name] = tuple(args)
                    args = []
            elif kind == Parameter.VAR_KEYWORD:
                if kwargs:
                    arguments[name] = kwargs
                    kwargs = {}
            elif kind != Parameter.KEYWORD_ONLY and args:
                if name in kwargs and kind != Parameter.POSITIONAL_ONLY:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = args.pop(0)
            elif name in kwargs and kind != Parameter.POSITIONAL_ONLY:
                arguments[name] = kwargs.pop(name)
            elif parameter.default is _empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)


def signature(func, *, follow_wrapped=True):
    if follow_wrapped:
        func = unwrap(func)
    bound = _content(func) == "method"
    plain = func.__func__ if bound else func
    described = _parameters(plain)
    if described is None:
        if isinstance(func, type):
            plain = func.__init__
        elif hasattr(type(func), "__call__"):
            plain = type(func).__call__
        bound = True
        described = _parameters(plain)
        if described is None:
            raise ValueError(f"no signature found for {func!r}")
    positional, keyword, star, double_star, count, positional_only = described
    defaults = plain.__defaults__ or ()
    named = plain.__kwdefaults__ or {}
    annotations = plain.__annotations__
    parameters = []
    for i, name in enumerate(positional):
        at = i - (len(positional) - len(defaults))
        kind = Parameter.POSITIONAL_ONLY if i < positional_only else Parameter.POSITIONAL_OR_KEYWORD
        parameters.append(Parameter(name, kind, default=defaults[at] if at >= 0 else _empty, annotation=annotations.get(name, _empty)))
    if bound:
        parameters = parameters[1:]
    if star:
        parameters.append(Parameter(star, Parameter.VAR_POSITIONAL, annotation=annotations.get(star, _empty)))
    for name in keyword:
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=named.get(name, _empty), annotation=annotations.get(name, _empty)))
    if double_star:
        parameters.append(Parameter(double_star, Parameter.VAR_KEYWORD, annotation=annotations.get(double_star, _empty)))
    return Signature(parameters, return_annotation=annotations.get("return", _empty))
