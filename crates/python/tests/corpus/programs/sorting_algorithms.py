# Five sorts agree with sorted().
def bubble(l):
    l = l[:]
    for i in range(len(l)):
        for j in range(len(l) - 1 - i):
            if l[j] > l[j + 1]: l[j], l[j + 1] = l[j + 1], l[j]
    return l
def insertion(l):
    out = []
    for x in l:
        i = len(out)
        while i > 0 and out[i - 1] > x: i -= 1
        out.insert(i, x)
    return out
def quick(l):
    if len(l) < 2: return l
    pivot, *rest = l
    return quick([x for x in rest if x < pivot]) + [pivot] + quick([x for x in rest if x >= pivot])
def merge(l):
    if len(l) < 2: return l
    m = len(l) // 2
    a, b, out = merge(l[:m]), merge(l[m:]), []
    while a and b: out.append((a if a[0] <= b[0] else b).pop(0))
    return out + a + b
def heap(l):
    l = l[:]
    def sift(start, end):
        root = start
        while (child := 2 * root + 1) <= end:
            if child + 1 <= end and l[child] < l[child + 1]: child += 1
            if l[root] >= l[child]: return
            l[root], l[child] = l[child], l[root]
            root = child
    for start in range(len(l) // 2, -1, -1): sift(start, len(l) - 1)
    for end in range(len(l) - 1, 0, -1):
        l[end], l[0] = l[0], l[end]
        sift(0, end - 1)
    return l
data = [[(i * 37 + 11) % 23 for i in range(n)] for n in (0, 1, 2, 10, 23)] + [list("sorting"), [2.5, -1, 3, 0.1]]
for l in data:
    print([f(l) == sorted(l) for f in (bubble, insertion, quick, merge, heap)], quick(l)[:5])
