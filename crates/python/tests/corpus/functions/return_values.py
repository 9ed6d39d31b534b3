# Every way to return.
def nothing(): pass
def bare(): return
def tuple_(): return 1, 2
def star(): return *[1, 2], 3
def conditional(x):
    if x > 0:
        return "positive"
    elif x == 0:
        return "zero"

def from_loop(xs):
    for x in xs:
        if x % 2:
            return x
    else:
        return "none odd"

def nested():
    def inner():
        return "inner"
    return inner

print(nothing(), bare(), tuple_(), star())
print(conditional(1), conditional(0), conditional(-1))
print(from_loop([2, 4, 5]), from_loop([2]), from_loop([]))
print(nested()())
a, b = tuple_()
print(a, b)
print((lambda: (yield))().__class__.__name__)
