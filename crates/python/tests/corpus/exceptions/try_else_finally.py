# Which clauses run, in which order.
def f(x):
    try:
        print("try", x)
        if x == 1:
            raise ValueError("one")
        if x == 2:
            return "returned"
        if x == 3:
            raise KeyError("three")
    except ValueError as e:
        print("except", e)
        return "from except"
    else:
        print("else")
    finally:
        print("finally")
    return "end"

for x in range(3):
    print(f(x))
try:
    f(3)
except KeyError as e:
    print("outside", e)

def nested():
    try:
        try:
            raise ValueError("inner")
        finally:
            print("inner finally")
    except ValueError as e:
        print("outer", e)
    finally:
        print("outer finally")
nested()
try:
    pass
finally:
    print("only finally")
try:
    try:
        raise IndexError
    except KeyError:
        print("no")
    else:
        print("no")
except LookupError as e:
    print(repr(e), str(e) == "")
