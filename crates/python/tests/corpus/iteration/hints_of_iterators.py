# __length_hint__ of the built-in iterators.
import operator
for it in (iter([1,2,3]), iter((1,2)), iter("añb"), iter("abc"), iter(b"ab"), iter(range(5)), reversed([1,2]), iter({1:2}), iter({1:2}.values()), iter({1,2}), iter({1:2}.items()), reversed(range(4))):
    out = [operator.length_hint(it)]
    for _ in it: out.append(it.__length_hint__())
    print(type(it).__name__, out, it.__length_hint__(), next(it, "end"))
