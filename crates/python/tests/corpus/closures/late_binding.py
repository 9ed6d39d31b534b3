# Cells are read when the closure runs.
def make():
    fs = []
    for i in range(3):
        def f():
            return i
        fs.append(f)
    i = 100
    return fs

print([f() for f in make()])

def make_bound():
    fs = []
    for i in range(3):
        def f(i=i):
            return i
        fs.append(f)
    return fs

print([f() for f in make_bound()])

def factory(i):
    return lambda: i

print([f() for f in [factory(i) for i in range(3)]])

def before():
    def use():
        return value
    value = 1
    first = use()
    value = 2
    return first, use()

print(before())
