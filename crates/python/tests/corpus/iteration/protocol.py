# __iter__ and __next__ by hand, and their misuse.
class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1

print(list(Countdown(3)), sum(Countdown(4)), max(Countdown(5)))
it = Countdown(2)
print(next(it), next(it), next(it, "done"))
try:
    next(it)
except StopIteration as e:
    print("stopped", e.args, e.value)
a, b, c = Countdown(3)
print(a, b, c, *Countdown(2))
print(2 in Countdown(5), [*Countdown(3)], {**dict(zip("ab", Countdown(2)))})
class Bad:
    def __iter__(self): return 3
class NoNext:
    def __iter__(self): return self
class Stops:
    def __iter__(self): return self
    def __next__(self): raise ValueError("inside next")
for bad in (Bad, NoNext, Stops):
    try:
        for x in bad():
            print(x)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
class NotIterable:
    __iter__ = None
    def __getitem__(self, i): return i
try:
    list(NotIterable())
except TypeError as e:
    print(e)
