# send, throw and close go through yield from.
def inner():
    while True:
        try:
            got = yield "inner"
            print("inner got", got)
            if got == "stop":
                return "inner done"
        except ValueError as e:
            print("inner caught", e)
        except GeneratorExit:
            print("inner closing")
            raise

def outer():
    print("result", (yield from inner()))
    try:
        yield from inner()
    finally:
        print("outer finally")

g = outer()
print(next(g))
print(g.send(1))
print(g.throw(ValueError("v")))
print(g.send("stop"))
try:
    g.throw(KeyError("through"))
except KeyError as e:
    print("out", e)
g = outer()
next(g)
g.close()
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration("it value")
        return self.n
def over():
    x = yield from It()
    yield x
print(list(over()))
g = over()
next(g)
try:
    g.send("no send")
except AttributeError as e:
    print(e)
g = over()
next(g)
try:
    g.throw(ValueError("no throw method"))
except ValueError as e:
    print(e)
