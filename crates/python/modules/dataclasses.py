from copy import deepcopy as _deepcopy
from types import MappingProxyType as _proxy


class FrozenInstanceError(AttributeError):
    pass


class _Missing:
    def __repr__(self):
        return "<dataclasses._MISSING_TYPE object>"


class _KwOnly:
    pass


MISSING = _Missing()
KW_ONLY = _KwOnly()
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"


class InitVar:
    def __init__(self, type):
        self.type = type

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = metadata or {}
        self.kw_only = kw_only
        self._kind = "field"

    def __repr__(self):
        return f"Field(name={self.name!r},type={self.type!r},default={self.default!r},default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},hash={self.hash!r},compare={self.compare!r},metadata={self.metadata!r},kw_only={self.kw_only!r},_field_type={self._kind})"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots)

    return wrap if cls is None else wrap(cls)


def _kind_of(annotation):
    text = annotation.split("[")[0].strip()
    if text in ("ClassVar", "typing.ClassVar"):
        return "classvar"
    if text in ("InitVar", "dataclasses.InitVar"):
        return "initvar"
    if text in ("KW_ONLY", "dataclasses.KW_ONLY"):
        return "kw_only"
    return "field"


def _process(cls, init, repr_, eq, order, unsafe_hash, frozen, match_args, kw_only, slots):
    fields = {}
    any_frozen = False
    has_bases = False
    for base in reversed(cls.__mro__[1:]):
        inherited = base.__dict__.get(_FIELDS)
        if inherited is not None:
            has_bases = True
            for f in inherited.values():
                fields[f.name] = f
            any_frozen = any_frozen or base.__dict__[_PARAMS]["frozen"]
            if base.__dict__[_PARAMS]["frozen"] and not frozen:
                raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
            if frozen and not base.__dict__[_PARAMS]["frozen"]:
                raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    only_keyword = kw_only
    own = []
    for name, annotation in cls.__dict__.get("__annotations__", {}).items():
        kind = _kind_of(annotation) if isinstance(annotation, str) else "field"
        if kind == "kw_only":
            only_keyword = True
            continue
        default = cls.__dict__.get(name, MISSING)
        if isinstance(default, Field):
            f = default
        else:
            f = field(default=default)
        f.name = name
        f.type = annotation
        f._kind = kind
        if f.kw_only is MISSING:
            f.kw_only = only_keyword
        if kind == "field" and type(f.default).__hash__ is None and f.default is not MISSING:
            raise ValueError(f"mutable default {type(f.default)} for field {name} is not allowed: use default_factory")
        own.append(f)
    for f in own:
        fields[f.name] = f
        if isinstance(cls.__dict__.get(f.name), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in cls.__dict__.get("__annotations__", {}):
            raise TypeError(f"{name!r} is a field but has no type annotation")
    setattr(cls, _FIELDS, fields)
    setattr(cls, _PARAMS, {"init": init, "repr": repr_, "eq": eq, "order": order, "unsafe_hash": unsafe_hash, "frozen": frozen})
    real = [f for f in fields.values() if f._kind in ("field", "initvar")]
    if init:
        setattr(cls, "__init__", _make_init(cls, real, frozen))
    shown = [f for f in fields.values() if f._kind == "field"]
    if repr_ and "__repr__" not in cls.__dict__:
        setattr(cls, "__repr__", _make_repr([f.name for f in shown if f.repr]))
    compared = [f.name for f in shown if f.compare]
    own_eq = "__eq__" in cls.__dict__
    if eq and not own_eq:
        setattr(cls, "__eq__", _make_eq(compared))
    if order:
        if not eq:
            raise ValueError("eq must be true if order is true")
        for name, test in (("__lt__", lambda a, b: a < b), ("__le__", lambda a, b: a <= b), ("__gt__", lambda a, b: a > b), ("__ge__", lambda a, b: a >= b)):
            if name in cls.__dict__:
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. Consider using functools.total_ordering")
            setattr(cls, name, _make_order(compared, test))
    if frozen:
        names = [f.name for f in shown]
        for name, function in (("__setattr__", _frozen_set), ("__delattr__", _frozen_delete)):
            if name in cls.__dict__:
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}")
        setattr(cls, "__delattr__", _frozen_delete(cls, names))
        setattr(cls, "__setattr__", _frozen_set(cls, names))
    own_hash = "__hash__" in cls.__dict__ and not (cls.__dict__["__hash__"] is None and own_eq)
    hashed = [f.name for f in shown if (f.compare if f.hash is None else f.hash)]
    if unsafe_hash:
        if own_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        setattr(cls, "__hash__", _make_hash(hashed))
    elif eq and not own_hash:
        setattr(cls, "__hash__", _make_hash(hashed) if frozen else None)
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in real if f.init and not f.kw_only])
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__ + "()"
    return _with_slots(cls, [f.name for f in shown]) if slots else cls


def _with_slots(cls, names):
    # A class of the same content, but for the slots.
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    content = dict(cls.__dict__)
    inherited = []
    for base in cls.__mro__[1:]:
        inherited.extend(base.__dict__.get("__slots__", ()))
    content["__slots__"] = tuple([name for name in names if name not in inherited])
    for name in names:
        content.pop(name, None)
    content.pop("__dict__", None)
    content.pop("__weakref__", None)
    content["__qualname__"] = cls.__qualname__
    return type(cls)(cls.__name__, cls.__bases__, content)


