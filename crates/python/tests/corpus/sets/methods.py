# Every method of set and frozenset.
s = {1, 2, 3}
def p(*sets): print(*[sorted(x) if isinstance(x, (set, frozenset)) else x for x in sets])
s.add(4); s.add(1); s.discard(9); s.discard(2); s.remove(3)
p(s, len(s), 4 in s, s.copy(), s == {4, 1}, bool(set()), set() == frozenset())
a, b = {1, 2, 3}, {2, 3, 4}
p(a | b, a & b, a - b, a ^ b, a.union(b, [9]), a.intersection(b, {2}), a.difference(b, [1]), a.symmetric_difference([3, 8]), a <= b, {2} < a, a >= {1}, a > a, a.issubset(range(5)), a.issuperset([1]), a.isdisjoint([7]), a.union(), a.intersection([]))
c = set(a); c |= {8}; p(c); c &= {1, 8}; p(c); c -= {1}; p(c); c ^= {8, 9}; p(c)
c.update([1], (2,), [7, 7]); p(len(c)); c.intersection_update([1, 2]); p(c); c.difference_update([1]); p(c); c.symmetric_difference_update([5]); p(c); c.clear(); p(c)
f = frozenset([1, 2])
p(f | {3}, {3} | f, f & {1}, type(f | {3}).__name__, type({3} | f).__name__, hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset({1, 2})], f == {1, 2}, {1} < f)
print(set(), frozenset(), {1}, frozenset([1]), {"a"}, repr({(1, 2)}), {frozenset()}, str(frozenset("x")))
one = {5}
print(one.pop(), one)
for bad in (lambda: set().pop(), lambda: {1}.remove(2), lambda: {[]}, lambda: {1}.add([]), lambda: {1} | [1], lambda: {1} + {2}, lambda: {1}[0], lambda: hash({1}), lambda: set(1), lambda: {1} < [1], lambda: frozenset([1]).add(2), lambda: {1}.union(5), lambda: {1} - 1, lambda: [] in {1}, lambda: {1}.x, lambda: set(1, 2), lambda: {1}.remove([]), lambda: {1}.add()):
    try:
        print(bad())
    except (TypeError, KeyError, AttributeError) as e:
        print(type(e).__name__, e)
p({1, 1.0, True}, {1, 2} == {2, 1}, set("hello") == set("ohell"), {x % 3 for x in range(10)}, {1, 2} in [{2, 1}], {1} in {frozenset([1])}, max({3, 1}), sum({1, 2}))
