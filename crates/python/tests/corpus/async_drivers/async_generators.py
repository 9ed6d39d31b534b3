# Asynchronous generators: asend, athrow, aclose.
class Pause:
    def __init__(self, v=None): self.v = v
    def __await__(self):
        yield self.v

async def gen(n):
    try:
        for i in range(n):
            await Pause(i)
            got = yield i
            if got: print("got", got)
    except ValueError as e:
        print("caught", e)
        yield "recovered"
    finally:
        print("gen cleanup")

def run(c):
    while True:
        try:
            c.send(None)
        except StopIteration as e:
            return e.value

async def main():
    async for x in gen(2):
        print("x", x)
    g = gen(5)
    print(await g.__anext__(), await g.asend("hello"))
    print(await g.athrow(ValueError("v")))
    await g.aclose()
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("over")
    print([x async for x in gen(3)])
    ag = (x * x async for x in gen(2))
    print(type(ag).__name__, [y async for y in ag])
    h = gen(3)
    print(await anext(h), await anext(h), type(aiter(h)).__name__)
    await h.aclose()
    print(await anext(h, "default"))
run(main())
