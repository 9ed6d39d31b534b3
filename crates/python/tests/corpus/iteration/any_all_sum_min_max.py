# Folding built-ins: short circuits, keys, defaults, errors.
def show(x):
    print("see", x)
    return x

print(any(show(x) for x in [0, 2, 3]))
print(all(show(x) for x in [1, 0, 3]))
print(any([]), all([]), sum([]), sum([1, 2.5]), sum([[1], [2]], []), sum(range(4), start=10), sum([True, True]))
print(min(3, 1, 2), max("abc"), min([3, 1], key=lambda x: -x), max([], default="none"), min((), default=None))
words = ["bb", "aa", "c", "dd"]
print(max(words, key=len), min(words, key=len), max("a", "bb", "cc", key=len))
print(min([1, 1.0, True]), max(1, True, 1.0), max([(1, "b"), (1, "a")]))
for bad in (lambda: min([]), lambda: max(()), lambda: max(1, "a"), lambda: sum([[1], [2]]), lambda: max(1, 2, default=3), lambda: sum(b"ab", b""), lambda: all(3), lambda: max([1, None]), lambda: sum([1], bytearray())):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(sum([0.1] * 10), sum([0.1, 0.2, 0.3]), sum([1e16, 1.0, -1e16]))
