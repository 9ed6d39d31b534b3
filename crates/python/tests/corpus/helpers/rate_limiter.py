# Token bucket and sliding window with a clock that is passed in.
from collections import defaultdict, deque
class Clock:
    def __init__(self): self.now = 0.0
    def __call__(self): return self.now
class TokenBucket:
    def __init__(self, rate, capacity, clock): self.rate, self.capacity, self.clock, self.tokens, self.last = rate, capacity, clock, capacity, clock()
    def allow(self, cost=1):
        now = self.clock()
        self.tokens = min(self.capacity, self.tokens + (now - self.last) * self.rate)
        self.last = now
        if self.tokens >= cost:
            self.tokens -= cost
            return True
        return False
class SlidingWindow:
    def __init__(self, limit, window, clock): self.limit, self.window, self.clock, self.hits = limit, window, clock, defaultdict(deque)
    def allow(self, key):
        hits, now = self.hits[key], self.clock()
        while hits and hits[0] <= now - self.window: hits.popleft()
        if len(hits) >= self.limit: return False, round(hits[0] + self.window - now, 3)
        hits.append(now)
        return True, 0
clock = Clock()
bucket, window = TokenBucket(2, 4, clock), SlidingWindow(2, 1.0, clock)
for step in (0, 0, 0.25, 0, 0.5, 0.1, 1, 0, 3):
    clock.now += step
    print(f"{clock.now:5.2f}", bucket.allow(), f"{bucket.tokens:.2f}", window.allow("a"), window.allow("b") if step else "-")
print(bucket.allow(5), {k: list(v) for k, v in window.hits.items()})
