# *args and **kwargs as parameters: types, identity, order.
def f(*args, **kwargs):
    return args, kwargs

def tail(first, *rest, last=None, **others):
    return first, rest, last, others

print(f())
print(f(1, 2, k=3))
print(f(*range(3), **dict(a=1, b=2)))
print(type(f()[0]).__name__, type(f()[1]).__name__)
print(tail(1))
print(tail(1, 2, 3))
print(tail(1, 2, last=3, z=4))
d = {"a": 1}
result = f(**d)[1]
result["b"] = 2
print(d, result)
t = (1, 2)
print(f(*t)[0] == t)
print(list(f(z=1, a=2, m=3)[1]))

def forward(*args, **kwargs):
    return tail(*args, **kwargs)

print(forward(1, 2, last=3))
print(f(*[1], 2, *[3], x=1, **{"y": 2}, z=3))
