# close() raises GeneratorExit at the yield.
def g(label):
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit", label)
        raise
    finally:
        print("cleanup", label)

a = g("a")
next(a)
print(a.close(), a.close())
b = g("never started")
b.close()
print(list(b))
c = g("exhausted")
print(list(c))
c.close()

def refuses():
    while True:
        try:
            yield
        except GeneratorExit:
            print("ignoring")

r = refuses()
next(r)
try:
    r.close()
except RuntimeError as e:
    print(e)

def raises():
    try:
        yield
    finally:
        raise ValueError("in finally")

x = raises()
next(x)
try:
    x.close()
except ValueError as e:
    print(e, type(e.__context__).__name__)

def returns():
    try:
        yield
    except GeneratorExit:
        return 5
y = returns()
next(y)
print(y.close())
for v in (loop := g("broken off")):
    break
loop.close()
