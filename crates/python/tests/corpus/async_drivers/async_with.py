# __aenter__ and __aexit__, awaited.
class Pause:
    def __init__(self, label): self.label = label
    def __await__(self):
        yield self.label
        return self.label.upper()

class Resource:
    def __init__(self, name, suppress=False): self.name, self.suppress = name, suppress
    async def __aenter__(self):
        return await Pause(f"enter {self.name}")
    async def __aexit__(self, kind, error, tb):
        await Pause(f"exit {self.name}")
        print(self.name, kind and kind.__name__, error)
        return self.suppress

def run(coroutine):
    while True:
        try:
            print("yielded", coroutine.send(None))
        except StopIteration as e:
            return e.value

async def simple():
    async with Resource("a") as a, Resource("b") as b:
        print(a, b)
        return "returned"
print(run(simple()))
async def suppressing():
    async with Resource("s", suppress=True):
        raise ValueError("inside")
    return "after"
print(run(suppressing()))
async def through():
    async with Resource("t"):
        raise KeyError("k")
try:
    run(through())
except KeyError as e:
    print(e)
class Sync:
    def __enter__(self): pass
    def __exit__(self, *e): pass
async def wrong():
    async with Sync(): pass
async def wrong2():
    with Resource("r"): pass
for w in (wrong, wrong2):
    try:
        run(w())
    except TypeError as e:
        print(e)
