# count, cycle, repeat, islice, takewhile, dropwhile.
from itertools import count, cycle, repeat, islice, takewhile, dropwhile, filterfalse, compress, pairwise
print(list(islice(count(), 3)), list(islice(count(5, -2), 4)), list(islice(count(0.5, 0.25), 3)), list(islice(cycle("ab"), 5)), list(repeat(1, 3)), list(islice(repeat("x"), 2)), list(map(pow, range(4), repeat(2))))
print(list(islice("abcdef", 2)), list(islice("abcdef", 2, 4)), list(islice("abcdef", 1, None, 2)), list(islice("ab", 5)), list(islice("abc", 0)), list(cycle([])))
it = iter(range(10))
print(list(islice(it, 3)), next(it), list(islice(it, 1, 3)), list(it))
print(list(takewhile(lambda x: x < 3, [1, 2, 5, 1])), list(dropwhile(lambda x: x < 3, [1, 2, 5, 1])), list(filterfalse(lambda x: x % 2, range(5))), list(filterfalse(None, [0, 1, ""])), list(compress("abcd", [1, 0, True, ""])), list(pairwise("abcd")), list(pairwise([1])))
print(count(3), count(1, 2), repeat(5), repeat("x", 2), next(count(10 ** 20)))
for bad in (lambda: islice("a", -1), lambda: islice("a", "x"), lambda: islice("a"), lambda: cycle(3), lambda: count("a"), lambda: takewhile(1), lambda: islice("abc", 0, 2, 0), lambda: repeat()):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
r = repeat(7, 2)
print(next(r), r, next(r), next(r, "done"))
