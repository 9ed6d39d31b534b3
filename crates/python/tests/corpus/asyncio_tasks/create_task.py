# Tasks: start order, names, states, callbacks, results.
import asyncio
async def work(n):
    print("start", n)
    await asyncio.sleep(0)
    print("end", n)
    return n * 2
async def fail():
    raise ValueError("failed")
async def main():
    a = asyncio.create_task(work(1), name="first")
    b = asyncio.create_task(work(2))
    print("created", a.done(), a.get_name())
    a.add_done_callback(lambda t: print("callback", t.result()))
    print(await a, a.done(), a.result(), a.cancelled(), a.exception())
    print(b.done(), await b)
    t = asyncio.create_task(fail())
    try:
        t.result()
    except asyncio.InvalidStateError as e:
        print(e)
    try:
        await t
    except ValueError as e:
        print(e, t.done(), repr(t.exception()))
    try:
        await t
    except ValueError as e:
        print("again", e)
    print(asyncio.current_task().get_name() != "", asyncio.current_task() is asyncio.current_task())
    t = asyncio.ensure_future(work(3))
    print(len(asyncio.all_tasks()), await t, len(asyncio.all_tasks()))
    try:
        asyncio.create_task(work)
    except TypeError as e:
        print(str(e)[:24])
asyncio.run(main())
