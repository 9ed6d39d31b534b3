# ContextDecorator, asynccontextmanager, AsyncExitStack, aclosing.
import asyncio
from contextlib import ContextDecorator, asynccontextmanager, AsyncExitStack, aclosing
class track(ContextDecorator):
    def __init__(self, name): self.name = name
    def __enter__(self):
        print("enter", self.name)
        return self
    def __exit__(self, *exc):
        print("exit", self.name, exc[0])
        return False
@track("f")
def f(x): return x + 1
print(f(1), f.__name__)
with track("block"): pass
@asynccontextmanager
async def resource(name):
    print("acquire", name)
    await asyncio.sleep(0)
    try:
        yield name
    finally:
        await asyncio.sleep(0)
        print("release", name)
async def agen():
    try:
        for i in range(3): yield i
    finally:
        print("agen closed")
async def main():
    async with resource("a") as a:
        print("using", a)
    try:
        async with resource("b"):
            raise ValueError("inside")
    except ValueError as e:
        print(e)
    async with AsyncExitStack() as stack:
        for n in "xy":
            print(await stack.enter_async_context(resource(n)))
        stack.callback(print, "sync callback")
        async def bye(): print("async callback")
        stack.push_async_callback(bye)
        stack.enter_context(track("sync cm"))
    async with aclosing(agen()) as g:
        async for x in g:
            print(x)
            break
asyncio.run(main())
