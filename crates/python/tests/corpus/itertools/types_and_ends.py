# Classes of itertools, how their iterators end, and what they hold; hints of lengths.
import itertools as I, operator
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def stopper(x):
    if x == 2: raise StopIteration
    return True
t(lambda: list(I.takewhile(stopper, [1,2,3]))); t(lambda: list(I.filterfalse(lambda x: stopper(x) and False, [1,2,3]))); t(lambda: list(I.starmap(lambda x: next(iter([])), [(1,)])))
t(lambda: list(I.dropwhile(lambda x: x<3, [1,2,3,1]))); it = I.cycle("ab"); t(lambda: [next(it) for _ in range(5)]); t(lambda: list(I.cycle([]))); t(lambda: list(I.accumulate([1,2,3], initial=None))); t(lambda: list(I.accumulate([], initial=5))); t(lambda: list(I.accumulate([1,2], lambda a,b: a*b, initial=3))); t(lambda: list(I.pairwise([1]))); t(lambda: list(I.pairwise("abc")))
for f in (I.cycle, I.takewhile, I.chain, I.accumulate, I.starmap, I.compress, I.pairwise, I.repeat, I.count, I.groupby): print(f.__name__, f, type(f).__name__)
t(lambda: list(I.accumulate([1,2], func=operator.mul))); t(lambda: list(I.compress(data="ab", selectors=[0,1])))
p = I.pairwise(x for x in [1,2,3]); t(lambda: next(p)); t(lambda: list(p)); t(lambda: next(p))
a = I.accumulate("abc"); t(lambda: next(a)); t(lambda: next(a)); t(lambda: list(a))
t(lambda: f"{3:,s}"); t(lambda: f"{3:_x} {3000000:_b} {1234:,}"); t(lambda: f"{3:,x}"); t(lambda: f"{'a':,}"); t(lambda: f"{3.5:,n}"); t(lambda: operator.length_hint(iter([1,2]))); t(lambda: operator.length_hint(5, 3)); t(lambda: operator.length_hint([1], "a")); t(lambda: operator.index(True)); t(lambda: operator.methodcaller("x", 1)); t(lambda: operator.call(len, "ab"))
