import asyncio


class Wrapped:
    def __init__(self, coroutine):
        self.coroutine = coroutine

    def __await__(self):
        return self.coroutine.__await__()


async def work(x):
    await asyncio.sleep(0)
    if x < 0:
        raise ValueError(x)
    try:
        await asyncio.sleep(0.01 * x)
    except asyncio.CancelledError:
        print("cancelled", x)
        raise
    return x


async def main():
    print(await Wrapped(work(1)))
    try:
        await Wrapped(work(-1))
    except ValueError as error:
        print(repr(error))

    async def wrapped(x):
        return await Wrapped(work(x))

    task = asyncio.create_task(wrapped(5))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("done")
    print(await asyncio.gather(wrapped(2), wrapped(1)), await asyncio.to_thread(pow, 2, 5))
    steps = work(0).__await__()
    print(next(steps))
    try:
        next(steps)
        next(steps)
    except StopIteration as stop:
        print("stop", stop.value)


asyncio.run(main())
