# The general protocols, in Python: natives do what needs no Python and come here for the rest.



def _check_bool(value):
    if value is True or value is False:
        return value
    raise TypeError(f"__bool__ should return bool, returned {type(value).__name__}")


def _truth(value):
    cls = _class_of(value)
    method = _python_method(cls, "__bool__")
    if method is not None:
        return _check_bool(method(value))
    method = _python_method(cls, "__len__")
    if method is not None:
        return _checked_len(method(value)) != 0
    return True if _truth_native(value) else False


def _negate(value):
    return not _truth(value)


def _checked_len(length):
    if _content(length) == "int" or type(length) is int or type(length) is bool:
        if length < 0:
            raise ValueError("__len__() should return >= 0")
        return length
    index = _type_lookup(_class_of(length), "__index__")
    if index is None:
        raise TypeError(f"'{type(length).__name__}' object cannot be interpreted as an integer")
    return _checked_index(index, length)


def _checked_index(index, value):
    result = _call_special(index, value)
    if _content(result) == "int" or type(result) is int or type(result) is bool:
        return result
    raise TypeError(f"__index__ returned non-int (type {type(result).__name__})")


def _with_index(function, value, /, *args, **named):
    # A native wanted an integer, and one of its arguments is something with `__index__`.
    number = _checked_index(_type_lookup(_class_of(value), "__index__"), value)
    for i, arg in enumerate(args):
        if arg is value:
            return function(*args[:i], number, *args[i + 1 :], **named)
    for name, arg in named.items():
        if arg is value:
            named[name] = number
            return function(*args, **named)
    raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")


def _len(value):
    return _checked_len(_type_lookup(_class_of(value), "__len__")(value))


def _bind(method, value):
    # A special method found on a class, for a call on an object.
    cls = _class_of(method)
    get = _type_lookup(cls, "__get__")
    if get is None:
        return method
    return get(method, value, _class_of(value))


def _call_special(method, value, *args):
    if _function_kind(method) is not None:
        return method(value, *args)
    cls = _class_of(method)
    if cls is staticmethod or cls is classmethod:
        return method.__func__(*args) if cls is staticmethod else method.__func__(_class_of(value), *args)
    if cls is method_descriptor or cls is builtin_function_or_method:
        return method(value, *args)
    return _bind(method, value)(*args)


# ---------------------------------------------------------------- operators


def _binary(a, b, op, inplace=False):
    names = _binary_names(op)
    ca = _class_of(a)
    cb = _class_of(b)
    method = _type_lookup(ca, names[0])
    reflected = None if cb is ca else _type_lookup(cb, names[1])
    if reflected is not None and cb is not ca and ca in cb.__mro__ and reflected is not _type_lookup(ca, names[1]):
        result = _call_special(reflected, b, a)
        if result is not NotImplemented:
            return result
        reflected = None
    if method is not None:
        result = _call_special(method, a, b)
        if result is not NotImplemented:
            return result
    elif _content(a) is None and _is_blocked(ca, names[0]):
        raise TypeError("'NoneType' object is not callable")
    if reflected is not None:
        result = _call_special(reflected, b, a)
        if result is not NotImplemented:
            return result
    result = NotImplemented
    if method is None and reflected is None:
        result = _binary_native(op, a, b)
    if result is NotImplemented:
        if op == 2:
            # A sequence times something with `__index__`.
            for sequence, count in ((a, b), (b, a)):
                if _content(sequence) in ("str", "list", "tuple", "bytes"):
                    index = _type_lookup(_class_of(count), "__index__")
                    if index is not None:
                        return _binary_native(op, sequence, _checked_index(index, count))
        if _content(a) == "class" and op == 9:
            return _class_getitem(a, b, True)
        _binary_unsupported(op, a, b, inplace)
    return result


def _inplace(a, b, op):
    method = _type_lookup(_class_of(a), _binary_names(op)[2])
    if method is not None:
        result = _call_special(method, a, b)
        if result is not NotImplemented:
            return result
    return _binary(a, b, op, True)


def _unary(value, name):
    return _type_lookup(_class_of(value), name)(value)


def _compare(a, b, op):
    ca = _class_of(a)
    cb = _class_of(b)
    names = _compare_names(op)
    method = _python_method(ca, names[0])
    reflected = _python_method(cb, names[1])
    if op == 1 and method is None and _python_method(ca, "__eq__") is not None:
        method = _not_equal_method
    if op == 1 and reflected is None and _python_method(cb, "__eq__") is not None:
        reflected = _not_equal_method
    if method is None and reflected is None:
        return _compare_content(a, b, op, names)
    tried = False
    if reflected is not None and cb is not ca and ca in cb.__mro__:
        tried = True
        result = _call_special(reflected, b, a)
        if result is not NotImplemented:
            return result
    if method is not None:
        result = _call_special(method, a, b)
        if result is not NotImplemented:
            return result
    if reflected is not None and not tried:
        result = _call_special(reflected, b, a)
        if result is not NotImplemented:
            return result
    if (method is None or reflected is None) and _content(a) is not None and _content(a) == _content(b):
        return _compare_content(a, b, op, names)
    if op == 0:
        return a is b
    if op == 1:
        return a is not b
    raise TypeError(f"'{names[2]}' not supported between instances of '{_type_name(a)}' and '{_type_name(b)}'")


def _not_equal_method(a, b):
    result = _call_special(_type_lookup(_class_of(a), "__eq__"), a, b)
    if result is NotImplemented:
        return result
    return not result


def _equal(a, b, negated=False):
    if negated:
        method = _type_lookup(_class_of(a), "__eq__")
        result = _call_special(method, a, b)
        if result is NotImplemented:
            return result
        return not result
    return a == b


def _compare_content(a, b, op, names):
    # Built-in contents, whose items may be compared by Python.
    content = _content(a)
    if content == _content(b):
        if content == "list" or content == "tuple":
            return _sequence_compare(a, b, op)
        if content == "dict" and op < 2:
            return _mapping_equal(a, b) != (op == 1)
        if content == "set":
            return _set_compare(a, b, op)
    if (content == "view" or content == "set") and _content(b) in ("view", "set") and _class_of(a) is not dict_values and _class_of(b) is not dict_values:
        return _set_compare(set(a), set(b), op)
    if op == 0 or op == 1:
        same = _equal_content(a, b)
        if same is None:
            same = a is b
        return same != (op == 1)
    result = _order_native(op, a, b)
    if result is None or result is NotImplemented:
        raise TypeError(f"'{names[2]}' not supported between instances of '{_type_name(a)}' and '{_type_name(b)}'")
    return result


def _type_name(value):
    # As messages call it: what is written in C for CPython says its module.
    cls = _class_of(value)
    return cls.__dict__.get("__tp_name__", cls.__name__)


def _sequence_compare(a, b, op):
    n = _len_content(a)
    m = _len_content(b)
    if op == 0 or op == 1:
        if n != m:
            return op == 1
        for i in range(n):
            x = _getitem_native(a, i)
            y = _getitem_native(b, i)
            if x is not y and not x == y:
                return op == 1
        return op == 0
    for i in range(n if n < m else m):
        x = _getitem_native(a, i)
        y = _getitem_native(b, i)
        if x is not y and not x == y:
            if op == 2:
                return x < y
            if op == 3:
                return x <= y
            if op == 4:
                return x > y
            return x >= y
    if op == 2:
        return n < m
    if op == 3:
        return n <= m
    if op == 4:
        return n > m
    return n >= m


def _len_content(value):
    return list.__len__(value) if _content(value) == "list" else tuple.__len__(value)


def _sequence_equal(a, b):
    return _sequence_compare(a, b, 0)


