# Positional, keyword and default arguments, in every order a call may name them.
def f(a, b=2, c=3):
    return a, b, c

print(f(1))
print(f(1, 20))
print(f(1, c=30))
print(f(a=1, c=3, b=2))
print(f(c=1, a=2))
print(f(*[1, 2, 3]))
print(f(*(1,), **{"c": 9}))
print(f(*"ab"))
print(f(1, *[5], **{}))
args = {"a": 7, "b": 8}
print(f(**args))
print(f(**args, c=9))
print(f(*[1], *[2], *[3]))
print(f(**{"a": 1}, **{"b": 5}))
