import asyncio
import contextvars


async def work(name, delay, result=None):
    print("start", name)
    await asyncio.sleep(delay)
    print("end", name)
    return result or name


async def fail(delay):
    await asyncio.sleep(delay)
    raise ValueError("failed")


async def main():
    print(await asyncio.gather(work("a", 0.03), work("b", 0.01), work("c", 0.02)))
    t = asyncio.create_task(work("t", 0.01), name="mine")
    print(t.get_name(), t.done())
    print(await t, t.done(), t.result())
    print(await asyncio.gather(work("x", 0), fail(0), return_exceptions=True))
    try:
        await asyncio.gather(work("y", 0.01), fail(0))
    except ValueError as e:
        print("gather raised", e)
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except asyncio.TimeoutError:
        print("timeout")
    print(await asyncio.wait_for(work("w", 0.01), 1))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(5)
    except TimeoutError:
        print("timeout ctx")
    t = asyncio.create_task(asyncio.sleep(100))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", t.cancelled())
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(work("g1", 0.02))
        b = tg.create_task(work("g2", 0.01))
    print(a.result(), b.result())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail(0.01))
            c = tg.create_task(work("never", 1))
    except BaseExceptionGroup as eg:
        print(repr(eg.exceptions), c.cancelled())
    lock = asyncio.Lock()
    order = []

    async def locked(n):
        async with lock:
            order.append(("in", n))
            await asyncio.sleep(0.01)
            order.append(("out", n))

    await asyncio.gather(*[locked(i) for i in range(3)])
    print(order)
    q = asyncio.Queue(maxsize=1)

    async def producer():
        for i in range(3):
            await q.put(i)
            print("put", i)
        await q.put(None)

    async def consumer():
        while (item := await q.get()) is not None:
            print("got", item)

    await asyncio.gather(producer(), consumer())
    ev = asyncio.Event()

    async def waiter(n):
        await ev.wait()
        print("woke", n)

    ws = [asyncio.create_task(waiter(i)) for i in range(2)]
    await asyncio.sleep(0)
    ev.set()
    await asyncio.gather(*ws)
    sem = asyncio.Semaphore(2)
    active = []

    async def limited(n):
        async with sem:
            active.append(n)
            await asyncio.sleep(0.01)

    await asyncio.gather(*[limited(i) for i in range(4)])
    print(active)
    done, pending = await asyncio.wait([asyncio.create_task(work("d1", 0.01)), asyncio.create_task(asyncio.sleep(1))], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending))
    for p in pending:
        p.cancel()
    inner = asyncio.create_task(work("shielded", 0.01))
    try:
        await asyncio.wait_for(asyncio.shield(inner), 0.001)
    except asyncio.TimeoutError:
        print("outer timeout", inner.done())
    print(await inner)
    for fut in asyncio.as_completed([asyncio.sleep(0.02, "s1"), asyncio.sleep(0.01, "s2")]):
        print("completed", await fut)
    print(asyncio.current_task().get_name(), len(asyncio.all_tasks()))
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    loop.call_later(0.01, f.set_result, "later")
    print(await f)
    cond = asyncio.Condition()
    ready = []

    async def wait_cond():
        async with cond:
            await cond.wait_for(lambda: ready)
            print("cond", ready)

    w = asyncio.create_task(wait_cond())
    await asyncio.sleep(0)
    async with cond:
        ready.append(1)
        cond.notify_all()
    await w
    return "main done"


print(asyncio.run(main()))
var = contextvars.ContextVar("var", default="default")


async def child(v):
    var.set(v)
    await asyncio.sleep(0)
    return var.get()


async def ctx():
    var.set("parent")
    print(await asyncio.gather(child("a"), child("b")), var.get())


asyncio.run(ctx())
print(var.get())


async def cleanup():
    try:
        await asyncio.sleep(100)
    finally:
        print("cleaned up")


async def leaver():
    asyncio.create_task(cleanup())
    await asyncio.sleep(0)


asyncio.run(leaver())


async def order():
    async def p(n):
        for i in range(2):
            print(n, i)
            await asyncio.sleep(0)

    await asyncio.gather(p("a"), p("b"), p("c"))


asyncio.run(order())
try:
    asyncio.run(fail(0))
except ValueError as e:
    print(e)
