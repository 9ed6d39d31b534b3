# Every method of list.
l = [3, 1]
print(l.append(2), l, l.extend([5, 4]), l, l.extend("ab"), l, l.insert(0, "first"), l, l.insert(-1, "x"), l, l.insert(99, "end"), l, l.insert(-99, "start"), l)
print(l.pop(), l.pop(0), l.pop(-2), l, l.remove(1), l, l.index(5), l.index("a", 2), l.count(2), l.reverse(), l, l.copy() == l, l.copy() is l, l.clear(), l)
l = [1, 2, 3, 2, 1]
print(l.index(2), l.index(2, 2), l.index(1, 1), l.index(1, -1), l.count(9), l.remove(2), l, l + [9], l * 2, [0] * 3, [[]] * 2, 2 in l, 9 not in l, len(l), l == [1, 3, 2, 1], l < [1, 4], [] < [0], [1, 2] < [1, 2, 0], l != l[:])
m = [[0] * 2] * 2
m[0][0] = 1
print(m, [[0] * 2 for _ in range(2)])
l = [1]
l.append(l)
print(l, len(l), l[1] is l, l == l)
for bad in (lambda: [].remove(1), lambda: [1].index(2), lambda: [1, 2].index(1, 1), lambda: [].pop(), lambda: [1].pop(1), lambda: [1].pop("a"), lambda: [1].insert("a", 1), lambda: [1].insert(1), lambda: [].extend(1), lambda: [1] + 1, lambda: [1] * "a", lambda: [1] * [2], lambda: [1] < 1, lambda: [1].nope, lambda: list(1, 2), lambda: [1].append(), lambda: hash([1]), lambda: [1].count(), lambda: [1].clear(1), lambda: [1].reverse(1), lambda: [1, "a"] < [1, 2], lambda: list(x=1)):
    try:
        print(bad())
    except (TypeError, ValueError, IndexError, AttributeError) as e:
        print(type(e).__name__, e)
print(list(), list("abc"), list((1, 2)), list({1: 2}), list(range(3)), list(x for x in "z"), list([1]) == [1], [*"ab"], [1, [2, [3]]], [None, True, 1.5, "s", b"b"])
