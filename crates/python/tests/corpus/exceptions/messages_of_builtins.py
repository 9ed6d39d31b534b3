# str, repr and args of exceptions.
for e in (ValueError(), ValueError("m"), ValueError("a", 1), ValueError(None), KeyError("k"), KeyError(), KeyError(1), KeyError("a", "b"), IndexError([1]), OSError(2, "No such file"), OSError(2, "No such file", "name.txt"), OSError("only"), StopIteration(5), SystemExit(3), Exception(ValueError("inner")), KeyError("it's"), ValueError("é\n"), UnicodeError("u"), NameError("n"), AttributeError("a"), ImportError("i"), AssertionError(), AssertionError((1, 2)), RuntimeError(b"bytes")):
    print(type(e).__name__, "|", str(e), "|", repr(e), "|", e.args)
e = OSError(2, "No such file", "name.txt")
print(e.errno, e.strerror, e.filename, type(e).__name__, type(OSError(13, "x")).__name__, type(OSError(17, "x")).__name__)
print(SystemExit(3).code, SystemExit().code, SystemExit("bye").code, StopIteration().value)
e = ValueError("a")
e.args = ("changed", 2)
print(e, repr(e))
e.extra = 1
print(e.extra, e.__dict__)
print(ValueError("a") == ValueError("a"), str(ImportError("m", name="n")), ImportError("m", name="n").name)
