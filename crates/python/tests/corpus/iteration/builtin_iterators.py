# enumerate, zip, map, filter, reversed and how far they consume.
print(list(enumerate("ab")), list(enumerate("ab", 1)), list(enumerate("ab", start=-1)))
print(list(zip([1, 2, 3], "ab")), list(zip()), list(zip("ab")))
print(list(zip([1, 2], "ab", strict=True)))
for args in (([1, 2], "a"), ([1], "ab"), ([1], [2], [])):
    try:
        list(zip(*args, strict=True))
    except ValueError as e:
        print(e)
print(list(map(int, "123")), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])))
print(list(filter(None, [0, 1, "", "a", None, [], [0]])), list(filter(str.isdigit, "a1b2")))
print(list(reversed([1, 2, 3])), list(reversed(range(3))), "".join(reversed("abc")), list(reversed({"a": 1, "b": 2})))
it = iter([1, 2, 3, 4])
print(list(zip(it, it)))
it = iter([1, 2, 3])
print(list(zip(it, [1])), list(it))
print(type(zip()).__name__, type(map(str, [])).__name__, type(enumerate([])).__name__, type(iter([])).__name__, type(reversed([])).__name__)
print(type(iter({})).__name__, type(iter("")).__name__, type(iter(())).__name__, type(iter(range(1))).__name__, type(iter({}.values())).__name__, type(iter({}.items())).__name__)
m = map(str, [1])
print(iter(m) is m, next(m), next(m, None))
try:
    reversed({1})
except TypeError as e:
    print(e)
try:
    map(str)
except TypeError as e:
    print(e)
try:
    next(filter(None, [0]))
except StopIteration:
    print("stop")
