# chain, zip_longest, product, permutations, combinations, accumulate, groupby, tee, starmap.
from itertools import chain, zip_longest, product, permutations, combinations, combinations_with_replacement, accumulate, groupby, tee, starmap
import operator
print(list(chain([1], "ab", (2,))), list(chain()), list(chain.from_iterable(["ab", [1]])), list(zip_longest([1, 2, 3], "a")), list(zip_longest([1], "ab", fillvalue="-")))
print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(product()), list(product("a", [])), len(list(product(range(3), repeat=3))))
print(list(permutations("abc")), list(permutations("abc", 2)), list(permutations([1, 2], 3)), list(permutations([])))
print(list(combinations("abcd", 2)), list(combinations([1, 2], 3)), list(combinations_with_replacement("ab", 2)), list(combinations("ab", 0)))
print(list(accumulate([1, 2, 3, 4])), list(accumulate([3, 1, 4], max)), list(accumulate([1, 2], initial=10)), list(accumulate([2, 3], operator.mul)), list(accumulate([])), list(accumulate("abc")))
data = ["apple", "avocado", "bean", "beet", "corn", "apricot"]
print([(k, list(g)) for k, g in groupby(data, key=lambda w: w[0])], [(k, len(list(g))) for k, g in groupby("aaabba")], [k for k, _ in groupby(sorted(data), len)])
g = groupby([1, 1, 2])
k1, g1 = next(g)
k2, g2 = next(g)
print(k1, list(g1), k2, list(g2))
a, b = tee(iter([1, 2, 3]))
print(next(a), next(a), list(b), list(a), list(starmap(pow, [(2, 3), (3, 2)])), len(tee([1], 3)))
for bad in (lambda: list(chain(1)), lambda: list(combinations("a", -1)), lambda: list(product("a", repeat=-1)), lambda: list(starmap(pow, [1])), lambda: list(zip_longest([1], bad=1)), lambda: list(permutations("a", "b")), lambda: groupby()):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
