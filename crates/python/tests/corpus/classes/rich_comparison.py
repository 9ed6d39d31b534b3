# Comparison methods, their reflections and defaults.
class Version:
    def __init__(self, *parts): self.parts = parts
    def __eq__(self, o): return self.parts == o.parts if isinstance(o, Version) else NotImplemented
    def __lt__(self, o): return self.parts < o.parts
    def __le__(self, o): return self.parts <= o.parts
    def __repr__(self): return "v" + ".".join(map(str, self.parts))

a, b, c = Version(1, 2), Version(1, 10), Version(1, 2)
print(a == c, a != c, a < b, a > b, a <= c, a >= b, a == 1, a != 1)
print(sorted([b, a, Version(0, 9)]), max(a, b), min([b, a]))
print(a < b < Version(2), a is c, a in [c], [b, c].index(a))
try:
    {a: 1}
except TypeError as e:
    print(e)

class Rev:
    def __gt__(self, o): return "Rev.gt"
    def __ge__(self, o): return "Rev.ge"
    def __eq__(self, o): return "Rev.eq"

print(1 < Rev(), 1 <= Rev(), 1 == Rev(), Rev() == 1, Rev() != 1)
class Nothing: pass
n = Nothing()
print(n == n, n == Nothing(), n != 3)
for bad in (lambda: n < 1, lambda: 1 < n, lambda: n >= n, lambda: "a" < 1, lambda: [1] > (1,), lambda: None <= 0, lambda: {} < {}, lambda: sorted([1, "a"])):
    try:
        bad()
    except TypeError as e:
        print(e)
