# Every augmented operator on every kind of target, evaluated once.
x = 10
for op in ("+=", "-="):
    if op == "+=": x += 5
    else: x -= 3
x *= 2; x //= 3; x %= 5; x **= 3; x <<= 4; x >>= 1; x |= 1; x &= 0xFF; x ^= 3
print(x)
y = 7
y /= 2
print(y)
def index():
    print("index evaluated")
    return 0
l = [1, 2]
l[index()] += 10
print(l)
class O:
    def __init__(self): self.v, self.log = 1, []
    @property
    def p(self):
        self.log.append("get")
        return self.v
    @p.setter
    def p(self, v):
        self.log.append(f"set {v}")
        self.v = v
def get():
    print("object evaluated")
    return o
o = O()
get().p += 5
get().v *= 3
print(o.log, o.v)
d = {"a": [1]}
d["a"] += [2]
d["n"] = d.get("n", 0)
d["n"] += 1
print(d)
s = t = "ab"
s += "c"; s *= 2
print(s, t)
m = [[0] * 2 for _ in range(2)]
m[1][0] += 5
m[0], m[1] = m[1], m[0]
print(m)
l = [1, 2, 3]
l[1:] *= 2
l[0], l[1] = l[1], l[0]
print(l)
try:
    undefined += 1
except NameError as e:
    print(e)
try:
    d["missing"] += 1
except KeyError as e:
    print(repr(e))
try:
    o.nope += 1
except AttributeError as e:
    print(e)
