# What cannot be an item.
_NOTHING = object()


class count:
    def __init__(self, start=0, step=1):
        if not hasattr(start, "__add__") or isinstance(start, (str, bytes, list, tuple)):
            raise TypeError("a number is required")
        self._next = start
        self._step = step

    def __iter__(self):
        return self

    def __next__(self):
        value = self._next
        self._next = value + self._step
        return value

    def __repr__(self):
        return f"count({self._next!r})" if self._step == 1 else f"count({self._next!r}, {self._step!r})"


class repeat:
    def __init__(self, object, times=None):
        self._object = object
        if times is not None and not isinstance(times, int):
            raise TypeError(f"'{type(times).__name__}' object cannot be interpreted as an integer")
        self._times = None if times is None else max(times, 0)

    def __iter__(self):
        return self

    def __next__(self):
        if self._times is not None:
            if self._times <= 0:
                raise StopIteration
            self._times -= 1
        return self._object

    def __length_hint__(self):
        if self._times is None:
            raise TypeError("len() of unsized object")
        return self._times

    def __repr__(self):
        if self._times is None:
            return f"repeat({self._object!r})"
        return f"repeat({self._object!r}, {self._times})"


class cycle:
    def __init__(self, iterable, /):
        self._iterator = iter(iterable)
        self._saved = []
        self._at = None

    def __iter__(self):
        return self

    def __next__(self):
        if self._at is None:
            try:
                item = next(self._iterator)
            except StopIteration:
                self._at = 0
            else:
                self._saved.append(item)
                return item
        if not self._saved:
            raise StopIteration
        item = self._saved[self._at]
        self._at = (self._at + 1) % len(self._saved)
        return item


class accumulate:
    def __init__(self, iterable, func=None, *, initial=None):
        self._iterator = iter(iterable)
        self._function = func
        self._initial = initial
        self._total = _NOTHING

    def __iter__(self):
        return self

    def __next__(self):
        if self._initial is not None:
            self._total, self._initial = self._initial, None
            return self._total
        item = next(self._iterator)
        if self._total is _NOTHING:
            self._total = item
        elif self._function is None:
            self._total = self._total + item
        else:
            self._total = self._function(self._total, item)
        return self._total


class chain:
    def __init__(self, *iterables):
        self._steps = _chain(iterables)

    @classmethod
    def from_iterable(cls, iterables, /):
        self = cls()
        self._steps = _chain(iterables)
        return self

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._steps)


def _chain(iterables):
    for iterable in iterables:
        for item in iterable:
            yield item


class compress:
    def __init__(self, data, selectors):
        self._data = iter(data)
        self._selectors = iter(selectors)

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            item = next(self._data)
            if next(self._selectors):
                return item


class dropwhile:
    def __init__(self, predicate, iterable, /):
        self._iterator = iter(iterable)
        self._predicate = predicate
        self._started = False

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            item = next(self._iterator)
            if self._started or not self._predicate(item):
                self._started = True
                return item


class takewhile:
    def __init__(self, predicate, iterable, /):
        self._iterator = iter(iterable)
        self._predicate = predicate
        self._stopped = False

    def __iter__(self):
        return self

    def __next__(self):
        if self._stopped:
            raise StopIteration
        item = next(self._iterator)
        if self._predicate(item):
            return item
        self._stopped = True
        raise StopIteration


class filterfalse:
    def __init__(self, predicate, iterable, /):
        self._iterator = iter(iterable)
        self._predicate = predicate

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            item = next(self._iterator)
            if not (item if self._predicate is None else self._predicate(item)):
                return item


class groupby:
    def __init__(self, iterable, key=None):
        self._key = key
        self._iterator = iter(iterable)
        self._end = object()
        self._wanted = self._current = self._value = self._end

    def __iter__(self):
        return self

    def __next__(self):
        self._group = object()
        while self._current is self._end or self._current == self._wanted:
            if self._current is self._end and self._wanted is not self._end and self._value is self._end:
                raise StopIteration
            self._advance()
        self._wanted = self._current
        return (self._current, self._members(self._wanted, self._group))

    def _advance(self):
        self._value = next(self._iterator)
        self._current = self._value if self._key is None else self._key(self._value)

    def _members(self, wanted, group):
        while self._group is group and self._current == wanted:
            yield self._value
            try:
                self._advance()
            except StopIteration:
                return


