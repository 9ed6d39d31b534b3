# Built-in classes that are written in Python.


class map_iterator:
    def __init__(self, *args, **named):
        if named and type(self) is map_iterator:
            raise TypeError("map() takes no keyword arguments")
        if len(args) < 2:
            raise TypeError("map() must have at least two arguments.")
        self._function, *iterables = args
        self._iterators = [iter(iterable) for iterable in iterables]

    def __iter__(self):
        return self

    def __next__(self):
        args = []
        for iterator in self._iterators:
            args.append(next(iterator))
        return self._function(*args)


map_iterator.__name__ = map_iterator.__qualname__ = "map"
map_iterator.__module__ = "builtins"
map_iterator.__doc__ = 'map(func, *iterables) --> map object\n\nMake an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.'


class filter_iterator:
    def __init__(self, *args, **named):
        if named and type(self) is filter_iterator:
            raise TypeError("filter() takes no keyword arguments")
        if len(args) != 2:
            raise TypeError(f"filter expected 2 arguments, got {len(args)}")
        self._function = args[0]
        self._iterator = iter(args[1])

    def __iter__(self):
        return self

    def __next__(self):
        function = self._function
        for item in self._iterator:
            if item if function is None else function(item):
                return item
        raise StopIteration


filter_iterator.__name__ = filter_iterator.__qualname__ = "filter"
filter_iterator.__module__ = "builtins"
filter_iterator.__doc__ = 'filter(function or None, iterable) --> filter object\n\nReturn an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.'


class callable_iterator:
    def __init__(self, function, sentinel):
        self._function = function
        self._sentinel = sentinel

    def __iter__(self):
        return self

    def __next__(self):
        if self._function is None:
            raise StopIteration
        try:
            value = self._function()
        except StopIteration:
            self._function = None
            raise
        if value == self._sentinel:
            self._function = None
            raise StopIteration
        return value


callable_iterator.__module__ = "builtins"


class async_step:
    def __init__(self, steps):
        self._steps = steps

    def __await__(self):
        return self._steps

    def __iter__(self):
        return self._steps

    def send(self, value):
        return self._steps.send(value)

    def throw(self, *error):
        return self._steps.throw(*error)

    def close(self):
        self._steps.close()


class GenericAlias:
    def __init__(self, origin, args):
        self.__origin__ = origin
        self.__args__ = args if isinstance(args, tuple) else (args,)

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __getitem__(self, key):
        return self

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __eq__(self, other):
        return isinstance(other, GenericAlias) and self.__origin__ is other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __getattr__(self, name):
        return getattr(self.__origin__, name)

    def __repr__(self):
        args = ", ".join([_type_text(arg) for arg in self.__args__])
        return f"{_type_text(self.__origin__)}[{args}]"


class UnionType:
    def __init__(self, args):
        self.__args__ = args

    @property
    def __union__(self):
        return tuple([type(None) if arg is None else getattr(arg, "__origin__", arg) for arg in self.__args__])

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)

    def __eq__(self, other):
        return isinstance(other, UnionType) and set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        return " | ".join([_type_text(arg) for arg in self.__args__])


def _type_text(value):
    if value is Ellipsis:
        return "..."
    if value is None or value is type(None):
        return "None"
    if isinstance(value, type):
        return value.__qualname__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__qualname__}"
    return repr(value)


def _union(a, b):
    args = []
    for part in (a, b):
        if part is not None and not isinstance(part, (type, GenericAlias, UnionType)):
            raise TypeError(f"unsupported operand type(s) for |: '{type(a).__name__}' and '{type(b).__name__}'")
        for arg in part.__args__ if isinstance(part, UnionType) else (part,):
            if arg not in args:
                args.append(arg)
    return UnionType(tuple(args))


def _alias(origin, args):
    return GenericAlias(origin, args)


# Sets: what takes any number of iterables.


def _merge(target, other):
    # A set is taken over with its table, anything else item by item.
    if _content(other) == "set":
        _set_replace(target, _binary_native(9, target, other))
    else:
        for item in other:
            set.add(target, item)


