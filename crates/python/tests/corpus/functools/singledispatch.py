# singledispatch by type of the first argument.
from functools import singledispatch, singledispatchmethod
@singledispatch
def show(x, *args):
    return f"object {x!r}"
@show.register
def _(x: int, *args): return f"int {x}"
@show.register(str)
def _(x, *args): return f"str {x} {args}"
@show.register(list)
@show.register(tuple)
def sequence(x): return "sequence " + ", ".join(show(i) for i in x)
show.register(type(None), lambda x: "nothing")
class A: pass
class B(A): pass
@show.register
def show_a(x: A): return f"A or subclass: {type(x).__name__}"
for v in (1, True, "s", [1, "two", None], (3.5,), None, B(), {}):
    print(show(v))
print(show("s", 1, 2), show.dispatch(bool) is show.dispatch(int), show.dispatch(dict)(5), sorted(t.__name__ for t in show.registry))
try:
    show()
except TypeError as e:
    print(e)
class Formatter:
    @singledispatchmethod
    def fmt(self, x): return f"default {x}"
    @fmt.register
    def _(self, x: int): return f"int {x + 1}"
    @fmt.register(str)
    def _(self, x): return f"str {x.upper()}"
f = Formatter()
print(f.fmt(1), f.fmt("a"), f.fmt(1.5), f.fmt(False))
