# A round-robin scheduler of coroutines with events.
from collections import deque

class Switch:
    def __await__(self): yield ("switch", None)
class Wait:
    def __init__(self, event): self.event = event
    def __await__(self): return (yield ("wait", self.event))

async def producer(queue):
    for i in range(3):
        print("produce", i)
        queue.append(i)
        await Switch()
    queue.append(None)

async def consumer(queue, name):
    while True:
        while not queue:
            await Switch()
        item = queue.popleft()
        if item is None:
            queue.append(None)
            break
        print(name, "consumes", item)
    return name

async def waiter(event):
    print("waiting for", event)
    print("event brought", await Wait(event))

def run(*coroutines):
    ready, waiting, results = deque((c, None) for c in coroutines), {}, []
    while ready:
        c, value = ready.popleft()
        try:
            what, argument = c.send(value)
        except StopIteration as e:
            results.append(e.value)
            for w in waiting.pop("finished", []):
                ready.append((w, e.value))
            continue
        if what == "switch":
            ready.append((c, None))
        else:
            waiting.setdefault(argument, []).append(c)
    return results, list(waiting)

q = deque()
print(run(waiter("finished"), producer(q), consumer(q, "A"), consumer(q, "B")))
