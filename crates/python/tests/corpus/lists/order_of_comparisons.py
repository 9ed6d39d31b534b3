class K:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print(self.n, "<", o.n, end="; "); return self.n < o.n
import random
r = random.Random(3)
for n in (1, 2, 3, 7, 20, 63):
    l = [K(r.randrange(50)) for _ in range(n)]
    l.sort(); print([k.n for k in l])
    l.sort(reverse=True); print([k.n for k in l])
    print([k.n for k in sorted(l, key=lambda k: K(-k.n))])
for bad in (['%s', -256, True], [1, 'a', 2.0], [[1], ['a'], [None]]):
    for rev in (False, True):
        try: bad[:].sort(reverse=rev)
        except TypeError as e: print(e)
print(sorted(range(200), key=lambda x: x * 7 % 13)[:20], float(b"1.5"), float(b" nan "))
try: print(*5)
except TypeError as e: print(e)
try: [*5.0]
except TypeError as e: print(e)
try: (lambda *a: a)(*10**30)
except TypeError as e: print(e)
