# wait_for and timeout.
import asyncio
async def slow(n=1000):
    try:
        await asyncio.sleep(n)
        return "slow done"
    except asyncio.CancelledError:
        print("slow cancelled")
        raise
async def main():
    print(await asyncio.wait_for(asyncio.sleep(0, "quick"), 5))
    print(await asyncio.wait_for(asyncio.sleep(0, "no limit"), None))
    try:
        await asyncio.wait_for(slow(), 0.01)
    except asyncio.TimeoutError as e:
        print("timeout", type(e).__name__, e.args, asyncio.TimeoutError is TimeoutError)
    try:
        async with asyncio.timeout(0.01) as t:
            await slow()
    except TimeoutError as e:
        print("timeout block", t.expired())
    async with asyncio.timeout(50) as t:
        print(await asyncio.sleep(0, "in time"))
    print(t.expired())
    async with asyncio.timeout(None):
        print("no limit")
    async def raises(): raise ValueError("own error")
    try:
        await asyncio.wait_for(raises(), 5)
    except ValueError as e:
        print(e)
    try:
        await asyncio.wait_for(slow(), 0)
    except TimeoutError:
        print("zero")
asyncio.run(main())
