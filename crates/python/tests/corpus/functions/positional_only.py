# Positional-only parameters leave their names free for **kwargs.
def f(a, b=2, /, c=3, *, d=4):
    return a, b, c, d

def g(self, /, **kwargs):
    return self, kwargs

def h(x, /, *args, y=0, **kwargs):
    return x, args, y, kwargs

print(f(1))
print(f(1, 2, 3, d=5))
print(f(1, c=30))
print(g("me", self="you"))
print(g(1, other=2))
print(h(1, 2, 3, y=4, x=5, z=6))
try:
    f(1, b=5)
except TypeError as e:
    print(e)
try:
    f(a=1)
except TypeError as e:
    print(e)
try:
    f()
except TypeError as e:
    print(e)
