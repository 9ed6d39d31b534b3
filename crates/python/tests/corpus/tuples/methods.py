# Tuples: construction, comparison, methods, errors.
t = (1, "a", 2.5)
print(t, (), (1,), 1,), print((1,) + (2,), (1, 2) * 2, t[0], t[-1], t[1:], t[::-1], len(t), 1 in t, t.index("a"), t.count(1))
a = 1, 2
print(a, (1, 2) == (1, 2), (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, "a") < (2, 0), hash((1, 2)) == hash((1, 2)), {(1, 2): "k"}[1, 2], tuple("ab"), tuple([1]), tuple(), tuple({3: 1}), ((1, 2), (3, (4,))), (None,), tuple(t) is t)
for bad in (lambda: t[5], lambda: t.index("z"), lambda: t + [1], lambda: t * "a", lambda: t < (1, 2), lambda: hash(([],)), lambda: t.append(1), lambda: tuple(1), lambda: (1, 2) + 3, lambda: t["a"], lambda: (1,).count(), lambda: (1,) < [1], lambda: t.x, lambda: tuple(1, 2)):
    try:
        print(bad())
    except (TypeError, ValueError, IndexError, AttributeError) as e:
        print(type(e).__name__, e)
print(max((1, 2), (1, 3)), sorted([(2, "a"), (1, "z"), (1, "b")]), sum(((1,), (2,)), ()), min((3, 1), key=lambda x: x))
(x, y), z = (1, 2), 3
print(x, y, z, *(4, 5))
s = 1,
s += 2,
print(s, not (), bool((0,)), repr(("it's",)), str((1.0, None, b"x")))
