# Tuples, bases, order and wrong things after except.
def f(e):
    try:
        raise e
    except (KeyError, IndexError) as x:
        return f"lookup {type(x).__name__}"
    except ArithmeticError:
        return "arithmetic"
    except (ValueError, *(TypeError, OSError)):
        return "starred tuple"
    except Exception as x:
        return f"other {type(x).__name__}"
    except BaseException as x:
        return f"base {type(x).__name__}"
    except:
        return "never"
for e in (KeyError(1), IndexError(), ZeroDivisionError(), OverflowError(), ValueError(), RuntimeError(), KeyboardInterrupt(), SystemExit()):
    print(type(e).__name__, "->", f(e))
try:
    try:
        raise ValueError("v")
    except "string":
        pass
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError("v")
    except (ValueError, 3):
        print("found first")
    try:
        raise ValueError("v")
    except (3, ValueError):
        print("no")
except TypeError as e:
    print(e)
try:
    try:
        raise OSError("v")
    except (ValueError, (OSError, TypeError)):
        print("no")
except TypeError as e:
    print(e)
choose = lambda kind: {"k": KeyError, "v": ValueError}[kind]
try:
    raise ValueError("dynamic")
except choose("v") as e:
    print(e)
try:
    pass
except print("not evaluated"):
    pass
