# lru_cache, cache: hits, evictions, keys, errors.
from functools import lru_cache, cache
calls = []
@lru_cache(maxsize=2)
def f(x, y=0):
    """Doc."""
    calls.append((x, y))
    return x + y
print(f(1), f(1), f(2), f(1), f(3), f(2), calls)
print(f.cache_info(), f.__name__, f.__doc__, f.__wrapped__(10))
print(f(1, y=0), f(1, 0), f.cache_info())
f.cache_clear()
print(f.cache_info())
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
try:
    f([1])
except TypeError as e:
    print(e)
@lru_cache
def bare(x): return [x]
a = bare(1)
a.append(2)
print(bare(1), bare(1.0), bare(True), bare.cache_info().misses)
@lru_cache(typed=True)
def typed(x): return type(x).__name__
print(typed(1), typed(1.0), typed(True), typed.cache_parameters())
@lru_cache(maxsize=None)
def fails(x):
    print("called")
    raise ValueError(x)
for _ in range(2):
    try:
        fails(1)
    except ValueError as e:
        print(e)
class C:
    def __init__(self): self.n = 0
    @lru_cache
    def m(self, x):
        self.n += 1
        return x
c = C()
c.m(1), c.m(1), c.m(2), C().m(1)
print(c.n, C.m.cache_info())
