# shield, wait, as_completed.
import asyncio
async def work(n, log):
    await asyncio.sleep(n / 100)
    log.append(n)
    return n
async def main():
    log = []
    inner = asyncio.create_task(work(1, log))
    outer = asyncio.create_task(asyncio.wait_for(asyncio.shield(inner), 0.001))
    try:
        await outer
    except TimeoutError:
        print("outer timed out", inner.cancelled())
    print(await inner, log)
    ts = [asyncio.create_task(work(n, log)) for n in (4, 2)]
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
    print([t.result() for t in done], len(pending))
    done, pending = await asyncio.wait(ts)
    print(sorted(t.result() for t in done), len(pending), log)
    print([await f for f in asyncio.as_completed([work(6, log), work(1, log), work(3, log)])])
    async def fail():
        raise ValueError("f")
    ts = [asyncio.create_task(fail()), asyncio.create_task(work(50, log))]
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION)
    print([repr(t.exception()) for t in done], len(pending))
    for p in pending: p.cancel()
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(10))], timeout=0.01)
    print(len(done), len(pending))
asyncio.run(main())
