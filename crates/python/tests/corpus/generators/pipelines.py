# Lazily connected stages.
def numbers(n):
    for i in range(n):
        print("produce", i)
        yield i
def evens(xs):
    for x in xs:
        if x % 2 == 0:
            print("pass", x)
            yield x
def take(n, xs):
    for _, x in zip(range(n), xs):
        yield x
def batches(xs, size):
    batch = []
    for x in xs:
        batch.append(x)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
def window(xs, n):
    from collections import deque
    w = deque(maxlen=n)
    for x in xs:
        w.append(x)
        if len(w) == n:
            yield tuple(w)

print(list(take(2, evens(numbers(100)))))
print(list(batches(range(7), 3)), list(window("abcd", 2)))
def grep(word):
    found = 0
    try:
        while True:
            line = yield
            if word in line:
                found += 1
                print("match", line)
    except GeneratorExit:
        print("matches:", found)
c = grep("py")
next(c)
for line in ("python", "ruby", "pypy"):
    c.send(line)
c.close()
