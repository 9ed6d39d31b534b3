# nonlocal finds the nearest enclosing function that binds the name.
x = "global"

def outer():
    x = "outer"
    def middle():
        def inner():
            nonlocal x
            x = "changed by inner"
        inner()
        return x
    result = middle()
    return result, x

print(outer(), x)

def shadow():
    x = 1
    def middle():
        x = 2
        def inner():
            nonlocal x
            x = 3
            return x
        return inner(), x
    return middle(), x

print(shadow())

def with_global():
    x = "local"
    def inner():
        global x
        x = "set by inner"
    inner()
    return x

print(with_global(), x)

def declared_in_both():
    total = 0
    def add(n):
        nonlocal total
        for _ in range(n):
            total += 1
        def add_one():
            nonlocal total
            total += 1
        add_one()
    add(3)
    return total

print(declared_in_both())
