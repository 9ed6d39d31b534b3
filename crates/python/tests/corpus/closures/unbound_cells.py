# Reading a cell before it is bound, and after it is deleted.
def free():
    def use():
        return value
    try:
        use()
    except NameError as e:
        print(type(e).__name__, e)
    value = 1
    print(use())
    del value
    try:
        use()
    except NameError as e:
        print(type(e).__name__, e)
    try:
        value
    except NameError as e:
        print(type(e).__name__, e)

free()

def exception_name():
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    def use():
        return e
    try:
        use()
    except NameError as error:
        print(error)

exception_name()

def delete_nonlocal():
    x = 1
    def kill():
        nonlocal x
        del x
    kill()
    try:
        print(x)
    except UnboundLocalError as error:
        print(type(error).__name__, error)

delete_nonlocal()
