# throw() raises at the yield.
def guarded():
    while True:
        try:
            x = yield "waiting"
            print("got", x)
        except ValueError as e:
            print("caught", e)
            yield "handled"
        finally:
            print("finally")

g = guarded()
print(next(g))
print(g.throw(ValueError("first")))
print(next(g))
print(g.send(5))
try:
    g.throw(KeyError("k"))
except KeyError as e:
    print("escaped", repr(e))
print(next(g, "closed by the exception"))

def fresh():
    print("never runs")
    yield

g = fresh()
try:
    g.throw(RuntimeError("before start"))
except RuntimeError as e:
    print(e)
print(list(g))
g = fresh()
try:
    g.throw(ValueError)
except ValueError as e:
    print(repr(e))
def translate():
    try:
        yield 1
    except KeyError as e:
        raise LookupError("translated") from e
g = translate()
next(g)
try:
    g.throw(KeyError("x"))
except LookupError as e:
    print(type(e).__name__, e, repr(e.__cause__))
def swallow():
    try:
        yield 1
    except Exception:
        return "value"
g = swallow()
next(g)
try:
    g.throw(ValueError())
except StopIteration as e:
    print(e.value)
g = swallow()
next(g)
try:
    g.throw(3)
except TypeError as e:
    print(e)
