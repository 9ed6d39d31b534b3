# partial, partialmethod, reduce.
from functools import partial, reduce, partialmethod
def f(a, b, c=3, *rest, **kw): return a, b, c, rest, kw
p = partial(f, 1)
print(p(2), p(2, 4, 5, x=6), partial(f, 1, c=9)(2), partial(f, c=9)(1, 2), partial(p, 7)(8), partial(f, x=1)(1, 2, x=2))
print(p.func is f, p.args, p.keywords, partial(p, 2).args, partial(p, z=1).keywords, callable(p))
print(list(map(partial(pow, 2), range(5))), partial(int, base=2)("101"), partial(print, "label:", sep=" ")("v"), partial(max)(3, 4))
try:
    p()
except TypeError as e:
    print(e)
try:
    partial()
except TypeError as e:
    print(e)
try:
    partial(3)
except TypeError as e:
    print(e)
class Light:
    def __init__(self): self.on = False
    def set(self, state, note=""):
        self.on = state
        return f"{state}{note}"
    turn_on = partialmethod(set, True)
    turn_off = partialmethod(set, False, note="!")
l = Light()
print(l.turn_on(), l.on, l.turn_off(), l.on, l.turn_on("?"))
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 1), reduce(max, [3, 9, 2], 5), reduce(lambda acc, x: acc + [x] if x not in acc else acc, "hello", []))
for bad in (lambda: reduce(max, []), lambda: reduce(max), lambda: reduce(lambda a: a, [1, 2]), lambda: reduce(max, 5)):
    try:
        bad()
    except TypeError as e:
        print(e)
