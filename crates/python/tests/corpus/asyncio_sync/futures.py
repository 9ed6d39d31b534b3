# Futures and callbacks of the loop.
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print(f.done())
    async def setter():
        print("setting")
        f.set_result(42)
    t = asyncio.create_task(setter())
    print(await f, f.done(), f.result(), f.cancelled())
    try:
        f.set_result(1)
    except asyncio.InvalidStateError as e:
        print(type(e).__name__)
    g = loop.create_future()
    g.set_exception(ValueError("from future"))
    try:
        await g
    except ValueError as e:
        print(e, repr(g.exception()))
    h = loop.create_future()
    h.add_done_callback(lambda fut: print("callback", fut.cancelled()))
    print(h.cancel(), h.cancelled())
    try:
        await h
    except asyncio.CancelledError:
        print("cancelled future")
    loop.call_soon(print, "call_soon 1")
    loop.call_soon(lambda: print("call_soon 2"))
    print("before")
    await asyncio.sleep(0)
    print("after")
    done = asyncio.Event()
    loop.call_later(0.001, done.set)
    await done.wait()
    print("later")
asyncio.run(main())
