# Comprehension variables are their own; the first iterable is evaluated outside.
x = "outer"
print([x for x in range(3)], x)
print({x: x * x for x in range(3)}, x)
print({x for x in range(1)}, list(x for x in range(2)), x)

def f():
    y = 10
    return [y + z for z in range(3)], [[y * a for a in range(b)] for b in range(3)]

print(f())

def captured():
    return [lambda: v for v in range(3)]

print([g() for g in captured()])

class A:
    items = [1, 2]
    doubled = [i * 2 for i in items]

print(A.doubled)

def walrus():
    found = [last := v for v in range(4) if v % 2]
    return found, last

print(walrus())
print([y for x in [[1, 2], [3]] for y in x if y != 2])
print([(a, b) for a in range(3) for b in range(a)])
total = 0
print([total := total + v for v in range(5)], total)
