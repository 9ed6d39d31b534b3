# Lock, Event, Semaphore, Condition between tasks.
import asyncio
async def main():
    lock, log = asyncio.Lock(), []
    async def critical(n):
        async with lock:
            log.append(f"in {n}")
            await asyncio.sleep(0)
            log.append(f"out {n}")
    await asyncio.gather(*(critical(i) for i in range(3)))
    print(log, lock.locked())
    await lock.acquire()
    print(lock.locked(), lock.release())
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    event = asyncio.Event()
    async def waiter(n):
        await event.wait()
        print("woke", n)
        return n
    ws = [asyncio.create_task(waiter(i)) for i in range(3)]
    await asyncio.sleep(0)
    print(event.is_set())
    event.set()
    print(await asyncio.gather(*ws), event.is_set(), await event.wait())
    event.clear()
    sem, running, peak = asyncio.Semaphore(2), 0, 0
    async def limited(n):
        nonlocal running, peak
        async with sem:
            running += 1
            peak = max(peak, running)
            await asyncio.sleep(0)
            running -= 1
        return n
    print(await asyncio.gather(*(limited(i) for i in range(5))), peak, sem.locked())
    bounded = asyncio.BoundedSemaphore(1)
    try:
        bounded.release()
    except ValueError as e:
        print(e)
    cond, items = asyncio.Condition(), []
    async def consumer(n):
        async with cond:
            await cond.wait_for(lambda: items)
            print("consumer", n, items.pop(0))
    cs = [asyncio.create_task(consumer(i)) for i in range(2)]
    await asyncio.sleep(0)
    async with cond:
        items.extend("ab")
        cond.notify_all()
    await asyncio.gather(*cs)
    try:
        cond.notify()
    except RuntimeError as e:
        print(e)
    cancelled = asyncio.create_task(critical(9))
    await lock.acquire()
    await asyncio.sleep(0)
    cancelled.cancel()
    await asyncio.gather(cancelled, return_exceptions=True)
    lock.release()
    print(lock.locked(), log[-1])
asyncio.run(main())
