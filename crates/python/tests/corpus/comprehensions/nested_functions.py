# Comprehensions in functions, methods and lambdas see what they should.
def f(n):
    rows = [[i * j for j in range(n)] for i in range(n)]
    n += 100
    return rows, [n + i for i in range(2)]
print(f(3))
class A:
    def __init__(self): self.items = [1, 2, 3]
    def doubled(self): return [self.scale(x) for x in self.items]
    def scale(self, x): return x * 2
    def total(self): return sum(i for i in self.items if i in {j for j in self.items if j > 1})
class B(A):
    def doubled(self):
        parent = super().doubled()
        return [x + 1 for x in parent]
print(A().doubled(), A().total(), B().doubled())
def nonlocal_in_comprehension():
    count = 0
    def bump():
        nonlocal count
        count += 1
        return count
    return [bump() for _ in range(3)], count
print(nonlocal_in_comprehension())
print((lambda xs: {x: [y for y in xs if y < x] for x in xs})([1, 2, 3]))
def gen_in_class():
    class C:
        n = 2
        xs = [x for x in range(n)]
        f = lambda self: [x * self.n for x in self.xs]
    return C().f()
print(gen_in_class())
x = 5
print([x for x in [x, x + 1]], x)
print([[x for x in range(x)] for x in range(3)], x)