def islice(*args):
    if len(args) < 2:
        raise TypeError(f"islice expected at least 2 arguments, got {len(args)}")
    if len(args) > 4:
        raise TypeError(f"islice expected at most 4 arguments, got {len(args)}")
    iterable = args[0]
    part = slice(*args[1:])
    start, stop, step = part.start, part.stop, part.step

    def bad(value):
        return value is not None and (not isinstance(value, int) or value < 0)

    if len(args) == 2 and bad(stop):
        raise ValueError("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    if bad(start) or bad(stop):
        raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    if bad(step) or step == 0:
        raise ValueError("Step for islice() must be a positive integer or None.")
    return _islice(iter(iterable), start or 0, stop, 1 if step is None else step)


def _islice(iterator, start, stop, step):
    i = 0
    wanted = start
    while stop is None or wanted < stop:
        try:
            item = next(iterator)
        except StopIteration:
            return
        if i == wanted:
            yield item
            wanted += step
        i += 1
    while stop is not None and i < stop and i < wanted:
        try:
            next(iterator)
        except StopIteration:
            return
        i += 1


class pairwise:
    def __init__(self, iterable, /):
        self._iterator = iter(iterable)
        self._before = _NOTHING

    def __iter__(self):
        return self

    def __next__(self):
        if self._before is _NOTHING:
            self._before = next(self._iterator)
        before = self._before
        self._before = next(self._iterator)
        return (before, self._before)


class starmap:
    def __init__(self, function, iterable, /):
        self._iterator = iter(iterable)
        self._function = function

    def __iter__(self):
        return self

    def __next__(self):
        return self._function(*tuple(next(self._iterator)))


def tee(iterable, n=2, /):
    if n < 0:
        raise ValueError("n must be >= 0")
    iterator = iter(iterable)
    queues = [[] for _ in range(n)]

    def reader(queue):
        while True:
            if not queue:
                try:
                    item = next(iterator)
                except StopIteration:
                    return
                for other in queues:
                    other.append(item)
            yield queue.pop(0)

    return tuple([reader(queue) for queue in queues])


def zip_longest(*iterables, fillvalue=None, **unknown):
    if unknown:
        raise TypeError("zip_longest() got an unexpected keyword argument")
    return _zip_longest([iter(iterable) for iterable in iterables], fillvalue)


def _zip_longest(iterators, fillvalue):
    active = len(iterators)
    if not active:
        return
    while True:
        values = []
        for i, iterator in enumerate(iterators):
            try:
                value = next(iterator)
            except StopIteration:
                active -= 1
                if not active:
                    return
                iterators[i] = repeat(fillvalue)
                value = fillvalue
            values.append(value)
        yield tuple(values)


def product(*iterables, repeat=1):
    if repeat < 0:
        raise ValueError("repeat argument cannot be negative")
    pools = [tuple(pool) for pool in iterables] * repeat
    return _product(pools, 0, ())


def _product(pools, at, chosen):
    if at == len(pools):
        yield chosen
        return
    for item in pools[at]:
        yield from _product(pools, at + 1, chosen + (item,))


def permutations(iterable, r=None):
    pool = tuple(iterable)
    n = len(pool)
    if r is not None and not isinstance(r, int):
        raise TypeError("Expected int as r")
    r = n if r is None else r
    if r < 0:
        raise ValueError("r must be non-negative")
    return _permutations(pool, r, (), [False] * n)


def _permutations(pool, r, chosen, used):
    if len(chosen) == r:
        yield chosen
        return
    for i in range(len(pool)):
        if not used[i]:
            used[i] = True
            yield from _permutations(pool, r, chosen + (pool[i],), used)
            used[i] = False


def combinations(iterable, r):
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combinations(tuple(iterable), r, 0, (), False)


def combinations_with_replacement(iterable, r):
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combinations(tuple(iterable), r, 0, (), True)


def _combinations(pool, r, start, chosen, again):
    if len(chosen) == r:
        yield chosen
        return
    for i in range(start, len(pool)):
        yield from _combinations(pool, r, i if again else i + 1, chosen + (pool[i],), again)
