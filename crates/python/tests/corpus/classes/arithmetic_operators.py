# Binary operators on a vector, with NotImplemented for strangers.
class V:
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f"V({self.x}, {self.y})"
    def __add__(self, o):
        if not isinstance(o, V): return NotImplemented
        return V(self.x + o.x, self.y + o.y)
    def __sub__(self, o): return V(self.x - o.x, self.y - o.y)
    def __mul__(self, k):
        return V(self.x * k, self.y * k) if isinstance(k, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __matmul__(self, o): return self.x * o.x + self.y * o.y
    def __truediv__(self, k): return V(self.x / k, self.y / k)
    def __floordiv__(self, k): return V(self.x // k, self.y // k)
    def __mod__(self, k): return V(self.x % k, self.y % k)
    def __pow__(self, k): return V(self.x ** k, self.y ** k)
    def __neg__(self): return V(-self.x, -self.y)
    def __pos__(self): return self
    def __invert__(self): return V(self.y, self.x)
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __divmod__(self, k): return self // k, self % k
    def __round__(self, n=None): return V(round(self.x, n), round(self.y, n))

a, b = V(3, 4), V(1, 2)
print(a + b, a - b, a * 2, 2 * a, a @ b, a / 2, a // 2, a % 2, a ** 2)
print(-a, +a, ~a, abs(a), divmod(a, 2), round(V(1.26, 2.35), 1), round(V(1.6, 2.5)))
for bad in (lambda: a + 1, lambda: 1 + a, lambda: a * "x", lambda: "x" * a, lambda: a << 1, lambda: a & b, lambda: 2 ** a, lambda: int(a), lambda: a < b):
    try:
        bad()
    except TypeError as e:
        print(e)