def _union_method(self, *others):
    result = set(self)
    for other in others:
        _merge(result, other)
    return frozenset(result) if isinstance(self, frozenset) else result


def _intersection(self, *others):
    if not others:
        return self.copy()
    result = self
    for other in others:
        if _content(other) == "set":
            result = _binary_native(8, set(result) if result is self else result, other)
        else:
            kept = set()
            for item in other:
                if item in result:
                    set.add(kept, item)
            result = kept
    return frozenset(result) if isinstance(self, frozenset) else set(result)


def _difference(self, *others):
    if not others:
        return self.copy()
    result = set(self)
    first = True
    for other in others:
        if first and _content(other) == "set":
            result = _binary_native(1, result, other)
        else:
            for item in other:
                set.discard(result, item)
        first = False
    return frozenset(result) if isinstance(self, frozenset) else result


def _symmetric_difference(self, other):
    result = set(self) ^ set(other)
    return frozenset(result) if isinstance(self, frozenset) else result


def _issubset(self, other):
    if not isinstance(other, (set, frozenset)):
        other = set(other)
    for item in self:
        if item not in other:
            return False
    return True


def _issuperset(self, other):
    for item in other:
        if item not in self:
            return False
    return True


def _isdisjoint(self, other):
    for item in other:
        if item in self:
            return False
    return True


def _update(self, *others):
    for other in others:
        _merge(self, other)


def _intersection_update(self, *others):
    _set_replace(self, _intersection(self, *others))


def _difference_update(self, *others):
    for other in others:
        for item in list(other):
            self.discard(item)


def _symmetric_difference_update(self, other):
    _set_replace(self, set(self) ^ set(other))


for _cls in (set, frozenset):
    for _name, _function in (
        ("union", _union_method),
        ("intersection", _intersection),
        ("difference", _difference),
        ("symmetric_difference", _symmetric_difference),
        ("issubset", _issubset),
        ("issuperset", _issuperset),
        ("isdisjoint", _isdisjoint),
    ):
        _add_method(_cls, _name, _function)
_add_method(set, "update", _update)
_add_method(set, "intersection_update", _intersection_update)
_add_method(set, "difference_update", _difference_update)
_add_method(set, "symmetric_difference_update", _symmetric_difference_update)


class BaseExceptionGroup(BaseException):
    def __new__(cls, message, exceptions, /):
        if not isinstance(message, str):
            raise TypeError(f"BaseExceptionGroup.__new__() argument 1 must be str, not {type(message).__name__}")
        if not hasattr(exceptions, "__getitem__") or not hasattr(exceptions, "__len__") or isinstance(exceptions, dict):
            raise TypeError("second argument (exceptions) must be a sequence")
        if not exceptions:
            raise ValueError("second argument (exceptions) must be a non-empty sequence")
        plain = True
        for i, exception in enumerate(exceptions):
            if not isinstance(exception, BaseException):
                raise ValueError(f"Item {i} of second argument (exceptions) is not an exception")
            plain = plain and isinstance(exception, Exception)
        if cls is BaseExceptionGroup:
            cls = ExceptionGroup if plain else cls
        elif not plain and issubclass(cls, Exception):
            if cls is ExceptionGroup:
                raise TypeError("Cannot nest BaseExceptions in an ExceptionGroup")
            raise TypeError(f"Cannot nest BaseExceptions in '{cls.__name__}'")
        self = BaseException.__new__(cls, message, exceptions)
        self.message = message
        self.exceptions = tuple(exceptions)
        return self

    def __init__(self, message, exceptions, /):
        BaseException.__init__(self, message, exceptions)

    def __str__(self):
        n = len(self.exceptions)
        return f"{self.message} ({n} sub-exception{'s' if n != 1 else ''})"

    def derive(self, excs, /):
        return BaseExceptionGroup(self.message, excs)

    def subgroup(self, condition, /):
        return _split_group(self, _group_test(condition))[0]

    def split(self, condition, /):
        return _split_group(self, _group_test(condition))

    def __class_getitem__(cls, key):
        return _alias(cls, key)


