# NameError and UnboundLocalError with their messages.
n = 1

def attempt(f):
    try:
        print(f())
    except NameError as e:
        print(type(e).__name__, "-", e, "-", e.name)

def augmented():
    n += 1
    return n

def later():
    print(n)
    n = 2

def conditional():
    if False:
        value = 1
    return value

def unknown():
    return no_such_name

def deleted():
    a = 1
    del a
    return a

def delete_unbound():
    del b
    b = 1

def delete_global():
    global not_there
    del not_there

def in_loop():
    for item in []:
        pass
    return item

for f in (augmented, later, conditional, unknown, deleted, delete_unbound, delete_global, in_loop):
    attempt(f)
try:
    del nothing_here
except NameError as e:
    print(e)
