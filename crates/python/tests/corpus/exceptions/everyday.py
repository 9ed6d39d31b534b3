import traceback, sys
class AppError(Exception):
    code = 500
    def __init__(self, message, *, code=None, details=None):
        super().__init__(message)
        if code is not None: self.code = code
        self.details = details or {}
    def __str__(self): return f"[{self.code}] {super().__str__()}"
class NotFound(AppError): code = 404
class Retry(Exception): pass
def load(k):
    try:
        return {"a": 1}[k]
    except KeyError as e:
        raise NotFound(f"no {k}") from e
def f(n):
    try:
        if n == 0: return "try"
        if n == 1: raise ValueError("v")
        if n == 2: raise KeyError("k")
        if n == 3: 1 / 0
    except ValueError: return "except"
    except (KeyError, IndexError) as e: raise RuntimeError("wrapped") from None
    else: return "else"
    finally:
        print("finally", n)
        if n == 3: return "swallowed"
for i in range(5):
    try: print(f(i))
    except Exception as e: print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try: load("zz")
except AppError as e: print(e, e.code, repr(e), e.args, repr(e.__cause__), type(e).__mro__[1].__name__)
try:
    try: raise ValueError("first")
    except ValueError: raise TypeError("second")
except TypeError as e: print(repr(e.__context__), e.__cause__)
try:
    try: raise ValueError("a")
    finally: raise KeyError("b")
except KeyError as e: print(repr(e.__context__))
def gen():
    try:
        while True:
            try: x = yield 1
            except ValueError as e: print("gen got", e); yield "handled"
    finally: print("gen closed")
g = gen(); next(g); print(g.throw(ValueError("in"))); g.close()
try: next(g)
except StopIteration as e: print("stop", e.value)
def g2():
    r = yield from g3()
    print("r", r)
    return "done"
def g3():
    a = yield 1
    print("a", a)
    b = yield 2
    return a, b
it = g2(); print(next(it), it.send("A"))
try: it.send("B")
except StopIteration as e: print(e.value)
def bad():
    yield 1
    raise StopIteration("x")
try: list(bad())
except RuntimeError as e: print(e, repr(e.__cause__))
e = ValueError("x", 1); print(e, repr(e), e.args, str(ValueError()), repr(ValueError()), str(KeyError("a")), str(KeyError("a", "b")), repr(KeyError()))
try: raise Exception
except Exception as e: print(repr(e))
try: raise "s"
except TypeError as e: print(e)
try: raise ValueError from 5
except TypeError as e: print(e)
try: assert 1 == 2, ("msg", 1)
except AssertionError as e: print(e, e.args)
try: assert False
except AssertionError as e: print(repr(e))
for _ in range(3):
    try: continue
    finally: print("c", end=" ")
print()
def nest():
    for i in range(3):
        try:
            if i == 1: break
        finally: print("n", i)
    else: print("no")
    return i
print(nest())
try:
    a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, b, c = "xy"
except ValueError as e: print(e)
try: a, *b, c = [1]
except ValueError as e: print(e)
try: x, y = 5
except TypeError as e: print(e)
try:
    for a, b in [(1, 2), (3,)]: pass
except ValueError as e: print(e)
eg = ExceptionGroup("g", [ValueError(1), TypeError("t")])
print(eg, repr(eg), eg.exceptions, eg.message)
try: {}["x"]["y"]
except KeyError as e: print(e, e.args)
err = None
try: raise OSError(2, "nope", "f.txt")
except FileNotFoundError as e: print(e, e.errno, e.filename, e.strerror)
try: e
except NameError as e2: print(e2)
def rec(n): return rec(n + 1)
try: rec(0)
except RecursionError as e: print(e)
e = ValueError("n"); e.add_note("note"); print(e.__notes__)
print(traceback.format_exception_only(ValueError("x")))
try:
    load("q")
except NotFound as e:
    print("".join(traceback.format_exception(e)).replace(__file__, "FILE").count("Traceback"))
class CM:
    def __init__(s, n, sup=False): s.n, s.sup = n, sup
    def __enter__(s): print("enter", s.n); return s
    def __exit__(s, t, v, tb): print("exit", s.n, t.__name__ if t else None); return s.sup
with CM(1) as a, CM(2, True) as b, CM(3) as c: raise ValueError("in with")
try:
    with CM(4): raise KeyError(1)
except KeyError: print("out")
def ret():
    with CM(5): return "r"
print(ret())
raise NotFound("final", details={"a": 1})
