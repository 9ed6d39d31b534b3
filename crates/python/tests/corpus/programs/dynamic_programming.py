# Edit distance, longest common subsequence, knapsack, coins, partitions.
from functools import lru_cache
def edit(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]
def lcs(a, b):
    @lru_cache(None)
    def f(i, j):
        if i == len(a) or j == len(b): return ""
        if a[i] == b[j]: return a[i] + f(i + 1, j + 1)
        return max(f(i + 1, j), f(i, j + 1), key=len)
    return f(0, 0)
def knapsack(items, capacity):
    best = {0: (0, ())}
    for name, weight, value in items:
        for w, (v, names) in list(best.items()):
            if w + weight <= capacity and best.get(w + weight, (-1,))[0] < v + value:
                best[w + weight] = (v + value, names + (name,))
    return max(best.values())
def coins(total, kinds):
    ways = [1] + [0] * total
    for c in kinds:
        for i in range(c, total + 1): ways[i] += ways[i - c]
    return ways[total]
@lru_cache(maxsize=None)
def partitions(n, largest=None):
    largest = n if largest is None else largest
    if n == 0: return 1
    return sum(partitions(n - k, min(k, n - k)) for k in range(1, min(n, largest) + 1))
print(edit("kitten", "sitting"), edit("", "abc"), edit("same", "same"), lcs("AGGTAB", "GXTXAYB"), lcs("abc", "xyz") == "")
print(knapsack([("map", 9, 150), ("water", 15, 200), ("tin", 6, 68), ("glucose", 3, 160)], 24), coins(100, (50, 25, 10, 5, 1)), coins(3, (2,)), [partitions(n) for n in range(12)], partitions(60))
