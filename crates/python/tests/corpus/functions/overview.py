def f(a, b=2, *args, c, d=4, **kwargs):
    return (a, b, args, c, d, kwargs)


print(f(1, c=3))
print(f(1, 2, 3, 4, c=5, e=6))
print(f(*[1, 2], **{"c": 3, "z": 9}))


def g(x, /, y, *, z=1):
    return x, y, z


print(g(1, 2), g(1, y=3, z=4))


def check(call):
    try:
        call()
    except TypeError as e:
        print(e)


check(lambda: f())
check(lambda: g())
check(lambda: g(1))
check(lambda: g(1, 2, 3))
check(lambda: g(x=1, y=2))
check(lambda: g(1, 2, w=3))
check(lambda: g(1, 2, y=3))
check(lambda: f(1))
check(lambda: f(1, 2, c=1, **{"c": 2}))
check(lambda: (lambda: 0)(1))
check(lambda: (lambda a: 0)(1, 2))
check(lambda: (lambda a, b=1: 0)(1, 2, 3))
check(lambda: (lambda a, b, c: 0)())
check(lambda: (lambda a, b, c: 0)(1))
check(lambda: (lambda *, k: 0)())
check(lambda: (lambda *, k, m: 0)())
check(lambda: 5())
check(lambda: None.x())if False else None


def counter():
    n = 0

    def inc(by=1):
        nonlocal n
        n += by
        return n

    return inc


c1, c2 = counter(), counter()
print(c1(), c1(5), c2())

total = 0


def add(x):
    global total
    total += x


add(3)
add(4)
print(total)

adders = [lambda x, i=i: x + i for i in range(3)]
print([a(10) for a in adders])
late = [lambda x: x + i for i in range(3)]
print([a(10) for a in late])


def deco(n):
    def wrap(fn):
        def inner(*a, **k):
            return n * fn(*a, **k)

        inner.__name__ = fn.__name__
        return inner

    return wrap


@deco(2)
@deco(5)
def seven():
    "doc"
    return 7


print(seven(), seven.__name__, f.__name__, f.__qualname__, counter.__defaults__)


def recursive(n):
    return 1 if n == 0 else n * recursive(n - 1)


print(recursive(30))


def unbound():
    print(q)
    q = 1


try:
    unbound()
except UnboundLocalError as e:
    print(type(e).__name__, e)
try:
    undefined_name
except NameError as e:
    print(e)


def deep(n):
    return deep(n + 1)


try:
    deep(0)
except RecursionError as e:
    print(e)
print((lambda *a, **k: (a, k))(1, 2, x=3))
def defaults(a, acc=[]):
    acc.append(a)
    return acc
defaults(1)
print(defaults(2))
