# A generator runs only as far as it is asked.
def g():
    print("start")
    yield 1
    print("middle")
    yield 2
    print("end")

it = g()
print(type(it).__name__, iter(it) is it)
print(next(it))
print(next(it))
print(next(it, "finished"))
print(next(it, "still finished"))
print(list(g()))
def empty():
    return
    yield
print(list(empty()))
def fib(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b
print(list(fib(50)), sum(fib(100)))
def infinite():
    n = 0
    while True:
        yield n
        n += 1
for x in infinite():
    if x > 3:
        break
    print(x, end=" ")
print()
first, second, *_ = fib(5)
print(first, second, _)
print(next(x for x in infinite() if x * x > 50))
