# The value of return is the value of StopIteration.
def g(x):
    yield 1
    return x

for value in (None, 5, (1, 2), "text", ValueError("v")):
    it = g(value)
    next(it)
    try:
        next(it)
    except StopIteration as e:
        print(repr(e.value), e.args)
def collect(gen):
    values = []
    while True:
        try:
            values.append(next(gen))
        except StopIteration as stop:
            return values, stop.value
print(collect(g(9)))
def stops():
    yield 1
    raise StopIteration("wrong")
try:
    list(stops())
except RuntimeError as e:
    print(e, repr(e.__cause__))
def leak():
    yield next(iter([]))
try:
    list(leak())
except RuntimeError as e:
    print(e)
def via_finally():
    try:
        yield 1
        return "try"
    finally:
        print("cleanup")
print(collect(via_finally()))
