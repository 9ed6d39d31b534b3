# Default values belong to the function and are made when `def` runs.
def append(x, to=[]):
    to.append(x)
    return to

print(append(1))
print(append(2))
print(append(3, []))
print(append(4))
print(append.__defaults__)

n = 5
def late(a=n):
    return a
n = 6
print(late())

def safe(x, to=None):
    if to is None:
        to = []
    to.append(x)
    return to

print(safe(1), safe(2))

def kwonly(*, a=1, b=[]):
    b.append(a)
    return b

print(kwonly(), kwonly(a=2))
print(kwonly.__kwdefaults__)
