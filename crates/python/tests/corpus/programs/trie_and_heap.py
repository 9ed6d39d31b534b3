# A trie, a binary heap, a ring buffer and a linked LRU.
class Trie:
    def __init__(self): self.kids, self.end = {}, False
    def add(self, word):
        node = self
        for c in word: node = node.kids.setdefault(c, Trie())
        node.end = True
    def find(self, prefix):
        node = self
        for c in prefix:
            if (node := node.kids.get(c)) is None: return
        yield from node.walk(prefix)
    def walk(self, prefix):
        if self.end: yield prefix
        for c in sorted(self.kids): yield from self.kids[c].walk(prefix + c)
    def __contains__(self, w): return w in self.find(w)
t = Trie()
for w in "car cart care dog do".split(): t.add(w)
print(list(t.find("car")), list(t.find("d")), list(t.find("x")), "do" in t, "ca" in t)
class Heap:
    def __init__(self, items=(), key=lambda x: x):
        self.items, self.key = [], key
        for i in items: self.push(i)
    def push(self, x):
        l = self.items
        l.append(x)
        i = len(l) - 1
        while i and self.key(l[i]) < self.key(l[(i - 1) // 2]):
            l[i], l[(i - 1) // 2] = l[(i - 1) // 2], l[i]
            i = (i - 1) // 2
    def pop(self):
        l = self.items
        if not l: raise IndexError("pop from an empty heap")
        l[0], l[-1] = l[-1], l[0]
        top, i = l.pop(), 0
        while True:
            smallest = min((j for j in (i, 2 * i + 1, 2 * i + 2) if j < len(l)), key=lambda j: (self.key(l[j]), j), default=i)
            if smallest == i: return top
            l[i], l[smallest] = l[smallest], l[i]
            i = smallest
    def __len__(self): return len(self.items)
    def __iter__(self):
        while self: yield self.pop()
print(list(Heap([5, 2, 8, 1, 9, 3])), list(Heap("heap", key=lambda c: -ord(c))))
try:
    Heap().pop()
except IndexError as e:
    print(e)
class Ring:
    def __init__(self, n): self.data, self.next, self.full = [None] * n, 0, False
    def add(self, x):
        self.data[self.next] = x
        self.next = (self.next + 1) % len(self.data)
        self.full = self.full or self.next == 0
    def __iter__(self): return iter(self.data[self.next:] + self.data[:self.next] if self.full else self.data[:self.next])
r = Ring(3)
for x in range(5):
    r.add(x)
    print(list(r), end=" ")
print()
