# ExitStack: order, callbacks, push, pop_all, suppression.
from contextlib import ExitStack, contextmanager
@contextmanager
def cm(n):
    print("enter", n)
    try:
        yield n
    finally:
        print("exit", n)
with ExitStack() as stack:
    print([stack.enter_context(cm(i)) for i in range(3)])
    stack.callback(print, "callback", 1, sep="-")
    @stack.callback
    def later(): print("decorated callback")
    stack.push(lambda *exc: print("push", exc[0]))
print("done")
with ExitStack() as stack:
    stack.push(lambda kind, e, tb: print("suppress", e) or True)
    stack.enter_context(cm("x"))
    raise ValueError("v")
try:
    with ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        raise KeyError("k")
except ZeroDivisionError as e:
    print(e, repr(e.__context__))
with ExitStack() as stack:
    stack.enter_context(cm("kept"))
    kept = stack.pop_all()
print("nothing closed yet")
kept.close()
try:
    with ExitStack() as stack:
        stack.enter_context(5)
except TypeError as e:
    print(e)
with ExitStack() as stack:
    pass
def conditional(flag):
    with ExitStack() as stack:
        if flag: stack.enter_context(cm("optional"))
        return "body"
print(conditional(True), conditional(False))
