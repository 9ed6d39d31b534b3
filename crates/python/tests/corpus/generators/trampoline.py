# A scheduler of generators, as event loops began.
from collections import deque

def task(name, n):
    for i in range(n):
        print(name, i)
        got = yield ("sleep", i)
        if got:
            print(name, "got", got)
    return name.upper()

def parent():
    a = yield from task("child", 1)
    yield ("result", a)
    raise KeyError("parent failed")

def run(*tasks):
    ready = deque((t, None) for t in tasks)
    results = {}
    while ready:
        t, value = ready.popleft()
        try:
            request = t.send(value)
        except StopIteration as e:
            results[t.__name__] = e.value
        except Exception as e:
            results[t.__name__] = repr(e)
        else:
            ready.append((t, request if request[0] == "result" else None))
    return results

print(run(task("a", 2), parent(), task("b", 1)))
