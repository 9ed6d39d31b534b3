# Awaiting what cannot be awaited.
async def await_value(x): return await x
def run(c):
    try:
        c.send(None)
    except StopIteration as e:
        return e.value
async def five(): return 5
print(run(await_value(five())))
class BadAwait:
    def __await__(self): return 3
class NotAwait: pass
def generator(): yield
for x in (1, None, "s", BadAwait(), NotAwait(), generator(), five, [five]):
    try:
        run(await_value(x))
    except TypeError as e:
        print(e)
async def twice():
    c = five()
    print(await c)
    try:
        await c
    except RuntimeError as e:
        print(e)
run(twice())
async def raises(): raise ValueError("from coroutine")
async def catches():
    try:
        await raises()
    except ValueError as e:
        return f"caught {e}"
print(run(catches()))
async def stop(): raise StopIteration("s")
try:
    run(await_value(stop()))
except RuntimeError as e:
    print(e)