def _make_init(cls, fields, frozen):
    positional = [f for f in fields if f.init and not f.kw_only]
    keyword = [f for f in fields if f.init and f.kw_only]
    seen_default = False
    for f in positional:
        if f.default is not MISSING or f.default_factory is not MISSING:
            seen_default = True
        elif seen_default:
            raise TypeError(f"non-default argument {f.name!r} follows default argument")
    names = [f.name for f in positional]
    keyword_names = [f.name for f in keyword]
    required = [f.name for f in positional if f.default is MISSING and f.default_factory is MISSING]
    title = cls.__qualname__ + ".__init__"

    def __init__(self, *args, **kwargs):
        if len(args) > len(names):
            _too_many(title, names, required, len(args))
        given = dict(zip(names, args))
        for name, value in kwargs.items():
            if name not in names and name not in keyword_names:
                raise TypeError(f"{title}() got an unexpected keyword argument '{name}'")
            if name in given:
                raise TypeError(f"{title}() got multiple values for argument '{name}'")
            given[name] = value
        missing = [name for name in required if name not in given]
        if missing:
            raise TypeError(f"{title}() missing {len(missing)} required positional argument{'' if len(missing) == 1 else 's'}: {_listed(missing)}")
        missing = [f.name for f in keyword if f.name not in given and f.default is MISSING and f.default_factory is MISSING]
        if missing:
            raise TypeError(f"{title}() missing {len(missing)} required keyword-only argument{'' if len(missing) == 1 else 's'}: {_listed(missing)}")
        extra = []
        for f in fields:
            if f.init and f.name in given:
                value = given[f.name]
            elif f.default_factory is not MISSING:
                value = f.default_factory()
            elif f.default is not MISSING:
                value = f.default
            else:
                continue
            if f._kind == "initvar":
                extra.append(value)
            elif frozen:
                object.__setattr__(self, f.name, value)
            else:
                setattr(self, f.name, value)
        post = getattr(self, "__post_init__", None)
        if post is not None:
            post(*extra)

    __init__.__qualname__ = title
    return __init__


def _listed(names):
    quoted = [f"'{name}'" for name in names]
    if len(quoted) < 3:
        return " and ".join(quoted)
    return ", ".join(quoted[:-1]) + ", and " + quoted[-1]


def _too_many(title, names, required, given):
    n = len(names) + 1
    least = len(required) + 1
    takes = f"from {least} to {n} positional arguments" if least != n else f"{n} positional argument" + ("" if n == 1 else "s")
    raise TypeError(f"{title}() takes {takes} but {given + 1} were given")


_showing = []


def _make_repr(names):
    def __repr__(self):
        for other in _showing:
            if other is self:
                return "..."
        _showing.append(self)
        try:
            inner = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        finally:
            _showing.pop()
        return f"{self.__class__.__qualname__}({inner})"

    return __repr__


def _make_eq(names):
    def __eq__(self, other):
        if other.__class__ is self.__class__:
            return tuple([getattr(self, name) for name in names]) == tuple([getattr(other, name) for name in names])
        return NotImplemented

    return __eq__


def _make_order(names, test):
    def compare(self, other):
        if other.__class__ is self.__class__:
            return test(tuple([getattr(self, name) for name in names]), tuple([getattr(other, name) for name in names]))
        return NotImplemented

    return compare


def _make_hash(names):
    def __hash__(self):
        return hash(tuple([getattr(self, name) for name in names]))

    return __hash__


def _frozen_set(cls, names):
    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    return __setattr__


def _frozen_delete(cls, names):
    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return __delattr__


def fields(class_or_instance):
    found = getattr(class_or_instance, _FIELDS, None)
    if found is None:
        raise TypeError("must be called with a dataclass type or instance")
    return tuple([f for f in found.values() if f._kind == "field"])


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _inner(obj, dict_factory, True)


def astuple(obj, *, tuple_factory=tuple):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _inner(obj, tuple_factory, False)


def _inner(obj, factory, named):
    if is_dataclass(obj) and not isinstance(obj, type):
        values = [(f.name, _inner(getattr(obj, f.name), factory, named)) for f in fields(obj)]
        return factory(values) if named else factory([value for _, value in values])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_inner(v, factory, named) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)([_inner(v, factory, named) for v in obj])
    if isinstance(obj, dict):
        return type(obj)([(_inner(k, factory, named), _inner(v, factory, named)) for k, v in obj.items()])
    return _deepcopy(obj)


def replace(obj, /, **changes):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._kind == "classvar":
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._kind == "initvar" and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **kwargs):
    annotations = {}
    body = dict(namespace or {})
    for item in fields:
        if isinstance(item, str):
            annotations[item] = "typing.Any"
        elif len(item) == 2:
            annotations[item[0]] = getattr(item[1], "__name__", str(item[1]))
        else:
            annotations[item[0]] = getattr(item[1], "__name__", str(item[1]))
            body[item[0]] = item[2]
    body["__annotations__"] = annotations
    return dataclass(type(cls_name, bases, body), **kwargs)
