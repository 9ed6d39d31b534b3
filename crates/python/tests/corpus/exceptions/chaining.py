# __cause__, __context__ and __suppress_context__.
def chain(e):
    while e is not None:
        yield f"{e!r}(suppress={e.__suppress_context__})"
        e = e.__cause__ or e.__context__

try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise ValueError("bad") from z
except ValueError as e:
    print(" <- ".join(chain(e)), e.__cause__ is e.__context__)
try:
    try:
        {}["k"]
    except KeyError:
        raise ValueError("implicit")
except ValueError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        {}["k"]
    except KeyError:
        raise ValueError("hidden") from None
except ValueError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    raise ValueError("from class") from KeyError
except ValueError as e:
    print(repr(e.__cause__))
try:
    raise ValueError("x") from 5
except TypeError as e:
    print(e)
def three():
    try:
        try:
            raise KeyError(1)
        except KeyError:
            raise IndexError(2)
    except IndexError:
        raise ValueError(3)
try:
    three()
except ValueError as e:
    print(" <- ".join(chain(e)))
try:
    try:
        raise KeyError("a")
    except KeyError:
        try:
            raise ValueError("b")
        except ValueError as v:
            pass
        raise IndexError("c")
except IndexError as e:
    print(" <- ".join(chain(e)))
same = ValueError("same")
try:
    try:
        raise same
    except ValueError:
        raise same
except ValueError as e:
    print(e.__context__)
e = ValueError("new")
e.__cause__ = KeyError("set by hand")
print(e.__suppress_context__, repr(e.__cause__))
try:
    raise ValueError("w").with_traceback(None) from None
except ValueError as e:
    print(e)
