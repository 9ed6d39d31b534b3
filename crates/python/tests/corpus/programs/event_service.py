import asyncio, logging, json, time
from dataclasses import dataclass, field, asdict
from typing import Optional, Any
from contextlib import asynccontextmanager
from collections import defaultdict, deque

@dataclass
class Event:
    name: str
    payload: dict = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    parent: Optional["Event"] = None

class Bus:
    def __init__(self):
        self.handlers = defaultdict(list)
        self.log = deque(maxlen=3)
    def on(self, name):
        def deco(fn):
            self.handlers[name].append(fn)
            return fn
        return deco
    async def emit(self, event):
        self.log.append(event.name)
        results = await asyncio.gather(*(h(event) for h in self.handlers[event.name]), return_exceptions=True)
        return results

bus = Bus()

@bus.on("created")
async def a(event):
    await asyncio.sleep(0.02)
    return f"a:{event.name}"

@bus.on("created")
async def b(event):
    await asyncio.sleep(0.01)
    raise ValueError("b failed")

@asynccontextmanager
async def session(name):
    print("open", name)
    try:
        yield {"name": name}
    except Exception as e:
        print("rollback", type(e).__name__, e)
        raise
    else:
        print("commit")
    finally:
        print("close", name)

async def worker(q, out, i):
    while True:
        item = await q.get()
        try:
            if item is None:
                break
            await asyncio.sleep(0.001 * (3 - i))
            out.append((i, item * item))
        finally:
            q.task_done()

async def main():
    print(await bus.emit(Event("created", {"x": 1})))
    print(await bus.emit(Event("nothing")))
    async with session("one") as s:
        print(s)
    try:
        async with session("two") as s:
            raise KeyError("boom")
    except KeyError as e:
        print("caught", repr(e))
    q = asyncio.Queue(maxsize=2)
    out = []
    ws = [asyncio.create_task(worker(q, out, i)) for i in range(2)]
    for n in range(6):
        await q.put(n)
    await q.join()
    for _ in ws:
        await q.put(None)
    await asyncio.gather(*ws)
    print(sorted(x for _, x in out))
    try:
        await asyncio.wait_for(asyncio.sleep(10), timeout=0.01)
    except asyncio.TimeoutError as e:
        print("timeout", type(e).__name__, str(e) == "")
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError:
        print("timeout ctx")
    lock = asyncio.Lock()
    order = []
    async def crit(n):
        async with lock:
            order.append(n)
            await asyncio.sleep(0)
            order.append(n)
    await asyncio.gather(*(crit(i) for i in range(3)))
    print(order)
    t = asyncio.create_task(asyncio.sleep(5), name="slow")
    await asyncio.sleep(0)
    t.cancel("stop it")
    try:
        await t
    except asyncio.CancelledError as e:
        print("cancelled", e.args, t.cancelled(), t.get_name())
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(d, d)) for d in (0.01, 0.5)], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending), [d.result() for d in done])
    for p in pending: p.cancel()
    async for i in agen(3):
        print(i, end=" ")
    print([x async for x in agen(4) if x % 2])
    print(await anext(agen(2)), await anext(empty(), "dflt"))
    try:
        async with asyncio.TaskGroup() as tg:
            t1 = tg.create_task(asyncio.sleep(0.01, "ok"))
            t2 = tg.create_task(fail())
    except ExceptionGroup as eg:
        print(repr(eg), eg.exceptions)
    print(t1.cancelled() or t1.result())
    for coro in asyncio.as_completed([asyncio.sleep(0.02, "b"), asyncio.sleep(0.01, "a")]):
        print(await coro)
async def fail():
    raise RuntimeError("tg")
async def agen(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i
async def empty():
    return
    yield
asyncio.run(main())
print(asdict(Event("a", {"k": [1]}, ["t"], Event("p"))))
print(Event("a") == Event("a"), Event("a") != Event("b"))
print(list(bus.log))
