# Queue: producers, consumers, join, errors.
import asyncio
async def main():
    q = asyncio.Queue(maxsize=2)
    async def producer(n):
        for i in range(n):
            await q.put(i)
            print("put", i, q.qsize())
        await q.put(None)
    async def consumer():
        total = 0
        while (item := await q.get()) is not None:
            print("got", item)
            total += item
            q.task_done()
        q.task_done()
        return total
    print(await asyncio.gather(producer(5), consumer()))
    await q.join()
    print(q.empty(), q.full(), q.maxsize)
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print("QueueEmpty", repr(e))
    q.put_nowait(1); q.put_nowait(2)
    try:
        q.put_nowait(3)
    except asyncio.QueueFull as e:
        print("QueueFull", q.full())
    print(q.get_nowait(), await q.get())
    q.task_done(); q.task_done()
    try:
        q.task_done()
    except ValueError as e:
        print(e)
    p, l = asyncio.PriorityQueue(), asyncio.LifoQueue()
    for x in (3, 1, 2):
        await p.put(x)
        await l.put(x)
    print([await p.get() for _ in range(3)], [await l.get() for _ in range(3)])
    jobs, results = asyncio.Queue(), []
    async def worker(name):
        while True:
            job = await jobs.get()
            await asyncio.sleep(0)
            results.append((name, job))
            jobs.task_done()
    ws = [asyncio.create_task(worker(n)) for n in "AB"]
    for j in range(4): jobs.put_nowait(j)
    await jobs.join()
    for w in ws: w.cancel()
    await asyncio.gather(*ws, return_exceptions=True)
    print(results)
asyncio.run(main())
