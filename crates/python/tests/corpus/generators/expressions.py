# Generator expressions: laziness, scope, nesting.
log = []
def source():
    for i in range(4):
        log.append(i)
        yield i
g = (x * x for x in source() if x != 1)
print(log, next(g), log, next(g), log)
print(list(g), log)
print(sum(x for x in range(5)), max((len(w) for w in ["a", "bbb"]), default=0))
n = 3
g = (x * n for x in range(n))
n = 10
print(list(g))
try:
    (x for x in 5)
except TypeError as e:
    print(e)
g = (1 / x for x in [1, 0, 2])
print(next(g))
try:
    next(g)
except ZeroDivisionError as e:
    print(e)
print(list(g))
print(list((a, b) for a in "ab" for b in range(2)))
print(type(g).__name__, g.__name__)
print(dict((k, v) for k, v in zip("ab", range(2))), ",".join(str(x) for x in range(3)), tuple(x for x in "ab"))
nested = ((x, y) for x in range(2) for y in (z * 10 for z in range(x + 1)))
print(list(nested))
