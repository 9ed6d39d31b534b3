# A linked list, a tree and a graph with the usual protocols.
class Node:
    def __init__(self, value, next=None): self.value, self.next = value, next

class LinkedList:
    def __init__(self, items=()):
        self.head, self.size = None, 0
        for item in reversed(list(items)):
            self.push(item)
    def push(self, value):
        self.head = Node(value, self.head)
        self.size += 1
    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next
    def __len__(self): return self.size
    def __repr__(self): return "->".join(map(str, self)) or "empty"
    def reverse(self):
        previous, node = None, self.head
        while node:
            node.next, previous, node = previous, node, node.next
        self.head = previous

l = LinkedList("abc")
print(l, len(l), "b" in l)
l.reverse()
print(l, LinkedList(), bool(LinkedList()))

class Tree:
    def __init__(self, value): self.value, self.left, self.right = value, None, None
    def insert(self, value):
        side = "left" if value < self.value else "right"
        child = getattr(self, side)
        if child is None:
            setattr(self, side, Tree(value))
        else:
            child.insert(value)
    def __iter__(self):
        if self.left: yield from self.left
        yield self.value
        if self.right: yield from self.right
    def depth(self):
        return 1 + max((t.depth() for t in (self.left, self.right) if t), default=0)

t = Tree(5)
for v in (3, 8, 1, 4, 9):
    t.insert(v)
print(list(t), t.depth())
