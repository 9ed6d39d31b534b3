# yield inside try, except and finally keeps the pending exception.
def g():
    try:
        yield "try"
        raise ValueError("v")
    except ValueError as e:
        yield f"except {e}"
        try:
            raise KeyError("k")
        except KeyError as inner:
            yield f"inner {inner!r} context {inner.__context__!r}"
        yield f"back to {e}"
    else:
        yield "else"
    finally:
        yield "finally"
    yield "after"

print(list(g()))
def with_return():
    try:
        return "r"
    finally:
        yield "in finally"
it = with_return()
print(next(it))
try:
    next(it)
except StopIteration as e:
    print(e.value)
def pending():
    try:
        raise ValueError("pending")
    finally:
        yield "paused"
p = pending()
print(next(p))
try:
    next(p)
except ValueError as e:
    print(e)
def outside_context():
    try:
        yield 1
    except KeyError as e:
        yield repr(e.__context__)
o = outside_context()
next(o)
try:
    raise ValueError("outer")
except ValueError:
    print(o.throw(KeyError("thrown")))
def bare_raise():
    try:
        raise IndexError("kept")
    except IndexError:
        yield
        raise
b = bare_raise()
next(b)
try:
    next(b)
except IndexError as e:
    print("reraised", e)
