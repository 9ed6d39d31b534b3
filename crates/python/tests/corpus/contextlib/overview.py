from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress


@contextmanager
def tag(name):
    print("<" + name + ">")
    try:
        yield name.upper()
    except ValueError as e:
        print("caught", e)
    finally:
        print("</" + name + ">")


with tag("a") as t:
    print(t)
with tag("b"):
    raise ValueError("v")
try:
    with tag("c"):
        raise KeyError("k")
except KeyError as e:
    print("out", e)


@tag("deco")
def f():
    print("in f")


f()
f()
with suppress(ZeroDivisionError, KeyError):
    1 / 0
print("after")
with nullcontext(5) as x:
    print(x)


class Thing:
    def close(self):
        print("closed")


with closing(Thing()):
    print("use")
with ExitStack() as stack:
    for name in "xy":
        print(stack.enter_context(tag(name)))
    stack.callback(print, "callback")
    print("body")
try:
    with ExitStack() as stack:
        stack.enter_context(tag("z"))
        raise ValueError("suppressed by z")
    print("ok")
except ValueError:
    print("not here")


@contextmanager
def bad():
    if False:
        yield


try:
    with bad():
        pass
except RuntimeError as e:
    print(e)


@contextmanager
def twice():
    yield 1
    yield 2


try:
    with twice():
        pass
except RuntimeError as e:
    print(e)
with tag("outer"), tag("inner") as i:
    print(i)
with (
    tag("p1") as p1,
    tag("p2") as p2,
):
    print(p1, p2)


def early():
    with tag("early"):
        return "returned"


print(early())
for i in range(3):
    with tag(str(i)):
        if i == 1:
            break
