# Bare raise, raise of a class, raise of nonsense.
def reraise():
    try:
        raise ValueError("original")
    except ValueError as e:
        e.args += ("noted",)
        raise
try:
    reraise()
except ValueError as e:
    print(e.args, e.__context__)
try:
    raise
except RuntimeError as e:
    print(e)
for nonsense in (3, "text", None, int, [ValueError], object):
    try:
        raise nonsense
    except TypeError as e:
        print(e)
try:
    raise KeyError
except KeyError as e:
    print(repr(e), e.args)
def helper():
    raise
try:
    try:
        raise IndexError("outer")
    except IndexError:
        helper()
except IndexError as e:
    print("reraised by a helper:", e)
def nested():
    try:
        raise ValueError("a")
    except ValueError:
        try:
            raise KeyError("b")
        except KeyError:
            pass
        raise
try:
    nested()
except ValueError as e:
    print(repr(e))
class NeedsArgs(Exception):
    def __init__(self, a): super().__init__(a)
try:
    raise NeedsArgs
except TypeError as e:
    print(e)
