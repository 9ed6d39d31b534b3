# Matrix work with nested lists and a class.
class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    @classmethod
    def identity(cls, n): return cls([[int(i == j) for j in range(n)] for i in range(n)])
    @property
    def shape(self): return len(self.rows), len(self.rows[0])
    @property
    def T(self): return Matrix(zip(*self.rows))
    def __getitem__(self, key):
        if isinstance(key, tuple):
            r, c = key
            return self.rows[r][c]
        return self.rows[key]
    def __setitem__(self, key, v): self.rows[key[0]][key[1]] = v
    def __matmul__(self, o):
        if self.shape[1] != o.shape[0]: raise ValueError(f"shapes {self.shape} and {o.shape}")
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1: result @= base
            base @= base
            n >>= 1
        return result
    def __eq__(self, o): return self.rows == o.rows
    def __repr__(self): return f"Matrix({self.rows})"
    def det(self):
        if len(self.rows) == 1: return self.rows[0][0]
        return sum((-1) ** j * v * Matrix([r[:j] + r[j + 1:] for r in self.rows[1:]]).det() for j, v in enumerate(self.rows[0]))
    def __iter__(self): return (x for r in self.rows for x in r)
m = Matrix([[1, 2], [3, 4]])
print(m @ m, m ** 10, m.T, m.det(), m[0, 1], m[1], m ** 0 == Matrix.identity(2), sum(m), m.shape, list(m), Matrix([[2, 0, 1], [1, 3, 2], [1, 1, 1]]).det(), (Matrix([[1, 1], [1, 0]]) ** 90)[0, 1])
m[0, 0] = 9
print(m, max(m), [max(r) for r in m.rows])
try:
    m @ Matrix([[1, 2, 3]])
except ValueError as e:
    print(e)
def spiral(rows):
    while rows:
        yield from rows[0]
        rows = list(zip(*rows[1:]))[::-1]
print(list(spiral([[1, 2, 3], [4, 5, 6], [7, 8, 9]])), [list(r)[::-1] for r in zip(*[[1, 2], [3, 4]])])
def life(cells):
    near = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy: near[x + dx, y + dy] = near.get((x + dx, y + dy), 0) + 1
    return {c for c, n in near.items() if n == 3 or n == 2 and c in cells}
cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for _ in range(4): cells = life(cells)
print(sorted(cells))
