# yield from: values, return values, nesting, any iterable.
def inner(n):
    for i in range(n):
        yield i
    return f"inner {n}"

def outer():
    a = yield from inner(2)
    print(a)
    b = yield from [10, 20]
    print(b)
    c = yield from "xy"
    d = yield from inner(0)
    return a, c, d

def top():
    result = yield from outer()
    print("result", result)

print(list(top()))
def countdown(n):
    if n:
        yield n
        yield from countdown(n - 1)
print(list(countdown(5)))
def chain(*its):
    for it in its:
        yield from it
print(list(chain([1], (2,), {3: 0}, "4", range(5, 6))))
def flatten(x):
    for item in x:
        if isinstance(item, (list, tuple)):
            yield from flatten(item)
        else:
            yield item
print(list(flatten([1, (2, [3, [4, (5,)]]), []])))
def bad():
    yield from 5
try:
    list(bad())
except TypeError as e:
    print(e)
