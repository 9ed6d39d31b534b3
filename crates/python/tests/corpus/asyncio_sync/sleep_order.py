# Sleeps of different length wake in order of time.
import asyncio
async def wake(label, seconds, log):
    await asyncio.sleep(seconds)
    log.append(label)
    return label
async def main():
    log = []
    print(await asyncio.gather(wake("c", 0.06, log), wake("a", 0.01, log), wake("b", 0.03, log)), log)
    print(await asyncio.sleep(0.001, result="result"), await asyncio.sleep(0), await asyncio.sleep(-1, "negative"))
    async def ticker(n):
        for i in range(n):
            yield i
            await asyncio.sleep(0.001)
    print([i async for i in ticker(3)])
    first = asyncio.create_task(wake("slow", 0.02, log))
    second = asyncio.create_task(wake("fast", 0.001, log))
    await asyncio.wait({first, second})
    print(log)
asyncio.run(main())