def _group_test(condition):
    if isinstance(condition, type) and issubclass(condition, BaseException):
        return lambda exception: isinstance(exception, condition)
    if isinstance(condition, tuple) and all(isinstance(cls, type) and issubclass(cls, BaseException) for cls in condition):
        return lambda exception: isinstance(exception, condition)
    if callable(condition) and not isinstance(condition, type):
        return condition
    raise TypeError("expected a function, exception type or tuple of exception types")


def _split_group(group, test):
    # What passes the test and what does not, each a group of the same form, or None.
    if test(group):
        return group, None
    match, rest = [], []
    for exception in group.exceptions:
        if isinstance(exception, BaseExceptionGroup):
            passed, failed = _split_group(exception, test)
        else:
            passed, failed = (exception, None) if test(exception) else (None, exception)
        if passed is not None:
            match.append(passed)
        if failed is not None:
            rest.append(failed)
    return _group_part(group, match), _group_part(group, rest)


def _group_part(group, exceptions):
    if not exceptions:
        return None
    part = group.derive(exceptions)
    if not isinstance(part, BaseExceptionGroup):
        raise TypeError("derive must return an instance of BaseExceptionGroup")
    part.__traceback__ = group.__traceback__
    part.__context__ = group.__context__
    part.__cause__ = group.__cause__
    part.__suppress_context__ = group.__suppress_context__
    notes = getattr(group, "__notes__", None)
    if notes is not None:
        part.__notes__ = list(notes)
    return part


class ExceptionGroup(BaseExceptionGroup, Exception):
    pass


BaseExceptionGroup.__module__ = ExceptionGroup.__module__ = "builtins"


# ---------------------------------------------------------------- ranges and slices


def _range_index(self, value):
    if value in self:
        return (value - self.start) // self.step
    raise ValueError(f"{value!r} is not in range")


def _range_count(self, value):
    return 1 if value in self else 0


def _slice_indices(self, length):
    length = _index_of(length)
    if length < 0:
        raise ValueError("length should not be negative")
    step = 1 if self.step is None else _index_of(self.step)
    if step == 0:
        raise ValueError("slice step cannot be zero")
    lower, upper = (-1, length - 1) if step < 0 else (0, length)

    def bound(value, default):
        if value is None:
            return default
        value = _index_of(value)
        if value < 0:
            return max(value + length, lower)
        return min(value, upper)

    start = bound(self.start, upper if step < 0 else lower)
    stop = bound(self.stop, lower if step < 0 else upper)
    return (start, stop, step)


_add_method(range, "index", _range_index)
_add_method(range, "count", _range_count)
for _name, _function in (
    ("__len__", lambda self: len(self)),
    ("__iter__", lambda self: iter(self)),
    ("__reversed__", lambda self: reversed(self)),
    ("__contains__", lambda self, value: value in self),
    ("__getitem__", lambda self, key: self[key]),
    ("__bool__", lambda self: len(self) > 0),
):
    _add_method(range, _name, _function)
_add_method(slice, "indices", _slice_indices)


# ---------------------------------------------------------------- numbers


def _float_hex(self):
    if self != self or self in (float("inf"), float("-inf")):
        return repr(self)
    sign = "-" if repr(self)[0] == "-" else ""
    if self == 0:
        return sign + "0x0.0p+0"
    mantissa, exponent = _float_parts(abs(self))
    exponent = max(exponent - 1, -1022)
    n, d = abs(self).as_integer_ratio()
    # mantissa * 2**52 as an integer
    shift = 52 - exponent
    digits = (n << shift) // d if shift >= 0 else n // (d << -shift)
    return f"{sign}0x{digits >> 52}.{digits & ((1 << 52) - 1):013x}p{exponent:+d}"


