# Custom exceptions as services have them.
import traceback, contextlib, sys
class AppError(Exception):
    status = 500
    default_detail = "A server error occurred."
    def __init__(self, detail=None, code=None, **extra):
        self.detail = detail if detail is not None else self.default_detail
        self.code = code or type(self).__name__.lower()
        self.extra = extra
        super().__init__(self.detail)
    def __str__(self): return f"[{self.code}] {self.detail}"
    def __repr__(self): return f"{type(self).__name__}({self.detail!r})"
class NotFound(AppError):
    status = 404
    default_detail = "Not found."
class Multi(AppError, KeyError): pass
class WithNew(ValueError):
    def __new__(cls, *args): 
        self = super().__new__(cls, *args)
        self.made = True
        return self
class NoInit(Exception):
    def __init__(self, a, b): self.a, self.b = a, b
class KwOnly(Exception):
    def __init__(self, *, reason): super().__init__(reason); self.reason = reason
for e in (AppError(), NotFound(), NotFound("x", code="c", id=5), Multi("k"), WithNew(1, 2), NoInit(1, 2), KwOnly(reason="r")):
    print(repr(e), str(e), e.args, type(e).__mro__[1].__name__, isinstance(e, LookupError))
for f in (lambda: NoInit(1), lambda: KwOnly("x"), lambda: ValueError(x=1), lambda: OSError(x=1), lambda: StopIteration(x=1), lambda: ImportError("m", name="n", path="p").path, lambda: ImportError("m", foo=1), lambda: AttributeError("a", name="n", obj=5).obj, lambda: NameError("n", name="q").name, lambda: KeyError(x=1), lambda: Exception(1).message, lambda: SystemExit(1, 2).code, lambda: OSError(2, "x", "f").filename, lambda: BaseExceptionGroup("g", [ValueError(1)]), lambda: ExceptionGroup("g", []), lambda: ExceptionGroup("g", [1])):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
def chain():
    try:
        try: {}["missing"]
        except KeyError as e: raise NotFound("row", pk=1) from e
    except NotFound as e: raise RuntimeError("outer") from None
try: chain()
except RuntimeError as e:
    print(e.__cause__, repr(e.__context__), e.__suppress_context__, repr(e.__context__.__cause__), e.__traceback__ is not None)
@contextlib.contextmanager
def translate(src, dst):
    try: yield
    except src as e: raise dst(f"translated {e!r}") from e
try:
    with translate(ZeroDivisionError, AppError): 1 / 0
except AppError as e: print(e, repr(e.__cause__))
with contextlib.suppress(KeyError, IndexError): [][1]
def retry(times, *exceptions):
    def deco(f):
        def run(*a, **k):
            for i in range(times):
                try: return f(*a, **k)
                except exceptions as e: last = e; print("retry", i, e)
            raise last
        return run
    return deco
n = 0
@retry(3, ValueError)
def flaky():
    global n; n += 1
    if n < 3: raise ValueError(f"try {n}")
    return "ok"
print(flaky())
def fin():
    try: return "try"
    finally: print("finally")
def override():
    try: raise ValueError
    finally: return "swallowed"
def loop():
    for i in range(3):
        try:
            if i == 1: continue
            print(i)
        except: pass
        else: print("else", i)
        finally: print("fin", i)
print(fin(), override()); loop()
e = ValueError("a"); e.add_note("n1"); e.add_note("n2"); print(e.__notes__)
try: e.add_note(1)
except TypeError as x: print(x)
try: raise ValueError("with tb") 
except ValueError as err:
    print(traceback.format_exception_only(type(err), err), sys.exc_info()[0].__name__, err.with_traceback(None) is err, err.__traceback__)
try: raise 5
except TypeError as x: print(x)
try: raise ValueError from 5
except TypeError as x: print(x)
try: raise
except RuntimeError as x: print(x)
try:
    try: raise KeyError("a")
    except (ValueError, "x"): pass
except TypeError as x: print(x)
try: assert 1 == 2, ("msg", 1)
except AssertionError as x: print(x, x.args)
class Ctx:
    def __enter__(self): return self
    def __exit__(self, t, v, tb): print(t.__name__ if t else None, v, tb is not None); return t is KeyError
with Ctx(): raise KeyError("sup")
try:
    with Ctx(): raise ValueError("not")
except ValueError as x: print("got", x, x.__context__)
try: 
    with 5: pass
except TypeError as x: print(x)
eg = ExceptionGroup("eg", [ValueError(1), TypeError("t"), ExceptionGroup("in", [KeyError("k")])])
print(eg, repr(eg), eg.exceptions, eg.message, eg.split(ValueError)[0], eg.subgroup(lambda e: isinstance(e, KeyError)), eg.derive([ValueError(2)]))
