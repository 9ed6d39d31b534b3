from _machine import _finish_class as _finish
from _machine import _set_class_attribute
from types import DynamicClassAttribute

_property = property


class auto:
    def __init__(self, value=None):
        self.value = value


class _EnumDict(dict):
    def __init__(self):
        super().__init__()
        self._member_names = []
        self._last_values = []
        self._ignore = []
        self._generate = None

    def __setitem__(self, key, value):
        if key == "_ignore_":
            self._ignore = value.replace(",", " ").split() if isinstance(value, str) else list(value)
        elif key == "_generate_next_value_":
            self._generate = value.__func__ if isinstance(value, staticmethod) else value
        elif _is_dunder(key) or _is_private(key) or key in self._ignore or _is_descriptor(value):
            if key in self._member_names:
                raise TypeError(f"{key!r} cannot be reused")
        elif _is_sunder(key):
            if key not in ("_order_", "_missing_", "_ignore_", "_numeric_repr_"):
                raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
        else:
            if key in self._member_names:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            self._member_names.append(key)
            if isinstance(value, auto):
                generate = self._generate or _default_generate
                value = generate(key, 1, len(self._last_values), self._last_values[:])
            elif isinstance(value, tuple) and any(isinstance(v, auto) for v in value):
                generate = self._generate or _default_generate
                value = tuple([generate(key, 1, len(self._last_values), self._last_values[:]) if isinstance(v, auto) else v for v in value])
            self._last_values.append(value)
        dict.__setitem__(self, key, value)


def _default_generate(name, start, count, last_values):
    for value in reversed(last_values):
        try:
            return value + 1
        except TypeError:
            pass
    return start


def _flag_generate(name, start, count, last_values):
    if not last_values:
        return 1
    return 1 << max(last_values).bit_length()


def _lower_generate(name, start, count, last_values):
    return name.lower()


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


def _is_private(name):
    return name.startswith("_") and "__" in name[1:] and not name.endswith("__")


def _is_descriptor(value):
    kind = type(value)
    return kind is property or kind is classmethod or kind is staticmethod or hasattr(kind, "__get__") or isinstance(value, nonmember)


class member:
    def __init__(self, value):
        self.value = value


class nonmember:
    def __init__(self, value):
        self.value = value


class property(DynamicClassAttribute):
    def __set_name__(self, owner, name):
        self.name = name
        self.clsname = owner.__name__

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")
        return self.fset(instance, value)


