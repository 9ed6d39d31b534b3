# Small standard-library idioms side by side.
from functools import reduce, partial
from itertools import chain, islice, zip_longest, groupby, count
from collections import Counter, defaultdict, deque, namedtuple
from operator import itemgetter, attrgetter, mul
def chunked(it, n):
    it = iter(it)
    while chunk := list(islice(it, n)): yield chunk
def unique(it, key=None):
    seen = set()
    for x in it:
        k = key(x) if key else x
        if k not in seen:
            seen.add(k)
            yield x
def deep_get(d, path, default=None):
    try:
        return reduce(lambda acc, k: acc[k], path.split("."), d)
    except (KeyError, TypeError):
        return default
def merge(a, b): return {k: merge(a[k], b[k]) if isinstance(a.get(k), dict) and isinstance(b.get(k), dict) else b.get(k, a.get(k)) for k in a | b}
print(list(chunked(range(7), 3)), list(unique("abracadabra")), list(unique(["a", "A", "b"], str.lower)), deep_get({"a": {"b": 5}}, "a.b"), deep_get({"a": 1}, "a.b.c", "none"), merge({"a": {"x": 1, "y": 2}, "b": 1}, {"a": {"y": 3}, "c": 4}))
rows = [{"city": "Rome", "n": 3}, {"city": "Oslo", "n": 1}, {"city": "Rome", "n": 5}]
print({k: sum(r["n"] for r in g) for k, g in groupby(sorted(rows, key=itemgetter("city")), key=itemgetter("city"))}, reduce(mul, range(1, 6)), list(map(partial(max, 3), [1, 5])))
index = defaultdict(list)
for i, w in enumerate("to be or not to be".split()): index[w].append(i)
print(dict(index), Counter(len(w) for w in index), list(zip_longest("ab", [1], fillvalue="?")), list(chain.from_iterable(index.values())), dict(zip(count(1), "xyz")))
flat = lambda l: [y for x in l for y in (flat(x) if isinstance(x, list) else [x])]
transpose = lambda m: list(map(list, zip(*m)))
invert = lambda d: {v: k for k, v in d.items()}
print(flat([1, [2, [3, []]]]), transpose([[1, 2], [3, 4]]), invert({"a": 1}), max({"a": 3, "b": 7}.items(), key=itemgetter(1)), sorted(rows, key=lambda r: (-r["n"], r["city"]))[0], all(a <= b for a, b in zip([1, 2, 3], [1, 2, 3][1:])))
