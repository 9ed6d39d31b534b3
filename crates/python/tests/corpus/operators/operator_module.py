# Functions of the operator module.
import operator as op
print(op.add(1, 2), op.sub(1, 2), op.mul("a", 2), op.truediv(1, 2), op.floordiv(7, 2), op.mod(7, 2), op.pow(2, 3), op.neg(1), op.pos(-1), op.abs(-2), op.invert(1), op.lshift(1, 3), op.rshift(8, 1), op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.not_([]), op.truth([0]))
print(op.lt(1, 2), op.le(2, 2), op.eq(1, 1.0), op.ne(1, 2), op.gt(1, 2), op.ge(1, 2), op.is_(None, None), op.is_not(1, None), op.contains([1], 1), op.concat("a", "b"), op.countOf([1, 1, 2], 1), op.indexOf("abc", "b"), op.index(5), op.getitem({"a": 1}, "a"))
l = [1, 2, 3]
op.setitem(l, 0, "x"); op.delitem(l, 1)
print(l, op.iadd(l, [4]), l)
print(op.itemgetter(1)("abc"), op.itemgetter(0, 2)("abc"), op.itemgetter("k")({"k": 5}), op.itemgetter(slice(1, 3))("abcd"), sorted([(1, "b"), (0, "c"), (1, "a")], key=op.itemgetter(0)))
class A:
    def __init__(self, n): self.n, self.b = n, self
    def m(self, x, y=0): return (self.n, x, y)
print(op.attrgetter("n")(A(3)), op.attrgetter("b.n")(A(4)), op.attrgetter("n", "b.b.n")(A(5)), op.methodcaller("m", 1, y=2)(A(6)), op.methodcaller("upper")("x"), list(map(op.attrgetter("n"), [A(1), A(2)])))
for bad in (lambda: op.itemgetter(5)("a"), lambda: op.attrgetter("zz")(1), lambda: op.attrgetter(5), lambda: op.itemgetter(), lambda: op.methodcaller("nope")(1), lambda: op.add(1), lambda: op.add(1, "a"), lambda: op.indexOf([], 1), lambda: op.itemgetter("x")({})):
    try:
        print(bad())
    except (TypeError, ValueError, IndexError, KeyError, AttributeError) as e:
        print(type(e).__name__, e)