class EnumType(type):
    @classmethod
    def __prepare__(metacls, name, bases, **kwds):
        namespace = _EnumDict()
        for base in bases:
            for cls in base.__mro__:
                generate = cls.__dict__.get("_generate_next_value_")
                if generate is not None:
                    namespace._generate = generate.__func__ if isinstance(generate, staticmethod) else generate
                    return namespace
        return namespace

    def __new__(metacls, name, bases, namespace, *, boundary=None, **kwds):
        names = namespace._member_names if isinstance(namespace, _EnumDict) else []
        values = {key: namespace[key] for key in names}
        plain = {key: value for key, value in namespace.items() if key not in values}
        for key, value in list(plain.items()):
            if isinstance(value, nonmember):
                plain[key] = value.value
        for base in bases:
            if isinstance(base, EnumType) and base.__dict__.get("_member_names_"):
                raise TypeError(f"<enum {name!r}> cannot extend {base!r}")
        own_new = plain.pop("__new__", None)
        mixin = None
        for base in bases:
            for cls in base.__mro__:
                if cls in (int, str, float, bytes, tuple) and mixin is None:
                    mixin = cls
        cls = _finish(metacls, name, bases, plain, kwds)
        if boundary is not None:
            cls._boundary_ = boundary
        cls._member_names_ = []
        cls._member_map_ = {}
        cls._value2member_map_ = {}
        cls._unhashable_values_ = []
        cls._member_type_ = mixin or object
        if mixin is not None:
            for special in ("__repr__", "__str__", "__format__"):
                if special not in plain:
                    for base in cls.__mro__[1:]:
                        if isinstance(base, EnumType):
                            break
                    found = getattr(cls, special, None)
                    if found is getattr(mixin, special, None) or found is getattr(object, special, None):
                        _set_class_attribute(cls, special, getattr(base, special))
        inherited = None
        if own_new is None:
            for base in cls.__mro__[1:]:
                inherited = base.__dict__.get("_enum_new_")
                if inherited is not None:
                    break
        else:
            cls._enum_new_ = own_new
        create = own_new or inherited
        if isinstance(create, staticmethod):
            create = create.__func__
        for key in names:
            value = values[key]
            args = value if isinstance(value, tuple) else (value,)
            if mixin is tuple:
                args = (value,)
            if create is not None:
                item = create(cls, *args)
                if not hasattr(item, "_value_"):
                    item._value_ = value if mixin is None else mixin(*args)
            elif mixin is not None:
                item = mixin.__new__(cls, *args)
                item._value_ = value if mixin is tuple or not isinstance(value, tuple) else mixin(*args)
                if not isinstance(value, tuple) and mixin is not tuple:
                    item._value_ = mixin(value) if type(value) is not mixin else value
            else:
                item = object.__new__(cls)
                item._value_ = value
            item._name_ = key
            item.__objclass__ = cls
            item._sort_order_ = len(cls._member_names_)
            init = cls.__init__
            if init is not Enum_init[0] and init is not object.__init__:
                init(item, *args)
            known = None
            for other in cls._member_map_.values():
                if other._value_ == item._value_:
                    known = other
                    break
            if known is not None:
                item = known
            elif Flag_holder[0] is not None and issubclass(cls, Flag_holder[0]) and (not item._value_ or item._value_ & (item._value_ - 1)):
                pass
            else:
                cls._member_names_.append(key)
            cls._member_map_[key] = item
            _set_class_attribute(cls, key, item)
            try:
                cls._value2member_map_.setdefault(item._value_, item)
            except TypeError:
                cls._unhashable_values_.append(item._value_)
        return cls

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is None:
            return cls._lookup(value)
        namespace = cls.__class__.__prepare__(value, (cls,))
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, dict):
            names = list(names.items())
        last = []
        for i, item in enumerate(names):
            if isinstance(item, str):
                generate = namespace._generate or _default_generate
                member_value = generate(item, start, i, last[:]) if namespace._generate or i else start
                namespace[item] = member_value
            else:
                item, member_value = item
                namespace[item] = member_value
            last.append(member_value)
        bases = (cls,) if type is None else (type, cls)
        namespace["__module__"] = module or cls.__module__
        return EnumType.__new__(cls.__class__, value, bases, namespace, boundary=boundary)

    def _lookup(cls, value):
        if type(value) is cls:
            return value
        try:
            if value in cls._value2member_map_:
                return cls._value2member_map_[value]
        except TypeError:
            pass
        for item in cls._member_map_.values():
            if item._value_ == value:
                return item
        result = cls._missing_(value)
        if result is None:
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        if not isinstance(result, cls) and not (Flag_holder[0] is not None and issubclass(cls, Flag_holder[0]) and cls._boundary_ is EJECT and isinstance(result, int)):
            raise TypeError(f"error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member")
        return result

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[name] for name in reversed(cls._member_names_)])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __dir__(cls):
        names = {"__class__", "__contains__", "__doc__", "__getitem__", "__iter__", "__len__", "__members__", "__module__", "__name__", "__qualname__"}
        names.update(cls._member_names_)
        if cls._member_type_ is not object:
            names.update(dir(cls._member_type_))
        return sorted(names)

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __contains__(cls, item):
        if not isinstance(item, Enum):
            raise TypeError(f"unsupported operand type(s) for 'in': '{type(item).__qualname__}' and '{cls.__class__.__qualname__}'")
        return isinstance(item, cls) and item._name_ in cls._member_map_

    @_property
    def __members__(cls):
        return dict(cls._member_map_)

    def __getattr__(cls, name):
        raise AttributeError(name)

    def __repr__(cls):
        kind = "flag" if Flag_holder[0] is not None and issubclass(cls, Flag_holder[0]) else "enum"
        return f"<{kind} {cls.__name__!r}>"

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        _set_class_attribute(cls, name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        type.__delattr__(cls, name)


Enum_init = [None]
Flag_holder = [None]
EnumMeta = EnumType


class Enum(metaclass=EnumType):
    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return _default_generate(name, start, count, last_values)

    @classmethod
    def _missing_(cls, value):
        return None

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    def __repr__(self):
        return f"<{self.__class__.__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __format__(self, spec):
        return format(str(self), spec)

    def __hash__(self):
        return hash(self._name_)

    def __eq__(self, other):
        if self is other:
            return True
        kind = type(self)._member_type_
        if kind is object:
            return NotImplemented
        return kind.__eq__(self, other)

    def __reduce_ex__(self, proto):
        return (self.__class__, (self._value_,))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


Enum_init[0] = Enum.__init__


class ReprEnum(Enum):
    pass


class IntEnum(int, ReprEnum):
    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return int(self).__format__(spec)

    def __hash__(self):
        return hash(int(self))


class StrEnum(str, ReprEnum):
    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        for value in values[:1]:
            if not isinstance(value, str):
                raise TypeError(f"{value!r} is not a string")
        for what, value in zip(("encoding", "errors"), values[1:]):
            if not isinstance(value, str):
                raise TypeError(f"{what} must be a string, not {value!r}")
        value = str(*values)
        self = str.__new__(cls, value)
        self._value_ = value
        return self

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return str.__str__(self)

    def __format__(self, spec):
        return str.__str__(self).__format__(spec)

    def __hash__(self):
        return hash(str.__str__(self))


class FlagBoundary(StrEnum):
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


def _masks(cls):
    # The bits of all members, and of those that are one bit only.
    every = singles = 0
    for item in cls._member_map_.values():
        value = item._value_
        every |= value
        if not value & (value - 1):
            singles |= value
    return every, singles


def _bits(value, width):
    # As `bin`, with as many digits, and the sign as a bit of its own.
    return f"0b{1 if value < 0 else 0} {value & ((1 << width) - 1):0{width}b}"


def _flag_name(cls, value):
    if not value:
        return None
    names = []
    named = 0
    _, singles = _masks(cls)
    for name in cls._member_names_:
        item = cls._member_map_[name]
        if item._value_ & value:
            names.append(name)
            named |= item._value_
    if value & ~singles:
        for name, item in cls._member_map_.items():
            if item._name_ not in names and item._value_ and item._value_ & value == item._value_:
                names.append(item._name_)
                named |= item._value_
    if not named:
        return None
    unknown = value ^ named
    if unknown:
        if cls._boundary_ is STRICT:
            raise ValueError(f"{cls!r}: no members with value {unknown!r}")
        names.append(repr(unknown))
    return "|".join(names)


class Flag(Enum, boundary=STRICT):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return _flag_generate(name, start, count, last_values)

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        known, _ = _masks(cls)
        every = (1 << known.bit_length()) - 1
        asked = value
        if not ~every <= value <= every or value & (every ^ known):
            if cls._boundary_ is STRICT:
                width = max(value.bit_length(), known.bit_length())
                raise ValueError(f"{cls!r} invalid value {value!r}\n    given {_bits(value, width)}\n  allowed {_bits(known, width)}")
            if cls._boundary_ is CONFORM:
                value &= known
            elif cls._boundary_ is EJECT:
                return value
            elif value < 0:
                value += max(every + 1, 1 << value.bit_length())
        if value < 0:
            value += every + 1
        if value in cls._value2member_map_:
            return cls._value2member_map_[value]
        new = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        new._value_ = value
        new._name_ = _flag_name(cls, value)
        cls._value2member_map_[value] = new
        if asked < 0:
            cls._value2member_map_[asked] = new
        return new

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        for name in type(self)._member_names_:
            item = type(self)._member_map_[name]
            if item._value_ & self._value_:
                yield item

    def __len__(self):
        return self._value_.bit_count()

    def __bool__(self):
        return self._value_ != 0

    def _bits_of(self, other):
        # The value of the other operand, if it is one.
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return None

    def __or__(self, other):
        other = self._bits_of(other)
        return NotImplemented if other is None else self.__class__(self._value_ | other)

    def __and__(self, other):
        other = self._bits_of(other)
        return NotImplemented if other is None else self.__class__(self._value_ & other)

    def __xor__(self, other):
        other = self._bits_of(other)
        return NotImplemented if other is None else self.__class__(self._value_ ^ other)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        if self._boundary_ in (EJECT, KEEP):
            return self.__class__(~self._value_)
        return self.__class__(_masks(self.__class__)[1] & ~self._value_)

    def __repr__(self):
        if self._name_ is None:
            return f"<{self.__class__.__name__}: {self._value_!r}>"
        return f"<{self.__class__.__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        if self._name_ is None:
            return f"{self.__class__.__name__}({self._value_!r})"
        return f"{self.__class__.__name__}.{self._name_}"


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    def __repr__(self):
        return Flag.__repr__(self)

    def __format__(self, spec):
        return int(self).__format__(spec)

    def __str__(self):
        return int.__repr__(self)

    def __hash__(self):
        return hash(int(self))

    # Before those of `int`.
    __or__ = __ror__ = Flag.__or__
    __and__ = __rand__ = Flag.__and__
    __xor__ = __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__


Flag_holder[0] = Flag


def unique(enumeration):
    duplicates = [f"{name} -> {item.name}" for name, item in enumeration.__members__.items() if name != item.name]
    if duplicates:
        raise ValueError(f"duplicate values found in {enumeration!r}: {', '.join(duplicates)}")
    return enumeration


def global_enum(cls):
    return cls
