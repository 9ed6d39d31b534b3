import functools
import operator
from functools import cached_property, lru_cache, partial, reduce, total_ordering, wraps


def deco(f):
    @wraps(f)
    def inner(*a, **k):
        "inner doc"
        return f(*a, **k)

    return inner


@deco
def hello(x, y=1):
    "hello doc"
    return x + y


print(hello(1), hello.__name__, hello.__doc__, hello.__wrapped__ is not hello)
p = partial(hello, 5, y=2)
print(p(), p(y=3), p.args, p.keywords, partial(p, y=9)())
print(reduce(operator.add, [1, 2, 3]), reduce(lambda a, b: a * b, [], 7))
try:
    reduce(operator.add, [])
except TypeError as e:
    print(e)
calls = []


@lru_cache(maxsize=2)
def square(x):
    calls.append(x)
    return x * x


print(square(2), square(2), square(3), square(4), square(2), calls, square.cache_info())
square.cache_clear()
print(square.cache_info())


@functools.cache
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


print(fact(50))


class C:
    n = 0

    @cached_property
    def value(self):
        C.n += 1
        return C.n


c = C()
print(c.value, c.value, C.n, c.__dict__)


@total_ordering
class V:
    def __init__(self, x):
        self.x = x

    def __eq__(self, o):
        return self.x == o.x

    def __lt__(self, o):
        return self.x < o.x


print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2), V(1) != V(2))
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))


@functools.singledispatch
def show(x):
    return "object"


@show.register(int)
def _(x):
    return "int"


@show.register(list)
def _(x):
    return "list"


print(show(1), show([]), show("x"), show(True))
print(operator.attrgetter("x")(V(5)), operator.itemgetter(1, 0)("ab"), operator.methodcaller("upper")("x"), operator.mul(3, 4))


class M:
    def go(self, a, b):
        return (a, b)

    one = functools.partialmethod(go, 1)


print(M().one(2))
