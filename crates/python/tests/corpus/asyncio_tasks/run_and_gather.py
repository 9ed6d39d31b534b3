# run, gather, results in order, exceptions.
import asyncio
async def work(name, steps, fail=False):
    for i in range(steps):
        print(name, i)
        await asyncio.sleep(0)
    if fail: raise ValueError(name)
    return name
async def main():
    print(await asyncio.gather(work("a", 2), work("b", 1), work("c", 3)))
    print(await asyncio.gather())
    print(await asyncio.gather(work("x", 1, True), work("y", 2), return_exceptions=True))
    try:
        await asyncio.gather(work("p", 1, True), work("q", 2))
    except ValueError as e:
        print("gather raised", e)
    await asyncio.sleep(0)
    return "main done"
print(asyncio.run(main()))
async def fails(): raise KeyError("k")
try:
    asyncio.run(fails())
except KeyError as e:
    print(repr(e))
for bad in (lambda: asyncio.run(5), lambda: asyncio.run(main)):
    try:
        bad()
    except ValueError as e:
        print(str(e).split(",")[0])
async def nested():
    c = work("n", 0)
    try:
        asyncio.run(c)
    except RuntimeError as e:
        print(e)
    c.close()
asyncio.run(nested())
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