def _float_fromhex(cls, text):
    value = text.strip().lower()
    sign = 1
    if value[:1] in ("+", "-"):
        sign = -1 if value[0] == "-" else 1
        value = value[1:]
    if value in ("inf", "infinity", "nan"):
        return cls(sign * float(value))
    if value.startswith("0x"):
        value = value[2:]
    mantissa, _, exponent = value.partition("p")
    whole, _, fraction = mantissa.partition(".")
    try:
        number = int(whole + fraction or "x", 16)
        power = (int(exponent) if exponent else 0) - 4 * len(fraction)
    except ValueError:
        raise ValueError("invalid hexadecimal floating-point string") from None
    return cls(sign * (float(number) * 2.0**power if abs(power) < 1000 else number * 2.0 ** (power // 2) * 2.0 ** (power - power // 2)))


_add_method(float, "hex", _float_hex)
_add_method(float, "fromhex", classmethod(_float_fromhex))
def _plain_number(value):
    return float(value) if isinstance(value, float) else int(value)


def _number_divmod(self, other):
    if not isinstance(other, (int, float)):
        return NotImplemented
    a = _plain_number(self)
    b = _plain_number(other)
    return (a // b, a % b)


def _number_rdivmod(self, other):
    return NotImplemented if not isinstance(other, (int, float)) else _number_divmod(other, self)


for _cls in (int, float):
    _add_method(_cls, "__divmod__", _number_divmod)
    _add_method(_cls, "__rdivmod__", _number_rdivmod)
    _add_method(_cls, "__round__", lambda self, *digits: round(_plain_number(self), *digits))
_add_method(int, "__floor__", lambda self: int(self))
_add_method(int, "__ceil__", lambda self: int(self))
_add_method(float, "__floor__", lambda self: int(self // 1))
_add_method(float, "__ceil__", lambda self: -int(-self // 1))


# ---------------------------------------------------------------- bytes: as text of the same numbers

_SPACES = " \t\n\r\x0b\x0c"


def _to_text(value):
    if _content(value) != "bytes":
        raise TypeError(f"a bytes-like object is required, not '{type(value).__name__}'")
    return value.decode("latin-1")


def _to_bytes(text):
    return text.encode("latin-1")


def _part(value):
    # What is looked for: bytes, or one number.
    if isinstance(value, int):
        if not 0 <= value < 256:
            raise ValueError("byte must be in range(0, 256)")
        return chr(value)
    if _content(value) != "bytes":
        raise TypeError(f"argument should be integer or bytes-like object, not '{type(value).__name__}'")
    return value.decode("latin-1")


def _searcher(name):
    find = getattr(str, name)

    def search(self, sub, *range):
        try:
            return find(_to_text(self), _part(sub), *range)
        except ValueError as error:
            if str(error) == "substring not found":
                raise ValueError("subsection not found") from None
            raise

    return search


def _stripper(name):
    strip = getattr(str, name)

    def stripped(self, chars=None):
        return _to_bytes(strip(_to_text(self), _SPACES if chars is None else _to_text(chars)))

    return stripped


def _bytes_split(name):
    def split(self, sep=None, maxsplit=-1):
        text = _to_text(self)
        if sep is None:
            # Only the white space of ASCII separates.
            for char in "\x1c\x1d\x1e\x1f\x85\xa0":
                if char in text:
                    text = text.translate({0x1C: 0x100, 0x1D: 0x101, 0x1E: 0x102, 0x1F: 0x103, 0x85: 0x104, 0xA0: 0x105})
                    parts = getattr(text, name)(None, maxsplit)
                    back = {0x100: 0x1C, 0x101: 0x1D, 0x102: 0x1E, 0x103: 0x1F, 0x104: 0x85, 0x105: 0xA0}
                    return [_to_bytes(part.translate(back)) for part in parts]
            return [_to_bytes(part) for part in getattr(text, name)(None, maxsplit)]
        return [_to_bytes(part) for part in getattr(text, name)(_to_text(sep), maxsplit)]

    return split


def _bytes_splitlines(self, keepends=False):
    lines = []
    text = _to_text(self)
    start = 0
    i = 0
    while i < len(text):
        if text[i] in "\r\n":
            end = i
            i += 2 if text[i : i + 2] == "\r\n" else 1
            lines.append(_to_bytes(text[start : i if keepends else end]))
            start = i
        else:
            i += 1
    if start < len(text):
        lines.append(_to_bytes(text[start:]))
    return lines


def _justifier(name):
    justify = getattr(str, name)

    def justified(self, width, fillbyte=b" "):
        if _content(fillbyte) != "bytes" or len(fillbyte) != 1:
            raise TypeError(f"{name}() argument 2 must be a byte string of length 1, not {type(fillbyte).__name__}")
        return _to_bytes(justify(_to_text(self), width, _to_text(fillbyte)))

    return justified


def _bytes_affix(name):
    test = getattr(str, name)

    def affix(self, prefix, *range):
        if _content(prefix) == "tuple":
            return test(_to_text(self), tuple([_to_text(one) for one in prefix]), *range)
        if _content(prefix) != "bytes":
            raise TypeError(f"{name} first arg must be bytes or a tuple of bytes, not {type(prefix).__name__}")
        return test(_to_text(self), _to_text(prefix), *range)

    return affix


def _bytes_case(name):
    def changed(self):
        # Only letters of ASCII have a case.
        result = []
        inside = False
        for i, char in enumerate(_to_text(self)):
            letter = char.isascii() and char.isalpha()
            if letter:
                if name == "swapcase":
                    char = char.swapcase()
                elif name == "title":
                    char = char.lower() if inside else char.upper()
                else:
                    char = char.upper() if i == 0 else char.lower()
            inside = letter
            result.append(char)
        return _to_bytes("".join(result))

    return changed


def _bytes_is(name):
    test = getattr(str, name)

    def holds(self):
        text = _to_text(self)
        if name in ("islower", "isupper", "istitle"):
            text = "".join([char if char.isascii() else "." for char in text])
        elif not text.isascii():
            return False
        elif name == "isspace":
            return text != "" and text.strip(_SPACES) == ""
        return test(text)

    return holds


def _bytes_hex(self, sep=None, bytes_per_sep=1):
    digits = [f"{byte:02x}" for byte in self]
    if sep is None or not digits:
        return "".join(digits)
    if _content(sep) == "bytes":
        sep = _to_text(sep)
    if len(sep) != 1:
        raise ValueError("sep must be length 1.")
    n = abs(bytes_per_sep)
    if n == 0:
        return "".join(digits)
    groups = []
    if bytes_per_sep > 0:
        first = len(digits) % n
        if first:
            groups.append("".join(digits[:first]))
        for i in range(first, len(digits), n):
            groups.append("".join(digits[i : i + n]))
    else:
        for i in range(0, len(digits), n):
            groups.append("".join(digits[i : i + n]))
    return sep.join(groups)


def _bytes_fromhex(cls, string):
    if not isinstance(string, str):
        raise TypeError(f"fromhex() argument must be str, not {type(string).__name__}")
    result = []
    i = 0
    n = len(string)
    while True:
        while i < n and string[i] in _SPACES:
            i += 1
        if i >= n:
            break
        for j in (i, i + 1):
            if j >= n or string[j] not in "0123456789abcdefABCDEF":
                raise ValueError(f"non-hexadecimal number found in fromhex() arg at position {j}")
        result.append(int(string[i : i + 2], 16))
        i += 2
    return cls(bytes(result)) if cls is not bytes else bytes(result)


def _bytes_replace(self, old, new, count=-1, /):
    return _to_bytes(_to_text(self).replace(_to_text(old), _to_text(new), count))


def _bytes_partition(name):
    def partition(self, sep):
        return tuple([_to_bytes(part) for part in getattr(_to_text(self), name)(_to_text(sep))])

    return partition


def _bytes_join(self, iterable):
    parts = []
    try:
        items = list(iterable)
    except TypeError:
        raise TypeError("can only join an iterable") from None
    for i, item in enumerate(items):
        if _content(item) != "bytes":
            raise TypeError(f"sequence item {i}: expected a bytes-like object, {type(item).__name__} found")
        parts.append(_to_text(item))
    return _to_bytes(_to_text(self).join(parts))


def _bytes_translate(self, table, /, delete=b""):
    result = []
    for byte in self:
        if byte not in delete:
            result.append(byte if table is None else table[byte])
    return bytes(result)


def _bytes_maketrans(frm, to):
    if len(frm) != len(to):
        raise ValueError("maketrans arguments must have same length")
    table = list(range(256))
    for a, b in zip(frm, to):
        table[a] = b
    return bytes(table)


for _name in ("find", "rfind", "index", "rindex", "count"):
    _add_method(bytes, _name, _searcher(_name))
for _name in ("strip", "lstrip", "rstrip"):
    _add_method(bytes, _name, _stripper(_name))
for _name in ("split", "rsplit"):
    _add_method(bytes, _name, _bytes_split(_name))
for _name in ("center", "ljust", "rjust"):
    _add_method(bytes, _name, _justifier(_name))
for _name in ("startswith", "endswith"):
    _add_method(bytes, _name, _bytes_affix(_name))
for _name in ("capitalize", "title", "swapcase"):
    _add_method(bytes, _name, _bytes_case(_name))
for _name in ("isalnum", "isalpha", "isascii", "isdigit", "islower", "isspace", "istitle", "isupper"):
    _add_method(bytes, _name, _bytes_is(_name) if _name != "isascii" else (lambda self: _to_text(self).isascii()))
for _name in ("partition", "rpartition"):
    _add_method(bytes, _name, _bytes_partition(_name))
_add_method(bytes, "splitlines", _bytes_splitlines)
_add_method(bytes, "hex", _bytes_hex)
_add_method(bytes, "fromhex", classmethod(_bytes_fromhex))
_add_method(bytes, "replace", _bytes_replace)
_add_method(bytes, "join", _bytes_join)
_add_method(bytes, "translate", _bytes_translate)
_add_method(bytes, "maketrans", staticmethod(_bytes_maketrans))
_add_method(bytes, "zfill", lambda self, width: _to_bytes(_to_text(self).zfill(width)))
_add_method(bytes, "expandtabs", lambda self, tabsize=8: _to_bytes(_to_text(self).expandtabs(tabsize)))
_add_method(bytes, "removeprefix", lambda self, prefix: _to_bytes(_to_text(self).removeprefix(_to_text(prefix))))
_add_method(bytes, "removesuffix", lambda self, suffix: _to_bytes(_to_text(self).removesuffix(_to_text(suffix))))
for _name, _function in (
    ("__iter__", lambda self: iter(_to_bytes(_to_text(self)))),
    ("__getitem__", lambda self, key: _to_bytes(_to_text(self))[key]),
    ("__contains__", lambda self, value: value in _to_bytes(_to_text(self))),
):
    _add_method(bytes, _name, _function)
for _cls in (list, tuple, dict, set, frozenset):
    _add_method(_cls, "__class_getitem__", classmethod(_alias))
_add_method(dict, "__ior__", lambda self, other: _dict_update(self, other))
def _view_mapping(self):
    from types import MappingProxyType

    return MappingProxyType(_viewed_dict(self))


for _cls in (dict_keys, dict_values, dict_items):
    _add_method(_cls, "mapping", property(_view_mapping))
    _add_method(_cls, "__reversed__", lambda self: reversed(self))
for _cls in (dict_keys, dict_items):
    for _name, _function in (
        ("__contains__", lambda self, value: value in self),
        ("__and__", lambda self, other: self & other),
        ("__or__", lambda self, other: self | other),
        ("__sub__", lambda self, other: self - other),
        ("__xor__", lambda self, other: self ^ other),
    ):
        _add_method(_cls, _name, _function)
del _name, _function
for _cls, _doc in (
    (object, 'The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n'),
    (type, "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type"),
    (int, "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string,\nbytes, or bytearray instance representing an integer literal in the\ngiven base.  The literal can be preceded by '+' or '-' and be surrounded\nby whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.\nBase 0 means to interpret the base from the string as an integer literal.\n>>> int('0b100', base=0)\n4"),
    (bool, 'bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.'),
    (float, 'Convert a string or number to a floating point number, if possible.'),
    (str, "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to sys.getdefaultencoding().\nerrors defaults to 'strict'."),
    (bytes, 'bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer'),
    (list, 'Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.'),
    (tuple, "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object."),
    (dict, "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)"),
    (set, 'set() -> new empty set object\nset(iterable) -> new set object\n\nBuild an unordered collection of unique elements.'),
    (frozenset, 'frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\nBuild an immutable unordered collection of unique elements.'),
):
    _add_method(_cls, "__doc__", _doc)
del _cls, _doc
