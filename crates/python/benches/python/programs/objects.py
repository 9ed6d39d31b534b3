"""Making objects, tuples and closures that soon are garbage."""


class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def adder(n):
    return lambda x: x + n


def run():
    total = 0
    for i in range(60_000):
        head = None
        for value in (i, i + 1, i + 2):
            head = Node(value, head)
        while head is not None:
            total += head.value
            head = head.next
        a, b = (i, total)
        total = adder(a)(b) % 1_000_003
    return total
