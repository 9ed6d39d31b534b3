# Lambdas with every parameter kind, and in the usual places.
print((lambda: 1)())
print((lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(1))
print((lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(1, 5, 6, k=7, z=8))
print((lambda *, k: k)(k=1))
print((lambda x, /: x)(4))
print(sorted(["bb", "a", "ccc"], key=lambda s: -len(s)))
print(list(map(lambda p: p[0] * p[1], [(1, 2), (3, 4)])))
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
gs = [lambda i=i: i for i in range(3)]
print([g() for g in gs])
compose = lambda *fs: (lambda x: x) if not fs else (lambda x: fs[0](compose(*fs[1:])(x)))
print(compose(lambda x: x + 1, lambda x: x * 2)(5))
pick = lambda x: "pos" if x > 0 else "neg" if x < 0 else "zero"
print(pick(1), pick(-1), pick(0))
try:
    (lambda x: x)()
except TypeError as e:
    print(e)
print((lambda: (1, 2))(), (lambda: [x for x in range(2)])())
