# async in methods, properties, decorators, closures and lambdas.
import functools

class Pause:
    def __await__(self): yield

def run(c):
    while True:
        try:
            c.send(None)
        except StopIteration as e:
            return e.value

def logged(f):
    @functools.wraps(f)
    async def wrapper(*args, **kw):
        print("call", f.__name__)
        try:
            return await f(*args, **kw)
        finally:
            print("done", f.__name__)
    return wrapper

class Service:
    def __init__(self, n): self.n = n
    @logged
    async def get(self, k=1):
        await Pause()
        return self.n * k
    @classmethod
    async def make(cls, n): return cls(n)
    @staticmethod
    async def static(x): return x
    @property
    async def prop(self): return self.n
    async def __call__(self): return "called"
    def __getitem__(self, k): return self.get(k)

async def main():
    s = await Service.make(3)
    print(await s.get(), await s.get(k=2), await Service.static(7), await s.prop, await s(), await s[5])
    f = lambda x: s.get(x)
    print(await f(4) + await f(1), [await f(i) for i in range(2)], {"k": await f(2)}, f"{await f(1)}")
    print((await s.get()) if await s.prop > 1 else None, not await s.prop)
    class Sub(Service):
        async def get(self, k=1): return -(await super().get(k))
    print(await Sub(5).get())
run(main())
