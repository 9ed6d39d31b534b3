# __aiter__ and __anext__, else, break.
class Pause:
    def __await__(self): yield

class Ticker:
    def __init__(self, n): self.n, self.i = n, 0
    def __aiter__(self): return self
    async def __anext__(self):
        await Pause()
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i

def run(c):
    steps = 0
    while True:
        try:
            c.send(None)
            steps += 1
        except StopIteration as e:
            return e.value, steps

async def main():
    out = []
    async for x in Ticker(3):
        out.append(x)
    else:
        out.append("else")
    async for x in Ticker(5):
        if x == 2: break
    else:
        out.append("no")
    return out + [x]
print(run(main()))
async def comprehensions():
    a = [x * 2 async for x in Ticker(3)]
    b = {x: y async for x in Ticker(2) for y in range(x)}
    c = sorted({x async for x in Ticker(3) if x != 2})
    return a, b, c
print(run(comprehensions()))
async def wrong():
    async for x in [1]: pass
async def wrong2():
    for x in Ticker(1): pass
for w in (wrong, wrong2):
    try:
        run(w())
    except TypeError as e:
        print(e)