def _sequence_less(a, b):
    return _sequence_compare(a, b, 2)


def _mapping_equal(a, b):
    if dict.__len__(a) != dict.__len__(b):
        return False
    for key, value in dict.items(a):
        found = _dict_place(b, key)
        if found is None:
            return False
        other = found[2]
        if value is not other and not value == other:
            return False
    return True


def _set_compare(a, b, op):
    n = set.__len__(a)
    m = set.__len__(b)
    if op == 0 or op == 1:
        return (n == m and _is_subset(a, b)) != (op == 1)
    if op == 2:
        return n < m and _is_subset(a, b)
    if op == 3:
        return n <= m and _is_subset(a, b)
    if op == 4:
        return n > m and _is_subset(b, a)
    return n >= m and _is_subset(b, a)


def _is_subset(a, b):
    for item in set.__iter__(a):
        if item not in b:
            return False
    return True


def _contains(container, item, negated, plain=False):
    cls = _class_of(container)
    if not plain:
        method = _python_method(cls, "__contains__")
        if method is not None:
            result = _call_special(method, container, item)
            return _negate(result) if negated else (result is True or (result is not False and _as_bool(result)))
    content = _content(container)
    if _python_method(cls, "__iter__") is None or plain:
        if content == "dict":
            return (_dict_place(container, item) is not None) != negated
        if content == "set":
            return (_set_place(container, item) is not None) != negated
    if content is None and not plain:
        method = _type_lookup(cls, "__contains__")
        if method is not None:
            return _as_bool(_call_special(method, container, item)) != negated
        if _is_blocked(cls, "__contains__"):
            raise TypeError(f"'{cls.__name__}' object is not a container")
        if _type_lookup(cls, "__iter__") is None and _type_lookup(cls, "__getitem__") is None and not _is_iterator(container):
            raise TypeError(f"argument of type '{cls.__name__}' is not iterable")
    elif content is not None and _type_lookup(cls, "__iter__") is None and _iter_native_or_none(container) is None:
        raise TypeError(f"argument of type '{cls.__name__}' is not iterable")
    for other in container:
        if other is item or other == item:
            return not negated
    return negated


def _as_bool(value):
    return True if value else False


def _is_iterator(value):
    return _content(value) is not None or hasattr(value, "__next__") or _iter_native_or_none(value) is not None


def _iter_native_or_none(value):
    try:
        return _iter_native(value)
    except TypeError:
        return None


# ---------------------------------------------------------------- iteration


def _iter(value):
    cls = _class_of(value)
    method = _type_lookup(cls, "__iter__")
    if method is None:
        getitem = _type_lookup(cls, "__getitem__")
        if getitem is not None and _content(value) != "class" and not _is_blocked(cls, "__iter__"):
            return _by_index(value, getitem)
        raise TypeError(f"'{cls.__name__}' object is not iterable")
    iterator = _call_special(method, value)
    if _type_lookup(_class_of(iterator), "__next__") is None and _iter_native_or_none(iterator) is not iterator:
        raise TypeError(f"iter() returned non-iterator of type '{type(iterator).__name__}'")
    return iterator


def _is_blocked(cls, name):
    # A class says `name = None`: it must not be asked for, not even where bases have it.
    for base in cls.__mro__:
        names = base.__dict__
        if name in names:
            return names[name] is None
    return False


def _by_index(value, getitem):
    i = 0
    while True:
        try:
            item = getitem(value, i)
        except (IndexError, StopIteration):
            return
        yield item
        i += 1


def _next_or_stop(iterator):
    method = _type_lookup(_class_of(iterator), "__next__")
    if method is None:
        return _next_wrapped(iterator)
    try:
        return method(iterator)
    except StopIteration:
        return _STOP


def _next_wrapped(iterator):
    # A native iterator over something that only Python can iterate.
    try:
        return next(iterator)
    except StopIteration:
        return _STOP


def _next(iterator, sent, *default):
    if sent is not None:
        return iterator.send(sent)
    method = _type_lookup(_class_of(iterator), "__next__")
    if method is None:
        raise TypeError(f"'{type(iterator).__name__}' object is not an iterator")
    if default:
        try:
            return method(iterator)
        except StopIteration:
            return default[0]
    return method(iterator)


def _call_iterator(function, sentinel):
    if not callable(function):
        raise TypeError("iter(v, w): v must be callable")
    return callable_iterator(function, sentinel)


def _hinted(iterable):
    # An iterator, after the length has been asked for, as CPython does to make room.
    iterator = iter(iterable)
    cls = _class_of(iterable)
    method = _python_method(cls, "__len__")
    if method is not None:
        try:
            _checked_len(method(iterable))
            return iterator
        except TypeError:
            pass
    method = _python_method(cls, "__length_hint__")
    if method is not None:
        try:
            hint = method(iterable)
        except TypeError:
            return iterator
        if hint is not NotImplemented:
            if not isinstance(hint, int):
                raise TypeError(f"__length_hint__ must be an integer, not {type(hint).__name__}")
            if hint < 0:
                raise ValueError("__length_hint__() should return >= 0")
    return iterator


def _list_extend(target, iterable):
    for item in _hinted(iterable):
        list.append(target, item)
    return target


def _star_extend(target, iterable, function):
    # `[*iterable]`, or `function(*iterable)`.
    cls = _class_of(iterable)
    if _content(iterable) is None or _content(iterable) in ("class", "int", "float"):
        lookup = _class_of(iterable)
        if _type_lookup(lookup, "__iter__") is None and _type_lookup(lookup, "__getitem__") is None and _iter_native_or_none(iterable) is None:
            if function is None:
                raise TypeError(f"Value after * must be an iterable, not {cls.__name__}")
            raise TypeError(f"{_function_text(function)} argument after * must be an iterable, not {cls.__name__}")
    return _list_extend(target, iterable)


def _function_text(function):
    # As messages on its arguments call it.
    name = getattr(function, "__qualname__", None)
    if not isinstance(name, str):
        return str(function)
    where = getattr(function, "__module__", None)
    if where is None or where == "builtins":
        return f"{name}()"
    return f"{where}.{name}()"


def _list_set_slice(target, key, iterable):
    if _type_lookup(_class_of(iterable), "__iter__") is None and _iter_native_or_none(iterable) is None and _type_lookup(_class_of(iterable), "__getitem__") is None:
        if key.step is None or key.step == 1:
            raise TypeError("can only assign an iterable")
        raise TypeError("must assign iterable to extended slice")
    list.__setitem__(target, key, _list_from(iterable))


def _list_from(iterable, cls=list):
    result = []
    for item in _hinted(iterable):
        result.append(item)
    if cls is not list:
        _set_class(result, cls)
    return result


def _tuple_from(iterable, cls=tuple):
    items = tuple(_list_from(iterable))
    if cls is not tuple:
        return tuple.__new__(cls, items)
    return items


def _radix(value, name):
    return _builtin(name)(_index_of(value))


def _bytes_from(source, cls):
    method = _type_lookup(_class_of(source), "__bytes__")
    if method is not None:
        result = _call_special(method, source)
        if _content(result) != "bytes":
            raise TypeError(f"__bytes__ returned non-bytes (type {type(result).__name__})")
        return result if cls is bytes else cls(list(result))
    if isinstance(source, int):
        raise OverflowError("cannot fit 'int' into an index-sized integer")
    index = _type_lookup(_class_of(source), "__index__")
    if index is not None:
        return cls(_checked_index(index, source))
    try:
        items = _list_from(source)
    except TypeError:
        raise TypeError(f"cannot convert '{type(source).__name__}' object to bytes") from None
    return cls(items)


