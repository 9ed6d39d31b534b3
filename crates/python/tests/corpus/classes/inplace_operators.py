# Augmented assignment prefers the in-place method and falls back.
class Acc:
    def __init__(self, items=()): self.items = list(items)
    def __iadd__(self, o):
        self.items.append(o)
        return self
    def __repr__(self): return f"Acc{self.items}"

a = b = Acc()
a += 1
a += 2
print(a, a is b)

class Plain:
    def __init__(self, n): self.n = n
    def __add__(self, o): return Plain(self.n + o)

p = q = Plain(1)
p += 5
print(p.n, q.n, p is q)

class Weird:
    def __iadd__(self, o): return "replaced"
w = Weird()
w += 1
print(w)

class Ops:
    pass
for op in "sub mul truediv floordiv mod pow lshift rshift and or xor matmul".split():
    setattr(Ops, f"__i{op}__", lambda self, other, op=op: print("i" + op, other) or self)
o = Ops()
o -= 1; o *= 2; o /= 3; o //= 4; o %= 5; o **= 6; o <<= 7; o >>= 8; o &= 9; o |= 10; o ^= 11; o @= 12
l = m = [1]
l += (2, 3)
l *= 2
print(l, m is l)
t = u = (1,)
t += (2,)
print(t, u)
holder = ([1],)
try:
    holder[0] += [2]
except TypeError as e:
    print(e, holder)
try:
    n = None
    n += 1
except TypeError as e:
    print(e)
try:
    s = "a"
    s -= "b"
except TypeError as e:
    print(e)
class Declines:
    def __iadd__(self, o): return NotImplemented
    def __add__(self, o): return "added"
d = Declines()
d += 1
print(d)
