class V:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f"V({self.x})"

    def __add__(self, o):
        return V(self.x + (o.x if isinstance(o, V) else o))

    __radd__ = __add__

    def __sub__(self, o):
        return V(self.x - o)

    def __rsub__(self, o):
        return V(o - self.x)

    def __mul__(self, o):
        if not isinstance(o, int):
            return NotImplemented
        return V(self.x * o)

    def __iadd__(self, o):
        self.x += o
        return self

    def __eq__(self, o):
        return isinstance(o, V) and self.x == o.x

    def __lt__(self, o):
        return self.x < o.x

    def __hash__(self):
        return hash(self.x)

    def __neg__(self):
        return V(-self.x)

    def __invert__(self):
        return "inv"

    def __bool__(self):
        return self.x != 0

    def __len__(self):
        return 7

    def __getitem__(self, k):
        return ("item", k)

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)

    def __contains__(self, k):
        return k == self.x

    def __and__(self, o):
        return "and"

    def __ror__(self, o):
        return "ror"

    def __call__(self, *a, **k):
        return (a, k)

    def __int__(self):
        return self.x

    def __index__(self):
        return self.x

    def __float__(self):
        return float(self.x)

    def __format__(self, spec):
        return f"<{spec}>"

    def __abs__(self):
        return "abs"

    def __divmod__(self, o):
        return "divmod"

    def __matmul__(self, o):
        return "matmul"


v = V(3)
print(v + 1, 1 + v, v + v, v - 1, 10 - v, v * 2, -v, ~v, v & 1, 5 | v, v @ 2)
v += 5
print(v, v == V(8), v != V(8), v == 8, v < V(9), v > V(9), sorted([V(3), V(1), V(2)]), min(V(2), V(1)))
print(bool(V(0)), not V(0), "yes" if v else "no", len(v), v[1], v[1:2], v["a", 2], 8 in v, 9 in v, 9 not in v)
v[1] = 2
del v["q"]
print(v(1, k=2), int(v), float(v), [10, 20, 30][V(1)], f"{v:abc} {v}", format(v, "x"), abs(v), divmod(v, 1), list(range(V(2))))
print({V(1): "a"}[V(1)], V(1) in {V(1), V(2)}, {V(1), V(1)}, [V(1)] == [V(1)], (V(1),) == (V(1),), {V(1): 1} == {V(1): 1}, V(2) in [V(1), V(2)], [V(1), V(2)].index(V(2)), [V(1)].count(V(1)))
for bad in (lambda: v * "a", lambda: "a" * v, lambda: v / 2, lambda: V(1) <= V(2), lambda: v << 1):
    try:
        print(bad())
    except TypeError as e:
        print(e)


class Both:
    def __eq__(self, o):
        return NotImplemented

    def __lt__(self, o):
        return NotImplemented


b = Both()
print(b == b, b == 1, b != 1)
try:
    b < 1
except TypeError as e:
    print(e)
try:
    {b: 1}
except TypeError as e:
    print(e)


class R(int):
    def __add__(self, o):
        return "R.add"

    def __radd__(self, o):
        return "R.radd"


print(R(1) + 2, 2 + R(1), R(3) * 2, R(5), repr(R(5)), R(5) == 5, hash(R(5)) == hash(5), isinstance(R(1), int), R(2) + R(3))


class L(list):
    def first(self):
        return self[0]


l = L([1, 2])
l.append(3)
l.attr = "x"
print(l, l.first(), len(l), l.attr, l == [1, 2, 3], isinstance(l, list), type(l + [1]))


class Dd(dict):
    def __missing__(self, k):
        return f"missing {k}"


d = Dd(a=1)
print(d["a"], d["b"], d, d.get("zz"), len(d))


class S(str):
    def shout(self):
        return self.upper() + "!"


s = S("hey")
print(s.shout(), s, repr(s), s == "hey", {s: 1}["hey"], s + "x", f"{s}", "".join([s, s]))


class T(tuple):
    pass


print(T([1, 2]), T((1,)) == (1,), isinstance(T(), tuple))


class Cmp:
    def __init__(self, n):
        self.n = n

    def __le__(self, o):
        return self.n <= o.n

    def __ge__(self, o):
        return self.n >= o.n


print(Cmp(1) <= Cmp(2), Cmp(1) >= Cmp(2))


class Str:
    def __str__(self):
        return "str!"


print(Str(), f"{Str()}", str(Str()), "%s" % Str(), "{}".format(Str()), [str(x) for x in [Str()]])


class Lazy:
    def __eq__(self, other):
        return ("lazy", other)


print(Lazy() == 5, (Lazy() == 5)[1])
