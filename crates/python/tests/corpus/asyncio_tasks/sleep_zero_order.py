# sleep(0) yields once; ready tasks run first in, first out.
import asyncio
log = []
async def t(name, n):
    for i in range(n):
        log.append(f"{name}{i}")
        await asyncio.sleep(0)
    log.append(f"{name} end")
async def spawner():
    log.append("spawner")
    child = asyncio.create_task(t("child", 1))
    await asyncio.sleep(0)
    log.append("spawner resumed")
    await child
    log.append("spawner end")
async def no_suspension(): log.append("direct")
async def main():
    ts = [asyncio.create_task(t("a", 2)), asyncio.create_task(spawner()), asyncio.create_task(t("b", 1))]
    log.append("main")
    await no_suspension()
    log.append("main before sleep")
    await asyncio.sleep(0)
    log.append("main after sleep")
    for x in ts: await x
    log.append("main end")
asyncio.run(main())
print(*log, sep="\n")
