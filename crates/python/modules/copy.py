from _machine import _content, _own_names, _set_class, _type_lookup


class Error(Exception):
    pass


error = Error


# What CPython cannot copy either.
_NOT_COPIED = ("generator", "coroutine", "async_generator", "module", "frame", "traceback")


def _own_method(cls, name):
    # A method for copying that a program defines.
    return _type_lookup(cls, name)


def _rebuilt(x, cls, convert):
    # An object of a class of a program, as it says itself how to make it.
    for name, args in (("__reduce_ex__", (4,)), ("__reduce__", ())):
        method = _own_method(cls, name)
        if method is not None:
            parts = method(x, *args)
            if isinstance(parts, str):
                return x
            new = parts[0](*[convert(arg) for arg in parts[1]])
            if len(parts) > 2 and parts[2] is not None:
                _set_state(new, convert(parts[2]))
            for item in parts[3] or () if len(parts) > 3 else ():
                new.append(convert(item))
            for key, value in parts[4] or () if len(parts) > 4 else ():
                new[convert(key)] = convert(value)
            return new
    return None


def _set_state(new, state):
    method = _own_method(type(new), "__setstate__")
    if method is not None:
        method(new, state)
        return
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
        for name, value in (slots or {}).items():
            setattr(new, name, value)
    if state:
        new.__dict__.update(state)


def _empty(x, cls, convert):
    # A new object without attributes.
    args, named = (), {}
    method = _own_method(cls, "__getnewargs_ex__")
    if method is not None:
        args, named = method(x)
    else:
        method = _own_method(cls, "__getnewargs__")
        if method is not None:
            args = method(x)
    return cls.__new__(cls, *[convert(arg) for arg in args], **named)


def _fill(x, cls, new, convert):
    method = _own_method(cls, "__getstate__")
    if method is not None or _own_method(cls, "__setstate__") is not None:
        state = method(x) if method is not None else x.__dict__
        if state is not None:
            _set_state(new, convert(state))
        return new
    for name in _own_names(x):
        _set(new, name, convert(getattr(x, name)))
    return new


def _same(x):
    return x


def copy(x):
    cls = type(x)
    method = getattr(cls, "__copy__", None)
    if method is not None:
        return method(x)
    content = _content(x)
    if content in ("class", "str", "int", "float", "bytes", "range", "method") or x is None:
        return x
    if cls.__module__ == "builtins":
        if cls.__name__ in _NOT_COPIED:
            raise TypeError(f"cannot pickle '{cls.__name__}' object")
    else:
        new = _rebuilt(x, cls, _same)
        if new is not None:
            return new
    if cls is tuple or cls is frozenset or cls is bool:
        return x
    if content == "list":
        new = list.__getitem__(x, slice(None))
    elif content == "dict":
        new = dict.copy(x)
    elif content == "set":
        new = set(x) if isinstance(x, set) else frozenset(x)
    elif content == "tuple":
        return tuple.__new__(cls, x)
    elif content == "exception":
        new = cls.__new__(cls, *x.args)
    elif content is None and cls.__module__ != "builtins":
        return _fill(x, cls, _empty(x, cls, _same), _same)
    else:
        return x
    if type(new) is not cls and content in ("list", "dict", "set"):
        _set_class(new, cls)
    for name in _own_names(x):
        _set(new, name, getattr(x, name))
    return new


def _set(new, name, value):
    object.__setattr__(new, name, value)


def deepcopy(x, memo=None):
    if memo is None:
        memo = {}
    content = _content(x)
    if x is None or content in ("str", "int", "float", "bytes", "class", "range"):
        return x
    cls = type(x)
    if cls in (int, float, bool, type(Ellipsis), type(NotImplemented)):
        return x
    key = id(x)
    if key in memo:
        return memo[key]
    method = getattr(cls, "__deepcopy__", None)
    if method is not None:
        new = method(x, memo)
        memo[key] = new
        return new
    if cls.__module__ == "builtins":
        if cls.__name__ in _NOT_COPIED:
            raise TypeError(f"cannot pickle '{cls.__name__}' object")
    else:
        new = _rebuilt(x, cls, lambda part: deepcopy(part, memo))
        if new is not None:
            memo[key] = new
            return new
    if content == "list":
        new = []
        if cls is not list:
            _set_class(new, cls)
        memo[key] = new
        for item in list.__iter__(x):
            list.append(new, deepcopy(item, memo))
    elif content == "dict":
        new = {}
        if cls is not dict:
            _set_class(new, cls)
        memo[key] = new
        for k, v in dict.items(x):
            dict.__setitem__(new, deepcopy(k, memo), deepcopy(v, memo))
    elif content == "set":
        new = cls([deepcopy(item, memo) for item in x])
    elif content == "tuple":
        items = [deepcopy(item, memo) for item in x]
        if all(a is b for a, b in zip(items, x)):
            return x
        new = tuple(items) if cls is tuple else tuple.__new__(cls, items)
        memo[key] = new
        return new
    elif content == "exception":
        new = cls.__new__(cls, *[deepcopy(a, memo) for a in x.args])
    elif content == "method":
        return x
    elif content is None and cls.__module__ != "builtins":
        memo[key] = new = _empty(x, cls, lambda part: deepcopy(part, memo))
        return _fill(x, cls, new, lambda part: deepcopy(part, memo))
    else:
        return x
    memo[key] = new
    for name in _own_names(x):
        _set(new, name, deepcopy(getattr(x, name), memo))
    return new


def replace(x, /, **changes):
    return x.__replace__(**changes)