def _set_from(iterable, cls=set):
    result = set()
    for item in iterable:
        result.add(item)
    if cls is not set:
        _set_class(result, cls)
    return result


def _frozenset_from(iterable, cls=frozenset):
    return _set_class(_set_from(iterable), cls)


def _unpack_from(iterable, count):
    result = []
    cls = _class_of(iterable)
    try:
        iterator = iter(iterable)
    except TypeError:
        if _type_lookup(cls, "__iter__") is None and _type_lookup(cls, "__getitem__") is None:
            raise TypeError(f"cannot unpack non-iterable {cls.__name__} object") from None
        raise
    if count < 0:
        for item in iterator:
            result.append(item)
        return result
    for item in iterator:
        if len(result) == count:
            raise ValueError(f"too many values to unpack (expected {count})")
        result.append(item)
    return result


def _enumerate(iterable, start):
    return _enumerate_steps(iter(iterable), start)


def _enumerate_steps(iterator, count):
    for item in iterator:
        yield (count, item)
        count += 1


def _zip(iterables, strict):
    iterators = [iter(iterable) for iterable in iterables]
    return _zip_steps(iterators, strict)


def _zip_steps(iterators, strict):
    if not iterators:
        return
    while True:
        items = []
        for i, iterator in enumerate(iterators):
            item = _next_or_stop_any(iterator)
            if item is _STOP:
                if strict:
                    if i > 0:
                        plural = " " if i == 1 else "s 1-"
                        raise ValueError(f"zip() argument {i + 1} is shorter than argument{plural}{i}")
                    for j in range(1, len(iterators)):
                        if _next_or_stop_any(iterators[j]) is not _STOP:
                            plural = " " if j == 1 else "s 1-"
                            raise ValueError(f"zip() argument {j + 1} is longer than argument{plural}{j}")
                return
            items.append(item)
        yield tuple(items)


def _next_or_stop_any(iterator):
    for item in iterator:
        return item
    return _STOP


def _reversed(value):
    cls = _class_of(value)
    method = _type_lookup(cls, "__reversed__")
    if method is not None:
        return _call_special(method, value)
    if _type_lookup(cls, "__getitem__") is None or _type_lookup(cls, "__len__") is None or _content(value) == "dict":
        raise TypeError(f"'{cls.__name__}' object is not reversible")
    return _reversed_steps(value, len(value))


def _reversed_steps(value, i):
    while i > 0:
        i -= 1
        yield value[i]


def _sorted(*args, **kwargs):
    if len(args) != 1:
        raise TypeError(f"sorted expected 1 argument, got {len(args)}")
    items = _list_from(args[0])
    items.sort(**kwargs)
    return items


def _list_sort(items, key, reverse):
    copy = [item for item in list.__iter__(items)]
    keys = copy if key is None else [key(item) for item in copy]
    if not _sort_by_keys(copy, keys, reverse):
        pairs = []
        for i in range(len(copy)):
            pairs.append((keys[i], copy[i]))
        if reverse:
            pairs.reverse()
        pairs = _merge_sort(pairs)
        if reverse:
            pairs.reverse()
        copy = [pair[1] for pair in pairs]
    list.__setitem__(items, slice(None, None), copy)


def _small_sort(pairs):
    # With the comparisons that CPython makes, in its order: they may be the program's own.
    descends = pairs[1][0] < pairs[0][0]
    run = 2
    while run < len(pairs) and (pairs[run][0] < pairs[run - 1][0]) == descends:
        run += 1
    result = pairs[:run]
    if descends:
        result.reverse()
    for pair in pairs[run:]:
        left = 0
        right = len(result)
        while left < right:
            middle = (left + right) // 2
            if pair[0] < result[middle][0]:
                right = middle
            else:
                left = middle + 1
        result.insert(left, pair)
    return result


