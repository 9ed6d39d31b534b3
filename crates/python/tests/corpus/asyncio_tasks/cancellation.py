# cancel(): where CancelledError arrives and what it may do.
import asyncio
async def worker(name, swallow=False):
    try:
        print(name, "working")
        await asyncio.sleep(1000)
    except asyncio.CancelledError as e:
        print(name, "cancelled", e.args)
        if swallow: return "swallowed"
        raise
    finally:
        print(name, "cleanup")
async def main():
    t = asyncio.create_task(worker("a"))
    await asyncio.sleep(0)
    print(t.cancel(), t.cancelled(), t.cancelling())
    try:
        await t
    except asyncio.CancelledError:
        print("awaited a cancelled task", t.cancelled(), t.done(), t.cancel())
    t = asyncio.create_task(worker("never started"))
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled before start", t.cancelled())
    t = asyncio.create_task(worker("b", swallow=True))
    await asyncio.sleep(0)
    t.cancel("message")
    print(await t, t.cancelled())
    async def outer():
        try:
            await worker("inner")
        except asyncio.CancelledError:
            print("outer sees it")
            raise
    t = asyncio.create_task(outer())
    await asyncio.sleep(0)
    t.cancel()
    print(await asyncio.gather(t, return_exceptions=True))
    try:
        t.result()
    except asyncio.CancelledError as e:
        print("result raises", repr(e))
    try:
        t.exception()
    except asyncio.CancelledError as e:
        print("exception raises")
    async def awaits_cleanup():
        try:
            await asyncio.sleep(1000)
        finally:
            await asyncio.sleep(0)
            print("awaited in finally")
    t = asyncio.create_task(awaits_cleanup())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.gather(t, return_exceptions=True)
    print(issubclass(asyncio.CancelledError, Exception), asyncio.CancelledError.__mro__[1].__name__)
asyncio.run(main())
