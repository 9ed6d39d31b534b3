# Sets of small integers print in the order of their hashes, which is the same everywhere.
print({3, 1, 2}, {0, 5, 4}, {7, 3, 5, 1})
print(set(range(10)), set([4, 2, 0]), frozenset([2, 1]))
print({True, 2}, {1, 2} | {3}, {1, 2, 3} - {2}, {1, 2, 3} & {3, 2}, {1, 2} ^ {2, 3})
print(list({5, 3}), [x for x in {2, 0, 1}], tuple({1, 0}))
s = set()
for i in (3, 1, 2):
    s.add(i)
print(s, s.pop(), s)
