async def add(a, b):
    return a + b


class Wait:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        got = yield self.v
        return ("got", got)


async def main():
    x = await add(1, 2)
    r = await Wait(x)
    try:
        await Wait("err")
    except ValueError as e:
        print("caught", e)
    async with CM("cm") as c:
        print("in", c)
    async for i in agen(3):
        print("item", i)
    print([i async for i in agen(3) if i], {k: 1 async for k in agen(2)})
    print([await add(i, 1) for i in range(3)])
    return r


class CM:
    def __init__(self, n):
        self.n = n

    async def __aenter__(self):
        print("aenter")
        return self.n

    async def __aexit__(self, t, v, tb):
        print("aexit", t)


async def agen(n):
    try:
        for i in range(n):
            yield i
    finally:
        print("agen done")


c = main()
print(type(c).__name__, c.send(None))
print(c.send("hi"))
try:
    c.throw(ValueError("thrown"))
except StopIteration as e:
    print("result", e.value)


class AIter:
    def __init__(self):
        self.n = 2

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def loop():
    async for x in AIter():
        print("ai", x)
    else:
        print("else")
    a = agen(5)
    print(await a.__anext__(), await a.asend(None))
    await a.aclose()
    try:
        await a.__anext__()
    except StopAsyncIteration:
        print("stopped")
    b = agen(3)
    await b.__anext__()
    try:
        await b.athrow(KeyError("k"))
    except KeyError as e:
        print("athrow", e)


try:
    loop().send(None)
except StopIteration as e:
    print("end", e.value)
try:
    add(1, 2).send(5)
except TypeError as e:
    print(e)


async def bad():
    await 5


try:
    bad().send(None)
except TypeError as e:
    print(e)
co = add(1, 2)
try:
    co.send(None)
except StopIteration as e:
    print(e.value)
try:
    co.send(None)
except RuntimeError as e:
    print(e)
co2 = add(3, 4)
co2.close()
