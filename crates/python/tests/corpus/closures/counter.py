# Closures keep cells alive and share them.
def counter(start=0):
    n = start
    def increment(by=1):
        nonlocal n
        n += by
        return n
    def reset():
        nonlocal n
        n = start
    def peek():
        return n
    return increment, reset, peek

inc, reset, peek = counter(10)
print(inc(), inc(), inc(5), peek())
reset()
print(peek())
other, _, other_peek = counter()
other()
print(peek(), other_peek())
