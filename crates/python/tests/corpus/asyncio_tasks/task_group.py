# TaskGroup: waits for all, cancels on failure.
import asyncio
async def work(name, steps):
    try:
        for i in range(steps):
            print(name, i)
            await asyncio.sleep(0)
        return name
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
async def fail(after):
    for _ in range(after): await asyncio.sleep(0)
    raise ValueError("failed")
async def main():
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(work("a", 2))
        b = tg.create_task(work("b", 1))
        print("body done")
    print(a.result(), b.result())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(work("long", 10))
            tg.create_task(fail(1))
    except BaseException as group:
        print(type(group).__name__, group, [repr(e) for e in group.exceptions])
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(work("c", 10))
            await asyncio.sleep(0)
            raise KeyError("body")
    except BaseException as group:
        print(type(group).__name__, [repr(e) for e in group.exceptions])
    try:
        tg.create_task(asyncio.sleep(0))
    except RuntimeError as e:
        print(str(e).endswith("is finished"))
    async with asyncio.TaskGroup() as tg:
        async def spawn(n):
            if n: tg.create_task(spawn(n - 1))
            print("spawn", n)
        tg.create_task(spawn(2))
asyncio.run(main())
