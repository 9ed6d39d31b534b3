# A cache with timeouts, namespaces, get_or_set and versions.
from functools import wraps
class Cache:
    missing = object()
    def __init__(self, clock): self.data, self.clock, self.stats = {}, clock, {"hit": 0, "miss": 0}
    def get(self, key, default=None):
        value, expires = self.data.get(key, (self.missing, None))
        if value is self.missing or (expires is not None and expires <= self.clock()):
            self.data.pop(key, None)
            self.stats["miss"] += 1
            return default
        self.stats["hit"] += 1
        return value
    def set(self, key, value, timeout=None): self.data[key] = (value, None if timeout is None else self.clock() + timeout)
    def add(self, key, value, timeout=None):
        if self.get(key, self.missing) is not self.missing: return False
        self.set(key, value, timeout)
        return True
    def get_or_set(self, key, default, timeout=None):
        value = self.get(key, self.missing)
        if value is self.missing:
            value = default() if callable(default) else default
            self.set(key, value, timeout)
        return value
    def incr(self, key, delta=1):
        value = self.get(key, self.missing)
        if value is self.missing: raise ValueError(f"Key {key!r} not found")
        self.data[key] = (value + delta, self.data[key][1])
        return value + delta
now = [0]
cache = Cache(lambda: now[0])
def cached(timeout, key=lambda *a, **k: repr((a, sorted(k.items())))):
    def decorate(f):
        @wraps(f)
        def wrapper(*a, **k): return cache.get_or_set(f"{f.__name__}:{key(*a, **k)}", lambda: f(*a, **k), timeout)
        wrapper.invalidate = lambda *a, **k: cache.data.pop(f"{f.__name__}:{key(*a, **k)}", None) is not None
        return wrapper
    return decorate
@cached(10)
def expensive(x, y=1):
    print("computing", x, y)
    return x * y
print(expensive(2), expensive(2), expensive(2, y=3), expensive(2, y=3))
now[0] = 10
print(expensive(2), expensive.invalidate(2), expensive.invalidate(2), expensive(2))
cache.set("n", 1, 5)
print(cache.incr("n"), cache.incr("n", 10), cache.add("n", 0), cache.add("m", None), cache.get("m", "dflt"), sorted(cache.data))
now[0] = 15
print(cache.get("n", "expired"))
try:
    cache.incr("n")
except ValueError as e:
    print(e)
print(cache.stats)