def _merge_sort(pairs):
    n = len(pairs)
    if n < 2:
        return pairs
    if n < 64:
        return _small_sort(pairs)
    left = _merge_sort(pairs[: n // 2])
    right = _merge_sort(pairs[n // 2 :])
    result = []
    i = 0
    j = 0
    while i < len(left) and j < len(right):
        if right[j][0] < left[i][0]:
            result.append(right[j])
            j += 1
        else:
            result.append(left[i])
            i += 1
    result.extend(left[i:])
    result.extend(right[j:])
    return result


def _extreme(name, args, key, default, least):
    if len(args) > 1:
        iterable = args
        if default:
            raise TypeError(f"Cannot specify a default for {name}() with multiple positional arguments")
    elif args:
        iterable = args[0]
    else:
        raise TypeError(f"{name} expected at least 1 argument, got 0")
    best = _STOP
    best_key = None
    for item in iterable:
        item_key = item if key is None else key(item)
        if best is _STOP:
            best = item
            best_key = item_key
        elif (item_key < best_key) if least else (item_key > best_key):
            best = item
            best_key = item_key
    if best is _STOP:
        if default:
            return default[0]
        raise ValueError(f"{name}() arg is an empty sequence")
    return best


def _minimum(*args, key=None, **default):
    return _extreme("min", args, key, _default(default, "min"), True)


def _maximum(*args, key=None, **default):
    return _extreme("max", args, key, _default(default, "max"), False)


def _default(named, function):
    for name in named:
        if name != "default":
            raise TypeError(f"'{name}' is an invalid keyword argument for {function}()")
        return (named[name],)
    return ()


def _sum(iterable, /, start=0):
    if _content(start) == "str":
        raise TypeError("sum() can't sum strings [use ''.join(seq) instead]")
    total = start
    for item in iterable:
        total = total + item
    return total


def _any(iterable):
    for item in iterable:
        if item:
            return True
    return False


def _all(iterable):
    for item in iterable:
        if not item:
            return False
    return True


def _join(separator, iterable):
    return separator.join(_list_from(iterable))


def _list_index(items, item, start, stop):
    n = len(items)
    if start < 0:
        start = max(start + n, 0)
    if stop is None or stop > n:
        stop = n
    elif stop < 0:
        stop += n
    for i in range(start, stop):
        other = items[i]
        if other is item or other == item:
            return i
    if _content(items) == "tuple":
        raise ValueError("tuple.index(x): x not in tuple")
    raise ValueError(f"{item!r} is not in list")


def _list_count(items, item):
    count = 0
    for other in items:
        if other is item or other == item:
            count += 1
    return count


def _list_remove(items, item):
    for i in range(list.__len__(items)):
        other = _getitem_native(items, i)
        if other is item or other == item:
            list.pop(items, i)
            return
    raise ValueError("list.remove(x): x not in list")


# ---------------------------------------------------------------- hashes, dicts, sets


def _hash(value):
    cls = _class_of(value)
    method = _python_method(cls, "__hash__")
    if method is not None:
        result = _call_special(method, value)
        if type(result) is not int and not isinstance(result, int):
            raise TypeError("__hash__ method should return an integer")
        return hash(int(result))
    content = _content(value)
    if content == "tuple":
        return hash(tuple([_hash_of(item) for item in value])) if False else _tuple_hash(value)
    if content == "set":
        return _frozen_hash(value)
    return hash(value)


def _tuple_hash(value):
    # As the machine does it, on the hashes of the items.
    mask = 0xFFFFFFFFFFFFFFFF
    acc = 2870177450012600261
    for item in value:
        lane = hash(item) & mask
        acc = (acc + lane * 14029467366897019727) & mask
        acc = ((acc << 31) | (acc >> 33)) & mask
        acc = (acc * 11400714785074694791) & mask
    acc = (acc + (len(value) ^ (2870177450012600261 ^ 3527539))) & mask
    if acc == mask:
        return 1546275796
    return acc - (1 << 64) if acc >> 63 else acc


def _hash_of(item):
    return hash(item)


def _frozen_hash(value):
    result = 0
    for item in value:
        result ^= hash(item)
    return result


def _dict_place(target, key):
    # [place, key, value] of a key, or None.
    return _dict_place_hashed(target, key, hash(key))


def _dict_place_hashed(target, key, hash_of_key):
    for candidate in _dict_candidates(target, hash_of_key):
        other = candidate[1]
        if other is key or other == key:
            return candidate
    return None


def _dict_find(target, key, found=False):
    return _dict_place(target, key) is not None


def _dict_get(target, key, default):
    found = _dict_place(target, key)
    return default if found is None else found[2]


def _dict_insert(target, key, value):
    hash_of_key = hash(key)
    found = _dict_place_hashed(target, key, hash_of_key)
    if found is None:
        _dict_push(target, hash_of_key, key, value)
    else:
        _dict_set_at(target, found[0], value)


def _dict_remove(target, key):
    found = _dict_place(target, key)
    if found is None:
        raise KeyError(key)
    _dict_remove_at(target, found[0])


def _dict_setdefault(target, key, default):
    hash_of_key = hash(key)
    found = _dict_place_hashed(target, key, hash_of_key)
    if found is None:
        _dict_push(target, hash_of_key, key, default)
        return default
    return found[2]


def _dict_pop(target, key, *default):
    found = _dict_place(target, key)
    if found is None:
        if default:
            return default[0]
        raise KeyError(key)
    _dict_remove_at(target, found[0])
    return found[2]


def _dict_from(pairs):
    result = {}
    for key, value in pairs:
        result[key] = value
    return result


def _dict_update(target, source, named=None):
    if source is not None or named is None:
        content = _content(source)
        if content == "dict" and _python_method(_class_of(source), "__iter__") is None and _python_method(_class_of(source), "keys") is None:
            for key, value in dict.items(source):
                dict.__setitem__(target, key, value)
        elif hasattr(source, "keys"):
            for key in source.keys():
                dict.__setitem__(target, key, source[key])
        else:
            i = 0
            for pair in source:
                try:
                    items = _list_from(pair)
                except TypeError:
                    raise TypeError(f"cannot convert dictionary update sequence element #{i} to a sequence") from None
                if len(items) != 2:
                    raise ValueError(f"dictionary update sequence element #{i} has length {len(items)}; 2 is required")
                dict.__setitem__(target, items[0], items[1])
                i += 1
    else:
        raise TypeError("'NoneType' object is not iterable")
    if named:
        for key in named:
            dict.__setitem__(target, key, named[key])
    return target


def _dict_display(target, mapping):
    # `{**mapping}`.
    if not hasattr(mapping, "keys"):
        raise TypeError(f"'{type(mapping).__name__}' object is not a mapping")
    return _dict_update(target, mapping)


def _dict_merge(target, mapping, function):
    if not hasattr(mapping, "keys"):
        name = getattr(function, "__qualname__", "function")
        raise TypeError(f"{getattr(function, '__module__', '')}.{name}() argument after ** must be a mapping, not {type(mapping).__name__}")
    for key in mapping.keys():
        if not isinstance(key, str):
            raise TypeError("keywords must be strings")
        if key in target:
            name = getattr(function, "__qualname__", "function")
            raise TypeError(f"{getattr(function, '__module__', '')}.{name}() got multiple values for keyword argument '{key}'")
        target[key] = mapping[key]


def _fromkeys(cls, keys, value):
    result = cls()
    for key in keys:
        result[key] = value
    return result


def _set_place(target, item):
    if _content(item) == "set" and type(item).__hash__ is None:
        # A set is looked for as if it were frozen.
        item = frozenset(item)
    return _set_place_hashed(target, item, hash(item))


def _set_place_hashed(target, item, hash_of_item):
    for candidate in _set_candidates(target, hash_of_item):
        other = candidate[1]
        if other is item or other == item:
            return candidate
    return None


def _set_add(target, item):
    hash_of_item = hash(item)
    if _set_place_hashed(target, item, hash_of_item) is None:
        _set_push(target, hash_of_item, item)


def _set_discard(target, item):
    found = _set_place(target, item)
    if found is not None:
        _set_remove_at(target, found[0])


def _set_remove(target, item):
    found = _set_place(target, item)
    if found is None:
        raise KeyError(item)
    _set_remove_at(target, found[0])


def _set_update(target, *iterables):
    for iterable in iterables:
        if _content(iterable) == "set":
            _set_replace(target, _binary_native(9, target, iterable))
        else:
            for item in iterable:
                set.add(target, item)
    return target


def _set_operation(a, b, op):
    result = set()
    if op == 9:
        for item in a:
            result.add(item)
        for item in b:
            result.add(item)
    elif op == 8:
        for item in a:
            if item in b:
                result.add(item)
    elif op == 1:
        for item in a:
            if item not in b:
                result.add(item)
    else:
        for item in a:
            if item not in b:
                result.add(item)
        for item in b:
            if item not in a:
                result.add(item)
    return result


def _getitem(value, key):
    content = _content(value)
    if content == "dict":
        found = _dict_place(value, key)
        if found is not None:
            return found[2]
        missing = _python_method(_class_of(value), "__missing__")
        if missing is not None:
            return missing(value, key)
        raise KeyError(key)
    if _class_of(key) is slice:
        return value[slice(_index_of(key.start), _index_of(key.stop), _index_of(key.step))]
    index = _type_lookup(_class_of(key), "__index__")
    return _getitem_native(value, _checked_index(index, key))


def _index_of(value):
    if value is None or type(value) is int:
        return value
    index = _type_lookup(_class_of(value), "__index__")
    if index is None:
        raise TypeError("slice indices must be integers or None or have an __index__ method")
    return _checked_index(index, value)


def _setitem(value, key, item):
    _type_lookup(_class_of(value), "__setitem__")(value, key, item)


def _delitem(value, key):
    _type_lookup(_class_of(value), "__delitem__")(value, key)


def _index(args):
    return range(*[_index_of(arg) for arg in args])


# ---------------------------------------------------------------- text

_open = []


def _repr(value, plain=False):
    cls = _class_of(value)
    if not plain:
        method = _python_method(cls, "__repr__")
        if method is not None:
            result = _call_special(method, value)
            if _content(result) != "str":
                raise TypeError(f"__repr__ returned non-string (type {type(result).__name__})")
            return result
    text = _repr_plain(value)
    if text is not None:
        return text
    content = _content(value)
    if content == "exception":
        args = value.args
        inner = ", ".join([repr(arg) for arg in args])
        return f"{cls.__name__}({inner})"
    if content == "method":
        return f"<bound method {value.__func__.__qualname__} of {value.__self__!r}>"
    for other in _open:
        if other is value:
            return {"list": "[...]", "tuple": "(...)", "dict": "{...}"}.get(content, "...")
    _open.append(value)
    try:
        if content == "list":
            return "[" + ", ".join([repr(item) for item in list.__iter__(value)]) + "]"
        if content == "tuple":
            items = [repr(item) for item in tuple.__iter__(value)]
            return "(" + ", ".join(items) + (",)" if len(items) == 1 else ")")
        if content == "dict":
            return "{" + ", ".join([f"{key!r}: {item!r}" for key, item in dict.items(value)]) + "}"
        if content == "set":
            inner = "{" + ", ".join([repr(item) for item in set.__iter__(value)]) + "}"
            return inner if cls is set else f"{cls.__name__}({inner})"
        if content == "view":
            return f"{cls.__name__}({[item for item in value]!r})"
        if cls is slice:
            return f"slice({value.start!r}, {value.stop!r}, {value.step!r})"
        return f"<{_qualified_name(cls)} object at {_address(value)}>"
    finally:
        _open.pop()


def _str(value, cls=None):
    own = _class_of(value)
    method = _python_method(own, "__str__")
    if method is not None:
        text = _call_special(method, value)
        if _content(text) != "str":
            raise TypeError(f"__str__ returned non-string (type {type(text).__name__})")
    else:
        content = _content(value)
        if content == "exception":
            args = value.args
            if isinstance(value, OSError) and len(args) == 2:
                text = _os_error_text(value)
            elif len(args) == 0:
                text = ""
            elif len(args) == 1:
                text = repr(args[0]) if isinstance(value, KeyError) else str(args[0])
            else:
                text = repr(args)
        elif content == "str":
            text = _str_plain(value)
        elif _python_method(own, "__repr__") is not None:
            text = _call_special(_python_method(own, "__repr__"), value)
            if _content(text) != "str":
                raise TypeError(f"__str__ returned non-string (type {type(text).__name__})")
        else:
            text = repr(value)
    if cls is not None:
        return str.__new__(cls, text)
    return text


def _os_error_text(error):
    text = f"[Errno {error.errno}] {error.strerror}"
    if error.filename is not None:
        text += f": {error.filename!r}"
        if error.filename2 is not None:
            text += f" -> {error.filename2!r}"
    return text


def _ascii(value):
    result = []
    for char in repr(value):
        code = ord(char)
        if code < 128:
            result.append(char)
        elif code < 256:
            result.append("\\x" + _hex(code, 2))
        elif code < 65536:
            result.append("\\u" + _hex(code, 4))
        else:
            result.append("\\U" + _hex(code, 8))
    return "".join(result)


def _hex(code, width):
    return hex(code)[2:].rjust(width, "0")


def _format(value, spec):
    cls = _class_of(value)
    method = _type_lookup(cls, "__format__")
    if method is object.__format__ and (_content(value) in ("str", "int", "float") or type(value) is bool):
        text = _format_native(value, spec)
        if text is not None:
            return text
    if method is object.__format__ and spec:
        raise TypeError(f"unsupported format string passed to {cls.__name__}.__format__")
    result = _call_special(method, value, spec)
    if _content(result) != "str":
        raise TypeError(f"__format__ must return a str, not {type(result).__name__}")
    return result


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    from _files import File

    return File(file, mode)


def _print(values, separator, end, file):
    text = separator.join([str(value) for value in values]) + end
    if file is None:
        _write(text)
    else:
        file.write(text)


_CONVERSIONS = "diouxXeEfFgGcrsa"


def _bytes_percent(template, args):
    # As text of the same numbers; `%s` and `%b` take bytes.
    def as_text(value):
        return value.decode("latin-1") if _content(value) == "bytes" else value

    def ready(value):
        if _content(value) == "bytes":
            return value.decode("latin-1")
        if isinstance(value, (int, float)):
            return value
        method = _type_lookup(_class_of(value), "__bytes__")
        if method is None:
            raise TypeError(f"%b requires a bytes-like object, or an object that implements __bytes__, not '{type(value).__name__}'")
        return method(value).decode("latin-1")

    if "%r" in as_text(template) or "%a" in as_text(template):
        plain = args if _content(args) == "tuple" else (args,)
        return _percent(as_text(template).replace("%r", "%a"), plain).encode("latin-1")
    if "%" not in as_text(template):
        # Nothing to convert.
        pass
    elif _content(args) == "tuple":
        args = tuple([ready(arg) for arg in args])
    elif _content(args) == "dict":
        args = {as_text(key): ready(value) for key, value in args.items()}
    else:
        args = (ready(args),)
    try:
        return _percent(as_text(template).replace("%b", "%s"), args).encode("latin-1")
    except TypeError as error:
        raise TypeError(str(error).replace("string formatting", "bytes formatting")) from None


def _percent(template, args):
    if _content(template) == "bytes":
        return _bytes_percent(template, args)
    result = []
    n = len(template)
    i = 0
    position = 0
    is_tuple = _content(args) == "tuple"
    mapping = not is_tuple and _content(args) != "str" and hasattr(args, "__getitem__") and not isinstance(args, type)
    while i < n:
        j = template.find("%", i)
        if j < 0:
            result.append(template[i:])
            break
        result.append(template[i:j])
        i = j + 1
        key = None
        if i < n and template[i] == "(":
            depth = 1
            k = i + 1
            while k < n and depth:
                if template[k] == "(":
                    depth += 1
                elif template[k] == ")":
                    depth -= 1
                k += 1
            if depth:
                raise ValueError("incomplete format key")
            key = template[i + 1 : k - 1]
            i = k
            if not mapping:
                raise TypeError("format requires a mapping")
        flags = ""
        while i < n and template[i] in "#0- +":
            flags += template[i]
            i += 1
        width = ""
        if i < n and template[i] == "*":
            width = args[position] if is_tuple else args
            position += 1
            if width < 0:
                flags += "-"
                width = -width
            width = str(width)
            i += 1
        else:
            while i < n and template[i].isdigit():
                width += template[i]
                i += 1
        precision = None
        if i < n and template[i] == ".":
            i += 1
            precision = ""
            if i < n and template[i] == "*":
                precision = str(args[position] if is_tuple else args)
                position += 1
                i += 1
            else:
                while i < n and template[i].isdigit():
                    precision += template[i]
                    i += 1
            if precision == "":
                precision = "0"
        while i < n and template[i] in "hlL":
            i += 1
        if i >= n:
            raise ValueError("incomplete format")
        kind = template[i]
        i += 1
        if kind == "%":
            result.append("%")
            continue
        if kind not in _CONVERSIONS:
            raise ValueError(f"unsupported format character '{kind}' ({hex(ord(kind))}) at index {i - 1}")
        if key is not None:
            value = args[key]
        elif is_tuple:
            if position >= len(args):
                raise TypeError("not enough arguments for format string")
            value = args[position]
            position += 1
        else:
            if position > 0:
                raise TypeError("not enough arguments for format string")
            value = args
            position += 1
        result.append(_percent_one(value, kind, flags, width, precision))
    if is_tuple:
        if position < len(args):
            raise TypeError("not all arguments converted during string formatting")
    elif position == 0 and not mapping:
        raise TypeError("not all arguments converted during string formatting")
    return "".join(result)


def _percent_one(value, kind, flags, width, precision):
    left = "-" in flags
    if kind in "sra":
        text = str(value) if kind == "s" else repr(value) if kind == "r" else ascii(value)
        if precision is not None:
            text = text[: int(precision)]
    elif kind == "c":
        if isinstance(value, str):
            text = value
        elif isinstance(value, int):
            if not 0 <= value < 0x110000:
                raise OverflowError("%c arg not in range(0x110000)")
            text = chr(value)
        else:
            raise TypeError("%c requires int or char")
        if len(text) != 1:
            raise TypeError("%c requires int or char")
    elif kind in "diuoxX":
        if kind in "diu":
            if isinstance(value, float):
                value = int(value)
            elif not isinstance(value, int):
                if _type_lookup(_class_of(value), "__int__") is None and _type_lookup(_class_of(value), "__index__") is None:
                    raise TypeError(f"%{kind} format: a real number is required, not {type(value).__name__}")
                value = int(value)
        elif not isinstance(value, int):
            index = _type_lookup(_class_of(value), "__index__")
            if index is None:
                raise TypeError(f"%{kind} format: an integer is required, not {type(value).__name__}")
            value = _checked_index(index, value)
        spec = "+" if "+" in flags else " " if " " in flags else ""
        code = "d" if kind in "diu" else kind
        text = format(int(value), spec + ("#" if "#" in flags else "") + code)
        if precision is not None:
            sign = text[0] if text[0] in "+- " else ""
            text = sign + text[len(sign) :].rjust(int(precision), "0")
        if "0" in flags and not left and precision is None:
            text = text.zfill(int(width)) if width else text
            if text[0] == " " and width:
                text = " " + text[1:].rjust(int(width) - 1, "0")
    else:
        if not isinstance(value, (int, float)):
            if _type_lookup(_class_of(value), "__float__") is None and _type_lookup(_class_of(value), "__index__") is None:
                raise TypeError(f"must be real number, not {type(value).__name__}")
        value = float(value)
        spec = "+" if "+" in flags else " " if " " in flags else ""
        if "#" in flags:
            spec += "#"
        if "0" in flags and not left and width:
            spec += "0" + width
        spec += "." + (precision if precision is not None else "6") + kind
        text = format(value, spec)
    if width:
        text = text.ljust(int(width)) if left else text.rjust(int(width))
    return text


def _translate(text, table):
    result = []
    for char in text:
        try:
            found = table[ord(char)]
        except LookupError:
            result.append(char)
            continue
        if found is None:
            continue
        if isinstance(found, str):
            result.append(found)
        elif isinstance(found, int):
            if not 0 <= found < 0x110000:
                raise ValueError("character mapping must be in range(0x110000)")
            result.append(chr(found))
        else:
            raise TypeError("character mapping must return integer, None or str")
    return "".join(result)


def _str_format(template, args, named):
    # The number of the next field without a name; None once fields have numbers.
    return _format_fields(template, args, named, [0], 2)


def _format_fields(template, args, named, state, depth):
    if depth < 0:
        raise ValueError("Max string recursion exceeded")
    result = []
    n = len(template)
    i = 0
    while i < n:
        start = i
        while i < n and template[i] != "{" and template[i] != "}":
            i += 1
        result.append(template[start:i])
        if i == n:
            break
        char = template[i]
        i += 1
        if i < n and template[i] == char:
            result.append(char)
            i += 1
            continue
        if char == "}" or i == n:
            raise ValueError(f"Single '{char}' encountered in format string")
        name, conversion, spec, i = _format_parts(template, i)
        value = _format_value(name, args, named, state)
        if conversion == "r":
            value = repr(value)
        elif conversion == "s":
            value = str(value)
        elif conversion == "a":
            value = ascii(value)
        elif conversion is not None:
            if "!" <= conversion <= "~":
                raise ValueError(f"Unknown conversion specifier {conversion}")
            raise ValueError(f"Unknown conversion specifier \\x{ord(conversion):x}")
        if "{" in spec or "}" in spec:
            spec = _format_fields(spec, args, named, state, depth - 1)
        result.append(format(value, spec))
    return "".join(result)


def _format_parts(template, i):
    # A field after its `{`: name, conversion, specification, and where it ends.
    n = len(template)
    start = i
    char = None
    while i < n:
        char = template[i]
        i += 1
        if char == "{":
            raise ValueError("unexpected '{' in field name")
        if char == "[":
            while i < n and template[i] != "]":
                i += 1
        elif char == "}" or char == ":" or char == "!":
            break
    name = template[start : i - 1]
    if char == "}":
        return name, None, "", i
    if char != ":" and char != "!":
        raise ValueError("expected '}' before end of string")
    conversion = None
    if char == "!":
        if i >= n:
            raise ValueError("end of string while looking for conversion specifier")
        conversion = template[i]
        i += 1
        if i < n:
            char = template[i]
            i += 1
            if char == "}":
                return name, conversion, "", i
            if char != ":":
                raise ValueError("expected ':' after conversion specifier")
    start = i
    level = 1
    while i < n:
        char = template[i]
        i += 1
        if char == "{":
            level += 1
        elif char == "}":
            level -= 1
            if level == 0:
                return name, conversion, template[start : i - 1], i
    raise ValueError("unmatched '{' in format spec")


def _format_value(name, args, named, state):
    first = len(name)
    for i in range(len(name)):
        if name[i] == "." or name[i] == "[":
            first = i
            break
    head = name[:first]
    path = name[first:]
    if head == "" or head.isdecimal():
        if head == "":
            if state[0] is None:
                raise ValueError("cannot switch from manual field specification to automatic field numbering")
            index = state[0]
            state[0] += 1
        else:
            if state[0]:
                raise ValueError("cannot switch from automatic field numbering to manual field specification")
            state[0] = None
            index = _format_index(head)
        if args is None:
            raise ValueError("Format string contains positional fields")
        if index >= len(args):
            raise IndexError(f"Replacement index {index} out of range for positional args tuple")
        value = args[index]
    else:
        value = named[head]
    while path:
        if path[0] == ".":
            end = 1
            while end < len(path) and path[end] != "." and path[end] != "[":
                end += 1
            if end == 1:
                raise ValueError("Empty attribute in format string")
            value = getattr(value, path[1:end])
            path = path[end:]
        elif path[0] == "[":
            end = path.find("]")
            if end < 0:
                raise ValueError("Missing ']' in format string")
            key = path[1:end]
            if key == "":
                raise ValueError("Empty attribute in format string")
            value = value[_format_index(key) if key.isdecimal() else key]
            path = path[end + 1 :]
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
    return value


def _format_index(digits):
    index = int(digits)
    if index > 9223372036854775807:
        raise ValueError("Too many decimal digits in format string")
    return index


# ---------------------------------------------------------------- numbers


def _int(cls, value):
    for name in ("__int__", "__index__", "__trunc__"):
        method = _type_lookup(_class_of(value), name)
        if method is not None:
            result = method(value)
            if _content(result) != "int" and type(result) is not int and type(result) is not bool:
                raise TypeError(f"{name} returned non-int (type {type(result).__name__})")
            return result if cls is int else int.__new__(cls, result)
    raise TypeError(f"int() argument must be a string, a bytes-like object or a real number, not '{type(value).__name__}'")


def _float(cls, value):
    for name in ("__float__", "__index__"):
        method = _type_lookup(_class_of(value), name)
        if method is not None:
            result = method(value)
            if name == "__float__" and type(result) is not float and _content(result) != "float":
                raise TypeError(f"{type(value).__name__}.__float__ returned non-float (type {type(result).__name__})")
            result = float(result)
            return result if cls is float else float.__new__(cls, result)
    raise TypeError(f"float() argument must be a string or a real number, not '{type(value).__name__}'")


def _abs(value):
    method = _type_lookup(_class_of(value), "__abs__")
    if method is None:
        raise TypeError(f"bad operand type for abs(): '{type(value).__name__}'")
    return method(value)


def _round(value, digits):
    if isinstance(value, float):
        return round(float(value), _index_of(digits)) if digits is not None else round(float(value))
    if isinstance(value, int):
        digits = _index_of(digits)
        if digits is None or digits >= 0:
            return int(value)
        unit = 10**-digits
        quotient, rest = divmod(int(value), unit)
        if rest * 2 > unit or (rest * 2 == unit and quotient % 2):
            quotient += 1
        return quotient * unit
    method = _type_lookup(_class_of(value), "__round__")
    if method is None:
        raise TypeError(f"type {type(value).__name__} doesn't define __round__ method")
    return method(value) if digits is None else method(value, digits)


def _divmod(a, b):
    method = _type_lookup(_class_of(a), "__divmod__")
    if method is not None:
        result = method(a, b)
        if result is not NotImplemented:
            return result
    method = _type_lookup(_class_of(b), "__rdivmod__")
    if method is not None:
        result = method(b, a)
        if result is not NotImplemented:
            return result
    if not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
        raise TypeError(f"unsupported operand type(s) for divmod(): '{type(a).__name__}' and '{type(b).__name__}'")
    if (isinstance(a, float) or isinstance(b, float)) and b == 0:
        raise ZeroDivisionError("float divmod()")
    return (a // b, a % b)


def _pow3(a, b, modulus):
    return pow(a, b, modulus)


# ---------------------------------------------------------------- attributes and classes


def _getattr_or(getter, value, name, *default):
    if default:
        try:
            return getattr(value, name)
        except AttributeError:
            return default[0]
    # A property with `__getattr__` behind it.
    try:
        return getter(value)
    except AttributeError as error:
        return _type_lookup(_class_of(value), "__getattr__")(value, name)


def _hasattr(value, name):
    try:
        getattr(value, name)
    except AttributeError:
        return False
    return True


def _getattribute(value, name):
    cls = _class_of(value)
    try:
        return _type_lookup(cls, "__getattribute__")(value, name)
    except AttributeError:
        return _type_lookup(cls, "__getattr__")(value, name)


def _isinstance(value, cls):
    content = _content(cls)
    if content == "tuple":
        for one in cls:
            if isinstance(value, one):
                return True
        return False
    if content == "class":
        check = _type_lookup(_class_of(cls), "__instancecheck__")
        return _as_bool(check(cls, value))
    args = getattr(cls, "__union__", None)
    if args is not None:
        return isinstance(value, args)
    if hasattr(cls, "__instancecheck__"):
        return _as_bool(cls.__instancecheck__(value))
    raise TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union")


def _issubclass(value, cls):
    content = _content(cls)
    if content == "tuple":
        for one in cls:
            if issubclass(value, one):
                return True
        return False
    if content == "class":
        check = _type_lookup(_class_of(cls), "__subclasscheck__")
        if check is not None:
            return _as_bool(check(cls, value))
        return cls in value.__mro__
    args = getattr(cls, "__union__", None)
    if args is not None:
        return issubclass(value, args)
    raise TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union")


def _instantiate(cls, *args, **kwargs):
    value = cls.__new__(cls, *args, **kwargs)
    if cls in _class_of(value).__mro__:
        init = _type_lookup(_class_of(value), "__init__")
        if init is not object.__init__:
            init(value, *args, **kwargs)
        elif (args or kwargs) and _python_method(cls, "__new__") is None and _content(value) is None:
            raise TypeError(f"{cls.__name__}() takes no arguments")
    return value


def _super_init(init, value, *args, **kwargs):
    _call_init(init, value, args, kwargs)
    return value


def _call_init(init, value, args, kwargs):
    if _function_kind(init) is None:
        init = _bind(init, value)
        result = init(*args, **kwargs)
    else:
        result = init(value, *args, **kwargs)
    if result is not None:
        raise TypeError(f"__init__() should return None, not '{type(result).__name__}'")


def _resolve_bases(bases):
    result = []
    changed = False
    for base in bases:
        if _content(base) != "class":
            entries = getattr(base, "__mro_entries__", None)
            if entries is not None:
                changed = True
                result.extend(entries(bases))
                continue
        result.append(base)
    return tuple(result) if changed else bases


def _build_class(body, name, *bases, metaclass=None, **kwargs):
    original = bases
    bases = _resolve_bases(bases)
    meta = metaclass
    if meta is None:
        meta = type
    for base in bases:
        if _content(base) != "class":
            namespace = {}
            _run_class_body(body, namespace)
            return _class_of(base)(name, bases, namespace, **kwargs)
        cls = _class_of(base)
        if cls is not type and cls is not meta:
            if meta is type or meta in cls.__mro__:
                meta = cls
    if _content(meta) != "class":
        namespace = {}
        _run_class_body(body, namespace)
        return meta(name, bases, namespace, **kwargs)
    prepare = meta.__prepare__ if _type_lookup(meta, "__prepare__") is not None else None
    namespace = {} if prepare is None else prepare(name, bases, **kwargs)
    _run_class_body(body, namespace)
    if original is not bases:
        namespace["__orig_bases__"] = original
    new = None if meta is type else _python_method(meta, "__new__")
    if new is None:
        cls = _finish_class(meta, name, bases, namespace, kwargs)
    else:
        cls = meta.__new__(meta, name, bases, namespace, **kwargs)
    if meta is not type:
        init = _python_method(meta, "__init__")
        if init is not None:
            init(cls, name, bases, namespace, **kwargs)
    return cls


def _make_type(meta, name, bases, namespace, **kwargs):
    if meta is type:
        for base in bases:
            cls = _class_of(base)
            if cls is not type:
                meta = cls
    namespace = dict(namespace)
    if "__module__" not in namespace:
        namespace["__module__"] = _program_name()
    return _finish_class(meta, name, bases, namespace, kwargs)


def _finish_class(meta, name, bases, namespace, kwargs):
    cls = _make_class(meta, name, bases, namespace)
    for key, value in list(dict.items(namespace)):
        set_name = _type_lookup(_class_of(value), "__set_name__")
        if set_name is not None:
            try:
                set_name(value, cls, key)
            except Exception as error:
                raise RuntimeError(f"Error calling __set_name__ on '{type(value).__name__}' instance '{key}' in '{name}'") from error
    abstract = []
    for base in cls.__mro__[1:]:
        for key in _abstract_of(base):
            if key not in abstract and _is_abstract(_type_lookup(cls, key)):
                abstract.append(key)
    for key, value in dict.items(namespace):
        if key not in abstract and _is_abstract(value):
            abstract.append(key)
    if abstract or _type_lookup(cls, "__abstractmethods__") is not None:
        cls.__abstractmethods__ = frozenset(abstract)
    super(cls, cls).__init_subclass__(**kwargs)
    return cls


def _is_abstract(value):
    kind = _class_of(value)
    if kind is property:
        return _is_abstract(value.fget)
    if kind is classmethod or kind is staticmethod:
        return _is_abstract(value.__func__)
    return kind is function and getattr(value, "__isabstractmethod__", False)


def _abstract_of(base):
    return () if not _is_user_class(base) else (base.__dict__.get("__abstractmethods__") or ())


def _abstract_error(cls):
    names = sorted(cls.__abstractmethods__)
    plural = "s" if len(names) > 1 else ""
    raise TypeError(f"Can't instantiate abstract class {cls.__name__} with abstract method{plural} {', '.join(names)}")


def _class_getitem(cls, key, union=False):
    if union:
        return _union(cls, key)
    meta = _class_of(cls)
    if meta is not type:
        method = _python_method(meta, "__getitem__")
        if method is not None:
            return method(cls, key)
    method = _type_lookup(cls, "__class_getitem__")
    if method is not None:
        return cls.__class_getitem__(key)
    if cls in (list, dict, tuple, set, frozenset, type):
        return _alias(cls, key)
    raise TypeError(f"type '{cls.__name__}' is not subscriptable")


def _dir(value):
    method = _python_method(_class_of(value), "__dir__")
    if method is not None:
        return sorted(_call_special(method, value))
    return _dir_list(value)


def _dir_list(value):
    names = set()
    if _content(value) == "class":
        for cls in value.__mro__:
            names.update(cls.__dict__)
    elif _class_of(value) is module:
        names.update(_module_names(value))
    else:
        for cls in _class_of(value).__mro__:
            names.update(cls.__dict__)
        names.update(_own_names(value))
    return sorted(names)


# ---------------------------------------------------------------- match


def _match_sequence(value):
    content = _content(value)
    if content == "list" or content == "tuple" or content == "range":
        return True
    return getattr(_class_of(value), "__match_sequence__", False)


def _match_mapping(value):
    return _content(value) == "dict" or _class_of(value) is mappingproxy or getattr(_class_of(value), "__match_mapping__", False)


def _match_keys(value, keys):
    result = []
    for key in keys:
        found = value.get(key, _STOP)
        if found is _STOP:
            return None
        result.append(found)
    return tuple(result)


def _match_rest(value, keys):
    rest = {}
    for key in value:
        if key not in keys:
            rest[key] = value[key]
    return rest


def _match_class(value, cls, count, names):
    if _content(cls) != "class":
        raise TypeError("called match pattern must be a type")
    if not isinstance(value, cls):
        return None
    result = []
    if count:
        if cls in (bool, bytes, dict, float, frozenset, int, list, set, str, tuple):
            if count > 1:
                raise TypeError(f"{cls.__name__}() accepts 1 positional sub-pattern ({count} given)")
            result.append(value)
        else:
            match_args = getattr(cls, "__match_args__", ())
            if count > len(match_args):
                plural = "" if len(match_args) == 1 else "s"
                raise TypeError(f"{cls.__name__}() accepts {len(match_args)} positional sub-pattern{plural} ({count} given)")
            names = tuple(match_args[:count]) + names
    for i, name in enumerate(names):
        if name in names[:i]:
            raise TypeError(f"{cls.__name__}() got multiple sub-patterns for attribute '{name}'")
        found = getattr(value, name, _STOP)
        if found is _STOP:
            return None
        result.append(found)
    return tuple(result)


def _import_star(source, name):
    target = _module(name)
    names = getattr(source, "__all__", None)
    if names is None:
        names = [name for name in _module_names(source) if not name.startswith("_")]
    for name in names:
        setattr(target, name, getattr(source, name))


# ---------------------------------------------------------------- coroutines


def _await(value):
    cls = _class_of(value)
    if cls is coroutine:
        return value
    if cls is generator and getattr(value, "__awaitable__", False):
        return value
    method = _type_lookup(cls, "__await__")
    if method is None:
        raise TypeError(f"object {cls.__name__} can't be used in 'await' expression")
    iterator = _call_special(method, value)
    if _class_of(iterator) is coroutine:
        raise TypeError("__await__() returned a coroutine")
    if _type_lookup(_class_of(iterator), "__next__") is None:
        raise TypeError(f"__await__() returned non-iterator of type '{type(iterator).__name__}'")
    return iterator


def _coroutine_steps(coro):
    # What `coroutine.__await__()` gives: an iterator that is no coroutine.
    sent = error = None
    while True:
        try:
            item = coro.send(sent) if error is None else coro.throw(error)
        except StopIteration as stop:
            return stop.value
        sent = error = None
        try:
            sent = yield item
        except GeneratorExit:
            coro.close()
            raise
        except BaseException as thrown:
            error = thrown


def _aiter(value):
    method = _type_lookup(_class_of(value), "__aiter__")
    if method is None:
        raise TypeError(f"'async for' requires an object with __aiter__ method, got {type(value).__name__}")
    return _call_special(method, value)


def _anext(value):
    method = _type_lookup(_class_of(value), "__anext__")
    if method is None:
        raise TypeError(f"'async for' requires an iterator with __anext__ method, got {type(value).__name__}")
    return _await(_call_special(method, value))


def _anext_function(value, *default):
    method = _type_lookup(_class_of(value), "__anext__")
    if method is None:
        raise TypeError(f"'{type(value).__name__}' object is not an async iterator")
    step = _call_special(method, value)
    return _anext_or(step, default[0]) if default else step


async def _anext_or(step, default):
    try:
        return await step
    except StopAsyncIteration:
        return default


def _throw_into(iterator, error, *args):
    if args or _content(error) == "class":
        error = error(*args)
        return iterator.throw(error)
    if isinstance(error, GeneratorExit):
        close = getattr(iterator, "close", None)
        if close is not None:
            close()
        raise error
    throw = getattr(iterator, "throw", None)
    if throw is None:
        raise error
    return throw(error)


def _close_generator(target):
    target.close()


def _close_dropped(generators):
    # Generators that nobody holds any more.
    for generator in generators:
        try:
            generator.close()
        except BaseException as error:
            _write_error(f"Exception ignored in: {generator!r}\n{_format_exception(error)}")


def _async_gen_step(target, how, value, more):
    # Awaitable steps of an asynchronous generator: next, send, throw, close.
    return async_step(_async_steps(target, how, value, more))


def _async_steps(target, how, value, more):
    if how == 3:
        state = _generator_state(target)
        if state == 0 or state == 3:
            if state == 0:
                try:
                    _throw_async(target, GeneratorExit())
                except GeneratorExit:
                    pass
            return None
        try:
            pair = _throw_async(target, GeneratorExit())
        except (GeneratorExit, StopAsyncIteration):
            return None
    elif how == 2:
        error = value() if _content(value) == "class" else value
        pair = _throw_async(target, error)
    else:
        pair = _resume_async(target, value)
    while pair[0]:
        try:
            sent = yield pair[1]
        except BaseException as error:
            pair = _throw_async(target, error)
        else:
            pair = _resume_async(target, sent)
    if how == 3:
        raise RuntimeError("async generator ignored GeneratorExit")
    return pair[1]


# ---------------------------------------------------------------- threads


def _thread_main(target, args):
    try:
        if args == ():
            value = target()
        else:
            value = target(*args)
        return (value, repr(value))
    except BaseException as error:
        try:
            message = str(error)
        except Exception:
            message = f"<exception str() failed>"
        return (error, message, _format_exception(error))


def _exception_text(cls, args):
    # Raised where a host call was answered with an exception.
    raise cls(*args)


def _format_exception(error, chain=True):
    lines = []
    _format_chain(error, lines, [], 0 if chain else 50)
    return "".join(lines)


def _format_chain(error, lines, seen, depth):
    for other in seen:
        if other is error:
            return
    seen.append(error)
    if error is None:
        lines.append("NoneType: None\n")
        return
    if depth < 50:
        if error.__cause__ is not None:
            _format_chain(error.__cause__, lines, seen, depth + 1)
            lines.append("\nThe above exception was the direct cause of the following exception:\n\n")
        elif error.__context__ is not None and not error.__suppress_context__:
            _format_chain(error.__context__, lines, seen, depth + 1)
            lines.append("\nDuring handling of the above exception, another exception occurred:\n\n")
    entries = _trace_entries(error)
    if entries:
        lines.append("Traceback (most recent call last):\n")
        last = None
        repeated = 0
        for file, line, name, source, carets in entries:
            same = (file, line, name)
            if same == last:
                repeated += 1
                if repeated > 2:
                    continue
            else:
                if repeated > 2:
                    _format_repeated(lines, repeated - 2)
                last = same
                repeated = 0
            lines.append(f'  File "{file}", line {line}, in {name}\n')
            if source:
                lines.append(f"    {source}\n")
                if carets:
                    lines.append(f"    {carets}\n")
        if repeated > 2:
            _format_repeated(lines, repeated - 2)
    lines.append(_format_exception_only(error))


def _format_exception_only(error):
    if error is None:
        return "NoneType: None\n"
    try:
        text = str(error)
    except Exception:
        text = "<exception str() failed>"
    name = _exception_name(_class_of(error))
    lines = f"{name}: {text}\n" if text else f"{name}\n"
    for note in getattr(error, "__notes__", ()):
        lines += f"{note}\n"
    return lines


def _format_repeated(lines, count):
    plural = "s" if count > 1 else ""
    lines.append(f"  [Previous line repeated {count} more time{plural}]\n")


def _exception_name(cls):
    name = cls.__qualname__
    where = cls.__module__
    if where == "builtins" or where == "__main__":
        return name
    return f"{where}.{name}"
