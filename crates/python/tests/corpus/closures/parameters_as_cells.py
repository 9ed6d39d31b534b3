# Parameters, *args and **kwargs captured by inner functions.
def outer(a, b=2, *args, k=3, **kw):
    def show():
        return a, b, args, k, kw
    a = a * 10
    def bump():
        nonlocal b, k
        b += 1
        k -= 1
        return b, k
    print(bump())
    return show

print(outer(1)())
print(outer(1, 5, 6, 7, k=8, z=9)())

def accumulate(items):
    total = 0
    def step(x):
        nonlocal total
        total += x
        return total
    return [step(x) for x in items], total

print(accumulate([1, 2, 3]))

def memo(f):
    cache = {}
    def wrapped(n):
        if n not in cache:
            cache[n] = f(n)
        return cache[n]
    wrapped.cache = cache
    return wrapped

@memo
def square(n):
    print("computing", n)
    return n * n

print(square(3), square(3), square.cache)
