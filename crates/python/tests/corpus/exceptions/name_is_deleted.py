# The name of `as` is gone after the handler.
e = "before"
try:
    raise ValueError("x")
except ValueError as e:
    print(e)
try:
    e
except NameError as error:
    print(error)
def f():
    try:
        raise ValueError("local")
    except ValueError as e:
        kept = e
    try:
        e
    except UnboundLocalError as error:
        return f"{error} / {kept}"
print(f())
def rebinds():
    try:
        raise ValueError
    except ValueError as e:
        e = 5
        del e
    return "fine"
print(rebinds())
def early():
    for i in range(2):
        try:
            raise ValueError(i)
        except ValueError as e:
            continue
    return "e" in locals()
print(early())
