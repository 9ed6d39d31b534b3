# range as a sequence.
r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], 8 in r, 9 in r, r.index(8), r.count(8))
print(r.start, r.stop, r.step, range(5), range(0), bool(range(0)), list(range(5, 0, -2)), list(range(3, 3)))
print(range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2], hash(range(3)) == hash(range(0, 3)))
print(2.0 in range(5), "a" in range(5), 10 ** 20 in range(10 ** 21), len(range(10 ** 9)), range(10 ** 30)[-1])
print(list(map(lambda i: range(10)[i], (0, -1))), min(range(3, 9)), sum(range(101)))
for bad in (lambda: range(1, 2, 0), lambda: range(1.0), lambda: range(3)[3], lambda: range(3).index(9), lambda: range(1, 2, 3, 4), lambda: len(range(10 ** 30)), lambda: range(3) + range(3)):
    try:
        bad()
    except (ValueError, TypeError, IndexError, OverflowError) as e:
        print(type(e).__name__, e)
try:
    range(3)[0] = 1
except TypeError as e:
    print(e)
try:
    range(3).start = 1
except AttributeError as e:
    print(e)
print(range(1, -5, -2)[1:], range(10)[2:8:2], list(range(-3, 3))[::2], repr(range(1, 2, 1)), repr(range(1, 9, 2)))
