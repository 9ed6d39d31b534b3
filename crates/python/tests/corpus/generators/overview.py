def count(n):
    i = 0
    while i < n:
        got = yield i
        if got:
            print("got", got)
        i += 1
    return "done"


g = count(3)
print(next(g), g.send("hi"), next(g))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)


def outer():
    r = yield from count(2)
    print("inner returned", r)
    yield from [10, 20]
    yield "last"


print(list(outer()))


def cleanup():
    try:
        yield 1
        yield 2
    except ValueError as e:
        print("caught", e)
        yield "recovered"
    finally:
        print("cleanup")


c = cleanup()
next(c)
print(c.throw(ValueError("thrown")))
c.close()
c2 = cleanup()
next(c2)
c2.close()
print(list(c2))


def deleg():
    try:
        yield from cleanup()
    except KeyError as e:
        print("deleg caught", e)
        yield "k"


d = deleg()
next(d)
print(d.throw(ValueError("deep")))
d.close()
d = deleg()
next(d)
print(d.throw(KeyError("out")))
print(sum(x * x for x in range(5)), max(x for x in [3, 1]), ",".join(str(x) for x in range(3)))
print([x for x in (y * 2 for y in range(4)) if x > 2], dict((k, v) for k, v in [("a", 1)]), set(x % 2 for x in range(5)))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


f = fib()
print([next(f) for _ in range(10)])
for x in fib():
    if x > 20:
        break
print(x)


class Tree:
    def __init__(self, v, kids=()):
        self.v, self.kids = v, kids

    def __iter__(self):
        yield self.v
        for k in self.kids:
            yield from k


print(list(Tree(1, [Tree(2, [Tree(3)]), Tree(4)])))


class It:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(It(3)), [x for x in It(2)], sum(It(4)), sorted(It(3)), 2 in It(4), tuple(It(2)), max(It(5)))
a, b, c = It(3)
print(a, b, c, *It(2))
print(list(enumerate(It(2))), list(zip(It(2), "ab")), list(map(lambda x: x + 1, It(3))), dict(zip("ab", It(2))))


def bad():
    raise StopIteration("oops")
    yield


try:
    list(bad())
except RuntimeError as e:
    print(e, repr(e.__cause__))


class Idx:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10


print(list(Idx()), [x for x in Idx()])
print(next(iter([]), "default"), next((x for x in []), None))


def gen_except():
    try:
        yield 1
    except GeneratorExit:
        print("exit")
        raise


ge = gen_except()
next(ge)
ge.close()
it = iter([1, 2, 3])
print(next(it), list(it), list(it))
print(list(iter(lambda it=iter([1, 2, 0, 3]): next(it), 0)))


def with_handling():
    try:
        raise ValueError("in gen")
    except ValueError:
        yield 1
        try:
            raise
        except ValueError as e:
            yield str(e)


print(list(with_handling()))
try:
    g = count(1)
    g.send("x")
except TypeError as e:
    print(e)
