# throw() and close() on coroutines.
class Pause:
    def __await__(self):
        return (yield "paused")

async def worker(name):
    try:
        await Pause()
        await Pause()
    except ValueError as e:
        print(name, "caught", e)
        return "recovered"
    finally:
        print(name, "finally")

async def outer():
    result = await worker("w")
    print("outer has", result)
    await Pause()

c = outer()
print(c.send(None), c.throw(ValueError("thrown")))
c.close()
c = outer()
c.send(None)
c.close()
c = worker("x")
c.send(None)
try:
    c.throw(KeyError("not caught"))
except KeyError as e:
    print(repr(e))
c = worker("never started")
c.close()
async def stubborn():
    try:
        await Pause()
    except GeneratorExit:
        await Pause()
s = stubborn()
s.send(None)
try:
    s.close()
except RuntimeError as e:
    print(e)
