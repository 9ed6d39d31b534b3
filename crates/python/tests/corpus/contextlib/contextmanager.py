# Generators as context managers: values, suppression, errors.
from contextlib import contextmanager

@contextmanager
def tag(name, suppress=()):
    print(f"<{name}>")
    try:
        yield name.upper()
    except suppress as e:
        print("suppressed", repr(e))
    finally:
        print(f"</{name}>")

with tag("a") as a, tag("b"):
    print(a)
with tag("s", suppress=ValueError):
    raise ValueError("x")
try:
    with tag("t", suppress=(KeyError,)):
        raise ValueError("y")
except ValueError as e:
    print("through", e)

@contextmanager
def no_yield():
    return
    yield
try:
    with no_yield(): pass
except RuntimeError as e:
    print(e)
@contextmanager
def two_yields():
    yield 1
    yield 2
try:
    with two_yields(): pass
except RuntimeError as e:
    print(e)
@contextmanager
def replaces():
    try:
        yield
    except KeyError as e:
        raise ValueError("replaced") from e
try:
    with replaces():
        raise KeyError("k")
except ValueError as e:
    print(e, repr(e.__cause__))
@contextmanager
def decorates(label):
    print("in", label)
    yield
    print("out", label)
@decorates("deco")
def f(x):
    print("f", x)
    return x * 2
print(f(1), f(2), f.__name__)
def early():
    with tag("early") as t:
        return t
print(early())
cm = tag("once")
with cm: pass
try:
    with cm: pass
except AttributeError as e:
    print(type(e).__name__)
except RuntimeError as e:
    print(e)
try:
    with tag("stop"):
        raise StopIteration("inside")
except StopIteration as e:
    print("stop", e)
