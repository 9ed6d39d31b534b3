# return, break and continue leave through __exit__.
class CM:
    def __init__(self, name): self.name = name
    def __enter__(self): return self
    def __exit__(self, *exc):
        print("exit", self.name, [e if e is None else type(e).__name__ for e in exc[:2]])

def f():
    with CM("return"):
        return "value"
print(f())
for i in range(3):
    with CM(i):
        if i == 0: continue
        if i == 1: break
def g():
    with CM("gen"):
        yield 1
        yield 2
it = g()
print(next(it))
it.close()
for x in g(): print(x)
def nested():
    with CM("1"):
        with CM("2"):
            try:
                return "deep"
            finally:
                print("finally")
print(nested())
class Swallow:
    def __enter__(self): return self
    def __exit__(self, *exc): return True
def after_swallow():
    with Swallow():
        raise ValueError
        return "no"
    return "after"
print(after_swallow())
def return_in_swallow():
    with Swallow():
        return "returned, not swallowed"
print(return_in_swallow())
