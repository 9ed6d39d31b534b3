# Coroutines driven by hand.
class Pause:
    def __init__(self, value): self.value = value
    def __await__(self):
        got = yield self.value
        return got

async def child(n):
    print("child", n)
    got = await Pause(n)
    print("child got", got)
    return n * 2

async def parent():
    a = await child(1)
    b = await child(a)
    return a + b

c = parent()
print(type(c).__name__)
print(c.send(None))
print(c.send("x"))
try:
    c.send("y")
except StopIteration as e:
    print("result", e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)
async def plain(): return 5
p = plain()
try:
    p.send(None)
except StopIteration as e:
    print(e.value)
p = plain()
try:
    p.send(1)
except TypeError as e:
    print(e)
p.close()
for bad in (lambda: iter(p), lambda: next(p), lambda: list(p)):
    try:
        bad()
    except TypeError as e:
        print(e)
