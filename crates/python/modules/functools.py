WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            pass
        else:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


class partial:
    def __init__(self, *args, **keywords):
        if not args:
            raise TypeError("type 'partial' takes at least one argument")
        func, *args = args
        args = tuple(args)
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func)] + [repr(a) for a in self.args] + [f"{k}={v!r}" for k, v in self.keywords.items()]
        return f"functools.partial({', '.join(parts)})"


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, obj, cls=None):
        func = self.func.__get__(obj, cls) if hasattr(self.func, "__get__") else self.func
        return partial(func, *self.args, **self.keywords)


def reduce(*args):
    if len(args) < 2:
        raise TypeError(f"reduce expected at least 2 arguments, got {len(args)}")
    if len(args) > 3:
        raise TypeError(f"reduce expected at most 3 arguments, got {len(args)}")
    function, iterable, *initial = args
    try:
        iterator = iter(iterable)
    except TypeError:
        raise TypeError("reduce() arg 2 must support iteration") from None
    if initial:
        value = initial[0]
    else:
        for value in iterator:
            break
        else:
            raise TypeError("reduce() of empty iterable with no initial value")
    for item in iterator:
        value = function(value, item)
    return value


class _CacheInfo(tuple):
    def __new__(cls, hits, misses, maxsize, currsize):
        return tuple.__new__(cls, (hits, misses, maxsize, currsize))

    @property
    def hits(self):
        return self[0]

    @property
    def misses(self):
        return self[1]

    @property
    def maxsize(self):
        return self[2]

    @property
    def currsize(self):
        return self[3]

    def __repr__(self):
        return f"CacheInfo(hits={self[0]}, misses={self[1]}, maxsize={self[2]}, currsize={self[3]})"


def lru_cache(maxsize=128, typed=False):
    if isinstance(maxsize, int):
        if maxsize < 0:
            maxsize = 0
    elif callable(maxsize) and isinstance(typed, bool):
        return _lru_wrapper(maxsize, 128, typed)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorate(function):
        return _lru_wrapper(function, maxsize, typed)

    return decorate


def cache(function):
    return _lru_wrapper(function, None, False)


def _lru_wrapper(function, maxsize, typed):
    entries = {}
    counts = [0, 0]

    def wrapper(*args, **kwargs):
        if kwargs:
            key = (args, tuple(kwargs.items()))
        elif not typed and len(args) == 1 and (type(args[0]) is int or type(args[0]) is str):
            key = args[0]
        else:
            key = args
        if typed:
            key = (key, tuple([type(a) for a in args]), tuple([type(a) for a in kwargs.values()]))
        if key in entries:
            counts[0] += 1
            value = entries[key]
            if maxsize is not None:
                del entries[key]
                entries[key] = value
            return value
        counts[1] += 1
        value = function(*args, **kwargs)
        if maxsize is None or maxsize > 0:
            entries[key] = value
            if maxsize is not None and len(entries) > maxsize:
                for oldest in entries:
                    break
                del entries[oldest]
        return value

    def cache_info():
        return _CacheInfo(counts[0], counts[1], maxsize, len(entries))

    def cache_clear():
        entries.clear()
        counts[0] = counts[1] = 0

    update_wrapper(wrapper, function)
    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return wrapper


class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(f"Cannot assign the same cached_property to two different names ({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} instance to cache {self.attrname!r} property.") from None
        if self.attrname in cache:
            return cache[self.attrname]
        value = self.func(instance)
        cache[self.attrname] = value
        return value


def cmp_to_key(compare):
    class K:
        __slots__ = ("obj",)

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return compare(self.obj, other.obj) < 0

        def __gt__(self, other):
            return compare(self.obj, other.obj) > 0

        def __eq__(self, other):
            return compare(self.obj, other.obj) == 0

        def __le__(self, other):
            return compare(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return compare(self.obj, other.obj) >= 0

        __hash__ = None

    return K


def total_ordering(cls):
    own = [op for op in ("__lt__", "__le__", "__gt__", "__ge__") if getattr(cls, op, None) is not getattr(object, op, None)]
    if not own:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = own[0]

    def less(self, other):
        if root == "__lt__":
            return type(self).__lt__(self, other)
        if root == "__le__":
            result = type(self).__le__(self, other)
            return result if result is NotImplemented else result and self != other
        if root == "__gt__":
            result = type(self).__gt__(self, other)
            return result if result is NotImplemented else not result and self != other
        result = type(self).__ge__(self, other)
        return result if result is NotImplemented else not result

    def __lt__(self, other):
        return less(self, other)

    def __le__(self, other):
        result = less(self, other)
        return result if result is NotImplemented else result or self == other

    def __gt__(self, other):
        result = less(self, other)
        return result if result is NotImplemented else not result and self != other

    def __ge__(self, other):
        result = less(self, other)
        return result if result is NotImplemented else not result

    for function in (__lt__, __le__, __gt__, __ge__):
        if function.__name__ not in own:
            function.__qualname__ = f"{cls.__qualname__}.{function.__name__}"
            setattr(cls, function.__name__, function)
    return cls


def singledispatch(func):
    registry = {}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry:
                return registry[base]
        # Abstract classes that the class counts as a subclass of, the most specific first.
        best = None
        for known in registry:
            if known is not object and issubclass(cls, known) and (best is None or issubclass(known, best)):
                best = known
        return registry[object] if best is None else registry[best]

    def register(cls, func=None):
        if isinstance(cls, type):
            if func is None:
                return lambda f: register(cls, f)
            registry[cls] = func
            return func
        union = getattr(cls, "__union__", None)
        if union is not None:
            if func is None:
                return lambda f: register(cls, f)
            for one in union:
                registry[one] = func
            return func
        if func is not None:
            raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
        # A function whose first parameter is annotated.
        func = cls
        annotations = getattr(func, "__annotations__", {})
        if not annotations:
            raise TypeError(f"Invalid first argument to `register()`: {cls!r}. Use either `@register(some_class)` or plain `@register` on an annotated function.")
        names = [name for name in annotations if name != "return"]
        types = _resolve_annotation(func, annotations[names[0]])
        for one in types:
            registry[one] = func
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **kw)

    funcname = getattr(func, "__name__", "singledispatch function")
    registry[object] = func
    update_wrapper(wrapper, func)
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return wrapper


def _resolve_annotation(func, text):
    # Annotations are kept as text: find what the names stand for.
    types = []
    for part in text.split("|") if isinstance(text, str) else [text]:
        found = part
        if isinstance(part, str):
            part = part.strip()
            names = part.split("[")[0].split(".")
            found = type(None) if part == "None" else _lookup(func, names[0])
            for name in names[1:]:
                found = getattr(found, name)
        if not isinstance(found, type):
            raise TypeError(f"Invalid annotation: {text} is not a class.")
        types.append(found)
    return types


def _lookup(func, name):
    from _machine import _builtin

    names = func.__globals__
    return names[name] if name in names else _builtin(name)


class singledispatchmethod:
    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            method = self.dispatcher.dispatch(args[0].__class__)
            return method.__get__(obj, cls)(*args, **kwargs)

        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method
