# Keys are equal if == and hash agree.
d = {}
for k in (1, 1.0, True, "1", b"1", (1,), (1.0,), None, 0, False, -0.0, frozenset([1]), frozenset([True])):
    d[k] = repr(k)
print(d, len(d))
print(d[True], d[0.0], d[(True,)], d[frozenset([1.0])])
nan = float("nan")
d = {nan: "nan"}
print(d[nan], float("nan") in d, nan in d)
class K:
    def __init__(self, n): self.n = n
    def __hash__(self):
        print("hash", self.n)
        return 1
    def __eq__(self, o):
        print("eq", self.n, getattr(o, "n", o))
        return self.n == o.n
a, b = K("a"), K("b")
d = {a: 1}
d[b] = 2
print(d[K("a")], len(d), a in d)
class Bad:
    def __hash__(self): return 5
    def __eq__(self, o): raise ValueError("eq failed")
d = {Bad(): 1}
try:
    d[Bad()]
except ValueError as e:
    print(e)
print(hash("a") == hash("a"), hash(2 ** 61 - 1), hash(-1), hash(-2), hash(0), hash(2 ** 61), hash(1.5), hash(True), hash(10 ** 20), hash(float("inf")), hash(-5), hash(0.1))
